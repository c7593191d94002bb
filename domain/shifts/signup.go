package shifts

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// may refuses an expert who cannot take a place of a slot: ErrNotOpen, ErrBegun,
// roster.ErrNotActive, ErrLevel, ErrLanguage.
func (s Slot) may(e roster.Expert, now time.Time) error {
	switch {
	case s.State != Open:
		return ErrNotOpen
	case !s.StartsAt.After(now):
		return ErrBegun
	}
	if bar := s.Bars(e); bar != nil {
		return bar
	}
	return nil
}

// Bars is why a slot is not for an expert at any time, or nil:
// roster.ErrNotActive, ErrLevel, ErrLanguage.
func (s Slot) Bars(e roster.Expert) *domain.Error {
	switch {
	case e.State != roster.Active:
		return roster.ErrNotActive
	case e.Level < roster.Rookie:
		return ErrLevel
	case s.Language != "" && !e.Speaks(s.Language):
		return ErrLanguage
	}
	return nil
}

// fits refuses a slot that does not fit between an expert's other shifts:
// ErrAlreadyIn, ErrOverlap, ErrDayFull. except is a shift that they give up for it.
func (s Slot) fits(others []Shift, zone *time.Location, r Rules) error {
	day := s.Length()
	for _, o := range others {
		switch {
		case o.State == Given || o.State == SwapDone || o.State == Missed:
			continue
		case o.Slot == s.ID:
			return ErrAlreadyIn
		case o.StartsAt.Before(s.EndsAt) && s.StartsAt.Before(o.EndsAt):
			return ErrOverlap
		case o.StartsAt.In(zone).Format(time.DateOnly) == s.Day:
			day += o.EndsAt.Sub(o.StartsAt)
		}
	}
	if day > time.Duration(r.DailyMinutes)*time.Minute {
		return ErrDayFull
	}
	return nil
}

// SignUp gives an expert a place in an open slot. It refuses ErrUnknownSlot, what
// the slot may not be taken for (ErrNotOpen, ErrBegun, ErrTooFar, roster.ErrNotActive,
// ErrLevel, ErrLanguage), what does not fit the expert's other shifts (ErrAlreadyIn,
// ErrOverlap, ErrDayFull), and ErrSlotFull. The expert's row is held, so that two
// shifts at one time cannot come about, and two experts cannot have one place.
func (s *Shifts) SignUp(ctx context.Context, by domain.ExpertID, id domain.SlotID) (shift Shift, err error) {
	err = s.inTx(ctx, func(tx Store) (err error) {
		shift, err = s.enter(tx, by, id, "signed_up")
		return err
	})
	return shift, err
}

func (s *Shifts) enter(tx Store, by domain.ExpertID, id domain.SlotID, why string) (shift Shift, err error) {
	e, err := lockExpert(tx, by)
	if err != nil {
		return shift, err
	}
	slot, err := tx.LockSlot(id)
	if err != nil {
		return shift, err
	}
	now := s.rt.Now()
	if err := s.room(tx, e, slot, now); err != nil {
		return shift, err
	}
	standing, err := tx.StandingShifts(id)
	if err != nil {
		return shift, err
	}
	shift = Shift{
		ID: domain.ShiftID(s.rt.NewID("shf")), Slot: id, Expert: by, Place: freePlace(standing, slot.Seats), State: Planned,
		StartsAt: slot.StartsAt, EndsAt: slot.EndsAt, SignedAt: now, Version: 1,
	}
	if shift.Place == 0 {
		return shift, ErrSlotFull
	}
	if first, err := tx.AddShift(shift); err != nil || !first {
		return shift, orRefuse(err, ErrSlotFull)
	}
	if _, err := tx.DropWaiter(id, by); err != nil {
		return shift, err
	}
	return shift, tx.Emit(ShiftChanged{shift.ID, id, by, Planned, why})
}

// room refuses a slot that the expert cannot take now. The expert is held.
func (s *Shifts) room(tx Store, e roster.Expert, slot Slot, now time.Time) error {
	if err := slot.may(e, now); err != nil {
		return err
	}
	settings, err := tx.PlanSettings()
	if err != nil {
		return err
	}
	if slot.StartsAt.Sub(now) > time.Duration(settings.Rules.SignUpDays)*24*time.Hour {
		return ErrTooFar
	}
	c, err := tx.PlanCalendar()
	if err != nil {
		return err
	}
	around, err := tx.ShiftsAround(e.ID, slot.StartsAt.Add(-30*time.Hour), slot.EndsAt.Add(30*time.Hour))
	if err != nil {
		return err
	}
	return slot.fits(around, c.Zone, settings.Rules)
}

func lockExpert(tx Store, id domain.ExpertID) (roster.Expert, error) {
	all, err := tx.LockExperts([]domain.ExpertID{id})
	if err != nil || len(all) == 0 {
		return roster.Expert{}, orRefuse(err, roster.ErrUnknownExpert)
	}
	return all[0], nil
}

func orRefuse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}

