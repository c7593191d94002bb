package shop

import (
	"context"
	"errors"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// Store is what the shop needs from one transaction.
type Store interface {
	LockBuyer(domain.ExpertID) (Buyer, error)   // holds the expert's row until the transaction ends
	LockReward(domain.RewardID) (Reward, error) // holds the reward's row until the transaction ends
	AddReward(Reward) error
	SaveReward(Reward) error                                                // domain.ErrStale when another writer was first
	TakePiece(domain.RewardID) error                                        // one fewer remaining; ErrSoldOut when there is none
	ReturnPiece(domain.RewardID) error                                      // one more remaining
	FreePiece(domain.RewardID) (pieceNo int, err error)                     // the smallest that no live redemption has
	HeldBy(domain.RewardID, domain.ExpertID) (held, freeNth int, err error) // live ones, and the smallest free number
	AddRedemption(Redemption) error
	LockRedemption(domain.RedemptionID) (Redemption, error) // holds its row until the transaction ends
	SaveRedemption(Redemption) error                        // domain.ErrStale when another writer was first
	TransferOf(key string) (domain.TransferID, error)
	Post(ledger.Transfer) (first bool, err error)
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Shop sells rewards for points.
type Shop struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases of this package.
func New(inTx InTx, rt domain.Runtime) *Shop { return &Shop{inTx, rt} }

// AddReward puts a new reward into the shop, with all of its stock remaining.
func (s *Shop) AddReward(ctx context.Context, r Reward) (Reward, error) {
	r.ID, r.Remaining, r.Version, r.CreatedAt = domain.RewardID(s.rt.NewID("rwd")), r.Stock, 1, s.rt.Now()
	if err := r.clean(); err != nil {
		return Reward{}, err
	}
	err := s.inTx(ctx, func(tx Store) error {
		if err := tx.AddReward(r); err != nil {
			return err
		}
		return tx.Emit(RewardChanged{r.ID})
	})
	return r, err
}

// ChangeReward changes a reward; see Reward.Apply for what it refuses.
func (s *Shop) ChangeReward(ctx context.Context, id domain.RewardID, c Change) (r Reward, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		if r, err = tx.LockReward(id); err != nil {
			return err
		}
		if err := r.Apply(c, s.rt.Now()); err != nil {
			return err
		}
		if err := tx.SaveReward(r); err != nil {
			return err
		}
		r.Version++
		return tx.Emit(RewardChanged{id})
	})
	return r, err
}

// Redeem asks for one piece of a reward: points and piece are set aside in this
// transaction, or nothing happens. Of many who ask at once, exactly as many
// succeed as there are pieces; the others get ErrSoldOut.
func (s *Shop) Redeem(ctx context.Context, by domain.ExpertID, id domain.RewardID) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		buyer, err := tx.LockBuyer(by)
		if err != nil {
			return err
		}
		reward, err := tx.LockReward(id)
		if err != nil {
			return err
		}
		held, nth, err := tx.HeldBy(id, by)
		if err != nil {
			return err
		}
		if err := reward.Eligible(buyer, held); err != nil {
			return err
		}
		if r, err = s.request(tx, reward, buyer, nth); err != nil {
			return err
		}
		return tx.Emit(Redeemed{r.ID, r.Expert, r.State})
	})
	return r, err
}

// request takes the piece and the points.
func (s *Shop) request(tx Store, reward Reward, b Buyer, nth int) (Redemption, error) {
	if err := tx.TakePiece(reward.ID); err != nil {
		return Redemption{}, err
	}
	piece, err := tx.FreePiece(reward.ID)
	if err != nil {
		return Redemption{}, err
	}
	r := Redemption{
		ID: domain.RedemptionID(s.rt.NewID("rdm")), Reward: reward.ID, Expert: b.ID, PieceNo: piece, Nth: nth,
		Price: reward.Price, State: Requested, RequestedAt: s.rt.Now(), Version: 1,
	}
	if err := tx.AddRedemption(r); err != nil {
		return Redemption{}, err
	}
	by := domain.Actor{Role: domain.RoleExpert, ID: string(b.ID)}
	t, err := ledger.Reserve(s.fact(r, "reserve:"+string(r.ID), by), b.ID, r.Price)
	if err != nil {
		return Redemption{}, err
	}
	return r, s.post(tx, t)
}

