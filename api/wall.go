package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/storage"
)

type liveWall struct{ c Config }

func (h liveWall) routes(r *router) {
	handle(r, operation{
		ID: "getWall", Method: http.MethodGet, Path: "/wall", Tag: "Conversations", Summary: "The floor as it is now",
		Details: "Who waits, who holds what, who is silent. A push of type wall says that it reads differently, at most once a second.",
	}, h.get)
}

func (h liveWall) get(ctx context.Context, _ *none) (*body[storage.WallView], error) {
	return reply(h.c.Views.Wall(ctx, requestOf(ctx).language, h.c.BrandNow()))
}
