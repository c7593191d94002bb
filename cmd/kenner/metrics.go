package main

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/kennerhq/kenner/api/live"
)

// minMetricsToken is the length of a token that nobody guesses.
const minMetricsToken = 32

const (
	scrapesAtOnce = 4
	scrapeLimit   = 10 * time.Second
)

// meters returns what counts, or nil when nobody asks for it.
func (c *Config) meters() (*meters, error) {
	if c.Metrics == "" {
		return nil, nil //nolint:nilnil // nil counts nothing
	}
	if c.MetricsToken != "" && len(c.MetricsToken) < minMetricsToken {
		return nil, fmt.Errorf("--metrics-token has fewer than %d letters: make one with openssl rand -hex 32", minMetricsToken)
	}
	if c.MetricsToken == "" && !ownMachine(c.Metrics) {
		return nil, fmt.Errorf("--metrics %s can be reached from elsewhere: give it a --metrics-token, or listen on 127.0.0.1", c.Metrics)
	}
	database := "sqlite"
	if c.Database != "" {
		database = "postgresql"
	}
	return newMeters(database), nil
}

// ownMachine reports whether only this machine reaches an address.
func ownMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false // Listen says what is wrong with it
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// serveMetrics answers at the address of the metrics, which is no other's, until
// stop is called: a drain can be watched to its end.
func (h *house) serveMetrics(ctx context.Context, c *Config, sockets func() live.Stats) (stop func() error, err error) {
	if h.meters == nil {
		return func() error { return nil }, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Metrics)
	if err != nil {
		return nil, fmt.Errorf("--metrics: %w", err)
	}
	read := newReadings(h, sockets)
	h.meters.expect(read.jobs)
	if err := h.meters.registry.Register(read); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	h.meters.url = "http://" + listener.Addr().String() + "/metrics"
	server := &http.Server{
		Handler: metricsHandler(h.meters, c.MetricsToken, h.log), ReadHeaderTimeout: scrapeLimit, ReadTimeout: scrapeLimit,
		WriteTimeout: 2 * scrapeLimit, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	h.log.Info("metrics", "address", listener.Addr().String())
	return func() error {
		err := server.Close()
		if failed := <-ended; !errors.Is(failed, http.ErrServerClosed) {
			err = errors.Join(err, failed)
		}
		return err
	}, nil
}

// metricsHandler serves /metrics and nothing else, to whoever shows the token.
func metricsHandler(m *meters, token string, log *slog.Logger) http.Handler {
	scrape := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError,
		MaxRequestsInFlight: scrapesAtOnce, Timeout: scrapeLimit,
	})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if token != "" && !shows(r, token) {
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "The metrics ask for their token.", http.StatusUnauthorized)
			return
		}
		scrape.ServeHTTP(w, r)
	})
	return mux
}

// shows reports whether a request carries the token. It takes the same time
// however much of it is right.
func shows(r *http.Request, token string) bool {
	shown, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	a, b := sha256.Sum256([]byte(shown)), sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}
