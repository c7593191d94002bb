package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/cache"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// limited is a house that counts, with the machine's clock.
func limited(t *testing.T) (*apitest.House, *storagetest.Clock) {
	t.Helper()
	clock := &storagetest.Clock{}
	return apitest.Open(t, func(c *api.Config) { c.Counter = cache.NewMemory(clock.Now) }), clock
}

// until calls until it is refused, and returns how often it was not.
func until(t *testing.T, call func(i int) apitest.Answer) (int, apitest.Answer) {
	t.Helper()
	for i := range 200 {
		if a := call(i); a.Status == http.StatusTooManyRequests {
			return i, a.Refused(429, "rate_limited")
		}
	}
	t.Fatal("never refused")
	return 0, apitest.Answer{}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	h, clock := limited(t)
	signIn := func(ip, email string) apitest.Answer {
		c := h.Stranger()
		c.IP = ip
		return c.Post("/sessions", fmt.Sprintf(`{"email":%q,"password":"wrong"}`, email))
	}
	n, a := until(t, func(int) apitest.Answer { return signIn("192.0.2.1:1", "Admin@example.com ") })
	require.Equal(t, 5, n, "sign-ins to one account from one address")
	wait, err := strconv.Atoi(a.Header.Get("Retry-After"))
	require.NoError(t, err)
	require.Equal(t, "0", a.Header.Get("RateLimit-Remaining"))
	signIn("192.0.2.2:1", "admin@example.com").Refused(401, "invalid_credentials")
	clock.Add(time.Duration(wait) * time.Second)
	signIn("192.0.2.1:1", "admin@example.com").Refused(401, "invalid_credentials")

	n, _ = until(t, func(i int) apitest.Answer { return signIn("192.0.2.3:1", fmt.Sprintf("a%d@example.com", i)) })
	require.Equal(t, 20, n, "sign-ins from one address")

	visit := func(ip string) apitest.Answer {
		c := h.Stranger()
		c.IP = ip
		return c.Post("/visitors", `{}`)
	}
	n, _ = until(t, func(i int) apitest.Answer { return visit(fmt.Sprintf("[2001:db8:1:1::%x]:1", i+1)) })
	require.Equal(t, 20, n, "visitors from one /64")
	visit("[2001:db8:1:2::1]:1").Want(201)

	v := h.Visitor()
	v.IP = "192.0.2.9:1"
	var id string
	n, _ = until(t, func(int) apitest.Answer {
		a := v.Post("/conversations", `{"question":"Where is it?"}`)
		if a.Status == 201 {
			id = a.String("id")
		}
		return a
	})
	require.Equal(t, 3, n, "conversations from one address")
	n, _ = until(t, func(i int) apitest.Answer {
		return v.Post("/conversations/"+id+"/messages", fmt.Sprintf(`{"clientId":"m%d","text":"Hello?"}`, i))
	})
	require.Equal(t, 20, n, "messages of one sender")
	clock.Add(500 * time.Millisecond)
	a = v.Post("/conversations/"+id+"/messages", `{"clientId":"later","text":"Hello?"}`).Want(201)
	require.Equal(t, "20", a.Header.Get("RateLimit-Limit"))

	e := h.Expert("ada")
	n, _ = until(t, func(int) apitest.Answer { return e.Post("/rewards/rwd_none/redemptions", `{}`) })
	require.Equal(t, 5, n, "redemptions of one expert")
	n, _ = until(t, func(int) apitest.Answer { return e.Put("/me/password", `{"current":"wrong","next":"x"}`) })
	require.Equal(t, 5, n, "guesses at the current password")
	n, _ = until(t, func(int) apitest.Answer {
		return h.Stranger().Post("/invitations/lookups", `{"token":"guess"}`)
	})
	require.LessOrEqual(t, n, 20, "guesses at an invitation")
}

// broken is a counter that cannot count.
type broken struct{}

func (broken) Take(context.Context, string, cache.Limit) (cache.Decision, error) {
	return cache.Decision{}, errors.New("dial tcp 10.0.0.7:6379: refused")
}

func TestNobodyCounts(t *testing.T) {
	t.Parallel()
	h := apitest.Bare(t, storagetest.Open(t), func(c *api.Config) { c.Counter = broken{} })
	a := h.Stranger().Post("/sessions", `{"email":"a@example.com","password":"x"}`).Refused(500, "internal")
	require.NotContains(t, string(a.Body), "10.0.0.7")
}

func TestOneEffectPerKey(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		post := func(c *apitest.Client, key, name string) apitest.Answer {
			return c.Post("/products", fmt.Sprintf(`{"name":%q}`, name), "Idempotency-Key", key)
		}
		first := post(h.Admin, "k1", "Headphone").Want(201)
		again := post(h.Admin, "k1", "Headphone").Want(201)
		require.JSONEq(t, string(first.Body), string(again.Body))
		require.Equal(t, "true", again.Header.Get("Idempotency-Replayed"))
		require.Equal(t, first.Header.Get("ETag"), again.Header.Get("ETag"))
		require.Equal(t, "application/json", again.Header.Get("Content-Type"))
		post(h.Admin, "k1", "Another").Refused(422, "idempotency_mismatch")
		other := post(h.Manager(), "k1", "Headphone").Want(201)
		require.NotEqual(t, first.String("id"), other.String("id"), "another actor's key")
		post(h.Admin, "k 1", "x").Refused(422, "bad_idempotency_key")

		// A refused request has no effect and keeps no answer.
		post(h.Admin, "k2", " ").Refused(422, "bad_name")
		post(h.Admin, "k2", "Now").Want(201)

		var created, busy atomic.Int32
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				switch a := post(h.Admin, "race", "Raced"); {
				case a.Status == 201:
					created.Add(1)
				case a.Code() == "in_flight":
					busy.Add(1)
				default:
					t.Errorf("%d %s", a.Status, a.Body)
				}
			})
		}
		wg.Wait()
		require.EqualValues(t, 10, created.Load()+busy.Load())
		require.EqualValues(t, 1, storagetest.Int(t, db, "SELECT COUNT(*) FROM products WHERE name = 'Raced'"))
	})
}

func TestSecretsAreNeverKeptForRepetition(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Post("/people", `{"role":"manager","email":"m@example.com","name":"M"}`, "Idempotency-Key", "k").Want(201)
	h.Admin.Post("/people", `{"role":"manager","email":"m@example.com","name":"M"}`, "Idempotency-Key", "k").Refused(409, "email_taken")
	h.Stranger().Post("/visitors", `{}`, "Idempotency-Key", "k").Want(201)
	h.Stranger().Post("/sessions", fmt.Sprintf(`{"email":"admin@example.com","password":%q}`, apitest.Password), "Idempotency-Key", "k").Want(200)
	require.EqualValues(t, 0, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM idempotency"))
}
