package desk

import (
	"reflect"
	"testing"
)

func TestASeedPlaysTheSameDay(t *testing.T) {
	t.Parallel()
	if a, b := Simulate(7), Simulate(7); !reflect.DeepEqual(a, b) {
		t.Errorf("%+v\n%+v", a.Total, b.Total)
	}
	if a, b := Simulate(7), Simulate(8); reflect.DeepEqual(a, b) {
		t.Error("two seeds, one day")
	}
}

func TestFourInFiveWaitsAreInsideTheirRange(t *testing.T) {
	t.Parallel()
	waited, inside := 0, 0
	for seed := range uint64(40) {
		total := Simulate(seed).Total
		waited, inside = waited+total.Waited, inside+total.Inside
		if total.Waited < 50 {
			t.Errorf("seed %d: only %d waited", seed, total.Waited)
		}
		if total.Share() < 0.6 {
			t.Errorf("seed %d: %.2f inside", seed, total.Share())
		}
	}
	share := float64(inside) / float64(waited)
	t.Logf("%d waits of 40 days, %.3f inside", waited, share)
	if share < 0.8 {
		t.Errorf("%.3f inside", share)
	}
}
