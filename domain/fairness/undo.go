package fairness

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
)

// putOut brings an expert to where a step leads. Whom other people put out before
// stays there. Who left in good standing, perhaps because this was coming, loses
// the way back that goes with it.
func putOut(tx Store, by domain.Actor, one Case, now time.Time) error {
	e, err := tx.LockExpert(one.Expert)
	if err != nil || e.State == roster.Retired && e.AlumniAt.IsZero() {
		return err
	}
	if err := roster.SetState(tx, one.Expert, roster.Suspended, by, now); err != nil || one.Step == Suspension {
		return err
	}
	return roster.SetState(tx, one.Expert, roster.Retired, by, now)
}

// undo gives back what a decision took.
func (c *Cases) undo(tx Store, by domain.Actor, one Case) error {
	holds, err := tx.LockHolds(one.ID)
	if err != nil {
		return err
	}
	holds = slices.DeleteFunc(holds, func(h Hold) bool { return h.State != Voided })
	if _, err := rewards.Hold(tx, awardsOf(holds)); err != nil {
		return err
	}
	for _, h := range holds {
		if err := rewards.Restore(tx, c.rt, h.Award, h.Taken); err != nil {
			return err
		}
		h.State, h.RestoredAt = Restored, c.rt.Now()
		if err := tx.SaveHold(h); err != nil {
			return err
		}
	}
	if !one.Step.needsSecond() {
		return nil
	}
	return c.readmit(tx, by, one)
}

// readmit lets an expert back in whom a decision put out: as far as nothing else
// that people decided, or the expert themself, keeps them out.
func (c *Cases) readmit(tx Store, by domain.Actor, one Case) error {
	e, err := tx.LockExpert(one.Expert)
	if err != nil || e.State != one.Step.leads() {
		return err
	}
	since, err := tx.ReadmittedAt(one.Expert)
	if err != nil {
		return err
	}
	if year := c.rt.Now().Add(-StrikesCount); since.Before(year) {
		since = year
	}
	standing, err := tx.Strikes(one.Expert, since)
	if err != nil {
		return err
	}
	if i := slices.Index(standing, one.Step); i >= 0 && !one.DecidedAt.Before(since) { // this one, which stands until it is saved
		standing = slices.Delete(standing, i, i+1)
	}
	to := roster.Active
	switch {
	case slices.Contains(standing, Exclusion):
		to = roster.Retired
	case slices.Contains(standing, Suspension):
		to = roster.Suspended
	}
	return roster.SetState(tx, one.Expert, to, by, c.rt.Now())
}
