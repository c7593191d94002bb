package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// ratingDisputes are ratings as their experts read them, and what they and staff
// say about those.
type ratingDisputes struct {
	c       Config
	ratings *desk.Ratings
}

const tagRatings = "Ratings"

func (h ratingDisputes) routes(r *router) {
	handle(r, operation{
		ID: "listMyRatings", Method: http.MethodGet, Path: "/me/ratings", Tag: tagRatings, Summary: "What customers said of my answers",
		Details: "The newest batch first. A rating is shown with others once it has waited a random time of at most a day and five wait, or points that rest on one are settled; without who gave it, when, or in what words.",
	}, h.mine)
	handle(r, operation{
		ID: "disputeRating", Method: http.MethodPost, Path: "/rating-disputes", Tag: tagRatings, Summary: "Say that a low rating is not about what I did",
		Details: "Of one to three stars that count for the quality, once for each; three wait at most. A person answers.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.dispute)
	handle(r, operation{
		ID: "listRatingDisputes", Method: http.MethodGet, Path: "/rating-disputes", Tag: tagRatings, Summary: "Disputes of ratings",
		Details: "Open ones first, the oldest first.",
	}, h.list)
	handle(r, operation{
		ID: "decideRatingDispute", Method: http.MethodPost, Path: "/rating-disputes/{id}/decisions", Tag: tagRatings, Summary: "Answer a dispute of a rating",
		Details: "Where the expert was right, the rating is set aside: it leaves the quality, and costs no points. Points that it cost already are paid.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.decide)
	handle(r, operation{
		ID: "markAbuse", Method: http.MethodPost, Path: "/conversations/{id}/abuse-marks", Tag: tagRatings, Summary: "Say that the customer was abusive in a conversation",
		Details: "What they rated there, or will, counts for nobody's quality and costs no points.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.mark)
}

func (h ratingDisputes) mine(ctx context.Context, in *Page) (*body[storage.List[storage.OwnRating]], error) {
	return reply(h.c.Views.OwnRatings(ctx, actor(ctx), requestOf(ctx).language, in.page()))
}

// DisputedRating is what an expert says of a rating.
type DisputedRating struct {
	ConversationID domain.ConversationID `json:"conversationId" minLength:"1" maxLength:"64"`
	Episode        int                   `json:"episode" minimum:"1" maximum:"10000"`
	Text           string                `json:"text" minLength:"1" maxLength:"500" doc:"Why it is not about what you did."`
}

// RatingDisputeMade is the dispute that was made.
type RatingDisputeMade struct {
	ID desk.RatingDisputeID `json:"id"`
}

func (h ratingDisputes) dispute(ctx context.Context, in *body[DisputedRating]) (*body[RatingDisputeMade], error) {
	d, err := h.ratings.Dispute(ctx, actor(ctx).Expert(), in.Body.ConversationID, in.Body.Episode, in.Body.Text)
	return reply(RatingDisputeMade{d.ID}, err)
}

func (h ratingDisputes) list(ctx context.Context, _ *none) (*body[storage.List[storage.RatingDisputeView]], error) {
	return items(h.c.Views.RatingDisputes(ctx))
}

type decideRatingInput struct {
	ByID[desk.RatingDisputeID]

	Body struct {
		Upheld bool   `json:"upheld" doc:"Whether the expert is right."`
		Answer string `json:"answer" minLength:"1" maxLength:"500" doc:"The reasons. The expert reads them."`
	}
}

func (h ratingDisputes) decide(ctx context.Context, in *decideRatingInput) (*none, error) {
	return done(h.ratings.Decide(ctx, actor(ctx), in.ID, in.Body.Upheld, in.Body.Answer))
}

type markAbuseInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

func (h ratingDisputes) mark(ctx context.Context, in *markAbuseInput) (*none, error) {
	return done(h.ratings.MarkAbuse(ctx, actor(ctx), in.ID, in.Body.Reason))
}
