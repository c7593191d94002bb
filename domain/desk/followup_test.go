package desk

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// amsterdam is one hour ahead of UTC on every day of these tests.
func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// promised is an open follow-up that was made on Monday at ten in the brand's
// zone and is due on Thursday at 18:00 there.
func promised(t *testing.T) FollowUp {
	t.Helper()
	f := FollowUp{ID: "fup_1", Expert: "exp_1", State: FollowUpOpen, CreatedAt: monday, Version: 1}
	if err := f.due(thursday, monday, amsterdam(t)); err != nil {
		t.Fatal(err)
	}
	f.FirstDueAt = f.DueAt
	return f
}

var thursday = time.Date(2026, 11, 5, 17, 0, 0, 0, time.UTC)

func TestAPromiseIsDueBetweenAQuarterAndThirtyDays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		ahead time.Duration
		want  error
	}{
		"in fourteen minutes":      {14 * time.Minute, ErrDueTime},
		"in a quarter of an hour":  {15 * time.Minute, nil},
		"in thirty days":           {30 * 24 * time.Hour, nil},
		"a second later than that": {30*24*time.Hour + time.Second, ErrDueTime},
		"yesterday":                {-24 * time.Hour, ErrDueTime},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var f FollowUp
			if err := f.due(monday.Add(tt.ahead), monday, amsterdam(t)); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestWhenTheExpertIsReminded(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ due, want time.Time }{
		"at six of the day in the brand's zone": {thursday, time.Date(2026, 11, 5, 5, 0, 0, 0, time.UTC)},
		"an hour before what is due today":      {monday.Add(8 * time.Hour), monday.Add(7 * time.Hour)},
		"at half time when less is left":        {monday.Add(20 * time.Minute), monday.Add(10 * time.Minute)},
		"an hour before what is due at five in the morning": {
			time.Date(2026, 11, 5, 4, 0, 0, 0, time.UTC), time.Date(2026, 11, 5, 3, 0, 0, 0, time.UTC),
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := FollowUp{State: FollowUpOpen}
			if err := f.due(tt.due, monday, amsterdam(t)); err != nil {
				t.Fatal(err)
			}
			if !f.RemindAt.Equal(tt.want) {
				t.Fatalf("reminded at %s, want %s", f.RemindAt, tt.want)
			}
			if f.Surface(tt.want.Add(-time.Millisecond)) || !f.Surface(tt.want) || f.Surface(tt.want) {
				t.Fatal("it is not surfaced once, then")
			}
		})
	}
}

func TestAPromiseIsPutOffOnceAndBeforeItsTime(t *testing.T) {
	t.Parallel()
	later := thursday.Add(24 * time.Hour)
	tests := map[string]struct {
		before func(*FollowUp)
		at     time.Time
		now    time.Time
		moved  bool
		want   error
	}{
		"before the time":        {nil, later, thursday.Add(-time.Hour), true, nil},
		"to an earlier time":     {nil, thursday.Add(-24 * time.Hour), monday, true, nil},
		"at the very moment":     {nil, later, thursday, true, nil},
		"a moment after":         {nil, later, thursday.Add(time.Millisecond), false, ErrDuePassed},
		"a second time":          {func(f *FollowUp) { f.ReplannedAt = monday }, later, monday, false, ErrReplannedBefore},
		"the same time again":    {func(f *FollowUp) { f.ReplannedAt = monday }, thursday, monday, false, nil},
		"when it is done":        {func(f *FollowUp) { f.State = FollowUpDone }, later, monday, false, ErrFollowUpNotOpen},
		"when it was missed":     {func(f *FollowUp) { f.MissedAt = thursday }, later, monday, false, ErrDuePassed},
		"further than a month":   {nil, monday.Add(31 * 24 * time.Hour), monday, false, ErrDueTime},
		"to a time that is over": {nil, monday.Add(-time.Hour), monday, false, ErrDueTime},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := promised(t)
			f.SurfacedAt = monday
			if tt.before != nil {
				tt.before(&f)
			}
			moved, err := f.Replan(tt.at, tt.now, amsterdam(t))
			if moved != tt.moved || !errors.Is(err, tt.want) {
				t.Fatalf("got %v, %v", moved, err)
			}
			if moved && (!f.DueAt.Equal(tt.at) || !f.FirstDueAt.Equal(thursday) || !f.SurfacedAt.IsZero()) {
				t.Fatalf("it stands at %+v", f)
			}
		})
	}
}

func TestKeptAndMissed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		miss, done time.Time
		missed     bool
		kept       bool
	}{
		"at the promised moment":                  {thursday, thursday, false, true},
		"a moment late":                           {thursday.Add(time.Millisecond), thursday.Add(time.Hour), true, false},
		"late, and nobody looked":                 {time.Time{}, thursday.Add(time.Hour), false, false},
		"missed by one clock, on time by another": {thursday.Add(time.Second), thursday, true, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := promised(t)
			if got := f.Miss(tt.miss); got != tt.missed || tt.missed && f.Miss(tt.miss.Add(time.Hour)) {
				t.Fatalf("missed %v", got)
			}
			if err := f.Finish(FollowUpAnswered, "Yes.", tt.done); err != nil {
				t.Fatal(err)
			}
			if f.Kept() != tt.kept || f.DoneAt.Before(f.MissedAt) {
				t.Fatalf("kept %v, done %s, missed %s", f.Kept(), f.DoneAt, f.MissedAt)
			}
			if f.Miss(thursday.Add(time.Hour)) || f.Surface(thursday) {
				t.Fatal("what is done is still minded")
			}
			if err := f.Finish(FollowUpNothing, "No.", tt.done); !errors.Is(err, ErrFollowUpNotOpen) || f.Result != "Yes." {
				t.Fatalf("another result: %v", err)
			}
		})
	}
}

