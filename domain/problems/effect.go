package problems

import (
	"math"
	"time"
)

// Verdict is what a comparison of before and after says.
type Verdict string

// The verdicts.
const (
	TooEarly Verdict = "too_early"
	Fell     Verdict = "fell"
	NoEffect Verdict = "no_effect"
	Rose     Verdict = "rose"
)

const (
	// EffectWeeks is how many weeks on each side are compared, at most.
	EffectWeeks = 8
	// leastAfter is how many weeks after a change say something.
	leastAfter = 2
	// leastContacts is how many contacts each of the four counts needs; of those
	// after the change that many must be expected without it.
	leastContacts = 10
)

// WeekCount is what came in one week: about the problem, and about everything else.
type WeekCount struct{ Own, Others int }

// Span is the time that is compared: whole weeks before and after a change.
type Span struct {
	Before []WeekCount
	After  []WeekCount
}

// Effect is what a change did to the contacts.
type Effect struct {
	Verdict Verdict
	// Ratio is what the contacts were after the change for each one that was
	// expected without it, with the bounds of its 95 % interval.
	Ratio, Low, High float64
	Own              [2]int  // before and after
	Others           [2]int  // before and after
	Weeks            [2]int  // before and after
	Expected         float64 // after, without the change
	LastYear         bool    // the same weeks of last year were taken into account
}

// EffectWindow says which weeks are compared for a change at a moment: as many
// whole weeks as are over since, eight at most, and the eight before.
func EffectWindow(changed, now time.Time, zone *time.Location) (from time.Time, before, after int) {
	local := changed.In(zone)
	for after < EffectWeeks && !local.AddDate(0, 0, 7*(after+1)).After(now) {
		after++
	}
	return local.AddDate(0, 0, -7*EffectWeeks), EffectWeeks, after
}

// Measure compares the contacts after a change with those before it.
//
// The effect is a ratio of rate ratios, (own after ÷ own before) ÷ (others after ÷
// others before): the difference in differences of the logarithms of the rates, with
// all other contacts of the same weeks as the controls. Weeks in which everything
// falls, because of the season or because fewer people buy, fall out of it (see
// Dimick and Ryan, "Methods for evaluating changes in health care policy: the
// difference-in-differences approach", JAMA 312, 2014). Where last year's same weeks
// are known and have enough contacts, its own ratio of ratios is divided out as well:
// what falls every year at this time is no effect.
//
// The variance of the logarithm is φ·(1/own before + 1/own after) + ψ·(1/others
// before + 1/others after), the delta method for Poisson counts, times φ and ψ: how
// much more the weeks scatter around their means than Poisson's would (quasi-Poisson,
// Pearson's statistic over its degrees of freedom, never below 1; Ver Hoef and
// Boveng, Ecology 88, 2007). Half a contact is added to own counts, so that nobody
// divides by none. The interval takes Student's t for the degrees of freedom.
//
// It fell when the whole interval is below 1, and rose when it is above. Before 14
// days, or below ten contacts on either side, nothing can be said.
func Measure(now Span, lastYear *Span) Effect {
	e := Effect{Verdict: TooEarly, Weeks: [2]int{len(now.Before), len(now.After)}}
	e.Own[0], e.Others[0] = sum(now.Before)
	e.Own[1], e.Others[1] = sum(now.After)
	if len(now.After) < leastAfter || len(now.Before) < leastAfter || e.Own[0] < leastContacts ||
		e.Others[0] < leastContacts || e.Others[1] < leastContacts {
		return e
	}
	log, variance := now.compare()
	e.Expected = float64(e.Own[0]) * float64(e.Others[1]) / float64(e.Others[0])
	if lastYear != nil && lastYear.enough() {
		seasonal, more := lastYear.compare()
		log, variance, e.LastYear = log-seasonal, variance+more, true
		e.Expected *= math.Exp(seasonal)
	}
	if e.Expected < leastContacts {
		return e
	}
	wide := quantile(len(now.Before)+len(now.After)-2) * math.Sqrt(variance)
	e.Ratio, e.Low, e.High = math.Exp(log), math.Exp(log-wide), math.Exp(log+wide)
	switch {
	case e.High < 1:
		e.Verdict = Fell
	case e.Low > 1:
		e.Verdict = Rose
	default:
		e.Verdict = NoEffect
	}
	return e
}

func (s Span) enough() bool {
	own0, others0 := sum(s.Before)
	own1, others1 := sum(s.After)
	return min(own0, own1, others0, others1) >= leastContacts
}

// compare is the logarithm of the ratio of ratios, and its variance.
func (s Span) compare() (log, variance float64) {
	own0, others0 := sum(s.Before)
	own1, others1 := sum(s.After)
	a, b := float64(own0)+0.5, float64(own1)+0.5
	c, d := float64(others0), float64(others1)
	own, others := s.dispersion()
	log = math.Log(b) - math.Log(a) - math.Log(d) + math.Log(c)
	return log, own*(1/a+1/b) + others*(1/c+1/d)
}

// dispersion is how much more than Poisson's the weeks scatter. Own contacts are
// looked at for each of the others in their week: a busy week is no scatter.
func (s Span) dispersion() (own, others float64) {
	for _, part := range [][]WeekCount{s.Before, s.After} {
		o, t := sum(part)
		for _, w := range part {
			if mean := float64(t) / float64(len(part)); mean > 0 {
				others += (float64(w.Others) - mean) * (float64(w.Others) - mean) / mean
			}
			if fit := float64(o) * float64(w.Others) / math.Max(1, float64(t)); fit > 0 {
				own += (float64(w.Own) - fit) * (float64(w.Own) - fit) / fit
			}
		}
	}
	degrees := math.Max(1, float64(len(s.Before)+len(s.After)-2))
	return math.Max(1, own/degrees), math.Max(1, others/degrees)
}

func sum(weeks []WeekCount) (own, others int) {
	for _, w := range weeks {
		own += w.Own
		others += w.Others
	}
	return own, others
}
