package rewards

import (
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestABudgetKnowsItsAlarms(t *testing.T) {
	t.Parallel()
	for used, want := range map[domain.Points]int{0: 0, 799: 0, 800: 80, 949: 80, 950: 95, 999: 95, 1000: 100, 5000: 100} {
		u := Use{Budget: Budget{Points: 1000}, Used: used}
		if got := u.Reached(); got != want || u.Spent() != (want == 100) {
			t.Errorf("%d of 1000: %d", used, got)
		}
	}
}

func TestWhatExpertsHoldCosts(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		budget Budget
		held   domain.Points
		cents  int64
	}{
		"two cents each":              {Budget{Value: 200, Redeemed: 100}, 3000, 6000},
		"four of five are exchanged":  {Budget{Value: 200, Redeemed: 80}, 3000, 4800},
		"half a cent is a whole one":  {Budget{Value: 50, Redeemed: 100}, 1, 1},
		"less than half is none":      {Budget{Value: 49, Redeemed: 100}, 1, 0},
		"nobody holds anything":       {Budget{Value: 200, Redeemed: 100}, 0, 0},
		"all there can be fits in it": {Budget{Value: maxValue, Redeemed: 100}, 9_000_000_000, 900_000_000_000},
	} {
		if got := tt.budget.Liability(tt.held); got != tt.cents {
			t.Errorf("%s: %d cents, not %d", name, got, tt.cents)
		}
	}
}