func TestStaleAtSixWhenTwoDaysLate(t *testing.T) {
	t.Parallel()
	saturdaySix := time.Date(2026, 11, 7, 5, 0, 0, 0, time.UTC)
	sundaySix := saturdaySix.Add(24 * time.Hour)
	for name, tt := range map[string]struct {
		now  time.Time
		want bool
	}{
		"two days later, before the next six": {thursday.Add(48 * time.Hour), false},
		"at six of the day before that":       {saturdaySix, false},
		"at six of the morning after":         {sundaySix, true},
		"a moment before that":                {sundaySix.Add(-time.Millisecond), false},
		"a week later":                        {sundaySix.Add(7 * 24 * time.Hour), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := promised(t)
			if got := f.Neglect(tt.now, amsterdam(t)); got != tt.want || got && f.Neglect(tt.now, amsterdam(t)) {
				t.Fatalf("got %v", got)
			}
		})
	}
}

func TestTheCustomersWordIsFixedAfterTwoDays(t *testing.T) {
	t.Parallel()
	f := promised(t)
	if _, err := f.Answer(SolvedYes, thursday); !errors.Is(err, ErrFollowUpOpen) {
		t.Fatalf("before the result: %v", err)
	}
	if err := f.Finish(FollowUpBetter, "A better one.", thursday); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Answer(SolvedPartly, thursday); !errors.Is(err, ErrBadHelped) {
		t.Fatalf("partly: %v", err)
	}
	first := thursday.Add(20 * 24 * time.Hour)
	steps := []struct {
		helped  Answer
		now     time.Time
		changed bool
		want    error
	}{
		{SolvedYes, first, true, nil},
		{SolvedYes, first.Add(time.Hour), false, nil},
		{SolvedNo, first.Add(AnswerFixed - time.Millisecond), true, nil},
		{SolvedYes, first.Add(AnswerFixed), false, ErrAnswerFixed},
		{SolvedNo, first.Add(AnswerFixed), false, nil},
	}
	for i, s := range steps {
		if changed, err := f.Answer(s.helped, s.now); changed != s.changed || !errors.Is(err, s.want) {
			t.Fatalf("step %d: %v, %v", i, changed, err)
		}
	}
	if f.Helped != SolvedNo || !f.HelpedAt.Equal(first) {
		t.Fatalf("it stands as %s since %s", f.Helped, f.HelpedAt)
	}
}

func TestWhoMayKeepAPromiseInsteadOfItsOwner(t *testing.T) {
	t.Parallel()
	there, gone := roster.Expert{ID: "exp_1", State: roster.Active}, roster.Expert{ID: "exp_1", State: roster.Retired}
	heir := roster.Expert{ID: "exp_2", State: roster.Active}
	for name, tt := range map[string]struct {
		owner, heir roster.Expert
		state       FollowUpState
		now         time.Time
		want        error
	}{
		"the owner is there":            {there, heir, FollowUpOpen, thursday, ErrOwnerThere},
		"the owner is two days late":    {there, heir, FollowUpOpen, thursday.Add(FollowUpStale), nil},
		"the owner left":                {gone, heir, FollowUpOpen, monday, nil},
		"the heir left, too":            {gone, roster.Expert{ID: "exp_2", State: roster.Paused}, FollowUpOpen, monday, roster.ErrNotActive},
		"there is nothing left to keep": {gone, heir, FollowUpDismissed, monday, ErrFollowUpNotOpen},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := promised(t)
			f.State, f.SurfacedAt = tt.state, monday
			err := f.Give(tt.owner, tt.heir, tt.now)
			if !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			want := domain.ExpertID("exp_1")
			if tt.want == nil {
				want = "exp_2"
			}
			if f.Expert != want || (tt.want == nil) != f.SurfacedAt.IsZero() {
				t.Fatalf("it is with %s, surfaced %s", f.Expert, f.SurfacedAt)
			}
		})
	}
}

func TestADraftIsCleanedAndChecked(t *testing.T) {
	t.Parallel()
	text := func(s string) *string { return &s }
	sources := func(all ...FollowUpSource) *[]FollowUpSource { return &all }
	minutes := func(n int) *int { return &n }
	for name, tt := range map[string]struct {
		draft Draft
		want  error
	}{
		"nothing at all":           {Draft{}, nil},
		"an empty note":            {Draft{Research: text("  ")}, nil},
		"a note":                   {Draft{Research: text(" Looked at 2.4.1. ")}, nil},
		"a note that cannot be":    {Draft{Research: text("bell \a")}, ErrBadText},
		"a source with an address": {Draft{Sources: sources(FollowUpSource{"Manual", "https://noorder.example/m?p=4"})}, nil},
		"a source without one":     {Draft{Sources: sources(FollowUpSource{Title: "Asked the workshop"})}, nil},
		"a source without a title": {Draft{Sources: sources(FollowUpSource{URL: "https://noorder.example"})}, ErrBadSources},
		"a script for a source":    {Draft{Sources: sources(FollowUpSource{"x", "javascript:alert(1)"})}, ErrBadSources},
		"an address without host":  {Draft{Sources: sources(FollowUpSource{"x", "https:noorder"})}, ErrBadSources},
		"too many sources":         {Draft{Sources: sources(make([]FollowUpSource, MaxSources+1)...)}, ErrBadSources},
		"a time box of a week":     {Draft{TimeBox: minutes(MaxTimeBox + 1)}, ErrBadTimeBox},
		"no time box any more":     {Draft{TimeBox: minutes(0)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := tt.draft.check(); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}
