package merit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Week is a week of the brand's calendar by its Monday, such as 2026-11-16.
type Week string

const weekLayout = "2006-01-02"

// WeekOf is the week that t falls into in zone.
func WeekOf(t time.Time, zone *time.Location) Week {
	local := t.In(zone)
	return Week(local.AddDate(0, 0, -(int(local.Weekday())+6)%7).Format(weekLayout))
}

func (w Week) plus(days int) Week {
	t, err := time.Parse(weekLayout, string(w))
	if err != nil {
		return w
	}
	return Week(t.AddDate(0, 0, days).Format(weekLayout))
}

// Next is the week after.
func (w Week) Next() Week { return w.plus(7) }

// month is the one that its Monday is in.
func (w Week) month() string { return string(w[:min(7, len(w))]) }

// Start is its first moment in zone, End the first after it.
func (w Week) Start(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(weekLayout, string(w), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// End is the first moment after it, in zone.
func (w Week) End(zone *time.Location) time.Time { return w.Next().Start(zone) }

// Verdict is what a week was.
type Verdict string

const (
	Kept   Verdict = "kept"   // every planned shift of it
	Free   Verdict = "free"   // without a shift: one a month costs nothing
	Off    Verdict = "off"    // without a shift, and the month's free one was used, or there was no streak
	Missed Verdict = "missed" // a shift of it was not kept
)

// Judged is a week of an expert, with the streak after it.
type Judged struct {
	Expert   domain.ExpertID
	Week     Week
	Verdict  Verdict
	Shifts   int // planned, and not given back in time
	Kept     int
	Streak   int // kept weeks in a row
	Longest  int // that there ever were
	JudgedAt time.Time
}

// Judge says what the week after prev was. One week without a shift in a month,
// by its Monday, leaves the streak as it is; a missed shift ends it, and nothing
// mends it. freeUsed: the month's free one is gone.
func Judge(prev Judged, w Week, shifts, kept int, freeUsed bool) Judged {
	j := Judged{Expert: prev.Expert, Week: w, Shifts: shifts, Kept: kept, Longest: prev.Longest}
	switch {
	case shifts > 0 && kept == shifts:
		j.Verdict, j.Streak = Kept, prev.Streak+1
		j.Longest = max(j.Longest, j.Streak)
	case shifts > 0:
		j.Verdict = Missed
	case prev.Streak > 0 && !freeUsed:
		j.Verdict, j.Streak = Free, prev.Streak
	default:
		j.Verdict = Off
	}
	return j
}

// settle is how long after its end a week is judged: its last shifts are by then.
const settle = 6 * time.Hour

// WeekStore keeps judged weeks.
type WeekStore interface {
	// ToJudge are experts with shifts before the end of a week, who have not left and whose last judged week is before it.
	ToJudge(w Week, end time.Time, limit int) ([]domain.ExpertID, error)
	LastWeek(domain.ExpertID) (Judged, bool, error)
	// FirstShift is when the expert's first shift that was not given back in time begins.
	FirstShift(domain.ExpertID) (time.Time, bool, error)
	// ShiftsIn counts shifts that begin in a time: all that stood, those kept, those not judged yet.
	ShiftsIn(e domain.ExpertID, from, to time.Time) (shifts, kept, open int, err error)
	FreeIn(e domain.ExpertID, month string) (bool, error)
	AddWeek(Judged) (bool, error) // false: it is judged
}

// JudgeWeeks judges the weeks that have ended, in order, each once. A week with
// a shift that is not judged itself waits. The race: two runs at once judge the
// same week; the database has one of each.
func (m *Merits) JudgeWeeks(ctx context.Context) (n int, failed error) {
	for {
		var last Week
		var zone *time.Location
		var experts []domain.ExpertID
		err := m.tx(ctx, func(tx Store) (err error) {
			if zone, err = tx.BrandZone(); err != nil {
				return err
			}
			last = WeekOf(m.rt.Now().Add(-settle), zone)
			experts, err = tx.ToJudge(last.plus(-7), last.Start(zone), batch)
			return err
		})
		if err != nil {
			return n, errors.Join(failed, err)
		}
		did := 0
		for _, id := range experts {
			one, err := m.judge(ctx, id, last, zone)
			did += one
			if err != nil {
				failed = errors.Join(failed, fmt.Errorf("weeks of %s: %w", id, err))
			}
		}
		n += did
		if did == 0 || len(experts) < batch || ctx.Err() != nil {
			return n, failed
		}
	}
}

// judge judges the weeks of one expert up to the one that runs.
func (m *Merits) judge(ctx context.Context, id domain.ExpertID, running Week, zone *time.Location) (n int, err error) {
	err = m.tx(ctx, func(tx Store) error {
		n = 0
		prev, found, err := tx.LastWeek(id)
		if err != nil {
			return err
		}
		next := prev.Week.Next()
		if !found {
			first, found, err := tx.FirstShift(id)
			if err != nil || !found {
				return err
			}
			next, prev.Expert = WeekOf(first, zone), id
		}
		for ; next < running; next = next.Next() {
			shifts, kept, open, err := tx.ShiftsIn(id, next.Start(zone), next.End(zone))
			if err != nil || open > 0 {
				return err
			}
			free, err := tx.FreeIn(id, next.month())
			if err != nil {
				return err
			}
			prev = Judge(prev, next, shifts, kept, free)
			prev.JudgedAt = m.rt.Now()
			added, err := tx.AddWeek(prev)
			if err != nil || !added {
				return orStale(err)
			}
			n++
		}
		return nil
	})
	return n, err
}
