package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// queue is what customers who wait can do, and the board of open questions.
type queue struct {
	c    Config
	desk *desk.Desk
}

func (h queue) routes(r *router) {
	handle(r, operation{
		ID: "leaveConversation", Method: http.MethodPost, Path: "/conversations/{id}/leaves", Tag: "Queue", Summary: "Leave the question",
		Details: "It becomes an open question with a promise, answerBy. Possible after 90 seconds of waiting, and from the start when nobody is on duty.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.leave)
	handle(r, operation{
		ID: "returnConversation", Method: http.MethodPost, Path: "/conversations/{id}/returns", Tag: "Queue", Summary: "Wait for it again",
		Details: "An open question comes back to its old place in the queue.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.back)
	handle(r, operation{
		ID: "askStaff", Method: http.MethodPost, Path: "/conversations/{id}/escalations", Tag: "Queue", Summary: "Ask the brand's team instead",
		Details: "Possible after three minutes of waiting, and for an open question.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.askStaff)
	handle(r, operation{
		ID: "listOpenQuestions", Method: http.MethodGet, Path: "/open-questions", Tag: "Queue", Summary: "Questions that were left, to be picked",
		Details: "What is overdue first, then what is promised soonest; at most 100. hindrance says why an expert may not pick one.",
	}, h.board)
	handle(r, operation{
		ID: "pickConversation", Method: http.MethodPost, Path: "/conversations/{id}/picks", Tag: "Queue", Summary: "Pick an open question",
		Details: "It takes a seat, as an offer does. Of two who pick one, the second gets already_taken.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.pick)
	handle(r, operation{
		ID: "getWaitChecks", Method: http.MethodGet, Path: "/wait-checks", Tag: "Queue", Summary: "How honest waits and promises were",
		Details: "The last 100 waits as they were told first and as they really were, and what became of open questions in seven days.",
	}, h.checks)
}

func (h queue) leave(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	return showConversation(ctx, h.c.Views, in.ID, h.desk.Leave(ctx, actor(ctx).Customer(), in.ID))
}

func (h queue) back(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	return showConversation(ctx, h.c.Views, in.ID, h.desk.Return(ctx, actor(ctx).Customer(), in.ID))
}

func (h queue) askStaff(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	return showConversation(ctx, h.c.Views, in.ID, h.desk.AskStaff(ctx, actor(ctx).Customer(), in.ID))
}

func (h queue) board(ctx context.Context, _ *none) (*body[storage.OpenQuestionsView], error) {
	return reply(h.c.Views.OpenQuestions(ctx, actor(ctx), requestOf(ctx).language, h.c.BrandNow()))
}

func (h queue) pick(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	return showConversation(ctx, h.c.Views, in.ID, h.desk.Pick(ctx, actor(ctx).Expert(), in.ID))
}

func (h queue) checks(ctx context.Context, _ *none) (*body[storage.WaitChecksView], error) {
	return reply(h.c.Views.WaitChecks(ctx, h.c.BrandNow()))
}
