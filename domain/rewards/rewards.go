package rewards

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// Programme is what the brand's settings say about awards.
type Programme struct {
	Zone             *time.Location
	AnonymousRatings bool // whether a rating by somebody unknown counts
}

// Round is the round that an award belongs to, and the rules it is played by.
type Round struct {
	ID      domain.RoundID
	RuleSet int
}

// Due names an award that may be settled.
type Due struct {
	ID       domain.AwardID
	SettleAt time.Time
}

// Confirmed names an episode that can be booked.
type Confirmed struct {
	Conversation domain.ConversationID
	Episode      int
	At           time.Time
}

// Store is what rewards needs from one transaction.
type Store interface {
	Programme() (Programme, error)
	EarnedEpisode(domain.ConversationID, int) (Episode, error)
	LockEarner(domain.ExpertID) error // holds the expert's row until the transaction ends
	HasAward(domain.ConversationID, int) (bool, error)
	AwardsOn(e domain.ExpertID, day string) (int, error)      // the highest day number given out
	RoundAt(time.Time) (Round, error)                         // ErrNoRound when none covers the time
	Unbooked(after Confirmed, limit int) ([]Confirmed, error) // of rounds that are not final, by time
	RuleSet(version int) (RuleSet, error)
	RuleSets() (int, error)
	AddRuleSet(RuleSet, domain.Actor) error
	AddAward(Award) error
	DueAwards(now time.Time, after Due, limit int) ([]Due, error) // by settle time, then id
	LockAward(domain.AwardID) (Award, error)
	SaveAward(Award) error                                    // domain.ErrStale when another writer was first
	SettleRating(domain.ConversationID, int, time.Time) error // holds the conversation: no rating slips in beside it
	Post(ledger.Transfer) (first bool, err error)
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Rewards books awards and settles them.
type Rewards struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases of this package.
func New(inTx InTx, rt domain.Runtime) *Rewards { return &Rewards{inTx, rt} }

// ErrNoRound is the fault when something is earned at a time that no round
// covers; the event is tried again after the rounds have rolled on.
var ErrNoRound = errors.New("rewards: no round covers this time")

// OpenRules stores rules as version 1, in force from the given time, unless a
// rule set exists already. Setup calls it before the first season opens.
func (r *Rewards) OpenRules(ctx context.Context, by domain.Actor, rules Rules, from time.Time) error {
	if err := rules.Check(); err != nil {
		return err
	}
	return r.inTx(ctx, func(tx Store) error {
		n, err := tx.RuleSets()
		if err != nil || n > 0 {
			return err
		}
		return tx.AddRuleSet(RuleSet{Version: 1, EffectiveAt: from, Rules: rules}, by)
	})
}

// Book makes the unrated value of a confirmed episode pending for the expert
// who answered. It is safe to call twice: an episode has one award. An episode
// that is not confirmed, or that nobody answered, earns nothing; one that is
// not qualified gets an award of no points that says why.
func (r *Rewards) Book(ctx context.Context, id domain.ConversationID, episode int) error {
	return r.inTx(ctx, func(tx Store) error {
		e, err := tx.EarnedEpisode(id, episode)
		if err != nil {
			return err
		}
		if e.Expert == "" || e.ConfirmedAt.IsZero() {
			return nil
		}
		if err := tx.LockEarner(e.Expert); err != nil {
			return err
		}
		if known, err := tx.HasAward(id, episode); err != nil || known {
			return err
		}
		award, err := r.award(tx, e)
		if err != nil {
			return err
		}
		if err := tx.AddAward(award); err != nil {
			return err
		}
		if err := r.post(tx, award, "award", award.Pending, ledger.Award); err != nil {
			return err
		}
		return tx.Emit(Awarded{award.Expert, award.ID})
	})
}

// BookMissed books every confirmed episode that has no award, oldest first, and
// tells how many it looked at. conversation.confirmed normally books them; this
// catches up with what was confirmed while nobody listened.
func (r *Rewards) BookMissed(ctx context.Context) (int, error) {
	var (
		n      int
		failed error
		after  Confirmed
	)
	for {
		var found []Confirmed
		err := r.inTx(ctx, func(tx Store) (err error) {
			found, err = tx.Unbooked(after, page)
			return err
		})
		if err != nil || len(found) == 0 {
			return n, errors.Join(failed, err)
		}
		for _, c := range found {
			if err := r.Book(ctx, c.Conversation, c.Episode); err != nil {
				failed = errors.Join(failed, fmt.Errorf("book %s: %w", c.Conversation, err))
				continue
			}
			n++
		}
		if ctx.Err() != nil {
			return n, errors.Join(failed, ctx.Err())
		}
		after = found[len(found)-1]
	}
}

// award computes what e earns, with its place in the expert's day. The caller
// holds the expert's row, so that no place is given twice.
func (r *Rewards) award(tx Store, e Episode) (Award, error) {
	programme, err := tx.Programme()
	if err != nil {
		return Award{}, err
	}
	round, err := tx.RoundAt(e.ConfirmedAt)
	if err != nil {
		return Award{}, fmt.Errorf("award for %s at %s: %w", e.Conversation, e.ConfirmedAt, err)
	}
	set, err := tx.RuleSet(round.RuleSet)
	if err != nil {
		return Award{}, err
	}
	a := Award{
		ID:     domain.AwardID(r.rt.NewID("awd")),
		Expert: e.Expert, Conversation: e.Conversation, Episode: e.Number,
		Round: round.ID, RuleSet: set.Version, Difficulty: e.Difficulty(),
		Day:      e.ConfirmedAt.In(programme.Zone).Format(time.DateOnly),
		EarnedAt: e.ConfirmedAt, SettleAt: set.Rules.Conversation.Vesting.settleAt(e),
		Version: 1,
	}
	if set.Rules.Conversation.Qualified.Lacks(e.facts(0, nil)) == "" {
		taken, err := tx.AwardsOn(a.Expert, a.Day)
		if err != nil {
			return Award{}, err
		}
		a.DayNo = taken + 1
	}
	a.Arithmetic = set.Rules.Score(e.facts(a.DayNo, nil))
	a.Pending = a.Arithmetic.Points
	return a, nil
}

type constructor func(ledger.Fact, domain.ExpertID, domain.Points, int) (ledger.Transfer, error)

// post books one movement of a; no points are no movement.
func (r *Rewards) post(tx Store, a Award, fact string, amount domain.Points, with constructor) error {
	if amount == 0 {
		return nil
	}
	t, err := with(ledger.Fact{
		ID: domain.TransferID(r.rt.NewID("tfr")), Key: a.key(fact),
		Source: ledger.Source{Type: "award", ID: string(a.ID)},
		At:     r.rt.Now(), By: domain.System,
	}, a.Expert, amount, a.RuleSet)
	if err != nil {
		return err
	}
	first, err := tx.Post(t)
	if err == nil && !first {
		return fmt.Errorf("rewards: %s is in the ledger, but its award says otherwise", t.Key())
	}
	return err
}
