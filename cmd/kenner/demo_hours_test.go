package main

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTheDemoBeginsAtAnyHour makes it while the brand's week has begun and that of UTC has not, and at hours whose past has
// little of what stories need: somebody with a plan, and that the first expert has had something of the shop. Whoever joins in
// when it is lively finds their expert off duty, at each of a few hours: whose shift it is differs by the hour.
func TestTheDemoBeginsAtAnyHour(t *testing.T) {
	t.Parallel()
	for name, it := range map[string]struct {
		at     time.Time
		lively bool
	}{
		"the first half hour of a week": {time.Date(2026, 11, 22, 23, 30, 0, 0, time.UTC), false},
		"few points to spend":           {time.Date(2026, 12, 2, 8, 2, 5, 0, time.UTC), false},
		"lively, late on a Sunday":      {time.Date(2026, 11, 22, 22, 49, 10, 0, time.UTC), true},
		"lively, on a Monday morning":   {time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := &clock{}
			now.set(it.at)
			b, err := readDemoBrand()
			if err != nil {
				t.Fatal(err)
			}
			h, err := openHouse(t.Context(), &Config{Data: t.TempDir(), Limits: "on", MinFree: "1MB", Batch: 512}, now, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			if err := h.ensureDemo(t.Context(), b, it.lively); err != nil {
				t.Error(err)
			}
			for what, query := range map[string]string{
				"open lines of a plan":      "SELECT COUNT(*) FROM goals WHERE state = 'open' AND dimension = 'correct'",
				"things of the first's own": "SELECT COUNT(*) FROM redemptions WHERE state = 'delivered' AND expert_id = (SELECT id FROM experts ORDER BY created_at, id LIMIT 1)",
			} {
				if storagetest.Int(t, h.db, query) == 0 {
					t.Errorf("there are no %s", what)
				}
			}
			onDuty := "SELECT COUNT(*) FROM experts WHERE display_name IN ('" + strings.Join(joiners, "', '") + "') AND presence <> 'away'"
			if n := storagetest.Int(t, h.db, onDuty); n != 0 {
				t.Errorf("%d of those whom nobody plays are on duty", n)
			}
			if err := h.close(); err != nil {
				t.Error(err)
			}
		})
	}
}
