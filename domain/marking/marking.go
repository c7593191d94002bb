// Package marking leads a candidate through the audition and its marking: the
// warm-up, three plays, raters who know neither the candidate nor each other, a
// decision by a rubric, and what the candidate reads of it. Package audition
// plays the customers. It imports domain and domain/audition.
package marking

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

type (
	AuditionID   string // aud_…
	MarkingID    string // mrk_…
	SimulationID string // sim_…
)

// Plays is how many scenarios an audition has, one of each kind.
const Plays = 3

// State is where an audition is.
type State string

const (
	Open      State = "open"      // the candidate plays
	Submitted State = "submitted" // raters mark
	Passed    State = "passed"
	Failed    State = "failed"
)

// States are all of them, in order.
var States = []State{Open, Submitted, Passed, Failed}

// Applicant is what an audition knows of who applied.
type Applicant struct {
	ID          domain.ApplicationID
	Name        string
	Email       string
	Language    domain.Language
	Auditioning bool // the application is at its audition
}

// Audition is one attempt of one applicant.
type Audition struct {
	ID          AuditionID
	Application domain.ApplicationID
	Attempt     int
	Language    domain.Language
	Rubric      int
	Seed        uint64
	State       State
	WarmUp      WarmUp
	Plays       []Play
	OpenedAt    time.Time
	SubmittedAt time.Time
	DecidedAt   time.Time
	Result      *Result
	Version     int
}

// WarmUp is the open-book questions of an audition, kept as they were drawn.
type WarmUp struct {
	Questions []audition.Question
	Answers   []audition.Answer // as far as they are kept
	BeganAt   time.Time
	DoneAt    time.Time
	Points    int
	Of        int
}

// Until is when the time for the warm-up is over.
func (w WarmUp) Until() time.Time { return w.BeganAt.Add(audition.WarmUpTime) }

// close grades what is there.
func (w *WarmUp) close(at time.Time) {
	r := audition.Grade(w.Questions, w.Answers)
	w.DoneAt, w.Points, w.Of = at, r.Points, r.Of
}

// Play is one scenario of an audition.
type Play struct {
	No        int
	Scenario  audition.ScenarioID
	Version   int
	Seed      uint64
	Names     audition.Names
	Rules     int // the version of the rules of reading when it began
	StartedAt time.Time
	EndedAt   time.Time
	Ending    audition.End
	Lines     []Line
}

// Line is one utterance of a play as it was said.
type Line struct {
	Seq      int
	Speaker  audition.Speaker
	Text     string
	After    time.Duration // since the play began
	ClientID string        // of the candidate's
}

// texts are what the candidate wrote.
func (p Play) texts() []audition.Said {
	var all []audition.Said
	for _, l := range p.Lines {
		if l.Speaker == audition.TheCandidate {
			all = append(all, audition.Said{Text: l.Text, At: l.After})
		}
	}
	return all
}

// said finds the candidate's line that was sent under a client id.
func (p Play) said(clientID string) bool {
	for _, l := range p.Lines {
		if l.ClientID != "" && l.ClientID == clientID {
			return true
		}
	}
	return false
}

// Past is an earlier attempt of the same person.
type Past struct {
	State       State
	OpenedAt    time.Time
	SubmittedAt time.Time // zero: still open
	Scenarios   []audition.ScenarioID
}

// Store is what marking needs from one transaction. The order of locks is the
// application, the audition, then its markings.
type Store interface {
	LockApplicant(domain.ApplicationID) (Applicant, error)
	PastAuditions(domain.ApplicationID) ([]Past, error) // of the same mailbox, the oldest first
	AddAudition(Audition) (bool, error)                 // false: there is a running one
	LockRunning(domain.ApplicationID) (Audition, bool, error)
	LockAudition(AuditionID) (Audition, error)
	SaveAudition(Audition) error // and its plays, but no lines
	AddLines(AuditionID, int, []Line) error
	PlayedNames() (audition.Names, error)
	LiveScenarios(domain.Language) ([]audition.Scenario, error)
	PlayedScenario(audition.ScenarioID, domain.Language, int) (audition.Scenario, error)
	Questions(domain.Language) ([]audition.Question, error)
	RunningPlays(before time.Time, limit int) ([]domain.ApplicationID, error)

	Raters
	Editing
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Auditions are the use cases of this package.
type Auditions struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases of this package.
func New(inTx InTx, rt domain.Runtime) *Auditions { return &Auditions{inTx, rt} }

// Submitted by a candidate: the raters may begin.
type SubmittedEvent struct {
	Audition AuditionID `json:"auditionId"`
}

func (SubmittedEvent) EventName() string { return "audition.submitted" }

// MarkedEvent tells that a marking was taken or given in; it names nobody.
type MarkedEvent struct {
	Audition AuditionID `json:"auditionId"`
}

func (MarkedEvent) EventName() string { return "audition.marked" }

// DecidedEvent tells that an audition has its result.
type DecidedEvent struct {
	Audition    AuditionID           `json:"auditionId"`
	Application domain.ApplicationID `json:"applicationId"`
	Passed      bool                 `json:"passed"`
}

func (DecidedEvent) EventName() string { return "audition.decided" }
