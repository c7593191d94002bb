package shop

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// DropStore is what drops need from one transaction, beside what the shop needs.
type DropStore interface {
	Store

	Drop(domain.DropID) (Drop, error)     // as it is, not held
	LockDrop(domain.DropID) (Drop, error) // holds its row until the transaction ends
	AddDrop(Drop) error                   // ErrDropRunning when its reward has one that is not over
	TurningDrops(now time.Time) ([]domain.DropID, error)
	AddEntry(Entry) error                                              // ErrEntered when the expert has a living one
	LockEntry(domain.DropID, domain.ExpertID) (Entry, error)           // the expert's living one; ErrNoEntry
	SaveEntry(Entry) error                                             // domain.ErrStale when another writer was first
	WonLastDraw(domain.ExpertID) (bool, error)                         // whether they won in the draw before
	WeighEntries(domain.DropID) error                                  // who is in weighs by what is the last draw now
	Tickets(domain.DropID) ([]Ticket, error)                           // of who is in
	PlaceEntries(order []domain.EntryID, won int, now time.Time) error // in the order of the draw
	WithdrawEntries(domain.DropID, time.Time) error
	LapsedEntries(domain.DropID, time.Time) ([]Entry, error)  // wins that nobody confirmed in time, held
	MissedEntries(domain.DropID, int) ([]Entry, error)        // the next in order, held
	Pieces(domain.DropID) (waiting, confirmed int, err error) // that winners have
	Unreleased(limit int) ([]Entry, error)                    // whose points should be back, held, by expert
}

// InDropTx runs fn in one transaction: all of it is stored, or none.
type InDropTx func(ctx context.Context, fn func(DropStore) error) error

// Seeds makes the seeds of draws and closes them with a key that the database
// does not have, so that nobody who reads it knows a draw before it is made.
type Seeds interface {
	NewSeed(name string) (seed, sealed string)
	OpenSeed(name, sealed string) (string, error)
}

// Drops gives out limited rewards.
type Drops struct {
	inTx  InDropTx
	rt    domain.Runtime
	seeds Seeds
	shop  *Shop
}

// NewDrops makes the use cases of drops.
func NewDrops(inTx InDropTx, rt domain.Runtime, seeds Seeds) *Drops {
	return &Drops{inTx, rt, seeds, New(nil, rt)}
}

// Plan is a drop as somebody asks for it. A reserve that is not given is a
// fifth of the pieces, a level the experts'.
type Plan struct {
	Reward   domain.RewardID
	Kind     DropKind
	Pieces   int
	Reserve  *int
	MinLevel *int
	OpensAt  time.Time
	ClosesAt time.Time
}

// Create drafts a drop: staff see it, nobody else does.
func (s *Drops) Create(ctx context.Context, by domain.Actor, p Plan) (d Drop, err error) {
	err = s.inTx(ctx, func(tx DropStore) error {
		r, err := tx.LockReward(p.Reward)
		if err != nil {
			return err
		}
		d = Drop{
			ID: domain.DropID(s.rt.NewID("drp")), Reward: r.ID, Kind: p.Kind, Price: r.Price, Pieces: p.Pieces,
			Reserve: reserveOf(p.Pieces), MinLevel: max(DropLevel, r.MinLevel), State: DropDraft,
			OpensAt: p.OpensAt.UTC(), ClosesAt: p.ClosesAt.UTC(), CreatedBy: by.ID, CreatedAt: s.rt.Now(), Version: 1,
		}
		domain.Set(&d.Reserve, p.Reserve)
		domain.Set(&d.MinLevel, p.MinLevel)
		if err := d.check(r); err != nil {
			return err
		}
		return tx.AddDrop(d)
	})
	return d, err
}

// Announce shows a drop to everybody. ErrDropNotice within seven days of its
// opening. What it promises, price included, stays as it is from here on.
func (s *Drops) Announce(ctx context.Context, id domain.DropID) (Drop, error) {
	return s.change(ctx, id, func(tx DropStore, d *Drop, r Reward) error {
		if err := d.check(r); err != nil {
			return err
		}
		d.Price = r.Price
		return d.announce(s.rt.Now())
	})
}

