package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type wallScreens struct {
	c      Config
	access *access.Access
}

func (h wallScreens) routes(r *router) {
	handle(r, operation{
		ID: "listScreens", Method: http.MethodGet, Path: "/screens", Tag: "Board", Summary: "The walls that show the board",
	}, h.list)
	handle(r, operation{
		ID: "addScreen", Method: http.MethodPost, Path: "/screens", Tag: "Board", Summary: "Make a link for a wall",
		Details: "Whoever has the link sees the standings, under aliases, and nothing else. It is shown once and works until it is taken back.",
		Status:  http.StatusCreated, Errors: []int{http.StatusConflict}, NoKey: true, // a link is never stored
	}, h.add)
	handle(r, operation{
		ID: "revokeScreen", Method: http.MethodDelete, Path: "/screens/{id}", Tag: "Board", Summary: "Take a wall's link back",
		Details: "Its screen goes dark within seconds.", Errors: []int{http.StatusNotFound},
	}, h.revoke)
}

type screensInput struct{ Page }

func (h wallScreens) list(ctx context.Context, in *screensInput) (*body[storage.List[storage.ScreenView]], error) {
	return reply(h.c.Views.Screens(ctx, in.page()))
}

type screenInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"80" doc:"Which wall it is."`
	}
}

// AddedScreen is a new screen and its link.
type AddedScreen struct {
	Screen storage.ScreenView `json:"screen"`
	Link   string             `json:"link" doc:"Shown once."`
}

func (h wallScreens) add(ctx context.Context, in *screenInput) (*body[AddedScreen], error) {
	s, token, err := h.access.AddScreen(ctx, actor(ctx), in.Body.Name)
	return reply(AddedScreen{
		storage.ScreenView{ID: s.ID, Name: s.Name, CreatedAt: storage.At(s.CreatedAt)}, requestOf(ctx).origin + "/board#" + token,
	}, err)
}

func (h wallScreens) revoke(ctx context.Context, in *ByID[domain.ScreenID]) (*none, error) {
	return done(h.access.RevokeScreen(ctx, in.ID))
}
