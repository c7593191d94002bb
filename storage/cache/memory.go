package cache

import (
	"context"
	"sync"
	"time"
)

// memoryKeys bounds how many keys one node remembers: about 10 MB.
const memoryKeys = 100_000

// Memory counts on this node alone. Its size is bounded: when it is full, keys
// whose allowance is whole are forgotten first, then the one that is nearest to it.
type Memory struct {
	now   func() time.Time
	limit int

	mu   sync.Mutex
	full map[string]time.Time // when the key's allowance is whole again
}

// NewMemory makes an empty counter.
func NewMemory(now func() time.Time) *Memory {
	return &Memory{now: now, limit: memoryKeys, full: map[string]time.Time{}}
}

// Take implements Counter; its error is always nil.
func (m *Memory) Take(_ context.Context, key string, l Limit) (Decision, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.now()
	known, seen := m.full[key]
	next, d := decide(known, now, l)
	if d.Allowed && !l.Ask {
		if !seen && len(m.full) >= m.limit {
			m.forget(now)
		}
		m.full[key] = next
	}
	return d, nil
}

// forget makes room by looking at a few keys, in the map's random order.
func (m *Memory) forget(now time.Time) {
	var nearest string
	looked := 0
	for key, full := range m.full {
		if !full.After(now) {
			delete(m.full, key)
		} else if nearest == "" || full.Before(m.full[nearest]) {
			nearest = key
		}
		if looked++; looked == 64 {
			break
		}
	}
	if len(m.full) >= m.limit {
		delete(m.full, nearest)
	}
}
