package api

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// front is what every request passes before its route: it gets an id and a line
// in the log, is bounded, and its answer gets the headers that protect it.
type front struct {
	Config
	public string
	gate   *gate
	cross  *http.CrossOriginProtection
	other  tell // of what is no operation
}

const (
	maxPath  = 2 << 10
	maxQuery = 4 << 10
	// slowRequest is longer than anybody should wait; the log warns of it.
	slowRequest = time.Second
)

// receive names the request, keeps a panic to itself and writes the log.
func (f front) receive(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		began, since := f.Now(), f.Meter.now()
		req := c.Request()
		known := &request{
			id: strings.ToLower(rand.Text()), ip: c.RealIP(), method: req.Method, origin: f.origin(c), path: req.URL.Path, log: f.Logger,
			header: c.Response().Header(), tell: f.other, agent: req.UserAgent(),
		}
		known.cookie = refreshCookie(req, known.origin)
		known.browser = browserCookie(req, known.origin)
		c.SetRequest(req.WithContext(context.WithValue(req.Context(), requestKey, known)))
		c.Response().Header().Set("X-Request-Id", known.id)
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // the sentinel itself is thrown
					panic(p)
				}
				f.Logger.ErrorContext(c.Request().Context(), "panic", "request", known.id, "panic", p, "stack", string(debug.Stack()))
				echoError(newProblem(c.Request().Context(), http.StatusInternalServerError, "internal", internalDetail), c)
				err = nil
			}
			known.tell(c.Response().Status, f.Meter.now().Sub(since), !known.waited && !streams(c.Path()))
			f.logged(c, known, f.Now().Sub(began))
		}()
		if err := next(c); err != nil {
			c.Error(err)
		}
		return nil
	}
}

// origin is how the caller sees us.
func (f front) origin(c echo.Context) string {
	if f.public != "" {
		return f.public
	}
	req := c.Request()
	scheme := "http"
	if req.TLS != nil || f.fromProxy(req) && req.Header.Get("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + req.Host
}

func (f front) fromProxy(req *http.Request) bool {
	peer, err := netip.ParseAddrPort(req.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range f.TrustedProxies {
		if p.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}

func (f front) logged(c echo.Context, known *request, took time.Duration) {
	level := slog.LevelInfo
	slow := !streams(c.Path()) && waitOf(c.QueryParam("wait")) == 0 && took > slowRequest
	if slow || c.Response().Status >= http.StatusInternalServerError {
		level = slog.LevelWarn
	}
	f.Logger.LogAttrs(c.Request().Context(), level, "request",
		slog.String("request", known.id), slog.String("method", short(known.method)), slog.String("path", short(known.path)),
		slog.String("operation", known.operation), slog.Int("status", c.Response().Status), slog.Int64("bytes", c.Response().Size),
		slog.Int64("ms", took.Milliseconds()), slog.String("ip", known.ip), slog.String("actor", known.actor.ID),
		slog.Bool("audit", known.audit), slog.String("role", string(known.actor.Role)), slog.Bool("slow", slow))
}

// short bounds what a stranger can put into one line of the log.
func short(s string) string {
	if len(s) > 256 {
		return s[:256] + "…"
	}
	return s
}

// limitInput refuses what no client of ours sends.
func (front) limitInput(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		u, ctx := c.Request().URL, c.Request().Context()
		switch {
		case headerBytes(c.Request()) > maxHeaders:
			return newProblem(ctx, http.StatusRequestHeaderFieldsTooLarge, "headers_too_large", "The headers are larger than 16 KB.")
		case len(u.EscapedPath()) > maxPath:
			return newProblem(ctx, http.StatusRequestURITooLong, "path_too_long", "The path is longer than 2 KB.")
		case len(u.RawQuery) > maxQuery:
			return newProblem(ctx, http.StatusRequestURITooLong, "query_too_long", "The query is longer than 4 KB.")
		case !cleanText(u.Path) || !cleanQuery(u.RawQuery):
			return newProblem(ctx, http.StatusBadRequest, "malformed_url", "The address is not valid UTF-8 text.")
		}
		return next(c)
	}
}

// headerBytes is about what the headers took on the wire.
func headerBytes(req *http.Request) (n int) {
	for name, values := range req.Header {
		for _, v := range values {
			n += len(name) + len(v) + len(": \r\n")
		}
	}
	return n
}

func cleanQuery(raw string) bool {
	values, err := url.ParseQuery(raw)
	for key, all := range values {
		for _, v := range all {
			if !cleanText(v) {
				return false
			}
		}
		if !cleanText(key) || len(all) > 1 { // the same parameter twice means two things to two readers
			return false
		}
	}
	return err == nil
}

// cleanText reports whether s is text that every database can keep.
func cleanText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// shed refuses work that would only wait.
func (f front) shed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if unbounded(c.Path()) {
			return next(c)
		}
		if !f.gate.enter() {
			return unavailable(c.Request().Context(), "overloaded", "Kenner has too much to do at the moment. Try again shortly.")
		}
		requestOf(c.Request().Context()).gate = f.gate
		defer f.gate.leave()
		return next(c)
	}
}

// timeout ends the context of a request that takes too long. One that may wait
// has that much longer.
func (f front) timeout(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if streams(c.Path()) {
			return next(c)
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), f.Timeout+mayWait(c))
		defer cancel()
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// unbounded routes are answered however full the server is.
func unbounded(path string) bool {
	return streams(path) || path == "/healthz" || path == "/readyz"
}

// echoError answers an error that did not come from an operation: Echo's own,
// or one of ours on the way to it.
func echoError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	ctx := c.Request().Context()
	var p *Problem
	var he *echo.HTTPError
	switch {
	case errors.As(err, &p):
	case errors.As(err, &he):
		p = echoProblem(ctx, he)
	default:
		errors.As(answer(ctx, err), &p)
	}
	maps.Copy(c.Response().Header(), p.headers)
	c.Response().Header().Set("Cache-Control", "no-store")
	if c.Request().Method == http.MethodHead {
		_ = c.NoContent(p.Status)
		return
	}
	c.Response().Header().Set(echo.HeaderContentType, problemType)
	c.Response().WriteHeader(p.Status)
	_, _ = c.Response().Write(p.json())
}

func echoProblem(ctx context.Context, he *echo.HTTPError) *Problem {
	switch he.Code {
	case http.StatusNotFound:
		return newProblem(ctx, he.Code, "not_found", "There is nothing here.")
	case http.StatusMethodNotAllowed:
		return newProblem(ctx, he.Code, "method_not_allowed", "This address does not take this method.")
	case http.StatusRequestEntityTooLarge:
		return newProblem(ctx, he.Code, "body_too_large", "The body is larger than 256 KB.")
	}
	if he.Code < http.StatusInternalServerError {
		return newProblem(ctx, he.Code, codeOf(he.Code), "")
	}
	p, _ := answer(ctx, he).(*Problem) //nolint:errorlint // made by answer just now
	return p
}
