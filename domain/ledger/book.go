package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Store is what the book needs from one transaction.
type Store interface {
	FreezesToBegin(now time.Time) ([]Freeze, error) // of experts who pause, are suspended, or have a hold or an appeal, and whose lots are not frozen
	NoteStaffRest(now time.Time) error              // in the open freezes of whom staff keep from working
	FreezesToEnd(now time.Time) ([]Freeze, error)   // of experts who rest no more
	Rests(f Freeze, now time.Time) ([]Rest, error)  // since it began, by their beginning
	BeginFreeze(Freeze) (first bool, err error)
	EndFreeze(f Freeze, now time.Time, days int) (first bool, err error) // and what is left of their lots lives longer
	HoldPurse(domain.ExpertID) error                                     // what the expert can spend, until the transaction ends
	LotsToTell(now time.Time, limit int) ([]Lot, error)                  // of whom the warning that is due was not told; none that is frozen
	TellLot(l Lot, step int, now time.Time) (first bool, err error)
	LotsOver(now time.Time, after Lot, limit int) ([]Lot, error) // by end, then id; none that is frozen
	Lot(domain.TransferID) (l Lot, told time.Time, err error)    // and when its expert first heard of its end
	FrozenLots(e domain.ExpertID, now time.Time) (bool, error)
	Post(Transfer) (first bool, err error)
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Book keeps what the ledger owes in time: lots expire, and their experts are
// told before.
type Book struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases of this package.
func New(inTx InTx, rt domain.Runtime) *Book { return &Book{inTx, rt} }

// page is how many rows of work are looked up at a time.
const page = 200

// MindLots does what is due for lots: it freezes those of who pauses and thaws
// those of who is back, tells experts what will expire, and takes what has. Each
// is done once, whoever else is at it. Nothing expires unless its expert was told
// of that very end six days before.
func (b *Book) MindLots(ctx context.Context) (effects int, err error) {
	for _, step := range []func(context.Context) (int, error){b.freeze, b.thaw, b.tell, b.expire} {
		n, err := step(ctx)
		effects += n
		if err != nil {
			return effects, err
		}
	}
	return effects, nil
}

func (b *Book) freeze(ctx context.Context) (n int, err error) {
	err = b.inTx(ctx, func(tx Store) error {
		n = 0
		due, err := tx.FreezesToBegin(b.rt.Now())
		if err != nil {
			return err
		}
		for _, f := range due {
			first, err := tx.BeginFreeze(f)
			if err != nil {
				return err
			}
			if first {
				n++
			}
		}
		return tx.NoteStaffRest(b.rt.Now())
	})
	return n, err
}

func (b *Book) thaw(ctx context.Context) (n int, err error) {
	var due []Freeze
	if err := b.inTx(ctx, func(tx Store) (err error) {
		due, err = tx.FreezesToEnd(b.rt.Now())
		return err
	}); err != nil {
		return 0, err
	}
	for _, f := range due {
		var first bool
		err := b.inTx(ctx, func(tx Store) (err error) {
			if err := tx.HoldPurse(f.Expert); err != nil {
				return err
			}
			now := b.rt.Now()
			rests, err := tx.Rests(f, now)
			if err != nil {
				return err
			}
			first, err = tx.EndFreeze(f, now, f.days(rests, now))
			return err
		})
		if err != nil {
			return n, err
		}
		if first {
			n++
		}
	}
	return n, nil
}

// tell warns of lots, an expert at a time as they come.
func (b *Book) tell(ctx context.Context) (n int, err error) {
	for {
		var told int
		err := b.inTx(ctx, func(tx Store) error {
			told = 0
			now := b.rt.Now()
			due, err := tx.LotsToTell(now, page)
			if err != nil {
				return err
			}
			heard := map[domain.ExpertID]bool{}
			for _, l := range due {
				first, err := tx.TellLot(l, l.Step(now), now)
				if err != nil {
					return err
				}
				if !first {
					continue
				}
				told++
				if !heard[l.Expert] {
					heard[l.Expert] = true
					if err := tx.Emit(Expiring{l.Expert}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		n += told
		if err != nil || told == 0 {
			return n, err
		}
	}
}

func (b *Book) expire(ctx context.Context) (n int, err error) {
	var after Lot
	for {
		var due []Lot
		if err := b.inTx(ctx, func(tx Store) (err error) {
			due, err = tx.LotsOver(b.rt.Now(), after, page)
			return err
		}); err != nil || len(due) == 0 {
			return n, err
		}
		for _, l := range due {
			done, err := b.expireOne(ctx, l)
			if err != nil {
				return n, fmt.Errorf("expire %s: %w", l.ID, err)
			}
			if done {
				n++
			}
		}
		after = due[len(due)-1]
	}
}

// expireOne takes what is left of one lot, once. Its expert's purse is held, so
// nothing of it is spent or returned meanwhile.
func (b *Book) expireOne(ctx context.Context, seen Lot) (done bool, err error) {
	err = b.inTx(ctx, func(tx Store) error {
		done = false
		if err := tx.HoldPurse(seen.Expert); err != nil {
			return err
		}
		l, told, err := tx.Lot(seen.ID)
		if err != nil {
			return err
		}
		frozen, err := tx.FrozenLots(l.Expert, b.rt.Now())
		if err != nil || frozen || !l.over(told, b.rt.Now()) {
			return err
		}
		t, err := Expire(Fact{
			ID: domain.TransferID(b.rt.NewID("tfr")), Key: fmt.Sprintf("expire:%s:%s", l.ID, l.ExpiresAt.Format(time.DateOnly)),
			Source: Source{SourceLot, string(l.ID)}, At: b.rt.Now(), By: domain.System,
		}, l.Expert, l.Remaining)
		if err != nil {
			return err
		}
		first, err := tx.Post(t)
		if err != nil || !first {
			return errors.Join(err, tooOften(first, t))
		}
		done = true
		return tx.Emit(Lapsed{l.Expert, l.Remaining})
	})
	return done, err
}

// tooOften is the fault of a lot that would expire twice on one day: points that
// come back live 30 days.
func tooOften(first bool, t Transfer) error {
	if first {
		return nil
	}
	return fmt.Errorf("ledger: %s is booked already", t.Key())
}

// Expiring: points of an expert will expire, and they are told.
type Expiring struct {
	Expert domain.ExpertID `json:"expertId"`
}

func (Expiring) EventName() string { return "points.expiring" }

// Lapsed: points of an expert have expired.
type Lapsed struct {
	Expert domain.ExpertID `json:"expertId"`
	Points domain.Points   `json:"points"`
}

func (Lapsed) EventName() string { return "points.expired" }
