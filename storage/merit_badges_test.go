package storage_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// shift puts a shift of a state into the plan.
func (p *praised) shift(e domain.ExpertID, from time.Time, state string) {
	p.Helper()
	n := p.ids.Add(1)
	ended := any(from.Add(time.Hour).UnixMilli())
	if state == "planned" {
		ended = nil
	}
	storagetest.Exec(p.TB, p.db, `INSERT INTO slots (id, day, starts_at, ends_at, language, seats, origin, state, note, why, created_at, created_by, version)
		VALUES (?, ?, ?, ?, '', 1, 'manual', 'open', '', '', 0, '', 1)`, fmt.Sprintf("slt_%d", n), from.Format(time.DateOnly), from.UnixMilli(), from.Add(time.Hour).UnixMilli())
	storagetest.Exec(p.TB, p.db, `INSERT INTO shifts (id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, ended_at, reason,
		short_notice, present_ms, version) VALUES (?, ?, ?, 1, ?, ?, ?, 0, ?, '', FALSE, 0, 1)`,
		fmt.Sprintf("shf_%d", n), fmt.Sprintf("slt_%d", n), e, state, from.UnixMilli(), from.Add(time.Hour).UnixMilli(), ended)
}

func TestAStreakIsWeeksWithEveryShiftKept(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		zone, err := time.LoadLocation("Europe/Amsterdam")
		p.must(err)
		monday := func(week string) time.Time {
			return merit.Week(week).Start(zone).Add(10 * time.Hour)
		}
		p.clock.Add(monday("2027-01-04").Sub(p.clock.Now()))
		p.shift(p.who, monday("2027-01-04"), "kept")
		p.shift(p.who, monday("2027-01-04").Add(24*time.Hour), "kept")
		p.shift(p.who, monday("2027-01-11"), "kept")
		// nothing in the week of the 18th: free; of the 25th: off
		p.shift(p.who, monday("2027-02-01"), "kept")
		p.shift(p.who, monday("2027-02-08").Add(6*24*time.Hour+13*time.Hour+30*time.Minute), "kept") // the Sunday's last hour
		p.shift(p.who, monday("2027-02-15"), "kept")
		p.shift(p.who, monday("2027-02-15"), "cancelled")
		p.shift(p.who, monday("2027-02-22"), "late")
		p.shift(p.who, monday("2027-03-01"), "planned")
		judge := func() int {
			t.Helper()
			n, err := p.merit.JudgeWeeks(t.Context())
			p.must(err)
			return n
		}
		if n := judge(); n != 0 {
			t.Fatalf("%d weeks are judged before they end", n)
		}
		p.clock.Add(monday("2027-02-22").Sub(p.clock.Now()))
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if _, err := p.merit.JudgeWeeks(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := p.count("SELECT COUNT(*) FROM expert_weeks"); n != 7 {
			t.Fatalf("%d weeks are judged", n)
		}
		s := p.of(p.who).Streak
		want := []merit.Verdict{merit.Kept, merit.Kept, merit.Kept, merit.Off, merit.Free, merit.Kept, merit.Kept}
		for i, w := range s.Past {
			if w.Verdict != want[i] {
				t.Errorf("the week of %s was %s", w.Week, w.Verdict)
			}
		}
		if s.Weeks != 3 || s.Longest != 3 || s.FreeUsed {
			t.Errorf("%+v", s)
		}
		p.clock.Add(14 * 24 * time.Hour)
		if n := judge(); n != 1 { // the week after has a shift that is not judged
			t.Errorf("%d weeks are judged", n)
		}
		storagetest.Exec(t, db, "UPDATE shifts SET state = 'kept', ended_at = ends_at WHERE state = 'planned'")
		if n := judge(); n != 1 {
			t.Errorf("%d weeks are judged", n)
		}
		s = p.of(p.who).Streak
		if s.Weeks != 1 || s.Longest != 3 || s.Past[1].Verdict != merit.Missed {
			t.Errorf("%+v", s)
		}
		p.sound()
		storagetest.Exec(t, db, "UPDATE expert_weeks SET streak = 5, longest = 5 WHERE week = '2027-03-01'")
		p.finds("expert_weeks")
	})
}

// The race: three runs at once find the same badge. The database has one of
// each, and only who stores it tells.
func TestABadgeIsEarnedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		if n, err := p.merit.AwardBadges(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d badges for nothing: %v", n, err)
		}
		if steps := p.of(p.who).Steps; len(steps) != len(merit.Need)-1 { // no product is theirs
			t.Fatalf("%+v", steps)
		}
		p.rated(5)
		storagetest.Exec(t, db, "INSERT INTO owned_products (expert_id, product_id, claimed_at, verified_by, verified_at) VALUES (?, 'prd_1', 0, 'shop', 0)", p.who)
		storagetest.Exec(t, db, "UPDATE conversations SET product_id = 'prd_1'")
		var wg sync.WaitGroup
		var lock sync.Mutex
		total := 0
		for range 3 {
			wg.Go(func() {
				n, err := p.merit.AwardBadges(t.Context())
				lock.Lock()
				defer lock.Unlock()
				total += n
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		m := p.of(p.who)
		if total != 1 || len(m.Badges) != 1 || m.Badges[0].Code != merit.FirstLight {
			t.Fatalf("%d times: %+v", total, m.Badges)
		}
		if n := p.count("SELECT COUNT(*) FROM outbox WHERE name = 'merit.badge'"); n != 1 {
			t.Errorf("told %d times", n)
		}
		last := m.Steps[len(m.Steps)-1]
		if last.Code != merit.Owner || last.Product != "Wad 2" || last.Have != 1 || last.Need != 10 {
			t.Errorf("%+v", last)
		}
		p.sound()
	})
}

// Deeds count different customers, and nobody who is linked.
func TestDeedsCannotBeFarmed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		deeds := func() merit.Deeds {
			t.Helper()
			d, err := db.Views().Deeds(t.Context(), p.who)
			p.must(err)
			return d
		}
		customer, _ := p.rated(5)
		_, second := p.rated(5)
		_, third := p.rated(4)
		storagetest.Exec(t, db, "UPDATE contact_reasons SET difficulty = 3")
		if d := deeds(); d.EarlySolve != 3 || d.Hard != 3 || d.Languages != 0 {
			t.Fatalf("%+v", d)
		}
		storagetest.Exec(t, db, "UPDATE conversations SET customer_id = ? WHERE id = ?", customer, second)
		storagetest.Exec(t, db, "UPDATE episodes SET linked = 'network' WHERE conversation_id = ?", third)
		if d := deeds(); d.EarlySolve != 1 || d.Hard != 1 {
			t.Errorf("one customer twice and a friend count: %+v", d)
		}
		storagetest.Exec(t, db, "UPDATE episodes SET confirmed_by = 'silence'")
		if d := deeds(); d.EarlySolve != 0 {
			t.Errorf("silence is no thanks: %+v", d)
		}
	})
}
