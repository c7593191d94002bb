package storage_test

import (
	"testing"

	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestWhatVettingPromisesIsReconciled breaks each promise in the database and finds it.
func TestWhatVettingPromisesIsReconciled(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ table, breaks string }{
		"a place beyond the size":   {"applications", "UPDATE cohorts SET size = 1"},
		"an answer nobody gave":     {"applications", "UPDATE applications SET answered_at = NULL WHERE state = 'waiting'"},
		"a no without a reason":     {"applications", "UPDATE applications SET decision_reason = '' WHERE state = 'rejected'"},
		"a place nobody moved into": {"cohorts", "UPDATE cohorts SET size = 3"},
		"asked, no, and applied": {"recruits", `INSERT INTO recruits (id, vacancy_id, customer_id, token_hash, segment, made_at, made_by, expires_at, declined_at)
			SELECT 'rct_1', id, 'cus_01', 'x', '{}', 0, 'mgr_1', 1, 1 FROM vacancies; UPDATE applications SET recruit_id = 'rct_1' WHERE state = 'waiting'`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storagetest.Each(t, func(t *testing.T, db *storage.DB) {
				h := newHall(t, db)
				h.verified(1, "nl", owner)
				_, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 2)
				h.must(err)
				for _, email := range []string{"a@example.org", "b@example.org", "c@example.org", "d@example.org"} {
					if a := h.apply(email); email != "d@example.org" {
						h.invite(a)
					} else {
						_, err := h.vetting.Reject(t.Context(), hr, a.Application.ID, vetting.ReasonFull, "")
						h.must(err)
					}
				}
				findings, err := db.Reconcile(t.Context())
				h.must(err)
				if len(findings) != 0 {
					t.Fatalf("found %+v", findings)
				}
				storagetest.Exec(t, db, tt.breaks)
				findings, err = db.Reconcile(t.Context())
				h.must(err)
				if len(findings) != 1 || findings[0].Table != tt.table {
					t.Errorf("found %+v", findings)
				}
			})
		})
	}
}
