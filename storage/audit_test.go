package storage_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// Every likeness can be read on both databases, and none shows a secret.
func TestTheLogTellsNoSecret(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`hash|secret|token|password|sealed|seed`)
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		for name, query := range storage.Sketches() {
			if secret.MatchString(query) {
				t.Errorf("%s shows %s", name, query)
			}
			if err := storage.Sketch(t.Context(), db, name); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func TestTheLogIsAppendOnly(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := storage.Deed{Actor: domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, Action: "getTimeline", Subject: "cnv_1", At: time.UnixMilli(0)}
		for range 2 {
			if err := db.NoteRead(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM audit_log"); n != 1 {
			t.Fatalf("%d lines", n)
		}
		for _, sql := range []string{"UPDATE audit_log SET subject = 'cnv_2'", "DELETE FROM audit_log"} {
			if err := storagetest.TryExec(t.Context(), db, sql); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", sql, err)
			}
		}
	})
}
