package shop

import (
	"context"
	"errors"
	"fmt"

	"github.com/kennerhq/kenner/domain"
)

// releaseBatch is how many entries get their points back in one transaction, so
// that a long draw keeps nobody waiting.
const releaseBatch = 100

// Mind does what time brings: it opens and draws what is due, lets wins lapse
// that nobody confirmed, moves the next ones up, and gives back the points of
// everybody who was not drawn. What was missed is caught up in order; of two
// nodes that do it at once one finds nothing left to do.
func (s *Drops) Mind(ctx context.Context) (effects int, err error) {
	var due []domain.DropID
	if err := s.inTx(ctx, func(tx DropStore) (err error) {
		due, err = tx.TurningDrops(s.rt.Now())
		return err
	}); err != nil {
		return 0, err
	}
	var failed error
	for _, id := range due {
		n, err := s.turn(ctx, id)
		effects, failed = effects+n, errors.Join(failed, err)
	}
	n, err := s.release(ctx)
	return effects + n, errors.Join(failed, err)
}

// turn moves one drop on as far as time has.
func (s *Drops) turn(ctx context.Context, id domain.DropID) (effects int, err error) {
	err = s.inTx(ctx, func(tx DropStore) error {
		effects = 0
		d, err := tx.LockDrop(id)
		if err != nil {
			return err
		}
		was := d.State
		if d.opens(s.rt.Now()) {
			if err := s.open(tx, &d); err != nil {
				return err
			}
			effects++
		}
		if d.State == Live && !s.rt.Now().Before(d.ClosesAt) {
			if err := s.close(tx, &d); err != nil {
				return err
			}
			effects++
		}
		if was != Drawn {
			return nil
		}
		effects, err = s.moveUp(tx, &d)
		return err
	})
	return effects, err
}

// open begins the window. The seed of a draw is made here and its hash is
// shown from here on: before the first entry, and nobody can change it after.
func (s *Drops) open(tx DropStore, d *Drop) error {
	d.State, d.OpenedAt = Live, s.rt.Now()
	if d.Kind == Draw {
		var seed string
		seed, d.Sealed = s.seeds.NewSeed(string(d.ID))
		d.SeedHash = SeedHash(seed)
	}
	return s.save(tx, d)
}

// close ends the window: a draw is made, and its seed published.
func (s *Drops) close(tx DropStore, d *Drop) error {
	now := s.rt.Now()
	if d.Kind == FirstCome {
		d.State, d.EndedAt = Over, now
		return s.save(tx, d)
	}
	seed, err := s.seeds.OpenSeed(string(d.ID), d.Sealed)
	if err != nil {
		return fmt.Errorf("shop: the seed of drop %s: %w", d.ID, err)
	}
	if SeedHash(seed) != d.SeedHash {
		return fmt.Errorf("shop: the seed of drop %s is not the one that was promised", d.ID)
	}
	if err := tx.WeighEntries(d.ID); err != nil { // another draw may have been made since they entered
		return err
	}
	tickets, err := tx.Tickets(d.ID)
	if err != nil {
		return err
	}
	if err := tx.PlaceEntries(Order(seed, tickets, d.Reserve), d.Pieces, now); err != nil {
		return err
	}
	d.State, d.Seed, d.DrawnAt = Drawn, seed, now
	if len(tickets) == 0 {
		d.State, d.EndedAt = Over, now
	}
	return s.save(tx, d)
}

// moveUp lets wins lapse and gives what is free to the next in order; the drop
// is over when there is nothing to wait for.
func (s *Drops) moveUp(tx DropStore, d *Drop) (effects int, err error) {
	now := s.rt.Now()
	lapsed, err := tx.LapsedEntries(d.ID, now)
	if err != nil {
		return 0, err
	}
	for _, e := range lapsed {
		e.lapse(now)
		if err := s.tell(tx, e); err != nil {
			return 0, err
		}
	}
	waiting, confirmed, err := tx.Pieces(d.ID)
	if err != nil {
		return 0, err
	}
	next, err := tx.MissedEntries(d.ID, d.Pieces-waiting-confirmed)
	if err != nil {
		return 0, err
	}
	for _, e := range next {
		e.win(now)
		if err := s.tell(tx, e); err != nil {
			return 0, err
		}
	}
	effects = len(lapsed) + len(next)
	if waiting+len(next) == 0 {
		d.State, d.EndedAt = Over, now
		effects++
	}
	if effects == 0 {
		return 0, nil
	}
	return effects, s.save(tx, d)
}

func (s *Drops) tell(tx DropStore, e Entry) error {
	if err := tx.SaveEntry(e); err != nil {
		return err
	}
	return tx.Emit(EntryChanged{e.ID, e.Drop, e.Expert, e.State})
}

// release gives back the points of every entry that has nothing to wait for.
func (s *Drops) release(ctx context.Context) (effects int, err error) {
	for batch := releaseBatch; batch == releaseBatch; effects += batch {
		err := s.inTx(ctx, func(tx DropStore) error {
			entries, err := tx.Unreleased(releaseBatch)
			if err != nil {
				return err
			}
			batch = len(entries)
			for _, e := range entries {
				if err := s.giveBack(tx, &e); err != nil {
					return err
				}
				if err := tx.SaveEntry(e); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return effects, err
		}
	}
	return effects, nil
}
