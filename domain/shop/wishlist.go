package shop

import (
	"context"

	"github.com/kennerhq/kenner/domain"
)

// WishListMost is how many rewards an expert may save up for at once.
const WishListMost = 12

// ErrWishList refuses the thirteenth.
var ErrWishList = domain.Refuse(domain.Conflict, "wish_list_full", "Your wish list has twelve rewards. Take one off first.")

// PutOnWishList notes that an expert saves up for a reward. Twice is once. Their
// row is held, so two at once are counted one after the other.
func (s *Shop) PutOnWishList(ctx context.Context, by domain.ExpertID, id domain.RewardID) error {
	return s.inTx(ctx, func(tx Store) error {
		if _, err := tx.LockBuyer(by); err != nil {
			return err
		}
		r, err := tx.LockReward(id)
		if err != nil {
			return err
		}
		if !r.ArchivedAt.IsZero() {
			return ErrUnknownReward
		}
		added, n, err := tx.AddToWishList(by, id, s.rt.Now())
		switch {
		case err != nil:
			return err
		case n > WishListMost:
			return ErrWishList
		case !added:
			return nil
		}
		return tx.Emit(WishListChanged{id, by})
	})
}

// TakeOffWishList takes that back.
func (s *Shop) TakeOffWishList(ctx context.Context, by domain.ExpertID, id domain.RewardID) error {
	return s.inTx(ctx, func(tx Store) error {
		removed, err := tx.RemoveFromWishList(by, id)
		if err != nil || !removed {
			return err
		}
		return tx.Emit(WishListChanged{id, by})
	})
}

// WishListChanged: an expert saves up for a reward, or no longer; they alone hear of it.
type WishListChanged struct {
	Reward domain.RewardID `json:"rewardId"`
	Expert domain.ExpertID `json:"expertId"`
}

// EventName is the published name.
func (WishListChanged) EventName() string { return "wishList.changed" }
