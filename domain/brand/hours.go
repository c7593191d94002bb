package brand

import (
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Minute is a wall-clock time of a day, in minutes since midnight; 1440 is the
// midnight at its end.
type Minute int

const endOfDay Minute = 1440

// ParseMinute reads "09:30", up to "24:00".
func ParseMinute(s string) (Minute, bool) {
	var h, m Minute
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	for i, to := range map[int]*Minute{0: &h, 3: &m} {
		if s[i] < '0' || s[i] > '9' || s[i+1] < '0' || s[i+1] > '9' {
			return 0, false
		}
		*to = Minute(s[i]-'0')*10 + Minute(s[i+1]-'0')
	}
	t := h*60 + m
	return t, m < 60 && t <= endOfDay
}

func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", m/60, m%60) }

// Span is a part of a day in which the brand is open: from Opens until just
// before Closes.
type Span struct{ Opens, Closes Minute }

func (s Span) good() bool { return s.Opens >= 0 && s.Opens < s.Closes && s.Closes <= endOfDay }

// DaySpan is a Span of one weekday, 1 (Monday) to 7.
type DaySpan struct {
	Weekday int
	Span
}

// Holiday is one day with its own hours, or none.
type Holiday struct {
	Day  string // 2026-12-25, in the brand's time zone
	Name string
	Span *Span // nil: closed all day
}

// Hours are when the brand's experts are on duty: every week the same, but for
// holidays. They are wall-clock times: when the clock is put forward a day is
// shorter, and what lies in the missing hour opens at its end.
type Hours struct {
	Weekly   []DaySpan
	Holidays []Holiday
	Version  int
}

var (
	ErrBadSpan    = domain.Refuse(domain.Invalid, "bad_span", "Hours open before they close, between 00:00 and 24:00, at most six times a day, and do not overlap.").At("/weekly")
	ErrBadHoliday = domain.Refuse(domain.Invalid, "bad_holiday", "A holiday is a day such as 2026-12-25, once, with a name and hours that open before they close.").At("/holidays")
)

// Always is open at all hours.
func Always() Hours {
	h := Hours{}
	for day := range 7 {
		h.Weekly = append(h.Weekly, DaySpan{day + 1, Span{0, endOfDay}})
	}
	return h
}

const (
	maxSpansPerDay = 6
	maxHolidays    = 366
)

func (h Hours) clean() (Hours, error) {
	h.Weekly = slices.Clone(h.Weekly)
	slices.SortFunc(h.Weekly, func(a, b DaySpan) int { return (a.Weekday-b.Weekday)*1441 + int(a.Opens-b.Opens) })
	for i, s := range h.Weekly {
		overlaps := i > 0 && h.Weekly[i-1].Weekday == s.Weekday && s.Opens < h.Weekly[i-1].Closes
		many := i >= maxSpansPerDay && h.Weekly[i-maxSpansPerDay].Weekday == s.Weekday
		if s.Weekday < 1 || s.Weekday > 7 || !s.good() || overlaps || many {
			return h, ErrBadSpan
		}
	}
	if len(h.Holidays) > maxHolidays {
		return h, ErrBadHoliday
	}
	h.Holidays = slices.Clone(h.Holidays)
	seen := map[string]bool{}
	for i, d := range h.Holidays {
		name, err := cleanName(d.Name)
		if _, bad := time.Parse(time.DateOnly, d.Day); bad != nil || err != nil || seen[d.Day] || d.Span != nil && !d.Span.good() {
			return h, ErrBadHoliday
		}
		h.Holidays[i].Name, seen[d.Day] = name, true
	}
	return h, nil
}

// Open reports whether the brand is open at now.
func (h Hours) Open(zone *time.Location, now time.Time) bool {
	local := now.In(zone)
	at := Minute(local.Hour()*60 + local.Minute())
	return slices.ContainsFunc(h.spans(local), func(s Span) bool { return s.Opens <= at && at < s.Closes })
}

// spans are the hours of the day on which local lies.
func (h Hours) spans(local time.Time) []Span {
	day := local.Format(time.DateOnly)
	for _, d := range h.Holidays {
		if d.Day == day && d.Span == nil {
			return nil
		}
		if d.Day == day {
			return []Span{*d.Span}
		}
	}
	weekday := (int(local.Weekday())+6)%7 + 1
	var all []Span
	for _, s := range h.Weekly {
		if s.Weekday == weekday {
			all = append(all, s.Span)
		}
	}
	return all
}

// horizon is how far ahead NextOpening looks: a year of holidays and a week.
const horizon = 373

// NextOpening is the first moment from now on at which the brand is open; false
// when it opens at no time within a year.
func (h Hours) NextOpening(zone *time.Location, now time.Time) (time.Time, bool) {
	if h.Open(zone, now) {
		return now, true
	}
	y, m, d := now.In(zone).Date()
	for i := range horizon {
		noon := time.Date(y, m, d+i, 12, 0, 0, 0, zone)
		var first time.Time
		for _, t := range h.starts(zone, noon) {
			if t.After(now) && h.Open(zone, t) && (first.IsZero() || t.Before(first)) {
				first = t
			}
		}
		if !first.IsZero() {
			return first, true
		}
	}
	return time.Time{}, false
}

// starts are the moments of a day at which the brand may open: where a span
// begins on the wall clock, once, twice or never, and where the clock is changed.
func (h Hours) starts(zone *time.Location, noon time.Time) []time.Time {
	y, m, d := noon.Date()
	_, before := noon.AddDate(0, 0, -1).Zone()
	_, after := noon.AddDate(0, 0, 1).Zone()
	var all []time.Time
	for _, s := range h.spans(noon) {
		for _, offset := range []int{before, after} {
			t := time.Date(y, m, d, 0, int(s.Opens), 0, 0, time.UTC).Add(-time.Duration(offset) * time.Second)
			local := t.In(zone)
			if local.Day() == d && Minute(local.Hour()*60+local.Minute()) == s.Opens {
				all = append(all, t)
			}
		}
	}
	start, end := noon.ZoneBounds()
	for _, change := range []time.Time{start, end} {
		if !change.IsZero() && change.In(zone).Day() == d && change.Sub(noon).Abs() < 24*time.Hour {
			all = append(all, change)
		}
	}
	return all
}
