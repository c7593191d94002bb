package main

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errEnough ends a client that has nothing more to do; it is no error.
var errEnough = errors.New("loadgen: enough")

// drive lets clients do op again and again for a while; op gets the client's
// number and how often that client called it before. What a call took is
// measured, unless it failed; errEnough ends its client.
func drive(ctx context.Context, t target, op func(ctx context.Context, client, n int) error) report {
	type own struct {
		took   []time.Duration
		errors int
		first  error
	}
	all := make([]own, t.Clients)
	before, start := usageOf(t.PID), time.Now()
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			o := &all[i]
			for n := 0; time.Since(start) < t.For && ctx.Err() == nil; n++ {
				began := time.Now()
				err := op(ctx, i, n)
				switch {
				case errors.Is(err, errEnough):
					return
				case err == nil:
					o.took = append(o.took, time.Since(began))
					continue
				}
				if o.errors++; o.first == nil {
					o.first = err
				}
			}
		})
	}
	wg.Wait()
	r := report{Clients: t.Clients, Seconds: time.Since(start).Seconds()}
	var took []time.Duration
	for _, o := range all {
		took = append(took, o.took...)
		r.Errors += o.errors
		if o.first != nil && r.FirstError == "" {
			r.FirstError = o.first.Error()
		}
	}
	r.took(took)
	r.spent(before, t.PID)
	return r
}

// each runs fn for 0 to n-1, some at a time, and returns the first error; after
// one nothing new begins.
func each(n, atOnce int, fn func(i int) error) error {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		next  int
		first error
	)
	take := func() (int, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next >= n || first != nil {
			return 0, false
		}
		next++
		return next - 1, true
	}
	for range min(n, atOnce) {
		wg.Go(func() {
			for i, ok := take(); ok; i, ok = take() {
				if err := fn(i); err != nil {
					mu.Lock()
					if first == nil {
						first = err
					}
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
	return first
}
