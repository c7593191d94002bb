package merit

import (
	"testing"
	"time"
)

func TestAWeekIsJudged(t *testing.T) {
	t.Parallel()
	prev := Judged{Expert: "exp_1", Week: "2026-11-02", Streak: 3, Longest: 5}
	for name, tt := range map[string]struct {
		shifts, kept int
		freeUsed     bool
		streak       int // before
		want         Verdict
		after, best  int
	}{
		"all of two shifts":                {2, 2, false, 3, Kept, 4, 5},
		"a new longest":                    {1, 1, true, 5, Kept, 6, 6},
		"one of two":                       {2, 1, false, 3, Missed, 0, 5},
		"a missed one is not mended":       {1, 0, false, 3, Missed, 0, 5},
		"a week off":                       {0, 0, false, 3, Free, 3, 5},
		"a second week off in a month":     {0, 0, true, 3, Off, 0, 5},
		"a week off without a streak":      {0, 0, false, 0, Off, 0, 5},
		"the first kept one after nothing": {1, 1, false, 0, Kept, 1, 5},
	} {
		before := prev
		before.Streak = tt.streak
		got := Judge(before, "2026-11-09", tt.shifts, tt.kept, tt.freeUsed)
		if got.Verdict != tt.want || got.Streak != tt.after || got.Longest != tt.best || got.Week != "2026-11-09" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestWeeksFollowTheBrandsZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]Week{
		"2026-11-15T22:59:00Z": "2026-11-09", // a minute before Monday there
		"2026-11-15T23:00:00Z": "2026-11-16",
		"2026-11-16T12:00:00Z": "2026-11-16",
		"2026-10-25T22:30:00Z": "2026-10-19", // the night the clock was put back
		"2027-01-01T10:00:00Z": "2026-12-28",
	} {
		when, _ := time.Parse(time.RFC3339, at)
		if got := WeekOf(when, zone); got != want {
			t.Errorf("%s is in the week of %s, not %s", at, got, want)
		}
	}
	w := Week("2026-10-19") // has an hour more
	if d := w.End(zone).Sub(w.Start(zone)); d != 169*time.Hour || w.Next() != "2026-10-26" || w.month() != "2026-10" {
		t.Errorf("%v, %s, %s", d, w.Next(), w.month())
	}
}

func TestBadgesAskForWhatTheySay(t *testing.T) {
	t.Parallel()
	if len(Need) > 25 {
		t.Fatalf("%d badges are a shower", len(Need))
	}
	earned := func(d Deeds) (all []Code) {
		for _, b := range d.Steps() {
			if b.Earned() {
				all = append(all, b.Code)
			}
		}
		return all
	}
	calm := Deeds{Hard: 10, Courtesy: 450, Cards: 3}
	for name, tt := range map[string]struct {
		deeds Deeds
		want  Code // or none
	}{
		"nothing":                      {Deeds{}, ""},
		"a first solved one":           {Deeds{EarlySolve: 4}, FirstLight},
		"calm":                         {calm, Calm},
		"nine hard ones":               {Deeds{Hard: 9, Courtesy: 500, Cards: 9}, ""},
		"hard ones without courtesy":   {Deeds{Hard: 40, Courtesy: 449, Cards: 9}, ""},
		"hard ones and two cards":      {Deeds{Hard: 40, Courtesy: 500, Cards: 2}, ""},
		"hard ones and a breach":       {Deeds{Hard: 40, Courtesy: 500, Cards: 9, Breaches: 1}, ""},
		"two promises that helped":     {Deeds{Helped: 2}, ""},
		"three promises that helped":   {Deeds{Helped: 3}, Finder},
		"ten kept promises":            {Deeds{Promises: 10}, Keeper},
		"five colleagues":              {Deeds{Summaries: 5}, WarmHand},
		"ten looks that agreed":        {Deeds{Agreed: 10}, TrueEye},
		"two candidates":               {Deeds{Taught: 2}, Teacher},
		"two languages":                {Deeds{Languages: 2}, Bridge},
		"five cards":                   {Deeds{Thankful: 5}, Thanked},
		"three certificates":           {Deeds{Good: 3}, Scholar},
		"three shifts of others":       {Deeds{StoodIn: 3}, StandIn},
		"eight weeks":                  {Deeds{Longest: 8}, Steady},
		"ten who would have them":      {Deeds{Again: 10}, AskedFor},
		"an owner of one of two":       {Deeds{Products: []Owning{{"prd_1", 10}, {"prd_2", 9}}}, Owner},
		"an owner whom nobody asked":   {Deeds{Products: []Owning{{"prd_1", 0}}}, ""},
		"seven weeks and four letters": {Deeds{Longest: 7, Thankful: 4}, ""},
	} {
		got := earned(tt.deeds)
		if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || got[0] != tt.want) {
			t.Errorf("%s: %v, not %q", name, got, tt.want)
		}
	}
	for _, b := range Need {
		if b.Code != Owner && (Deeds{
			EarlySolve: 99, Hard: 99, Courtesy: 500, Cards: 9, Helped: 99, Promises: 99, Summaries: 99, Agreed: 99, Taught: 99,
			Languages: 99, Thankful: 99, Good: 99, StoodIn: 99, Longest: 99, Again: 99,
		}).have(b.Code) < b.Need {
			t.Errorf("nobody earns %s", b.Code)
		}
	}
}
