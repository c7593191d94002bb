package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/storage"
)

// moderating is flags, the queue of those who decide about them, and what they decide.
type moderating struct {
	c          Config
	moderation *moderation.Moderation
}

const tagModeration = "Moderation"

func (h moderating) routes(r *router) {
	handle(r, operation{
		ID: "raiseFlag", Method: http.MethodPost, Path: "/conversations/{id}/flags", Tag: tagModeration, Summary: "Something is not right here",
		Details: "About the conversation, or about a message that somebody else wrote in it. A second time it is the same flag.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.raise)
	handle(r, operation{
		ID: "listModerationQueue", Method: http.MethodGet, Path: "/moderation-queue", Tag: tagModeration, Summary: "What waits for a person of the staff",
		Details: "Flags, cases and appeals, samples, late promises, objections and disputes, requests of the shop: what is due first stands first.",
	}, h.queue)
	handle(r, operation{
		ID: "getFlag", Method: http.MethodGet, Path: "/flags/{id}", Tag: tagModeration, Summary: "A flagged conversation or message, with what is around it",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "decideFlag", Method: http.MethodPost, Path: "/flags/{id}/decisions", Tag: tagModeration, Summary: "Decide about it",
		Details: "Once, for every open flag of the same thing. Nothing follows unless it is said. What follows for an expert is a case: coaching and a " +
			"warning are decided at once, a suspension and exclusion wait for a second person.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.decide)
	handle(r, operation{
		ID: "listMyDecisions", Method: http.MethodGet, Path: "/me/decisions", Tag: tagModeration, Summary: "What moderators decided about my words",
		Details: "What was hidden, and pauses, with the reasons; the newest fifty.",
	}, h.mine)
}

type raiseInput struct {
	ByID[domain.ConversationID]

	Body struct {
		MessageID domain.MessageID  `json:"messageId,omitempty" maxLength:"64" doc:"Absent: the whole conversation."`
		Reason    moderation.Reason `json:"reason" enum:"rude,wrong,private,unsafe,spam,other"`
		Text      string            `json:"text,omitempty" maxLength:"1000" doc:"In one's own words; needed for another reason."`
	}
}

// RaisedFlag is what somebody is told who raised one.
type RaisedFlag struct {
	ID moderation.FlagID `json:"id"`
}

func (h moderating) raise(ctx context.Context, in *raiseInput) (*body[RaisedFlag], error) {
	b := in.Body
	id, err := h.moderation.Raise(ctx, actor(ctx), in.ID, moderation.Doubt{Message: b.MessageID, Reason: b.Reason, Text: b.Text})
	return reply(RaisedFlag{id}, err)
}

type queueInput struct {
	Page

	Kind string `query:"kind" enum:"flag,case,appeal,sample,promise,objection,dispute,rating,redemption"`
}

func (h moderating) queue(ctx context.Context, in *queueInput) (*body[storage.List[storage.QueueItemView]], error) {
	return reply(h.c.Views.ModerationQueue(ctx, in.Kind, in.page()))
}

func (h moderating) get(ctx context.Context, in *ByID[moderation.FlagID]) (*body[storage.FlagView], error) {
	return reply(h.c.Views.FlagOf(ctx, in.ID))
}

type decideFlagInput struct {
	ByID[moderation.FlagID]

	Body struct {
		Hide   bool          `json:"hide,omitempty" doc:"The message goes out of sight; its place stays."`
		Pause  bool          `json:"pause,omitempty" doc:"The expert is off duty until a manager says otherwise."`
		Case   bool          `json:"case,omitempty" doc:"A case is opened about the expert."`
		Hold   bool          `json:"hold,omitempty" doc:"With an open case: what the conversation earned waits, for 72 hours at most."`
		Step   fairness.Step `json:"step,omitempty" enum:"coaching,warning,suspension,exclusion" doc:"That the case decides, or proposes, at once."`
		Reason string        `json:"reason" minLength:"1" maxLength:"1000" doc:"Whom it concerns reads it."`
	}
}

func (h moderating) decide(ctx context.Context, in *decideFlagInput) (*body[storage.FlagView], error) {
	b := in.Body
	d := moderation.Decision{Hide: b.Hide, Pause: b.Pause, Case: b.Case, Hold: b.Hold, Step: b.Step, Reason: b.Reason}
	if err := h.moderation.Decide(ctx, actor(ctx), in.ID, d); err != nil {
		return nil, err
	}
	return reply(h.c.Views.FlagOf(ctx, in.ID))
}

func (h moderating) mine(ctx context.Context, _ *none) (*body[storage.List[storage.DecidedView]], error) {
	return reply(h.c.Views.DecisionsAbout(ctx, actor(ctx).Expert()))
}
