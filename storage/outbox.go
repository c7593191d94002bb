package storage

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

const (
	outboxWorkers  = 4                // subscribers that run at once
	outboxBatch    = 256              // rows in one claim
	outboxInFlight = 1024             // claimed and not finished
	outboxSweep    = 5 * time.Second  // finds what no wake-up told of
	outboxLease    = 60 * time.Second // PostgreSQL: how long a claim of a lost node holds
	outboxPatience = 30 * time.Second // for one subscriber
	outboxTries    = 8                // then the event is dead
)

// Stored is an event on its way out.
type Stored struct {
	ID      int64
	Name    string
	Payload []byte
	tries   int
}

// Publish hands an event to live connections: a hint, in order and in memory.
// Its error is logged and not tried again; clients heal from the database.
type Publish func(ctx context.Context, e Stored) error

// Subscriber reacts to an event. It hears each at least once and must be
// idempotent. An error is tried again with a growing pause, 8 times in all.
type Subscriber func(ctx context.Context, payload []byte) error

// Outbox delivers the events of committed transactions: a commit wakes it, it
// publishes each event in id order, then runs the event's subscribers and
// removes the row when all have succeeded. What a crash interrupts is delivered
// again. Idle, it asks the database once in five seconds.
type Outbox struct {
	db      *DB
	subs    map[string][]Subscriber
	publish Publish

	wake     chan struct{}
	ask      chan chan bool // WaitIdle's question, answered between two passes
	tasks    chan Stored
	results  chan outcome
	stopping chan struct{}
	stopped  chan struct{}
	cancel   context.CancelFunc

	inFlight atomic.Int64
	starved  atomic.Bool  // the last pass had no room for more
	retryAt  atomic.Int64 // the earliest retry that this process knows of
	movedAt  atomic.Int64 // when this process last delivered, or had nothing to deliver
	sweep    bool         // SQLite: the next claim looks for retries too; the dispatcher's own

	mu      sync.Mutex
	held    map[int64]bool // SQLite: rows in flight; on PostgreSQL a lease says so
	cursor  int64          // SQLite: every row up to here was claimed once
	changed chan struct{}  // closed and replaced when deliveries finish
}

type outcome struct {
	event Stored
	err   error
}

func newOutbox(db *DB) *Outbox {
	return &Outbox{
		db: db, subs: map[string][]Subscriber{},
		wake: make(chan struct{}, 1), ask: make(chan chan bool),
		tasks: make(chan Stored, outboxInFlight), results: make(chan outcome, outboxInFlight),
		stopping: make(chan struct{}), stopped: make(chan struct{}),
		held: map[int64]bool{}, changed: make(chan struct{}),
	}
}

// Outbox returns the dispatcher of db.
func (db *DB) Outbox() *Outbox { return db.outbox }

// Subscribe adds a reaction to every event of that name. It must be called before Start.
func (o *Outbox) Subscribe(name string, fn func(ctx context.Context, payload []byte) error) {
	o.subs[name] = append(o.subs[name], fn)
}

// Start begins to deliver. publish may be nil. Stop must be called before DB.Close.
func (o *Outbox) Start(publish Publish) {
	o.publish = publish
	o.moved()
	ctx, cancel := context.WithCancel(context.Background())
	o.cancel = cancel
	var workers, finisher sync.WaitGroup
	for range outboxWorkers {
		workers.Go(func() { o.work(ctx) })
	}
	finisher.Go(func() { o.finish(ctx) })
	go func() {
		defer close(o.stopped)
		o.run(ctx)
		close(o.tasks)
		workers.Wait()
		close(o.results)
		finisher.Wait()
	}()
}

// Stop ends the dispatcher. Subscribers that run are awaited until ctx ends and
// then cancelled; what they did not finish is delivered at the next start.
func (o *Outbox) Stop(ctx context.Context) error {
	if o.cancel == nil {
		return nil
	}
	defer o.cancel()
	close(o.stopping)
	select {
	case <-o.stopped:
		return nil
	case <-ctx.Done():
		o.cancel()
		<-o.stopped
		return fmt.Errorf("storage: stop outbox: %w", ctx.Err())
	}
}

