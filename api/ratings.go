package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

type ratings struct{ desk *desk.Desk }

func (h ratings) routes(r *router) {
	handle(r, operation{
		ID: "rateConversation", Method: http.MethodPost, Path: "/conversations/{id}/ratings", Tag: "Conversations", Summary: "Rate the answer",
		Details: "One rating per episode, after it is closed. Rating again changes it until it is counted (200). It confirms the end.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.rate)
}

// SolvedAnswer is "is it solved?": yes, partly or no, or a boolean.
type SolvedAnswer string

// Schema describes both forms.
func (SolvedAnswer) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "Whether it is solved; true means yes and false no.",
		OneOf:       []*huma.Schema{{Type: huma.TypeBoolean}, {Type: huma.TypeString, Enum: []any{"yes", "partly", "no"}}},
	}
}

// UnmarshalJSON reads both forms.
func (s *SolvedAnswer) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "true":
		*s = SolvedAnswer(desk.SolvedYes)
		return nil
	case "false":
		*s = SolvedAnswer(desk.SolvedNo)
		return nil
	}
	return json.Unmarshal(b, (*string)(s))
}

type ratingInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Stars           int          `json:"stars" minimum:"1" maximum:"5"`
		Solved          SolvedAnswer `json:"solved"`
		Cause           desk.Cause   `json:"cause,omitempty" enum:"expert,company" doc:"Whose doing it is; required for four stars or less."`
		CauseDetail     string       `json:"causeDetail,omitempty" enum:"answer,product,wait,delivery,rule,other"`
		Comment         string       `json:"comment,omitempty" maxLength:"2000"`
		Learned         desk.Answer  `json:"learned,omitempty" enum:"yes,partly,no" doc:"Did you learn something? May be left out."`
		SameExpertAgain *bool        `json:"sameExpertAgain,omitempty" doc:"No: never this expert again. Yes: rather this one."`
	}
}

func (h ratings) rate(ctx context.Context, in *ratingInput) (*statusBody[storage.RatingView], error) {
	b := in.Body
	r, err := h.desk.Rate(ctx, actor(ctx).Customer(), in.ID, desk.Opinion{
		Stars: b.Stars, Solved: desk.Answer(b.Solved), Cause: b.Cause, CauseDetail: b.CauseDetail, Comment: b.Comment, Learned: b.Learned,
		Again: b.SameExpertAgain,
	})
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if r.Version == 1 {
		status = http.StatusCreated
	}
	return &statusBody[storage.RatingView]{status, storage.RatingView{
		Stars: r.Stars, Solved: r.Solved, Cause: r.Cause, CauseDetail: r.CauseDetail, Comment: r.Comment, Learned: r.Learned,
		SameExpertAgain: b.SameExpertAgain, Editable: r.SettledAt.IsZero(),
	}}, nil
}
