// Package storage keeps the domain in SQLite or PostgreSQL. It may import
// package domain and those below it, and the migrations; it knows nothing of
// HTTP, and nobody but it knows SQL.
//
// Writes go through DB.InTx, reads for people through Views. Each domain
// package has an adaptor on DB (DB.Desk, DB.Ledger …) that turns InTx into the
// function that the package asks for. See README.md for the reasons.
package storage

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
)

// Config says where the data is. The zero value of everything but Dir or
// DatabaseURL is good.
type Config struct {
	// Dir is the folder of SQLite's kenner.db; it is made when it is missing.
	// One process serves a folder: a second Open is refused.
	Dir string
	// DatabaseURL is a PostgreSQL URL; when it is set, Dir is not used.
	DatabaseURL string
	// Now is the machine's clock, for leases, retries and idempotency. The
	// brand's clock, which a demo may shift, never comes here.
	Now func() time.Time
	// Tool opens SQLite beside a running server, for a short command: it takes
	// no folder lock and makes no folder.
	Tool bool
	// Batch is how many use cases may share one commit of SQLite's writer
	// (default 512), and so how much one failed commit undoes; or Apart.
	Batch int
	// QueueLimit is how many use cases may wait for SQLite's writer (default 1024).
	QueueLimit int
	// QueueWait is how long a use case may wait for its turn before it is refused (default 10 s).
	QueueWait time.Duration
	// Connections bounds PostgreSQL's pool (default 24).
	Connections int
	// Committing is called before every commit; what it returns is told, as soon
	// as the disk or PostgreSQL has confirmed it, how many use cases it held. Both
	// must be fast and safe for concurrent use; nil: nobody counts.
	Committing func() (committed func(useCases int))
	// Logger takes what nobody waits for: failed events, a broken writer.
	Logger *slog.Logger
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	dialect dialect
	read    *gorm.DB // query-only on SQLite
	write   engine
	outbox  *Outbox
	now     func() time.Time
	log     *slog.Logger
	cfg     Config
	counts  counts
	shipped atomic.Pointer[schema]
	closers []func() error
}

// dialect names the database behind a DB.
type dialect string

const (
	sqliteDialect   dialect = "sqlite"
	postgresDialect dialect = "postgres"
)

// engine runs closures in transactions: the group-commit writer on SQLite, a
// transaction each on PostgreSQL.
type engine interface {
	// inTx runs fn in a transaction that is committed when inTx returns nil
	// and rolled back otherwise.
	inTx(ctx context.Context, fn func(Tx) error) error
	// broken returns why nothing can be written any more, or nil.
	broken() error
	// queued is how many use cases wait for their turn.
	queued() int
	close() error
}

