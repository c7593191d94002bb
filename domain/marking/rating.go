package marking

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// TakenFor is how long a rater has for a marking; then its place is free again.
const TakenFor = 48 * time.Hour

// MarkingState is where a rater's look at an audition is.
type MarkingState string

const (
	MarkingOpen      MarkingState = "open"
	MarkingSubmitted MarkingState = "submitted"
	MarkingLapsed    MarkingState = "lapsed"
)

// MarkingStates are all of them.
var MarkingStates = []MarkingState{MarkingOpen, MarkingSubmitted, MarkingLapsed}

// Marking is one rater's look at one audition. Slot 3 is there when the first two disagree.
type Marking struct {
	ID          MarkingID
	Audition    AuditionID
	Slot        int
	Rater       domain.PersonID
	State       MarkingState
	TakenAt     time.Time
	SubmittedAt time.Time
	Marks       map[Place]Mark
	Version     int
}

// Mark is a score with the candidate's words that it rests on.
type Mark struct {
	Score int
	Line  int // the seq of the line in its play
	Quote string
}

// Sheet is the bare scores.
func (m Marking) Sheet() Sheet {
	s := make(Sheet, len(m.Marks))
	for p, mark := range m.Marks {
		s[p] = mark.Score
	}
	return s
}

// Rater is who marks.
type Rater struct {
	ID        domain.PersonID
	Email     string
	Languages []domain.Language // empty: all
	May       bool              // staff, or an active expert of level Mentor
	// Calibrates is who is measured on gold: who marks, and seniors who are asked to be mentors.
	Calibrates bool
	// Uncalibrated is that the last calibration that ended was not passed.
	Uncalibrated bool
}

// Waiting is a submitted audition that a rater could mark.
type Waiting struct {
	Audition AuditionID
	Email    string // of the candidate: nobody marks themselves
}

// Raters is what marking needs to be rated.
type Raters interface {
	Rater(domain.PersonID) (Rater, error)
	// OpenMarking is the rater's own open marking.
	OpenMarking(domain.PersonID) (Marking, bool, error)
	// WaitingFor lists submitted auditions with a free place that the rater has not had, the oldest first.
	WaitingFor(Rater, int) ([]Waiting, error)
	Markings(AuditionID) ([]Marking, error) // that have not lapsed, by slot
	AddMarking(Marking) (bool, error)       // false: the place or the rater is taken
	// Marking reads one without holding it: its audition is held first.
	Marking(MarkingID) (Marking, error)
	LockMarking(MarkingID) (Marking, error)
	Applicant(domain.ApplicationID) (Applicant, error) // not held
	PutMark(MarkingID, Place, Mark) error
	SaveMarking(Marking) error
	LapsedMarkings(before time.Time, limit int) ([]MarkingID, error)
	CalibrationStore
}

var (
	ErrNoMarking     = domain.Refuse(domain.NotFound, "marking_not_found", "There is no such marking.")
	ErrNoRater       = domain.Refuse(domain.Forbidden, "not_a_rater", "Mentors and the brand's staff mark auditions.")
	ErrNothing       = domain.Refuse(domain.Conflict, "nothing_to_mark", "No audition waits for you.")
	ErrMarkingClosed = domain.Refuse(domain.Conflict, "marking_closed", "This marking is closed.")
	ErrQuote         = domain.Refuse(domain.Invalid, "quote_not_found", "Quote the candidate's own words from this conversation.").At("/quote")
	ErrIncomplete    = domain.Refuse(domain.Conflict, "marking_incomplete", "Each dimension of each conversation needs its mark.")
	ErrUncalibrated  = domain.Refuse(domain.Conflict, "not_calibrated", "Your marks were too far from the gold auditions. Calibrate again first.")
)

// wanted is how many places an audition has: two, and the third when two disagree.
func wanted(s Settings, markings []Marking) int {
	var sheets []Sheet
	for _, m := range markings {
		if m.State == MarkingSubmitted {
			sheets = append(sheets, m.Sheet())
		}
	}
	if len(sheets) < 2 {
		return 2
	}
	if places, means := s.Disagree(sheets[0], sheets[1]); len(places) > 0 || means {
		return 3
	}
	return 2
}

// Take gives a rater the audition that waits longest, or the one that they have
// taken already. Two who take at once get two places: a place is one row.
func (a *Auditions) Take(ctx context.Context, by domain.PersonID) (taken Marking, err error) {
	const look = 20
	err = a.inTx(ctx, func(tx Store) error {
		r, err := tx.Rater(by)
		switch {
		case err != nil:
			return err
		case !r.May:
			return ErrNoRater
		case r.Uncalibrated:
			return ErrUncalibrated
		}
		if mine, found, err := tx.OpenMarking(by); err != nil || found {
			taken = mine
			return err
		}
		waiting, err := tx.WaitingFor(r, look)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			if w.Email == r.Email {
				continue
			}
			found, err := a.take(tx, w.Audition, by, &taken)
			if err != nil || found {
				return err
			}
		}
		return ErrNothing
	})
	return taken, err
}

