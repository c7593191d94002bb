package roster

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Grace is how long a warning runs before it can cost a level.
const Grace = 14 * 24 * time.Hour

// catchUp is how many months a review looks back after a long silence.
const catchUp = 12

// LevelReview is the monthly look at one expert's level.
type LevelReview struct {
	ID         string // lrv_…
	Expert     domain.ExpertID
	Month      Month
	Level      Level // that was looked at
	Verdict    Verdict
	Note       string
	Reasons    []Requirement
	ReviewedAt time.Time
	GraceUntil time.Time // of a warning

	Objection  string
	ObjectedAt time.Time
	Answer     string
	AnsweredAt time.Time
	AnsweredBy domain.PersonID

	DecidedAt time.Time // the end of a warning
	Version   int
}

// Disputed reports whether the expert sees it differently and nobody has answered.
func (r LevelReview) Disputed() bool { return !r.ObjectedAt.IsZero() && r.AnsweredAt.IsZero() }

// Refusals of reviews.
var (
	ErrNoWarning   = domain.Refuse(domain.Conflict, "no_warning", "There is no warning to speak of.")
	ErrObjected    = domain.Refuse(domain.Conflict, "already_objected", "You said so already: once is enough, and somebody will answer.")
	ErrNotObjected = domain.Refuse(domain.Conflict, "not_objected", "Nobody disagrees, or it was answered already.")
	ErrBadWords    = domain.Refuse(domain.Invalid, "words_invalid", "Say it in 1 to 1,000 characters.")
	ErrNotSenior   = domain.Refuse(domain.Conflict, "not_senior", "Only a senior can be invited to be a mentor.")
	ErrInvited     = domain.Refuse(domain.Conflict, "already_invited", "There is an invitation that waits for an answer.")
	ErrNotInvited  = domain.Refuse(domain.Conflict, "not_invited", "There is no invitation that waits for an answer.")
)

// Object records that the expert sees a warning differently. It is held until a
// manager answers: one objection for each warning.
func (r *LevelReview) Object(words string, now time.Time) error {
	switch {
	case r.Verdict != Warned:
		return ErrNoWarning
	case !r.ObjectedAt.IsZero():
		return ErrObjected
	}
	r.Objection, r.ObjectedAt = words, now
	return nil
}

// Reply answers an objection. Upheld ends the warning; else the expert has the
// whole grace again, from now.
func (r *LevelReview) Reply(by domain.PersonID, upheld bool, words string, now time.Time) error {
	if r.Verdict != Warned || !r.Disputed() {
		return ErrNotObjected
	}
	r.Answer, r.AnsweredAt, r.AnsweredBy = words, now, by
	if upheld {
		r.end(Recovered, NoteUpheld, now)
		return nil
	}
	r.GraceUntil = now.Add(Grace)
	return nil
}

// EndGrace decides a warning whose time is over, by the facts of now. It reports
// false while nothing may be decided: before the time, in a pause, in a dispute.
func (r *LevelReview) EndGrace(s Standing, f Facts, now time.Time) (decided bool) {
	if r.Verdict != Warned || now.Before(r.GraceUntil) || s.State != Active || s.Disputed {
		return false
	}
	r.Reasons = s.Level.Keeping(f)
	if Met(r.Reasons) {
		r.end(Recovered, NoteImproved, now)
	} else {
		r.end(Demoted, "", now)
	}
	return true
}

func (r *LevelReview) end(v Verdict, note string, now time.Time) {
	r.Verdict, r.Note, r.DecidedAt = v, note, now
}

// LevelStore is what levels need from one transaction.
type LevelStore interface {
	Store
	BrandZone() (*time.Location, error)
	// LevelFacts are what the expert's level is judged by, as they were at a time.
	LevelFacts(Expert, time.Time) (Facts, error)
	// ToReview are the experts who have no review of this month and were there in it.
	ToReview(m Month, end time.Time) ([]domain.ExpertID, error)
	LastReviewed(domain.ExpertID) (Month, error) // empty: never
	AddReview(LevelReview) (bool, error)         // false: there is one of this month
	OpenWarning(domain.ExpertID) (LevelReview, bool, error)
	SaveReview(LevelReview) error
	EndedGraces(time.Time) ([]domain.ExpertID, error)

	AddMentorInvitation(MentorInvitation) error // ErrInvited
	OpenMentorInvitation(domain.ExpertID) (MentorInvitation, bool, error)
	SaveMentorInvitation(MentorInvitation) error

	AbsenceStore
	ProfileStore
}

// InLevels runs fn in one transaction: all of it is stored, or none.
type InLevels func(ctx context.Context, fn func(LevelStore) error) error

// Levels is the use cases of levels, pauses and profiles.
type Levels struct {
	inTx InLevels
	rt   domain.Runtime
}

// NewLevels makes the use cases.
func NewLevels(inTx InLevels, rt domain.Runtime) *Levels { return &Levels{inTx, rt} }

