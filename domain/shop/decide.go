package shop

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
)

// spend spends what a request set aside.
func (s *Shop) spend(tx Store, r Redemption, by domain.Actor) error {
	t, err := ledger.Spend(s.fact(r, resolve(r.ID), by), r.Expert, r.Price)
	if err != nil {
		return err
	}
	return s.post(tx, t)
}

// Approve spends the points: the reward will come. ErrWrongState when it was
// decided already. What it keeps of why a person decided is what was true then:
// the expert is held, as they are while a case of theirs changes.
func (s *Shop) Approve(ctx context.Context, by domain.Actor, id domain.RedemptionID) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		e, err := tx.ExpertOf(id)
		if err != nil {
			return err
		}
		buyer, err := tx.LockBuyer(e)
		if err != nil {
			return err
		}
		r, err = s.move(tx, id, func(tx Store, r *Redemption) error {
			now := s.rt.Now()
			shipBy, err := tx.Workdays(now, ShipDays)
			if err != nil {
				return err
			}
			if err := r.Approve(by, now, shipBy); err != nil {
				return err
			}
			r.judge(buyer)
			return nil
		}, func(tx Store, _, now Redemption) error { return s.spend(tx, now, by) })
		return err
	})
	return r, err
}

// Refuse returns points and piece, with a reason for the expert. ErrWrongState
// when it was decided already.
func (s *Shop) Refuse(ctx context.Context, by domain.Actor, id domain.RedemptionID, reason string) (Redemption, error) {
	return s.change(ctx, id, func(_ Store, r *Redemption) error { return r.Refuse(by, reason, s.rt.Now()) },
		func(tx Store, _, now Redemption) error { return s.giveBack(tx, now, by) })
}

// Cancel returns points and piece. An expert may cancel their own request
// until it is decided; staff until it is shipped.
func (s *Shop) Cancel(ctx context.Context, by domain.Actor, id domain.RedemptionID, reason string) (Redemption, error) {
	return s.change(ctx, id, func(_ Store, r *Redemption) error { return r.Cancel(by, reason, s.rt.Now()) },
		func(tx Store, before, now Redemption) error {
			if before.State == Approved {
				return s.unspend(tx, now, by)
			}
			return s.giveBack(tx, now, by)
		})
}

// Ship notes that an approved reward is on its way.
func (s *Shop) Ship(ctx context.Context, id domain.RedemptionID, tracking string) (Redemption, error) {
	return s.change(ctx, id, func(_ Store, r *Redemption) error { return r.Ship(tracking, s.rt.Now()) }, nothing)
}

// Deliver notes that a shipped reward arrived.
func (s *Shop) Deliver(ctx context.Context, id domain.RedemptionID) (Redemption, error) {
	return s.change(ctx, id, func(_ Store, r *Redemption) error { return r.Deliver(s.rt.Now()) }, nothing)
}

func nothing(Store, Redemption, Redemption) error { return nil }

// change locks a redemption, lets it decide, stores what it became and then
// does what follows for points and piece.
func (s *Shop) change(ctx context.Context, id domain.RedemptionID, decide func(Store, *Redemption) error,
	follow func(tx Store, before, now Redemption) error,
) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) (err error) {
		r, err = s.move(tx, id, decide, follow)
		return err
	})
	return r, err
}

func (s *Shop) move(tx Store, id domain.RedemptionID, decide func(Store, *Redemption) error,
	follow func(tx Store, before, now Redemption) error,
) (Redemption, error) {
	before, err := tx.LockRedemption(id)
	if err != nil {
		return before, err
	}
	r := before
	if err := decide(tx, &r); err != nil {
		return r, err
	}
	if err := tx.SaveRedemption(r); errors.Is(err, domain.ErrStale) {
		return r, ErrWrongState
	} else if err != nil {
		return r, err
	}
	r.Version++
	if err := follow(tx, before, r); err != nil {
		return r, err
	}
	return r, tx.Emit(RedemptionChanged{r.ID, r.Expert, r.State})
}

// giveBack returns the points and the piece of a request that was not decided.
func (s *Shop) giveBack(tx Store, r Redemption, by domain.Actor) error {
	if err := tx.ReturnPiece(r.Reward); err != nil {
		return err
	}
	t, err := ledger.Return(s.fact(r, resolve(r.ID), by), r.Expert, r.Price)
	if err != nil {
		return err
	}
	return s.comeBack(tx, t, r.RequestedAt)
}

// unspend returns the points and the piece of an approved one.
func (s *Shop) unspend(tx Store, r Redemption, by domain.Actor) error {
	if err := tx.ReturnPiece(r.Reward); err != nil {
		return err
	}
	spent, err := tx.TransferOf(resolve(r.ID))
	if err != nil {
		return err
	}
	t, err := ledger.Unspend(s.fact(r, "reverse:"+resolve(r.ID), by), r.Expert, spent, r.Price)
	if err != nil {
		return err
	}
	return s.comeBack(tx, t, r.RequestedAt)
}

// comeBack books what an expert had set aside since then and has again: what
// people took back of it meanwhile is paid first.
func (s *Shop) comeBack(tx Store, t ledger.Transfer, then time.Time) error {
	if err := s.post(tx, t); err != nil {
		return err
	}
	return rewards.PayDebts(tx, s.rt, t, then)
}

// resolve is the key that spending and returning share, so that one of them
// happens.
func resolve(id domain.RedemptionID) string { return "resolve:" + string(id) }
