package storage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// attempts bounds how often a closure runs when PostgreSQL breaks a deadlock.
const attempts = 3

// timeouts of every session, unless the URL sets its own.
var timeouts = map[string]string{
	"statement_timeout":                   "15s",
	"lock_timeout":                        "5s",
	"idle_in_transaction_session_timeout": "30s",
	"timezone":                            "UTC",
	"application_name":                    "kenner",
}

// pgEngine gives each use case its own READ COMMITTED transaction; row locks
// in a fixed order keep them apart.
type pgEngine struct{ db *DB }

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
	db.write = pgEngine{db}
	return nil
}

// inTx runs fn, again at most twice after a deadlock or a serialization failure.
func (e pgEngine) inTx(ctx context.Context, fn func(Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := e.once(ctx, fn)
		code := pgCode(err)
		if code == "55P03" {
			return fmt.Errorf("%w (%w)", errOverloaded, err)
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
	return e.db.read.WithContext(ctx).Transaction(func(g *gorm.DB) error {
		return guarded(fn, Tx{g, &txState{dialect: postgresDialect, nowMs: e.db.now().UnixMilli()}})
	}, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

func (pgEngine) broken() error { return nil }
func (pgEngine) close() error  { return nil }
