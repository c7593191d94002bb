package storage_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTakingPartIsPaidAndCountsForNoBoard plays an audition, fails it, becomes an
// expert by another application of the same mailbox, and is paid once.
func TestTakingPartIsPaidAndCountsForNoBoard(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		book := rewards.New(db.Rewards, s.runtime())
		s.must(book.OpenRules(t.Context(), domain.System, time.UnixMilli(0), rewards.Versions()...))
		s.must(league.New(db.League, s.runtime()).OpenSeason(t.Context(), s.clock.Now()))
		s.played(s.applicant("en", "Johanna", "johanna@example.org"))
		n, err := book.BookAuditions(t.Context())
		s.must(err)
		if n != 0 {
			t.Errorf("%d were booked for somebody who is no expert", n)
		}
		e := s.expert(1)
		again := s.applicant("en", "Johanna", "other@example.org")
		storagetest.Exec(t, db, "UPDATE applications SET state = 'rejected', decided_at = 1 WHERE id <> ?", again)
		storagetest.Exec(t, db, `UPDATE applications SET email_key = 'johanna@example.org', state = 'accepted', decided_at = 1, expert_id = ?
			WHERE id = ?`, e, again)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := book.BookAuditions(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := s.count("SELECT SUM(pending) FROM awards WHERE kind = 'audition'"); n != 50 {
			t.Errorf("%d points", n)
		}
		s.clock.Add(49 * time.Hour)
		if _, err := book.SettleDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := s.count("SELECT balance FROM accounts WHERE id = 'expert:" + string(e) + ":available'"); n != 50 {
			t.Errorf("%d points can be spent", n)
		}
		field, _, err := db.Views().LoadBoard(t.Context(), s.clock.Now())
		s.must(err)
		for _, p := range field.Players {
			if p.Expert == e && len(p.Earned) > 0 {
				t.Errorf("the board counts %+v", p.Earned)
			}
		}
		findings, err := db.Reconcile(t.Context())
		s.must(err)
		// The stage's applicants were never judged nor written to: what is told of them is not about points.
		findings = slices.DeleteFunc(findings, func(f storage.Finding) bool { return f.Table == "applications" })
		if len(findings) > 0 {
			t.Errorf("%+v", findings)
		}
	})
}
