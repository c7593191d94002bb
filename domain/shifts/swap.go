package shifts

import (
	"context"

	"github.com/kennerhq/kenner/domain"
)

// Offer offers an expert's shift to a colleague, or to anybody; it stays theirs
// until somebody takes it. It refuses ErrUnknownShift, also for another's,
// ErrNotPlanned, ErrBegun, ErrOnOffer, ErrOwnSwap, ErrBadNote and
// roster.ErrUnknownExpert.
func (s *Shifts) Offer(ctx context.Context, by domain.ExpertID, id domain.ShiftID, to domain.ExpertID, note string) (swap Swap, err error) {
	if note, err = cleanNote(note); err != nil {
		return swap, err
	}
	err = s.inTx(ctx, func(tx Store) error {
		if to != "" {
			if _, err := tx.FindExpert(to); err != nil {
				return err
			}
		}
		shift, err := s.held(tx, id)
		now := s.rt.Now()
		switch {
		case err != nil:
			return err
		case shift.Expert != by:
			return ErrUnknownShift
		case to == by:
			return ErrOwnSwap
		case !shift.Live():
			return ErrNotPlanned
		case !shift.StartsAt.After(now):
			return ErrBegun
		}
		swap = Swap{ID: domain.SwapID(s.rt.NewID("swp")), Shift: id, By: by, To: to, State: SwapOpen, Note: note, MadeAt: now}
		if first, err := tx.AddSwap(swap); err != nil || !first {
			return orRefuse(err, ErrOnOffer)
		}
		return tx.Emit(ShiftChanged{id, shift.Slot, by, shift.State, "offered"})
	})
	return swap, err
}

// Withdraw takes back an offer; twice is once. It refuses ErrUnknownSwap, also
// for another's, and ErrNotPlanned when somebody has taken the shift.
func (s *Shifts) Withdraw(ctx context.Context, by domain.ExpertID, id domain.SwapID) error {
	return s.inTx(ctx, func(tx Store) error {
		swap, shift, err := s.offered(tx, id)
		switch {
		case err != nil:
			return err
		case swap.By != by:
			return ErrUnknownSwap
		case swap.State == SwapTaken:
			return ErrNotPlanned
		case swap.State != SwapOpen:
			return nil
		}
		swap.State, swap.EndedAt = SwapWithdrawn, s.rt.Now()
		if err := tx.SaveSwap(swap); err != nil {
			return err
		}
		return tx.Emit(ShiftChanged{shift.ID, shift.Slot, by, shift.State, "withdrawn"})
	})
}

// offered reads an offer and holds it, after its expert, slot and shift.
func (s *Shifts) offered(tx Store, id domain.SwapID, also ...domain.ExpertID) (Swap, Shift, error) {
	seen, err := tx.FindSwap(id)
	if err != nil {
		return seen, Shift{}, err
	}
	shift, err := tx.FindShift(seen.Shift)
	if err != nil {
		return seen, shift, err
	}
	if _, err := tx.LockExperts(append(also, seen.By)); err != nil {
		return seen, shift, err
	}
	if _, err := tx.LockSlot(shift.Slot); err != nil {
		return seen, shift, err
	}
	if shift, err = tx.LockShift(seen.Shift); err != nil {
		return seen, shift, err
	}
	swap, err := tx.LockSwap(id)
	return swap, shift, err
}

// Take gives an offered shift to a colleague: the place is theirs, and the one
// who offered it is free of it, however late it is. It refuses ErrUnknownSwap,
// also when it is meant for another, ErrOwnSwap, ErrNotPlanned when it is gone,
// and what SignUp refuses. Of two who take it one gets it.
func (s *Shifts) Take(ctx context.Context, by domain.ExpertID, id domain.SwapID) (mine Shift, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		swap, shift, err := s.offered(tx, id, by)
		switch {
		case err != nil:
			return err
		case swap.By == by:
			return ErrOwnSwap
		case swap.To != "" && swap.To != by:
			return ErrUnknownSwap
		case swap.State != SwapOpen || !shift.Live():
			return ErrNotPlanned
		}
		e, err := lockExpert(tx, by)
		if err != nil {
			return err
		}
		slot, err := tx.LockSlot(shift.Slot)
		if err != nil {
			return err
		}
		now := s.rt.Now()
		if err := s.room(tx, e, slot, now); err != nil {
			return err
		}
		swap.State, swap.EndedAt, swap.TakenBy = SwapTaken, now, by
		if err := tx.SaveSwap(swap); err != nil {
			return err
		}
		if err := s.end(tx, &shift, SwapDone, ""); err != nil {
			return err
		}
		mine = Shift{
			ID: domain.ShiftID(s.rt.NewID("shf")), Slot: slot.ID, Expert: by, Place: shift.Place, State: Planned,
			StartsAt: slot.StartsAt, EndsAt: slot.EndsAt, SignedAt: now, Version: 1,
		}
		if first, err := tx.AddShift(mine); err != nil || !first {
			return orRefuse(err, ErrSlotFull)
		}
		if _, err := tx.DropWaiter(slot.ID, by); err != nil {
			return err
		}
		return tx.Emit(ShiftChanged{mine.ID, slot.ID, by, Planned, "taken"})
	})
	return mine, err
}
