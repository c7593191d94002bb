package roster

import (
	"errors"
	"testing"
	"time"
)

// TestEndGrace decides by the moment in which the row is held, whatever the list
// of those who are due said before.
func TestEndGrace(t *testing.T) {
	t.Parallel()
	low := Facts{Quality: Quality{Mean: 4.1, OwnMean: 3.9, Ratings: 30}, Rated: 30}
	active := Standing{Level: FullExpert, State: Active}
	tests := map[string]struct {
		standing Standing
		facts    Facts
		after    time.Duration
		want     Verdict
	}{
		"an hour too early": {active, low, Grace - time.Hour, Warned},
		"as low as before":  {active, low, Grace, Demoted},
		"better":            {active, able(), Grace, Recovered},
		"away":              {Standing{Level: FullExpert, State: Paused}, low, Grace, Warned},
		"in a dispute":      {Standing{Level: FullExpert, State: Active, Disputed: true}, low, Grace, Warned},
	}
	for name, tt := range tests {
		r := LevelReview{Verdict: Warned, GraceUntil: monday.Add(Grace)}
		if decided := r.EndGrace(tt.standing, tt.facts, monday.Add(tt.after)); r.Verdict != tt.want || decided != (tt.want != Warned) {
			t.Errorf("%s: %s, decided %t", name, r.Verdict, decided)
		}
	}
	r := LevelReview{Verdict: Demoted}
	if r.EndGrace(active, low, monday.Add(Grace)) || !errors.Is(r.Object("Why?", monday), ErrNoWarning) {
		t.Error("what is decided stays so")
	}
}
