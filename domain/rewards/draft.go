package rewards

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// DraftID names a draft of a rule set.
type DraftID string

// Draft is a rule set that is being written. There is one at a time; published,
// it is a version, and says who wrote it and who published it.
type Draft struct {
	ID          DraftID
	BasedOn     int
	Rules       Rules
	Reason      string // why the rules change: experts read it
	Author      domain.PersonID
	Edition     int
	ChangedAt   time.Time
	Publisher   domain.PersonID
	PublishedAt time.Time // zero: it is written yet
	Version     int       // that it became
}

// ReplayID names a replay that was kept.
type ReplayID string

// Kept is what a replay of a season under a draft came to.
type Kept struct {
	ID      ReplayID
	Draft   DraftID
	Edition int
	Season  domain.SeasonID
	Experts int
	Changed int // whose points or place would be others
	Before  domain.Points
	After   domain.Points
	By      domain.PersonID
	At      time.Time
}

// DraftStore is what drafts need from one transaction. The brand is held.
type DraftStore interface {
	OpenRuleDraft() (d Draft, there bool, err error)
	AddRuleDraft(Draft) error
	SaveRuleDraft(Draft) error // domain.ErrStale when another writer was first
	DropRuleDraft(DraftID) error
	OwnRules() (bool, error) // whether the brand has published any
	AddReplay(Kept) error
	Replayed(DraftID, int) (bool, error) // whether that edition was
}

var (
	ErrNoDraft     = domain.Refuse(domain.NotFound, "draft_not_found", "There is no draft.")
	ErrDraftStale  = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
	ErrOwnDraft    = domain.Refuse(domain.Conflict, "own_draft", "Somebody else publishes what you wrote.")
	ErrNotReplayed = domain.Refuse(domain.Conflict, "not_replayed", "Replay a season under exactly this draft first.")
	ErrSameRules   = domain.Refuse(domain.Conflict, "rules_same", "These are the rules of the newest version.")
	ErrSeasonSoon  = domain.Refuse(domain.Conflict, "season_too_soon", "The next season begins within a day. Publish once it has begun, for the one after it.")
	ErrReason      = domain.Refuse(domain.Invalid, "reason_required", "Say why the rules change, in at most 300 characters.").At("/reason")
)

// RulesPublished: experts can read what counts from the next season on.
type RulesPublished struct {
	Version int `json:"version"`
}

// EventRules is its name.
const EventRules = "rules.published"

func (RulesPublished) EventName() string { return EventRules }

// Rulebook writes and publishes rule sets, and announces campaigns.
type Rulebook struct {
	inTx InTx
	rt   domain.Runtime
}

// NewRulebook makes those use cases.
func NewRulebook(inTx InTx, rt domain.Runtime) *Rulebook { return &Rulebook{inTx, rt} }

// maxReason is how long a reason may be.
const maxReason = 300

// SaveDraft stores the rules as the draft. edition is the one that was edited, 0
// for a draft that is new. Who saves it has written it.
func (r *Rulebook) SaveDraft(ctx context.Context, by domain.PersonID, rules Rules, reason string, edition int) (saved Draft, err error) {
	if err := rules.Validate(); err != nil {
		return saved, err
	}
	if n := len([]rune(strings.TrimSpace(reason))); n == 0 || n > maxReason {
		return saved, ErrReason
	}
	err = r.inTx(ctx, func(tx Store) error {
		if err := tx.HoldRules(); err != nil {
			return err
		}
		newest, err := tx.RuleSets()
		if err != nil {
			return err
		}
		was, there, err := tx.OpenRuleDraft()
		if err != nil {
			return err
		}
		if !there && edition != 0 || there && edition != was.Edition {
			return ErrDraftStale
		}
		saved = was
		saved.Rules, saved.Reason, saved.Author, saved.ChangedAt, saved.BasedOn = rules, strings.TrimSpace(reason), by, r.rt.Now(), newest
		if there {
			err = tx.SaveRuleDraft(saved)
			saved.Edition++
			return err
		}
		saved.ID, saved.Edition = DraftID(r.rt.NewID("rdr")), 1
		return tx.AddRuleDraft(saved)
	})
	return saved, err
}

