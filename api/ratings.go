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

type ratings struct {
	c       Config
	desk    *desk.Desk
	ratings *desk.Ratings
}

func (h ratings) routes(r *router) {
	handle(r, operation{
		ID: "rateConversation", Method: http.MethodPost, Path: "/conversations/{id}/ratings", Tag: "Conversations", Summary: "Rate the answer",
		Details: "One rating per episode, after it is closed. Rating again changes it until it is counted (200). It confirms the end.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.rate)
	handle(r, operation{
		ID: "answerStillSolved", Method: http.MethodPost, Path: "/conversations/{id}/still-solved", Tag: tagRatings, Summary: "Say whether it is still solved",
		Details: "Of a fifth of the answers that were closed as solved and not rated, three days later; see stillAsked. Once.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.stillSolved)
	handle(r, operation{
		ID: "makeRatingLink", Method: http.MethodPost, Path: "/conversations/{id}/rating-links", Tag: tagRatings,
		Summary: "Make a personal link by which the customer rates the last answer",
		Details: "It works once, for seven days. One that was made before and not used stops working.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitLinks}, NoKey: true, // a link is never stored
	}, h.makeLink)
	handle(r, operation{
		ID: "openRatingLink", Method: http.MethodPost, Path: "/rating-links/openings", Tag: tagRatings, Summary: "What a rating link is about",
		Details: "The token is what the link has behind its #. Looking does not use it up.",
		Errors:  []int{http.StatusGone}, Limits: []limit{limitContinuations}, NoKey: true,
	}, h.openLink)
	handle(r, operation{
		ID: "rateByLink", Method: http.MethodPost, Path: "/rating-links/ratings", Tag: tagRatings, Summary: "Rate the answer that a rating link is about",
		Details: "Once; it confirms the end.", Status: http.StatusNoContent,
		Errors: []int{http.StatusGone, http.StatusForbidden, http.StatusNotFound}, Limits: []limit{limitContinuations}, NoKey: true,
	}, h.rateByLink)
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

// NewRating is a customer's opinion of an answer.
type NewRating struct {
	Stars           int          `json:"stars" minimum:"1" maximum:"5"`
	Solved          SolvedAnswer `json:"solved"`
	Cause           desk.Cause   `json:"cause,omitempty" enum:"expert,company" doc:"Whose doing it is; required for four stars or less."`
	CauseDetail     string       `json:"causeDetail,omitempty" enum:"answer,product,wait,delivery,rule,other"`
	Comment         string       `json:"comment,omitempty" maxLength:"2000"`
	Learned         desk.Answer  `json:"learned,omitempty" enum:"yes,partly,no" doc:"Did you learn something? May be left out."`
	SameExpertAgain *bool        `json:"sameExpertAgain,omitempty" doc:"No: never this expert again. Yes: rather this one."`
}

func (b NewRating) opinion() desk.Opinion {
	return desk.Opinion{
		Stars: b.Stars, Solved: desk.Answer(b.Solved), Cause: b.Cause, CauseDetail: b.CauseDetail, Comment: b.Comment, Learned: b.Learned,
		Again: b.SameExpertAgain,
	}
}

type ratingInput struct {
	ByID[domain.ConversationID]

	Body NewRating
}

func (h ratings) rate(ctx context.Context, in *ratingInput) (*statusBody[storage.RatingView], error) {
	b := in.Body
	r, err := h.desk.Rate(ctx, actor(ctx).Customer(), in.ID, b.opinion())
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

type stillSolvedInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Solved SolvedAnswer `json:"solved"`
	}
}

func (h ratings) stillSolved(ctx context.Context, in *stillSolvedInput) (*none, error) {
	return done(h.ratings.StillSolved(ctx, actor(ctx).Customer(), in.ID, desk.Answer(in.Body.Solved)))
}

// RatingLink is a one-time link.
type RatingLink struct {
	Link      string       `json:"link"`
	ExpiresAt storage.Time `json:"expiresAt" format:"date-time"`
}

func (h ratings) makeLink(ctx context.Context, in *ByID[domain.ConversationID]) (*body[RatingLink], error) {
	token, expires, err := h.ratings.MakeLink(ctx, actor(ctx), in.ID)
	return reply(RatingLink{requestOf(ctx).origin + "/chat#rate=" + token, storage.At(expires)}, err)
}

type ratingLinkInput struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"256"`
	}
}

func (h ratings) openLink(ctx context.Context, in *ratingLinkInput) (*body[storage.LinkedAnswer], error) {
	return reply(h.c.Views.RatingLink(ctx, in.Body.Token, h.c.BrandNow()))
}

type rateByLinkInput struct {
	Body struct {
		NewRating

		Token string `json:"token" minLength:"1" maxLength:"256"`
	}
}

func (h ratings) rateByLink(ctx context.Context, in *rateByLinkInput) (*none, error) {
	_, err := h.ratings.RateByLink(ctx, in.Body.Token, h.c.Network(requestOf(ctx).ip), in.Body.opinion())
	return done(err)
}
