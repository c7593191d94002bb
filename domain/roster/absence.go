package roster

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// The times of being away.
const (
	PauseMost      = 365 * 24 * time.Hour // the longest pause
	RefreshAfter   = 28 * 24 * time.Hour  // a pause of this length ends with a refresher
	InactiveAfter  = 182 * 24 * time.Hour // without a conversation for so long, one refresher
	refreshMessage = 2                    // messages of each side that make it one
)

// Pause is time off that the expert chose: no offers, no falls, nothing lost.
type Pause struct {
	Expert     domain.ExpertID
	BeganAt    time.Time
	Until      time.Time
	Reason     string
	ReturnedAt time.Time // zero: still away
}

// RefresherCause is what a refresher is for.
type RefresherCause string

// The causes of a refresher.
const (
	AfterPause  RefresherCause = "pause"
	AfterAlumni RefresherCause = "alumni"
	AfterQuiet  RefresherCause = "inactive"
)

// Refresher is the first conversation after a long absence: on one seat, and no
// harder than a rookie's.
type Refresher struct {
	Expert       domain.ExpertID
	DueAt        time.Time
	Cause        RefresherCause
	AwaySince    time.Time
	Conversation domain.ConversationID // empty: not done
	Episode      int
	DoneAt       time.Time
}

// Talk is what a refresher must know of an episode.
type Talk struct {
	Expert           domain.ExpertID // who closed it, or held it last
	Episode          int
	Closed           bool
	CustomerMessages int
	ExpertMessages   int
}

// Refreshes reports whether the episode is a conversation that counts as a refresher.
func (t Talk) Refreshes() bool {
	return t.Closed && t.Expert != "" && t.CustomerMessages >= refreshMessage && t.ExpertMessages >= refreshMessage
}

// Refusals of absence.
var (
	ErrBadPause     = domain.Refuse(domain.Invalid, "pause_invalid", "A pause ends between tomorrow and twelve months from now.").At("/until")
	ErrBadReason    = domain.Refuse(domain.Invalid, "reason_invalid", "A reason has at most 200 characters.").At("/reason")
	ErrNotAway      = domain.Refuse(domain.Conflict, "not_away", "You are not away.")
	ErrCannotReturn = domain.Refuse(domain.Conflict, "cannot_return", "A manager decided this. Speak with them to come back.")
	ErrStillHolding = domain.Refuse(domain.Conflict, "still_holding", "A customer is still with you. Finish that conversation, or hand it over.")
	ErrCannotLeave  = domain.Refuse(domain.Conflict, "cannot_leave", "A manager has to look at this first. Speak with them.")
)

// AbsenceStore is what being away needs from one transaction.
type AbsenceStore interface {
	AddPause(Pause) error
	OpenPause(domain.ExpertID) (Pause, bool, error)
	EndedPauses(time.Time) ([]domain.ExpertID, error)
	AddRefresher(Refresher) error
	OpenRefresher(domain.ExpertID) (Refresher, bool, error)
	FinishRefresher(Refresher) error
	// QuietSince are active experts who closed their last conversation, or came,
	// or returned, before a time and have no refresher due, with when that was.
	QuietSince(time.Time) (map[domain.ExpertID]time.Time, error)
	TalkOf(domain.ConversationID) (Talk, error) // the conversation's current episode
	// ExtendGrace gives an open warning until a time at least.
	ExtendGrace(domain.ExpertID, time.Time) error
}

// TakePause takes an expert off duty until a day that they name, twelve months away
// at most. Standing, points and level stay as they are; conversations that run are
// finished. A shift that begins so soon that giving it back would come late comes
// late by a pause as well. It refuses ErrNotActive, ErrBadPause and ErrBadReason.
func (l *Levels) TakePause(ctx context.Context, id domain.ExpertID, until time.Time, reason string) error {
	reason = strings.TrimSpace(reason)
	now := l.rt.Now()
	switch {
	case utf8.RuneCountInString(reason) > 200:
		return ErrBadReason
	case until.Before(now.Add(12*time.Hour)) || until.After(now.Add(PauseMost+24*time.Hour)):
		return ErrBadPause
	}
	return l.inTx(ctx, func(tx LevelStore) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		if e.State != Active {
			return ErrNotActive
		}
		e.State = Paused
		if err := tx.AddPause(Pause{Expert: id, BeganAt: now, Until: until, Reason: reason}); err != nil {
			return err
		}
		return l.save(tx, &e)
	})
}

// save stores an expert who changed their own state, takes them off duty when they
// are not active, and brings the seats to the limit.
func (l *Levels) save(tx LevelStore, e *Expert) error {
	if err := tx.SaveExpert(*e); err != nil {
		return err
	}
	e.Version++
	if err := leave(tx, e, true, l.rt.Now()); err != nil {
		return err
	}
	if _, err := reseat(tx, *e); err != nil {
		return err
	}
	return tx.Emit(Changed{e.ID})
}

