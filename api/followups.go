package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

type followUps struct {
	c    Config
	desk *desk.Desk
}

func (h followUps) routes(r *router) {
	handle(r, operation{
		ID: "promiseFollowUp", Method: http.MethodPost, Path: "/conversations/{id}/follow-ups", Tag: "Follow-ups", Summary: "Promise the customer an answer",
		Details: "By the expert who holds the conversation, due in 15 minutes to 30 days; the customer sees it. Three may be open. " +
			"A clientId that you sent before is the same promise: 200.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitMessages},
	}, h.promise)
	handle(r, operation{
		ID: "listMyFollowUps", Method: http.MethodGet, Path: "/me/follow-ups", Tag: "Follow-ups", Summary: "What I promised",
		Details: "What is open comes by its time, the rest newest first.",
	}, h.list)
	handle(r, operation{
		ID: "listFollowUps", Method: http.MethodGet, Path: "/follow-ups", Tag: "Follow-ups", Summary: "What everybody promised",
		Details: "What is open comes by its time, the rest newest first. Stale is what is more than two days late.",
	}, h.list)
	handle(r, operation{
		ID: "changeFollowUp", Method: http.MethodPatch, Path: "/follow-ups/{id}", Tag: "Follow-ups", Summary: "Note what I found, or put it off",
		Details: "Research and sources are never shown to the customer. Another dueAt is possible once, before the promised time; the customer is told.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "finishFollowUp", Method: http.MethodPost, Path: "/follow-ups/{id}/outcomes", Tag: "Follow-ups", Summary: "Tell the customer what came of it",
		Details: "The result stands in the conversation, also when it is closed, and opens no episode.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitMessages},
	}, h.finish)
	handle(r, operation{
		ID: "answerFollowUp", Method: http.MethodPost, Path: "/follow-ups/{id}/answers", Tag: "Follow-ups", Summary: "Say whether it helped",
		Details: "It can be changed for 48 hours after the first answer.",
		Status:  http.StatusOK, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.answer)
	handle(r, operation{
		ID: "listDueTimes", Method: http.MethodGet, Path: "/due-times", Tag: "Follow-ups", Summary: "Times an answer can be promised for",
		Details: "The next ones inside opening hours, at most four.",
	}, h.times)
	h.staffRoutes(r)
}

func (h followUps) staffRoutes(r *router) {
	handle(r, operation{
		ID: "dismissFollowUp", Method: http.MethodPost, Path: "/follow-ups/{id}/dismissals", Tag: "Follow-ups", Summary: "Give a promise up",
		Details: "The customer is told that nobody will keep it, without the reason.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.dismiss)
	handle(r, operation{
		ID: "giveFollowUp", Method: http.MethodPost, Path: "/follow-ups/{id}/assignments", Tag: "Follow-ups", Summary: "Let another expert keep a promise",
		Details: "When its owner is paused, suspended or retired, or two days late. The customer is told who keeps it now.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.give)
}

type promiseInput struct {
	ByID[domain.ConversationID]

	Body struct {
		ClientID       string       `json:"clientId" minLength:"1" maxLength:"64" doc:"Yours, unique among the promises here; a resend keeps it."`
		Promise        string       `json:"promise" minLength:"1" maxLength:"500" doc:"What you will find out, as the customer reads it."`
		DueAt          storage.Time `json:"dueAt" format:"date-time"`
		TimeBoxMinutes int          `json:"timeBoxMinutes,omitempty" minimum:"1" maximum:"6000" doc:"What you want to spend on it; it is never scored."`
	}
}

func (h followUps) promise(ctx context.Context, in *promiseInput) (*statusBody[storage.FollowUpTask], error) {
	b := in.Body
	f, isNew, err := h.desk.Promise(ctx, actor(ctx).Expert(), in.ID, desk.NewPromise{
		ClientID: b.ClientID, Promise: b.Promise, DueAt: b.DueAt.Time, TimeBox: b.TimeBoxMinutes,
	})
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if isNew {
		status = http.StatusCreated
	}
	task, err := h.c.Views.FollowUpTask(ctx, actor(ctx), f.ID, h.c.BrandNow())
	return &statusBody[storage.FollowUpTask]{status, task}, err
}

func (h followUps) times(ctx context.Context, _ *none) (*body[storage.List[storage.Time]], error) {
	return items(h.c.Views.DueTimes(ctx, h.c.BrandNow()))
}

type followUpsInput struct {
	Page

	State storage.FollowUpWanted `query:"state" enum:"open,overdue,stale,done,dismissed" default:"open"`
}

func (h followUps) list(ctx context.Context, in *followUpsInput) (*body[storage.List[storage.FollowUpTask]], error) {
	return reply(h.c.Views.FollowUps(ctx, actor(ctx), in.State, h.c.BrandNow(), in.page()))
}

// FollowUpChange is what changes of a promise; what is absent stays.
type FollowUpChange struct {
	DueAt          *storage.Time                 `json:"dueAt,omitempty" format:"date-time"`
	Research       *string                       `json:"research,omitempty" maxLength:"8000" doc:"A draft; only you and staff see it."`
	Sources        *[]storage.FollowUpSourceView `json:"sources,omitempty" maxItems:"20"`
	TimeBoxMinutes *int                          `json:"timeBoxMinutes,omitempty" minimum:"0" maximum:"6000" doc:"0 takes it away."`
	Version        int                           `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// draft is the change as the desk takes it.
func (b FollowUpChange) draft(version int) desk.Draft {
	d := desk.Draft{Research: b.Research, TimeBox: b.TimeBoxMinutes, Version: version}
	if b.DueAt != nil {
		d.DueAt = &b.DueAt.Time
	}
	if b.Sources != nil {
		all := make([]desk.FollowUpSource, len(*b.Sources))
		for i, s := range *b.Sources {
			all[i] = desk.FollowUpSource(s)
		}
		d.Sources = &all
	}
	return d
}

type followUpInput struct {
	ByID[domain.FollowUpID]
	IfMatch

	Body FollowUpChange
}

func (h followUps) change(ctx context.Context, in *followUpInput) (*taggedBody[storage.FollowUpTask], error) {
	b := in.Body
	v, err := in.version(ctx, b.Version)
	if err != nil {
		return nil, err
	}
	f, err := h.desk.ChangeFollowUp(ctx, actor(ctx).Expert(), in.ID, b.draft(v))
	task, err := h.task(ctx, f.ID, err)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.FollowUpTask]{versionTag(task.Version), task}, nil
}

func (h followUps) task(ctx context.Context, id domain.FollowUpID, err error) (storage.FollowUpTask, error) {
	if err != nil {
		return storage.FollowUpTask{}, err
	}
	return h.c.Views.FollowUpTask(ctx, actor(ctx), id, h.c.BrandNow())
}

type followUpOutcomeInput struct {
	ByID[domain.FollowUpID]

	Body struct {
		Outcome desk.FollowUpOutcome `json:"outcome" enum:"answered,better_solution,nothing_found"`
		Result  string               `json:"result" minLength:"1" maxLength:"4000" doc:"In your own words, for the customer."`
	}
}

func (h followUps) finish(ctx context.Context, in *followUpOutcomeInput) (*body[storage.FollowUpTask], error) {
	f, err := h.desk.FinishFollowUp(ctx, actor(ctx).Expert(), in.ID, in.Body.Outcome, in.Body.Result)
	return reply(h.task(ctx, f.ID, err))
}

type followUpAnswerInput struct {
	ByID[domain.FollowUpID]

	Body struct {
		Helped desk.Answer `json:"helped" enum:"yes,no"`
	}
}

func (h followUps) answer(ctx context.Context, in *followUpAnswerInput) (*body[storage.FollowUpView], error) {
	f, err := h.desk.AnswerFollowUp(ctx, actor(ctx).Customer(), in.ID, in.Body.Helped)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.FollowUp(ctx, actor(ctx), f.ID))
}

type followUpDismissalInput struct {
	ByID[domain.FollowUpID]

	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"For the record; the customer does not see it."`
	}
}

func (h followUps) dismiss(ctx context.Context, in *followUpDismissalInput) (*body[storage.FollowUpTask], error) {
	err := h.desk.DismissFollowUp(ctx, actor(ctx), in.ID, in.Body.Reason)
	return reply(h.task(ctx, in.ID, err))
}

type followUpGiftInput struct {
	ByID[domain.FollowUpID]

	Body struct {
		ExpertID domain.ExpertID `json:"expertId" minLength:"1" maxLength:"64"`
	}
}

func (h followUps) give(ctx context.Context, in *followUpGiftInput) (*body[storage.FollowUpTask], error) {
	err := h.desk.GiveFollowUp(ctx, actor(ctx), in.ID, in.Body.ExpertID)
	return reply(h.task(ctx, in.ID, err))
}
