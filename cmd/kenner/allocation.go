package main

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/api/live"
)

// sweep is how long allocation sleeps at most: the safety net under the events.
const sweep = 15 * time.Second

// rollEvery is how often a node writes down which experts are connected to it.
// It is well below desk.Grace, so that one late write makes nobody vanish.
const rollEvery = 20 * time.Second

// allocation keeps offers going: it runs when something happened that may make
// an offer possible, when a deadline of a row comes, and as a sweep. All that it
// knows between two runs is when it called the roll, so any number of nodes may
// run one.
type allocation struct {
	house *house
	roll  func() live.Roll
	wake  chan struct{}
	// called is when the roll was called last; who is connected is written down
	// before anybody is looked for who is not, so that a machine that slept finds
	// its sockets first.
	called time.Time
	here   bool // and somebody was on it
}

func newAllocation(h *house, roll func() live.Roll) *allocation {
	return &allocation{house: h, roll: roll, wake: make(chan struct{}, 1)}
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
	if err := a.house.desk.Reopen(ctx); err != nil {
		a.house.log.Error("presence", "err", err)
	}
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
	again, late := a.callRoll(ctx)
	next, err := a.house.desk.Tick(ctx)
	// What is late does not keep the queue waiting.
	if err = errors.Join(late, err, a.house.desk.Allocate(ctx)); err != nil {
		if ctx.Err() == nil {
			a.house.log.Error("allocation", "err", err)
		}
		return time.Second
	}
	if next.IsZero() {
		return again
	}
	return min(max(next.Sub(a.house.clock.Now()), 0), again)
}

// callRoll writes down which experts are connected here, at most once in
// rollEvery, and not at all when nobody is. It returns how long to sleep at most.
func (a *allocation) callRoll(ctx context.Context) (again time.Duration, err error) {
	if since := machine().Sub(a.called); since < rollEvery {
		if !a.here {
			return sweep, nil
		}
		return min(rollEvery-since, sweep), nil
	}
	r := a.roll()
	a.called, a.here = machine(), len(r.Here)+len(r.Left) > 0
	return sweep, a.house.desk.Attend(ctx, r.Here, r.Left)
}
