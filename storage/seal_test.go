package storage_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// inAnHour opens a database whose machine is an hour ahead, so that what is
// booked now is old enough to be sealed.
func inAnHour(t *testing.T, body func(*testing.T, *storage.DB)) {
	t.Helper()
	storagetest.EachConfig(t, func(t *testing.T, c storage.Config) {
		c.Now = func() time.Time { return time.Now().Add(time.Hour).UTC() }
		body(t, storagetest.OpenConfig(t, c))
	})
}

func TestASealedRowThatChangesIsNamed(t *testing.T) {
	t.Parallel()
	inAnHour(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		for range 4 {
			p.give(e, 10)
		}
		var wg sync.WaitGroup
		for range 3 { // nodes
			wg.Go(func() {
				if _, _, err := db.Seal(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		p.give(e, 10)
		n, head, err := db.Seal(t.Context())
		p.must(err)
		if n != 1 || head.No != 2 || head.Rows != 5 || len(head.Hash) != 64 {
			t.Fatalf("sealed %d, the head is %+v", n, head)
		}
		sealFindings := func(sql ...string) []storage.Finding {
			found := tampered(t, db, append([]string{"disarm"}, sql...), strings.NewReplacer().Replace)
			return slices.DeleteFunc(found, func(f storage.Finding) bool { return f.Rule != "R7" })
		}
		if found := sealFindings(); len(found) != 0 {
			t.Fatalf("before any tampering: %v", found)
		}
		storagetest.Exec(t, db, `INSERT INTO audit_log (id, done_at, kind, actor_role, actor_id, action, subject, was, became)
			VALUES ('log_0', 1, 'change', 'manager', 'mgr_1', 'updateReward', 'rwd_1', '{"price":5}', '{"price":6}')`)
		if _, head, err = db.Seal(t.Context()); err != nil || head.No != 3 || head.Rows != 6 {
			t.Fatalf("the head is %+v, %v", head, err)
		}
		first := storagetest.Text(t, db, "SELECT MIN(id) FROM transfers")
		for name, c := range map[string]struct {
			sql, table, row string
		}{
			"a row is worth more":       {"UPDATE transfers SET amount = amount + 1 WHERE id = '" + first + "'", "transfers", first},
			"a row tells another actor": {"UPDATE transfers SET created_by = 'somebody' WHERE id = '" + first + "'", "transfers", first},
			"a row loses its rules":     {"UPDATE transfers SET rule_set = NULL WHERE id = '" + first + "'", "transfers", first},
			"an audit line":             {"UPDATE audit_log SET became = '{}'", "audit_log", "log_0"},
			"an audit line is removed":  {"DELETE FROM audit_log", "audit_log", "log_0"},
			"a row and its hash":        {"UPDATE sealed_rows SET hash = 'x' WHERE row_id = '" + first + "'", "seals", "1"},
			"a row leaves the seal":     {"DELETE FROM sealed_rows WHERE row_id = '" + first + "'", "seals", "1"},
			"the chain is cut":          {"DELETE FROM sealed_rows WHERE seal_no = 1; DELETE FROM seals WHERE no = 1", "seals", "2"},
			"the first seal is another": {"UPDATE seals SET hash = 'x' WHERE no = 1", "seals", "2"},
		} {
			if found := sealFindings(c.sql); !slices.ContainsFunc(found, func(f storage.Finding) bool { return f.Table == c.table && f.Row == c.row }) {
				t.Errorf("%s: found %v", name, found)
			}
		}
	})
}

func TestWhatIsYoungIsNotSealedYet(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		p.give(p.expert(1), 10)
		n, head, err := db.Seal(t.Context())
		p.must(err)
		if n != 0 || head.No != 0 {
			t.Errorf("sealed %d, the head is %+v", n, head)
		}
	})
}

func TestAChecksFindingsAreKept(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for i := range 14 {
			if got := db.BookRules()[i]; got.Checks == 0 && got.Rule != "R11" && (got.Rule != "R13" || db.Dir() != "") {
				t.Errorf("nothing checks %s", got.Rule)
			}
		}
		_, err := db.CheckBooks(t.Context(), domain.System, p.rt)
		p.must(err)
		if checks, err := db.Views().BookChecks(t.Context()); err != nil || len(checks) != 1 || checks[0].Findings == nil {
			t.Fatalf("nothing found is no list: %+v, %v", checks, err)
		}
		p.give(p.expert(1), 10)
		storagetest.Exec(t, db, "UPDATE accounts SET balance = balance + 5 WHERE id = 'expert:exp_0001:available'")
		p.clock.Add(time.Minute)
		made, err := db.CheckBooks(t.Context(), manager, p.rt)
		p.must(err)
		checks, err := db.Views().BookChecks(t.Context())
		p.must(err)
		if len(checks) != 2 || checks[0].ID != made.ID || checks[0].By != manager.ID || checks[1].By != "" || checks[1].Count != 0 {
			t.Fatalf("kept %+v", checks)
		}
		if !slices.ContainsFunc(checks[0].Findings, func(f storage.Finding) bool { return f.Rule == "R2" && f.Row == "expert:exp_0001:available" }) {
			t.Errorf("found %v", checks[0].Findings)
		}
		p.clock.Add(91 * 24 * time.Hour)
		_, err = db.CheckBooks(t.Context(), domain.System, p.rt)
		p.must(err)
		if n := p.count("SELECT COUNT(*) FROM book_checks"); n != 1 {
			t.Errorf("%d checks are kept", n)
		}
	})
}
