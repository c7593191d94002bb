package api

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// readyTimeout is how long one check may take; one that takes longer has failed.
const readyTimeout = 2 * time.Second

// ErrDegraded is what a check of /readyz wraps when the node can do its work
// although something is wrong: Redis is away, an event is dead.
var ErrDegraded = errors.New("degraded")

// health adds /healthz, which says that the process lives, and /readyz, which
// says whether it can serve. Neither says why not: the log does.
func (r *router) health(e *echo.Echo) {
	checks := make([]*check, 0, len(r.Ready))
	for _, name := range slices.Sorted(maps.Keys(r.Ready)) {
		checks = append(checks, &check{name: name, probe: r.Ready[name], state: stateOK})
	}
	e.GET("/healthz", func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return c.JSON(http.StatusOK, map[string]string{"status": "alive"})
	})
	e.GET("/readyz", func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		status, all := r.ready(c.Request().Context(), checks)
		return c.JSON(status, all)
	})
}

// The words of a check.
const (
	stateOK       = "ok"
	stateDegraded = "degraded"
	stateFailed   = "failed"
)

// readiness is the answer of /readyz: ready, degraded (it serves, and somebody
// should look) or not ready, with the word of each check.
type readiness struct {
	Status string            `json:"status"`
	Checks map[string]string `json:"checks"`
}

// ready asks every check at once.
func (r *router) ready(ctx context.Context, checks []*check) (int, readiness) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTimeout)
	defer cancel()
	errs := make([]error, len(checks))
	var asked sync.WaitGroup
	for i, c := range checks {
		asked.Go(func() { errs[i] = c.ask(ctx) })
	}
	asked.Wait()
	status, all := http.StatusOK, readiness{"ready", map[string]string{}}
	for i, c := range checks {
		state := stateOK
		switch {
		case errors.Is(errs[i], ErrDegraded):
			state = stateDegraded
			if status == http.StatusOK {
				all.Status = "degraded"
			}
		case errs[i] != nil:
			state, all.Status, status = stateFailed, "not ready", http.StatusServiceUnavailable
		}
		all.Checks[c.name] = state
		if was := c.turn(state); was != state && errs[i] != nil {
			r.Logger.WarnContext(ctx, "readiness", "check", c.name, "state", state, "was", was, "err", errs[i])
		} else if was != state {
			r.Logger.InfoContext(ctx, "readiness", "check", c.name, "state", state, "was", was)
		}
	}
	return status, all
}

// check is one check of /readyz. However many ask, it runs once at a time, so
// that nobody can make it a burden; who asks meanwhile gets the same answer.
type check struct {
	name  string
	probe func(context.Context) error

	mu    sync.Mutex
	run   *running
	state string
}

type running struct {
	done chan struct{}
	err  error
}

var errNoAnswer = errors.New("it does not answer")

// ask runs the check, or waits for the run that is under way, until ctx ends.
func (c *check) ask(ctx context.Context) error {
	c.mu.Lock()
	run := c.run
	if run == nil {
		run = &running{done: make(chan struct{})}
		c.run = run
		go c.carryOut(ctx, run)
	}
	c.mu.Unlock()
	select {
	case <-run.done:
		return run.err
	case <-ctx.Done():
		return errNoAnswer
	}
}

// carryOut runs the check and ends the wait of all who asked.
func (c *check) carryOut(ctx context.Context, run *running) {
	defer func() {
		if p := recover(); p != nil {
			run.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		c.mu.Lock()
		c.run = nil
		c.mu.Unlock()
		close(run.done)
	}()
	run.err = c.probe(ctx)
}

// turn keeps what the check says now and returns what it said before, so that
// the log tells changes alone.
func (c *check) turn(state string) (was string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	was, c.state = c.state, state
	return was
}
