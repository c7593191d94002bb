package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// month is a brand that is open from nine to five on weekdays in Amsterdam and
// goes by shifts: one expert is always wanted, so each day has a morning and an
// afternoon of four hours.
type month struct {
	*programme
	shifts *shifts.Shifts
	desk   *desk.Desk
	zone   *time.Location
}

func newMonth(t *testing.T, db *storage.DB) *month {
	t.Helper()
	p := withServices(t, db)
	zone, err := time.LoadLocation("Europe/Amsterdam")
	p.must(err)
	p.clock.Add(time.Date(2026, 10, 15, 12, 0, 0, 0, zone).Sub(p.clock.Now())) // a Thursday; summer time ends on the 25th
	p.brand()
	for day := 1; day <= 5; day++ {
		storagetest.Exec(t, db, "INSERT INTO opening_hours (weekday, opens, closes) VALUES (?, 540, 1020)", day)
	}
	p.found()
	return &month{p, shifts.New(db.Shifts, p.rt, &tokens{}), desk.New(db.Desk, db.Views(), p.rt), zone}
}

// every half hour does what the jobs do.
func (m *month) jobs() {
	m.t.Helper()
	ctx := m.t.Context()
	_, err := m.league.Roll(ctx)
	m.must(err)
	_, err = m.shifts.Mind(ctx)
	m.must(err)
	_, err = m.rewards.BookMissed(ctx)
	m.must(err)
	_, err = m.rewards.SettleDue(ctx)
	m.must(err)
}

func (m *month) presence(e domain.ExpertID, p roster.Presence) {
	m.t.Helper()
	m.must(m.desk.SetPresence(m.t.Context(), e, p))
}

// TestAMonthOfShifts lives four weeks by a moved clock. Anna has every morning
// and comes to all of them. Ben has every afternoon: he misses the third and the tenth,
// which is the second within thirty days, is there for two of the four hours of the
// twelfth, and comes twenty minutes late to the others.
//
//	Anna: 20 mornings × 4 h × 5 = 400
//	Ben:  20 − 2 missed − 1 late = 17 afternoons × 4 h × 5 = 340
//	      the first no-show takes 10, the second nothing: 330
func TestAMonthOfShifts(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		m := newMonth(t, db)
		anna, ben := m.expert(2), m.expert(2)
		for _, e := range []domain.ExpertID{anna, ben} {
			m.presence(e, roster.Away)
		}
		ctx := t.Context()
		afternoon := 0
		for day := time.Date(2026, 10, 15, 8, 0, 0, 0, m.zone); day.Before(time.Date(2026, 11, 17, 0, 0, 0, 0, m.zone)); day = day.AddDate(0, 0, 1) {
			if day.Weekday() == time.Thursday {
				m.publish(anna, ben, day.AddDate(0, 0, 7))
			}
			working := db2int(t, db, "SELECT COUNT(*) FROM shifts WHERE starts_at >= ? AND starts_at < ?", day, day.AddDate(0, 0, 1)) > 0
			if working {
				afternoon++
			}
			for hour := 8; hour <= 18; hour++ {
				at := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, m.zone)
				if at.Before(m.clock.Now()) {
					continue
				}
				m.clock.Add(at.Sub(m.clock.Now()))
				if working {
					m.live(anna, ben, hour, afternoon)
				}
				m.jobs()
			}
		}
		if afternoon != 20 {
			t.Fatalf("%d working days", afternoon)
		}
		for state, want := range map[string]int64{"kept": 37, "missed": 2, "late": 1} {
			if got := m.count("SELECT COUNT(*) FROM shifts WHERE state = ?", state); got != want {
				t.Errorf("%d shifts are %s, want %d", got, state, want)
			}
		}
		m.clock.Add(72 * time.Hour)
		m.jobs()
		m.jobs() // twice is once
		for e, want := range map[domain.ExpertID]int64{anna: 400, ben: 330} {
			if got := m.count("SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE owner_id = ?", e); got != want {
				t.Errorf("%s has %d points, want %d", e, got, want)
			}
		}
		if n := m.count("SELECT COUNT(*) FROM awards WHERE kind = 'no_show' AND settled = 0"); n != 1 {
			t.Errorf("%d no-shows are talked about", n)
		}
		trouble, err := db.Views().Trouble(ctx, time.Date(2026, 11, 5, 0, 0, 0, 0, m.zone))
		if err != nil || len(trouble) != 3 || !trouble[1].Talk || trouble[2].Talk {
			t.Errorf("managers see %+v, %v", trouble, err)
		}
		kept, err := db.Views().KeptShifts(ctx, time.Date(2026, 11, 1, 0, 0, 0, 0, m.zone), time.Date(2026, 12, 1, 0, 0, 0, 0, m.zone))
		if err != nil || len(kept) != 19 || kept[0].Present != 4*time.Hour || kept[0].Day != "2026-11-02" {
			t.Errorf("in November %d were kept: %+v, %v", len(kept), kept[:min(1, len(kept))], err)
		}
		// Each was told a day and an hour before, but what began while nobody looked.
		if n := m.count("SELECT COUNT(*) FROM shift_reminders"); n != 80 {
			t.Errorf("%d reminders", n)
		}
		m.reconciled()
	})
}