// Cancel ends a drop of which nothing is given away yet: ErrDropTaken.
// Everybody's points come back.
func (s *Drops) Cancel(ctx context.Context, id domain.DropID, reason string) (Drop, error) {
	d, err := s.change(ctx, id, func(tx DropStore, d *Drop, _ Reward) error {
		taken, _, err := tx.TakenOf(id)
		if err != nil {
			return err
		}
		if err := d.cancel(reason, taken, s.rt.Now()); err != nil {
			return err
		}
		return tx.WithdrawEntries(id, s.rt.Now())
	})
	if err != nil {
		return d, err
	}
	_, err = s.release(ctx)
	return d, err
}

// change locks a drop after its reward, changes it and stores what it became.
func (s *Drops) change(ctx context.Context, id domain.DropID, do func(DropStore, *Drop, Reward) error) (d Drop, err error) {
	err = s.inTx(ctx, func(tx DropStore) (err error) {
		var r Reward
		if d, r, err = s.lock(tx, id); err != nil {
			return err
		}
		if err := do(tx, &d, r); err != nil {
			return err
		}
		return s.save(tx, &d)
	})
	return d, err
}

// lock holds a drop's reward and then the drop.
func (s *Drops) lock(tx DropStore, id domain.DropID) (d Drop, r Reward, err error) {
	if d, err = tx.Drop(id); err != nil {
		return d, r, err
	}
	if r, err = tx.LockReward(d.Reward); err != nil {
		return d, r, err
	}
	d, err = tx.LockDrop(id)
	return d, r, err
}

func (s *Drops) save(tx DropStore, d *Drop) error {
	if err := tx.SaveDrop(*d); err != nil {
		return err
	}
	d.Version++
	return tx.Emit(DropChanged{d.ID, d.State})
}

// Enter puts an expert into a draw, once, and sets its price aside. The first
// to come after the opening opens it, when cron has not.
func (s *Drops) Enter(ctx context.Context, by domain.ExpertID, id domain.DropID) (e Entry, err error) {
	err = s.inTx(ctx, func(tx DropStore) error {
		buyer, err := tx.LockBuyer(by)
		if err != nil {
			return err
		}
		d, r, err := s.lock(tx, id)
		if err != nil {
			return err
		}
		if err := s.welcomes(tx, &d, r, buyer); err != nil {
			return err
		}
		if err := free(tx, by, d.Price); err != nil {
			return err
		}
		half, err := tx.WonLastDraw(by)
		if err != nil {
			return err
		}
		now := s.rt.Now()
		e = Entry{
			ID: domain.EntryID(s.rt.NewID("ent")), Drop: id, Expert: by, Price: d.Price, Half: half,
			Senior: buyer.Level >= SeniorLevel && d.early(now), State: Entered, EnteredAt: now, Version: 1,
		}
		if err := tx.AddEntry(e); err != nil {
			return err
		}
		t, err := ledger.Reserve(s.fact(e, "enter:"+string(e.ID)), by, e.Price)
		if err != nil {
			return err
		}
		if err := s.shop.post(tx, t); err != nil {
			return err
		}
		return tx.Emit(EntryChanged{e.ID, id, by, e.State})
	})
	return e, err
}

// welcomes refuses who cannot enter now, and opens a drop whose time has come.
func (s *Drops) welcomes(tx DropStore, d *Drop, r Reward, b Buyer) error {
	if d.Kind == Draw && d.opens(s.rt.Now()) {
		if err := s.open(tx, d); err != nil {
			return err
		}
	}
	switch {
	case d.State == DropDraft:
		return ErrUnknownDrop
	case d.Kind != Draw || !d.open(s.rt.Now()):
		return ErrDropClosed
	}
	if err := d.admits(b); err != nil {
		return err
	}
	held, _, err := tx.HeldBy(r.ID, b.ID)
	if err == nil && held >= r.PerPerson {
		err = ErrLimit
	}
	return err
}