// ReviewMonths looks at the level of everybody whose last month has ended and
// was not looked at, and decides the warnings whose grace is over. Months that were
// missed are caught up in their order, each by the facts of its end. There is
// one review for each expert and month, whoever else is at it: the expert's row
// is held, and the month is a unique key. It tells how many were made or decided.
func (l *Levels) ReviewMonths(ctx context.Context) (int, error) {
	var ids, graces []domain.ExpertID
	err := l.inTx(ctx, func(tx LevelStore) error {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		last := MonthOf(l.rt.Now(), zone).Before()
		if ids, err = tx.ToReview(last, last.End(zone)); err != nil {
			return err
		}
		graces, err = tx.EndedGraces(l.rt.Now())
		return err
	})
	var (
		n      int
		failed error
	)
	each := func(ids []domain.ExpertID, do func(LevelStore, domain.ExpertID) (bool, error)) {
		for _, id := range ids {
			for more := true; more && ctx.Err() == nil; {
				err := l.inTx(ctx, func(tx LevelStore) (err error) {
					more, err = do(tx, id)
					return err
				})
				if err != nil {
					failed, more = errors.Join(failed, err), false
				}
				if more {
					n++
				}
			}
		}
	}
	each(graces, l.endGrace)
	each(ids, l.review)
	return n, errors.Join(err, failed, ctx.Err())
}

// review looks at the oldest month of an expert that was not looked at.
func (l *Levels) review(tx LevelStore, id domain.ExpertID) (did bool, err error) {
	e, err := tx.LockExpert(id)
	if err != nil || e.State == Retired {
		return false, err
	}
	zone, err := tx.BrandZone()
	if err != nil {
		return false, err
	}
	newest := MonthOf(l.rt.Now(), zone).Before()
	month, err := nextMonth(tx, e, newest, zone)
	if err != nil || month > newest {
		return false, err
	}
	facts, err := tx.LevelFacts(e, month.End(zone))
	if err != nil {
		return false, err
	}
	open, warned, err := tx.OpenWarning(id)
	if err != nil {
		return false, err
	}
	r := LevelReview{ID: l.rt.NewID("lrv"), Expert: id, Month: month, Level: e.Level, ReviewedAt: l.rt.Now(), Version: 1}
	r.Verdict, r.Note, r.Reasons = Standing{
		Level: e.Level, State: e.State, Warned: warned, Disputed: open.Disputed(), Late: month < newest,
	}.Review(facts)
	if r.Verdict == Warned {
		r.GraceUntil = r.ReviewedAt.Add(Grace)
	}
	added, err := tx.AddReview(r)
	if err != nil || !added {
		return false, err
	}
	switch r.Verdict {
	case Promoted:
		err = l.step(tx, &e, e.Level+1, LevelChange{Cause: ByReview, Why: r.Reasons, By: domain.System})
	case Warned:
		err = tx.Emit(Changed{id})
	default:
	}
	return true, err
}

func nextMonth(tx LevelStore, e Expert, newest Month, zone *time.Location) (Month, error) {
	month, err := tx.LastReviewed(e.ID)
	if month != "" {
		month = month.Next()
	} else {
		month = MonthOf(e.CreatedAt, zone)
	}
	return max(month, newest.plus(1-catchUp)), err
}

// step takes an expert to another level. The seats follow at once; a
// conversation that runs stays where it is until it is over.
func (l *Levels) step(tx LevelStore, e *Expert, to Level, c LevelChange) error {
	from, now := e.Level, l.rt.Now()
	e.Level, e.LevelAt = to, now
	if err := tx.SaveExpert(*e); err != nil {
		return err
	}
	e.Version++
	if _, err := reseat(tx, *e); err != nil {
		return err
	}
	c.Expert, c.From, c.To, c.At = e.ID, &from, to, now
	if err := tx.AddLevelChange(c); err != nil {
		return err
	}
	return tx.Emit(Changed{e.ID})
}

// endGrace decides a warning whose grace is over.
func (l *Levels) endGrace(tx LevelStore, id domain.ExpertID) (did bool, err error) {
	e, err := tx.LockExpert(id)
	if err != nil {
		return false, err
	}
	r, found, err := tx.OpenWarning(id)
	if err != nil || !found {
		return false, err
	}
	now := l.rt.Now()
	facts, err := tx.LevelFacts(e, now)
	if err != nil {
		return false, err
	}
	if !r.EndGrace(Standing{Level: e.Level, State: e.State, Disputed: r.Disputed()}, facts, now) {
		return false, nil
	}
	if err := tx.SaveReview(r); err != nil {
		return false, err
	}
	if r.Verdict == Demoted {
		return true, l.step(tx, &e, e.Level-1, LevelChange{Cause: ByReview, Why: r.Reasons, By: domain.System})
	}
	return true, tx.Emit(Changed{id})
}
