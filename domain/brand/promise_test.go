package brand

import (
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSoManyOpeningHoursFromNow(t *testing.T) {
	t.Parallel()
	amsterdam := zone(t, "Europe/Amsterdam")
	for name, tt := range map[string]struct {
		at    string
		hours time.Duration
		want  string
	}{
		"inside the same day":          {"2026-11-23 09:30", 4, "2026-11-23 13:30"},
		"into the next day":            {"2026-11-23 15:00", 8, "2026-11-24 15:00"},
		"over lunch":                   {"2026-11-25 11:00", 2, "2026-11-25 14:00"},
		"from the evening":             {"2026-11-23 20:00", 8, "2026-11-24 17:00"},
		"over the weekend":             {"2026-11-27 16:00", 2, "2026-11-30 10:00"},
		"over a short day and a feast": {"2026-12-24 11:00", 2, "2026-12-27 11:00"},
	} {
		got, ok := office().After(amsterdam, wall(t, amsterdam, tt.at), tt.hours*time.Hour)
		if want := wall(t, amsterdam, tt.want); !ok || !got.Equal(want) {
			t.Errorf("%s: %v %v, want %v", name, got.In(amsterdam), ok, want)
		}
	}
	if at, ok := (Hours{}).After(amsterdam, wall(t, amsterdam, "2026-11-23 09:30"), time.Hour); ok {
		t.Errorf("a brand that never opens answers at %v", at)
	}
	now := wall(t, amsterdam, "2026-11-23 09:30")
	if got, ok := Always().After(amsterdam, now, 30*time.Hour); !ok || got.Sub(now) != 30*time.Hour {
		t.Errorf("always open: %v", got)
	}
}

// TestAfterCountsTheOpenMinutes compares with counting minute by minute, also
// where the clock is changed.
func TestAfterCountsTheOpenMinutes(t *testing.T) {
	t.Parallel()
	zones := map[string]*time.Location{}
	for _, name := range []string{"Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"} {
		zones[name] = zone(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		z := zones[rapid.SampledFrom(slices.Sorted(maps.Keys(zones))).Draw(t, "zone")]
		var h Hours
		for day := 1; day <= 7; day++ {
			from := rapid.IntRange(0, 20*60).Draw(t, "opens")
			to := rapid.SampledFrom([]int{from + 30, from + 200, 1440}).Draw(t, "closes")
			h.Weekly = append(h.Weekly, DaySpan{day, Span{Minute(from), Minute(min(to, 1440))}})
		}
		day := rapid.SampledFrom([]string{"2026-03-28", "2026-10-24", "2026-11-01", "2026-04-04", "2026-06-10"}).Draw(t, "day")
		now, _ := time.ParseInLocation("2006-01-02 15:04", day+" 10:00", z)
		minutes := rapid.IntRange(1, 600).Draw(t, "minutes")
		got, ok := h.After(z, now, time.Duration(minutes)*time.Minute)
		want, left := now, minutes
		for ; left > 0; want = want.Add(time.Minute) {
			if h.Open(z, want) {
				left--
			}
		}
		if !ok || !got.Equal(want) {
			t.Fatalf("%d open minutes from %v: %v, want %v", minutes, now, got.In(z), want.In(z))
		}
	})
}
