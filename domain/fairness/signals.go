// Package fairness looks for what should not be, holds the points concerned for
// at most 72 hours, and leaves every decision to people: cases, a ladder that
// begins with coaching, and appeals to somebody else. It imports domain and its
// neighbours below; README.md of the domain has its words.
package fairness

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Rule names a signal.
type Rule string

// The signals. What they look for is told to the person concerned, their
// thresholds are not.
const (
	PairLimit     Rule = "pair"            // 1: the same expert and customer again and again
	Concentration Rule = "concentration"   // 2: most of a round's points from one place
	SelfChat      Rule = "self_chat"       // 3: customer and expert belong together
	OneExpert     Rule = "one_expert"      // 4: customers who rate nobody else
	FreshAccounts Rule = "fresh_accounts"  // 5: praise from accounts of a few days
	RatingBurst   Rule = "rating_burst"    // 6: many ratings at once
	SerialLow     Rule = "serial_low"      // 7: low ratings in series; the expert is their victim
	Reciprocity   Rule = "reciprocity"     // 8: experts who vote for each other
	Spread        Rule = "spread"          // 9: ratings of too few customers on too few days
	CopyPaste     Rule = "copy_paste"      // 10: one text for every question
	AsksScore     Rule = "asks_score"      // 11: asking for a certain score
	LeavesDesk    Rule = "leaves_platform" // 12: elsewhere, or for bank data and passwords
	SharedLogin   Rule = "shared_login"    // 13: one account in two places
	ShortChats    Rule = "short_chats"     // 15: under the minimum of a qualified conversation
)

// Talk is an answered episode as the signals see it.
type Talk struct {
	Award        domain.AwardID // empty: none
	Conversation domain.ConversationID
	Expert       domain.ExpertID
	Customer     domain.CustomerID
	Known        bool            // the brand vouches for the customer
	Since        time.Time       // when the customer first came
	Network      string          // where the customer was seen; empty counts for nothing
	Behind       domain.ExpertID // another expert, who is this customer; empty: nobody known
	Tied         bool            // the customer belongs to the expert who answered
	EndedAt      time.Time
	Points       domain.Points
	Qualified    bool
	Stars        int // 0: not rated
	RatedAt      time.Time
}

// Vote is one expert's good word for another: a review, kudos.
type Vote struct {
	From, To domain.ExpertID
	At       time.Time
}

// Text is what an expert wrote in a conversation, without its fact cards.
type Text struct {
	Award        domain.AwardID
	Conversation domain.ConversationID
	Expert       domain.ExpertID
	Reason       domain.ReasonID // empty: not known
	Words        string
	At           time.Time
}

// Visit is where an account was used.
type Visit struct {
	Expert  domain.ExpertID
	Country string // empty counts for nothing
	At      time.Time
}

// Facts are what the nightly look goes by.
type Facts struct {
	Talks   []Talk // by time
	Votes   []Vote
	Texts   []Text
	Visits  []Visit
	Experts int       // how many there are, for what chance would do
	Round   time.Time // since when the running round counts
}

// Clue is one line of evidence, as the person concerned reads it.
type Clue struct {
	Key    string `json:"key"` // a stable word: "conversations", "customers", "share"
	Amount int    `json:"amount"`
}

// Hit is a signal that went off. It takes nothing: the entries concerned wait,
// and a human looks.
type Hit struct {
	Rule     Rule
	Expert   domain.ExpertID
	Subject  string // what it is about beside the expert: a customer, a colleague
	Period   string // the week of the newest fact, so that the same facts hit once
	Evidence []Clue
	Talks    []domain.ConversationID
	Awards   []domain.AwardID // that wait
	Victim   bool             // the expert is who it was done to: nothing of theirs waits
}

// Look asks every signal that needs more than one fact, in their order.
func Look(f Facts) []Hit {
	return slices.Concat(
		BeyondPair(f.Talks), Concentrated(f), Tied(f.Talks), OnlyOne(f.Talks), Fresh(f.Talks), Bursts(f.Talks), Series(f.Talks),
		Mutual(f), Narrow(f.Talks), Repeated(f.Texts), Asking(f.Texts), Leaving(f.Texts), Apart(f.Visits), Short(f.Talks),
	)
}

// hit makes a hit of the talks that it rests on.
func hit(rule Rule, e domain.ExpertID, subject string, talks []Talk, evidence ...Clue) Hit {
	h := Hit{Rule: rule, Expert: e, Subject: subject, Evidence: append([]Clue{{"conversations", len(talks)}}, evidence...)}
	var newest time.Time
	for _, t := range talks {
		h.Talks = append(h.Talks, t.Conversation)
		if t.Award != "" && t.Points > 0 {
			h.Awards = append(h.Awards, t.Award)
		}
		if t.EndedAt.After(newest) {
			newest = t.EndedAt
		}
	}
	h.Period = week(newest)
	return h
}

func week(t time.Time) string {
	monday := t.UTC().AddDate(0, 0, -(int(t.UTC().Weekday())+6)%7)
	return monday.Format(time.DateOnly)
}

// group sorts all by key, each group in the order of all, the keys in theirs.
func group[K cmp.Ordered, T any](all []T, key func(T) (K, bool)) (keys []K, groups map[K][]T) {
	groups = map[K][]T{}
	for _, one := range all {
		k, counts := key(one)
		if !counts {
			continue
		}
		if _, known := groups[k]; !known {
			keys = append(keys, k)
		}
		groups[k] = append(groups[k], one)
	}
	slices.Sort(keys)
	return keys, groups
}

func byExpert(talks []Talk) ([]domain.ExpertID, map[domain.ExpertID][]Talk) {
	return group(talks, func(t Talk) (domain.ExpertID, bool) { return t.Expert, true })
}

// rated are the talks with a rating, by the time of it.
func rated(talks []Talk) []Talk {
	all := slices.DeleteFunc(slices.Clone(talks), func(t Talk) bool { return t.Stars == 0 })
	slices.SortStableFunc(all, func(a, b Talk) int { return a.RatedAt.Compare(b.RatedAt) })
	return all
}

// crowd returns the most talks whose ratings came within a span, if there are
// more than most of them; talks are by the time of their rating.
func crowd(talks []Talk, span time.Duration, most int) []Talk {
	var best []Talk
	from := 0
	for to := range talks {
		for talks[to].RatedAt.Sub(talks[from].RatedAt) > span {
			from++
		}
		if n := to - from + 1; n > most && n > len(best) {
			best = talks[from : to+1]
		}
	}
	return best
}

func distinct[K comparable](talks []Talk, key func(Talk) K) int {
	seen := map[K]bool{}
	for _, t := range talks {
		seen[key(t)] = true
	}
	return len(seen)
}
