package main

import (
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
	restEvery = 5 * time.Second
	little    = 2 << 20  // bytes that an idle server allocates in restEvery, at most
	worthIt   = 16 << 20 // bytes that were allocated since the last time
)

// resting lets giveBack go on until stop is called.
func resting() (stop func()) {
	quit := make(chan struct{})
	go giveBack(quit)
	return sync.OnceFunc(func() { close(quit) })
}

// giveBack returns to the system what a burst of work left behind, once the
// server rests, until quit is closed.
func giveBack(quit <-chan struct{}) {
	tick := time.NewTicker(restEvery)
	defer tick.Stop()
	var last, given uint64
	for {
		select {
		case <-quit:
			return
		case <-tick.C:
		}
		now := allocated()
		if now-last < little && now-given > worthIt {
			debug.FreeOSMemory()
			given = now
		}
		last = now
	}
}

// allocated is how many bytes were ever asked for.
func allocated() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
