package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// sqliteDriver is modernc's name: no C compiler, a static binary.
const sqliteDriver = "sqlite"

// pragmas of every connection. FULL: an acknowledged commit survives a power
// cut. recursive_triggers: INSERT OR REPLACE meets the append-only triggers.
var pragmas = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	"recursive_triggers(1)", "wal_autocheckpoint(16000)", "temp_store(MEMORY)",
}

// The page caches of connections, in pragmas: the writer's holds what most
// changes touch; what a reader lacks is in the system's own cache. The driver
// sorts pragmas, so that of two values for one thing the later is not ours to
// choose: each connection has one.
const (
	writerCache = "cache_size(-65536)" // 64 MB
	readerCache = "cache_size(-8192)"
	asideCache  = "cache_size(-2048)"
)

func sqliteDSN(file string, extra ...string) string {
	q := url.Values{"_pragma": append(append([]string{}, pragmas...), extra...), "_txlock": {"immediate"}}
	return "file:" + (&url.URL{Path: file}).EscapedPath() + "?" + q.Encode()
}

func (db *DB) openSQLite(ctx context.Context) error {
	db.dialect = sqliteDialect
	if err := db.makeDir(); err != nil {
		return err
	}
	if !db.cfg.Tool {
		if err := db.lockDir(); err != nil {
			return err
		}
	}
	write, err := db.openWrite(ctx)
	if err != nil {
		return err
	}
	db.write = write
	db.closers = append(db.closers, write.close)
	queries, err := db.pool(ctx, readers, "query_only(1)", readerCache)
	if err != nil {
		return err
	}
	db.read, err = gorm.Open(sqlite.New(sqlite.Config{DriverName: sqliteDriver, Conn: newPrepared(queries, &db.counts.statements)}), gormConfig())
	if err != nil {
		return fmt.Errorf("storage: open %s: %w", db.file(), err)
	}
	return nil
}

func (db *DB) openWrite(ctx context.Context) (engine, error) {
	if db.cfg.Batch == Apart {
		return db.openApart(ctx)
	}
	pool, err := db.pool(ctx, 1, writerCache)
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("storage: open %s: %w", db.file(), err)
	}
	return newWriter(db, conn, db.cfg.Batch), nil //nolint:contextcheck // the writer outlives the context that opens the database
}

// pool opens connections to the database file that stay open.
func (db *DB) pool(ctx context.Context, size int, extra ...string) (*sql.DB, error) {
	pool, err := db.open(ctx, size, extra...)
	if err == nil {
		db.closers = append(db.closers, pool.Close)
	}
	return pool, err
}

// open opens connections to the database file that the caller closes.
func (db *DB) open(ctx context.Context, size int, extra ...string) (*sql.DB, error) {
	pool, err := sql.Open(sqliteDriver, sqliteDSN(db.file(), extra...))
	if err != nil {
		return nil, fmt.Errorf("storage: open %s: %w", db.file(), err)
	}
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("storage: open %s: %w", db.file(), err), pool.Close())
	}
	return pool, nil
}

// lockDir makes this process the only one that serves the folder. The kernel
// releases the lock when the process ends, however it ends.
func (db *DB) lockDir() error {
	f, err := os.OpenFile(filepath.Join(db.cfg.Dir, "kenner.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("storage: lock data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return fmt.Errorf("storage: another kenner serves this folder (%s); stop it, or give this one another --data", db.cfg.Dir)
	}
	db.closers = append(db.closers, f.Close)
	return nil
}

// gormConfig is the same for both databases: transactions are ours, the errors
// are the drivers' own.
func gormConfig() *gorm.Config {
	return &gorm.Config{SkipDefaultTransaction: true, DisableAutomaticPing: true, Logger: logger.Discard}
}
