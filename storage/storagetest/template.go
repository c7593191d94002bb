package storagetest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/migrations"
	"github.com/kennerhq/kenner/storage"
)

// Thirty migrations took longer than most tests that want them done. They run once: a process keeps the bytes of a migrated
// SQLite database, a PostgreSQL server keeps a template that all processes copy.

const sqliteFile = "kenner.db"

var migrated = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "kenner-template-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := migrate(context.Background(), storage.Config{Dir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, sqliteFile)) //nolint:gosec // a folder that was just made
})

// seed puts a migrated SQLite database into a folder that has none.
func seed(tb testing.TB, dir string) {
	tb.Helper()
	path := filepath.Join(dir, sqliteFile)
	if exists(path) {
		return
	}
	file, err := migrated()
	if err == nil {
		err = os.WriteFile(path, file, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
}

func migrate(ctx context.Context, c storage.Config) error {
	db, err := storage.Open(ctx, c)
	if err != nil {
		return err
	}
	return errors.Join(db.Migrate(ctx), db.Close())
}

// copied returns the URL of a migrated PostgreSQL database, which is dropped when the test ends.
func copied(tb testing.TB) string {
	tb.Helper()
	base := server(tb, "KENNER_TEST_POSTGRES", "postgres")
	admin, err := sql.Open("pgx", base)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = admin.Close() })
	template, err := templateOn(tb.Context(), admin, base)
	if err != nil {
		tb.Fatalf("make a migrated database to copy (the user may create databases?): %v", err)
	}
	name := "t_" + strings.ToLower(rand.Text())
	if _, err := admin.ExecContext(tb.Context(), "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy"); err != nil {
		tb.Fatalf("copy a database for the test: %v", err)
	}
	tb.Cleanup(func() {
		if _, err := admin.ExecContext(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			tb.Error(err)
		}
	})
	return named(base, name)
}

// A lock of the server's, by which one process alone makes the template.
const templateLock = 7_213_004

var (
	templateMu   sync.Mutex
	templateName string
)

// templateOn returns the name of the server's template, which the first that asks makes. It is named by the migrations that
// made it.
func templateOn(ctx context.Context, admin *sql.DB, base string) (name string, err error) {
	templateMu.Lock()
	defer templateMu.Unlock()
	if templateName != "" {
		return templateName, nil
	}
	version, err := digest(migrations.Postgres)
	if err != nil {
		return "", err
	}
	one, err := admin.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	if _, err := one.ExecContext(ctx, "SELECT pg_advisory_lock($1)", templateLock); err != nil {
		return "", err
	}
	defer func() {
		_, unlocked := one.ExecContext(ctx, "SELECT pg_advisory_unlock($1)", templateLock)
		err = errors.Join(err, unlocked)
	}()
	name = "kenner_template_" + version
	var there int
	if err := one.QueryRowContext(ctx, "SELECT COUNT(*) FROM pg_database WHERE datname = $1", name).Scan(&there); err != nil {
		return "", err
	}
	if there == 0 {
		if err := makeTemplate(ctx, one, base, name); err != nil {
			return "", err
		}
	}
	templateName = name
	return name, nil
}

// makeTemplate migrates a database under another name: what has the name is whole.
func makeTemplate(ctx context.Context, one *sql.Conn, base, name string) error {
	half := name + "_half"
	for _, step := range []string{"DROP DATABASE IF EXISTS " + half + " WITH (FORCE)", "CREATE DATABASE " + half} {
		if _, err := one.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	if err := migrate(ctx, storage.Config{DatabaseURL: named(base, half), Connections: 2}); err != nil {
		return err
	}
	_, err := one.ExecContext(ctx, "ALTER DATABASE "+half+" RENAME TO "+name)
	return err
}

// named is the URL of another database of a server.
func named(base, database string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(fmt.Sprintf("storagetest: %q was used as a URL before", base))
	}
	u.Path = "/" + database
	return u.String()
}

func digest(files embed.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := files.ReadFile(path)
		_, _ = fmt.Fprintf(sum, "%s\n%s\n", path, text)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:16], err
}
