package problems_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/problems"
)

// world is simulated contacts of a brand in Amsterdam.
type world struct {
	zone  *time.Location
	dice  *rand.Rand
	first time.Time
	all   []problems.Contacts
}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return &world{zone: zone, dice: rand.New(rand.NewPCG(seed, 7)), first: time.Date(2026, 7, 6, 0, 0, 0, 0, zone)}
}

func (w *world) poisson(mean float64) int {
	limit, n, p := math.Exp(-mean), 0, 1.0
	for {
		if p *= w.dice.Float64(); p <= limit {
			return n
		}
		n++
	}
}

// come adds contacts of each day of some days, spread over its opening hours.
func (w *world) come(k problems.Key, day, days int, mean func(time.Time) float64) {
	for i := day; i < day+days; i++ {
		noon := w.first.AddDate(0, 0, i)
		for h := 8; h < 22; h++ {
			at := time.Date(noon.Year(), noon.Month(), noon.Day(), h, 15*w.dice.IntN(4), 0, 0, w.zone)
			if n := w.poisson(mean(at) / 14); n > 0 {
				w.all = append(w.all, problems.Contacts{Key: k, At: at, N: n})
			}
		}
	}
}

func (w *world) day(n int) time.Time { return w.first.AddDate(0, 0, n).Add(2 * time.Hour) }

func (w *world) detect(now time.Time, living func(problems.Key) bool) []problems.Finding {
	if living == nil {
		living = func(problems.Key) bool { return false }
	}
	var past []problems.Contacts
	for _, c := range w.all {
		if c.At.Before(now) && !c.At.Before(problems.Since(now, w.zone)) {
			past = append(past, c)
		}
	}
	return problems.Detect(problems.History{First: w.first, Contacts: past}, now, w.zone, living, problems.Settings{VolumePercent: 100})
}

var (
	invoice  = problems.Key{Reason: "rsn_invoice"}
	delivery = problems.Key{Reason: "rsn_delivery"}
	sound    = problems.Key{Reason: "rsn_sound"}
	drum     = problems.Key{Reason: "rsn_sound", Product: "prd_drum"}
	horn     = problems.Key{Reason: "rsn_sound", Product: "prd_horn"}
)

// weekdays is a rhythm: Mondays are four times as busy as other days.
func weekdays(mean float64) func(time.Time) float64 {
	return func(t time.Time) float64 {
		if t.Weekday() == time.Monday {
			return 4 * mean
		}
		return mean
	}
}

func flat(mean float64) func(time.Time) float64 { return func(time.Time) float64 { return mean } }

// TestAPlantedSpikeIsFoundWithinADay: the run comes every six hours, as the job does.
func TestAPlantedSpikeIsFoundWithinADay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		w := newWorld(t, seed)
		w.come(invoice, 0, 70, weekdays(4))
		w.come(delivery, 0, 70, weekdays(10))
		began := 63 // a Monday, busy as each
		w.come(invoice, began, 3, flat(70))
		start := w.first.AddDate(0, 0, began)
		var seen time.Time
		for at := start; at.Before(start.Add(24*time.Hour+6*time.Hour)) && seen.IsZero(); at = at.Add(6 * time.Hour) {
			for _, f := range w.detect(at, nil) {
				if f.Key == invoice && f.Kind == problems.FromSpike && at.After(start) {
					seen = at
				} else {
					t.Errorf("seed %d, %s: %+v was not planted", seed, at, f)
				}
			}
		}
		if seen.IsZero() || seen.Sub(start) > 24*time.Hour {
			t.Errorf("seed %d: the spike of %s was seen %s", seed, start, seen)
		}
	}
}

// TestAPlantedNonSpikeIsNotFound: neither a weekly rhythm nor more of everything is a spike.
func TestAPlantedNonSpikeIsNotFound(t *testing.T) {
	t.Parallel()
	busy := func(mean float64, from time.Time) func(time.Time) float64 {
		return func(t time.Time) float64 {
			if t.Before(from) {
				return mean
			}
			return 3 * mean
		}
	}
	looks, found := 0, 0
	for seed := range uint64(20) {
		w := newWorld(t, 100+seed)
		from := w.first.AddDate(0, 0, 66)
		for k, mean := range map[problems.Key]float64{invoice: 6, delivery: 10, drum: 8, horn: 8} {
			grown := busy(mean, from) // a sale: three times as many of everything
			if k == invoice {
				grown = func(at time.Time) float64 { return busy(mean, from)(at) * weekdays(1)(at) }
			}
			w.come(k, 0, 70, grown)
		}
		for day := 57; day <= 70; day++ {
			for _, f := range w.detect(w.day(day), nil) {
				t.Logf("seed %d, day %d: %+v", seed, day, f)
				found++
			}
			looks += 5
		}
	}
	if found > 1 {
		t.Errorf("%d of %d looks saw a spike that was not there", found, looks)
	}
}

