package shifts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// AttendStore is what minding shifts needs.
type AttendStore interface {
	FindExpert(domain.ExpertID) (roster.Expert, error) // not held
	Waiters(domain.SlotID) ([]domain.ExpertID, error)  // the longest first
	SlotsWaitedFor(now time.Time, limit int) ([]domain.SlotID, error)
	Beginning(now time.Time, limit int) ([]domain.ShiftID, error)       // planned, begun, and their expert is available
	Lacking(begunBefore time.Time, limit int) ([]domain.ShiftID, error) // planned, begun, and nobody was told
	Ended(now time.Time, limit int) ([]domain.ShiftID, error)           // standing, or given back late, and not judged
	Reminding(now, until time.Time, limit int) ([]Reminder, error)      // planned ones that begin in that time and were not told of these hours
	AddReminder(domain.ShiftID, int, time.Time) (first bool, err error)
	LapsedSwaps(now time.Time, limit int) ([]domain.SwapID, error)
	PresentIn(e domain.ExpertID, from, to time.Time) (time.Duration, time.Time, error) // and since when
	SteppedIn(Shift) (bool, error)                                                     // somebody signed up for the slot after this one was given back
	AddGapAlarm(Gap, time.Time) (first bool, err error)
	GapSource
}

// Reminder is a shift that an expert is to be told of.
type Reminder struct {
	Shift    domain.ShiftID
	Expert   domain.ExpertID
	StartsAt time.Time
	SignedAt time.Time
}

// batch bounds how many shifts one look takes on.
const batch = 200

// Mind does what time does to shifts: who is there is on, who is not is told so,
// reminders go out, what has ended is judged, offers that nobody took lapse,
// slots of times at which the brand is closed by now are cancelled, waiting lists
// move up, and managers hear of gaps. Each effect happens once, whoever else is
// at it. It returns how many there were.
func (s *Shifts) Mind(ctx context.Context) (n int, err error) {
	for _, part := range []func(context.Context) (int, error){
		s.begin, s.tellLate, s.Close, s.remind, s.lapse, s.followHours, s.moveUp, s.alarm,
	} {
		did, failed := part(ctx)
		n, err = n+did, errors.Join(err, failed)
		if ctx.Err() != nil {
			break
		}
	}
	return n, err
}

// each runs do on every shift that a look finds, in a transaction of its own.
func (s *Shifts) each(
	ctx context.Context, look func(Store) ([]domain.ShiftID, error), do func(Store, *Shift) (bool, error),
) (n int, failed error) {
	var ids []domain.ShiftID
	if err := s.inTx(ctx, func(tx Store) (err error) {
		ids, err = look(tx)
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range ids {
		did := false
		err := s.inTx(ctx, func(tx Store) error {
			shift, err := s.held(tx, id)
			if err != nil {
				return err
			}
			did, err = do(tx, &shift)
			return err
		})
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("shift %s: %w", id, err))
		} else if did {
			n++
		}
	}
	return n, failed
}

// begin notes who is there.
func (s *Shifts) begin(ctx context.Context) (int, error) {
	return s.each(ctx, func(tx Store) ([]domain.ShiftID, error) { return tx.Beginning(s.rt.Now(), batch) },
		func(tx Store, shift *Shift) (bool, error) {
			now := s.rt.Now()
			if shift.State != Planned || shift.StartsAt.After(now) || !shift.EndsAt.After(now) {
				return false, nil
			}
			e, err := tx.FindExpert(shift.Expert)
			if err != nil || !e.Ready() {
				return false, err
			}
			shift.State, shift.BeganAt = On, now
			if err := tx.SaveShift(*shift); err != nil {
				return false, err
			}
			return true, tx.Emit(ShiftChanged{shift.ID, shift.Slot, shift.Expert, On, ""})
		})
}

// Arrive notes at once that an expert who became available is on their shift.
func (s *Shifts) Arrive(ctx context.Context) error {
	_, err := s.begin(ctx)
	return err
}

// tellLate tells the expert and the managers that nobody came.
func (s *Shifts) tellLate(ctx context.Context) (int, error) {
	var rules Rules
	return s.each(ctx, func(tx Store) ([]domain.ShiftID, error) {
		settings, err := tx.PlanSettings()
		if err != nil {
			return nil, err
		}
		rules = settings.Rules
		return tx.Lacking(s.rt.Now().Add(-time.Duration(rules.LateMinutes)*time.Minute), batch)
	}, func(tx Store, shift *Shift) (bool, error) {
		now := s.rt.Now()
		if shift.State != Planned || !shift.LateAt.IsZero() || !shift.EndsAt.After(now) {
			return false, nil
		}
		shift.LateAt = now
		if err := tx.SaveShift(*shift); err != nil {
			return false, err
		}
		return true, tx.Emit(ShiftChanged{shift.ID, shift.Slot, shift.Expert, Planned, "not_there"})
	})
}

