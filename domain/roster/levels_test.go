package roster

import (
	"fmt"
	"testing"
	"time"
)

// TestWilson compares the bounds with the examples of the programme and with
// some more, worked by hand: for 10 of 20 the middle is 0.5 and the spread
// 1.28 · √(0.25/20 + 1.6384/1600) / 1.08192 = 0.1376.
func TestWilson(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		yes, n       int
		lower, upper string
	}{
		{3, 3, "0.65", "1.00"},
		{9, 10, "0.72", "0.97"},
		{19, 20, "0.85", "0.98"},
		{45, 50, "0.83", "0.94"},
		{180, 200, "0.87", "0.92"},
		{10, 20, "0.36", "0.64"},
		{0, 5, "0.00", "0.25"},
		{1, 1, "0.38", "1.00"},
		{0, 0, "0.00", "1.00"},
	} {
		lower, upper := fmt.Sprintf("%.2f", WilsonLower(tt.yes, tt.n)), fmt.Sprintf("%.2f", WilsonUpper(tt.yes, tt.n))
		if lower != tt.lower || upper != tt.upper {
			t.Errorf("%d of %d: %s to %s, want %s to %s", tt.yes, tt.n, lower, upper, tt.lower, tt.upper)
		}
	}
}

// TestWhatIsComparedIsWhatIsShown: 4.295 is shown as 4.30, and passes 4.3.
func TestWhatIsComparedIsWhatIsShown(t *testing.T) {
	t.Parallel()
	for have, want := range map[float64]float64{4.295: 4.3, 4.2949: 4.29, 0.845: 0.85, 4.3: 4.3, 1.005: 1.01, 0: 0} {
		if got := hundredths(have); got != want {
			t.Errorf("%v is %v, want %v", have, got, want)
		}
	}
}

// able is somebody who meets everything that any level asks for, exactly.
func able() Facts {
	return Facts{
		Conversations: 250, Quality: Quality{Mean: 4.4, OwnMean: 4.4, Ratings: 50}, Rated: 20, Weeks: 13, Right: Share{180, 200}, FollowUps: 5,
		Supervised: 5, SupervisedMean: 4, Reviews: Share{19, 20}, Courtesy: 4.5, CourtesyCards: 8, Invited: true,
	}
}

