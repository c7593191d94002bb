package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/api/live"
)

const (
	livePath   = basePath + "/live"
	ssePath    = livePath + "/sse"
	checkPath  = livePath + "/check"
	pollPath   = livePath + "/poll"
	rehearsal  = 300 * time.Millisecond // between two lines of a connection check
	staffLooks = 5 * time.Second        // staff who wait for a conversation of others are not told of it
)

// streams reports whether a route answers for as long as somebody listens.
func streams(path string) bool { return slices.Contains([]string{livePath, ssePath, checkPath}, path) }

// mayWait is how much longer than others a request may take, because it asked
// to wait; the transport's own deadlines are moved with it.
func mayWait(c echo.Context) time.Duration {
	if c.Path() != pollPath && !strings.HasSuffix(c.Path(), "/timeline") {
		return 0
	}
	w := waitOf(c.QueryParam("wait"))
	if w > 0 {
		_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Time{}) // else it ends the wait
	}
	return w
}

// waitOf reads a wait; the operation itself refuses what is none.
func waitOf(seconds string) time.Duration {
	d, err := time.ParseDuration(seconds + "s")
	if err != nil {
		return 0
	}
	return min(max(d, 0), maxWait)
}

const maxWait = 25 * time.Second // the server's WriteTimeout is 30 s

// live adds the routes that are no operations: those that go on.
func (r *router) live(e *echo.Echo) {
	if r.Live == nil {
		return
	}
	e.GET(livePath, r.socket)
	e.GET(ssePath, r.sse)
	e.GET(checkPath, r.checkLive)
}

// socket hands a WebSocket over. What is none gets a problem as everywhere.
func (r *router) socket(c echo.Context) error {
	ctx := c.Request().Context()
	switch {
	case c.Request().URL.RawQuery != "":
		return newProblem(ctx, http.StatusBadRequest, "token_in_url", "The token belongs into the first frame: addresses are logged.")
	case !c.IsWebSocket():
		return newProblem(ctx, http.StatusUpgradeRequired, "upgrade_required", "This address speaks WebSocket.")
	}
	r.Live.ServeHTTP(c.Response(), c.Request())
	return nil
}

// sse streams the same pushes to who cannot have a WebSocket.
func (r *router) sse(c echo.Context) error {
	ctx := c.Request().Context()
	if c.Request().URL.RawQuery != "" {
		return newProblem(ctx, http.StatusBadRequest, "token_in_url", "The token belongs into the Authorization header: addresses are logged.")
	}
	known := requestOf(ctx)
	known.operation = "streamLive"
	if err := r.identify(ctx, known, row{roles: everybody | auditors}, c.Request().Header.Get("Authorization")); err != nil {
		return answer(ctx, err)
	}
	if err := r.Live.Stream(c.Response(), c.Request(), callerOf(ctx)); err != nil {
		return answer(ctx, err)
	}
	return nil
}

// checkLive lets anybody see whether streams come through to them.
func (r *router) checkLive(c echo.Context) error {
	ctx := c.Request().Context()
	known := requestOf(ctx)
	known.operation = "checkLive"
	if err := r.count(ctx, limitChecks, limitChecks.subject(known)); err != nil {
		return err
	}
	r.Live.Rehearse(c.Response(), c.Request(), rehearsal)
	return nil
}

func callerOf(ctx context.Context) live.Caller {
	known := requestOf(ctx)
	return live.Caller{Token: known.token, IP: known.ip}
}

// polling is the live connection of who can only ask.
type polling struct{ c Config }

func (h polling) routes(r *router) {
	handle(r, operation{
		ID: "pollLive", Method: http.MethodGet, Path: "/live/poll", Tag: "Live", Summary: "What was pushed since I asked last",
		Details: "For who can have neither a WebSocket nor a stream; the pushes are the same. The first poll begins a session and says fresh: " +
			"read from the API what is on your screen. Ask again with session and after at once; a session that was not asked for 30 s ends, " +
			"and the next poll says fresh again.",
		Errors: []int{http.StatusServiceUnavailable},
	}, h.poll)
}

// Waits is the input of an operation that can wait for something to happen.
type Waits struct {
	Wait int `query:"wait" minimum:"0" maximum:"25" doc:"Seconds to wait when there is nothing yet."`
}

func (w Waits) duration() time.Duration { return time.Duration(w.Wait) * time.Second }

type pollInput struct {
	Waits

	Session string `query:"session" maxLength:"64" doc:"Of the answer before."`
	After   int64  `query:"after" minimum:"0" doc:"The next of the answer before."`
}

func (h polling) poll(ctx context.Context, in *pollInput) (*body[live.Polled], error) {
	if h.c.Live == nil {
		return nil, live.ErrNotNow
	}
	known, err := h.c.Auth.Actor(ctx, requestOf(ctx).token)
	if err != nil {
		return nil, err
	}
	defer outside(ctx)()
	return reply(h.c.Live.Poll(ctx, callerOf(ctx), known, in.Session, in.After, in.duration()))
}

// outside gives the place of a request that waits to others, until it goes on.
func outside(ctx context.Context) (inside func()) {
	known := requestOf(ctx)
	known.waited = true
	g := known.gate
	if g == nil {
		return func() {}
	}
	g.leave()
	return func() { g.inside.Add(1) }
}

// waitFor answers with what look sees, as soon as it is enough or when the time
// is over. It listens before it looks again, so nothing falls in between. The
// wait itself holds no connection to the database and no place in the gate. Who
// is cut off meanwhile is asked for the token again, and look decides whether
// they still may see it.
func waitFor[T any](ctx context.Context, c Config, w Waits, look func(context.Context) (T, error), enough func(T) bool,
	wants func(live.Push) bool,
) (T, error) {
	v, err := look(ctx)
	if err != nil || w.Wait == 0 || c.Live == nil || enough(v) {
		return v, err
	}
	await, err := c.Live.Await(ctx, callerOf(ctx), wants)
	if err != nil {
		return v, err
	}
	defer await.Close()
	over, cancel := context.WithTimeout(ctx, w.duration())
	defer cancel()
	for {
		if v, err = look(ctx); err != nil || enough(v) || over.Err() != nil {
			return v, err
		}
		pause := maxWait
		if actor(ctx).Staff() {
			pause = staffLooks
		}
		if cut := waitOutside(over, await, pause); cut {
			if _, err := c.Auth.Actor(ctx, requestOf(ctx).token); err != nil {
				return v, err
			}
			return look(ctx)
		}
	}
}

func waitOutside(ctx context.Context, a *live.Await, d time.Duration) (cut bool) {
	defer outside(ctx)()
	return a.Wait(ctx, d)
}
