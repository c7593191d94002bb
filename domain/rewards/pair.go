package rewards

import (
	"slices"
	"time"
)

// Pair is the limit of conversations between one expert and one customer that a
// conversation is beyond. It is empty for one that is within both.
type Pair string

const (
	pairDay   Pair = "pair_day"
	pairMonth Pair = "pair_month"
)

// How many conversations of one pair earn something. These limits are against
// abuse: they hold under every rule set.
const (
	pairDaySpan   = 24 * time.Hour
	pairDayMost   = 1
	pairMonthSpan = 30 * 24 * time.Hour
	pairMonthMost = 3
)

// pairLimit says which limit of the pair a conversation that ended at is beyond,
// given when others of the pair ended that earn something. It does not matter in
// which order they are booked: no span of time ever holds more than it may.
func pairLimit(at time.Time, others []time.Time) Pair {
	switch {
	case crowded(at, others, pairDaySpan, pairDayMost):
		return pairDay
	case crowded(at, others, pairMonthSpan, pairMonthMost):
		return pairMonth
	}
	return ""
}

// crowded reports whether some span of time with at in it would hold more than
// most. What lies a whole span apart is not in one.
func crowded(at time.Time, others []time.Time, span time.Duration, most int) bool {
	all := []time.Time{at}
	for _, o := range others {
		if d := o.Sub(at); d > -span && d < span {
			all = append(all, o)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	for first, start := range all {
		n := 0
		for _, t := range all[first:] {
			if t.Sub(start) < span {
				n++
			}
		}
		if n > most {
			return true
		}
	}
	return false
}
