package vetting

import (
	"slices"
	"time"
)

// AnswerDays is how many working days an answer may take.
const AnswerDays = 5

// Calendar is what makes a day of the brand a working day.
type Calendar struct {
	Zone   *time.Location
	Closed []string // closing days, 2026-12-25: holidays without any hours
}

// Working reports whether a day of the wall calendar is a working day: Monday
// to Friday, and no closing day. Opening hours do not count: experts help at
// weekends too, and offices answer on weekdays.
func (c Calendar) Working(year int, month time.Month, day int) bool {
	noon := time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
	weekday := noon.Weekday()
	return weekday != time.Saturday && weekday != time.Sunday && !slices.Contains(c.Closed, noon.Format(time.DateOnly))
}

// calendarHorizon bounds the search: a year of closing days is not answered by.
const calendarHorizon = 500

// After is the end of the n-th working day after the day on which at lies, in
// the brand's time zone: midnight, when that day is over. What arrives on a
// Saturday counts from Monday, as what arrives on Friday evening does.
func (c Calendar) After(at time.Time, n int) time.Time {
	y, m, d := at.In(c.Zone).Date()
	for range calendarHorizon {
		d++
		if c.Working(y, m, d) {
			if n--; n <= 0 {
				break
			}
		}
	}
	return time.Date(y, m, d+1, 0, 0, 0, 0, c.Zone).UTC()
}

// AnswerBy is until when an application that arrives at a time is answered.
func (c Calendar) AnswerBy(at time.Time) time.Time { return c.After(at, AnswerDays) }

// Warn is since when an answer that was promised becomes late: from the start
// of the last working day.
func (c Calendar) Warn(answerBy time.Time) time.Time {
	y, m, d := answerBy.In(c.Zone).Add(-time.Minute).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, c.Zone).UTC()
}
