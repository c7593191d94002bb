package brand

import "time"

// NextClosing is the first moment from now on at which the brand is closed;
// false when it closes at no time within a year.
func (h Hours) NextClosing(zone *time.Location, now time.Time) (time.Time, bool) {
	if !h.Open(zone, now) {
		return now, true
	}
	y, m, d := now.In(zone).Date()
	for i := range horizon {
		noon := time.Date(y, m, d+i, 12, 0, 0, 0, zone)
		var first time.Time
		for _, t := range h.ends(zone, noon) {
			if t.After(now) && !h.Open(zone, t) && (first.IsZero() || t.Before(first)) {
				first = t
			}
		}
		if !first.IsZero() {
			return first, true
		}
	}
	return time.Time{}, false
}

// ends are the moments of a day at which the brand may close: where a span ends
// on the wall clock, once, twice or never, its midnights, and where the clock
// is changed.
func (h Hours) ends(zone *time.Location, noon time.Time) []time.Time {
	closing := Hours{Weekly: []DaySpan{}}
	weekday := (int(noon.Weekday())+6)%7 + 1
	for _, s := range h.spans(noon) {
		if s.Closes < endOfDay {
			closing.Weekly = append(closing.Weekly, DaySpan{weekday, Span{s.Closes, endOfDay}})
		}
	}
	y, m, d := noon.Date()
	return append(closing.starts(zone, noon), time.Date(y, m, d, 0, 0, 0, 0, zone), time.Date(y, m, d+1, 0, 0, 0, 0, zone))
}

// After is the moment at which the brand will have been open for d since now:
// "eight opening hours from now". Holidays and changes of the clock count as
// they are. It reports false when that does not come within a year.
func (h Hours) After(zone *time.Location, now time.Time, d time.Duration) (time.Time, bool) {
	for range 2 * horizon * maxSpansPerDay {
		opens, ever := h.NextOpening(zone, now)
		if !ever {
			return time.Time{}, false
		}
		closes, ever := h.NextClosing(zone, opens)
		if !ever || closes.Sub(opens) >= d {
			return opens.Add(d), true
		}
		d, now = d-closes.Sub(opens), closes
	}
	return time.Time{}, false
}
