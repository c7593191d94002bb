package shop

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Store is what the shop needs from one transaction.
type Store interface {
	LockBuyer(domain.ExpertID) (Buyer, error)   // holds the expert's row until the transaction ends
	LockReward(domain.RewardID) (Reward, error) // holds the reward's row until the transaction ends
	AddReward(Reward) error
	SaveReward(Reward) error // domain.ErrStale when another writer was first
	AddPrice(id domain.RewardID, price domain.Points, since time.Time) error
	LowestPrice(id domain.RewardID, since time.Time) (domain.Points, error) // of those that counted then or later
	RisingRewards(now time.Time) ([]domain.RewardID, error)                 // whose announced price counts now
	AddToWishList(e domain.ExpertID, id domain.RewardID, at time.Time) (added bool, n int, err error)
	RemoveFromWishList(domain.ExpertID, domain.RewardID) (bool, error)
	TakePiece(domain.RewardID) error                                        // one fewer remaining; ErrSoldOut when there is none
	LockLivingDrop(domain.RewardID) (Drop, bool, error)                     // the one that is not over, held
	SaveDrop(Drop) error                                                    // domain.ErrStale when another writer was first
	TakenOf(domain.DropID) (taken, senior int, err error)                   // pieces of a drop that are gone
	Unconfirmed(now time.Time) ([]domain.RedemptionID, error)               // of first-come drops, too late
	PromisedPieces(domain.RewardID) (n int, running bool, err error)        // what its drop that is not over still has to give
	ReturnPiece(domain.RewardID) error                                      // one more remaining
	FreePiece(domain.RewardID) (pieceNo int, err error)                     // the smallest that no live redemption has
	HeldBy(domain.RewardID, domain.ExpertID) (held, freeNth int, err error) // live ones, and the smallest free number
	AddRedemption(Redemption) error
	Trusted(domain.ExpertID) (bool, error)                                 // whether something was approved for them
	Workdays(at time.Time, n int) (time.Time, error)                       // the end of the brand's n-th working day after at
	Belated(now time.Time, limit int) ([]domain.RedemptionID, error)       // whose promised day is over, and nobody said so
	MarkStock(share int, now time.Time) (low []domain.RewardID, err error) // rewards that became low
	ExpertOf(domain.RedemptionID) (domain.ExpertID, error)                 // whose it is; ErrUnknown
	LockRedemption(domain.RedemptionID) (Redemption, error)                // holds its row until the transaction ends
	SaveRedemption(Redemption) error                                       // domain.ErrStale when another writer was first
	TransferOf(key string) (domain.TransferID, error)
	LockAvailable(domain.ExpertID) (domain.Points, error) // what they can spend, held
	HeldPoints(domain.ExpertID) (domain.Points, error)    // of these, those that wait for a human; the expert is held
	rewards.DebtStore
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
		if err := tx.AddPrice(r.ID, r.Price, r.CreatedAt); err != nil {
			return err
		}
		return tx.Emit(RewardChanged{r.ID})
	})
	return r, err
}

// ChangeReward changes a reward; see Reward.Apply for what it refuses. What a
// drop that is not over promises stays: ErrDropRunning.
func (s *Shop) ChangeReward(ctx context.Context, id domain.RewardID, c Change) (r Reward, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		if r, err = tx.LockReward(id); err != nil {
			return err
		}
		if c.Version == 0 || c.Version == r.Version { // else it is refused below
			if err := s.rises(tx, &r); err != nil {
				return err
			}
			c.Version = 0
		}
		before := r
		if err := r.Apply(c, s.rt.Now()); err != nil {
			return err
		}
		if err := s.comesBack(tx, before, &r); err != nil {
			return err
		}
		if err := s.keepsPromise(tx, before, r); err != nil {
			return err
		}
		if err := tx.SaveReward(r); err != nil {
			return err
		}
		r.Version++
		if r.Price != before.Price {
			if err := tx.AddPrice(id, r.Price, s.rt.Now()); err != nil {
				return err
			}
		}
		return tx.Emit(RewardChanged{id})
	})
	return r, err
}

// keepsPromise refuses what a drop of a reward that is not over does not allow:
// its pieces stay there, and once it is announced what it promises stays.
func (s *Shop) keepsPromise(tx Store, before, now Reward) error {
	promised, running, err := tx.PromisedPieces(now.ID)
	if err != nil || !running {
		return err
	}
	if !now.Limited || !now.ArchivedAt.IsZero() || now.Remaining < promised {
		return ErrDropRunning
	}
	d, _, err := tx.LockLivingDrop(now.ID)
	if err == nil && d.State != DropDraft && !now.promisesAs(before) {
		err = ErrDropRunning
	}
	return err
}

// Redeem asks for one piece of a reward: points and piece are set aside in this
// transaction, or nothing happens. Of many who ask at once, exactly as many
// succeed as there are pieces; the others get ErrSoldOut. It never costs more than
// the buyer saw, and the brand adds no less to a gift: ErrPriceRose, ErrMatchFell.
func (s *Shop) Redeem(ctx context.Context, by domain.ExpertID, id domain.RewardID, want Terms) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		buyer, err := tx.LockBuyer(by)
		if err != nil {
			return err
		}
		reward, err := tx.LockReward(id)
		if err != nil {
			return err
		}
		if err := s.rises(tx, &reward); err != nil {
			return err
		}
		held, nth, err := tx.HeldBy(id, by)
		if err != nil {
			return err
		}
		if err := reward.Eligible(buyer, held, s.rt.Now()); err != nil {
			return err
		}
		var from Drop
		if reward.Limited {
			if from, err = s.firstCome(tx, reward, buyer); err != nil {
				return err
			}
			reward.Price = from.Price
		}
		if err := reward.agree(want); err != nil {
			return err
		}
		if err := free(tx, by, reward.Price); err != nil {
			return err
		}
		if r, err = s.request(tx, reward, from, buyer, nth); err != nil {
			return err
		}
		return tx.Emit(Redeemed{r.ID, r.Expert, r.State})
	})
	return r, err
}