// Open opens the database that c names. It changes no schema: call Migrate and
// Check before the first use case.
func Open(ctx context.Context, c Config) (*DB, error) {
	db := &DB{now: c.Now, log: c.Logger}
	if db.now == nil {
		db.now = systemClock
	}
	if db.log == nil {
		db.log = slog.New(slog.DiscardHandler)
	}
	db.cfg = c.withDefaults()
	db.outbox = newOutbox(db)
	var err error
	if c.DatabaseURL != "" {
		err = db.openPostgres(ctx)
	} else {
		err = db.openSQLite(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func (c Config) withDefaults() Config {
	if c.Batch == 0 {
		c.Batch = 512
	}
	if c.QueueLimit == 0 {
		c.QueueLimit = 1024
	}
	if c.QueueWait == 0 {
		c.QueueWait = 10 * time.Second
	}
	if c.Connections == 0 {
		c.Connections = 24
	}
	if c.Committing == nil {
		c.Committing = func() func(int) { return func(int) {} }
	}
	return c
}

// Close waits for the use cases that are under way, then closes every
// connection. The outbox must have been stopped.
func (db *DB) Close() error {
	var errs []error
	for _, closeNext := range slices.Backward(db.closers) {
		errs = append(errs, closeNext())
	}
	db.closers = nil
	return errors.Join(errs...)
}

// Ready reports why the database cannot be used now, or nil.
func (db *DB) Ready(ctx context.Context) error {
	if err := db.write.broken(); err != nil {
		return err
	}
	return db.Reading(ctx)
}

// InTx runs fn in one transaction: all of it is stored, or none. It returns
// after the commit is durable.
//
// fn must be restartable and must not block: on SQLite other use cases wait
// behind it, on PostgreSQL it runs again after a deadlock. When ctx carries a
// transaction (see Once), fn joins it in a savepoint.
//
// It returns fn's error as it is; refuses with overloaded when the queue is
// full or slow, with storage_full when the disk is, with storage_unreachable
// when PostgreSQL does not answer.
func (db *DB) InTx(ctx context.Context, fn func(Tx) error) error {
	if outer, ok := db.joined(ctx); ok {
		return outer.nested(fn)
	}
	return db.topLevel(ctx, fn)
}

// topLevel runs fn in a transaction of its own and wakes the outbox when it
// emitted something.
func (db *DB) topLevel(ctx context.Context, fn func(Tx) error) error {
	var emitted bool
	err := db.write.inTx(ctx, func(tx Tx) error {
		err := fn(tx)
		emitted = tx.state.emitted
		return err
	})
	if err != nil {
		db.counts.refused(err)
	} else if emitted {
		db.outbox.Wake()
	}
	return err
}

// txKey carries a Tx in a context; the transaction belongs to one DB.
type txKey struct{}

type carried struct {
	db *DB
	tx Tx
}

// Within returns a context whose InTx and Views use tx: a use case that is called
// with it joins that transaction in a savepoint.
func (db *DB) Within(ctx context.Context, tx Tx) context.Context {
	return context.WithValue(ctx, txKey{}, carried{db, tx})
}

func (db *DB) joined(ctx context.Context) (Tx, bool) {
	c, ok := ctx.Value(txKey{}).(carried)
	return c.tx, ok && c.db == db
}

// reader returns a session for queries: the transaction that ctx carries, or
// the readers' pool.
func (db *DB) reader(ctx context.Context) *gorm.DB {
	if tx, ok := db.joined(ctx); ok {
		return tx.DB
	}
	if read, ok := ctx.Value(asideKey{}).(*gorm.DB); ok {
		return read.WithContext(ctx)
	}
	return db.read.WithContext(ctx)
}

// Dir is the folder of a SQLite database, empty on PostgreSQL.
func (db *DB) Dir() string {
	if db.dialect == postgresDialect {
		return ""
	}
	return db.cfg.Dir
}

// file is the path of the SQLite database.
func (db *DB) file() string { return filepath.Join(db.cfg.Dir, "kenner.db") }

func (db *DB) makeDir() error {
	if db.cfg.Dir == "" {
		return errors.New("storage: neither a folder nor a database URL is given")
	}
	if db.cfg.Tool {
		if _, err := os.Stat(db.file()); err != nil {
			return fmt.Errorf("storage: there is no Kenner database in %s: %w", db.cfg.Dir, err)
		}
		return nil
	}
	if err := os.MkdirAll(db.cfg.Dir, 0o700); err != nil {
		return fmt.Errorf("storage: make data folder: %w", err)
	}
	return nil
}

// errOverloaded sheds a write that would wait too long.
var errOverloaded = &domain.Error{
	Kind: domain.Unavailable, Code: "overloaded",
	Detail: "Kenner has too much to write down at the moment. Try again shortly.", RetryAfter: 2 * time.Second,
}

// errFull reports a full disk; the service mends itself when there is space.
var errFull = &domain.Error{
	Kind: domain.Unavailable, Code: "storage_full",
	Detail: "Kenner's disk is full, so nothing can be stored at the moment.", RetryAfter: 10 * time.Second,
}

// errBroken reports that the disk failed a write; only a new start ends it.
var errBroken = &domain.Error{
	Kind: domain.Unavailable, Code: "storage_failed",
	Detail: "Kenner's disk failed, so nothing can be stored until it has been mended.", RetryAfter: 30 * time.Second,
}

// errUnreachable reports that PostgreSQL does not answer.
var errUnreachable = &domain.Error{
	Kind: domain.Unavailable, Code: "storage_unreachable",
	Detail: "Kenner cannot reach its database at the moment.", RetryAfter: 5 * time.Second,
}

// systemClock is the only clock of this package that nobody passed in.
//
//nolint:forbidigo // the default of Config.Now: a machine clock for leases, which tests replace
func systemClock() time.Time { return time.Now().UTC() }

// jitter returns a random wait of up to d.
func jitter(d time.Duration) time.Duration {
	return rand.N(d) //nolint:gosec // spreads retries; not a secret
}
