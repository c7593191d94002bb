package domain

import (
	"context"
	"errors"
	"time"
)

const (
	renewalPace  = 500 * time.Millisecond // between two renewals
	renewalRetry = 5 * time.Second        // after one that failed
)

// Renewal is for what is kept in memory and made again from rows, after these
// have changed. Its zero value is of no use; see NewRenewal.
type Renewal struct{ due chan struct{} }

// NewRenewal makes one of which nothing is due.
func NewRenewal() Renewal { return Renewal{make(chan struct{}, 1)} }

// Touch says that the rows have changed. It never blocks, and many calls are one
// renewal.
func (r Renewal) Touch() {
	select {
	case r.due <- struct{}{}:
	default: // one is due already
	}
}

// Heard is Touch for an event from the outbox.
func (r Renewal) Heard(context.Context, []byte) error {
	r.Touch()
	return nil
}

// Run calls renew after every Touch, at most every 500 ms and never twice at
// once, until ctx ends. One that fails is told to failed and tried again.
func (r Renewal) Run(ctx context.Context, renew func(context.Context) error, failed func(error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-r.due:
		}
		pause := renewalPace
		if err := renew(ctx); err != nil && !errors.Is(err, context.Canceled) {
			failed(err)
			r.Touch()
			pause = renewalRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
