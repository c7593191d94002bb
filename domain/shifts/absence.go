package shifts

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// WhyAway is the reason of a shift that ended because its expert is away.
const WhyAway = "away"

// Release takes an expert who is away from now on, by a pause, as an alumnus or
// because a manager decided so, out of the plan, in the transaction that makes
// them so: their planned shifts are given back, their places go to whoever waits,
// and they wait for none themselves. What somebody else decided never counts
// against them. Who chose to go gives back at short notice what Cancel would count
// so, and a shift that runs without them. A shift that runs and of which they were
// there for long enough is kept at its end; another one is given back like those to
// come. The expert is held; signing up holds the same row, so no shift can come in
// between.
func Release(tx Store, e domain.ExpertID, chosen bool, now time.Time) error {
	if err := tx.DropWaits(e); err != nil {
		return err
	}
	live, err := tx.LiveShifts(e)
	if err != nil || len(live) == 0 {
		return err
	}
	settings, err := tx.PlanSettings()
	if err != nil {
		return err
	}
	slices.SortFunc(live, func(a, b Shift) int { return cmp.Compare(a.Slot, b.Slot) })
	for _, seen := range live {
		if _, err := tx.LockSlot(seen.Slot); err != nil {
			return err
		}
		shift, err := tx.LockShift(seen.ID)
		if err != nil {
			return err
		}
		if err := release(tx, &shift, settings.Rules, chosen, now); err != nil {
			return err
		}
	}
	return nil
}

func release(tx Store, shift *Shift, r Rules, chosen bool, now time.Time) error {
	if !shift.Live() || !shift.EndsAt.After(now) { // what is over is judged by the time they were there
		return nil
	}
	short := r.short(*shift, now)
	if shift.StartsAt.Before(now) {
		present, since, err := tx.PresentIn(shift.Expert, shift.StartsAt, now)
		if err != nil {
			return err
		}
		judged := r.Judge(shift.EndsAt.Sub(shift.StartsAt), present)
		if judged == Kept {
			if shift.State == On {
				return nil
			}
			shift.State, shift.BeganAt = On, since
			return tx.SaveShift(*shift)
		}
		short = judged == Missed
	}
	shift.ShortNotice = chosen && short
	if err := end(tx, shift, Given, WhyAway, now); err != nil {
		return err
	}
	return tx.Emit(SlotFreed{shift.Slot})
}
