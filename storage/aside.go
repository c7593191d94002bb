package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
)

type asideKey struct{}

// aside gives fn a context whose queries on SQLite have a connection of their
// own, which is closed after it. Reconciliation reads every page once: on a
// reader, its cache would keep them in memory for ever.
func (db *DB) aside(ctx context.Context, fn func(context.Context) error) (err error) {
	if _, joined := db.joined(ctx); joined || db.dialect == postgresDialect {
		return fn(ctx)
	}
	pool, err := db.open(ctx, 1, "query_only(1)", asideCache)
	if err != nil {
		return err
	}
	queries := newPrepared(pool, &db.counts.statements)
	defer func() { err = errors.Join(err, pool.Close()) }()
	read, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: sqliteDriver, Conn: queries}), gormConfig())
	if err != nil {
		return fmt.Errorf("storage: open %s: %w", db.file(), err)
	}
	return fn(context.WithValue(ctx, asideKey{}, read))
}

// Rest gives back the memory that a burst of work took: the page caches of
// every SQLite connection. What is read next comes from the system's own cache.
func (db *DB) Rest(ctx context.Context) error {
	queries, ok := db.read.ConnPool.(*prepared)
	if !ok { // PostgreSQL keeps its pages itself
		return nil
	}
	err := db.topLevel(ctx, func(tx Tx) error {
		_, err := tx.exec("PRAGMA shrink_memory")
		return err
	})
	for range readers { // all are held until the last: else one would shrink again and again
		conn, got := queries.Conn(ctx)
		if got != nil {
			return errors.Join(err, got)
		}
		defer func(c *sql.Conn) { _ = c.Close() }(conn)
		_, shrunk := conn.ExecContext(ctx, "PRAGMA shrink_memory")
		err = errors.Join(err, shrunk)
	}
	return err
}
