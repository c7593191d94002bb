// Package problems turns what conversations show into changes of the brand: a cause
// behind many contacts becomes a problem with an owner, a change and a measured
// effect, and stays until contacts fall. README.md tells of the rules. It imports
// the standard library, domain and package desk.
package problems

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Identities of this package.
type (
	ProblemID    string // prb_…
	DepartmentID string // dep_…
	IdeaID       string // ide_…
)

// State is where a problem stands.
type State string

// The states of problems, see domain/README.md. Staff call an open one taken up.
const (
	Candidate State = "candidate"
	Open      State = "open"
	Changing  State = "changing"
	Measuring State = "measuring"
	Closed    State = "closed"
)

// Outcome is how a closed problem ended.
type Outcome string

// The outcomes.
const (
	Solved    Outcome = "solved"
	NoFall    Outcome = "no_effect"
	Dismissed Outcome = "dismissed"
)

// Cause is the type of a root cause.
type Cause string

// The root causes.
const (
	CauseIT            Cause = "it"
	CauseProcess       Cause = "process"
	CauseProduct       Cause = "product"
	CauseCommunication Cause = "communication"
	CauseKnowledge     Cause = "knowledge"
)

// Problem is a cause behind many contacts.
type Problem struct {
	ID ProblemID
	Key

	State      State
	Outcome    Outcome // of a closed one
	Origin     Origin
	Title      string
	Cause      Cause
	Department DepartmentID    // empty: none
	Owner      domain.PersonID // empty: nobody
	DueOn      string          // 2026-12-31 in the brand's time zone; empty: none
	Why        string          // why it was dismissed, closed without an effect, or is open again
	FoundAt    time.Time
	DecidedAt  time.Time // when the candidate was taken up or dismissed; zero: nobody has
	AdoptedAt  time.Time // when the brand took it up
	MovedAt    time.Time // its last step
	ClosedAt   time.Time
	Version    int
}

// Improvement is the change that is made for a problem. A problem may need several:
// the last one is measured.
type Improvement struct {
	No         int
	What       string
	Hypothesis string
	On         string // the day from which on it counts, in the brand's time zone
	QuickWin   bool
	By         domain.PersonID
	At         time.Time
}

// Result is what was measured when a problem was closed as solved.
type Result struct {
	Effect
	Benefit

	ChangedOn   string
	Good, Rated [2]int // ratings of four and five stars, and all, before and after
	At          time.Time
}

// Signal is what an expert saw in a conversation.
type Signal struct {
	Problem      ProblemID
	Expert       domain.ExpertID
	No           int // 1 reported it first; 2 to 6 are co-reporters
	Conversation domain.ConversationID
	Text         string
	At           time.Time
}

const (
	maxTitle    = 120
	maxText     = 1000
	maxSentence = 300
	// Reporters is how many of those who signal a problem are its reporters: the first, and five more.
	Reporters = 6
	// signalsADay is how many signals an expert may send.
	signalsADay = 10
	// furthest is how far away a change or a due date may be, in days, and how long ago a change may have been.
	furthest = 366
	longest  = 180
	dateForm = "2006-01-02"
)

// Refusals of problems.
var (
	ErrNoProblem     = domain.Refuse(domain.NotFound, "problem_not_found", "There is no such problem.")
	ErrStaleProblem  = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
	ErrState         = domain.Refuse(domain.Conflict, "problem_state", "This cannot be done with the problem as it stands.")
	ErrLiving        = domain.Refuse(domain.Conflict, "problem_living", "There is a problem about this reason and product already.")
	ErrTitle         = domain.Refuse(domain.Invalid, "problem_title", "A title has 3 to 120 letters on one line.").At("/title")
	ErrCause         = domain.Refuse(domain.Invalid, "problem_cause", "Say what type the root cause is of.").At("/cause")
	ErrWhy           = domain.Refuse(domain.Invalid, "problem_reason", "Say why in 3 to 1,000 characters.").At("/why")
	ErrWhat          = domain.Refuse(domain.Invalid, "problem_change", "Say in 3 to 1,000 characters what is changed.").At("/what")
	ErrHypothesis    = domain.Refuse(domain.Invalid, "problem_hypothesis", "Say in 3 to 1,000 characters what should come of it.").At("/hypothesis")
	ErrDate          = domain.Refuse(domain.Invalid, "problem_date", "A day is written as 2026-12-31, and is no more than half a year ago or a year ahead.")
	ErrOwner         = domain.Refuse(domain.Invalid, "problem_owner", "An owner is a manager or an admin of the brand.").At("/ownerId")
	ErrNotFallen     = domain.Refuse(domain.Conflict, "contacts_have_not_fallen", "Contacts have not fallen measurably: it stays open, or is closed without an effect.")
	ErrSentence      = domain.Refuse(domain.Invalid, "signal_text", "Say in 3 to 300 characters what you see.").At("/text")
	ErrSignalReason  = domain.Refuse(domain.Invalid, "signal_reason", "Choose what the conversation is about.").At("/reasonId")
	ErrManySignals   = domain.Refuse(domain.Conflict, "signals_spent", "You have sent ten signals today. Send this one tomorrow.")
	ErrMessages      = domain.Refuse(domain.Invalid, "problem_messages", "Write 3 to 2,000 characters in at least one language.").At("/messages")
	ErrNothingToTell = domain.Refuse(domain.Conflict, "problem_not_solved", "Only what was solved is told.")
	ErrTold          = domain.Refuse(domain.Conflict, "problem_told", "Customers are being told in this language already.")
	ErrTerm          = domain.Refuse(domain.Invalid, "problem_term", "A problem has at most twenty searches.").At("/term")
)

