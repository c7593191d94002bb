package marking

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// How raters are calibrated.
const (
	GoldsAMonth      = 5                   // or as many as there are
	CalibrationPass  = 80                  // percent of the marks, at most one from gold
	CalibrateAgain   = 24 * time.Hour      // after one that was not passed
	CalibrationGrace = 14 * 24 * time.Hour // a task that came late in the month
)

// CalibrationID is clb_….
type CalibrationID string

// CalibrationState is where a calibration is.
type CalibrationState string

const (
	CalibrationOpen   CalibrationState = "open"
	CalibrationPassed CalibrationState = "passed"
	CalibrationFailed CalibrationState = "failed"
	CalibrationLapsed CalibrationState = "lapsed" // the month is over and it was not done
)

// CalibrationStates are all of them.
var CalibrationStates = []CalibrationState{CalibrationOpen, CalibrationPassed, CalibrationFailed, CalibrationLapsed}

// Calibration is a rater's marks on gold auditions, of one month. Whose last one
// was not passed does not mark candidates until they pass one.
type Calibration struct {
	ID        CalibrationID
	Rater     domain.PersonID
	Month     string // 2026-11
	Attempt   int
	State     CalibrationState
	Auditions []AuditionID // by number, from 1
	Marks     []Sheet      // of each of them
	Within    int
	Of        int
	BeganAt   time.Time
	EndedAt   time.Time
	Version   int
}

// LapsesAt is when a task that nobody did is over: with its month, but never
// before a fortnight.
func LapsesAt(month string, began time.Time, zone *time.Location) time.Time {
	first, err := time.ParseInLocation("2006-01", month, zone)
	if err != nil {
		return began.Add(CalibrationGrace)
	}
	return later(first.AddDate(0, 1, 0), began.Add(CalibrationGrace)).UTC()
}

// monthOf is the month that a moment falls into.
func monthOf(at time.Time, zone *time.Location) string { return at.In(zone).Format("2006-01") }

// close measures the marks that were given.
func (c *Calibration) close(gold []Sheet, at time.Time) {
	c.Within, c.Of = 0, len(gold)*marksOf()
	for i, g := range gold {
		c.Within += Within(c.Marks[i], g)
	}
	c.State, c.EndedAt = CalibrationFailed, at
	if 100*c.Within >= CalibrationPass*c.Of {
		c.State = CalibrationPassed
	}
}

// CalibrationStore is what marking needs to measure raters.
type CalibrationStore interface {
	GoldStore
	BrandZone() (*time.Location, error)
	// Uncalibrated are raters who have no calibration of a month, or an older one open.
	Uncalibrated(month string, limit int, after domain.PersonID) ([]domain.PersonID, error)
	// LastCalibration is the rater's newest, held; AddCalibration is false when
	// there is one of its month and attempt, or an open one.
	LastCalibration(domain.PersonID) (Calibration, bool, error)
	AddCalibration(Calibration) (bool, error)
	LockCalibration(CalibrationID) (Calibration, error)
	PutCalibrationMark(id CalibrationID, no int, at Place, score int) error
	SaveCalibration(Calibration) error
}

var (
	ErrNoCalibration     = domain.Refuse(domain.NotFound, "calibration_not_found", "There is no such calibration.")
	ErrCalibrationClosed = domain.Refuse(domain.Conflict, "calibration_closed", "This calibration is closed.")
	ErrCalibrationHalf   = domain.Refuse(domain.Conflict, "calibration_incomplete", "Each dimension of each conversation needs its mark, in every gold audition.")
	ErrCalibrated        = domain.Refuse(domain.Conflict, "calibrated", "You have passed your last calibration. The next one comes by itself.")
	ErrCalibrationEarly  = domain.Refuse(domain.Conflict, "calibration_too_early", "Look at what was right, and calibrate again after 24 hours.")
	ErrNoGolds           = domain.Refuse(domain.Conflict, "no_gold", "There is no gold audition that you could calibrate on.")
)

// MindCalibrations gives every rater the task of the month, once: a rater, a month
// and an attempt are one row, and so is what is open. A task that was not done in
// its month lapses first. Where there is no gold, nothing is asked.
func (a *Auditions) MindCalibrations(ctx context.Context) (done int, err error) {
	const most = 100
	for after := domain.PersonID(""); ; {
		var raters []domain.PersonID
		err := a.inTx(ctx, func(tx Store) error {
			zone, err := tx.BrandZone()
			if err == nil {
				raters, err = tx.Uncalibrated(monthOf(a.rt.Now(), zone), most, after)
			}
			return err
		})
		if err != nil || len(raters) == 0 {
			return done, err
		}
		for _, id := range raters {
			n := 0
			if err := a.inTx(ctx, func(tx Store) (err error) {
				n, err = a.mindRater(tx, id)
				return err
			}); err != nil {
				return done, err
			}
			done += n
		}
		after = raters[len(raters)-1]
	}
}

