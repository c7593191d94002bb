package problems

import (
	"context"
	"time"
)

// EffectOf measures what the last change of a problem did until now; found is false
// where nothing was changed yet.
func (x *Problems) EffectOf(ctx context.Context, id ProblemID) (e Effect, i Improvement, found bool, err error) {
	p, all, err := x.facts.ProblemNow(ctx, id)
	if err != nil || len(all) == 0 {
		return e, i, false, err
	}
	i = all[len(all)-1]
	e, _, err = x.measure(ctx, p.Key, i)
	return e, i, true, err
}

func (x *Problems) measure(ctx context.Context, k Key, i Improvement) (Effect, time.Time, error) {
	zone, err := x.facts.BrandZone(ctx)
	if err != nil {
		return Effect{}, time.Time{}, err
	}
	changed, err := time.ParseInLocation(dateForm, i.On, zone)
	if err != nil {
		return Effect{}, changed, err
	}
	first, err := x.facts.FirstContact(ctx)
	if err != nil {
		return Effect{}, changed, err
	}
	from, before, after := EffectWindow(changed, x.rt.Now(), zone)
	for before > 0 && from.Before(first) { // a week in which nobody could have written says nothing
		from, before = from.AddDate(0, 0, 7), before-1
	}
	span, err := x.span(ctx, k, from, before, after)
	if err != nil {
		return Effect{}, changed, err
	}
	const year = 7 * 52 // the same weekdays
	then := from.AddDate(0, 0, -year)
	if first.IsZero() || then.Before(first) {
		return Measure(span, nil), changed, nil
	}
	last, err := x.span(ctx, k, then, before, after)
	return Measure(span, &last), changed, err
}

func (x *Problems) span(ctx context.Context, k Key, from time.Time, before, after int) (Span, error) {
	weeks, err := x.facts.WeekCounts(ctx, k, bounds(from, before+after))
	if err != nil {
		return Span{}, err
	}
	return Span{weeks[:before], weeks[before:]}, nil
}

// bounds are the beginnings of so many weeks, and the end of the last.
func bounds(from time.Time, weeks int) []time.Time {
	all := make([]time.Time, weeks+1)
	for w := range all {
		all[w] = from.AddDate(0, 0, 7*w)
	}
	return all
}

// Solve closes a problem whose contacts have fallen, and enters what that saves. It
// refuses ErrNoProblem, ErrStaleProblem, ErrState and ErrNotFallen. The race: what
// was measured belongs to a version, and whoever changed it meanwhile wins.
func (x *Problems) Solve(ctx context.Context, id ProblemID, version int) error {
	p, all, err := x.facts.ProblemNow(ctx, id)
	switch {
	case err != nil:
		return err
	case version != 0 && version != p.Version:
		return ErrStaleProblem
	case p.State != Measuring || len(all) == 0:
		return ErrState
	}
	r, err := x.result(ctx, p, all[len(all)-1])
	if err != nil {
		return err
	}
	if r.Verdict != Fell {
		return ErrNotFallen
	}
	return x.move(ctx, id, p.Version, Closed, []State{Measuring}, func(tx Store, p *Problem) error {
		p.Outcome, p.Why, p.ClosedAt = Solved, "", p.MovedAt
		return tx.AddResult(id, r)
	})
}

func (x *Problems) result(ctx context.Context, p Problem, i Improvement) (Result, error) {
	r := Result{ChangedOn: i.On, At: x.rt.Now()}
	e, changed, err := x.measure(ctx, p.Key, i)
	if err != nil || e.Verdict != Fell {
		return Result{Effect: e}, err
	}
	s, err := x.facts.CurrentSettings(ctx)
	if err != nil {
		return r, err
	}
	median, err := x.facts.MedianHandling(ctx, p.Key, changed.AddDate(0, 0, -7*EffectWeeks))
	if err != nil {
		return r, err
	}
	r.Effect, r.Benefit = e, BenefitOf(e, Prioritise(0, median, s).UnitCents)
	ends := [][2]time.Time{{changed.AddDate(0, 0, -7*e.Weeks[0]), changed}, {changed, changed.AddDate(0, 0, 7*e.Weeks[1])}}
	for n, span := range ends {
		if r.Good[n], r.Rated[n], err = x.facts.Satisfaction(ctx, p.Key, span[0], span[1]); err != nil {
			return r, err
		}
	}
	return r, nil
}

// settled is how long after a solved problem was closed its contacts are looked at again.
const settled = 28

// comeBack reports whether the contacts of a solved problem are back: those of the
// last four weeks against those of the weeks after its change, as Measure compares.
func (x *Problems) comeBack(ctx context.Context, p Problem, i Improvement, zone *time.Location) (bool, error) {
	now := x.rt.Now()
	if p.ClosedAt.AddDate(0, 0, settled).After(now) {
		return false, nil
	}
	changed, err := time.ParseInLocation(dateForm, i.On, zone)
	if err != nil {
		return false, err
	}
	_, _, after := EffectWindow(changed, p.ClosedAt, zone)
	good, err := x.facts.WeekCounts(ctx, p.Key, bounds(changed, after))
	if err != nil {
		return false, err
	}
	recent, err := x.facts.WeekCounts(ctx, p.Key, bounds(back(now, zone, settled), settled/7))
	if err != nil {
		return false, err
	}
	return Returned(good, recent), nil
}

// Returned reports whether contacts rose again. Almost none may be left after a good
// change: below ten in those weeks, ten and three times as many a week are a return.
func Returned(good, recent []WeekCount) bool {
	if Measure(Span{good, recent}, nil).Verdict == Rose {
		return true
	}
	before, _ := sum(good)
	now, _ := sum(recent)
	return before < leastContacts && now >= leastContacts && now*len(good) >= 3*max(1, before)*len(recent)
}
