package main

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/audition"
)

// foundAuditions stores the scenarios and the rubric that come with the product.
func (h *house) foundAuditions(tx access.Store, _ access.Founding, _ domain.Actor) error {
	inner, err := within(tx)
	if err != nil {
		return err
	}
	return h.marking.Ship(h.db.Within(context.Background(), inner), audition.ShippedNames(), nil)
}

// endAuditions ends what candidates left standing, and frees the places of
// raters who took an audition and left it.
func (h *house) endAuditions(ctx context.Context) (int, error) {
	ended, err := h.marking.EndLeft(ctx)
	if err != nil {
		return ended, err
	}
	freed, err := h.marking.FreeLapsed(ctx)
	return ended + freed, err
}

// shipScenarios adds the shipped scenarios that a founded installation does not
// have: after an upgrade there may be new ones.
func (h *house) shipScenarios(ctx context.Context) (int, error) {
	return 0, h.marking.Ship(ctx, audition.ShippedNames(), nil)
}
