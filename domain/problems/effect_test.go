package problems_test

import (
	"math"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/problems"
)

// weeks are simulated weeks with a mean of own contacts and of others.
func (w *world) weeks(n int, own, others float64) []problems.WeekCount {
	all := make([]problems.WeekCount, n)
	for i := range all {
		all[i] = problems.WeekCount{Own: w.poisson(own), Others: w.poisson(others/4) + w.poisson(others/4) + w.poisson(others/4) + w.poisson(others/4)}
	}
	return all
}

// TestAPlantedFallIsFound: 60 percent fewer, while everything else stays.
func TestAPlantedFallIsFound(t *testing.T) {
	t.Parallel()
	held := 0
	for seed := range uint64(200) {
		w := newWorld(t, seed)
		e := problems.Measure(problems.Span{Before: w.weeks(8, 50, 300), After: w.weeks(4, 20, 300)}, nil)
		if e.Verdict != problems.Fell {
			t.Errorf("seed %d: %+v", seed, e)
		}
		if e.Low <= 0.4 && 0.4 <= e.High {
			held++
		}
	}
	if held < 185 {
		t.Errorf("the interval held the truth %d times in 200", held)
	}
}

// TestASeasonalFallIsNoEffect: everything falls to 40 percent, and nobody changed anything.
func TestASeasonalFallIsNoEffect(t *testing.T) {
	t.Parallel()
	wrong := 0
	for seed := range uint64(200) {
		w := newWorld(t, 1000+seed)
		e := problems.Measure(problems.Span{Before: w.weeks(8, 50, 300), After: w.weeks(4, 20, 120)}, nil)
		if e.Verdict != problems.NoEffect {
			wrong++
		}
		if e.Ratio < 0.5 || e.Ratio > 2 {
			t.Errorf("seed %d: %+v", seed, e)
		}
	}
	if wrong > 16 { // one in twenty is what 95 percent mean
		t.Errorf("%d of 200 seasons were taken for an effect", wrong)
	}
}

// TestWhatFallsEveryYearIsNoEffect: the reason alone falls, as it did a year ago.
func TestWhatFallsEveryYearIsNoEffect(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 4)
	now := problems.Span{Before: w.weeks(8, 60, 300), After: w.weeks(4, 24, 300)}
	last := problems.Span{Before: w.weeks(8, 55, 280), After: w.weeks(4, 22, 280)}
	if e := problems.Measure(now, nil); e.Verdict != problems.Fell || e.LastYear {
		t.Errorf("without last year: %+v", e)
	}
	if e := problems.Measure(now, &last); e.Verdict != problems.NoEffect || !e.LastYear {
		t.Errorf("with last year: %+v", e)
	}
	few := problems.Span{Before: w.weeks(8, 0.1, 280), After: w.weeks(4, 0.1, 280)}
	if e := problems.Measure(now, &few); e.LastYear {
		t.Error("a year of nothing was compared with")
	}
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	same := func(n, own, others int) []problems.WeekCount {
		all := make([]problems.WeekCount, n)
		for i := range all {
			all[i] = problems.WeekCount{Own: own, Others: others}
		}
		return all
	}
	for name, c := range map[string]struct {
		before, after []problems.WeekCount
		want          problems.Verdict
	}{
		"thirteen days":          {same(8, 50, 300), same(1, 5, 300), problems.TooEarly},
		"two weeks":              {same(8, 50, 300), same(2, 5, 300), problems.Fell},
		"to nothing":             {same(8, 50, 300), same(2, 0, 300), problems.Fell},
		"small counts":           {same(8, 1, 300), same(8, 0, 300), problems.TooEarly},
		"few are expected":       {same(8, 2, 300), same(2, 0, 300), problems.TooEarly},
		"nothing to compare":     {same(8, 50, 0), same(8, 10, 0), problems.TooEarly},
		"more":                   {same(8, 20, 300), same(4, 60, 300), problems.Rose},
		"as before":              {same(8, 20, 300), same(4, 20, 300), problems.NoEffect},
		"as everything":          {same(8, 20, 300), same(4, 40, 600), problems.NoEffect},
		"fewer, and scattered":   {append(same(4, 0, 300), same(4, 60, 300)...), same(2, 12, 300), problems.NoEffect},
		"half, of few":           {same(8, 3, 300), same(4, 2, 300), problems.NoEffect},
		"the same while all die": {same(8, 20, 300), same(8, 20, 100), problems.Rose},
	} {
		if e := problems.Measure(problems.Span{Before: c.before, After: c.after}, nil); e.Verdict != c.want {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// TestTheArithmetic is that of one fall by hand: 400 before in 8 weeks, 80 after in 4, others alike.
func TestTheArithmetic(t *testing.T) {
	t.Parallel()
	var s problems.Span
	for range 8 {
		s.Before = append(s.Before, problems.WeekCount{Own: 50, Others: 300})
	}
	for range 4 {
		s.After = append(s.After, problems.WeekCount{Own: 20, Others: 300})
	}
	e := problems.Measure(s, nil)
	wide := 2.228 * math.Sqrt(1/400.5+1/80.5+1.0/2400+1.0/1200) // Student's t of ten degrees
	ratio := (80.5 / 400.5) / (1200.0 / 2400)
	for name, pair := range map[string][2]float64{
		"ratio": {e.Ratio, ratio}, "low": {e.Low, ratio * math.Exp(-wide)}, "high": {e.High, ratio * math.Exp(wide)}, "expected": {e.Expected, 200},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-9 {
			t.Errorf("%s is %v instead of %v", name, pair[0], pair[1])
		}
	}
	b := problems.BenefitOf(e, 500)
	if want := int(math.Round(120 * 365.0 / (12 * 28))); b.Contacts != want || b.Cents != want*500 {
		t.Errorf("the benefit is %+v instead of %d", b, want)
	}
	p := problems.Prioritise(112, 12*time.Minute, problems.Settings{ContactCents: 250, HourCents: 3000})
	if p != (problems.Priority{Contacts: 112, Monthly: 122, MedianSeconds: 720, UnitCents: 850, MonthCents: 103_700}) {
		t.Errorf("the priority is %+v", p)
	}
}

func TestTheWindowOfAnEffect(t *testing.T) {
	t.Parallel()
	zone := newWorld(t, 1).zone
	changed := time.Date(2026, 10, 12, 0, 0, 0, 0, zone)
	for days, want := range map[int]int{0: 0, 13: 1, 14: 2, 55: 7, 56: 8, 90: 8} {
		from, before, after := problems.EffectWindow(changed, changed.AddDate(0, 0, days), zone)
		if after != want || before != 8 || !from.Equal(changed.AddDate(0, 0, -56)) {
			t.Errorf("after %d days: %s, %d and %d", days, from, before, after)
		}
	}
}
