// Package rewards decides what the facts of the desk are worth: it turns
// confirmed conversations into awards, and awards into ledger transfers. It
// imports domain, domain/desk and domain/ledger.
package rewards

import (
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// RuleSet is one version of what facts are worth. A version never changes once
// it is stored; a running season keeps the version it opened with, and every
// award remembers the one that made it.
type RuleSet struct {
	Version     int
	EffectiveAt time.Time
	Rules       Rules
}

// Rules is the body of a rule set, kept as data. What a version does not have,
// it pays nothing for: the first has conversations alone.
type Rules struct {
	Conversation   ConversationRules    `json:"conversation"`
	FirstTimeRight *FirstTimeRightRules `json:"firstTimeRight,omitempty"`
	HandOver       *HandOverRules       `json:"handOver,omitempty"`
	FollowUp       *FollowUpRules       `json:"followUp,omitempty"`
	Audition       *AuditionRules       `json:"audition,omitempty"`
	Shift          *ShiftRules          `json:"shift,omitempty"`
	Review         *ReviewRules         `json:"review,omitempty"`
	Article        *ArticleRules        `json:"article,omitempty"`
}

// ConversationRules say what an answered conversation is worth. The factors
// apply in a fixed order: difficulty, quality, campaign, daily curve, and then
// one rounding, half up.
type ConversationRules struct {
	Base       domain.Points `json:"base"`
	Difficulty [3]Factor     `json:"difficulty"` // D1, D2, D3
	Quality    Quality       `json:"quality"`
	DailyCurve []CurveStep   `json:"dailyCurve"` // by the how-manieth of the day
	Qualified  Qualified     `json:"qualified"`
	Vesting    Vesting       `json:"vesting"`
}

// Quality is what the customer's rating does.
type Quality struct {
	Stars          [5]Factor `json:"stars"`          // one star first
	Uncontrollable Factor    `json:"uncontrollable"` // a low rating for a cause that is not the expert's
	Unrated        Factor    `json:"unrated"`
}

// CurveStep is the share that the conversations up to and including UpTo earn.
type CurveStep struct {
	UpTo  int    `json:"upTo,omitempty"` // absent: all that follow
	Share Factor `json:"share"`
}

// Qualified is the least that a conversation must be before it earns anything.
// ActiveSeconds runs from the episode's opening to its closing: it tells a
// conversation from a click, and longer is never worth more.
type Qualified struct {
	CustomerMessages int `json:"customerMessages"`
	ExpertMessages   int `json:"expertMessages"`
	ActiveSeconds    int `json:"activeSeconds"`
}

// Vesting is how long an award waits, so that the rating can arrive.
type Vesting struct {
	ConfirmedHours int `json:"confirmedHours"` // from the customer's confirmation or rating
	SilenceHours   int `json:"silenceHours"`   // from the closing, when the customer said nothing
}

// FirstTimeRightRules say what it is worth that a customer need not come back.
type FirstTimeRightRules struct {
	Points domain.Points `json:"points"`
	Days   int           `json:"days"` // without a contact on the same reason, from the close
}

// HandOverRules say what a good hand-over is worth to who gave it: the points
// times the difficulty of the conversation.
type HandOverRules struct {
	Points   domain.Points `json:"points"`
	MinScore int           `json:"minScore"` // that the receiver gives the summary, of five
}

// FollowUpRules say what a promise is worth: Kept when its date and its research
// note are there, Helped on top of that when the customer says it helped, and
// Missed is what a missed one takes.
type FollowUpRules struct {
	Kept   domain.Points `json:"kept"`
	Helped domain.Points `json:"helped"`
	Missed domain.Points `json:"missed"`
}

// SecondRules are the rules of version 2: the strict qualified conversation, and
// points for first time right, hand-overs and follow-ups.
func SecondRules() Rules {
	r := FirstRules()
	r.Conversation.Qualified = Qualified{CustomerMessages: 2, ExpertMessages: 2, ActiveSeconds: 60}
	r.FirstTimeRight = &FirstTimeRightRules{Points: 5, Days: 7}
	r.HandOver = &HandOverRules{Points: 4, MinScore: 3}
	r.FollowUp = &FollowUpRules{Kept: 5, Helped: 15, Missed: 10}
	return r
}

// FirstRules are the rules of version 1.
func FirstRules() Rules {
	return Rules{Conversation: ConversationRules{
		Base:       10,
		Difficulty: [3]Factor{100, 130, 170},
		Quality: Quality{
			Stars:          [5]Factor{0, 0, 50, 100, 130},
			Uncontrollable: 100,
			Unrated:        80,
		},
		DailyCurve: []CurveStep{{UpTo: 20, Share: 100}, {UpTo: 30, Share: 50}, {Share: 10}},
		Qualified:  Qualified{CustomerMessages: 1, ExpertMessages: 1},
		Vesting:    Vesting{ConfirmedHours: 48, SilenceHours: 7 * 24},
	}}
}

// The widest numbers a rule set may hold; inside them the arithmetic is exact.
const (
	maxBase   domain.Points = 10_000
	maxFactor Factor        = 1_000
)

// Check reports what makes r unusable.
func (r Rules) Check() error {
	c := r.Conversation
	if c.Base < 1 || c.Base > maxBase {
		return fmt.Errorf("rewards: base of %d points", c.Base)
	}
	factors := append([]Factor{c.Quality.Uncontrollable, c.Quality.Unrated}, c.Difficulty[:]...)
	factors = append(factors, c.Quality.Stars[:]...)
	for i, step := range c.DailyCurve {
		last := i == len(c.DailyCurve)-1
		if last != (step.UpTo == 0) || i > 0 && !last && step.UpTo <= c.DailyCurve[i-1].UpTo {
			return fmt.Errorf("rewards: step %d of the daily curve ends at %d", i+1, step.UpTo)
		}
		factors = append(factors, step.Share)
	}
	for _, f := range factors {
		if f < 0 || f > maxFactor {
			return fmt.Errorf("rewards: a factor of %s", f)
		}
	}
	q, v := c.Qualified, c.Vesting
	if len(c.DailyCurve) == 0 || min(q.CustomerMessages, q.ExpertMessages, q.ActiveSeconds, v.ConfirmedHours, v.SilenceHours) < 0 {
		return fmt.Errorf("rewards: no daily curve, or a limit below zero: %+v %+v", q, v)
	}
	return r.checkBonuses()
}

// maxDays bounds how long a customer's return is waited for.
const maxDays = 60

// checkBonuses reports what makes the points beside the conversation unusable.
func (r Rules) checkBonuses() error {
	points := func(all ...domain.Points) bool {
		return !slices.ContainsFunc(all, func(p domain.Points) bool { return p < 0 || p > maxBase })
	}
	if err := r.Shift.check(); err != nil {
		return err
	}
	if err := r.Audition.check(); err != nil {
		return err
	}
	if err := r.Review.check(); err != nil {
		return err
	}
	if err := r.Article.check(); err != nil {
		return err
	}
	switch f, h, u := r.FirstTimeRight, r.HandOver, r.FollowUp; {
	case f != nil && (!points(f.Points) || f.Days < 1 || f.Days > maxDays):
		return fmt.Errorf("rewards: first time right: %+v", *f)
	case h != nil && (!points(h.Points) || h.MinScore < 1 || h.MinScore > 5):
		return fmt.Errorf("rewards: hand-overs: %+v", *h)
	case u != nil && !points(u.Kept, u.Helped, u.Missed):
		return fmt.Errorf("rewards: follow-ups: %+v", *u)
	}
	return nil
}

// share is what the dayNo-th conversation of a day earns of its value.
func (c ConversationRules) share(dayNo int) Factor {
	for _, step := range c.DailyCurve {
		if step.UpTo == 0 || dayNo <= step.UpTo {
			return step.Share
		}
	}
	return 0
}

// settleAt is when an award for e may be settled.
func (v Vesting) settleAt(e Episode) time.Time {
	if e.BySilence {
		return e.ClosedAt.Add(time.Duration(v.SilenceHours) * time.Hour)
	}
	return e.ConfirmedAt.Add(time.Duration(v.ConfirmedHours) * time.Hour)
}
