package storage_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestMigrationsGoUpAndDownAndUpAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if err := db.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, err := storage.Tables(t.Context(), db)
		if err != nil || len(left) != 0 {
			t.Fatalf("after the way down there are %v, %v", left, err)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		steps, err := db.Status(t.Context())
		if err != nil || len(steps) < 5 || slices.ContainsFunc(steps, func(s storage.MigrationStatus) bool { return !s.Applied }) {
			t.Fatalf("status %v, %v", steps, err)
		}
	})
}

// TestBothDatabasesHaveOneSchema compares tables, columns with their
// nullability, unique indexes and the number of checks and foreign keys.
func TestBothDatabasesHaveOneSchema(t *testing.T) {
	t.Parallel()
	lite, err := storage.Outline(t.Context(), storagetest.Open(t))
	if err != nil {
		t.Fatal(err)
	}
	pg, err := storage.Outline(t.Context(), storagetest.OpenPostgres(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lite {
		if !slices.Contains(pg, l) {
			t.Errorf("only SQLite has %s", l)
		}
	}
	for _, l := range pg {
		if !slices.Contains(lite, l) {
			t.Errorf("only PostgreSQL has %s", l)
		}
	}
}

func TestOneOfManyNodesMigrates(t *testing.T) {
	t.Parallel()
	url := storagetest.Postgres(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			db, err := storage.Open(t.Context(), storage.Config{DatabaseURL: url, Connections: 3})
			if err != nil {
				t.Error(err)
				return
			}
			if err := db.Migrate(t.Context()); err != nil {
				t.Error(err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func TestANewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		storagetest.Exec(t, db, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (90000, TRUE)")
		err := db.Migrate(t.Context())
		if err == nil || !strings.Contains(err.Error(), "install the newer one") {
			t.Fatalf("got %v", err)
		}
	})
}

func TestAnExistingDatabaseIsCopiedBeforeItIsMigrated(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := storagetest.OpenConfig(t, storage.Config{Dir: dir})
	storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
	storagetest.Exec(t, db, "DROP TABLE idempotency; DROP TABLE job_runs; DROP TABLE outbox")
	storagetest.Exec(t, db, "DELETE FROM goose_db_version WHERE version_id >= 5")
	if err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	copyDir := t.TempDir()
	data, err := os.ReadFile(filepath.Join(dir, "kenner-before-4.db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(copyDir, "kenner.db"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	restored := storagetest.OpenConfig(t, storage.Config{Dir: copyDir})
	if n := storagetest.Int(t, restored, "SELECT COUNT(*) FROM customers"); n != 1 {
		t.Fatalf("the copy holds %d customers", n)
	}
}

func TestAChangedSchemaIsRefused(t *testing.T) {
	t.Parallel()
	damage := map[string]struct{ sqlite, postgres, want string }{
		"a trigger is dropped": {
			"DROP TRIGGER transfers_no_update", "DROP TRIGGER transfers_no_update ON transfers",
			"trigger transfers_no_update is missing",
		},
		"a unique index is dropped": {
			"DROP INDEX offers_expert", "DROP INDEX offers_expert", "index offers_expert is missing",
		},
		"a trigger is disarmed": {
			"DROP TRIGGER transfers_no_delete; CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers WHEN 0 BEGIN SELECT 1; END",
			"ALTER TABLE transfers DISABLE TRIGGER transfers_no_delete", "trigger transfers_no_delete was changed",
		},
		"a check is dropped": {
			"PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (amount > 0)', '') WHERE name = 'transfers'; PRAGMA writable_schema = 0",
			"ALTER TABLE transfers DROP CONSTRAINT transfers_amount_check", "transfers",
		},
		"a trigger is added": {
			"CREATE TRIGGER cheat AFTER INSERT ON awards BEGIN SELECT 1; END",
			"CREATE TRIGGER cheat BEFORE UPDATE ON awards FOR EACH ROW EXECUTE FUNCTION transfers_append_only()", "trigger cheat is unknown",
		},
	}
	for name, d := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storagetest.Each(t, func(t *testing.T, db *storage.DB) {
				if err := db.Check(t.Context()); err != nil {
					t.Fatalf("before the damage: %v", err)
				}
				if storage.IsPostgres(db) {
					storagetest.Exec(t, db, d.postgres)
				} else {
					storagetest.Exec(t, db, d.sqlite)
				}
				if err := db.Check(t.Context()); err == nil || !strings.Contains(err.Error(), d.want) {
					t.Fatalf("got %v, want %q", err, d.want)
				}
			})
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	db := storagetest.Open(b)
	for b.Loop() {
		if err := db.Check(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}
