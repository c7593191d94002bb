package desk

import (
	"math"
	"time"
)

// MeasureWindow is how far back the finish rate is measured.
const MeasureWindow = 30 * time.Minute

// Pace is what seats did in some time: how many conversations left a seat for
// good, and how long seats were taken meanwhile, all seats added up.
type Pace struct {
	Finished int
	Taken    time.Duration
}

// Basis says where a finish rate comes from.
type Basis string

// The sources of a finish rate, the best first.
const (
	FromRecent  Basis = "recent"  // the last 30 minutes
	FromWeek    Basis = "week"    // the same hour of the last seven days, and the last 30 minutes
	FromDefault Basis = "default" // nothing was measured yet: ten minutes each
)

// Measured is what is known about the desk when a wait is told.
type Measured struct {
	Seats   int  // open seats of the experts on duty who speak the language
	Experts int  // who have them
	Free    int  // of the seats
	Recent  Pace // in the last 30 minutes
	Week    Pace // in the same hour of each of the last seven days
}

// Range is an honest wait: nine in ten are meant to be inside.
type Range struct{ From, To time.Duration }

// EnoughFinished conversations make a rate of their own.
const EnoughFinished = 5

const (
	defaultTaken = 10 * time.Minute // of a seat by one conversation, when nobody ever finished one
	defaultFacts = 2.0              // conversations that this counts for
	weekFacts    = 4.0              // conversations that the week counts for beside the last 30 minutes
	sigmas       = 1.4              // of the normal distribution: 84 % lie within, with rounding and offers nine in ten
)

// rate is the finish rate of one taken seat as a gamma distribution: shape
// conversations in spread of taken seat time. Their quotient is the mean.
func (m Measured) rate() (shape float64, spread time.Duration, from Basis) {
	if m.Recent.Finished >= EnoughFinished {
		return float64(m.Recent.Finished), m.Recent.Taken, FromRecent
	}
	from, shape, spread = FromDefault, defaultFacts, time.Duration(defaultFacts)*defaultTaken
	if m.Week.Finished >= EnoughFinished {
		from, shape = FromWeek, weekFacts
		spread = time.Duration(weekFacts / float64(m.Week.Finished) * float64(m.Week.Taken))
	}
	return shape + float64(m.Recent.Finished), spread + m.Recent.Taken, from
}

// Basis says what the estimate rests on.
func (m Measured) Basis() Basis {
	_, _, from := m.rate()
	return from
}

// Estimate is the wait at a place of the queue (1 is the next) as a range. It
// reports false when no seat is open: then there is nothing to wait for.
//
// The wait is place ÷ (seats on duty × finish rate of a seat in the last 30
// minutes): seats are a number, the rate is conversations per seat and second,
// so the quotient is seconds (programme.md, section 7; experience.md, "Expected
// wait"). A place that a free seat is waiting for needs no finish, only offers:
// each expert is asked about one question at a time.
//
// As a range: seats finish independently of each other, so the time until the
// k-th of them is Gamma(k, seats × rate). The rate itself is known from n
// finishes in T of taken seat time, which makes it Gamma(n, T). Both together:
// wait = k ÷ (seats × n/T) × F(2k, 2n), with F's 8 % and 92 % points by Paulson's
// approximation. So the range is wide while little was measured and for those
// who are next, and narrow, in relation, far behind. Offers are added to the
// upper end: an expert has 20 seconds to answer one, and may let it pass. Ends
// are rounded outwards, to half minutes at first and to quarters of an hour at
// last: nobody is told a second.
//
// When fewer than five finished in the last 30 minutes, the same hour of the
// last seven days counts for four conversations more; without them a seat is
// taken to need ten minutes, which counts for two.
func Estimate(place int, m Measured) (Range, bool) {
	if m.Seats <= 0 || place < 1 {
		return Range{}, false
	}
	k := float64(place - m.Free)
	if k <= 0 {
		turns := (place + m.Experts - 1) / max(m.Experts, 1) // an expert is asked about one at a time
		return Range{0, roundUp(float64(max(turns, 1)) * 2 * OfferTime.Seconds())}, true
	}
	shape, spread, _ := m.rate()
	mean := k * spread.Seconds() / shape / float64(m.Seats)
	low := mean * fisher(2*k, 2*shape, -sigmas)
	high := mean*fisher(2*k, 2*shape, sigmas) + 2*OfferTime.Seconds()
	return Range{roundDown(low), roundUp(high)}, true
}

// fisher is the point of Fisher's F distribution with a and b degrees of
// freedom that lies z sigmas from the middle, by Paulson's approximation: the
// cube root of F is nearly normal.
func fisher(a, b, z float64) float64 {
	u, v := 2/(9*a), 2/(9*b)
	p, q := 1-u, 1-v
	square := q*q - z*z*v
	root := math.Sqrt(max(z*z*(p*p*v+q*q*u-z*z*u*v), 0))
	return math.Pow(max((p*q+math.Copysign(root, z))/square, 0), 3)
}

// longest is where a range ends: who must wait longer is better off leaving.
const longest = 8 * time.Hour

// step is how exact a wait is told.
func step(d time.Duration) time.Duration {
	switch {
	case d <= 2*time.Minute:
		return 30 * time.Second
	case d <= 10*time.Minute:
		return time.Minute
	case d <= time.Hour:
		return 5 * time.Minute
	default:
		return 15 * time.Minute
	}
}

func roundDown(seconds float64) time.Duration {
	d := clampWait(seconds)
	return d.Truncate(step(d))
}

func roundUp(seconds float64) time.Duration {
	d := clampWait(seconds)
	s := step(d)
	return min((d + s - 1).Truncate(s), longest)
}

func clampWait(seconds float64) time.Duration {
	return time.Duration(min(max(seconds, 0), longest.Seconds()) * float64(time.Second))
}
