package rewards

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ReviewRules say what it is worth to mark a conversation as a colleague does
// who has not seen the card: to both of them.
type ReviewRules struct {
	Points domain.Points `json:"points"`
	PerDay int           `json:"perDay"` // most that are paid of one day
}

func (r *ReviewRules) check() error {
	if r != nil && (r.Points < 0 || r.Points > maxBase || r.PerDay < 1 || r.PerDay > 1000) {
		return fmt.Errorf("rewards: reviews: %+v", *r)
	}
	return nil
}

// Review is what rewards wants to know of one of two score cards of a
// conversation that agree: "smp_…:1" is the first, "smp_…:2" the second.
type Review struct {
	Reviewer domain.ExpertID // empty: staff marked it, who earn nothing
	At       time.Time       // when the second card was given
	Agrees   bool
}

// ReviewStore is what awards for reviews need.
type ReviewStore interface {
	EarnedReview(source string) (Review, error)
	// PaidReviews are how many reviews of an expert's day are worth something. The expert is held.
	PaidReviews(e domain.ExpertID, day string) (int, error)
}

// worth is what the next review of a day is worth.
func (r ReviewRules) worth(paid int) Arithmetic {
	if paid >= r.PerDay {
		return nothing("not_paid:reviews_full")
	}
	return plain(r.Points, string(ForReview))
}

// BookReviews books both cards of a conversation that was looked at twice.
func (r *Rewards) BookReviews(ctx context.Context, sample string) error {
	for _, card := range []string{":1", ":2"} {
		if err := r.BookReview(ctx, sample+card); err != nil {
			return err
		}
	}
	return nil
}

// BookReview makes the points of one card pending for the expert who gave it,
// when another one agrees. It does nothing the second time, for staff, where the
// two differ, and under rules that pay nothing for it. More than so many of a day
// get an award of no points that says why. Two at once: the expert is locked.
func (r *Rewards) BookReview(ctx context.Context, source string) error {
	return r.inTx(ctx, func(tx Store) error {
		v, err := tx.EarnedReview(source)
		if err != nil || v.Reviewer == "" || !v.Agrees {
			return err
		}
		a, set, err := r.bonus(tx, Fact{ForReview, source}, v.Reviewer, v.At)
		if err != nil || a.ID == "" || set.Review == nil {
			return err
		}
		paid, err := tx.PaidReviews(v.Reviewer, a.Day)
		if err != nil {
			return err
		}
		a.Arithmetic = set.Review.worth(paid)
		a.Pending = a.Arithmetic.Points
		return r.add(tx, a)
	})
}
