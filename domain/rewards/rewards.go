package rewards

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
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

// Linked is an episode whose customer is tied to its expert.
type Linked struct {
	Conversation domain.ConversationID
	Episode      int
	Link         desk.Link
}

// Confirmed names an episode that can be booked.
type Confirmed struct {
	Conversation domain.ConversationID
	Episode      int
	At           time.Time
}

// Fact names what a bonus is for: a hand-over, a follow-up, a shift, a review.
type Fact struct {
	Kind   Kind
	Source string
}

// Pending is what one award has pending.
type Pending struct {
	Award  domain.AwardID
	Points domain.Points // that no penalty has taken
}

// Store is what rewards needs from one transaction. The order of locks is
// experts, conversations, awards, accounts.
type Store interface {
	// What the desk tells.
	Programme() (Programme, error)
	EarnedEpisode(domain.ConversationID, int) (Episode, error)
	HoldConversation(domain.ConversationID) error // until the transaction ends
	// Link looks for what ties the episode's customer to an expert.
	Link(domain.ExpertID, domain.ConversationID, int) (desk.Link, error)
	MarkLinked(domain.ConversationID, int, desk.Link) error // once; the conversation is held
	// UnmarkedLinks are episodes with a link that is not marked and whose points are not settled.
	UnmarkedLinks(limit int) ([]Linked, error)
	// PairEnds are when other conversations of the expert with the same customer
	// ended that earn something, within the span around at.
	PairEnds(e domain.ExpertID, id domain.ConversationID, at time.Time, span time.Duration) ([]time.Time, error)
	// Contacts are the episodes that the same customer began after the first time and before the second.
	Contacts(id domain.ConversationID, after, before time.Time) ([]Contact, error)
	SettleRating(domain.ConversationID, int, time.Time) error // holds the conversation: no rating slips in beside it
	HandOversOf(domain.ConversationID, int) ([]domain.HandOverID, error)
	EarnedHandOver(domain.HandOverID) (HandOver, error)
	EarnedFollowUp(domain.FollowUpID) (FollowUp, error)
	HoldFollowUp(domain.FollowUpID) error // until the transaction ends
	ShiftStore
	AuditionStore
	CampaignStore
	BudgetStore
	DraftStore
	ReviewStore
	ArticleStore
	AmendStore

	// Awards.
	LockEarner(domain.ExpertID) error // holds the expert's row until the transaction ends
	HasAward(Kind, string) (bool, error)
	AwardsOn(e domain.ExpertID, day string) (int, error)      // the highest day number given out
	RoundAt(time.Time) (Round, error)                         // ErrNoRound when none covers the time
	Unbooked(after Confirmed, limit int) ([]Confirmed, error) // of rounds that are not final, by time
	UnbookedBonuses(after Fact, limit int) ([]Fact, error)    // of rounds that are not final and pay them, by kind and source
	AddAward(Award) error
	DueAwards(now time.Time, after Due, limit int) ([]Due, error) // by settle time, then id
	LockAward(domain.AwardID) (Award, error)
	SaveAward(Award) error // domain.ErrStale when another writer was first

	// Penalties.
	LockPending(domain.ExpertID) ([]Pending, error) // holds what is not settled; in the order it will be
	LockAvailable(domain.ExpertID) (domain.Points, error)
	AddTaking(penalty, from domain.AwardID, amount domain.Points) error
	DebtStore
	OverdraftStore
	ClaimStore

	// Rule sets.
	RuleSet(version int) (RuleSet, error)
	RuleSets() (int, error)
	AddRuleSet(RuleSet, domain.Actor) error
	HoldRules() error // until the transaction ends, so that a version is added once
	NextSeason() (starts time.Time, planned bool, err error)
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

// Book makes the unrated value of a confirmed episode pending for the expert
// who answered, with what it earns if the customer need not come back, and books
// its hand-overs. It is safe to call twice: an episode has one award of a kind.
// An episode that is not confirmed, or that no expert answered, earns its expert
// nothing; one that is not qualified, whose customer is tied to the expert or
// that is beyond the limits of the pair gets an award of no points that says why.
func (r *Rewards) Book(ctx context.Context, id domain.ConversationID, episode int) error {
	var given []domain.HandOverID
	err := r.inTx(ctx, func(tx Store) (err error) {
		if given, err = tx.HandOversOf(id, episode); err != nil {
			return err
		}
		e, err := tx.EarnedEpisode(id, episode)
		if err != nil || e.Expert == "" || e.ConfirmedAt.IsZero() {
			return err
		}
		if err := tx.LockEarner(e.Expert); err != nil {
			return err
		}
		if known, err := tx.HasAward(ForConversation, e.source()); err != nil || known {
			return err
		}
		return r.book(tx, id, episode)
	})
	for _, h := range given {
		err = errors.Join(err, r.BookHandOver(ctx, h))
	}
	return err
}

// book books one episode. The caller holds the expert's row, so that no place of
// the day is given twice and no pair goes beyond its limits.
func (r *Rewards) book(tx Store, id domain.ConversationID, episode int) error {
	e, err := r.linked(tx, id, episode)
	if err != nil {
		return err
	}
	award, set, err := r.award(tx, e)
	if err != nil {
		return err
	}
	if err := r.add(tx, award); err != nil || !award.scores() || set.FirstTimeRight == nil || !promising(e) {
		return err
	}
	right := award
	right.ID, right.Kind, right.DayNo, right.Boost = domain.AwardID(r.rt.NewID("awd")), ForFirstTimeRight, 0, Boost{}
	right.Arithmetic = plain(set.FirstTimeRight.Points, string(ForFirstTimeRight))
	right.Pending = right.Arithmetic.Points
	right.SettleAt = set.FirstTimeRight.until(e).Add(settleMargin)
	return r.add(tx, right)
}

// linked reads an episode and marks what ties its customer to its expert. The
// conversation is held from here on.
func (r *Rewards) linked(tx Store, id domain.ConversationID, episode int) (Episode, error) {
	if err := tx.HoldConversation(id); err != nil {
		return Episode{}, err
	}
	e, err := tx.EarnedEpisode(id, episode)
	if err != nil || e.Linked != "" {
		return e, err
	}
	if e.Linked, err = tx.Link(e.Expert, id, episode); err != nil || e.Linked == "" {
		return e, err
	}
	return e, tx.MarkLinked(id, episode, e.Linked)
}

// add stores an award, books what it has pending and tells it.
func (r *Rewards) add(tx Store, a Award) error {
	if err := tx.AddAward(a); err != nil {
		return err
	}
	if err := r.post(tx, a, "award", a.Pending, ledger.Award); err != nil {
		return err
	}
	return tx.Emit(Awarded{a.Expert, a.ID})
}

// award computes what e earns, with its place in the expert's day.
func (r *Rewards) award(tx Store, e Episode) (Award, Rules, error) {
	a, set, err := r.blank(tx, ForConversation, e.source(), e.ConfirmedAt)
	if err != nil {
		return a, set, fmt.Errorf("award for %s at %s: %w", e.Conversation, e.ConfirmedAt, err)
	}
	a.Expert, a.Conversation, a.Episode, a.Difficulty = e.Expert, e.Conversation, e.Number, e.Difficulty()
	a.SettleAt = set.Conversation.Vesting.settleAt(e)
	f := e.facts(0, nil)
	if set.Conversation.Qualified.Lacks(f) == "" {
		others, err := tx.PairEnds(e.Expert, e.Conversation, e.ClosedAt, pairMonthSpan)
		if err != nil {
			return a, set, err
		}
		f.Pair = pairLimit(e.ClosedAt, others)
	}
	if set.Conversation.Qualified.Lacks(f) == "" {
		taken, err := tx.AwardsOn(a.Expert, a.Day)
		if err != nil {
			return a, set, err
		}
		a.DayNo, f.DayNo = taken+1, taken+1
		if a.Boost, err = r.boost(tx, e); err != nil {
			return a, set, err
		}
		f.Boost = a.Boost
	}
	a.Arithmetic = set.Score(f)
	a.Pending = a.Arithmetic.Points
	return a, set, nil
}

// blank begins the award for a fact of the given time, and finds the rules that
// its round is played by.
func (r *Rewards) blank(tx Store, k Kind, source string, at time.Time) (Award, Rules, error) {
	programme, err := tx.Programme()
	if err != nil {
		return Award{}, Rules{}, err
	}
	round, err := tx.RoundAt(at)
	if err != nil {
		return Award{}, Rules{}, err
	}
	set, err := tx.RuleSet(round.RuleSet)
	return Award{
		ID: domain.AwardID(r.rt.NewID("awd")), Kind: k, Source: source, Round: round.ID, RuleSet: set.Version,
		Day: at.In(programme.Zone).Format(time.DateOnly), EarnedAt: at, Version: 1,
	}, set.Rules, err
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
