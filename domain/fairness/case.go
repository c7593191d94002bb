package fairness

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Origin says how a case came up.
type Origin string

// The origins of cases.
const (
	FromSignal   Origin = "signal"
	FromStaff    Origin = "staff"
	FromQuestion Origin = "question" // an expert asks a person to look at something
)

// State is where a case is.
type State string

// The states of a case.
const (
	Open     State = "open"
	Proposed State = "proposed" // a second person has to agree
	Decided  State = "decided"
	Appealed State = "appealed"
	Answered State = "answered"
)

// Step is a rung of the ladder.
type Step string

// The rungs, in their order. Coaching shows a good example first.
const (
	NoStep     Step = "none"
	Coaching   Step = "coaching"
	Warning    Step = "warning"
	Suspension Step = "suspension"
	Exclusion  Step = "exclusion"
)

var ladder = []Step{NoStep, Coaching, Warning, Suspension, Exclusion}

func (s Step) rank() int { return slices.Index(ladder, s) }

// needsSecond reports whether two people decide on a step.
func (s Step) needsSecond() bool { return s == Suspension || s == Exclusion }

// leads is the state that a step which needs a second person brings an expert to.
func (s Step) leads() roster.State {
	if s == Exclusion {
		return roster.Retired
	}
	return roster.Suspended
}

// What cases go by.
const (
	HoldMost     = 72 * time.Hour       // an entry waits no longer for a human
	AppealWithin = 14 * 24 * time.Hour  // of a decision
	AnswerWithin = 7 * 24 * time.Hour   // of an appeal
	StrikesCount = 365 * 24 * time.Hour // how long a step counts towards the next
	VoidWithin   = 90 * 24 * time.Hour  // of an entry's day: later nothing is taken back
	maxWords     = 1000
)

// CaseID is cas_…
type CaseID string

// Case is something about an expert that people decide.
type Case struct {
	ID       CaseID
	Expert   domain.ExpertID
	Origin   Origin
	Opener   domain.PersonID // empty: signals did
	About    string          // of a question: "award:awd_…"
	Words    string          // of who opened it
	State    State
	OpenedAt time.Time

	Step       Step // empty: nobody has decided
	Voids      bool // the entries concerned are taken back
	Readmits   bool // the expert, who was put out, may come back
	Fraud      bool // proven: what is missing goes below zero
	Reason     string
	Decider    domain.PersonID
	ProposedAt time.Time
	Second     domain.PersonID
	DecidedAt  time.Time

	Appeal     string
	AppealedAt time.Time
	AnswerBy   time.Time
	LateAt     time.Time // staff were told that the answer is late

	Answer     string
	Upheld     bool // the expert was right
	Answerer   domain.PersonID
	AnsweredAt time.Time
	Version    int
}

// Refusals about cases.
var (
	ErrUnknownCase = domain.Refuse(domain.NotFound, "case_not_found", "There is no such case.")
	ErrCaseState   = domain.Refuse(domain.Conflict, "case_wrong_state", "This case is no longer where that can be done.")
	ErrCaseWords   = domain.Refuse(domain.Invalid, "case_words_invalid", "Say why, in 1 to 1,000 characters: the person reads it.")
	ErrLadder      = domain.Refuse(domain.Conflict, "ladder_step_early", "One step at a time: coaching comes first, then a warning, then a suspension.").At("/step")
	ErrStep        = domain.Refuse(domain.Invalid, "ladder_step_invalid", "Coaching, a warning, a suspension, exclusion or none.").At("/step")
	ErrReadmit     = domain.Refuse(domain.Invalid, "readmission_alone", "Letting somebody back in goes with no step, and takes nothing back.").At("/readmits")
	ErrFraud       = domain.Refuse(domain.Invalid, "fraud_takes_back", "Fraud is said of points that are taken back.").At("/fraud")
	ErrNotOut      = domain.Refuse(domain.Conflict, "not_put_out", "Nobody put this expert out.").At("/readmits")
	ErrQuestion    = domain.Refuse(domain.Conflict, "question_no_step", "A question gets an answer, not a step of the ladder.").At("/step")
	ErrSamePerson  = domain.Refuse(domain.Conflict, "case_same_person", "Somebody else has to look at this: you decided about it.")
	ErrAppealLate  = domain.Refuse(domain.Conflict, "appeal_too_late", "The fourteen days for an appeal are over.")
	ErrNoAppeal    = domain.Refuse(domain.Conflict, "nothing_to_appeal", "Nothing was decided against you here.")
	ErrAbout       = domain.Refuse(domain.NotFound, "question_about_not_found", "There is nothing of yours like that.").At("/about")
	ErrAsked       = domain.Refuse(domain.Conflict, "already_asked", "You asked about this already: somebody will answer.")
)

// Decision is what somebody says about a case.
type Decision struct {
	Step     Step
	Voids    bool
	Readmits bool
	Fraud    bool // proven: it takes a second person
	Reason   string
}

// Stake is what a decision has to know beside its case.
type Stake struct {
	Furthest Step          // that the ladder goes now
	Points   domain.Points // that taking back would take
	Out      bool          // the expert was put out
}

// AloneMost is how many points one person alone takes back.
const AloneMost domain.Points = 500

// needsSecond reports whether two people decide: about who is out and who comes
// back, about many points, and about fraud.
func (d Decision) needsSecond(s Stake) bool {
	return d.Step.needsSecond() || d.Readmits || d.Fraud || d.Voids && s.Points > AloneMost
}

// NextStep is the furthest that the ladder goes after the steps of the last twelve
// months that stood: nobody goes up two at once.
func NextStep(strikes []Step) Step {
	highest := 0
	for _, s := range strikes {
		highest = max(highest, s.rank())
	}
	return ladder[min(highest+1, len(ladder)-1)]
}

