package indicators

import "time"

// Period is some whole days of the brand. A day on which the clock is changed has
// 23 or 25 hours.
type Period struct {
	From time.Time // midnight of the first day
	To   time.Time // midnight after the last
	Days int
	Zone *time.Location
}

// NewPeriod makes a period of its first and last day in a zone, or, when both are
// empty, of so many days up to today. It refuses ErrBadPeriod.
func NewPeriod(zone *time.Location, from, to string, days int, now time.Time) (Period, error) {
	today := midnight(now.In(zone), 0)
	last := today
	if to != "" {
		at, err := time.ParseInLocation(time.DateOnly, to, zone)
		if err != nil {
			return Period{}, ErrBadPeriod.At("/to")
		}
		last = at
	}
	first := midnight(last, 1-days)
	if from != "" {
		at, err := time.ParseInLocation(time.DateOnly, from, zone)
		if err != nil {
			return Period{}, ErrBadPeriod
		}
		first = at
		days = daysBetween(first, last) + 1
	}
	if days < 1 || days > MostDays || last.After(today) || first.Year() < 2000 {
		return Period{}, ErrBadPeriod
	}
	return Period{midnight(first, 0), midnight(last, 1), days, zone}, nil
}

// Before is as many days, directly before.
func (p Period) Before() Period {
	return Period{midnight(p.From.In(p.Zone), -p.Days), p.From, p.Days, p.Zone}
}

// DayNames are the days of the period, as in 2026-11-23.
func (p Period) DayNames() []string {
	names := make([]string, p.Days)
	for i := range names {
		names[i] = midnight(p.From.In(p.Zone), i).Format(time.DateOnly)
	}
	return names
}

// Contains reports whether a moment lies in the period.
func (p Period) Contains(t time.Time) bool { return !t.Before(p.From) && t.Before(p.To) }

// local is the day and the hour of a moment on the brand's clock. The hour that
// the clock repeats in autumn is one hour of the day; the one that it leaves out
// in spring has nothing.
func (p Period) local(t time.Time) (day string, hour int) { return localIn(t, p.Zone) }

func localIn(t time.Time, zone *time.Location) (day string, hour int) {
	at := t.In(zone)
	return at.Format(time.DateOnly), at.Hour()
}

// midnight is the beginning of the day so many days after that of t.
func midnight(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, t.Location())
}

// daysBetween counts days by the calendar, so that none is shorter.
func daysBetween(a, b time.Time) int {
	utc := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(utc(b).Sub(utc(a)) / (24 * time.Hour))
}