// Approve spends the points: the reward will come. ErrWrongState when it was
// decided already.
func (s *Shop) Approve(ctx context.Context, by domain.Actor, id domain.RedemptionID) (Redemption, error) {
	return s.change(ctx, id, func(r *Redemption) error { return r.Approve(by, s.rt.Now()) },
		func(tx Store, _, now Redemption) error {
			t, err := ledger.Spend(s.fact(now, resolve(id), by), now.Expert, now.Price)
			if err != nil {
				return err
			}
			return s.post(tx, t)
		})
}

// Refuse returns points and piece, with a reason for the expert. ErrWrongState
// when it was decided already.
func (s *Shop) Refuse(ctx context.Context, by domain.Actor, id domain.RedemptionID, reason string) (Redemption, error) {
	return s.change(ctx, id, func(r *Redemption) error { return r.Refuse(by, reason, s.rt.Now()) },
		func(tx Store, _, now Redemption) error { return s.giveBack(tx, now, by) })
}

// Cancel returns points and piece. An expert may cancel their own request
// until it is decided; staff until it is shipped.
func (s *Shop) Cancel(ctx context.Context, by domain.Actor, id domain.RedemptionID, reason string) (Redemption, error) {
	return s.change(ctx, id, func(r *Redemption) error { return r.Cancel(by, reason, s.rt.Now()) },
		func(tx Store, before, now Redemption) error {
			if before.State == Approved {
				return s.unspend(tx, now, by)
			}
			return s.giveBack(tx, now, by)
		})
}

// Ship notes that an approved reward is on its way.
func (s *Shop) Ship(ctx context.Context, id domain.RedemptionID, tracking string) (Redemption, error) {
	return s.change(ctx, id, func(r *Redemption) error { return r.Ship(tracking, s.rt.Now()) }, nothing)
}

// Deliver notes that a shipped reward arrived.
func (s *Shop) Deliver(ctx context.Context, id domain.RedemptionID) (Redemption, error) {
	return s.change(ctx, id, func(r *Redemption) error { return r.Deliver(s.rt.Now()) }, nothing)
}

func nothing(Store, Redemption, Redemption) error { return nil }

// change locks a redemption, lets it decide, stores what it became and then
// does what follows for points and piece.
func (s *Shop) change(ctx context.Context, id domain.RedemptionID, decide func(*Redemption) error,
	follow func(tx Store, before, now Redemption) error,
) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		before, err := tx.LockRedemption(id)
		if err != nil {
			return err
		}
		r = before
		if err := decide(&r); err != nil {
			return err
		}
		if err := tx.SaveRedemption(r); err != nil {
			return err
		}
		r.Version++
		if err := follow(tx, before, r); err != nil {
			return err
		}
		return tx.Emit(RedemptionChanged{r.ID, r.Expert, r.State})
	})
	if errors.Is(err, domain.ErrStale) {
		err = ErrWrongState
	}
	return r, err
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
	return s.post(tx, t)
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
	return s.post(tx, t)
}

// resolve is the key that spending and returning share, so that one of them
// happens.
func resolve(id domain.RedemptionID) string { return "resolve:" + string(id) }

func (s *Shop) fact(r Redemption, key string, by domain.Actor) ledger.Fact {
	return ledger.Fact{
		ID: domain.TransferID(s.rt.NewID("tfr")), Key: key,
		Source: ledger.Source{Type: "redemption", ID: string(r.ID)}, At: s.rt.Now(), By: by,
	}
}

// post books t, which must be new: another transaction that decided the same
// redemption won.
func (s *Shop) post(tx Store, t ledger.Transfer) error {
	first, err := tx.Post(t)
	if err == nil && !first {
		return fmt.Errorf("%w (%s is booked)", ErrWrongState, t.Key())
	}
	return err
}