// ComeBack ends the expert's own pause, or brings an alumnus back. After four weeks, and
// for alumni always, the next conversation is a refresher. A warning that is open
// has its whole grace again. It refuses ErrNotAway and ErrCannotReturn.
func (l *Levels) ComeBack(ctx context.Context, id domain.ExpertID) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		return l.comeBack(tx, e)
	})
}

func (l *Levels) comeBack(tx LevelStore, e Expert) error {
	now := l.rt.Now()
	p, paused, err := tx.OpenPause(e.ID)
	if err != nil {
		return err
	}
	r := Refresher{Expert: e.ID, DueAt: now, Cause: AfterPause, AwaySince: p.BeganAt}
	switch {
	case e.State == Paused && paused:
	case e.State == Retired && !e.AlumniAt.IsZero():
		r.Cause, r.AwaySince = AfterAlumni, e.AlumniAt
	case e.State == Active:
		return ErrNotAway
	default:
		return ErrCannotReturn
	}
	e.State, e.AlumniAt = Active, time.Time{}
	if e.RefresherAt.IsZero() && (r.Cause == AfterAlumni || now.Sub(r.AwaySince) >= RefreshAfter) {
		if err := tx.AddRefresher(r); err != nil {
			return err
		}
		e.RefresherAt = now
	}
	if err := tx.EndPause(e.ID, now); err != nil {
		return err
	}
	if err := tx.ExtendGrace(e.ID, now.Add(Grace)); err != nil {
		return err
	}
	return l.save(tx, &e)
}

// LeaveProgramme makes an expert an alumnus: off duty, with title, profile and a room to
// read in, free to return. It refuses ErrStillHolding, and ErrCannotLeave to
// whom a manager has stopped.
func (l *Levels) LeaveProgramme(ctx context.Context, id domain.ExpertID) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		_, paused, err := tx.OpenPause(id)
		if err != nil {
			return err
		}
		if e.State != Active && (e.State != Paused || !paused) {
			return ErrCannotLeave
		}
		seats, err := tx.Seats(id)
		if err != nil {
			return err
		}
		for _, s := range seats {
			if s.Conversation != "" {
				return ErrStillHolding.Of(string(s.Conversation))
			}
		}
		now := l.rt.Now()
		if err := tx.EndPause(id, now); err != nil {
			return err
		}
		if err := tx.EndWarning(id, NoteLeft, now); err != nil {
			return err
		}
		e.State, e.AlumniAt = Retired, now
		return l.save(tx, &e)
	})
}

// MindAbsence brings back whose pause is over, and asks for a refresher from whom
// nobody has spoken with for half a year. It may run at any time and on any node:
// each expert's row is held, and looked at again.
func (l *Levels) MindAbsence(ctx context.Context) (int, error) {
	var (
		back  []domain.ExpertID
		quiet map[domain.ExpertID]time.Time
		now   = l.rt.Now()
	)
	err := l.inTx(ctx, func(tx LevelStore) (err error) {
		if back, err = tx.EndedPauses(now); err != nil {
			return err
		}
		quiet, err = tx.QuietSince(now.Add(-InactiveAfter))
		return err
	})
	n, failed := 0, err
	each := func(id domain.ExpertID, do func(LevelStore, Expert) (bool, error)) {
		did := false
		err := l.inTx(ctx, func(tx LevelStore) error {
			e, err := tx.LockExpert(id)
			if err != nil {
				return err
			}
			did, err = do(tx, e)
			return err
		})
		if did && err == nil {
			n++
		}
		failed = errors.Join(failed, err)
	}
	for _, id := range back {
		each(id, func(tx LevelStore, e Expert) (bool, error) {
			p, found, err := tx.OpenPause(id)
			if err != nil || !found || p.Until.After(now) {
				return false, err
			}
			return true, l.comeBack(tx, e)
		})
	}
	for id, since := range quiet {
		each(id, func(tx LevelStore, e Expert) (bool, error) {
			if e.State != Active || !e.RefresherAt.IsZero() {
				return false, nil
			}
			e.RefresherAt = now
			if err := tx.AddRefresher(Refresher{Expert: id, DueAt: now, Cause: AfterQuiet, AwaySince: since}); err != nil {
				return false, err
			}
			return true, l.save(tx, &e)
		})
	}
	return n, failed
}

// Refreshed looks at a conversation that was closed: when its expert had a
// refresher due and both sides said enough, it is done, and the seats of the level are
// open again. It may be called any number of times.
func (l *Levels) Refreshed(ctx context.Context, id domain.ConversationID) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		talk, err := tx.TalkOf(id)
		if err != nil || !talk.Refreshes() {
			return err
		}
		e, err := tx.LockExpert(talk.Expert)
		if err != nil || e.RefresherAt.IsZero() {
			return err
		}
		r, found, err := tx.OpenRefresher(e.ID)
		if err != nil || !found {
			return err
		}
		r.Conversation, r.Episode, r.DoneAt = id, talk.Episode, l.rt.Now()
		if err := tx.FinishRefresher(r); err != nil {
			return err
		}
		e.RefresherAt = time.Time{}
		return l.save(tx, &e)
	})
}