// Store is what problems need from one transaction. Conversations are locked
// before problems.
type Store interface {
	desk.Store

	// AddProblem adds one unless a living one has its key; then it says no.
	AddProblem(Problem) (bool, error)
	LockProblem(ProblemID) (Problem, error)          // ErrNoProblem
	LivingProblem(Key) (p Problem, ok bool, _ error) // locks it
	// EndedProblem is the one of a key that was closed last.
	EndedProblem(Key) (p Problem, ok bool, _ error)
	SaveProblem(Problem) error // domain.ErrStale when another writer was first, ErrLiving
	// AddFinding keeps what detection saw, once for each day.
	AddFinding(id ProblemID, day string, f Finding, at time.Time) (bool, error)
	AddImprovement(ProblemID, Improvement) error
	Improvements(ProblemID) ([]Improvement, error) // by number
	AddResult(ProblemID, Result) error
	// AddSignal adds one unless the expert has signalled the problem.
	AddSignal(Signal) (bool, error)
	SignalsOf(ProblemID) (int, error)
	SignalsSince(domain.ExpertID, time.Time) (int, error)
	IsManager(domain.PersonID) (bool, error) // who is not disabled
	ReasonName(domain.ReasonID) (string, error)
	AttachSearch(ProblemID, domain.Language, string, bool) error
	SearchesOf(ProblemID) (int, error)
	// SaveMessages keeps what customers are told, by language.
	SaveMessages(ProblemID, domain.Actor, map[domain.Language]string, time.Time) error
	HasMessages(ProblemID, []domain.Language) (bool, error)
	// ToTell are customers who asked, with their last conversation about it, and were not told
	// what was written since a time in the conversation's language.
	ToTell(since time.Time, limit int) ([]Telling, error)
	AddTold(Telling, time.Time) (bool, error)
	AddProblemReview(Review) (bool, error)

	DepartmentStore
	IdeaStore
}

// DepartmentStore keeps the brand's departments.
type DepartmentStore interface {
	AddDepartment(Department) (bool, error)            // false: its name is taken
	LockDepartment(DepartmentID) (Department, error)   // ErrNoDepartment
	SaveDepartment(Department) (taken bool, err error) // domain.ErrStale
	ProblemSettings() (Settings, error)                // the default ones where none are kept
	SaveProblemSettings(Settings) error                // domain.ErrStale
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Facts are what is counted outside of transactions.
type Facts interface {
	BrandZone(context.Context) (*time.Location, error)
	// FirstContact is when the first contact of all came; zero: none has.
	FirstContact(context.Context) (time.Time, error)
	ContactsSince(context.Context, time.Time) ([]Contacts, error)
	// LowRatings counts low ratings that no expert could have changed, by reason.
	LowRatings(context.Context, time.Time) (map[Key]int, error)
	// WeekCounts counts the contacts between each bound and the next.
	WeekCounts(ctx context.Context, k Key, bounds []time.Time) ([]WeekCount, error)
	Satisfaction(ctx context.Context, k Key, from, until time.Time) (good, rated int, err error)
	MedianHandling(ctx context.Context, k Key, since time.Time) (time.Duration, error)
	LivingKeys(context.Context) (map[Key]bool, error)
	ProblemNow(context.Context, ProblemID) (Problem, []Improvement, error) // ErrNoProblem
	// Due are problems in a state, the oldest step first.
	InState(ctx context.Context, s State, o Outcome, limit int) ([]ProblemID, error)
	CurrentSettings(context.Context) (Settings, error)
	ReviewList(ctx context.Context, now time.Time) ([]Listed, error)
}

// Problems is the use cases of this package.
type Problems struct {
	tx    InTx
	facts Facts
	rt    domain.Runtime
}

// New makes the use cases.
func New(tx InTx, facts Facts, rt domain.Runtime) *Problems { return &Problems{tx, facts, rt} }

// text returns s without the spaces around it, and whether it has three characters
// that can be shown, or up to so many.
func text(s string, most int) (string, bool) {
	const least = 3
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	n := utf8.RuneCountInString(s)
	return s, n >= least && n <= most && utf8.ValidString(s) &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && r != '\n' })
}

// day reads a day of the brand's calendar that is neither long ago nor far ahead.
func day(s string, now time.Time, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(dateForm, s, zone)
	if err != nil || t.Before(now.AddDate(0, 0, -longest)) || t.After(now.AddDate(0, 0, furthest)) {
		return t, ErrDate
	}
	return t, nil
}

// edit locks a problem in the version that was looked at, lets fn change it and saves it.
func (x *Problems) edit(ctx context.Context, id ProblemID, version int, fn func(Store, *Problem) error) error {
	return x.tx(ctx, func(tx Store) error {
		p, err := tx.LockProblem(id)
		switch {
		case err != nil:
			return err
		case version != 0 && version != p.Version:
			return ErrStaleProblem
		}
		if err := fn(tx, &p); err != nil {
			return err
		}
		return tx.SaveProblem(p)
	})
}

// move is edit with a step of the problem, which everybody concerned hears of.
func (x *Problems) move(ctx context.Context, id ProblemID, version int, to State, from []State, fn func(Store, *Problem) error) error {
	return x.edit(ctx, id, version, func(tx Store, p *Problem) error {
		if !p.in(from...) {
			return ErrState
		}
		p.State, p.MovedAt = to, x.rt.Now()
		if err := fn(tx, p); err != nil {
			return err
		}
		return tx.Emit(Moved{p.ID, p.State, p.Outcome})
	})
}

func (p *Problem) in(states ...State) bool {
	return slices.Contains(states, p.State)
}
