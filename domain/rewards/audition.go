package rewards

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// AuditionRules say what taking part in an audition is worth, passed or failed.
// The award counts for no board.
type AuditionRules struct {
	Points domain.Points `json:"points"`
}

func (r *AuditionRules) check() error {
	if r != nil && (r.Points < 0 || r.Points > maxBase) {
		return fmt.Errorf("rewards: auditions: %+v", *r)
	}
	return nil
}

// Owed is an audition that was played to its end by somebody who is an expert now.
type Owed struct {
	Audition string
	Expert   domain.ExpertID
}

// AuditionStore is what awards for auditions need.
type AuditionStore interface {
	// OwedAuditions are those that have no award yet, the oldest first.
	OwedAuditions(limit int) ([]Owed, error)
}

// BookAuditions gives experts the points for the auditions that they played
// before they were experts, failed ones too: until then there is no account to
// book them on. Each is booked once, and it tells how many it booked. Under rules
// that pay nothing for it, it does nothing.
func (r *Rewards) BookAuditions(ctx context.Context) (booked int, err error) {
	const most = 200
	var owed []Owed
	if err := r.inTx(ctx, func(tx Store) (err error) {
		owed, err = tx.OwedAuditions(most)
		return err
	}); err != nil {
		return 0, err
	}
	for _, o := range owed {
		first := false
		err := r.inTx(ctx, func(tx Store) error {
			first = false
			a, set, err := r.bonus(tx, Fact{ForAudition, o.Audition}, o.Expert, r.rt.Now())
			if err != nil || a.ID == "" || set.Audition == nil {
				return err
			}
			a.SettleAt = a.EarnedAt.Add(time.Duration(set.Conversation.Vesting.ConfirmedHours) * time.Hour)
			a.Arithmetic = plain(set.Audition.Points, string(ForAudition))
			a.Pending, first = a.Arithmetic.Points, true
			return r.add(tx, a)
		})
		if err != nil {
			return booked, err
		}
		if first {
			booked++
		}
	}
	return booked, nil
}
