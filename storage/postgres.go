package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// attempts bounds how often a closure runs when PostgreSQL breaks a deadlock.
const attempts = 3

// timeouts of every session, unless the URL sets its own.
var timeouts = map[string]string{
	"statement_timeout":                   "20s",
	"lock_timeout":                        "10s",
	"idle_in_transaction_session_timeout": "30s",
	"timezone":                            "UTC",
	"application_name":                    "kenner",
}

// readConnections of the pool are never taken by use cases, so that reading
// goes on when writing queues.
const readConnections = 4

// pgEngine gives each use case its own READ COMMITTED transaction; row locks
// in a fixed order keep them apart. Few run at once: more would only wait for
// each other's locks.
type pgEngine struct {
	db   *DB
	gate chan struct{}
}

func (db *DB) openPostgres(ctx context.Context) error {
	db.dialect = postgresDialect
	cfg, err := pgx.ParseConfig(db.cfg.DatabaseURL)
	if err != nil {
		return fmt.Errorf("storage: read the database URL: %w", err)
	}
	for name, value := range timeouts {
		if _, set := cfg.RuntimeParams[name]; !set {
			cfg.RuntimeParams[name] = value
		}
	}
	cfg.Tracer = counter{&db.counts.statements}
	pool := stdlib.OpenDB(*cfg)
	db.closers = append(db.closers, pool.Close)
	pool.SetMaxOpenConns(db.cfg.Connections)
	pool.SetMaxIdleConns(db.cfg.Connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := pool.PingContext(ctx); err != nil {
		return fmt.Errorf("storage: reach PostgreSQL: %w", err)
	}
	db.read, err = gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig())
	if err != nil {
		return fmt.Errorf("storage: open PostgreSQL: %w", err)
	}
	db.write = pgEngine{db, make(chan struct{}, max(1, db.cfg.Connections-readConnections))}
	return nil
}

// enter waits for one of the places at the database.
func (e pgEngine) enter(ctx context.Context) error {
	patience := time.NewTimer(e.db.cfg.QueueWait)
	defer patience.Stop()
	e.db.counts.waiting.Add(1)
	defer e.db.counts.waiting.Add(-1)
	select {
	case e.gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-patience.C:
		return errOverloaded
	}
}

// inTx runs fn, again at most twice after a deadlock or a serialization failure.
func (e pgEngine) inTx(ctx context.Context, fn func(Tx) error) error {
	if err := e.enter(ctx); err != nil {
		return err
	}
	defer func() { <-e.gate }()
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, fn)
		code := pgCode(err)
		switch {
		case code == "55P03": // lock_timeout
			return fmt.Errorf("%w (%w)", errOverloaded, err)
		case code == "53100": // disk_full
			return fmt.Errorf("%w (%w)", errFull, err)
		case unreachable(err):
			return fmt.Errorf("%w (%w)", errUnreachable, err)
		}
		if attempt == attempts || (code != "40001" && code != "40P01") {
			return err
		}
		pause := time.NewTimer(jitter(time.Duration(attempt) * 20 * time.Millisecond))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return err
		}
	}
}

func (e pgEngine) once(ctx context.Context, fn func(Tx) error) error {
	var committed func(int)
	err := e.db.read.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		err := guarded(fn, Tx{g, &txState{dialect: postgresDialect, nowMs: e.db.now().UnixMilli()}})
		committed = e.db.cfg.Committing()
		return err
	}, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err == nil {
		committed(1)
	}
	return err
}

// unreachable reports whether PostgreSQL could not be asked at all, or went away.
func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	code := pgCode(err)
	return errors.As(err, &connect) || errors.Is(err, driver.ErrBadConn) || strings.HasPrefix(code, "57P") || code == "53300"
}

func (pgEngine) broken() error { return nil }
func (pgEngine) close() error  { return nil }