func TestRequirements(t *testing.T) {
	t.Parallel()
	for l := Rookie; l <= Mentor; l++ {
		if all := l.Requirements(able()); !Met(all) || len(all) == 0 {
			t.Errorf("%s: %+v", l.Name(), all)
		}
	}
	if Candidate.Requirements(Facts{}) != nil || Mentor.Missing(Facts{}) != nil {
		t.Error("there is nothing below a candidate and nothing above a mentor")
	}
	tests := map[string]struct {
		level  Level // that is asked for
		change func(*Facts)
		miss   Measure
		have   string
	}{
		"four supervised":                 {Rookie, func(f *Facts) { f.Supervised = 4 }, MeasureSupervised, "4.00 of 5.00"},
		"supervised, not good enough":     {Rookie, func(f *Facts) { f.SupervisedMean = 3.98 }, MeasureSupervisedMean, "3.98 of 4.00"},
		"rude once":                       {Rookie, func(f *Facts) { f.Breaches = 1 }, MeasureBreaches, "1.00 of 0.00"},
		"forty-nine conversations":        {FullExpert, func(f *Facts) { f.Conversations = 49 }, MeasureConversations, "49.00 of 50.00"},
		"fifty at 4.20 are below":         {FullExpert, func(f *Facts) { f.Quality.Mean = 4.27 }, MeasureQuality, "4.27 of 4.30"},
		"nineteen ratings":                {FullExpert, func(f *Facts) { f.Rated = 19 }, MeasureRated, "19.00 of 20.00"},
		"five weeks":                      {FullExpert, func(f *Facts) { f.Weeks = 5 }, MeasureWeeks, "5.00 of 6.00"},
		"one short of 250":                {Senior, func(f *Facts) { f.Conversations = 249 }, MeasureConversations, "249.00 of 250.00"},
		"an expert's quality":             {Senior, func(f *Facts) { f.Quality.Mean = 4.394 }, MeasureQuality, "4.39 of 4.40"},
		"nine of ten are too few to know": {Senior, func(f *Facts) { f.Right = Share{9, 10} }, MeasureRight, "0.72 of 0.75"},
		"four promises kept":              {Senior, func(f *Facts) { f.FollowUps = 4 }, MeasureFollowUps, "4.00 of 5.00"},
		"not invited":                     {Mentor, func(f *Facts) { f.Invited = false }, MeasureInvitation, "0.00 of 1.00"},
		"twelve weeks a senior":           {Mentor, func(f *Facts) { f.Weeks = 12 }, MeasureWeeks, "12.00 of 13.00"},
		"marks too far off":               {Mentor, func(f *Facts) { f.Reviews = Share{45, 50} }, MeasureAccuracy, "0.83 of 0.85"},
		"courtesy below":                  {Mentor, func(f *Facts) { f.Courtesy = 4.49 }, MeasureCourtesy, "4.49 of 4.50"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := able()
			tt.change(&f)
			var missed []Requirement
			for _, r := range tt.level.Requirements(f) {
				if !r.Met {
					missed = append(missed, r)
				}
			}
			if len(missed) != 1 || missed[0].Measure != tt.miss || fmt.Sprintf("%.2f of %.2f", missed[0].Have, missed[0].Need) != tt.have {
				t.Fatalf("missed %+v, want %s at %s", missed, tt.miss, tt.have)
			}
		})
	}
}

// TestKeeping: low quality needs ten ratings and the expert's own mean, and a
// share is held against its upper bound, so that nobody falls by doing little.
// By hand: 15 of 25 may be 0.72 at most, which is below 0.75; 6 of 10 may be 0.77.
func TestKeeping(t *testing.T) {
	t.Parallel()
	low := Quality{Mean: 4.1, OwnMean: 3.9, Ratings: 30}
	tests := map[string]struct {
		level Level
		facts Facts
		keeps bool
	}{
		"nothing was done":                       {Mentor, Facts{}, true},
		"a rookie is not measured":               {Rookie, Facts{Quality: low, Rated: 30}, true},
		"low, from nine ratings":                 {FullExpert, Facts{Quality: low, Rated: 9}, true},
		"low, from ten":                          {FullExpert, Facts{Quality: low, Rated: 10}, false},
		"low by the programme's mean alone":      {FullExpert, Facts{Quality: Quality{Mean: 4.2, OwnMean: 4.6, Ratings: 30}, Rated: 30}, true},
		"right 6 times of 10":                    {Senior, Facts{Right: Share{6, 10}}, true},
		"right 15 times of 25":                   {Senior, Facts{Right: Share{15, 25}}, false},
		"an expert is not asked for right":       {FullExpert, Facts{Right: Share{15, 25}}, true},
		"four cards of little courtesy":          {Mentor, Facts{Courtesy: 3, CourtesyCards: 4}, true},
		"five of them":                           {Mentor, Facts{Courtesy: 3, CourtesyCards: 5}, false},
		"a mentor who marks far off":             {Mentor, Facts{Reviews: Share{15, 25}}, false},
		"a mentor with an expert's quality only": {Mentor, Facts{Quality: Quality{Mean: 4.35, OwnMean: 4.3}, Rated: 20}, false},
	}
	for name, tt := range tests {
		if got := Met(tt.level.Keeping(tt.facts)); got != tt.keeps {
			t.Errorf("%s: keeps is %t: %+v", name, got, tt.level.Keeping(tt.facts))
		}
	}
}

