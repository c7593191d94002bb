// Package cache holds what may be lost: the counters behind rate limits. They
// live in memory on one node and in Redis when there are several; both pass the
// same test. It imports nothing of ours.
package cache

import (
	"context"
	"time"
)

// Limit allows Count events at once and Count per Per in the long run. Refused
// events are not counted.
type Limit struct {
	Count int
	Per   time.Duration
	// FailClosed refuses when the shared counter cannot be reached, for limits
	// that protect sign-in and redemption; others fall back to this node's memory.
	FailClosed bool
	// Ask counts nothing: it asks whether one more would be allowed.
	Ask bool
}

// every is the pause at which the limit is never reached.
func (l Limit) every() time.Duration { return l.Per / time.Duration(max(l.Count, 1)) }

// Decision is the answer to one event.
type Decision struct {
	Allowed bool
	// RetryAfter is exactly how long to wait until the next event is allowed.
	RetryAfter time.Duration
	// Remaining is how many more are allowed now.
	Remaining int
}

// Counter counts events by key ("login:192.0.2.1").
type Counter interface {
	// Take counts one event of key, unless the limit refuses it.
	Take(ctx context.Context, key string, l Limit) (Decision, error)
}

// decide is the generic cell rate algorithm. full is when the key's allowance
// is whole again; the result is its new value, and the decision.
func decide(full, now time.Time, l Limit) (time.Time, Decision) {
	if full.Before(now) {
		full = now
	}
	next := full.Add(l.every())
	if wait := next.Sub(now) - l.Per; wait > 0 {
		return full, Decision{RetryAfter: wait}
	}
	return next, Decision{Allowed: true, Remaining: int((l.Per - next.Sub(now)) / l.every())}
}
