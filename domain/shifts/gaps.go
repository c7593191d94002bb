package shifts

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
)

// Ahead is how far ahead managers are told of gaps.
const Ahead = 72 * time.Hour

// Gap is a time at which fewer experts have signed up than are wanted.
type Gap struct {
	StartsAt time.Time
	EndsAt   time.Time
	Want     int
	Have     int
}

// Missing is how many experts more are wanted.
func (g Gap) Missing() int { return g.Want - g.Have }

// Cover is an open slot with how many experts have a place in it.
type Cover struct {
	StartsAt time.Time
	EndsAt   time.Time
	Seats    int
	Taken    int
}

// Gaps finds where experts are missing between two moments: wanted is what open
// slots want, and never less than the permanent presence plan and the least,
// while the brand is open. Neighbouring half hours that lack the same are one gap.
func (c Calendar) Gaps(from, to time.Time, covers []Cover, always []Always, least int) []Gap {
	hours := map[[2]int]int{}
	for _, a := range always {
		hours[[2]int{a.Weekday, a.Hour}] = a.Experts
	}
	var all []Gap
	start := from.Truncate(Step)
	if start.Before(from) {
		start = start.Add(Step) // what has begun cannot be filled
	}
	for t := start; t.Before(to); t = t.Add(Step) {
		if !c.openIn(t) {
			continue
		}
		local := t.In(c.Zone)
		g := Gap{StartsAt: t.UTC(), EndsAt: t.Add(Step).UTC(), Want: max(least, hours[[2]int{halfOf(local)/48 + 1, local.Hour()}])}
		seats := 0
		for _, cover := range covers {
			if !cover.StartsAt.After(t) && cover.EndsAt.After(t) {
				seats, g.Have = seats+cover.Seats, g.Have+cover.Taken
			}
		}
		g.Want = max(g.Want, seats)
		if g.Missing() <= 0 {
			continue
		}
		if last := len(all) - 1; last >= 0 && all[last].EndsAt.Equal(g.StartsAt) && all[last].Want == g.Want && all[last].Have == g.Have {
			all[last].EndsAt = g.EndsAt
			continue
		}
		all = append(all, g)
	}
	return all
}

// alarm tells managers of each gap in the next three days once, and again when
// more are missing. A brand that does not go by shifts has no gaps.
func (s *Shifts) alarm(ctx context.Context) (n int, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		n = 0
		settings, err := tx.PlanSettings()
		if err != nil || settings.Duty != ByShifts {
			return err
		}
		now := s.rt.Now()
		gaps, err := FindGaps(tx, settings, now, now.Add(Ahead))
		for _, g := range gaps {
			first, err := tx.AddGapAlarm(g, now)
			if err != nil {
				return err
			}
			if !first {
				continue
			}
			n++
			if err := tx.Emit(PlanGap{g.StartsAt, g.EndsAt, g.Missing()}); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}

// GapSource is where the plan is read.
type GapSource interface {
	PlanCalendar() (Calendar, error)
	PresencePlan() ([]Always, error)
	Covers(from, to time.Time) ([]Cover, error) // of open slots
}

// FindGaps reads the plan and finds its gaps.
func FindGaps(from GapSource, settings Settings, start, end time.Time) ([]Gap, error) {
	c, err := from.PlanCalendar()
	if err != nil {
		return nil, orNothing(err)
	}
	always, err := from.PresencePlan()
	if err != nil {
		return nil, err
	}
	covers, err := from.Covers(start, end)
	if err != nil {
		return nil, err
	}
	return c.Gaps(start, end, covers, always, settings.Rules.Least), nil
}

// orNothing takes an installation without a brand for one without a plan.
func orNothing(err error) error {
	if errors.Is(err, brand.ErrNotFounded) {
		return nil
	}
	return err
}

// Span is a time.
type Span struct{ From, To time.Time }

// Merge brings spans in order and makes one of those that touch.
func Merge(all []Span) []Span {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	for _, s := range all {
		if last := len(out) - 1; last >= 0 && !s.From.After(out[last].To) {
			if s.To.After(out[last].To) {
				out[last].To = s.To
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// KeptShift is a kept shift, for whoever pays for its hours.
type KeptShift struct {
	Shift    domain.ShiftID
	Expert   domain.ExpertID
	Day      string // in the brand's time zone
	StartsAt time.Time
	EndsAt   time.Time
	Present  time.Duration
}
