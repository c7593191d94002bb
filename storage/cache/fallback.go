package cache

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// pause is how long a shared counter that failed is left alone.
const pause = 2 * time.Second

// Fallback counts in a shared counter and, while that fails, on this node. It
// never returns an error: losing Redis loses precision, not the service.
type Fallback struct {
	shared Counter
	local  *Memory
	now    func() time.Time
	log    *slog.Logger

	mu    sync.Mutex
	until time.Time // the shared counter is left alone until then
	down  bool
}

// NewFallback puts a counter of this node behind shared.
func NewFallback(shared Counter, now func() time.Time, log *slog.Logger) *Fallback {
	return &Fallback{shared: shared, local: NewMemory(now), now: now, log: log}
}

// Take implements Counter; its error is always nil. While the shared counter is
// down, limits with FailClosed refuse.
func (f *Fallback) Take(ctx context.Context, key string, l Limit) (Decision, error) {
	if f.mayAsk() {
		d, err := f.shared.Take(ctx, key, l)
		if err == nil {
			f.recovered()
			return d, nil
		}
		if ctx.Err() == nil { // a caller who left says nothing about Redis
			f.failed(err)
		}
	}
	if l.FailClosed {
		return Decision{RetryAfter: pause}, nil
	}
	return f.local.Take(ctx, key, l)
}

// Degraded reports that this node counts alone.
func (f *Fallback) Degraded() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.down
}

func (f *Fallback) mayAsk() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.now().Before(f.until)
}

func (f *Fallback) failed(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.until = f.now().Add(pause)
	if !f.down {
		f.down = true
		f.log.Warn("Redis does not answer: this node counts its rate limits alone, sign-in and redemption are refused", "error", err)
	}
}

func (f *Fallback) recovered() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		f.down = false
		f.log.Info("Redis answers again: rate limits are shared")
	}
}
