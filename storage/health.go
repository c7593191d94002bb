package storage

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Reading reports why the database cannot be read now, or nil.
func (db *DB) Reading(ctx context.Context) error {
	if err := db.read.WithContext(ctx).Exec("SELECT 1").Error; err != nil {
		return fmt.Errorf("storage: not ready: %w", err)
	}
	return nil
}

// Writing reports why nothing can be written now, or nil: a disk fault that
// stopped SQLite's writer, a commit that has not come back for longer than a use
// case waits, or a PostgreSQL that is somebody's standby. A full disk is no
// fault: the writer goes on when there is space.
func (db *DB) Writing(ctx context.Context) error {
	if err := db.write.broken(); err != nil {
		return err
	}
	if w, lite := db.write.(interface{ stuck() error }); lite {
		return w.stuck()
	}
	var standby bool
	if err := db.read.WithContext(ctx).Raw("SELECT pg_is_in_recovery()").Row().Scan(&standby); err != nil {
		return fmt.Errorf("storage: not ready: %w", err)
	}
	if standby {
		return errors.New("storage: this PostgreSQL is a standby: it takes no writes")
	}
	return nil
}

// Lag is what the outbox has not delivered.
type Lag struct {
	Waiting int64     // not delivered, and not dead
	Since   time.Time // of the oldest that waits; zero: none does
	Retried int64     // that wait because a subscriber failed
	Dead    int64     // that are not tried any more
}

// OutboxLag returns what the outbox of all nodes has not delivered.
func (db *DB) OutboxLag(ctx context.Context) (l Lag, err error) {
	var oldest int64
	err = db.reader(ctx).Raw(`SELECT COUNT(*) FILTER (WHERE dead_at IS NULL), COALESCE(MIN(created_at) FILTER (WHERE dead_at IS NULL), 0),
			COUNT(*) FILTER (WHERE attempts > 0 AND dead_at IS NULL), COUNT(dead_at)
		FROM outbox`).Row().Scan(&l.Waiting, &oldest, &l.Retried, &l.Dead)
	if err != nil {
		return Lag{}, fmt.Errorf("storage: outbox: %w", err)
	}
	if l.Waiting > 0 {
		l.Since = time.UnixMilli(oldest).UTC()
	}
	return l, nil
}

// ErrBehind is a state of the outbox in which this node still does its work.
var ErrBehind = errors.New("storage: the outbox is behind")

// Delivering reports whether events that are older than patience wait, and
// whether it is this node's doing. When it has delivered nothing itself for as
// long, it is stuck and should get no traffic. When it goes on delivering, or an
// event was refused or is dead, the error is an ErrBehind: every node shares the
// rows, and to stop them all would help nobody.
func (db *DB) Delivering(ctx context.Context, patience time.Duration) error {
	l, err := db.OutboxLag(ctx)
	if err != nil {
		return err
	}
	now := db.now()
	late := l.Waiting > 0 && now.Sub(l.Since) > patience
	switch {
	case late && now.Sub(db.outbox.progress()) > patience:
		return fmt.Errorf("storage: the outbox is stuck: %d events wait, the oldest since %s", l.Waiting, l.Since.Format(time.RFC3339))
	case late:
		return fmt.Errorf("%w: %d events wait, the oldest since %s", ErrBehind, l.Waiting, l.Since.Format(time.RFC3339))
	case l.Retried > 0 || l.Dead > 0:
		return fmt.Errorf("%w: %d events are tried again, %d are dead", ErrBehind, l.Retried, l.Dead)
	}
	return nil
}