// TestWhatIsExplainedIsFoundOnce: a product that stands out is the finding, and not its reason as well.
func TestWhatIsExplainedIsFoundOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 3)
	for _, k := range []problems.Key{drum, horn, delivery} {
		w.come(k, 0, 64, flat(5))
	}
	w.come(drum, 63, 1, flat(40))
	now := w.day(64)
	only := func(living func(problems.Key) bool) problems.Key {
		t.Helper()
		all := w.detect(now, living)
		if len(all) == 0 {
			return problems.Key{}
		}
		if len(all) > 1 {
			t.Errorf("more than one finding: %+v", all)
		}
		return all[0].Key
	}
	if k := only(nil); k != drum {
		t.Errorf("found %v", k)
	}
	for name, held := range map[string]problems.Key{"the product's": drum, "the reason's": sound} {
		if k := only(func(k problems.Key) bool { return k == held }); k != (problems.Key{}) {
			t.Errorf("%s problem is known, and %v was found again", name, k)
		}
	}
	w.come(horn, 63, 1, flat(40))
	w.come(problems.Key{Reason: sound.Reason}, 63, 1, flat(60))
	if k := only(func(k problems.Key) bool { return k == drum || k == horn }); k != sound {
		t.Errorf("what no product explains was %v", k)
	}
}

// TestABeginningIsNoSpike: a brand that has just begun has nothing to compare with.
func TestABeginningIsNoSpike(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 5)
	w.come(invoice, 0, 28, flat(3))
	w.come(invoice, 20, 1, flat(60))
	if all := w.detect(w.day(21), nil); len(all) > 0 {
		t.Errorf("after three weeks: %+v", all)
	}
	w.come(invoice, 30, 1, flat(60))
	if all := w.detect(w.day(31), nil); len(all) != 1 {
		t.Errorf("after four weeks: %+v", all)
	}
}

// TestVolumeAndRatings: a large part of all contacts, and low ratings that no expert could have changed.
func TestVolumeAndRatings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 9)
	w.come(invoice, 0, 60, flat(7))
	w.come(delivery, 0, 60, flat(3))
	s := problems.Settings{VolumePercent: 60}
	none := func(problems.Key) bool { return false }
	h := problems.History{First: w.first, Contacts: w.all, Low: map[problems.Key]int{delivery: problems.LowRatings}}
	found := problems.Detect(h, w.day(60), w.zone, none, s)
	if len(found) != 2 || found[0].Kind != problems.FromRatings || found[1].Kind != problems.FromVolume {
		t.Errorf("found %+v", found)
	}
	s.VolumePercent, h.Low[delivery] = 80, problems.LowRatings-1
	if found := problems.Detect(h, w.day(60), w.zone, none, s); len(found) != 0 {
		t.Errorf("below the thresholds: %+v", found)
	}
	if found := problems.Detect(problems.History{First: w.first, Contacts: w.all[:3]}, w.day(1), w.zone, none, s); len(found) != 0 {
		t.Errorf("three contacts are no volume: %+v", found)
	}
}

// TestTail compares with values of R: ppois(n-1, m, FALSE) and pnbinom(n-1, m²/(v-m), mu=m, lower=FALSE).
func TestTail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		n              int
		mean, variance float64
		want           float64
	}{
		"Poisson":             {10, 4, 4, 0.008132243},
		"a narrower variance": {10, 4, 1, 0.008132243},
		"nothing came":        {0, 4, 4, 1},
		"wide":                {2, 1, 2, 0.25}, // geometric with p = 1/2
		"wide and far":        {10, 1, 2, 1.0 / 1024},
	} {
		if got := problems.Tail(c.n, c.mean, c.variance); math.Abs(got-c.want) > 1e-8 {
			t.Errorf("%s: %v instead of %v", name, got, c.want)
		}
	}
}
