package api_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
)

func TestReadinessHasAWordForEachCheck(t *testing.T) {
	t.Parallel()
	var broken error
	h := apitest.Open(t, func(c *api.Config) {
		c.Ready["outbox"] = func(context.Context) error { return broken }
	})
	ask := func() apitest.Answer { return h.Stranger().Raw("GET", "/readyz", "") }
	ready := ask().Want(200)
	require.Equal(t, []string{"ready", "ok", "ok"}, []string{ready.String("status"), ready.String("checks.database"), ready.String("checks.outbox")})

	broken = fmt.Errorf("%w: dial tcp 10.0.0.7: refused", api.ErrDegraded)
	ready = ask().Want(200)
	require.Equal(t, []string{"degraded", "degraded"}, []string{ready.String("status"), ready.String("checks.outbox")})

	broken = errors.New("dial tcp 10.0.0.7: refused")
	ready = ask().Want(503)
	require.Equal(t, []string{"not ready", "ok", "failed"}, []string{ready.String("status"), ready.String("checks.database"), ready.String("checks.outbox")})
	require.NotContains(t, string(ready.Body), "10.0.0.7")
	ask().Want(503)
	require.Equal(t, 2, strings.Count(h.Log.String(), "10.0.0.7"), "the log tells changes alone")
	broken = nil
	ask().Want(200)
	require.Contains(t, h.Log.String(), `"state":"ok","was":"failed"`)
}

func TestAClosedDatabaseIsNotReadyAndAlive(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	require.NoError(t, h.DB.Close())
	a := h.Stranger().Raw("GET", "/readyz", "").Want(503)
	require.Equal(t, "failed", a.String("checks.database"))
	h.Stranger().Raw("GET", "/healthz", "").Want(200)
}

func TestACheckThatPanicsHasFailed(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) {
		c.Ready["x"] = func(context.Context) error { panic("hunter4") }
	})
	a := h.Stranger().Raw("GET", "/readyz", "").Want(503)
	require.Equal(t, "failed", a.String("checks.x"))
	require.NotContains(t, string(a.Body), "hunter4")
	require.Contains(t, h.Log.String(), "hunter4")
}

// However many ask, a check runs once at a time.
func TestACheckRunsOnceAtATime(t *testing.T) {
	t.Parallel()
	var running, most atomic.Int32
	hold := make(chan struct{})
	h := apitest.Open(t, func(c *api.Config) {
		c.Ready["slow"] = func(context.Context) error {
			most.Store(max(most.Load(), running.Add(1)))
			<-hold
			running.Add(-1)
			return nil
		}
	})
	done, asked := make(chan int), make(chan struct{})
	for range 20 {
		go func() {
			asked <- struct{}{}
			done <- h.Stranger().Raw("GET", "/readyz", "").Status
		}()
	}
	for range 20 {
		<-asked
	}
	h.Stranger().Raw("GET", "/healthz", "").Want(200)
	close(hold)
	for range 20 {
		require.Equal(t, 200, <-done)
	}
	require.Equal(t, int32(1), most.Load())
}