// Wake tells the dispatcher that there may be something to deliver.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// WaitIdle waits until every event that can be delivered now is delivered, with
// the events that its subscribers made. Events that wait for a retry do not count.
func (o *Outbox) WaitIdle(ctx context.Context) error {
	for {
		changed := o.changes()
		reply := make(chan bool, 1)
		select {
		case o.ask <- reply:
		case <-o.stopped:
			return errors.New("storage: the outbox has stopped")
		case <-ctx.Done():
			return fmt.Errorf("storage: outbox is not idle: %w", ctx.Err())
		}
		if <-reply {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("storage: outbox is not idle: %w", ctx.Err())
		}
	}
}

func (o *Outbox) changes() <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.changed
}

// run is the dispatcher's goroutine.
func (o *Outbox) run(ctx context.Context) {
	timer := time.NewTimer(0) // the next retry
	defer timer.Stop()
	sweep := time.NewTicker(outboxSweep) // goes on however often somebody wakes us
	defer sweep.Stop()
	for {
		var reply chan bool
		select {
		case <-o.stopping:
			return
		case <-o.wake:
		case <-timer.C:
		case <-sweep.C:
			o.sweep = true
		case reply = <-o.ask:
			o.sweep = true
		}
		quiet := o.inFlight.Load() == 0 // before the pass: a subscriber that ends meanwhile may have made an event
		found := o.pass(ctx)
		if reply != nil {
			reply <- quiet && !found && o.inFlight.Load() == 0
		}
		timer.Reset(o.pause())
	}
}

// pause is the time until the next retry is due; without one it is the sweep's turn.
func (o *Outbox) pause() time.Duration {
	if due := o.retryAt.Load(); due > 0 {
		until := time.Duration(due-o.db.now().UnixMilli()) * time.Millisecond
		return min(max(until, 10*time.Millisecond), outboxSweep)
	}
	return 2 * outboxSweep
}

// pass delivers everything that is ready and reports whether there was anything.
func (o *Outbox) pass(ctx context.Context) (found bool) {
	for ctx.Err() == nil {
		o.starved.Store(true) // before the count, so that whoever finishes now wakes us
		room := min(outboxBatch, outboxInFlight-int(o.inFlight.Load()))
		if room <= 0 {
			return true
		}
		o.starved.Store(false)
		events, err := o.claim(ctx, room)
		if err != nil {
			o.db.log.Error("outbox cannot read events", "error", err)
			return found
		}
		for _, e := range events {
			o.dispatch(ctx, e)
		}
		if found = found || len(events) > 0; !found && o.inFlight.Load() == 0 && o.retryAt.Load() == 0 {
			o.moved()
		}
		if len(events) < room {
			return found
		}
	}
	return found
}

// dispatch publishes one event and hands it to its subscribers.
func (o *Outbox) dispatch(ctx context.Context, e Stored) {
	if o.publish != nil && e.tries == 0 {
		err := safely(func() error { return o.publish(ctx, e) })
		if err != nil {
			o.db.log.Warn("event was not published", "event", e.Name, "id", e.ID, "error", err)
		}
	}
	if len(o.subs[e.Name]) == 0 {
		o.results <- outcome{event: e}
		return
	}
	o.tasks <- e
}

// work runs subscribers until the dispatcher has stopped.
func (o *Outbox) work(ctx context.Context) {
	for e := range o.tasks {
		o.results <- outcome{e, o.react(ctx, e)}
	}
}

func (o *Outbox) react(ctx context.Context, e Stored) error {
	ctx, cancel := context.WithTimeout(ctx, outboxPatience)
	defer cancel()
	var errs []error
	for _, fn := range o.subs[e.Name] {
		errs = append(errs, safely(func() error { return fn(ctx, e.Payload) }))
	}
	return errors.Join(errs...)
}

func safely(fn func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("storage: panicked: %v\n%s", p, debug.Stack())
		}
	}()
	return fn()
}
