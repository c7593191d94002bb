package storage

import (
	"context"
	"fmt"
)

// Upkeep is for a quiet minute, by cron: it removes idempotency answers that no
// longer count and the records of jobs that ended 90 days ago and, on SQLite, folds the write-ahead log back into the file and
// lets the planner learn.
func (db *DB) Upkeep(ctx context.Context) error {
	if _, err := db.PruneIdempotency(ctx); err != nil {
		return fmt.Errorf("storage: upkeep: %w", err)
	}
	if err := db.pruneRuns(ctx); err != nil {
		return fmt.Errorf("storage: upkeep: %w", err)
	}
	if db.dialect == postgresDialect {
		return nil
	}
	pool, err := db.migrationPool()
	if err != nil {
		return err
	}
	defer func() { _ = pool.Close() }()
	for _, step := range []string{"PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := pool.ExecContext(ctx, step); err != nil {
			return fmt.Errorf("storage: upkeep: %s: %w", step, err)
		}
	}
	return nil
}

// DeadEvents counts the events that no subscriber could take, for people to look at.
func (db *DB) DeadEvents(ctx context.Context) (n int64, err error) {
	err = db.reader(ctx).Raw("SELECT COUNT(*) FROM outbox WHERE dead_at IS NOT NULL").Row().Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("storage: count dead events: %w", err)
	}
	return n, nil
}
