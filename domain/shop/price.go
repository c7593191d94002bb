package shop

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// PriceNotice is how long a higher price is announced before it counts.
const PriceNotice = 7 * 24 * time.Hour

// reprice sets another price. On the shelf a higher one is announced, so that
// nobody who saves up is surprised; a lower one counts at once, and so does any
// of what is not on the shelf.
func (r *Reward) reprice(price domain.Points, now time.Time) {
	switch {
	case price == r.NextPrice && !r.NextPriceAt.IsZero(): // as it is announced
	case price > r.Price && r.onShelf():
		r.NextPrice, r.NextPriceAt = price, now.Add(PriceNotice)
	default:
		r.Price, r.NextPrice, r.NextPriceAt = price, 0, time.Time{}
	}
}

// onShelf reports whether r can be redeemed for points without a drop.
func (r Reward) onShelf() bool { return !r.Limited && r.ArchivedAt.IsZero() }

// returns puts r back on the shelf at the lowest price that counted within
// PriceNotice: to be away for a moment is no way to raise a price without notice.
func (r *Reward) returns(lowest domain.Points, now time.Time) {
	if lowest < r.Price {
		r.NextPrice, r.NextPriceAt, r.Price = r.Price, now.Add(PriceNotice), lowest
	}
}

// comesBack does it for a change that puts a reward back on the shelf.
func (s *Shop) comesBack(tx Store, before Reward, r *Reward) error {
	if before.onShelf() || !r.onShelf() {
		return nil
	}
	lowest, err := tx.LowestPrice(r.ID, s.rt.Now().Add(-PriceNotice))
	if err == nil {
		r.returns(lowest, s.rt.Now())
	}
	return err
}

// rise lets an announced price count when its time has come, and reports
// whether it has.
func (r *Reward) rise(now time.Time) bool {
	if r.NextPriceAt.IsZero() || now.Before(r.NextPriceAt) {
		return false
	}
	r.Price, r.NextPrice, r.NextPriceAt = r.NextPrice, 0, time.Time{}
	return true
}

// rises stores a price whose time has come, in whichever transaction comes first.
func (s *Shop) rises(tx Store, r *Reward) error {
	since := r.NextPriceAt
	if !r.rise(s.rt.Now()) {
		return nil
	}
	if err := tx.SaveReward(*r); err != nil {
		return err
	}
	r.Version++
	if err := tx.AddPrice(r.ID, r.Price, since); err != nil {
		return err
	}
	return tx.Emit(RewardChanged{r.ID})
}

// MindPrices lets every announced price count whose time has come, once.
func (s *Shop) MindPrices(ctx context.Context) (effects int, err error) {
	var due []domain.RewardID
	if err := s.inTx(ctx, func(tx Store) (err error) {
		due, err = tx.RisingRewards(s.rt.Now())
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range due {
		var rose bool
		if err := s.inTx(ctx, func(tx Store) error {
			r, err := tx.LockReward(id)
			if err != nil {
				return err
			}
			since := r.NextPriceAt
			if err := s.rises(tx, &r); err != nil {
				return err
			}
			rose = !since.IsZero() && r.NextPriceAt.IsZero() // or somebody redeemed it, or changed it, meanwhile
			return nil
		}); err != nil {
			return effects, err
		}
		if rose {
			effects++
		}
	}
	return effects, nil
}
