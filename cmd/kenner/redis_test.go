package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// link is the way to the test's Redis, which can be cut and mended.
type link struct {
	t        *testing.T
	to, at   string
	mu       sync.Mutex
	listener net.Listener
	open     []net.Conn
}

// linked returns a cut link and the URL that goes over it.
func linked(t *testing.T) (l *link, address string) {
	t.Helper()
	to, err := url.Parse(storagetest.Redis(t))
	require.NoError(t, err)
	l = &link{t: t, to: to.Host, at: freeAddress(t)}
	to.Host = l.at
	t.Cleanup(l.cut)
	return l, to.String()
}

func (l *link) mend() {
	listener, err := (&net.ListenConfig{}).Listen(l.t.Context(), "tcp", l.at)
	require.NoError(l.t, err)
	l.mu.Lock()
	l.listener = listener
	l.mu.Unlock()
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", l.to)
			if err != nil {
				_ = from.Close()
				continue
			}
			l.mu.Lock()
			l.open = append(l.open, from, to)
			l.mu.Unlock()
			go func() { _, _ = io.Copy(to, from) }()
			go func() { _, _ = io.Copy(from, to) }()
		}
	}()
}

func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.listener != nil {
		_ = l.listener.Close()
	}
	for _, c := range l.open {
		_ = c.Close()
	}
	l.listener, l.open = nil, nil
}

// logged calls fn with each line of a log.
type logged func(line string)

func (h logged) Write(line []byte) (int, error) {
	h(string(line))
	return len(line), nil
}

func TestAStartWaitsForRedis(t *testing.T) {
	t.Parallel()
	way, address := linked(t)
	c := &Config{Redis: address}
	ctx, cancel := context.WithCancel(t.Context())
	err := c.awaitRedis(ctx, slog.New(slog.NewTextHandler(logged(func(string) { cancel() }), nil)))
	require.ErrorContains(t, err, "redis does not answer")

	said := 0
	err = c.awaitRedis(t.Context(), slog.New(slog.NewTextHandler(logged(func(line string) {
		if said++; strings.Contains(line, "waiting for Redis") && said == 2 {
			way.mend()
		}
	}), nil)))
	require.NoError(t, err)
	require.GreaterOrEqual(t, said, 2)
}

// TestLosingRedisLosesNothing takes Redis from a node that serves: it says so,
// and goes on.
func TestLosingRedisLosesNothing(t *testing.T) {
	t.Parallel()
	way, address := linked(t)
	way.mend()
	h := &house{}
	c := &Config{Redis: address, MinFree: "0"}
	checks, err := h.checks(t.Context(), c)
	require.NoError(t, err)
	require.NoError(t, checks["redis"](t.Context()))
	way.cut()
	err = checks["redis"](t.Context())
	require.ErrorIs(t, err, api.ErrDegraded)
	way.mend()
	require.NoError(t, checks["redis"](t.Context()))
}
