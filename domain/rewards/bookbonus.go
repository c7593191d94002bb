package rewards

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// BookHandOver makes the points of a hand-over pending for the expert who gave
// it, once its receiver has scored the summary and the end of the episode is
// confirmed, whichever comes last. It does nothing before that, the second time,
// for staff, who earn nothing, and under rules that pay nothing for it. A
// hand-over that was not good gets an award of no points that says why.
func (r *Rewards) BookHandOver(ctx context.Context, id domain.HandOverID) error {
	return r.inTx(ctx, func(tx Store) error {
		h, err := tx.EarnedHandOver(id)
		if err != nil || h.Giver == "" || h.Score == 0 || h.Episode.ConfirmedAt.IsZero() {
			return err
		}
		a, set, err := r.bonus(tx, Fact{ForHandOver, string(id)}, h.Giver, later(h.ScoredAt, h.Episode.ConfirmedAt))
		if err != nil || a.ID == "" || set.HandOver == nil {
			return err
		}
		a.Conversation, a.Episode, a.Difficulty = h.Episode.Conversation, h.Episode.Number, h.Episode.Difficulty()
		a.Arithmetic = set.scoreHandOver(h)
		a.Pending = a.Arithmetic.Points
		return r.add(tx, a)
	})
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// BookFollowUp books what has become of a follow-up: points when it is done,
// more when it was kept and the customer says that it helped, and a penalty when it was missed.
// Each is booked once; what has not happened yet is left for later. Under rules
// that know no follow-ups it does nothing.
func (r *Rewards) BookFollowUp(ctx context.Context, id domain.FollowUpID) error {
	return r.inTx(ctx, func(tx Store) error {
		u, err := heldFollowUp(tx, id)
		if err != nil {
			return err
		}
		if !u.MissedAt.IsZero() {
			if err := r.penalize(tx, u); err != nil {
				return err
			}
		}
		if !u.DoneAt.IsZero() {
			if err := r.bookKept(tx, u, ForFollowUp, u.DoneAt, FollowUpRules.kept); err != nil {
				return err
			}
		}
		if u.Helped && u.kept() {
			return r.bookKept(tx, u, ForHelp, u.HelpedAt, FollowUpRules.helped)
		}
		return nil
	})
}

// heldFollowUp reads a follow-up and holds it, after the expert who keeps it.
func heldFollowUp(tx Store, id domain.FollowUpID) (FollowUp, error) {
	seen, err := tx.EarnedFollowUp(id)
	if err != nil {
		return seen, err
	}
	if err := tx.LockEarner(seen.Expert); err != nil {
		return seen, err
	}
	if err := tx.HoldFollowUp(id); err != nil {
		return seen, err
	}
	u, err := tx.EarnedFollowUp(id)
	if err == nil && u.Expert != seen.Expert {
		err = domain.ErrStale // somebody else keeps it now: the next look books it
	}
	return u, err
}

func (r *Rewards) bookKept(tx Store, u FollowUp, k Kind, at time.Time, worth func(FollowUpRules, FollowUp) Arithmetic) error {
	a, set, err := r.bonus(tx, Fact{k, string(u.ID)}, u.Expert, at)
	if err != nil || a.ID == "" || set.FollowUp == nil {
		return err
	}
	a.Conversation, a.Episode = u.Conversation, u.Episode
	a.Arithmetic = worth(*set.FollowUp, u)
	a.Pending = a.Arithmetic.Points
	return r.add(tx, a)
}

// bonus begins an award beside the conversation's: with its expert held, and
// without an id when there is one already.
func (r *Rewards) bonus(tx Store, f Fact, e domain.ExpertID, at time.Time) (Award, Rules, error) {
	if err := tx.LockEarner(e); err != nil {
		return Award{}, Rules{}, err
	}
	if known, err := tx.HasAward(f.Kind, f.Source); err != nil || known {
		return Award{}, Rules{}, err
	}
	a, set, err := r.blank(tx, f.Kind, f.Source, at)
	a.Expert = e
	a.SettleAt = at.Add(time.Duration(set.Conversation.Vesting.ConfirmedHours) * time.Hour)
	return a, set, err
}

// penalize takes the points of a missed follow-up. The expert's row is held,
// which every redemption and every booking waits for, so nothing is spent in
// between.
func (r *Rewards) penalize(tx Store, u FollowUp) error {
	a, set, err := r.bonus(tx, Fact{ForMissed, string(u.ID)}, u.Expert, u.MissedAt)
	if err != nil || a.ID == "" || set.FollowUp == nil {
		return err
	}
	a.Conversation, a.Episode, a.SettleAt = u.Conversation, u.Episode, u.MissedAt
	return r.take(tx, a, set.FollowUp.missed)
}

// take books a penalty: from what is pending, in the order in which it will be
// settled, then from what can be spent, and never more than is there. It is final
// at once. worth says what it takes of what is there.
func (r *Rewards) take(tx Store, a Award, worth func(there domain.Points) Arithmetic) error {
	pending, err := tx.LockPending(a.Expert)
	if err != nil {
		return err
	}
	available, err := tx.LockAvailable(a.Expert)
	if err != nil {
		return err
	}
	there := available
	for _, p := range pending {
		there += p.Points
	}
	a.fix(worth(there), r.rt.Now())
	if err := tx.AddAward(a); err != nil {
		return err
	}
	left := -a.Settled
	for _, p := range pending {
		amount := min(left, p.Points)
		if amount == 0 {
			continue
		}
		if err := tx.AddTaking(a.ID, p.Award, amount); err != nil {
			return err
		}
		left -= amount
	}
	if err := r.post(tx, a, "penalty", -a.Settled-left, ledger.AdjustDown); err != nil {
		return err
	}
	if err := r.post(tx, a, "forfeit", left, ledger.Forfeit); err != nil {
		return err
	}
	return tx.Emit(Settled{a.Expert, a.ID})
}
