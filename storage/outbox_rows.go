package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

type outboxRow struct {
	ID       int64
	Name     string
	Payload  string
	Attempts int
}

// claim takes up to limit ready events, in id order.
func (o *Outbox) claim(ctx context.Context, limit int) ([]Stored, error) {
	now := o.db.now()
	var rows []outboxRow
	var err error
	if o.db.dialect == postgresDialect {
		rows, err = o.claimLeased(ctx, now, limit)
	} else {
		rows, err = o.claimHeld(ctx, now, limit)
	}
	if err != nil {
		return nil, err
	}
	events := make([]Stored, len(rows))
	for i, r := range rows {
		events[i] = Stored{r.ID, r.Name, []byte(r.Payload), r.Attempts}
	}
	o.inFlight.Add(int64(len(events)))
	return events, nil
}

// claimLeased is PostgreSQL's: nodes share the rows by leases. It is one
// statement and needs no transaction of its own.
func (o *Outbox) claimLeased(ctx context.Context, now time.Time, limit int) ([]outboxRow, error) {
	o.forgetRetry(now)
	var rows []outboxRow
	_, err := fetch(o.db.read.WithContext(ctx), &rows, `UPDATE outbox SET lease_until = ? WHERE id IN (
			SELECT id FROM outbox WHERE dead_at IS NULL AND next_at <= ? AND lease_until <= ?
			ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
		RETURNING id, name, payload, attempts`,
		now.Add(outboxLease).UnixMilli(), now.UnixMilli(), now.UnixMilli(), limit)
	slices.SortFunc(rows, func(a, b outboxRow) int { return cmp.Compare(a.ID, b.ID) })
	return rows, err
}

// What SQLite's dispatcher asks: for what it has not seen yet, and now and then
// for what is to be tried again besides.
const (
	claimFresh = "SELECT id, name, payload, attempts FROM outbox WHERE dead_at IS NULL AND attempts = 0 AND id > ? ORDER BY id LIMIT ?"
	claimAll   = `SELECT id, name, payload, attempts FROM outbox
		WHERE dead_at IS NULL AND (attempts = 0 AND id > ? OR attempts > 0 AND next_at <= ?) ORDER BY id LIMIT ?`
)

// claimHeld is SQLite's: one process serves the folder, so memory holds what is
// claimed and a claim writes nothing. With one writer, ids appear in order.
func (o *Outbox) claimHeld(ctx context.Context, now time.Time, limit int) ([]outboxRow, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	query, args := claimFresh, []any{o.cursor, limit}
	sweep := o.forgetRetry(now) || o.sweep
	if sweep {
		query, args = claimAll, []any{o.cursor, now.UnixMilli(), limit}
	}
	var rows []outboxRow
	if _, err := fetch(o.db.read.WithContext(ctx), &rows, query, args...); err != nil {
		o.sweep = sweep
		return nil, err
	}
	for _, r := range rows {
		if r.Attempts == 0 {
			o.cursor = max(o.cursor, r.ID)
		}
	}
	// A retry behind the limit, or one whose last try is being let go of at this
	// moment, must be looked for again.
	o.sweep = sweep && (len(rows) == limit || slices.ContainsFunc(rows, func(r outboxRow) bool { return o.held[r.ID] && r.Attempts > 0 }))
	rows = slices.DeleteFunc(rows, func(r outboxRow) bool { return o.held[r.ID] })
	for _, r := range rows {
		o.held[r.ID] = true
	}
	return rows, nil
}

// forgetRetry reports whether a retry is due, and forgets it: the claim that
// follows finds it.
func (o *Outbox) forgetRetry(now time.Time) bool {
	due := o.retryAt.Load()
	return due > 0 && now.UnixMilli() >= due && o.retryAt.CompareAndSwap(due, 0)
}

// finish removes delivered events, many in one transaction, and puts failed
// ones back.
func (o *Outbox) finish(ctx context.Context) {
	for first := range o.results {
		batch := []outcome{first}
	gather:
		for len(batch) < outboxBatch {
			select {
			case r, ok := <-o.results:
				if !ok {
					break gather
				}
				batch = append(batch, r)
			default:
				break gather
			}
		}
		o.record(ctx, batch)
		o.release(batch)
	}
}

// record writes a batch's outcomes. When it cannot, the events are delivered
// again: after the lease, or at the next start.
func (o *Outbox) record(ctx context.Context, batch []outcome) {
	var delivered []int64
	now := o.db.now()
	err := o.db.write.inTx(context.WithoutCancel(ctx), func(tx Tx) error {
		delivered = delivered[:0]
		for _, r := range batch {
			if r.err == nil {
				delivered = append(delivered, r.event.ID)
			} else if err := o.putBack(tx, r, now); err != nil {
				return err
			}
		}
		if len(delivered) == 0 {
			return nil
		}
		_, err := tx.exec("DELETE FROM outbox WHERE id IN ?", delivered)
		return err
	})
	if err != nil {
		o.db.log.Error("outbox cannot record deliveries; they will come again", "events", len(batch), "error", err)
		o.goBack(batch)
		return
	}
	if len(delivered) > 0 {
		o.moved()
	}
	o.db.counts.delivered.Add(uint64(len(delivered)))
	o.db.counts.failed.Add(uint64(len(batch) - len(delivered))) //nolint:gosec // the delivered ones are of the batch
}

// moved remembers that this process does its part of the deliveries.
func (o *Outbox) moved() { o.movedAt.Store(o.db.now().UnixMilli()) }

// progress is when it last did.
func (o *Outbox) progress() time.Time { return time.UnixMilli(o.movedAt.Load()) }

// goBack makes the next sweep claim a batch again.
func (o *Outbox) goBack(batch []outcome) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, r := range batch {
		o.cursor = min(o.cursor, r.event.ID-1)
	}
}

// putBack stores a failed try: the next one comes after a growing pause, and
// after the last the event is dead.
func (o *Outbox) putBack(tx Tx, r outcome, now time.Time) error {
	tries := r.event.tries + 1
	next := now.Add(min(time.Second<<(tries-1), 5*time.Minute)).UnixMilli()
	var dead any
	if tries >= outboxTries {
		dead = now.UnixMilli()
		o.db.log.Error("event is dead", "event", r.event.Name, "id", r.event.ID, "error", r.err)
	} else {
		o.db.log.Warn("event will be tried again", "event", r.event.Name, "id", r.event.ID, "tries", tries, "error", r.err)
	}
	_, err := tx.exec("UPDATE outbox SET attempts = ?, next_at = ?, lease_until = 0, error = ?, dead_at = ? WHERE id = ?",
		tries, next, fmt.Sprintf("%.500s", r.err), dead, r.event.ID)
	if err == nil && dead == nil {
		o.retryBy(next)
	}
	return err
}

// retryBy makes the dispatcher look again at a time, or earlier.
func (o *Outbox) retryBy(due int64) {
	for {
		known := o.retryAt.Load()
		if known > 0 && known <= due {
			return
		}
		if o.retryAt.CompareAndSwap(known, due) {
			return
		}
	}
}

// release lets go of a batch and tells those who wait.
func (o *Outbox) release(batch []outcome) {
	failed := false
	o.mu.Lock()
	for _, r := range batch {
		delete(o.held, r.event.ID)
		failed = failed || r.err != nil
	}
	o.inFlight.Add(-int64(len(batch)))
	close(o.changed)
	o.changed = make(chan struct{})
	o.mu.Unlock()
	if failed || o.starved.Load() {
		o.Wake() // sets the timer for the retry, or goes on with what was left
	}
}
