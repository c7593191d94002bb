package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/storage"
)

type effort struct{ c Config }

func (h effort) routes(r *router) {
	handle(r, operation{
		ID: "getEffort", Method: http.MethodGet, Path: "/effort", Tag: "Conversations",
		Summary: "What a solved question costs, beside what customers say of it",
		Details: "Of the episodes that ended for good in the last days. It is measured, and scores nobody.",
	}, h.get)
}

type effortInput struct {
	Days int `query:"days" minimum:"1" maximum:"365" default:"28"`
}

func (h effort) get(ctx context.Context, in *effortInput) (*body[storage.EffortView], error) {
	now := h.c.BrandNow()
	return reply(h.c.Views.Effort(ctx, now.AddDate(0, 0, -in.Days), now))
}
