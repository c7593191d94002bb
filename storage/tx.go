package storage

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Tx is one open transaction, bound to the caller's context. It satisfies the
// Store of every domain package. The embedded session carries the connection
// for the helpers below, which are how this package asks the database.
type Tx struct {
	*gorm.DB
	state *txState
}

// txState is shared by every copy of one Tx.
type txState struct {
	dialect dialect
	nowMs   int64 // machine time when the transaction began
	emitted bool
	read    desk.Conversation // the last one that was read: SaveConversation writes what differs
}

// Emit stores e in the outbox; it is delivered after the commit.
func (tx Tx) Emit(e domain.Event) error {
	payload, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("storage: encode event %s: %w", e.EventName(), err)
	}
	_, err = tx.exec("INSERT INTO outbox (name, payload, created_at) VALUES (?, ?, ?)",
		e.EventName(), string(payload), tx.state.nowMs)
	if err != nil {
		return fmt.Errorf("storage: emit %s: %w", e.EventName(), err)
	}
	tx.state.emitted = true
	return nil
}

// exec runs one statement and returns how many rows it changed.
func (tx Tx) exec(sql string, args ...any) (affected int64, err error) {
	return run(tx.DB, sql, args...)
}

// change runs one statement that must change exactly one row. It returns
// domain.ErrStale when it changed none: somebody else was first.
func (tx Tx) change(sql string, args ...any) error {
	n, err := tx.exec(sql, args...)
	switch {
	case err != nil:
		return err
	case n == 0:
		return domain.ErrStale
	case n > 1:
		return fmt.Errorf("storage: changed %d rows instead of one: %s", n, sql)
	}
	return nil
}

// one scans exactly one row into dst. Without a row it refuses with
// what_not_found ("conversation" gives conversation_not_found).
func (tx Tx) one(dst any, what, sql string, args ...any) error {
	return one(tx.DB, dst, what, sql, args...)
}

// maybe scans one row into dst and reports whether there was one.
func (tx Tx) maybe(dst any, sql string, args ...any) (bool, error) {
	return maybe(tx.DB, dst, sql, args...)
}

// all scans every row into dst, a pointer to a slice.
func (tx Tx) all(dst any, sql string, args ...any) error {
	_, err := fetch(tx.DB, dst, sql, args...)
	return err
}

// lock ends a SELECT whose rows must not change until the transaction ends. It
// is empty on SQLite, where there is one writer.
func (tx Tx) lock() string {
	if tx.state.dialect == postgresDialect {
		return " FOR UPDATE"
	}
	return ""
}

// nested runs fn in a savepoint of tx.
func (tx Tx) nested(fn func(Tx) error) error {
	if _, err := tx.exec("SAVEPOINT joined"); err != nil {
		return fmt.Errorf("storage: savepoint: %w", err)
	}
	if err := guarded(fn, tx); err != nil {
		if _, undo := tx.exec("ROLLBACK TO SAVEPOINT joined; RELEASE SAVEPOINT joined"); undo != nil {
			return errors.Join(err, undo)
		}
		return err
	}
	_, err := tx.exec("RELEASE SAVEPOINT joined")
	return err
}

func one(q *gorm.DB, dst any, what, sql string, args ...any) error {
	found, err := maybe(q, dst, sql, args...)
	if err == nil && !found {
		return missing(what)
	}
	return err
}

func maybe(q *gorm.DB, dst any, sql string, args ...any) (bool, error) {
	n, err := fetch(q, dst, sql, args...)
	return n > 0, err
}

// missing refuses with what_not_found.
func missing(what string) error {
	return domain.Refuse(domain.NotFound, what+"_not_found", "There is no such "+what+".")
}

// duplicate reports whether err is a broken unique or primary key. On
// PostgreSQL the transaction is lost then: prefer ON CONFLICT and the number of
// changed rows.
func duplicate(err error) bool {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return pgCode(err) == "23505" || errors.Is(err, gorm.ErrDuplicatedKey)
}

// pgCode returns the SQLSTATE of a PostgreSQL error, or nothing.
func pgCode(err error) string {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code
	}
	return ""
}

// liteCode returns the primary result code of a SQLite error, or 0.
func liteCode(err error) int {
	if lite, ok := errors.AsType[*sqlite.Error](err); ok {
		return lite.Code() & 0xff
	}
	return 0
}
