package roster

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestQuality(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	of := func(n int, age time.Duration, difficulty int, stars ...int) (all []Rated) {
		for i := range n {
			all = append(all, Rated{Stars: stars[i%len(stars)], Difficulty: difficulty, At: now.Add(-age)})
		}
		return all
	}
	tests := map[string]struct {
		ratings []Rated
		means   Means
		want    string
	}{
		"nothing is known yet":                        {nil, nil, "4.45"},
		"one five-star rating":                        {of(1, 0, 2, 5), nil, "4.48"},
		"ten five-star ratings":                       {of(10, 0, 2, 5), nil, "4.63"},
		"fifty at 4.30 pass the gate of an expert":    {of(50, 0, 2, 5, 5, 5, 5, 5, 4, 4, 4, 3, 3), nil, "4.34"},
		"fifty at 4.20 do not":                        {of(50, 0, 2, 5, 5, 5, 5, 5, 4, 4, 4, 3, 2), nil, "4.27"},
		"three one-star ratings":                      {of(3, 0, 2, 1), nil, "4.00"},
		"a rating weighs half after ninety days":      {of(10, QualityHalf, 2, 5), nil, "4.56"},
		"only the newest fifty count":                 {append(of(50, 0, 2, 5), of(50, 0, 2, 1)...), nil, "4.84"},
		"the programme's mean of the same difficulty": {of(10, 0, 3, 4), Means{2: 4.9, 3: 4}, "4.00"},
		"the prior follows the classes":               {append(of(5, 0, 1, 4), of(5, 0, 3, 4)...), Means{1: 4.6, 3: 4}, "4.20"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := QualityOf(tt.ratings, tt.means, now)
			if got := fmt.Sprintf("%.2f", q.Mean); got != tt.want || q.Ratings != min(len(tt.ratings), QualityWindow) {
				t.Fatalf("got %s from %d", got, q.Ratings)
			}
		})
	}
	if q := QualityOf(of(4, 0, 2, 5, 4), nil, now); math.Abs(q.OwnMean-4.5) > 1e-9 {
		t.Fatalf("own mean %f", q.OwnMean)
	}
}
