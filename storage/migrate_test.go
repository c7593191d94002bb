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
	db := openAt(t, storage.Config{Dir: dir}, 4)
	storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
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

// openAt opens a database whose schema is an older one.
func openAt(t *testing.T, c storage.Config, version int64) *storage.DB {
	t.Helper()
	db, err := storage.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.MigrateTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return db
}

// What was written before the desk was in full is there after it, with all
// that refers to it.
func TestTablesThatAreMadeAgainKeepTheirRows(t *testing.T) {
	t.Parallel()
	before := []string{
		"INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('exp_1', 'expert', 'e@x.nl', 'E', 'en', 1, 0)",
		`INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence, presence_at, lapses, version, created_at)
			VALUES ('exp_1', 'E', 'Knot', 1, 2, 'active', '["en"]', FALSE, 'away', 0, 0, 1, 0)`,
		"INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, end_reason) VALUES ('ses_1', 'exp_1', 1, 2, 3, 'reused')",
		"INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES ('t', 'ses_1', 1)",
		"INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)",
		`INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class, expert_id, last_seq, content_seq, opened_at, version)
			VALUES ('cnv_1', 'cus_1', 'chat', 'en', 'Why?', 'assigned', 1, 2, 'exp_1', 1, 1, 5, 3)`,
		"INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, closed_at, confirmed_at, confirmed_by) VALUES ('cnv_1', 1, 5, 'exp_1', 6, 7, 'silence')",
		`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, message_id, client_id, text, at)
			VALUES ('cnv_1', 1, 1, 'message', 'customer', 'msg_1', 'a', 'Why?', 5)`,
		"INSERT INTO seats (expert_id, seat_no, open, conversation_id, taken_at) VALUES ('exp_1', 1, TRUE, 'cnv_1', 5)",
		"INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, started_at) VALUES ('asg_1', 'cnv_1', 1, 'exp_1', 1, 5)",
		"INSERT INTO rule_sets (version, effective_at, body, created_at, created_by) VALUES (1, 0, '{}', 0, 'system')",
		"INSERT INTO seasons (id, name, starts_at, ends_at, state, rule_set, version) VALUES ('ssn_1', 'One', 0, 100, 'running', 1, 1)",
		"INSERT INTO rounds (id, season_id, number, starts_at, ends_at, state, version) VALUES ('rnd_1', 'ssn_1', 1, 0, 100, 'running', 1)",
		`INSERT INTO awards (id, expert_id, kind, conversation_id, episode, round_id, rule_set, difficulty, day, day_no, pending, arithmetic, earned_at, settle_at, version)
			VALUES ('awd_1', 'exp_1', 'conversation', 'cnv_1', 1, 'rnd_1', 1, 2, '1970-01-01', 1, 10, '{}', 7, 9, 1)`,
	}
	storagetest.EachConfig(t, func(t *testing.T, c storage.Config) {
		db := openAt(t, c, 5)
		for _, statement := range before {
			storagetest.Exec(t, db, statement)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		for query, want := range map[string]string{
			"SELECT desk || ' ' || status || ' ' || version FROM conversations":                        "experts assigned 3",
			"SELECT text || ' ' || client_id FROM timeline_entries WHERE conversation_id = 'cnv_1'":    "Why? a",
			"SELECT expert_id || ' ' || seat_no FROM assignments":                                      "exp_1 1",
			"SELECT source || ' ' || kind || ' ' || pending FROM awards WHERE conversation_id='cnv_1'": "cnv_1:1 conversation 10",
			"SELECT conversation_id FROM seats":                                                        "cnv_1",
			"SELECT role || ' ' || email FROM people WHERE id = 'exp_1'":                               "expert e@x.nl",
			"SELECT person_id || ' ' || end_reason || ' ' || factor FROM sessions":                     "exp_1 reused password",
			"SELECT session_id FROM refresh_tokens":                                                    "ses_1",
		} {
			if got := storagetest.Text(t, db, query); got != want {
				t.Errorf("%s: %q, want %q", query, got, want)
			}
		}
		if err := storagetest.TryExec(t.Context(), db, "DELETE FROM timeline_entries"); err == nil {
			t.Error("the timeline can be deleted")
		}
		if err := storagetest.TryExec(t.Context(), db, "DELETE FROM conversations"); err == nil {
			t.Error("a conversation can be taken from its entries")
		}
	})
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
