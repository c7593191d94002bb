package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

type presence struct {
	c    Config
	desk *desk.Desk
}

func (h presence) routes(r *router) {
	handle(r, operation{
		ID: "getPresence", Method: http.MethodGet, Path: "/me/presence", Tag: "Experts", Summary: "Whether I am on duty",
	}, h.get)
	handle(r, operation{
		ID: "putPresence", Method: http.MethodPut, Path: "/me/presence", Tag: "Experts", Summary: "Be available, take a break or go away",
		Details: "An open offer is given back at once when you go. Conversations that you hold stay yours.",
		Errors:  []int{http.StatusConflict},
	}, h.put)
}

func (h presence) get(ctx context.Context, _ *none) (*body[storage.PresenceView], error) {
	return reply(h.c.Views.Presence(ctx, actor(ctx).Expert(), h.c.BrandNow()))
}

type presenceInput struct {
	Body struct {
		State roster.Presence `json:"state" enum:"available,break,away"`
	}
}

func (h presence) put(ctx context.Context, in *presenceInput) (*body[storage.PresenceView], error) {
	if err := h.desk.SetPresence(ctx, actor(ctx).Expert(), in.Body.State); err != nil {
		return nil, err
	}
	return h.get(ctx, nil)
}