// free refuses a price that would be paid with points that wait for a human.
func free(tx Store, e domain.ExpertID, price domain.Points) error {
	held, err := tx.HeldPoints(e)
	if err != nil || held == 0 {
		return err
	}
	there, err := tx.LockAvailable(e)
	if err == nil && there >= price && there-held < price {
		err = ErrHeld
	}
	return err
}

// firstCome returns the drop that a limited reward goes out in now, if it has
// a piece for this buyer. Its row is held, so two buyers are counted one after
// the other. The first to come opens it, when cron has not.
func (s *Shop) firstCome(tx Store, r Reward, b Buyer) (Drop, error) {
	d, found, err := tx.LockLivingDrop(r.ID)
	switch {
	case err != nil:
		return d, err
	case !found:
		return d, ErrLimited
	case d.Kind == FirstCome && d.opens(s.rt.Now()):
		d.State, d.OpenedAt = Live, s.rt.Now()
		if err := tx.SaveDrop(d); err != nil {
			return d, err
		}
	}
	taken, senior, err := tx.TakenOf(d.ID)
	if err != nil {
		return d, err
	}
	return d, d.serves(b, taken, senior, s.rt.Now())
}

// Confirm says that an expert wants the piece they were first to come for. Who is
// put to rest meanwhile, or whose points wait for a human, cannot: ErrNotActive, ErrHeld.
func (s *Shop) Confirm(ctx context.Context, by domain.ExpertID, id domain.RedemptionID) (r Redemption, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		buyer, err := tx.LockBuyer(by)
		if err != nil {
			return err
		}
		r, err = s.move(tx, id, func(tx Store, r *Redemption) error {
			if err := r.Confirm(buyer, s.rt.Now()); err != nil {
				return err
			}
			if err := covered(tx, by); err != nil {
				return err
			}
			if err := s.promise(tx, r); err != nil {
				return err
			}
			r.judge(buyer)
			return s.passes(tx, r)
		}, func(tx Store, _, now Redemption) error {
			if now.State != Approved {
				return nil
			}
			return s.spend(tx, now, domain.System)
		})
		return err
	})
	return r, err
}

// covered refuses while what an expert can spend does not make up for what waits
// for a human: some of that is set aside then, and would be spent.
func covered(tx Store, e domain.ExpertID) error {
	held, err := tx.HeldPoints(e)
	if err != nil || held == 0 {
		return err
	}
	there, err := tx.LockAvailable(e)
	if err == nil && there < held {
		err = ErrHeld
	}
	return err
}

// ReleaseUnconfirmed gives the pieces and points of first-come drops back that
// nobody confirmed within 15 minutes, each once.
func (s *Shop) ReleaseUnconfirmed(ctx context.Context) (effects int, err error) {
	var late []domain.RedemptionID
	if err := s.inTx(ctx, func(tx Store) (err error) {
		late, err = tx.Unconfirmed(s.rt.Now())
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range late {
		_, err := s.change(ctx, id, func(_ Store, r *Redemption) error {
			if r.State != Requested || !r.unconfirmed() {
				return ErrWrongState
			}
			r.cancel(domain.System, "", s.rt.Now())
			return nil
		}, func(tx Store, _, now Redemption) error { return s.giveBack(tx, now, domain.System) })
		switch {
		case err == nil:
			effects++
		case !errors.Is(err, ErrWrongState): // else somebody was first
			return effects, err
		}
	}
	return effects, nil
}

// request takes the piece and the points.
func (s *Shop) request(tx Store, reward Reward, from Drop, b Buyer, nth int) (Redemption, error) {
	if err := tx.TakePiece(reward.ID); err != nil {
		return Redemption{}, err
	}
	piece, err := tx.FreePiece(reward.ID)
	if err != nil {
		return Redemption{}, err
	}
	r := Redemption{
		ID: domain.RedemptionID(s.rt.NewID("rdm")), Reward: reward.ID, Expert: b.ID, PieceNo: piece, Nth: nth,
		Price: reward.Price, State: Requested, RequestedAt: s.rt.Now(), Drop: from.ID, Version: 1,
		Gift: reward.Charity, Matched: reward.matched(),
	}
	if from.Kind == FirstCome {
		r.Senior, r.ConfirmUntil = b.Level >= SeniorLevel, r.RequestedAt.Add(HoldWindow)
	}
	trusted, err := tx.Trusted(b.ID)
	if err != nil {
		return Redemption{}, err
	}
	r.Asks = Asks(b, r.Price, trusted)
	if err := s.promise(tx, &r); err != nil {
		return Redemption{}, err
	}
	if err := tx.AddRedemption(r); err != nil {
		return Redemption{}, err
	}
	by := domain.Actor{Role: domain.RoleExpert, ID: string(b.ID)}
	t, err := ledger.Reserve(s.fact(r, "reserve:"+string(r.ID), by), b.ID, r.Price)
	if err != nil {
		return Redemption{}, err
	}
	if err := s.post(tx, t); err != nil {
		return Redemption{}, err
	}
	if err := s.passes(tx, &r); err != nil || r.State == Requested {
		return r, err
	}
	if err := tx.SaveRedemption(r); err != nil {
		return Redemption{}, err
	}
	r.Version++
	return r, s.spend(tx, r, domain.System)
}

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
