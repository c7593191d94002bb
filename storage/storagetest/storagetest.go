// Package storagetest opens real databases for tests: SQLite in the test's own
// folder, PostgreSQL in a database or a schema of its own. It also holds the factories that
// fill them.
//
// The servers come from KENNER_TEST_POSTGRES and KENNER_TEST_REDIS. Without
// them a throw-away server is started by .ci/postgres or .ci/redis and shared
// by every test package; it keeps running until `.ci/postgres stop`. On a build
// machine (CI=true or KENNER_TEST_REQUIRE=1) a missing variable is a failure,
// never a skip.
package storagetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the schema's own connection

	"github.com/kennerhq/kenner/storage"
)

// Each runs body on SQLite and on PostgreSQL, in parallel, each with a migrated
// and empty database.
func Each(t *testing.T, body func(t *testing.T, db *storage.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, Open(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		body(t, OpenPostgres(t))
	})
}

// EachConfig runs body on both databases that hold nothing, not even a schema.
func EachConfig(t *testing.T, body func(t *testing.T, c storage.Config)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		body(t, storage.Config{Dir: t.TempDir()})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		body(t, storage.Config{DatabaseURL: Postgres(t), Connections: 12})
	})
}

// Open returns a migrated and empty SQLite database.
func Open(tb testing.TB) *storage.DB {
	tb.Helper()
	return OpenConfig(tb, storage.Config{Dir: tb.TempDir()})
}

// OpenPostgres returns a migrated and empty PostgreSQL database.
func OpenPostgres(tb testing.TB) *storage.DB {
	tb.Helper()
	return OpenConfig(tb, storage.Config{DatabaseURL: copied(tb), Connections: 12})
}

// OpenConfig opens and migrates the database that c names and closes it when
// the test ends.
func OpenConfig(tb testing.TB, c storage.Config) *storage.DB {
	tb.Helper()
	if c.DatabaseURL == "" {
		seed(tb, c.Dir)
	}
	db, err := storage.Open(tb.Context(), c)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	if err := db.Migrate(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	return db
}

// Exec runs raw SQL in a transaction, as an intruder would.
func Exec(tb testing.TB, db *storage.DB, sql string, args ...any) {
	tb.Helper()
	if err := TryExec(tb.Context(), db, sql, args...); err != nil {
		tb.Fatalf("%s: %v", sql, err)
	}
}

// TryExec is Exec that returns the error.
func TryExec(ctx context.Context, db *storage.DB, sql string, args ...any) error {
	return db.InTx(ctx, func(tx storage.Tx) error { return tx.Exec(sql, args...).Error })
}

// Int returns the one number that a query finds.
func Int(tb testing.TB, db *storage.DB, query string, args ...any) int64 {
	tb.Helper()
	var n int64
	err := db.InTx(tb.Context(), func(tx storage.Tx) error { return tx.Raw(query, args...).Row().Scan(&n) })
	if err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return n
}

// Text is the one text that a query finds; empty when it is NULL.
func Text(tb testing.TB, db *storage.DB, query string, args ...any) string {
	tb.Helper()
	var s sql.NullString
	err := db.InTx(tb.Context(), func(tx storage.Tx) error { return tx.Raw(query, args...).Row().Scan(&s) })
	if err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	return s.String
}

// Postgres returns the URL of a fresh and empty schema, which is dropped when the test ends.
func Postgres(tb testing.TB) string {
	tb.Helper()
	base := server(tb, "KENNER_TEST_POSTGRES", "postgres")
	admin, err := sql.Open("pgx", base)
	if err != nil {
		tb.Fatal(err)
	}
	schema := "t_" + strings.ToLower(rand.Text())
	if _, err := admin.ExecContext(tb.Context(), "CREATE SCHEMA "+schema); err != nil {
		tb.Fatalf("make a schema for the test: %v", err)
	}
	tb.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), "DROP SCHEMA "+schema+" CASCADE"); err != nil {
			tb.Error(err)
		}
		_ = admin.Close()
	})
	u, err := url.Parse(base)
	if err != nil {
		tb.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// Redis returns the URL of a running Redis. Tests share it: use keys of your own.
func Redis(tb testing.TB) string {
	tb.Helper()
	return server(tb, "KENNER_TEST_REDIS", "redis")
}

var (
	serversMu sync.Mutex
	servers   = map[string]string{}
)

// server returns the URL of a test server: from the environment, or from the
// script in .ci that starts one.
func server(tb testing.TB, variable, script string) string {
	tb.Helper()
	if u := os.Getenv(variable); u != "" {
		return u
	}
	if os.Getenv("CI") == "true" || os.Getenv("KENNER_TEST_REQUIRE") == "1" {
		tb.Fatalf("%s is not set: this run must test on a real server; start one with `.ci/%s start` and export its URL", variable, script)
	}
	serversMu.Lock()
	defer serversMu.Unlock()
	if u := servers[script]; u != "" {
		return u
	}
	u, err := start(tb.Context(), script)
	if err != nil {
		tb.Fatal(err)
	}
	servers[script] = u
	return u
}

func start(ctx context.Context, script string) (string, error) {
	root, err := os.Getwd()
	for err == nil && !exists(filepath.Join(root, "go.mod")) && root != filepath.Dir(root) {
		root = filepath.Dir(root)
	}
	path := filepath.Join(root, ".ci", script)
	out, err := exec.CommandContext(ctx, path, "start").Output() //nolint:gosec // our own script
	if err != nil {
		return "", fmt.Errorf("start a test server with %s: %w: %s", path, err, stderr(err))
	}
	return strings.TrimSpace(string(out)), nil
}

func stderr(err error) string {
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Output returns it bare
		return string(exit.Stderr)
	}
	return ""
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
