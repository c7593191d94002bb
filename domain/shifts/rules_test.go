package shifts

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	r := DefaultSettings().Rules
	for name, tt := range map[string]struct {
		present time.Duration
		want    State
	}{
		"all of it":                          {2 * time.Hour, Kept},
		"exactly 80 %":                       {96 * time.Minute, Kept},
		"a millisecond less":                 {96*time.Minute - time.Millisecond, Late},
		"five minutes":                       {5 * time.Minute, Late},
		"not even the minutes that are late": {5*time.Minute - time.Millisecond, Missed},
		"nobody":                             {0, Missed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := r.Judge(2*time.Hour, tt.present); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestSettingsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	if err := DefaultSettings().Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Settings){
		"another duty":            func(s *Settings) { s.Duty = "always" },
		"signing up never opens":  func(s *Settings) { s.Rules.SignUpDays = 0 },
		"a cancel week":           func(s *Settings) { s.Rules.CancelHours = 168 },
		"late at once":            func(s *Settings) { s.Rules.LateMinutes = 0 },
		"less than half is kept":  func(s *Settings) { s.Rules.KeptPercent = 49 },
		"more than all is kept":   func(s *Settings) { s.Rules.KeptPercent = 101 },
		"four reminders":          func(s *Settings) { s.Rules.RemindHours = []int{1, 2, 3, 4} },
		"the same reminder twice": func(s *Settings) { s.Rules.RemindHours = []int{1, 1} },
		"a day of 13 hours":       func(s *Settings) { s.Rules.DailyMinutes = 780 },
		"51 experts at least":     func(s *Settings) { s.Rules.Least = 51 },
	} {
		s := DefaultSettings()
		if change(&s); s.Check() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := CheckPresence([]Always{{1, 0, 1}, {7, 23, 50}}); err != nil {
		t.Error(err)
	}
	for _, a := range [][]Always{{{0, 1, 1}}, {{8, 1, 1}}, {{1, 24, 1}}, {{1, -1, 1}}, {{1, 1, 0}}, {{1, 1, 51}}, {{1, 1, 1}, {1, 1, 2}}} {
		if !errors.Is(CheckPresence(a), ErrBadPresence) {
			t.Errorf("%v: accepted", a)
		}
	}
}

func TestWhoMayTakeASlot(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		change func(*Slot, *roster.Expert)
		want   error
	}{
		"a Rookie":               {func(_ *Slot, e *roster.Expert) { e.Level = roster.Rookie }, nil},
		"a Candidate":            {func(_ *Slot, e *roster.Expert) { e.Level = roster.Candidate }, ErrLevel},
		"who is paused":          {func(_ *Slot, e *roster.Expert) { e.State = roster.Paused }, roster.ErrNotActive},
		"another language":       {func(s *Slot, _ *roster.Expert) { s.Language = "nl" }, ErrLanguage},
		"any language":           {func(s *Slot, _ *roster.Expert) { s.Language = "" }, nil},
		"a draft":                {func(s *Slot, _ *roster.Expert) { s.State = Draft }, ErrNotOpen},
		"one that was cancelled": {func(s *Slot, _ *roster.Expert) { s.State = Cancelled }, ErrNotOpen},
		"one that begins now":    {func(s *Slot, _ *roster.Expert) { s.StartsAt = now }, ErrBegun},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Slot{State: Open, Language: "en", StartsAt: now.Add(time.Hour), EndsAt: now.Add(3 * time.Hour)}
			e := roster.Expert{State: roster.Active, Level: roster.FullExpert, Languages: []domain.Language{"en"}}
			tt.change(&s, &e)
			if err := s.may(e, now); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestShiftsBesideEachOther(t *testing.T) {
	t.Parallel()
	ten := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	slot := Slot{ID: "slt_1", Day: "2026-11-23", StartsAt: ten, EndsAt: ten.Add(4 * time.Hour)}
	other := func(from, to time.Duration, s State) Shift {
		return Shift{Slot: "slt_2", StartsAt: ten.Add(from), EndsAt: ten.Add(to), State: s}
	}
	for name, tt := range map[string]struct {
		others []Shift
		want   error
	}{
		"nothing else":                      {nil, nil},
		"the same slot":                     {[]Shift{{Slot: "slt_1", State: Planned}}, ErrAlreadyIn},
		"given back before":                 {[]Shift{{Slot: "slt_1", State: Given}}, nil},
		"one that touches":                  {[]Shift{other(-2*time.Hour, 0, Planned)}, nil},
		"one that reaches into it":          {[]Shift{other(-2*time.Hour, time.Millisecond, Planned)}, ErrOverlap},
		"one inside it":                     {[]Shift{other(time.Hour, 2*time.Hour, On)}, ErrOverlap},
		"one that was swapped away":         {[]Shift{other(time.Hour, 2*time.Hour, SwapDone)}, nil},
		"eight hours of a day":              {[]Shift{other(-4*time.Hour, 0, Kept)}, nil},
		"eight and a half":                  {[]Shift{other(-4*time.Hour, 0, Kept), other(5*time.Hour, 5*time.Hour+Step, Planned)}, ErrDayFull},
		"the night before is another day's": {[]Shift{other(-14*time.Hour, -10*time.Hour, Kept), other(-4*time.Hour, 0, Kept)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := slot.fits(tt.others, time.UTC, DefaultSettings().Rules); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestSlotsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	c, _, _ := fourWeeks(t)
	for name, tt := range map[string]struct {
		change func(*Slot)
		want   error
	}{
		"as it should be":           {func(*Slot) {}, nil},
		"shorter than half an hour": {func(s *Slot) { s.EndsAt = s.StartsAt.Add(15 * time.Minute) }, ErrBadTimes},
		"backwards":                 {func(s *Slot) { s.EndsAt = s.StartsAt.Add(-time.Hour) }, ErrBadTimes},
		"longer than four hours":    {func(s *Slot) { s.EndsAt = s.StartsAt.Add(4*time.Hour + Step) }, ErrBadTimes},
		"off the grid":              {func(s *Slot) { s.StartsAt, s.EndsAt = s.StartsAt.Add(time.Minute), s.EndsAt.Add(time.Minute) }, ErrBadTimes},
		"over midnight": {func(s *Slot) {
			s.StartsAt = at(t, c.Zone, "2026-11-24 23:00")
			s.EndsAt = s.StartsAt.Add(2 * time.Hour)
		}, ErrBadTimes},
		"for nobody":               {func(s *Slot) { s.Seats = 0 }, ErrBadSeats},
		"for too many":             {func(s *Slot) { s.Seats = MaxSeats + 1 }, ErrBadSeats},
		"in a language it has not": {func(s *Slot) { s.Language = "de" }, ErrBadLanguage},
		"beyond the hours":         {func(s *Slot) { s.StartsAt, s.EndsAt = s.StartsAt.Add(-time.Hour), s.EndsAt.Add(-time.Hour) }, ErrClosedThen},
		"on a day that is closed":  {func(s *Slot) { s.StartsAt, s.EndsAt = s.StartsAt.AddDate(0, 0, 1), s.EndsAt.AddDate(0, 0, 1) }, ErrClosedThen},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := Slot{StartsAt: at(t, c.Zone, "2026-11-24 09:00"), EndsAt: at(t, c.Zone, "2026-11-24 11:00"), Seats: 1, Language: "en"}
			if tt.change(&s); !errors.Is(c.check(s), tt.want) {
				t.Errorf("got %v, want %v", c.check(s), tt.want)
			}
		})
	}
}

func TestGaps(t *testing.T) {
	t.Parallel()
	c, _, always := fourWeeks(t)
	tuesday := func(clock string) time.Time { return at(t, c.Zone, "2026-11-24 "+clock).UTC() }
	covers := []Cover{
		{tuesday("09:00"), tuesday("13:00"), 1, 1},
		{tuesday("10:00"), tuesday("11:00"), 2, 0},
	}
	got := c.Gaps(tuesday("08:10"), tuesday("14:00"), covers, always, 1)
	want := []Gap{
		{tuesday("10:00"), tuesday("11:00"), 3, 1}, // the slots want three
		{tuesday("12:00"), tuesday("13:00"), 2, 1}, // the permanent plan wants two
		{tuesday("13:00"), tuesday("14:00"), 1, 0}, // one is always wanted
	}
	if !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if got := c.Gaps(tuesday("10:10"), tuesday("11:00"), covers, nil, 0); len(got) != 1 || got[0].StartsAt != tuesday("10:30") {
		t.Errorf("what has begun cannot be filled: %v", got)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	h := func(n int) time.Time { return time.Date(2026, 11, 23, n, 0, 0, 0, time.UTC) }
	got := Merge([]Span{{h(12), h(13)}, {h(8), h(10)}, {h(10), h(11)}, {h(8), h(9)}})
	if !slices.Equal(got, []Span{{h(8), h(11)}, {h(12), h(13)}}) {
		t.Errorf("got %v", got)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	have := []Shift{{Place: 1}, {Place: 3}}
	if n := freePlace(have, 3); n != 2 {
		t.Errorf("the lowest free place is %d", n)
	}
	if n := freePlace(append(have, Shift{Place: 2}), 3); n != 0 {
		t.Errorf("a full slot has place %d", n)
	}
}
