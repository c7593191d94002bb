package storagetest

import (
	"sync"
	"time"
)

// Clock is a machine clock that a test moves. The zero value stands at a
// Wednesday noon.
type Clock struct {
	mu      sync.Mutex
	elapsed time.Duration
}

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Date(2026, 9, 2, 12, 0, 0, 0, time.UTC).Add(c.elapsed)
}

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.elapsed += d
}
