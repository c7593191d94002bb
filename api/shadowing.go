package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// shadowing is mentors beside candidates.
type shadowing struct {
	c    Config
	desk *desk.Desk
}

func (h shadowing) routes(r *router) {
	handle(r, operation{
		ID: "getShadowDesk", Method: http.MethodGet, Path: "/shadowings", Tag: tagGrowth, Summary: "Whom to shadow, and whom I shadow",
		Details: "For mentors and managers.",
	}, h.show)
	handle(r, operation{
		ID: "shadowExpert", Method: http.MethodPost, Path: "/experts/{id}/shadowings", Tag: tagGrowth, Summary: "Shadow a candidate",
		Details: "They may go available then. You are a guest of every conversation they take, you whisper, and you can step in. " +
			"One at a time; give a sign of life at least every 90 seconds.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.begin)
	handle(r, operation{
		ID: "keepShadowing", Method: http.MethodPost, Path: "/shadowings/{id}/sights", Tag: tagGrowth, Summary: "I am still here",
		Errors: []int{http.StatusNotFound}, NoKey: true,
	}, h.see)
	handle(r, operation{
		ID: "endShadowing", Method: http.MethodPost, Path: "/shadowings/{id}/endings", Tag: tagGrowth, Summary: "Leave the candidate",
		Details: "They are away then; what they hold stays with them, and you beside it.", Errors: []int{http.StatusNotFound},
	}, h.end)
	handle(r, operation{
		ID: "stepIn", Method: http.MethodPost, Path: "/conversations/{id}/steppings-in", Tag: tagGrowth,
		Summary: "Take a conversation from the candidate I shadow",
		Details: "Onto a free seat of my own. Managers take over instead.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.stepIn)
}

func (h shadowing) show(ctx context.Context, _ *none) (*body[storage.ShadowDeskView], error) {
	return reply(h.c.Views.ShadowDesk(ctx, actor(ctx), requestOf(ctx).language, h.c.BrandNow()))
}

func (h shadowing) begin(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.ShadowDeskView], error) {
	if _, err := h.desk.Shadow(ctx, actor(ctx), in.ID); err != nil {
		return nil, err
	}
	return h.show(ctx, nil)
}

type shadowingID string

func (h shadowing) see(ctx context.Context, in *ByID[shadowingID]) (*none, error) {
	return done(h.desk.SeeShadow(ctx, domain.PersonID(actor(ctx).ID), string(in.ID)))
}

func (h shadowing) end(ctx context.Context, in *ByID[shadowingID]) (*none, error) {
	return done(h.desk.EndShadow(ctx, domain.PersonID(actor(ctx).ID), string(in.ID)))
}

func (h shadowing) stepIn(ctx context.Context, in *ByID[domain.ConversationID]) (*none, error) {
	return done(h.desk.StepIn(ctx, actor(ctx).Expert(), in.ID))
}
