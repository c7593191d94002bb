package live_test

import (
	"context"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/live"
)

// Who closes tells everybody to come back, and nobody comes in any more.
func TestAnEndSendsEverybodyAway(t *testing.T) {
	t.Parallel()
	h := open(t)
	ears := []ear{listen(t, h.url, "exp.a.ert"), listen(t, h.url, "visitor-1"), listen(t, h.url, "visitor-2")}
	polled := h.poll(t, "visitor-1", live.Polled{}, 0)
	waits := make(chan error, 1)
	go func() {
		known, _ := h.door.Actor(t.Context(), "visitor-1")
		_, err := h.node.Poll(t.Context(), live.Caller{Token: "visitor-1", IP: "192.0.2.1"}, known, polled.Session, polled.Next, time.Hour)
		waits <- err
	}()
	require.NoError(t, h.node.Close(context.WithoutCancel(t.Context())))
	for _, e := range ears {
		require.True(t, websocket.IsCloseError(<-e.away, 3001), "it is asked to come back")
	}
	if err := <-waits; err != nil { // it came when the door was shut already
		require.ErrorIs(t, err, live.ErrNotNow)
	}
	require.Zero(t, h.node.Connections())
	_, err := h.node.Await(t.Context(), live.Caller{Token: "visitor-1", IP: "192.0.2.1"}, func(live.Push) bool { return true })
	require.ErrorIs(t, err, live.ErrNotNow)
}
