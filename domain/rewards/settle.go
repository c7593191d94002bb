package rewards

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/ledger"
)

// page is how many rows of work are looked up at a time.
const page = 200

// SettleDue settles every award whose time has come, oldest first, and tells
// how many. Each is settled in a transaction of its own and exactly once,
// whoever else is at it; what was missed while nobody ran is caught up in the
// order it was due, and booked at the time of booking. Nothing that is due in
// the future is touched. An award that fails does not keep the others waiting:
// its error comes back with the count.
func (r *Rewards) SettleDue(ctx context.Context) (int, error) {
	var (
		n      int
		failed error
		after  Due
	)
	for {
		due, err := r.due(ctx, after)
		if err != nil || len(due) == 0 {
			return n, errors.Join(failed, err)
		}
		for _, d := range due {
			done, err := r.settle(ctx, d.ID)
			if ctx.Err() != nil {
				return n, errors.Join(failed, ctx.Err())
			}
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("settle %s: %w", d.ID, err))
			}
			if done {
				n++
			}
		}
		after = due[len(due)-1]
	}
}

func (r *Rewards) due(ctx context.Context, after Due) (due []Due, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		due, err = tx.DueAwards(r.rt.Now(), after, page)
		return err
	})
	return due, err
}

// settle gives one award its final value: the rating counts now and can no
// longer be edited. It reports false when somebody else was first, and while a
// rating is too young for its expert to know it, a day at most.
func (r *Rewards) settle(ctx context.Context, id domain.AwardID) (done bool, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		done = false
		a, err := tx.LockAward(id)
		if err != nil || !a.Due(r.rt.Now()) {
			return err
		}
		if waits, err := r.waits(tx, a); err != nil || waits {
			return err
		}
		if err := r.value(tx, &a); err != nil {
			return err
		}
		if err := tx.SaveAward(a); err != nil {
			return err
		}
		if _, err := r.fallShort(tx, a); err != nil { // what can be spent is held before what is pending
			return err
		}
		if err := r.move(tx, a); err != nil {
			return err
		}
		done = true
		return tx.Emit(Settled{a.Expert, a.ID})
	})
	if errors.Is(err, domain.ErrStale) {
		return false, nil
	}
	return done, err
}

// waits reports whether a would tell its expert of a rating that is not told yet.
// The conversation is held from here on, so that no rating slips in. Whoever
// changes a rating again and again keeps nothing back for more than a day.
func (r *Rewards) waits(tx Store, a Award) (bool, error) {
	if a.Kind != ForConversation || !r.rt.Now().Before(a.SettleAt.Add(desk.TellWithin)) {
		return false, nil
	}
	if err := tx.HoldConversation(a.Conversation); err != nil {
		return false, err
	}
	return tx.RatingWaits(a.Conversation, a.Episode, r.rt.Now())
}

// value fixes what a is worth now.
func (r *Rewards) value(tx Store, a *Award) error {
	set, err := tx.RuleSet(a.RuleSet)
	if err != nil {
		return err
	}
	switch a.Kind {
	case ForConversation:
		if err := tx.SettleRating(a.Conversation, a.Episode, r.rt.Now()); err != nil {
			return err
		}
		e, err := r.counted(tx, a)
		if err != nil {
			return err
		}
		limit, err := stillBeyond(tx, a, e)
		if err != nil {
			return err
		}
		a.Settle(set.Rules, e, e.Rating, limit, r.rt.Now())
	case ForFirstTimeRight:
		e, err := r.counted(tx, a)
		if err != nil {
			return err
		}
		contacts, err := tx.Contacts(e.Conversation, e.ClosedAt, set.Rules.FirstTimeRight.until(e))
		if err != nil {
			return err
		}
		a.fix(set.Rules.FirstTimeRight.Score(e, contacts), r.rt.Now())
	case ForHandOver:
		h, err := tx.EarnedHandOver(domain.HandOverID(a.Source))
		if err != nil {
			return err
		}
		a.fix(set.Rules.scoreHandOver(h), r.rt.Now())
	case ForFollowUp, ForHelp:
		id := domain.FollowUpID(a.Source)
		if err := tx.HoldFollowUp(id); err != nil { // no answer slips in beside it
			return err
		}
		u, err := tx.EarnedFollowUp(id)
		if err != nil {
			return err
		}
		worth := FollowUpRules.kept
		if a.Kind == ForHelp {
			worth = FollowUpRules.helped
		}
		a.fix(worth(*set.Rules.FollowUp, u), r.rt.Now())
	case ForShift, ForAudition, ForReview, ForArticle, ForRecheck: // what they are worth was known when they were booked
		a.fix(a.Arithmetic, r.rt.Now())
	default:
		return fmt.Errorf("rewards: %s cannot be settled: what is a %s?", a.ID, a.Kind)
	}
	return nil
}

// stillBeyond looks again whether a conversation is beyond the limits of its
// pair: its customer may have turned out to be somebody who came before under
// another name. Of those the first earns.
func stillBeyond(tx Store, a *Award, e Episode) (Pair, error) {
	if !a.scores() {
		return "", nil
	}
	others, err := tx.PairEnds(a.Expert, a.Conversation, e.ClosedAt, pairMonthSpan)
	others = slices.DeleteFunc(others, func(t time.Time) bool { return !t.Before(e.ClosedAt) })
	return pairLimit(e.ClosedAt, others), err
}

// counted reads the episode of an award with what counts of it: what ties its
// customer to its expert, and the customer's rating unless ratings like it do not.
func (r *Rewards) counted(tx Store, a *Award) (Episode, error) {
	e, err := r.linked(tx, a.Conversation, a.Episode)
	if err != nil {
		return e, err
	}
	programme, err := tx.Programme()
	if !programme.AnonymousRatings {
		e.Rating, e.Solved = nil, ""
	}
	return e, err
}

// move books what settling a moves: what was pending and stays becomes
// spendable, and the difference is a transfer of its own. Half of it pays what its
// expert owes.
func (r *Rewards) move(tx Store, a Award) error {
	m := a.moves()
	if err := r.post(tx, a, "settle", m.Settle, ledger.Settle); err != nil {
		return err
	}
	if err := r.post(tx, a, "adjust", m.Add, ledger.AdjustUp); err != nil {
		return err
	}
	if err := r.post(tx, a, "adjust", m.Void, ledger.AdjustDown); err != nil {
		return err
	}
	return r.repay(tx, a, "settle", "repay", m.Settle+m.Add)
}
