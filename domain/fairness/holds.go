package fairness

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// hold makes entries wait, with what else was earned by the same conversations.
func (c *Cases) hold(tx Store, id CaseID, awards []domain.AwardID, now time.Time) error {
	if len(awards) == 0 {
		return nil
	}
	all, err := tx.BesideAwards(awards)
	if err != nil {
		return err
	}
	for _, a := range all {
		if _, err := tx.LockAward(a); err != nil { // settling it waits for us, or we see that it was
			return err
		}
		if _, err := tx.AddHold(Hold{ID: c.rt.NewID("hld"), Case: id, Award: a, State: Held, BeganAt: now, Until: now.Add(HoldMost), Version: 1}); err != nil {
			return err
		}
	}
	return nil
}

// EndHolds lets go of entries that nobody decided about in 72 hours: they are
// settled when they are due. The case stays open.
func (c *Cases) EndHolds(ctx context.Context) (n int, err error) {
	for {
		var cases []CaseID
		if err := c.inTx(ctx, func(tx Store) (err error) {
			cases, err = tx.EndedHolds(c.rt.Now(), batch)
			return err
		}); err != nil || len(cases) == 0 {
			return n, err
		}
		for _, id := range cases {
			if err := c.change(ctx, id, func(c *Cases, tx Store, _ *Case) error {
				ended, err := c.lapse(tx, id)
				n += ended
				return err
			}); err != nil {
				return n, err
			}
		}
	}
}

func (c *Cases) lapse(tx Store, id CaseID) (n int, err error) {
	holds, err := tx.LockHolds(id)
	now := c.rt.Now()
	for _, h := range holds {
		if err != nil {
			break
		}
		if h.State == Held && !now.Before(h.Until) {
			h.State, h.EndedAt = Lapsed, now
			n++
			err = tx.SaveHold(h)
		}
	}
	return n, err
}

func awardsOf(holds []Hold) []domain.AwardID {
	ids := make([]domain.AwardID, len(holds))
	for i, h := range holds {
		ids[i] = h.Award
	}
	return ids
}
