package rewards

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Kind says which fact an award is for.
type Kind string

// The kinds that this version books.
const (
	ForConversation   Kind = "conversation"
	ForFirstTimeRight Kind = "first_time_right"
	ForHandOver       Kind = "hand_over"
	ForFollowUp       Kind = "follow_up"
	ForHelp           Kind = "follow_up_helped"
	ForMissed         Kind = "follow_up_missed" // takes points
	ForAudition       Kind = "audition"         // counts for no board
	ForShift          Kind = "shift"
	ForNoShow         Kind = "no_show" // takes points
	ForReview         Kind = "review"
	ForArticle        Kind = "article"
	ForRecheck        Kind = "recheck"
)

// Award is the points for one fact: pending from the moment the fact stands,
// settled once, when its time has come. A penalty is settled as it is booked,
// and its Settled is negative. There is one award of a kind for a source.
type Award struct {
	ID           domain.AwardID
	Kind         Kind
	Source       string // names the fact: "cnv_…:1", "hov_…", "fup_…"
	Expert       domain.ExpertID
	Conversation domain.ConversationID
	Episode      int
	Round        domain.RoundID
	RuleSet      int
	Difficulty   int
	Day          string // in the brand's time zone, "2026-11-21"
	DayNo        int    // 0: takes no place in the day, because it is no conversation or earns nothing
	Pending      domain.Points
	Settled      domain.Points
	Taken        domain.Points // of what is pending, by penalties
	Boost        Boost         // the campaign of a conversation
	Arithmetic   Arithmetic
	EarnedAt     time.Time
	SettleAt     time.Time
	SettledAt    time.Time // zero: pending
	Held         bool      // it waits for a human
	Version      int
}

// Due reports whether a is to be settled at now.
func (a Award) Due(now time.Time) bool {
	return a.SettledAt.IsZero() && !a.SettleAt.After(now) && !a.Held
}

// key names one of the award's facts in the ledger: "settle:cnv_…:1",
// "award:hand_over:hov_…".
func (a Award) key(fact string) string {
	if a.Kind == ForConversation {
		return fact + ":" + a.Source
	}
	return fact + ":" + string(a.Kind) + ":" + a.Source
}

// scores reports whether a counts as a conversation that earned something, for
// the limits of a pair and for the mean of the league.
func (a Award) scores() bool { return a.DayNo > 0 }

// Settle fixes what a conversation's award is worth by rules, given all that is
// known of its episode now. Difficulty, place in the day and campaign stay what
// they were, and what took no place earns nothing for the reason it had; limit is the one of
// the pair that it turned out to be beyond, or empty.
func (a *Award) Settle(rules Rules, e Episode, rating *Rating, limit Pair, now time.Time) {
	if a.scores() {
		f := e.facts(a.DayNo, rating)
		f.Difficulty, f.Pair, f.Boost = a.Difficulty, limit, a.Boost
		a.Arithmetic = rules.Score(f)
	}
	a.fix(a.Arithmetic, now)
}

// fix makes this the final value.
func (a *Award) fix(final Arithmetic, now time.Time) {
	a.Arithmetic, a.Settled, a.SettledAt = final, final.Points, now
}

// Moves are the transfers that settling an award makes.
type Moves struct {
	Settle domain.Points // pending to available
	Add    domain.Points // issued to available: the rating added it
	Void   domain.Points // pending to issued: the rating, or what was found out, took it away
}

// moves says what settling a moves. What penalties have taken of its pending
// points is gone, and is not taken a second time when the award turns out to be
// worth less.
func (a Award) moves() Moves {
	there := a.Pending - a.Taken
	settle := max(min(a.Pending, a.Settled)-a.Taken, 0)
	return Moves{Settle: settle, Add: max(a.Settled-a.Pending, 0), Void: there - settle}
}

// Why is the detail of the first step, which says what the points are for, or
// why there are none.
func (a Arithmetic) Why() string {
	if len(a.Steps) == 0 {
		return ""
	}
	return a.Steps[0].Detail
}

// Awarded: points for one fact are pending.
type Awarded struct {
	Expert domain.ExpertID `json:"expertId"`
	Award  domain.AwardID  `json:"awardId"`
}

func (Awarded) EventName() string { return "points.awarded" }

// Settled: an award got its final value, and can be spent.
type Settled struct {
	Expert domain.ExpertID `json:"expertId"`
	Award  domain.AwardID  `json:"awardId"`
}

func (Settled) EventName() string { return "points.settled" }
