package api_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestMoreThanTheWriterCanDoIsRefusedAtOnce holds SQLite's writer, as a slow
// disk does, and sends more than there is place for: new anonymous visitors are
// refused first, people in their conversations go on reading, then everybody is
// refused, probes never, and afterwards nobody's message is missing.
func TestMoreThanTheWriterCanDoIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	const places = 8
	db := storagetest.Open(t)
	h := apitest.OpenOn(t, db, func(c *api.Config) { c.MaxInFlight = places })
	customer := h.Visitor()
	chat := "/conversations/" + customer.Post("/conversations", `{"question":"Why does it hum?"}`).Want(http.StatusCreated).String("id")

	began, release := make(chan struct{}), make(chan struct{})
	var held sync.WaitGroup
	held.Go(func() {
		_ = db.InTx(context.WithoutCancel(t.Context()), func(storage.Tx) error {
			close(began)
			<-release
			return nil
		})
	})
	<-began
	answers := make(chan int, places)
	sent := 0
	send := func(n int) {
		for range n {
			sent++
			message := fmt.Sprintf(`{"clientId":"m-%d","text":"It hums."}`, sent)
			go func() { answers <- customer.Post(chat+"/messages", message).Status }()
		}
		for db.Stats().Queued < sent {
			require.NoError(t, t.Context().Err())
			runtime.Gosched()
		}
	}
	probes := func() {
		h.Stranger().Raw("GET", "/healthz", "").Want(http.StatusOK)
		h.Stranger().Raw("GET", "/readyz", "").Want(http.StatusOK)
	}

	send(places/2 + 1)
	for range 20 {
		a := h.Stranger().Post("/visitors", `{}`).Refused(http.StatusServiceUnavailable, "overloaded")
		require.NotEmpty(t, a.Header.Get("Retry-After"))
	}
	customer.Get(chat + "/timeline").Want(http.StatusOK)
	probes()

	send(places/2 - 1)
	for range 20 {
		a := customer.Post(chat+"/messages", `{"clientId":"too-many","text":"It hums."}`).Refused(http.StatusServiceUnavailable, "overloaded")
		require.NotEmpty(t, a.Header.Get("Retry-After"))
	}
	require.Equal(t, places, db.Stats().Queued, "what is refused does not wait")
	probes()

	close(release)
	held.Wait()
	for range sent {
		require.Equal(t, http.StatusCreated, <-answers)
	}
	h.Stranger().Post("/visitors", `{}`).Want(http.StatusCreated)
	require.Equal(t, int64(sent), storagetest.Int(t, db, "SELECT COUNT(*) FROM timeline_entries WHERE text = 'It hums.'"))
}
