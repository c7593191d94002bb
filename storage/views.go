package storage

import (
	"bytes"
	"context"
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
)

// Views are the read models: plain SQL whose results the API shows as they are.
// They never write; on SQLite their connections cannot. When the context
// carries a transaction (see Once) they read inside it.
type Views struct {
	db  *DB
	now func() time.Time // the brand's present; nil: not known
}

// Views returns the read models of db.
func (db *DB) Views() Views { return Views{db: db} }

// Clocked are the same read models with the brand's clock: they can tell waits.
func (v Views) Clocked(now func() time.Time) Views {
	v.now = now
	return v
}

// on returns the session for one query.
func (v Views) on(ctx context.Context) *gorm.DB { return v.db.reader(ctx) }

// one scans exactly one row into dst, or refuses with what_not_found.
func (v Views) one(ctx context.Context, dst any, what, sql string, args ...any) error {
	return one(v.on(ctx), dst, what, sql, args...)
}

// maybe scans one row into dst and reports whether there was one.
func (v Views) maybe(ctx context.Context, dst any, sql string, args ...any) (bool, error) {
	return maybe(v.on(ctx), dst, sql, args...)
}

// all scans every row into dst, a pointer to a slice.
func (v Views) all(ctx context.Context, dst any, sql string, args ...any) error {
	_, err := fetch(v.on(ctx), dst, sql, args...)
	return err
}

// Page asks for a part of a list: what comes after a cursor.
type Page struct {
	Cursor string // opaque; empty for the start
	Limit  int    // 1 to 100; 0 means 50
}

// List is a part of a list. Next asks for the part after it; it is empty at the end.
type List[T any] struct {
	Items []T    `json:"items" doc:"The rows of this page."`
	Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent at the end."`
}

const (
	defaultLimit = 50
	maxLimit     = 100
)

// errCursor refuses a cursor that the list did not give.
var errCursor = domain.Refuse(domain.Invalid, "cursor_invalid", "This cursor belongs to another list.").At("/cursor")

// size is the number of rows that the page shows. Queries ask for one more, so
// that list knows whether there is a next page.
func (p Page) size() int {
	switch {
	case p.Limit <= 0:
		return defaultLimit
	case p.Limit > maxLimit:
		return maxLimit
	}
	return p.Limit
}

// fetch is the LIMIT of the page's query: one more than it shows.
func (p Page) fetch() int { return p.size() + 1 }

// after returns the n sort keys of the row that the page follows, or nil at the
// start of the list. A cursor that this list did not give is refused.
func (p Page) after(n int) ([]string, error) {
	if p.Cursor == "" {
		return nil, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	keys := strings.Split(string(raw), "\x1f")
	if err != nil || len(keys) != n || !utf8.Valid(raw) || bytes.ContainsRune(raw, 0) || base64.RawURLEncoding.EncodeToString(raw) != p.Cursor {
		return nil, errCursor
	}
	return keys, nil
}

// list makes a page of rows that were read with Limit p.fetch(); keys returns
// the sort keys of a row, which the next page starts after.
func list[T any](p Page, rows []T, keys func(T) []string) List[T] {
	if rows == nil {
		rows = []T{}
	}
	if len(rows) <= p.size() {
		return List[T]{Items: rows}
	}
	rows = rows[:p.size()]
	joined := strings.Join(keys(rows[len(rows)-1]), "\x1f")
	return List[T]{Items: rows, Next: base64.RawURLEncoding.EncodeToString([]byte(joined))}
}
