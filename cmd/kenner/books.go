package main

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// books check the books for the job of the night and for who asks.
type books struct{ h *house }

func (b books) BookRules() []storage.BookRule { return b.h.db.BookRules() }

// Check does what is due first: much of it is at a start, and only what was
// forgotten is a finding.
func (b books) Check(ctx context.Context, by domain.Actor) (storage.BookCheck, error) {
	if _, err := b.h.desk.Tick(ctx); err != nil {
		return storage.BookCheck{}, err
	}
	return b.h.db.CheckBooks(ctx, by, runtime(machine))
}

// seal chains what was booked, and logs the head of the chain: whoever keeps the
// log elsewhere can tell whether somebody made the chain anew.
func (h *house) seal(ctx context.Context) (int, error) {
	n, head, err := h.db.Seal(ctx)
	if n > 0 {
		h.log.Info("seal", "no", head.No, "head", head.Hash, "rows", head.Rows)
	}
	return n, err
}

// reconcileNightly checks the books and logs every finding.
func (h *house) reconcileNightly(ctx context.Context) (int, error) {
	c, err := books{h}.Check(ctx, domain.System)
	for _, f := range c.Findings {
		h.log.Error("reconcile", "rule", f.Rule, "table", f.Table, "row", f.Row, "detail", f.Detail)
	}
	return c.Count, err
}

// mindBudgets raises the alarm when 80, 95 and 100 percent of a season's points
// are gone.
func (h *house) mindBudgets(ctx context.Context) (int, error) {
	n, err := h.rulebook.MindBudgets(ctx, h.views)
	if n > 0 {
		h.log.Warn("a season's points come to their budget", "alarms", n)
	}
	return n, err
}
