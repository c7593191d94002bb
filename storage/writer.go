package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// writer is SQLite's only writer. Use cases that wait together share one
// transaction, each in a savepoint of its own, and each caller is answered
// after the commit: one fsync serves them all.
type writer struct {
	db    *DB
	most  int // use cases in one commit
	conn  *statements
	queue chan *job
	ended chan struct{}

	mu     sync.RWMutex // held while sending, so that close cannot overtake a send
	closed bool
	fault  atomic.Pointer[error]
	began  atomic.Int64 // of the batch that is at work, in machine time; 0: none
}

// job is one use case on its way through the writer.
type job struct {
	ctx   context.Context //nolint:containedctx // it travels with the work through a queue
	fn    func(Tx) error
	state atomic.Int32 // waiting, then started or abandoned
	done  chan error
}

const (
	jobWaiting int32 = iota
	jobStarted
	jobAbandoned
)

func newWriter(db *DB, conn *sql.Conn, most int) *writer {
	w := &writer{db: db, most: most, conn: newStatements(conn, &db.counts.statements), queue: make(chan *job, db.cfg.QueueLimit), ended: make(chan struct{})}
	go w.run()
	return w
}

// inTx queues fn and waits until it is committed. While fn is queued, the
// caller may give up; once it has started, the answer is awaited, because only
// the commit knows it.
func (w *writer) inTx(ctx context.Context, fn func(Tx) error) error {
	if err := w.broken(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	patience := time.NewTimer(w.db.cfg.QueueWait)
	defer patience.Stop()
	j := &job{ctx: ctx, fn: fn, done: make(chan error, 1)}
	if err := w.send(j, patience.C); err != nil {
		return err
	}
	var reason error
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		reason = ctx.Err()
	case <-patience.C:
		reason = errOverloaded
	}
	if j.state.CompareAndSwap(jobWaiting, jobAbandoned) {
		return reason
	}
	return <-j.done
}

func (w *writer) send(j *job, patience <-chan time.Time) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errors.New("storage: closed")
	}
	select {
	case w.queue <- j:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	case <-patience:
		return errOverloaded
	}
}

// run is the writer's goroutine. It never waits for a batch to fill: while one
// commits, the next gathers by itself.
func (w *writer) run() {
	defer close(w.ended)
	batch := make([]*job, 0, w.most)
	for first := range w.queue {
		batch = w.gather(append(batch[:0], first))
		w.commit(batch)
		clear(batch)
	}
}

func (w *writer) gather(batch []*job) []*job {
	for len(batch) < w.most {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch in one transaction and answers every caller.
func (w *writer) commit(batch []*job) {
	live := batch[:0]
	for _, j := range batch {
		if err := j.ctx.Err(); err != nil {
			j.state.Store(jobStarted)
			j.done <- err
		} else if j.state.CompareAndSwap(jobWaiting, jobStarted) {
			live = append(live, j)
		}
	}
	if len(live) == 0 {
		return
	}
	w.began.Store(w.db.now().UnixMilli())
	defer w.began.Store(0)
	results := make([]error, len(live))
	if err := w.transaction(live, results); err != nil {
		for _, j := range live {
			j.done <- err
		}
		return
	}
	for i, j := range live {
		j.done <- results[i]
	}
}

// transaction runs every job of a batch and commits. Its error is the whole
// batch's: nothing of it was stored.
func (w *writer) transaction(batch []*job, results []error) error {
	ctx := context.Background()
	if err := w.conn.command(ctx, "BEGIN IMMEDIATE"); err != nil {
		return w.failed(err)
	}
	for i, j := range batch {
		var err error
		if results[i], err = w.savepoint(j); err != nil {
			_ = w.conn.command(ctx, "ROLLBACK")
			return w.failed(err)
		}
	}
	committed := w.db.cfg.Committing()
	if err := w.conn.command(ctx, "COMMIT"); err != nil {
		_ = w.conn.command(ctx, "ROLLBACK")
		return w.failed(err)
	}
	committed(len(batch))
	return nil
}

// savepoint runs one job. The first result is the job's own; the second means
// that the shared transaction is lost, as after a full disk.
//
// The job's context does not reach SQLite: an interrupted statement would roll
// back its neighbours too. A job whose caller has gone by its end is undone.
func (w *writer) savepoint(j *job) (result, lost error) {
	ctx := context.WithoutCancel(j.ctx)
	if err := w.conn.command(ctx, "SAVEPOINT usecase"); err != nil {
		return nil, err
	}
	result = guarded(j.fn, w.session(ctx))
	if result == nil {
		result = j.ctx.Err()
	}
	if result != nil {
		if err := w.conn.command(ctx, "ROLLBACK TO usecase"); err != nil {
			return nil, errors.Join(result, err)
		}
		result = refusal(result)
	}
	return result, w.conn.command(ctx, "RELEASE usecase")
}

func (w *writer) session(ctx context.Context) Tx {
	s := w.db.read.Session(&gorm.Session{NewDB: true, Context: ctx})
	s.Statement.ConnPool = w.conn
	return Tx{s, &txState{dialect: sqliteDialect, nowMs: w.db.now().UnixMilli()}}
}

// failed describes why a batch was lost. A commit that the disk did not confirm
// stops the writer for good: what is on the disk is unknown until the database
// is opened again.
func (w *writer) failed(err error) error {
	if code := liteCode(err); (code == sqlite3.SQLITE_IOERR || code == sqlite3.SQLITE_CORRUPT) && !noRoom(err) {
		w.fault.CompareAndSwap(nil, &err)
		w.db.log.Error("the database cannot be written any more; restart Kenner", "error", err)
		return w.broken()
	}
	return refusal(err)
}

func (w *writer) broken() error {
	if p := w.fault.Load(); p != nil {
		return fmt.Errorf("%w (%w)", errBroken, *p)
	}
	return nil
}

// stuck returns why nothing has been written for longer than a use case waits,
// or nil: the disk does not answer, or a use case does not end.
func (w *writer) stuck() error {
	began := w.began.Load()
	if began == 0 {
		return nil
	}
	if since := time.UnixMilli(began); w.db.now().Sub(since) > w.db.cfg.QueueWait {
		return fmt.Errorf("storage: the writer has been at one batch since %s", since.UTC().Format(time.RFC3339))
	}
	return nil
}

// close runs what is queued, then ends the goroutine.
func (w *writer) close() error {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.ended
	return w.conn.close()
}

// guarded runs fn and turns a panic into an error, so that it ends one use case only.
func guarded(fn func(Tx) error, tx Tx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("storage: use case panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return fn(tx)
}

// refusal turns the faults that a caller can wait out into refusals.
func refusal(err error) error {
	switch code := liteCode(err); {
	case code == sqlite3.SQLITE_FULL, noRoom(err):
		return fmt.Errorf("%w (%w)", errFull, err)
	case code == sqlite3.SQLITE_BUSY:
		return fmt.Errorf("%w (%w)", errOverloaded, err)
	}
	return err
}

// noRoom reports an I/O error that is only a full disk: the index of the
// write-ahead log, which is no part of what is durable, could not grow.
func noRoom(err error) bool {
	lite, ok := errors.AsType[*sqlite.Error](err)
	return ok && lite.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
}
