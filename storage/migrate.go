package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/kennerhq/kenner/migrations"
)

// MigrationStatus is one numbered step of the schema.
type MigrationStatus struct {
	Version int64
	Name    string
	Applied bool
}

// Migrate brings the schema up. Of several nodes one migrates and the others
// wait, at most a minute. An existing SQLite database is copied first, to
// kenner-before-N.db beside it. A schema newer than this binary is refused.
func (db *DB) Migrate(ctx context.Context) error {
	return db.withProvider(func(p *goose.Provider) error {
		current, target, err := p.GetVersions(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("storage: read schema version: %w", err)
		case current > target:
			return fmt.Errorf("storage: the schema is at version %d and this kenner knows %d: install the newer one", current, target)
		case current == target:
			return nil
		}
		if err := db.snapshot(ctx, current); err != nil {
			return err
		}
		if _, err := p.Up(ctx); err != nil {
			return fmt.Errorf("storage: migrate: %w", err)
		}
		return nil
	})
}

// Status lists every migration and whether it is applied.
func (db *DB) Status(ctx context.Context) (steps []MigrationStatus, err error) {
	err = db.withProvider(func(p *goose.Provider) error {
		all, err := p.Status(ctx)
		if err != nil {
			return fmt.Errorf("storage: migration status: %w", err)
		}
		for _, s := range all {
			steps = append(steps, MigrationStatus{s.Source.Version, filepath.Base(s.Source.Path), s.State == goose.StateApplied})
		}
		return nil
	})
	return steps, err
}

// rollback takes every migration back; tests alone use it.
func (db *DB) rollback(ctx context.Context) error {
	return db.withProvider(func(p *goose.Provider) error {
		_, err := p.DownTo(ctx, 0)
		return err
	})
}

func (db *DB) withProvider(use func(*goose.Provider) error) (err error) {
	pool, err := db.migrationPool()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	files, gooseDialect := db.migrations()
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.dialect == postgresDialect {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockID(db.lockID()), lock.WithLockTimeout(1, 60), lock.WithUnlockTimeout(1, 5))
		if err != nil {
			return fmt.Errorf("storage: migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(gooseDialect, pool, files, options...)
	if err != nil {
		return fmt.Errorf("storage: read migrations: %w", err)
	}
	return use(p)
}

func (db *DB) migrations() (fs.FS, goose.Dialect) {
	folder, dialect := "sqlite", goose.DialectSQLite3
	all := migrations.SQLite
	if db.dialect == postgresDialect {
		folder, dialect, all = "postgres", goose.DialectPostgres, migrations.Postgres
	}
	files, err := fs.Sub(all, folder)
	if err != nil {
		panic(err) // the folder is embedded
	}
	return files, dialect
}

// migrationPool opens connections of their own: a migration may take longer
// than a use case may.
func (db *DB) migrationPool() (*sql.DB, error) {
	if db.dialect == sqliteDialect {
		pool, err := sql.Open(sqliteDriver, sqliteDSN(db.file()))
		if err != nil {
			return nil, fmt.Errorf("storage: open %s: %w", db.file(), err)
		}
		pool.SetMaxOpenConns(1)
		return pool, nil
	}
	cfg, err := pgx.ParseConfig(db.cfg.DatabaseURL)
	if err != nil {
		return nil, fmt.Errorf("storage: read the database URL: %w", err)
	}
	cfg.RuntimeParams["lock_timeout"] = "10s"
	cfg.RuntimeParams["statement_timeout"] = "0"
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(2)
	return pool, nil
}

// lockID tells apart schemas of one PostgreSQL database.
func (db *DB) lockID() int64 {
	h := fnv.New32a()
	cfg, err := pgx.ParseConfig(db.cfg.DatabaseURL)
	if err == nil {
		_, _ = h.Write([]byte("kenner " + cfg.RuntimeParams["search_path"]))
	}
	return int64(h.Sum32())
}

// snapshot copies an existing SQLite database before its schema changes.
// PostgreSQL runs each migration in a transaction and has its own backups.
func (db *DB) snapshot(ctx context.Context, version int64) error {
	if db.dialect == postgresDialect || version == 0 {
		return nil
	}
	file := filepath.Join(db.cfg.Dir, fmt.Sprintf("kenner-before-%d.db", version))
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("storage: replace snapshot: %w", err)
	}
	return db.Backup(ctx, file)
}

// Backup writes a consistent copy of a SQLite database to a file that does not
// exist yet. Use cases go on meanwhile.
func (db *DB) Backup(ctx context.Context, file string) error {
	if db.dialect == postgresDialect {
		return errors.New("storage: PostgreSQL is backed up with pg_dump or pg_basebackup")
	}
	pool, err := db.migrationPool()
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", file)
	if err = errors.Join(err, pool.Close()); err != nil {
		return fmt.Errorf("storage: copy database to %s: %w", file, err)
	}
	return nil
}
