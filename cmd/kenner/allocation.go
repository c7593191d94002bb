package main

import (
	"context"
	"errors"
	"time"
)

// sweep is how long allocation sleeps at most: the safety net under the events.
const sweep = 15 * time.Second

// allocation keeps offers going: it runs when something happened that may make
// an offer possible, when a deadline of a row comes, and as a sweep. It knows
// nothing between two runs, so any number of nodes may run one.
type allocation struct {
	house *house
	wake  chan struct{}
}

func newAllocation(h *house) *allocation {
	return &allocation{house: h, wake: make(chan struct{}, 1)}
}

// heard is a subscriber: it wakes allocation and never blocks.
func (a *allocation) heard(context.Context, []byte) error {
	select {
	case a.wake <- struct{}{}:
	default: // it is awake
	}
	return nil
}

// run works until ctx ends.
func (a *allocation) run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.wake:
		case <-timer.C:
		}
		timer.Reset(a.turn(ctx))
	}
}

// turn does what is due and makes the offers that are possible, and returns how
// long to sleep.
func (a *allocation) turn(ctx context.Context) time.Duration {
	next, err := a.house.desk.Tick(ctx)
	// What is late does not keep the queue waiting.
	if err = errors.Join(err, a.house.desk.Allocate(ctx)); err != nil {
		if ctx.Err() == nil {
			a.house.log.Error("allocation", "err", err)
		}
		return time.Second
	}
	if next.IsZero() {
		return sweep
	}
	return min(max(next.Sub(a.house.clock.Now()), 0), sweep)
}
