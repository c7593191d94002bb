package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
)

// forAllocator is the condition that a conversation c waits for the allocator.
// It names the status twice for the index of the queue.
const forAllocator = `c.status IN ('queued', 'offered') AND c.status = 'queued' AND c.desk = 'experts' AND c.class < 3`

const inQueue = "SELECT 1 FROM conversations c WHERE " + forAllocator + " LIMIT 1"

// InQueue reports whether anybody waits for the allocator.
func (v Views) InQueue(ctx context.Context) (bool, error) {
	var n int
	found, err := v.maybe(ctx, &n, inQueue)
	return found, wrapped(err, "look for who waits")
}

// agenda is one statement over indexes: what falls due, and in its last row
// whether anybody waits for the allocator.
const agenda = nextDue + " UNION ALL SELECT MIN(" + rushAt + ") FROM conversations WHERE " + onBoard +
	" UNION ALL SELECT -MIN(seen_at) FROM shadowings WHERE ended_at IS NULL" + // below zero: when a mentor was seen
	" UNION ALL SELECT -1 WHERE EXISTS (" + inQueue + ")"

// Agenda is what time alone will bring, at one look.
func (v Views) Agenda(ctx context.Context) (a desk.Agenda, err error) {
	var rows []struct{ DueAt *int64 }
	err = v.all(ctx, &rows, agenda, desk.Grace.Milliseconds())
	for _, r := range rows {
		switch {
		case r.DueAt == nil:
		case *r.DueAt == -1:
			a.Queued = true
		case *r.DueAt < 0:
			a.Mentor = time.UnixMilli(-*r.DueAt).UTC().Add(desk.MentorGrace)
			if a.Next.IsZero() || a.Mentor.Before(a.Next) {
				a.Next = a.Mentor
			}
		default:
			if at := time.UnixMilli(*r.DueAt).UTC(); a.Next.IsZero() || at.Before(a.Next) {
				a.Next = at
			}
		}
	}
	return a, wrapped(err, "look at what is due")
}
