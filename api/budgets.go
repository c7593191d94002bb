package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
)

// budgets are what points cost the brand.
type budgets struct {
	c     Config
	rules *rewards.Rulebook
}

func (h budgets) routes(r *router) {
	handle(r, operation{
		ID: "getBudgets", Method: http.MethodGet, Path: "/budgets", Tag: "Points", Summary: "What points cost the brand",
		Details: "The budgets of the seasons that are not over with what is gone of them, and what experts hold.",
	}, h.get)
	handle(r, operation{
		ID: "putBudget", Method: http.MethodPut, Path: "/seasons/{id}/budget", Tag: "Points", Summary: "Set what a season may cost",
		Details: "Staff are told when 80, 95 and 100 percent are gone. Then no further campaign is announced; everything else earns as before.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.put)
}

func (h budgets) get(ctx context.Context, _ *none) (*body[storage.BudgetsView], error) {
	return reply(h.c.Views.Budgets(ctx))
}

type budgetInput struct {
	ByID[domain.SeasonID]
	IfMatch

	Body struct {
		Points     domain.Points `json:"points" minimum:"1" maximum:"100000000"`
		PointValue int           `json:"pointValue" minimum:"1" maximum:"10000" doc:"Of a point, in hundredths of a cent."`
		Redeemed   int           `json:"redeemed" minimum:"1" maximum:"100" doc:"Percent of what experts hold that will probably be exchanged."`
		Version    int           `json:"version,omitempty" minimum:"0" doc:"As it was read, 0 without a budget; the If-Match header does as well."`
	}
}

func (h budgets) put(ctx context.Context, in *budgetInput) (*taggedBody[storage.BudgetsView], error) {
	v := 0
	if in.Tag != versionTag(0) { // the first one
		var err error
		if v, err = in.version(ctx, in.Body.Version); err != nil {
			return nil, err
		}
	}
	err := h.rules.SetBudget(ctx, rater(ctx), rewards.Budget{
		Season: in.ID, Points: in.Body.Points, Value: in.Body.PointValue, Redeemed: in.Body.Redeemed, Version: v,
	})
	if err != nil {
		return nil, err
	}
	all, err := h.c.Views.Budgets(ctx)
	return &taggedBody[storage.BudgetsView]{versionTag(v + 1), all}, err
}