func TestReview(t *testing.T) {
	t.Parallel()
	low := Facts{Quality: Quality{Mean: 4.1, OwnMean: 3.9, Ratings: 30}, Rated: 30}
	tests := map[string]struct {
		standing Standing
		facts    Facts
		want     Verdict
		note     string
	}{
		"nothing changes":                       {Standing{Level: FullExpert, State: Active}, Facts{}, Kept, ""},
		"a rookie who has it all":               {Standing{Level: Rookie, State: Active}, able(), Promoted, ""},
		"an expert who has it all":              {Standing{Level: FullExpert, State: Active}, able(), Promoted, ""},
		"candidates rise by shadowing":          {Standing{Level: Candidate, State: Active}, able(), Kept, ""},
		"seniors rise by invitation":            {Standing{Level: Senior, State: Active}, able(), Kept, ""},
		"a low quality is a warning first":      {Standing{Level: FullExpert, State: Active}, low, Warned, ""},
		"never during a pause":                  {Standing{Level: FullExpert, State: Paused}, low, Held, NotePaused},
		"nor when suspended":                    {Standing{Level: FullExpert, State: Suspended}, low, Held, NoteSuspended},
		"nor during a dispute":                  {Standing{Level: FullExpert, State: Active, Disputed: true}, low, Held, NoteDispute},
		"nor up during one":                     {Standing{Level: Rookie, State: Active, Disputed: true}, able(), Held, NoteDispute},
		"one warning at a time":                 {Standing{Level: FullExpert, State: Active, Warned: true}, low, Held, NoteWarned},
		"nobody is warned for a month long ago": {Standing{Level: FullExpert, State: Active, Late: true}, low, Held, NoteLate},
		"but may rise for it":                   {Standing{Level: Rookie, State: Active, Late: true}, able(), Promoted, ""},
	}
	for name, tt := range tests {
		v, note, _ := tt.standing.Review(tt.facts)
		if v != tt.want || note != tt.note {
			t.Errorf("%s: %s %q, want %s %q", name, v, note, tt.want, tt.note)
		}
	}
}

// TestQualityByHand works two cases of mixed classes and ages on paper.
// Six 5★ of today in D1 (m 4.6) and two 2★ of ninety days ago in D3 (m 4.2):
// Σw = 6 + 2·½ = 7, Σw·r = 30 + 2·½·2 = 32, m = (6·4.6 + 1·4.2)/7 = 4.5429,
// quality = (20·4.5429 + 32)/(20 + 7) = 122.857/27 = 4.5503.
// Forty 4★ of 180 days ago in D2: Σw = 10, quality = (20·4.45 + 40)/30 = 4.3.
func TestQualityByHand(t *testing.T) {
	t.Parallel()
	now := monday
	var mixed, old []Rated
	for range 6 {
		mixed = append(mixed, Rated{Stars: 5, Difficulty: 1, At: now})
	}
	for range 2 {
		mixed = append(mixed, Rated{Stars: 2, Difficulty: 3, At: now.Add(-QualityHalf)})
	}
	for range 40 {
		old = append(old, Rated{Stars: 4, Difficulty: 2, At: now.Add(-2 * QualityHalf)})
	}
	if got := fmt.Sprintf("%.4f", QualityOf(mixed, Means{1: 4.6, 3: 4.2}, now).Mean); got != "4.5503" {
		t.Errorf("mixed: %s", got)
	}
	if got := fmt.Sprintf("%.4f", QualityOf(old, nil, now).Mean); got != "4.3000" {
		t.Errorf("old: %s", got)
	}
}

func TestMonths(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC) // half past midnight there
	if m := MonthOf(at, zone); m != "2027-01" || m.Next() != "2027-02" || Month("2026-12").Next() != "2027-01" || m.Before() != "2026-12" {
		t.Errorf("%s %s %s", m, m.Next(), m.Before())
	}
	if end := Month("2026-10").End(zone); !end.Equal(time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC)) {
		t.Error(end)
	}
}