func (a *Auditions) take(tx Store, id AuditionID, by domain.PersonID, taken *Marking) (bool, error) {
	one, err := tx.LockAudition(id)
	if err != nil || one.State != Submitted {
		return false, err
	}
	there, err := tx.Markings(id)
	if err != nil {
		return false, err
	}
	rubric, err := tx.Rubric(one.Rubric)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(there, func(m Marking) bool { return m.Rater == by }) {
		return false, nil
	}
	slot := 1
	for slices.ContainsFunc(there, func(m Marking) bool { return m.Slot == slot }) {
		slot++
	}
	if slot > wanted(rubric.Settings, there) {
		return false, nil
	}
	*taken = Marking{
		ID: MarkingID(a.rt.NewID("mrk")), Audition: id, Slot: slot, Rater: by, State: MarkingOpen, TakenAt: a.rt.Now(),
		Marks: map[Place]Mark{}, Version: 1,
	}
	first, err := tx.AddMarking(*taken)
	if err != nil || !first {
		return false, err
	}
	return true, tx.Emit(MarkedEvent{id})
}

// own holds a rater's open marking and its audition, the audition first.
func own(tx Store, id MarkingID, by domain.PersonID) (Marking, Audition, error) {
	m, err := tx.Marking(id)
	if err == nil && m.Rater != by {
		err = ErrNoMarking
	}
	if err != nil {
		return m, Audition{}, err
	}
	one, err := tx.LockAudition(m.Audition)
	if err != nil {
		return m, one, err
	}
	m, err = tx.LockMarking(id)
	if err == nil && m.State != MarkingOpen {
		err = ErrMarkingClosed
	}
	return m, one, err
}

// Mark stores a score with its quote; a second one takes its place.
func (a *Auditions) Mark(ctx context.Context, id MarkingID, by domain.PersonID, at Place, mark Mark) error {
	mark.Quote = strings.TrimSpace(mark.Quote)
	return a.inTx(ctx, func(tx Store) error {
		_, one, err := own(tx, id, by)
		if err != nil {
			return err
		}
		who, err := tx.Applicant(one.Application)
		if err != nil {
			return err
		}
		if at.Play < 1 || at.Play > len(one.Plays) || !slices.Contains(audition.Dimensions, at.Dimension) {
			return ErrNoPlay
		}
		if !quotes(one.Plays[at.Play-1], NewBlind(who), mark) {
			return ErrQuote
		}
		return tx.PutMark(id, at, mark)
	})
}

// quotes reports whether a mark rests on the candidate's words as raters see them.
func quotes(p Play, b Blind, m Mark) bool {
	if m.Quote == "" || utf8.RuneCountInString(m.Quote) > 500 {
		return false
	}
	return slices.ContainsFunc(p.Lines, func(l Line) bool {
		return l.Seq == m.Line && l.Speaker == audition.TheCandidate && strings.Contains(b.Of(l.Text), m.Quote)
	})
}

// Submit gives a complete marking in. The second of two that agree decides the
// audition, and so does the third; two that disagree open the third place.
func (a *Auditions) Submit(ctx context.Context, id MarkingID, by domain.PersonID) error {
	return a.inTx(ctx, func(tx Store) error {
		m, one, err := own(tx, id, by)
		if err != nil {
			return err
		}
		if !m.Sheet().complete() {
			return ErrIncomplete
		}
		m.State, m.SubmittedAt = MarkingSubmitted, a.rt.Now()
		if err := tx.SaveMarking(m); err != nil {
			return err
		}
		if err := tx.Emit(MarkedEvent{one.ID}); err != nil {
			return err
		}
		return a.decide(tx, one)
	})
}

// decide ends an audition whose raters are done.
func (a *Auditions) decide(tx Store, one Audition) error {
	markings, err := tx.Markings(one.ID)
	if err != nil {
		return err
	}
	rubric, err := tx.Rubric(one.Rubric)
	if err != nil {
		return err
	}
	var sheets []Sheet
	for _, m := range markings {
		if m.State == MarkingSubmitted {
			sheets = append(sheets, m.Sheet())
		}
	}
	if len(sheets) < wanted(rubric.Settings, markings) || one.State != Submitted {
		return nil
	}
	r := rubric.Settings.Decide(sheets, one.WarmUp.Points, one.WarmUp.Of)
	r.Rubric = rubric.Version
	one.State, one.DecidedAt, one.Result = Failed, a.rt.Now(), &r
	if r.Passed {
		one.State = Passed
	}
	if err := tx.SaveAudition(one); err != nil {
		return err
	}
	return tx.Emit(DecidedEvent{one.ID, one.Application, r.Passed})
}

// FreeLapsed frees the places of raters who took an audition and left it.
func (a *Auditions) FreeLapsed(ctx context.Context) (int, error) {
	const most = 100
	freed := 0
	err := a.inTx(ctx, func(tx Store) error {
		freed = 0
		ids, err := tx.LapsedMarkings(a.rt.Now().Add(-TakenFor), most)
		if err != nil {
			return err
		}
		for _, id := range ids {
			m, err := tx.LockMarking(id)
			if err != nil {
				return err
			}
			if m.State != MarkingOpen {
				continue
			}
			m.State = MarkingLapsed
			if err := tx.SaveMarking(m); err != nil {
				return err
			}
			freed++
		}
		return nil
	})
	return freed, err
}
