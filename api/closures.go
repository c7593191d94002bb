package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

type closures struct {
	c    Config
	desk *desk.Desk
}

func (h closures) routes(r *router) {
	handle(r, operation{
		ID: "closeConversation", Method: http.MethodPost, Path: "/conversations/{id}/closures", Tag: "Conversations", Summary: "Close a conversation",
		Details: "Experts give an outcome and a reason of the second level, and the seat is free at once. " +
			"Customers may leave both out; solved then means solved, and confirms the end.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.close)
	handle(r, operation{
		ID: "confirmConversation", Method: http.MethodPost, Path: "/conversations/{id}/confirmations", Tag: "Conversations",
		Summary: "Confirm that it is over", Details: "After it a message starts a new episode. Twice is once.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.confirm)
}

type closureInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Outcome  desk.Outcome    `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn" doc:"Only customers may leave it out."`
		ReasonID domain.ReasonID `json:"reasonId,omitempty" maxLength:"64" doc:"On the second level. Experts must give it."`
		Tip      string          `json:"tip,omitempty" maxLength:"400" doc:"Good to know, for the customer; from those who answered."`
		NextStep string          `json:"nextStep,omitempty" maxLength:"400" doc:"What the customer can do next."`
	}
}

func (h closures) close(ctx context.Context, in *closureInput) (*body[storage.ConversationView], error) {
	by := actor(ctx)
	if err := h.desk.Close(ctx, by, in.ID, desk.Closure{
		Outcome: in.Body.Outcome, Reason: in.Body.ReasonID, Tip: in.Body.Tip, NextStep: in.Body.NextStep,
	}); err != nil {
		return nil, err
	}
	if by.Role == domain.RoleExpert {
		return reply(h.c.Views.ClosedConversation(ctx, by, in.ID))
	}
	return showConversation(ctx, h.c.Views, in.ID, nil)
}

func (h closures) confirm(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	err := h.desk.Confirm(ctx, actor(ctx).Customer(), in.ID)
	return showConversation(ctx, h.c.Views, in.ID, err)
}
