package rewards

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// AmendStore is what putting an award right needs.
type AmendStore interface {
	// RatingWaits reports whether the episode's rating is not to be known yet; the conversation is held.
	RatingWaits(domain.ConversationID, int, time.Time) (bool, error)
	// AwardFor is the award for an episode; empty: there is none. The expert is held.
	AwardFor(domain.ConversationID, int) (domain.AwardID, error)
	// AddAmend notes what an award is worth more. False: it was noted, or people took the award back.
	AddAmend(domain.AwardID, domain.Points, time.Time) (bool, error)
	AmendAward(Award) error // domain.ErrStale when another writer was first
}

// Amend pays what a settled conversation is worth more since its rating was set
// aside: by the rules, the place and the campaign that it was settled with. It
// takes nothing, and does nothing the second time, where the rating came after
// the settlement and cost nothing, or before the settlement, which looks for
// itself. The race: expert, conversation and award are held, and
// an award is amended once.
func (r *Rewards) Amend(ctx context.Context, id domain.ConversationID, episode int, e domain.ExpertID) error {
	return r.inTx(ctx, func(tx Store) error {
		if err := tx.LockEarner(e); err != nil {
			return err
		}
		if err := tx.HoldConversation(id); err != nil {
			return err
		}
		found, err := tx.AwardFor(id, episode)
		if err != nil || found == "" {
			return err
		}
		a, err := tx.LockAward(found)
		if err != nil || a.SettledAt.IsZero() || a.voided() || !a.scores() || !a.Arithmetic.rated() || a.Expert != e {
			return err
		}
		set, err := tx.RuleSet(a.RuleSet)
		if err != nil {
			return err
		}
		episode, err := r.counted(tx, &a)
		if err != nil {
			return err
		}
		limit, err := stillBeyond(tx, &a, episode)
		if err != nil {
			return err
		}
		was, settledAt := a.Settled, a.SettledAt
		a.Settle(set.Rules, episode, episode.Rating, limit, settledAt)
		return r.amend(tx, a, a.Settled-was)
	})
}

func (r *Rewards) amend(tx Store, a Award, more domain.Points) error {
	if more <= 0 {
		return nil
	}
	first, err := tx.AddAmend(a.ID, more, r.rt.Now())
	if err != nil || !first {
		return err
	}
	if err := tx.AmendAward(a); err != nil {
		return err
	}
	if err := r.post(tx, a, "amend", more, ledger.AdjustUp); err != nil {
		return err
	}
	if err := r.repay(tx, a, "amend", "repay_amend", more); err != nil {
		return err
	}
	return tx.Emit(Settled{a.Expert, a.ID})
}
