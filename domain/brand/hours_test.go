package brand

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

// office is Monday to Friday from nine to five, with lunch on Wednesday.
func office() Hours {
	nine, five := Minute(9*60), Minute(17*60)
	return Hours{
		Weekly: []DaySpan{
			{1, Span{nine, five}},
			{2, Span{nine, five}},
			{3, Span{nine, 12 * 60}},
			{3, Span{13 * 60, five}},
			{4, Span{nine, five}},
			{5, Span{nine, five}},
		},
		Holidays: []Holiday{
			{Day: "2026-12-25", Name: "Christmas"},
			{Day: "2026-12-24", Name: "Christmas Eve", Span: &Span{nine, 12 * 60}},
			{Day: "2026-12-27", Name: "A Sunday of sales", Span: &Span{10 * 60, 16 * 60}},
		},
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	tests := map[string]struct {
		at    string // wall clock in Amsterdam
		open  bool
		opens string
	}{
		"a minute before nine":          {"2026-11-23 08:59", false, "2026-11-23 09:00"},
		"at nine":                       {"2026-11-23 09:00", true, "2026-11-23 09:00"},
		"a minute before five":          {"2026-11-23 16:59", true, "2026-11-23 16:59"},
		"at five":                       {"2026-11-23 17:00", false, "2026-11-24 09:00"},
		"at lunch on Wednesday":         {"2026-11-25 12:30", false, "2026-11-25 13:00"},
		"on Friday night":               {"2026-11-27 20:00", false, "2026-11-30 09:00"},
		"a holiday is closed":           {"2026-12-25 10:00", false, "2026-12-27 10:00"},
		"a holiday with hours is short": {"2026-12-24 13:00", false, "2026-12-27 10:00"},
		"a holiday may open a Sunday":   {"2026-12-27 11:00", true, "2026-12-27 11:00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := wall(t, amsterdam, tt.at)
			h := office()
			if got := h.Open(amsterdam, at); got != tt.open {
				t.Errorf("open %v", got)
			}
			if got, ever := h.NextOpening(amsterdam, at); !ever || !got.Equal(wall(t, amsterdam, tt.opens)) {
				t.Errorf("opens at %v", got.In(amsterdam))
			}
		})
	}
}

func wall(tb testing.TB, z *time.Location, s string) time.Time {
	tb.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		tb.Fatal(err)
	}
	return at
}

func TestOpeningWhenTheClockIsChanged(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	night := Hours{Weekly: []DaySpan{{7, Span{2*60 + 30, 4 * 60}}}}

	// 29 March 2026: 02:00 becomes 03:00, so half past two never comes.
	before := wall(t, amsterdam, "2026-03-29 01:00")
	got, _ := night.NextOpening(amsterdam, before)
	if want := time.Date(2026, 3, 29, 1, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("spring: opens at %v, want %v", got.UTC(), want)
	}

	// 25 October 2026: 03:00 becomes 02:00, so half past two comes twice.
	before = wall(t, amsterdam, "2026-10-25 01:00")
	got, _ = night.NextOpening(amsterdam, before)
	if want := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("autumn: opens at %v, want %v", got.UTC(), want)
	}
	again := time.Date(2026, 10, 25, 1, 10, 0, 0, time.UTC) // the second ten past two
	if night.Open(amsterdam, again) {
		t.Error("open before the second half past two")
	}
	got, _ = night.NextOpening(amsterdam, again)
	if want := time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("autumn, again: opens at %v, want %v", got.UTC(), want)
	}
}

func TestNextOpeningIsTheFirstOpenMinute(t *testing.T) {
	t.Parallel()
	zones := map[string]*time.Location{}
	for _, name := range []string{"Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"} {
		zones[name] = zone(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		z := zones[rapid.SampledFrom(slices.Sorted(maps.Keys(zones))).Draw(t, "zone")]
		var h Hours
		for day := 1; day <= 7; day++ {
			if rapid.Bool().Draw(t, "open") {
				o := rapid.IntRange(0, 1400).Draw(t, "opens")
				h.Weekly = append(h.Weekly, DaySpan{day, Span{Minute(o), Minute(rapid.IntRange(o+1, 1440).Draw(t, "closes"))}})
			}
		}
		// around the days on which clocks are changed
		day := rapid.SampledFrom([]string{"2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31"}).Draw(t, "day")
		start, _ := time.Parse(time.DateOnly, day)
		at := start.Add(time.Duration(rapid.IntRange(0, 3*1440).Draw(t, "minute")) * time.Minute)
		got, ever := h.NextOpening(z, at)
		if !ever {
			if len(h.Weekly) > 0 {
				t.Fatal("never opens")
			}
			return
		}
		for m := at; m.Before(got); m = m.Add(time.Minute) {
			if h.Open(z, m) {
				t.Fatalf("at %v: opens at %v, but was open at %v", at, got, m)
			}
		}
		if !h.Open(z, got) {
			t.Fatalf("at %v: not open at %v", at, got)
		}
	})
}

func TestABrandThatNeverOpens(t *testing.T) {
	t.Parallel()
	if at, ever := (Hours{}).NextOpening(time.UTC, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); ever {
		t.Fatalf("opens at %v", at)
	}
	if h := Always(); !h.Open(zone(t, "Asia/Kathmandu"), time.Date(2026, 1, 1, 23, 59, 59, 0, time.UTC)) {
		t.Fatal("always is not now")
	}
}

func TestHoursThatMakeNoSense(t *testing.T) {
	t.Parallel()
	nine, five := Minute(9*60), Minute(17*60)
	tests := map[string]struct {
		h    Hours
		want error
	}{
		"they close before they open":  {Hours{Weekly: []DaySpan{{1, Span{five, nine}}}}, ErrBadSpan},
		"there is no eighth day":       {Hours{Weekly: []DaySpan{{8, Span{nine, five}}}}, ErrBadSpan},
		"a day has 24 hours":           {Hours{Weekly: []DaySpan{{1, Span{nine, 1441}}}}, ErrBadSpan},
		"two overlap":                  {Hours{Weekly: []DaySpan{{1, Span{nine, five}}, {1, Span{five - 1, five + 1}}}}, ErrBadSpan},
		"two touch":                    {Hours{Weekly: []DaySpan{{1, Span{five, five + 1}}, {1, Span{nine, five}}}}, nil},
		"a holiday that is no day":     {Hours{Holidays: []Holiday{{Day: "2026-02-30", Name: "x"}}}, ErrBadHoliday},
		"a holiday without a name":     {Hours{Holidays: []Holiday{{Day: "2026-02-03"}}}, ErrBadHoliday},
		"the same holiday twice":       {Hours{Holidays: []Holiday{{Day: "2026-02-03", Name: "x"}, {Day: "2026-02-03", Name: "y"}}}, ErrBadHoliday},
		"a holiday that ends too soon": {Hours{Holidays: []Holiday{{Day: "2026-02-03", Name: "x", Span: &Span{five, nine}}}}, ErrBadHoliday},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := tt.h.clean(); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestParseMinute(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]Minute{"00:00": 0, "09:30": 570, "23:59": 1439, "24:00": 1440} {
		if m, ok := ParseMinute(s); !ok || m != want || m.String() != s {
			t.Errorf("%s: %d %v", s, m, ok)
		}
	}
	for _, s := range []string{"", "9:30", "24:01", "23:60", "ab:cd", "09:3x", "-1:00", "009:30"} {
		if m, ok := ParseMinute(s); ok {
			t.Errorf("%q is %d", s, m)
		}
	}
}
