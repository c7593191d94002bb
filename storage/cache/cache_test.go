package cache

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage/storagetest"
)

// each runs one body on both counters, with a clock that the test moves.
func each(t *testing.T, body func(t *testing.T, c Counter, clock *storagetest.Clock)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		var clock storagetest.Clock
		body(t, NewMemory(clock.Now), &clock)
	})
	t.Run("redis", func(t *testing.T) {
		t.Parallel()
		var clock storagetest.Clock
		r, err := NewRedis(storagetest.Redis(t), clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		r.prefix = rand.Text()
		t.Cleanup(func() { _ = r.Close() })
		body(t, r, &clock)
	})
}

func taken(t *testing.T, c Counter, key string, l Limit) Decision {
	t.Helper()
	d, err := c.Take(t.Context(), key, l)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestALimitRefusesAndTellsWhenToComeBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c Counter, clock *storagetest.Clock) {
		login := Limit{Count: 5, Per: time.Minute}
		for i := range 5 {
			if d := taken(t, c, "ada", login); !d.Allowed || d.Remaining != 4-i {
				t.Fatalf("event %d: %+v", i, d)
			}
		}
		clock.Add(2 * time.Second)
		for range 3 { // refusals do not count
			if d := taken(t, c, "ada", login); d.Allowed || d.RetryAfter != 10*time.Second {
				t.Fatalf("the sixth: %+v", d)
			}
		}
		ask := login
		ask.Ask = true
		if d := taken(t, c, "ada", ask); d.Allowed || d.RetryAfter != 10*time.Second {
			t.Fatalf("who asks is told the same: %+v", d)
		}
		for range 9 { // and is not counted
			if d := taken(t, c, "cy", ask); !d.Allowed || d.Remaining != 4 {
				t.Fatalf("who asks alone: %+v", d)
			}
		}
		if d := taken(t, c, "bo", login); !d.Allowed {
			t.Fatal("another key was refused")
		}
		clock.Add(10*time.Second - time.Millisecond)
		if d := taken(t, c, "ada", login); d.Allowed || d.RetryAfter != time.Millisecond {
			t.Fatalf("a millisecond early: %+v", d)
		}
		clock.Add(time.Millisecond)
		if d := taken(t, c, "ada", login); !d.Allowed || d.Remaining != 0 {
			t.Fatalf("when it was told: %+v", d)
		}
		clock.Add(time.Hour)
		if d := taken(t, c, "ada", login); !d.Allowed || d.Remaining != 4 {
			t.Fatalf("an hour later: %+v", d)
		}
	})
}

func TestALimitHoldsWhoeverRaces(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, c Counter, _ *storagetest.Clock) {
		var allowed atomic.Int64
		var wg sync.WaitGroup
		for range 200 {
			wg.Go(func() {
				d, err := c.Take(t.Context(), "drop", Limit{Count: 20, Per: 10 * time.Second})
				if err != nil {
					t.Error(err)
				}
				if d.Allowed {
					allowed.Add(1)
				}
			})
		}
		wg.Wait()
		if allowed.Load() != 20 {
			t.Fatalf("%d allowed", allowed.Load())
		}
	})
}

func TestMemoryIsBoundedAndKeepsTheGreediest(t *testing.T) {
	t.Parallel()
	var clock storagetest.Clock
	m := NewMemory(clock.Now)
	m.limit = 50
	l := Limit{Count: 3, Per: time.Minute}
	for range 3 {
		taken(t, m, "greedy", l)
	}
	for i := range 1000 {
		taken(t, m, strconv.Itoa(i), l)
	}
	if len(m.full) > 50 {
		t.Fatalf("%d keys", len(m.full))
	}
	if d := taken(t, m, "greedy", l); d.Allowed {
		t.Fatal("many strangers made the greedy one forgotten")
	}
}

// broken is a counter whose server is gone until it is mended.
type broken struct {
	mended atomic.Bool
	asked  atomic.Int64
}

func (b *broken) Take(context.Context, string, Limit) (Decision, error) {
	b.asked.Add(1)
	if b.mended.Load() {
		return Decision{Allowed: true}, nil
	}
	return Decision{}, errors.New("connection refused")
}

func TestWithoutRedisANodeCountsAlone(t *testing.T) {
	t.Parallel()
	var clock storagetest.Clock
	var log strings.Builder
	shared := &broken{}
	f := NewFallback(shared, clock.Now, slog.New(slog.NewTextHandler(&log, nil)))
	open, closed := Limit{Count: 2, Per: time.Minute}, Limit{Count: 2, Per: time.Minute, FailClosed: true}
	for i, want := range []bool{true, true, false} {
		if d := taken(t, f, "ada", open); d.Allowed != want {
			t.Fatalf("event %d: %+v", i, d)
		}
	}
	if d := taken(t, f, "login", closed); d.Allowed || d.RetryAfter == 0 {
		t.Fatalf("sign-in: %+v", d)
	}
	if !f.Degraded() || shared.asked.Load() != 1 || strings.Count(log.String(), "counts its rate limits alone") != 1 {
		t.Fatalf("degraded %v, asked %d, log %s", f.Degraded(), shared.asked.Load(), log.String())
	}
	shared.mended.Store(true)
	clock.Add(pause)
	if d := taken(t, f, "login", closed); !d.Allowed || f.Degraded() {
		t.Fatalf("mended: %+v, degraded %v", d, f.Degraded())
	}
}

func TestARedisThatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	var clock storagetest.Clock
	r, err := NewRedis("redis://127.0.0.1:1/0", clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if _, err := r.Take(t.Context(), "x", Limit{Count: 1, Per: time.Second}); err == nil {
		t.Fatal("no error")
	}
}
