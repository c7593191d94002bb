package shop

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// What a person decides about, and how long everybody may take.
const (
	DearPrice    domain.Points = 3_000 // what costs more is decided by a person
	TrustedLevel int           = 2     // whose requests below it are decided by a person
	DecideDays   int           = 3     // working days from the request, or from its confirmation
	ShipDays     int           = 10    // working days from the approval
	lowShare     int           = 20    // percent of the stock; at that or less it is low
)

// Ask is a rule that wants a person's decision about a redemption.
type Ask string

// The rules that do.
const (
	AskFirst Ask = "first" // nothing that was approved for its expert still stands
	AskDear  Ask = "dear"  // it costs more than 3,000 points
	AskLevel Ask = "level" // it is of a candidate or a rookie
	AskCase  Ask = "case"  // two people are about to take points of its expert back
)

// Asks are the rules that want a person's decision about what b asks for at a
// price. trusted says that something was approved for them before.
func Asks(b Buyer, price domain.Points, trusted bool) []Ask {
	all := make([]Ask, 0, 4)
	if !trusted {
		all = append(all, AskFirst)
	}
	if price > DearPrice {
		all = append(all, AskDear)
	}
	if b.Level < TrustedLevel {
		all = append(all, AskLevel)
	}
	if b.Accused {
		all = append(all, AskCase)
	}
	return all
}

// judge asks for a person when its expert is accused now, and does not when they
// are not any more: what was true at the request decides nothing. The expert is held.
func (r *Redemption) judge(b Buyer) {
	r.Asks = slices.DeleteFunc(r.Asks, func(a Ask) bool { return a == AskCase })
	if b.Accused {
		r.Asks = append(r.Asks, AskCase)
	}
}

// alone reports whether r is approved by itself: no rule asks for a person, and
// its expert has nothing to confirm.
func (r Redemption) alone() bool {
	return r.State == Requested && len(r.Asks) == 0 && !r.unconfirmed()
}

// late notes that a promised day is over, once for each, and reports whether it
// did: there is an apology for the expert, and an alarm for the staff.
func (r *Redemption) late(now time.Time) bool {
	switch {
	case r.State == Requested && past(r.DecideBy, r.DecideLateAt, now):
		r.DecideLateAt = now
	case r.State == Approved && past(r.ShipBy, r.ShipLateAt, now):
		r.ShipLateAt = now
	default:
		return false
	}
	return true
}

func past(by, lateAt, now time.Time) bool { return !by.IsZero() && lateAt.IsZero() && !now.Before(by) }

// promise says until when r is decided, when that begins now.
func (s *Shop) promise(tx Store, r *Redemption) (err error) {
	if !r.unconfirmed() {
		r.DecideBy, err = tx.Workdays(s.rt.Now(), DecideDays)
	}
	return err
}

// approve notes who approved r, and until when it is sent.
func (r *Redemption) approve(by domain.Actor, now, shipBy time.Time) {
	r.State, r.ApprovedAt, r.DecidedBy, r.ShipBy = Approved, now, by.ID, shipBy
	if by == domain.System {
		r.DecidedBy = string(domain.RoleSystem)
	}
}

// passes approves what no person has to decide about, in the transaction of the
// request or of its confirmation.
func (s *Shop) passes(tx Store, r *Redemption) error {
	if !r.alone() {
		return nil
	}
	by, err := tx.Workdays(s.rt.Now(), ShipDays)
	if err != nil {
		return err
	}
	r.approve(domain.System, s.rt.Now(), by)
	return nil
}

// MindPromises tells experts that their reward is late, and the staff that it
// is, each once for the decision and once for the parcel.
func (s *Shop) MindPromises(ctx context.Context) (effects int, err error) {
	for more := true; more; {
		var due []domain.RedemptionID
		if err := s.inTx(ctx, func(tx Store) (err error) {
			due, err = tx.Belated(s.rt.Now(), releaseBatch)
			return err
		}); err != nil {
			return effects, err
		}
		more = len(due) == releaseBatch
		for _, id := range due {
			_, err := s.change(ctx, id, func(_ Store, r *Redemption) error {
				if !r.late(s.rt.Now()) {
					return ErrWrongState
				}
				return nil
			}, func(tx Store, _, now Redemption) error { return tx.Emit(RedemptionLate{now.ID, now.Expert, now.State}) })
			switch {
			case err == nil:
				effects++
			case !errors.Is(err, ErrWrongState): // else it was decided, sent or told meanwhile
				return effects, err
			}
		}
	}
	return effects, nil
}

// MindStock tells the staff once that a fifth or less of a reward's pieces
// remains, and forgets it when there are more again. What goes out in drops is
// not meant: it is there to be gone.
func (s *Shop) MindStock(ctx context.Context) (effects int, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		low, err := tx.MarkStock(lowShare, s.rt.Now())
		if err != nil {
			return err
		}
		effects = len(low)
		for _, id := range low {
			if err := tx.Emit(StockLow{id}); err != nil {
				return err
			}
		}
		return nil
	})
	return effects, err
}

// RedemptionLate: what was promised for a day did not come by then.
type RedemptionLate struct {
	Redemption domain.RedemptionID `json:"redemptionId"`
	Expert     domain.ExpertID     `json:"expertId"`
	State      State               `json:"state"` // in which it waits
}

// EventName is the published name.
func (RedemptionLate) EventName() string { return "redemption.late" }

// StockLow: a fifth or less of a reward remains.
type StockLow struct {
	Reward domain.RewardID `json:"rewardId"`
}

// EventName is the published name.
func (StockLow) EventName() string { return "reward.low" }
