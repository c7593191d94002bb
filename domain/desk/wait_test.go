package desk

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestTheWaitIsARange(t *testing.T) {
	t.Parallel()
	busy := Measured{Seats: 6, Experts: 3, Recent: Pace{Finished: 18, Taken: 180 * time.Minute}}
	for name, tt := range map[string]struct {
		place int
		m     Measured
		want  Range
		from  Basis
	}{
		"the next of a busy desk":     {1, busy, Range{0, 6*time.Minute + 30*time.Second}, FromRecent},
		"the sixth":                   {6, busy, Range{4 * time.Minute, 20 * time.Minute}, FromRecent},
		"the thirtieth":               {30, busy, Range{30 * time.Minute, 75 * time.Minute}, FromRecent},
		"a seat is free":              {1, Measured{Seats: 2, Free: 1}, Range{0, time.Minute}, FromDefault},
		"one seat, nothing measured":  {1, Measured{Seats: 1}, Range{0, time.Hour}, FromDefault},
		"what the week knows of it":   {2, Measured{Seats: 3, Week: Pace{70, 420 * time.Minute}}, Range{}, FromWeek},
		"four finished are too few":   {2, Measured{Seats: 3, Recent: Pace{4, time.Hour}}, Range{}, FromDefault},
		"more than a working day off": {400, Measured{Seats: 1}, Range{longest, longest}, FromDefault},
	} {
		got, ok := Estimate(tt.place, tt.m)
		if !ok || tt.m.Basis() != tt.from {
			t.Errorf("%s: %v from %s", name, ok, tt.m.Basis())
		}
		if tt.want != (Range{}) && (got.From > tt.want.From+2*time.Minute || got.To > tt.want.To+15*time.Minute || got.To < tt.want.To/2) {
			t.Errorf("%s: %s to %s, want about %s to %s", name, got.From, got.To, tt.want.From, tt.want.To)
		}
		if got.To < got.From || got.From%(30*time.Second) != 0 || got.To%(30*time.Second) != 0 {
			t.Errorf("%s: %s to %s", name, got.From, got.To)
		}
	}
}

func TestNobodyWaitsForNoSeat(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]func() (Range, bool){
		"no seat":  func() (Range, bool) { return Estimate(1, Measured{}) },
		"no place": func() (Range, bool) { return Estimate(0, Measured{Seats: 3}) },
	} {
		if r, ok := try(); ok || r != (Range{}) {
			t.Errorf("%s: %v", name, r)
		}
	}
}

func TestFurtherBehindWaitsLonger(t *testing.T) {
	t.Parallel()
	m := Measured{Seats: 4, Free: 1, Recent: Pace{9, 120 * time.Minute}}
	var before Range
	for place := 1; place <= 60; place++ {
		r, _ := Estimate(place, m)
		if r.From < before.From || r.To < before.To {
			t.Fatalf("place %d: %v after %v", place, r, before)
		}
		before = r
	}
	more, _ := Estimate(10, Measured{Seats: 8, Recent: m.Recent})
	less, _ := Estimate(10, Measured{Seats: 2, Recent: m.Recent})
	if more.To >= less.To {
		t.Errorf("eight seats %v, two seats %v", more, less)
	}
}

// TestNineInTenAreInside draws what the formula says happens: seats whose
// conversations end at random, and a rate that was only seen a few times.
func TestNineInTenAreInside(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	const rounds = 4000
	for _, seats := range []int{1, 4, 12} {
		for _, place := range []int{1, 3, 10} {
			inside := 0
			for range rounds {
				pace := Pace{Taken: time.Duration(seats) * MeasureWindow}
				for at := r.ExpFloat64(); at < float64(seats)*3; at += r.ExpFloat64() {
					pace.Finished++ // every ten minutes a seat
				}
				real := 0.0
				for range place {
					real += r.ExpFloat64() * 600 / float64(seats)
				}
				got, _ := Estimate(place, Measured{Seats: seats, Recent: pace})
				if real >= got.From.Seconds() && real <= got.To.Seconds() {
					inside++
				}
			}
			if share := float64(inside) / rounds; share < 0.86 {
				t.Errorf("%d seats, place %d: %.3f inside", seats, place, share)
			}
		}
	}
}

func TestPaulsonsPoints(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ a, b, z, want float64 }{ // from tables of F
		{10, 10, 1.645, 2.978},
		{10, 10, -1.645, 0.336},
		{20, 60, 1.645, 1.748},
		{4, 8, 1.645, 3.838},
	} {
		if got := fisher(tt.a, tt.b, tt.z); math.Abs(got-tt.want) > 0.03*tt.want {
			t.Errorf("F(%g, %g) at %g: %.3f, want %.3f", tt.a, tt.b, tt.z, got, tt.want)
		}
	}
}