// DropDraft throws the draft away.
func (r *Rulebook) DropDraft(ctx context.Context) error {
	return r.inTx(ctx, func(tx Store) error {
		d, err := heldDraft(tx)
		if err != nil {
			return err
		}
		return tx.DropRuleDraft(d.ID)
	})
}

func heldDraft(tx Store) (Draft, error) {
	if err := tx.HoldRules(); err != nil {
		return Draft{}, err
	}
	d, there, err := tx.OpenRuleDraft()
	if err == nil && !there {
		err = ErrNoDraft
	}
	return d, err
}

// KeepReplay writes down what a replay came to, unless the draft has changed since
// it began.
func (r *Rulebook) KeepReplay(ctx context.Context, k Kept) (Kept, error) {
	k.ID, k.At = ReplayID(r.rt.NewID("rpl")), r.rt.Now()
	return k, r.inTx(ctx, func(tx Store) error {
		d, err := heldDraft(tx)
		if err != nil {
			return err
		}
		if d.ID != k.Draft || d.Edition != k.Edition {
			return ErrDraftStale
		}
		return tx.AddReplay(k)
	})
}

// PublishDraft makes the draft the version that counts from the next season on.
// Who publishes it did not write it, and a season was replayed under exactly it.
func (r *Rulebook) PublishDraft(ctx context.Context, by domain.Actor, edition int) (set RuleSet, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		d, err := heldDraft(tx)
		if err != nil {
			return err
		}
		starts, err := r.publishable(tx, d, domain.PersonID(by.ID), edition)
		if err != nil {
			return err
		}
		set = RuleSet{Version: d.BasedOn + 1, EffectiveAt: starts, Rules: d.Rules}
		if err := tx.AddRuleSet(set, by); err != nil {
			return err
		}
		d.Publisher, d.PublishedAt, d.Version = domain.PersonID(by.ID), r.rt.Now(), set.Version
		if err := tx.SaveRuleDraft(d); err != nil {
			return err
		}
		return tx.Emit(RulesPublished{set.Version})
	})
	return set, err
}

// publishable refuses what may not be published yet, and says from when it counts.
func (r *Rulebook) publishable(tx Store, d Draft, by domain.PersonID, edition int) (starts time.Time, err error) {
	switch {
	case d.Edition != edition:
		return starts, ErrDraftStale
	case d.Author == by:
		return starts, ErrOwnDraft
	}
	newest, err := tx.RuleSets()
	if err != nil {
		return starts, err
	}
	if newest != d.BasedOn { // the product brought a version: look at it again
		return starts, ErrDraftStale
	}
	set, err := tx.RuleSet(newest)
	if err != nil {
		return starts, err
	}
	if len(Changes(set.Rules, d.Rules)) == 0 {
		return starts, ErrSameRules
	}
	if done, err := tx.Replayed(d.ID, d.Edition); err != nil || !done {
		return starts, orElse(err, ErrNotReplayed)
	}
	starts, planned, err := tx.NextSeason()
	if err == nil && (!planned || starts.Sub(r.rt.Now()) < announceAhead) {
		err = ErrSeasonSoon
	}
	return starts, err
}

func orElse(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// Change is one number that two rule sets have differently. What one of them does
// not have is empty.
type Change struct {
	At     string // a JSON pointer: "/conversation/quality/stars/4"
	Before string
	After  string
}

// Changes tells what differs between two rule sets, by place.
func Changes(before, after Rules) []Change {
	a, b := flat(before), flat(after)
	var all []Change
	for at, was := range a {
		if b[at] != was {
			all = append(all, Change{at, was, b[at]})
		}
	}
	for at, is := range b {
		if _, known := a[at]; !known {
			all = append(all, Change{at, "", is})
		}
	}
	slices.SortFunc(all, func(x, y Change) int { return strings.Compare(x.At, y.At) })
	return all
}

// flat is every number of a rule set by its place.
func flat(r Rules) map[string]string {
	raw, err := json.Marshal(r)
	if err != nil {
		return nil
	}
	var tree any
	if json.Unmarshal(raw, &tree) != nil {
		return nil
	}
	all := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, one := range v {
				walk(at+"/"+k, one)
			}
		case []any:
			for i, one := range v {
				walk(fmt.Sprintf("%s/%d", at, i), one)
			}
		default:
			all[at] = fmt.Sprint(v)
		}
	}
	walk("", tree)
	return all
}