// publish plans a week, and both sign up for all of it.
func (m *month) publish(anna, ben domain.ExpertID, week time.Time) {
	m.t.Helper()
	ctx, day := m.t.Context(), week.Format(time.DateOnly)
	if week.After(time.Date(2026, 11, 13, 0, 0, 0, 0, m.zone)) {
		return // four weeks are enough
	}
	made, err := m.shifts.Generate(ctx, manager, day)
	m.must(err)
	again, err := m.shifts.Generate(ctx, manager, day)
	m.must(err)
	opened, err := m.shifts.Publish(ctx, day)
	m.must(err)
	if len(made) != 10 || len(again) != 10 || opened != 10 {
		m.t.Fatalf("the week of %s: %d and %d slots, %d opened", day, len(made), len(again), opened)
	}
	for _, s := range again {
		e := anna
		if s.StartsAt.In(m.zone).Hour() == 13 {
			e = ben
		}
		if _, err := m.shifts.SignUp(ctx, e, s.ID); err != nil {
			m.t.Fatal(err)
		}
	}
}

// live is who comes and goes at an hour of a working day.
func (m *month) live(anna, ben domain.ExpertID, hour, afternoon int) {
	m.t.Helper()
	switch {
	case hour == 9:
		m.presence(anna, roster.Available)
	case hour == 13:
		m.presence(anna, roster.Away)
		if afternoon == 3 || afternoon == 10 {
			return
		}
		m.clock.Add(20 * time.Minute)
		m.jobs() // nobody is there: told
		m.presence(ben, roster.Available)
	case hour == 15 && afternoon == 12:
		m.clock.Add(20 * time.Minute)
		m.presence(ben, roster.Away)
	case hour == 17:
		m.presence(ben, roster.Away)
	}
}

func db2int(t *testing.T, db *storage.DB, query string, times ...time.Time) int64 {
	t.Helper()
	args := make([]any, len(times))
	for i, at := range times {
		args[i] = at.UnixMilli()
	}
	return storagetest.Int(t, db, query, args...)
}

// TestWhatIsGivenBackLate is missed unless somebody steps in, and costs points once.
func TestWhatIsGivenBackLate(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		m := newMonth(t, db)
		anna, ben, carl := m.expert(2), m.expert(2), m.expert(2)
		m.presence(carl, roster.Away)
		ctx := t.Context()
		start := time.Date(2026, 10, 16, 9, 0, 0, 0, m.zone)
		slot, err := m.shifts.AddSlot(ctx, manager, shifts.NewSlot{StartsAt: start, EndsAt: start.Add(90 * time.Minute), Seats: 2, Open: true})
		m.must(err)
		mine := map[domain.ExpertID]domain.ShiftID{}
		for _, e := range []domain.ExpertID{anna, ben} {
			s, err := m.shifts.SignUp(ctx, e, slot.ID)
			m.must(err)
			mine[e] = s.ID
		}
		m.clock.Add(start.Add(-time.Hour).Sub(m.clock.Now()))
		for _, e := range []domain.ExpertID{anna, ben} {
			gave, err := m.shifts.Cancel(ctx, domain.Actor{Role: domain.RoleExpert, ID: string(e)}, mine[e], "Ill")
			if err != nil || !gave.ShortNotice {
				t.Fatalf("%+v, %v", gave, err)
			}
		}
		if _, err := m.shifts.SignUp(ctx, carl, slot.ID); err != nil {
			t.Fatal(err)
		}
		m.clock.Add(time.Hour)
		m.presence(carl, roster.Available)
		m.clock.Add(2 * time.Hour)
		m.jobs()
		m.jobs()
		states := map[domain.ExpertID]string{}
		for _, e := range []domain.ExpertID{anna, ben, carl} {
			states[e] = storagetest.Text(t, db, "SELECT state FROM shifts WHERE expert_id = ?", e)
		}
		if states[anna] != "cancelled" || states[ben] != "missed" || states[carl] != "kept" {
			t.Errorf("carl stepped in for anna: %v", states)
		}
		// An hour and a half is 7.5 points, rounded half up; there was nothing to take from Ben.
		if n := m.count("SELECT pending FROM awards WHERE kind = 'shift' AND expert_id = ?", carl); n != 8 {
			t.Errorf("carl earns %d", n)
		}
		if n := m.count("SELECT COUNT(*) FROM awards WHERE kind = 'no_show' AND expert_id = ? AND settled = 0", ben); n != 1 {
			t.Errorf("%d penalties of nothing", n)
		}
		m.reconciled()
	})
}