// end takes a shift out of the plan: its offer to colleagues ends with it, and
// its place is free.
func (s *Shifts) end(tx Store, shift *Shift, as State, why string) error {
	return end(tx, shift, as, why, s.rt.Now())
}

func end(tx Store, shift *Shift, as State, why string, now time.Time) error {
	swap, open, err := tx.SwapOf(shift.ID)
	if err != nil {
		return err
	}
	if open {
		swap.State, swap.EndedAt = SwapWithdrawn, now
		if err := tx.SaveSwap(swap); err != nil {
			return err
		}
	}
	shift.State, shift.EndedAt, shift.Reason = as, now, why
	if err := tx.SaveShift(*shift); err != nil {
		return err
	}
	return tx.Emit(ShiftChanged{shift.ID, shift.Slot, shift.Expert, as, why})
}

// Cancel gives a shift back before it begins; managers may also take somebody off
// one that runs. Later than the brand's hours before the start an expert's counts
// as missed, unless somebody steps in; a manager's never does. It refuses
// ErrUnknownShift, also for another's, ErrNotPlanned, ErrBegun and ErrBadNote.
func (s *Shifts) Cancel(ctx context.Context, by domain.Actor, id domain.ShiftID, reason string) (shift Shift, err error) {
	if reason, err = cleanNote(reason); err != nil {
		return shift, domain.Refuse(domain.Invalid, "note_invalid", "A reason has at most 200 characters.").At("/reason")
	}
	err = s.inTx(ctx, func(tx Store) error {
		if shift, err = s.held(tx, id); err != nil {
			return err
		}
		now := s.rt.Now()
		switch {
		case !by.Staff() && by.Expert() != shift.Expert:
			return ErrUnknownShift
		case !shift.Live() || !shift.EndsAt.After(now):
			return ErrNotPlanned
		case !by.Staff() && !shift.StartsAt.After(now):
			return ErrBegun
		}
		settings, err := tx.PlanSettings()
		if err != nil {
			return err
		}
		shift.ShortNotice = !by.Staff() && settings.Rules.short(shift, now)
		if err := s.end(tx, &shift, Given, reason); err != nil {
			return err
		}
		return tx.Emit(SlotFreed{shift.Slot})
	})
	return shift, err
}

// held locks a shift after its expert and its slot, in the order of locks.
func (s *Shifts) held(tx Store, id domain.ShiftID) (Shift, error) {
	seen, err := tx.FindShift(id)
	if err != nil {
		return seen, err
	}
	if _, err := tx.LockExperts([]domain.ExpertID{seen.Expert}); err != nil {
		return seen, err
	}
	if _, err := tx.LockSlot(seen.Slot); err != nil {
		return seen, err
	}
	return tx.LockShift(id)
}

// Wait puts an expert on the waiting list of a full slot; twice is once. It
// refuses ErrPlaceFree when there is a place, and what SignUp refuses but ErrSlotFull.
func (s *Shifts) Wait(ctx context.Context, by domain.ExpertID, id domain.SlotID) error {
	return s.inTx(ctx, func(tx Store) error {
		e, err := lockExpert(tx, by)
		if err != nil {
			return err
		}
		slot, err := tx.LockSlot(id)
		if err != nil {
			return err
		}
		now := s.rt.Now()
		if err := s.room(tx, e, slot, now); err != nil {
			return err
		}
		standing, err := tx.StandingShifts(id)
		if err != nil {
			return err
		}
		if freePlace(standing, slot.Seats) > 0 {
			return ErrPlaceFree
		}
		if err := tx.AddWaiter(id, by, now); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{domain.PersonID(by)})
	})
}

// Unwait takes an expert off the waiting list; it may be called at any time.
func (s *Shifts) Unwait(ctx context.Context, by domain.ExpertID, id domain.SlotID) error {
	return s.inTx(ctx, func(tx Store) error {
		if was, err := tx.DropWaiter(id, by); err != nil || !was {
			return err
		}
		return tx.Emit(PlanChanged{domain.PersonID(by)})
	})
}

// Promote gives the free places of a slot to those who wait for one, the longest
// first, and tells how many moved up. Who cannot come any more, because of
// another shift for one, keeps waiting and lets the next one pass.
func (s *Shifts) Promote(ctx context.Context, id domain.SlotID) (moved int, err error) {
	var waiting []domain.ExpertID
	err = s.inTx(ctx, func(tx Store) (err error) {
		waiting, err = tx.Waiters(id)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, e := range waiting {
		err := s.inTx(ctx, func(tx Store) error {
			if _, err := lockExpert(tx, e); err != nil {
				return err
			}
			still, err := tx.DropWaiter(id, e)
			if err != nil || !still {
				return orRefuse(err, ErrNotOpen)
			}
			_, err = s.enter(tx, e, id, "from_waiting_list")
			return err
		})
		var refused *domain.Error
		switch {
		case errors.Is(err, ErrSlotFull), errors.Is(err, ErrBegun):
			return moved, nil
		case errors.As(err, &refused):
			continue
		case err != nil:
			return moved, err
		}
		moved++
	}
	return moved, nil
}
