package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/storage"
)

type seasons struct{ c Config }

func (h seasons) routes(r *router) {
	handle(r, operation{
		ID: "getCurrentSeason", Method: http.MethodGet, Path: "/seasons/current", Tag: "Board", Summary: "The running season and round",
		Errors: []int{http.StatusNotFound},
	}, h.current)
}

// CurrentSeason is the season and the round that run.
type CurrentSeason struct {
	Season storage.Season `json:"season"`
	Round  storage.Round  `json:"round"`
}

func (h seasons) current(ctx context.Context, _ *none) (*body[CurrentSeason], error) {
	s, r, err := h.c.Views.CurrentSeason(ctx, h.c.BrandNow())
	return reply(CurrentSeason{s, r}, err)
}