// Close judges the shifts that have ended, each once: the time at which its
// expert was available in it decides. What was given back at short notice is
// missed unless somebody stepped in.
func (s *Shifts) Close(ctx context.Context) (n int, err error) {
	for {
		did, err := s.each(ctx, func(tx Store) ([]domain.ShiftID, error) { return tx.Ended(s.rt.Now(), batch) }, s.judge)
		n += did
		if err != nil || did < batch {
			return n, err
		}
	}
}

func (s *Shifts) judge(tx Store, shift *Shift) (bool, error) {
	now := s.rt.Now()
	if shift.EndsAt.After(now) || !shift.Live() && (shift.State != Given || !shift.ShortNotice) {
		return false, nil
	}
	settings, err := tx.PlanSettings()
	if err != nil {
		return false, err
	}
	if shift.State == Given {
		covered, err := tx.SteppedIn(*shift)
		if err != nil {
			return false, err
		}
		shift.ShortNotice = false
		if !covered {
			shift.State = Missed
		}
	} else {
		if shift.Present, shift.BeganAt, err = tx.PresentIn(shift.Expert, shift.StartsAt, shift.EndsAt); err != nil {
			return false, err
		}
		shift.State, shift.EndedAt = settings.Rules.Judge(shift.EndsAt.Sub(shift.StartsAt), shift.Present), now
	}
	if err := tx.SaveShift(*shift); err != nil {
		return false, err
	}
	return true, tx.Emit(ShiftClosed{shift.ID, shift.Expert, shift.State})
}

// remind tells experts of the shifts that begin soon. Who signed up so late that
// a reminder lies in the past is not told of it.
func (s *Shifts) remind(ctx context.Context) (n int, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		n = 0
		settings, err := tx.PlanSettings()
		if err != nil {
			return err
		}
		now := s.rt.Now()
		told := map[domain.ShiftID]bool{}
		for _, hours := range slices.Backward(settings.Rules.RemindHours) { // the nearest first: it replaces the others
			ahead := time.Duration(hours) * time.Hour
			due, err := tx.Reminding(now, now.Add(ahead), hours)
			if err != nil {
				return err
			}
			for _, r := range due {
				first, err := tx.AddReminder(r.Shift, hours, now)
				if err != nil {
					return err
				}
				if !first || told[r.Shift] || r.SignedAt.After(r.StartsAt.Add(-ahead)) {
					continue
				}
				told[r.Shift] = true
				n++
				if err := tx.Emit(ShiftDue{r.Shift, r.Expert, r.StartsAt, hours}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return n, err
}

// lapse ends the offers of shifts that have begun.
func (s *Shifts) lapse(ctx context.Context) (n int, failed error) {
	var ids []domain.SwapID
	if err := s.inTx(ctx, func(tx Store) (err error) {
		ids, err = tx.LapsedSwaps(s.rt.Now(), batch)
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range ids {
		err := s.inTx(ctx, func(tx Store) error {
			swap, shift, err := s.offered(tx, id)
			if err != nil || swap.State != SwapOpen || shift.StartsAt.After(s.rt.Now()) {
				return err
			}
			swap.State, swap.EndedAt = SwapLapsed, s.rt.Now()
			n++
			return tx.SaveSwap(swap)
		})
		failed = errors.Join(failed, err)
	}
	return n, failed
}

// moveUp catches up with waiting lists that nobody moved.
func (s *Shifts) moveUp(ctx context.Context) (n int, failed error) {
	var ids []domain.SlotID
	if err := s.inTx(ctx, func(tx Store) (err error) {
		ids, err = tx.SlotsWaitedFor(s.rt.Now(), batch)
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range ids {
		moved, err := s.Promote(ctx, id)
		n, failed = n+moved, errors.Join(failed, err)
	}
	return n, failed
}

// followHours cancels the open slots to come at whose times the brand turned out
// to be closed: a holiday was entered, or the hours are others now. It costs
// nobody anything.
func (s *Shifts) followHours(ctx context.Context) (n int, err error) {
	now := s.rt.Now()
	var closed []domain.SlotID
	err = s.inTx(ctx, func(tx Store) error {
		c, err := tx.PlanCalendar()
		if err != nil {
			return orNothing(err)
		}
		all, err := tx.SlotsBetween(now, now.Add(farthest))
		for _, slot := range all {
			if slot.State == Open && slot.StartsAt.After(now) && errors.Is(c.check(slot), ErrClosedThen) {
				closed = append(closed, slot.ID)
			}
		}
		return err
	})
	for _, id := range closed {
		if err != nil {
			break
		}
		err = s.inTx(ctx, func(tx Store) error {
			slot, err := tx.LockSlot(id)
			if err != nil || slot.State != Open {
				return err
			}
			standing, err := tx.StandingShifts(id)
			if err != nil {
				return err
			}
			n++
			return s.cancelSlot(tx, &slot, standing, "closed")
		})
	}
	return n, err
}
