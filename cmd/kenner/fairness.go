package main

import (
	"context"

	"github.com/kennerhq/kenner/domain/fairness"
)

// fairness makes the use cases of signals, holds and cases.
func (h *house) fairness() *fairness.Cases {
	return fairness.New(h.db.Fairness, h.views, runtime(h.clock.Now))
}

// lateAppeals raises the alarm, once for each appeal that nobody answered in
// seven days.
func (h *house) lateAppeals(ctx context.Context) (int, error) {
	n, err := h.fairness().MindAppeals(ctx)
	if n > 0 {
		h.log.Error("appeals that nobody answered in seven days", "appeals", n)
	}
	return n, err
}

// lateDisputes raises the alarm, every night until they are answered: their round
// waits for them.
func (h *house) lateDisputes(ctx context.Context) (int, error) {
	n, err := h.league.LateDisputes(ctx)
	if n > 0 {
		h.log.Error("disputes of a result that nobody answered in three days", "disputes", n)
	}
	return 0, err
}
