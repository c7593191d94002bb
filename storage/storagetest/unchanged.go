package storagetest

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/kennerhq/kenner/storage"
)

// Contents are the hashes of what every table of a database holds, by name.
type Contents map[string]string

// ContentsOf reads every row of every table but those in except.
func ContentsOf(tb testing.TB, db *storage.DB, except ...string) Contents {
	tb.Helper()
	all := Contents{}
	err := db.InTx(tb.Context(), func(tx storage.Tx) error {
		var names []string
		list := "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
		if tx.Name() == "sqlite" {
			list = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
		}
		if err := tx.Raw(list).Scan(&names).Error; err != nil {
			return err
		}
		for _, name := range names {
			if slices.Contains(except, name) {
				continue
			}
			var rows []map[string]any
			if err := tx.Raw("SELECT * FROM " + name).Scan(&rows).Error; err != nil {
				return err
			}
			all[name] = hash(rows)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// hash is the same for the same rows in any order.
func hash(rows []map[string]any) string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = fmt.Sprint(row) // fmt prints maps by sorted keys
	}
	slices.Sort(lines)
	sum := sha256.Sum256(fmt.Append(nil, lines))
	return hex.EncodeToString(sum[:])
}

// Differ are the tables that do not hold the same.
func (c Contents) Differ(from Contents) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c)) {
		if c[name] != from[name] {
			names = append(names, name)
		}
	}
	return names
}

// Commits tells another number whenever something has been committed to the
// SQLite database in a folder since it was asked before.
func Commits(tb testing.TB, dir string) func() int64 {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "kenner.db"))
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1) // the number is of this one connection
	tb.Cleanup(func() { _ = db.Close() })
	return func() (n int64) {
		if err := db.QueryRowContext(tb.Context(), "PRAGMA data_version").Scan(&n); err != nil {
			tb.Fatal(err)
		}
		return n
	}
}
