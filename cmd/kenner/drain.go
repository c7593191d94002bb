package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"
)

// How long what was begun may go on after the signal to stop and the notice.
// With finish, for the jobs, it is less than half a minute in all.
const (
	answering  = 15 * time.Second // requests
	delivering = 5 * time.Second  // subscribers of events
)

// notice is the time between the signal to stop and the end. Every answer that
// is given in it says that its connection ends with it, so that nobody sends
// another request on a connection that is about to be closed.
type notice struct{ given atomic.Bool }

// over is next, with the notice on its answers once it is given.
func (n *notice) over(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n.given.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// leave sees everybody out. For the time of the notice all goes on, while
// /readyz fails and whoever sends requests here learns to send them elsewhere.
// Then nobody comes in any more, live connections are sent away one by one, and
// what was read is answered. A request without an answer was never read: it has
// had no effect, unless leave returns an error.
func (h *house) leave(ctx context.Context, f *front) error {
	h.log.Info("stopping", "notice", f.notice)
	f.farewell.given.Store(true)
	<-time.After(f.notice)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answering)
	defer cancel()
	away := make(chan error, 1)
	f.server.RegisterOnShutdown(func() { away <- f.sockets.Close(ctx) }) // it listens no more: nobody comes straight back
	if err := f.server.Shutdown(ctx); err != nil {
		return errors.Join(fmt.Errorf("requests were cut off after %s: %w", answering, err), f.server.Close(), <-away)
	}
	return <-away
}

// settle ends what goes on behind the answers. Events that are not delivered in
// time are at the next start.
func (h *house) settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), delivering)
	defer cancel()
	if err := h.db.Outbox().Stop(ctx); err != nil {
		h.log.Warn("events that were being delivered come again at the next start", "err", err)
	}
}
