package rewards

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ShiftRules say what a kept shift is worth, and what a no-show takes.
type ShiftRules struct {
	PerHour    domain.Points `json:"perHour"`
	DailyHours int           `json:"dailyHours"` // most that are paid of one day
	NoShow     domain.Points `json:"noShow"`
	TalkDays   int           `json:"talkDays"` // the second no-show in so many days is talked about, and takes nothing more
}

func (r *ShiftRules) check() error {
	if r == nil {
		return nil
	}
	if r.PerHour < 0 || r.PerHour > maxBase || r.NoShow < 0 || r.NoShow > maxBase || r.DailyHours < 1 || r.DailyHours > 24 ||
		r.TalkDays < 0 || r.TalkDays > 366 {
		return fmt.Errorf("rewards: shifts: %+v", *r)
	}
	return nil
}

// ThirdRules are the rules of version 3: points for kept shifts beside those of
// version 2, points for taking part in an audition, and for reviews on which two
// agree.
func ThirdRules() Rules {
	r := SecondRules()
	r.Shift = &ShiftRules{PerHour: 5, DailyHours: 4, NoShow: 10, TalkDays: 30}
	r.Audition = &AuditionRules{Points: 50}
	r.Review = &ReviewRules{Points: 3, PerDay: 10}
	return r
}

// EarnedShift is what rewards wants to know of one shift.
type EarnedShift struct {
	ID       domain.ShiftID
	Expert   domain.ExpertID
	StartsAt time.Time
	EndsAt   time.Time
	Kept     bool
	Missed   bool
}

// ShiftStore is what awards for shifts need.
type ShiftStore interface {
	EarnedShift(domain.ShiftID) (EarnedShift, error)
	// PaidShiftTime is how long the shifts were that have an award on the expert's
	// day. The expert is held.
	PaidShiftTime(e domain.ExpertID, day string) (time.Duration, error)
	// NoShowSince reports whether a no-show of the expert began since then and before the other time.
	NoShowSince(e domain.ExpertID, since, before time.Time) (bool, error)
}

// halfHour is what points for shifts are counted in.
const halfHour = 30 * time.Minute

// kept is what a shift adds to a day of which so much is paid already. What the
// whole day is worth is rounded once: the sum does not depend on how the day is
// cut into shifts, nor on their order.
func (r ShiftRules) kept(before, length time.Duration) Arithmetic {
	most := time.Duration(r.DailyHours) * time.Hour
	from, to := min(before, most), min(before+length, most)
	points := r.worth(to) - r.worth(from)
	if points == 0 {
		return nothing("not_paid:day_full")
	}
	hours := func(d time.Duration) Factor { return Factor(d * time.Duration(hundred) / time.Hour) }
	total := exact(r.PerHour).times(hours(to - from))
	return Arithmetic{Points: points, Steps: []Step{
		{StepBase, Factor(r.PerHour) * hundred, string(ForShift), exact(r.PerHour)},
		{StepHours, hours(to - from), "of_" + hours(length).String() + "_after_" + hours(from).String(), total},
		{StepRounding, hundred, "of_day", exact(points)},
	}}
}

// worth is what so much time is worth, rounded half up.
func (r ShiftRules) worth(d time.Duration) domain.Points {
	return (r.PerHour*domain.Points(d/halfHour) + 1) / 2
}

// noShow is what one takes when so much is there to take; the second within the
// days takes nothing.
func (r ShiftRules) noShow(again bool, there domain.Points) Arithmetic {
	if again {
		return nothing("not_taken:talk")
	}
	took := min(r.NoShow, max(there, 0))
	a := plain(-r.NoShow, string(ForNoShow))
	a.Steps = append(a.Steps, Step{StepBalance, hundred, fmt.Sprintf("took_%d", took), exact(-took)})
	a.Points = -took
	return a
}

// BookShift books what has become of a shift: points for the slot hours of one
// that was kept, a penalty for a no-show. Each is booked once; a shift that is not
// judged, was come to late or given back in time gets nothing. Under rules that
// know no shifts it does nothing.
func (r *Rewards) BookShift(ctx context.Context, id domain.ShiftID) error {
	return r.inTx(ctx, func(tx Store) error {
		s, err := tx.EarnedShift(id)
		if err != nil || !s.Kept && !s.Missed {
			return err
		}
		kind := ForShift
		if s.Missed {
			kind = ForNoShow
		}
		a, set, err := r.bonus(tx, Fact{kind, string(id)}, s.Expert, s.EndsAt)
		if err != nil || a.ID == "" || set.Shift == nil {
			return err
		}
		programme, err := tx.Programme()
		if err != nil {
			return err
		}
		a.Day = s.StartsAt.In(programme.Zone).Format(time.DateOnly)
		if s.Missed {
			again, err := tx.NoShowSince(s.Expert, s.StartsAt.AddDate(0, 0, -set.Shift.TalkDays), s.StartsAt)
			if err != nil {
				return err
			}
			a.SettleAt = s.EndsAt
			return r.take(tx, a, func(there domain.Points) Arithmetic { return set.Shift.noShow(again, there) })
		}
		before, err := tx.PaidShiftTime(s.Expert, a.Day)
		if err != nil {
			return err
		}
		a.Arithmetic = set.Shift.kept(before, s.EndsAt.Sub(s.StartsAt))
		a.Pending = a.Arithmetic.Points
		return r.add(tx, a)
	})
}
