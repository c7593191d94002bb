package storage

import (
	"context"
	"errors"
	"time"
)

// Apart, as Config.Batch, gives each use case a connection and a transaction of
// its own on SQLite. It is the ordinary form, without a common writer, here to
// compare with.
const Apart = -1

// apart is SQLite without a common writer: a use case takes a free connection
// and waits by SQLite's busy handler until whoever writes has committed.
type apart struct {
	free chan *writer
	all  []*writer
	wait time.Duration
}

func (db *DB) openApart(ctx context.Context) (*apart, error) {
	pool, err := db.pool(ctx, db.cfg.Connections, readerCache)
	if err != nil {
		return nil, err
	}
	a := &apart{free: make(chan *writer, db.cfg.Connections), wait: db.cfg.QueueWait}
	for range db.cfg.Connections {
		conn, err := pool.Conn(ctx)
		if err != nil {
			return nil, errors.Join(err, a.close())
		}
		w := newWriter(db, conn, 1) //nolint:contextcheck // it outlives the context that opens the database
		a.all = append(a.all, w)
		a.free <- w
	}
	return a, nil
}

func (a *apart) inTx(ctx context.Context, fn func(Tx) error) error {
	patience := time.NewTimer(a.wait)
	defer patience.Stop()
	select {
	case w := <-a.free:
		defer func() { a.free <- w }()
		return w.inTx(ctx, fn)
	case <-ctx.Done():
		return ctx.Err()
	case <-patience.C:
		return errOverloaded
	}
}

func (a *apart) broken() error {
	for _, w := range a.all {
		if err := w.broken(); err != nil {
			return err
		}
	}
	return nil
}

func (a *apart) stuck() error {
	for _, w := range a.all {
		if err := w.stuck(); err != nil {
			return err
		}
	}
	return nil
}

// queued is how many connections are taken.
func (a *apart) queued() int { return len(a.all) - len(a.free) }

func (a *apart) close() error {
	errs := make([]error, 0, len(a.all))
	for _, w := range a.all {
		errs = append(errs, w.close())
	}
	return errors.Join(errs...)
}
