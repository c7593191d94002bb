package brand

import (
	"slices"
	"testing"
	"time"
)

func TestTimesForWhichAnAnswerCanBePromised(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, zone) }
	office := Hours{Holidays: []Holiday{{Day: "2026-11-04", Name: "Closed"}}}
	for day := 1; day <= 5; day++ {
		office.Weekly = append(office.Weekly, DaySpan{day, Span{9 * 60, 18 * 60}})
	}
	for name, tt := range map[string]struct {
		hours Hours
		now   time.Time
		want  []time.Time
	}{
		"on a Monday morning":             {office, at(2, 9, 0), []time.Time{at(2, 12, 0), at(2, 18, 0), at(3, 18, 0), at(5, 18, 0)}},
		"less than an hour before six":    {office, at(2, 17, 1), []time.Time{at(3, 12, 0), at(3, 18, 0), at(5, 18, 0), at(6, 18, 0)}},
		"on a Friday evening":             {office, at(6, 20, 0), []time.Time{at(9, 12, 0), at(9, 18, 0), at(10, 18, 0), at(11, 18, 0)}},
		"at all hours":                    {Always(), at(2, 23, 0), []time.Time{at(3, 12, 0), at(3, 18, 0), at(4, 18, 0), at(5, 18, 0)}},
		"when it opens at no time at all": {Hours{}, at(2, 9, 0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tt.hours.DueTimes(zone, tt.now)
			if !slices.EqualFunc(got, tt.want, time.Time.Equal) {
				t.Fatalf("got %v, want %v", got, tt.want)
			}
		})
	}
}
