package storage

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// Stats is what this process did with its database since it opened it. Reading
// it asks the database nothing.
type Stats struct {
	// Statements is every SQL statement, with those that begin, guard and end
	// transactions, and without those of migrations.
	Statements uint64
	// Queued is how many use cases wait for their turn to write.
	Queued int
	// Refused is how many were told to come back, by the code of their refusal.
	Refused map[string]uint64
	// Delivered is how many events left the outbox, Failed how many tries of
	// their subscribers did not succeed.
	Delivered, Failed uint64
}

// counts is what Stats is read from.
type counts struct {
	statements                    atomic.Uint64
	overloaded, full, unreachable atomic.Uint64
	delivered, failed             atomic.Uint64
	waiting                       atomic.Int64 // use cases before PostgreSQL's gate
}

// Stats returns what was counted so far.
func (db *DB) Stats() Stats {
	c := &db.counts
	return Stats{
		Statements: c.statements.Load(),
		Queued:     db.write.queued(),
		Refused: map[string]uint64{
			errOverloaded.Code: c.overloaded.Load(), errFull.Code: c.full.Load(), errUnreachable.Code: c.unreachable.Load(),
		},
		Delivered: c.delivered.Load(), Failed: c.failed.Load(),
	}
}

// refused counts a use case that its caller has to try again.
func (c *counts) refused(err error) {
	switch {
	case errors.Is(err, errOverloaded):
		c.overloaded.Add(1)
	case errors.Is(err, errFull):
		c.full.Add(1)
	case errors.Is(err, errUnreachable):
		c.unreachable.Add(1)
	}
}

func (w *writer) queued() int  { return len(w.queue) }
func (e pgEngine) queued() int { return int(e.db.counts.waiting.Load()) }

// counter counts what PostgreSQL is asked; it implements pgx.QueryTracer.
type counter struct{ statements *atomic.Uint64 }

// TraceQueryStart counts one statement.
func (c counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryStartData) context.Context {
	c.statements.Add(1)
	return ctx
}

// TraceQueryEnd has nothing to do.
func (counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
