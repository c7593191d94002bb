package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// watching is who looks at a conversation beside the one who holds it.
type watching struct {
	c    Config
	desk *desk.Desk
}

func (h watching) routes(r *router) {
	handle(r, operation{
		ID: "listWatchers", Method: http.MethodGet, Path: "/conversations/{id}/watchers", Tag: "Notes", Summary: "Who else looks at it now",
		Details: "Neither you nor the one who holds it.", Errors: []int{http.StatusNotFound},
	}, h.list)
	handle(r, operation{
		ID: "putWatch", Method: http.MethodPut, Path: "/conversations/{id}/watch", Tag: "Notes", Summary: "Say that I look at it",
		Details: "Repeat it within 60 seconds for as long as you look. The one who holds the conversation and the others who look are told.",
		Status:  http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.put)
	handle(r, operation{
		ID: "deleteWatch", Method: http.MethodDelete, Path: "/conversations/{id}/watch", Tag: "Notes", Summary: "Say that I look away",
		Status: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.delete)
}

func (h watching) list(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.List[storage.WatcherView]], error) {
	return items(h.c.Views.Watchers(ctx, actor(ctx), in.ID, h.c.BrandNow()))
}

func (h watching) put(ctx context.Context, in *ByID[domain.ConversationID]) (*none, error) {
	return done(h.desk.Watch(ctx, actor(ctx), in.ID))
}

func (h watching) delete(ctx context.Context, in *ByID[domain.ConversationID]) (*none, error) {
	return done(h.desk.Unwatch(ctx, actor(ctx), in.ID))
}