func (a *Auditions) mindRater(tx Store, id domain.PersonID) (done int, err error) {
	zone, err := tx.BrandZone()
	if err != nil {
		return 0, err
	}
	now := a.rt.Now()
	last, found, err := tx.LastCalibration(id)
	if err != nil {
		return 0, err
	}
	if found && last.State == CalibrationOpen {
		if now.Before(LapsesAt(last.Month, last.BeganAt, zone)) {
			return 0, nil
		}
		last.State, last.EndedAt = CalibrationLapsed, now
		if err := tx.SaveCalibration(last); err != nil {
			return 0, err
		}
		done++
	}
	if month := monthOf(now, zone); !found || last.Month != month {
		switch added, err := a.addCalibration(tx, id, month, 1); {
		case errors.Is(err, ErrNoGolds):
		case err != nil:
			return done, err
		case added:
			done++
		}
	}
	return done, nil
}

// addCalibration draws gold for a rater; false: somebody was first. It refuses
// ErrNoRater and ErrNoGolds.
func (a *Auditions) addCalibration(tx Store, id domain.PersonID, month string, attempt int) (bool, error) {
	r, err := tx.Rater(id)
	if err != nil || !r.Calibrates {
		return false, orNo(err, ErrNoRater)
	}
	golds, err := tx.Drawable(r)
	if err != nil || len(golds) == 0 {
		return false, orNo(err, ErrNoGolds)
	}
	c := Calibration{
		ID: CalibrationID(a.rt.NewID("clb")), Rater: id, Month: month, Attempt: attempt, State: CalibrationOpen,
		Auditions: drawGold(golds, GoldsAMonth, a.rt.Chance), BeganAt: a.rt.Now(), Version: 1,
	}
	return tx.AddCalibration(c)
}

// CalibrateAgain opens another attempt for a rater who did not pass, a day later.
// Two at once open one.
func (a *Auditions) CalibrateAgain(ctx context.Context, by domain.PersonID) error {
	return a.inTx(ctx, func(tx Store) error {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		last, found, err := tx.LastCalibration(by)
		if err != nil {
			return err
		}
		now, attempt := a.rt.Now(), 1
		switch {
		case !found:
			return ErrNoCalibration
		case last.State == CalibrationOpen:
			return nil
		case last.State == CalibrationPassed:
			return ErrCalibrated
		case last.State == CalibrationFailed && now.Before(last.EndedAt.Add(CalibrateAgain)):
			early := *ErrCalibrationEarly
			early.RetryAfter = last.EndedAt.Add(CalibrateAgain).Sub(now)
			return &early
		}
		month := monthOf(now, zone)
		if last.Month == month {
			attempt = last.Attempt + 1
		}
		_, err = a.addCalibration(tx, by, month, attempt)
		return err
	})
}

// ownCalibration holds a rater's open calibration.
func ownCalibration(tx Store, id CalibrationID, by domain.PersonID) (Calibration, error) {
	if r, err := tx.Rater(by); err != nil || !r.Calibrates {
		return Calibration{}, orNo(err, ErrNoRater)
	}
	c, err := tx.LockCalibration(id)
	switch {
	case err != nil:
		return c, err
	case c.Rater != by:
		return c, ErrNoCalibration
	case c.State != CalibrationOpen:
		return c, ErrCalibrationClosed
	}
	return c, nil
}

// Calibrate stores a mark on the gold audition of a number; a second one takes its place.
func (a *Auditions) Calibrate(ctx context.Context, id CalibrationID, by domain.PersonID, no int, at Place, score int) error {
	return a.inTx(ctx, func(tx Store) error {
		c, err := ownCalibration(tx, id, by)
		if err != nil {
			return err
		}
		if no < 1 || no > len(c.Auditions) || at.Play < 1 || at.Play > Plays || !slices.Contains(audition.Dimensions, at.Dimension) {
			return ErrNoPlay
		}
		return tx.PutCalibrationMark(id, no, at, score)
	})
}

// EndCalibration gives a complete calibration in: it is passed when enough marks
// are at most one from gold. Given in twice at once, it is measured once.
func (a *Auditions) EndCalibration(ctx context.Context, id CalibrationID, by domain.PersonID) error {
	return a.inTx(ctx, func(tx Store) error {
		c, err := ownCalibration(tx, id, by)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(c.Marks, func(s Sheet) bool { return !s.complete() }) {
			return ErrCalibrationHalf
		}
		gold := make([]Sheet, len(c.Auditions))
		for i, one := range c.Auditions {
			if gold[i], err = tx.GoldSheet(one); err != nil {
				return err
			}
		}
		c.close(gold, a.rt.Now())
		return tx.SaveCalibration(c)
	})
}

func orNo(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
