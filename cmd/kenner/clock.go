package main

import (
	"math/rand/v2"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/kennerhq/kenner/domain"
)

// clock is the brand's present: the machine's, shifted in a demo, and standing
// still at a moment of the past while the demo's past is made.
type clock struct {
	shift time.Duration
	still atomic.Pointer[time.Time]
}

// machine is the machine's clock, UTC in whole milliseconds.
func machine() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Now returns the brand's present.
func (c *clock) Now() time.Time {
	if at := c.still.Load(); at != nil {
		return *at
	}
	return machine().Add(c.shift)
}

// set makes the clock stand still at a moment.
func (c *clock) set(at time.Time) {
	at = at.UTC().Truncate(time.Millisecond)
	c.still.Store(&at)
}

// advance moves a clock that stands still.
func (c *clock) advance(d time.Duration) { c.set(c.Now().Add(d)) }

// run lets the clock go again.
func (c *clock) run() { c.still.Store(nil) }

// newID returns a fresh identity: a prefix and a UUIDv7.
func newID(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() }

// runtime returns what use cases are given when now is their clock.
func runtime(now func() time.Time) domain.Runtime {
	return domain.Runtime{Now: now, NewID: newID, Chance: rand.Float64}
}