// Withdraw takes an expert's entry out of a draw that is still open; the points
// come back at once.
func (s *Drops) Withdraw(ctx context.Context, by domain.ExpertID, id domain.DropID) error {
	return s.decide(ctx, by, id, func(tx DropStore, d Drop, _ Reward, _ Buyer, e *Entry) error {
		if !d.open(s.rt.Now()) || e.State != Entered {
			return ErrDropClosed
		}
		e.State = Withdrawn
		return s.giveBack(tx, e)
	})
}

// Decline leaves a piece that was won to the next in order.
func (s *Drops) Decline(ctx context.Context, by domain.ExpertID, id domain.DropID) error {
	err := s.decide(ctx, by, id, func(tx DropStore, _ Drop, _ Reward, _ Buyer, e *Entry) error {
		if err := e.decides(s.rt.Now()); err != nil {
			return err
		}
		e.State, e.EndedAt = Declined, s.rt.Now()
		return s.giveBack(tx, e)
	})
	if err != nil {
		return err
	}
	_, err = s.turn(ctx, id)
	return err
}

// Confirm turns a won piece into a redemption, within 48 hours. Who moved up
// got the points back at the draw and needs them again now.
func (s *Drops) Confirm(ctx context.Context, by domain.ExpertID, id domain.DropID) (made Redemption, err error) {
	err = s.decide(ctx, by, id, func(tx DropStore, d Drop, r Reward, b Buyer, e *Entry) error {
		if err := e.decides(s.rt.Now()); err != nil {
			return err
		}
		if err := d.admits(b); err != nil {
			return err
		}
		if err := s.giveBack(tx, e); err != nil {
			return err
		}
		_, nth, err := tx.HeldBy(r.ID, by)
		if err != nil {
			return err
		}
		r.Price = d.Price
		if made, err = s.shop.request(tx, r, d, b, nth); err != nil {
			return err
		}
		e.confirm(made.ID, s.rt.Now())
		return tx.Emit(Redeemed{made.ID, made.Expert, made.State})
	})
	if err != nil {
		return made, err
	}
	_, err = s.turn(ctx, id)
	return made, err
}

// decide locks an expert, the reward, the drop and the expert's entry, lets do
// decide about the entry and stores it.
func (s *Drops) decide(ctx context.Context, by domain.ExpertID, id domain.DropID,
	do func(DropStore, Drop, Reward, Buyer, *Entry) error,
) error {
	return s.inTx(ctx, func(tx DropStore) error {
		buyer, err := tx.LockBuyer(by)
		if err != nil {
			return err
		}
		d, r, err := s.lock(tx, id)
		if err != nil {
			return err
		}
		e, err := tx.LockEntry(id, by)
		if err != nil {
			return err
		}
		if err := do(tx, d, r, buyer, &e); err != nil {
			return err
		}
		if err := tx.SaveEntry(e); err != nil {
			return err
		}
		return tx.Emit(EntryChanged{e.ID, id, by, e.State})
	})
}

// giveBack returns what an entry set aside, once.
func (s *Drops) giveBack(tx DropStore, e *Entry) error {
	if !e.ReleasedAt.IsZero() {
		return nil
	}
	e.ReleasedAt = s.rt.Now()
	t, err := ledger.Return(s.fact(*e, "release:"+string(e.ID)), e.Expert, e.Price)
	if err != nil {
		return err
	}
	if err := s.shop.comeBack(tx, t, e.EnteredAt); err != nil {
		return fmt.Errorf("shop: release %s: %w", e.ID, err)
	}
	return nil
}

func (s *Drops) fact(e Entry, key string) ledger.Fact {
	return ledger.Fact{
		ID: domain.TransferID(s.rt.NewID("tfr")), Key: key,
		Source: ledger.Source{Type: "entry", ID: string(e.ID)}, At: s.rt.Now(), By: domain.System,
	}
}
