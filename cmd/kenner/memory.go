package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

// ballast makes memory that is never touched: it costs addresses and nothing else.
// It counts for the garbage collector, which lets the heap grow by as much before
// it looks again. The product's own heap is a dozen megabytes; to collect it each
// time that it had doubled was a sixth of the work of a busy server.
func ballast() []byte { return make([]byte, 24<<20) }

const (
	restEvery = 2 * time.Second
	little    = 1 << 20  // bytes that an idle server allocates in restEvery, at most
	worthIt   = 16 << 20 // bytes that were allocated since the last time
)

// resting gives back what a burst of work left behind, once the server rests,
// until stop is called.
func (h *house) resting() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var watch sync.WaitGroup
	watch.Go(func() { h.watchRest(ctx) })
	return func() {
		cancel()
		watch.Wait()
	}
}

func (h *house) watchRest(ctx context.Context) {
	tick := time.NewTicker(restEvery)
	defer tick.Stop()
	var last, given uint64
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := allocated()
		if now-last < little && now-given > worthIt {
			h.giveBack(ctx)
			given = now
		}
		last = now
	}
}

// giveBack returns to the system the memory that nothing needs now: the page
// caches of the database, the runtime's free heap and the program's own pages.
func (h *house) giveBack(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, restEvery)
	defer cancel()
	if err := h.db.Rest(ctx); err != nil && ctx.Err() == nil {
		h.log.Error("memory", "err", err)
	}
	debug.FreeOSMemory()
	if err := forgetProgram(); err != nil {
		h.log.Error("memory", "err", err)
	}
}

// allocated is how many bytes were ever asked for.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
