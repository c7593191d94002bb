package rewards

import (
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Episode is what rewards wants to know of one episode of a conversation.
type Episode struct {
	Conversation      domain.ConversationID
	Number            int
	Expert            domain.ExpertID // empty: nobody answered
	OpenedAt          time.Time
	ClosedAt          time.Time
	ConfirmedAt       time.Time // zero: not confirmed yet
	BySilence         bool      // confirmed because the customer said nothing
	CustomerMessages  int
	ExpertMessages    int
	Outcome           bool
	ChosenDifficulty  int // of the reason that the customer chose; 0: none chosen
	ClosingDifficulty int // of the reason that it was closed with; 0: none
	Rating            *Rating
}

// Difficulty is the desk's class of the conversation.
func (e Episode) Difficulty() int { return desk.Difficulty(e.ChosenDifficulty, e.ClosingDifficulty) }

func (e Episode) facts(dayNo int, rating *Rating) Facts {
	return Facts{
		CustomerMessages: e.CustomerMessages,
		ExpertMessages:   e.ExpertMessages,
		Active:           e.ClosedAt.Sub(e.OpenedAt),
		Outcome:          e.Outcome,
		Reason:           e.ChosenDifficulty > 0 || e.ClosingDifficulty > 0,
		Difficulty:       e.Difficulty(),
		DayNo:            dayNo,
		Rating:           rating,
	}
}

// Award is the points for one fact: pending from its confirmation, settled
// once, when its time has come.
type Award struct {
	ID           domain.AwardID
	Expert       domain.ExpertID
	Conversation domain.ConversationID
	Episode      int
	Round        domain.RoundID
	RuleSet      int
	Difficulty   int
	Day          string // in the brand's time zone, "2026-11-21"
	DayNo        int    // 0: not a qualified conversation, which takes no place in the day
	Pending      domain.Points
	Settled      domain.Points
	Arithmetic   Arithmetic
	EarnedAt     time.Time
	SettleAt     time.Time
	SettledAt    time.Time // zero: pending
	Version      int
}

// Due reports whether a is to be settled at now.
func (a Award) Due(now time.Time) bool { return a.SettledAt.IsZero() && !a.SettleAt.After(now) }

// key names one of the award's facts in the ledger: "settle:cnv_…:1".
func (a Award) key(fact string) string {
	return fact + ":" + string(a.Conversation) + ":" + strconv.Itoa(a.Episode)
}

// Settle fixes what a is worth by rules, given all that is known of its
// episode now. Difficulty and place in the day stay what they were.
func (a *Award) Settle(rules Rules, e Episode, rating *Rating, now time.Time) {
	f := e.facts(a.DayNo, rating)
	f.Difficulty = a.Difficulty
	a.Arithmetic = rules.Score(f)
	a.Settled, a.SettledAt = a.Arithmetic.Points, now
}

// Awarded: points for one conversation are pending.
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
