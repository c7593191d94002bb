package auth

import (
	"sync"
	"time"
)

// cacheSize bounds a cache; a full one starts anew.
const cacheSize = 10_000

// cache keeps what was read, for freshFor. What is read while something is
// forgotten is not kept.
type cache[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]cached[V]
	epoch int // rises with every forget
}

type cached[V any] struct {
	value V
	at    time.Time
}

func newCache[K comparable, V any]() *cache[K, V] {
	return &cache[K, V]{known: map[K]cached[V]{}}
}

func (c *cache[K, V]) get(k K, now time.Time, read func() (V, error)) (V, error) {
	c.mu.Lock()
	hit, ok := c.known[k]
	epoch := c.epoch
	c.mu.Unlock()
	if age := now.Sub(hit.at); ok && age >= 0 && age < freshFor {
		return hit.value, nil
	}
	v, err := read()
	if err != nil {
		return v, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.epoch == epoch {
		if len(c.known) >= cacheSize {
			clear(c.known)
		}
		c.known[k] = cached[V]{v, now}
	}
	return v, nil
}

func (c *cache[K, V]) forget(matches func(K, V) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
	for k, hit := range c.known {
		if matches(k, hit.value) {
			delete(c.known, k)
		}
	}
}