// Action is what somebody can do about a case.
type Action string

// The actions.
const (
	ToDecide Action = "decide"
	ToSecond Action = "second"
	ToAppeal Action = "appeal"
	ToAnswer Action = "answer"
)

// May says what an actor can do about a case now. Auditors only read.
func (c Case) May(by domain.Actor, now time.Time) []Action {
	me, staff := domain.PersonID(by.ID), by.Role == domain.RoleManager || by.Role == domain.RoleAdmin
	switch {
	case staff && c.State == Open:
		return []Action{ToDecide}
	case staff && c.State == Proposed && me != c.Decider:
		return []Action{ToSecond}
	case staff && c.State == Appealed && !c.involved(me):
		return []Action{ToAnswer}
	case by.Expert() == c.Expert && c.State == Decided && (c.Step != NoStep || c.Voids) && now.Sub(c.DecidedAt) <= AppealWithin:
		return []Action{ToAppeal}
	}
	return []Action{}
}

// decide takes a decision, up to the furthest step. What two people decide waits
// for the second.
func (c *Case) decide(by domain.PersonID, d Decision, s Stake, now time.Time) error {
	reason, ok := said(d.Reason)
	switch {
	case c.State != Open:
		return ErrCaseState
	case !ok:
		return ErrCaseWords.At("/reason")
	case d.Step.rank() < 0:
		return ErrStep
	case c.Origin == FromQuestion && (d.Step != NoStep || d.Voids || d.Readmits || d.Fraud):
		return ErrQuestion
	case d.Readmits && (d.Step != NoStep || d.Voids):
		return ErrReadmit
	case d.Fraud && !d.Voids:
		return ErrFraud
	case d.Readmits && !s.Out:
		return ErrNotOut
	case d.Step.rank() > s.Furthest.rank():
		return ErrLadder
	}
	c.Step, c.Voids, c.Readmits, c.Fraud, c.Reason, c.Decider, c.ProposedAt = d.Step, d.Voids, d.Readmits, d.Fraud, reason, by, now
	if c.State = Decided; d.needsSecond(s) {
		c.State = Proposed
		return nil
	}
	c.DecidedAt = now
	return nil
}

// second agrees with what somebody else proposed, or opens the case again.
func (c *Case) second(by domain.PersonID, agrees bool, now time.Time) error {
	switch {
	case c.State != Proposed:
		return ErrCaseState
	case by == c.Decider:
		return ErrSamePerson
	case !agrees:
		c.State, c.Step, c.Voids, c.Readmits, c.Fraud, c.Reason, c.Decider, c.ProposedAt = Open, "", false, false, false, "", "", time.Time{}
		return nil
	}
	c.State, c.Second, c.DecidedAt = Decided, by, now
	return nil
}

// appeal is the expert's word that a decision is wrong: once, within 14 days.
func (c *Case) appeal(words string, now time.Time) error {
	words, ok := said(words)
	switch {
	case c.State != Decided:
		return ErrCaseState
	case c.Step == NoStep && !c.Voids:
		return ErrNoAppeal
	case now.Sub(c.DecidedAt) > AppealWithin:
		return ErrAppealLate
	case !ok:
		return ErrCaseWords.At("/words")
	}
	c.State, c.Appeal, c.AppealedAt, c.AnswerBy = Appealed, words, now, now.Add(AnswerWithin)
	return nil
}

// against reports whether people decided that the expert did wrong, and it stands.
func (c Case) against() bool {
	return !c.DecidedAt.IsZero() && !c.Upheld && (c.Voids || c.Step != NoStep)
}

// involved is whether somebody opened the case, or decided about it.
func (c Case) involved(p domain.PersonID) bool {
	return p == c.Opener || p == c.Decider || p == c.Second
}

// answer decides an appeal. Nobody answers about what they said or decided.
func (c *Case) answer(by domain.PersonID, upheld bool, words string, now time.Time) error {
	words, ok := said(words)
	switch {
	case c.State != Appealed:
		return ErrCaseState
	case c.involved(by):
		return ErrSamePerson
	case !ok:
		return ErrCaseWords.At("/words")
	}
	c.State, c.Answer, c.Upheld, c.Answerer, c.AnsweredAt = Answered, words, upheld, by, now
	return nil
}

// said is a text without the spaces around it; it must say something.
func said(words string) (string, bool) {
	words = strings.TrimSpace(words)
	return words, words != "" && utf8.RuneCountInString(words) <= maxWords
}

// late notes once that an answer is late.
func (c *Case) late(now time.Time) bool {
	if c.State != Appealed || !c.LateAt.IsZero() || now.Before(c.AnswerBy) {
		return false
	}
	c.LateAt = now
	return true
}

// HoldState is where the hold of an entry is.
type HoldState string

// The states of a hold.
const (
	Held     HoldState = "held"
	Lapsed   HoldState = "lapsed" // nobody decided in time: for the expert
	Released HoldState = "released"
	Voided   HoldState = "voided"
	Restored HoldState = "restored" // after an appeal
)

// Hold is an entry of points that waits for a human.
type Hold struct {
	ID         string // hld_…
	Case       CaseID
	Award      domain.AwardID
	State      HoldState
	BeganAt    time.Time
	Until      time.Time
	EndedAt    time.Time
	Taken      domain.Points // that were taken back
	Confirmed  bool          // they could be spent already
	RestoredAt time.Time
	Version    int
}

// Changed: a case is new or moved on.
type Changed struct {
	Case   CaseID          `json:"caseId"`
	Expert domain.ExpertID `json:"expertId"`
	State  State           `json:"state"`
	Late   bool            `json:"late,omitempty"`
}

// EventName is the published name.
func (Changed) EventName() string { return "case.changed" }
