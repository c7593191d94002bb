// Who cannot have a WebSocket hears the same, over real connections.
package live_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
)

// stream opens a stream as the bearer of a token.
func (h house) stream(t *testing.T, token string) (r *bufio.Reader, status int, contentType string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		caller := live.Caller{Token: strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), IP: "192.0.2.1"}
		if err := h.node.Stream(w, r, caller); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
		}
	}))
	t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL, nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	t.Cleanup(func() { _ = answer.Body.Close() })
	return bufio.NewReader(answer.Body), answer.StatusCode, answer.Header.Get("Content-Type")
}

// hear reads the next message of a stream.
func hear(t *testing.T, r *bufio.Reader) (message string, err error) {
	t.Helper()
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return message, err
		}
		if line == "\n" && message != "" {
			return message, nil
		}
		if line != "\n" {
			message += line
		}
	}
}

func TestAStreamSaysWhatASocketSays(t *testing.T) {
	t.Parallel()
	h := open(t)
	socket := listen(t, h.url, "visitor-1")
	r, _, contentType := h.stream(t, "visitor-1")
	require.Contains(t, contentType, "text/event-stream")
	up, err := hear(t, r)
	require.NoError(t, err)
	require.Contains(t, up, "event: up")
	publish(t, h.node, "board.changed", `{"version":7}`) // not for visitors
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":3}}`)
	message, err := hear(t, r)
	require.NoError(t, err)
	var p live.Push
	require.NoError(t, json.Unmarshal([]byte(strings.TrimPrefix(message, "data: ")), &p))
	require.Equal(t, <-socket.heard, p)
}

func TestAnEndedSessionLosesItsStreamAndItsPoll(t *testing.T) {
	t.Parallel()
	h := open(t)
	r, _, _ := h.stream(t, "exp.a.ert")
	_, err := hear(t, r)
	require.NoError(t, err)
	first := h.poll(t, "exp.a.ert", live.Polled{}, 0)
	ended := make(chan live.Polled, 1)
	go func() { ended <- h.poll(t, "exp.a.ert", first, 24*time.Hour) }()
	h.door.shut("exp.a.ert")
	require.Eventually(t, func() bool { return h.node.Connections() == 2 }, patience, time.Millisecond)
	publish(t, h.node, "session.ended", `{"sessionId":"ses_1","personId":"exp_1"}`)
	_, err = hear(t, r)
	require.Error(t, err)
	require.Empty(t, (<-ended).Pushes)
	_, err = h.node.Poll(t.Context(), live.Caller{Token: "exp.a.ert"}, expert(), first.Session, first.Next, 0)
	require.ErrorIs(t, err, live.ErrSignIn)
	_, status, _ := h.stream(t, "exp.a.ert")
	require.Equal(t, http.StatusForbidden, status)
}

func expert() auth.Known {
	return auth.Known{Actor: domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}, Expires: time.Now().Add(time.Hour)}
}

// poll asks once, on from what was heard before.
func (h house) poll(t *testing.T, token string, before live.Polled, wait time.Duration) live.Polled {
	t.Helper()
	known, err := h.door.Actor(t.Context(), token)
	if err != nil {
		known = expert()
	}
	p, err := h.node.Poll(t.Context(), live.Caller{Token: token, IP: "192.0.2.1"}, known, before.Session, before.Next, wait)
	// Also asked beside the test's own goroutine. Who is cut off before the wait begins is told to sign in, or to come
	// back when the house itself closes.
	if err != nil && !errors.Is(err, live.ErrSignIn) && !errors.Is(err, live.ErrNotNow) {
		t.Error(err)
	}
	return p
}

func TestNothingFallsBetweenTwoPolls(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.poll(t, "exp.a.ert", live.Polled{}, 0)
	require.True(t, p.Fresh)
	publish(t, h.node, "seat.freed", `{"expertId":"exp_1"}`)
	publish(t, h.node, "points.awarded", `{"expertId":"exp_1"}`)
	require.Eventually(t, func() bool { return len(h.poll(t, "exp.a.ert", p, 0).Pushes) == 2 }, patience, time.Millisecond,
		"an answer that was lost is given again")
	p = h.poll(t, "exp.a.ert", p, 25*time.Second)
	require.False(t, p.Fresh)
	require.JSONEq(t, `{"type":"seats"}`, string(p.Pushes[0]))
	require.JSONEq(t, `{"type":"points"}`, string(p.Pushes[1]))
	publish(t, h.node, "points.settled", `{"expertId":"exp_1"}`)
	p = h.poll(t, "exp.a.ert", p, 25*time.Second)
	require.Len(t, p.Pushes, 1, "what was heard is not told again")
	require.Empty(t, h.poll(t, "exp.a.ert", p, 0).Pushes)
	require.Empty(t, h.poll(t, "exp.a.ert", live.Polled{Session: p.Session, Next: 99}, 0).Pushes, "a number that was never told")
}

func TestAPollIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.poll(t, "exp.a.ert", live.Polled{}, 0)
	publish(t, h.node, "seat.freed", `{"expertId":"exp_1"}`)
	thief := h.poll(t, "visitor-1", p, 0)
	require.True(t, thief.Fresh)
	require.NotEqual(t, p.Session, thief.Session)
	require.Empty(t, thief.Pushes)
}

func TestALaterPollTakesOver(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.poll(t, "exp.a.ert", live.Polled{}, 0)
	early := make(chan live.Polled, 1)
	go func() { early <- h.poll(t, "exp.a.ert", p, 25*time.Second) }()
	require.Eventually(t, func() bool {
		_ = h.poll(t, "exp.a.ert", p, time.Millisecond)
		return len(early) == 1
	}, patience, time.Millisecond)
	require.Empty(t, (<-early).Pushes)
}

func TestShuttingDownReleasesWhoWaits(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.poll(t, "exp.a.ert", live.Polled{}, 0)
	await, err := h.node.Await(t.Context(), live.Caller{Token: "visitor-1"}, func(live.Push) bool { return true })
	require.NoError(t, err)
	done := make(chan bool, 2)
	// Nobody would wait so long: the test ends because they were released.
	go func() { done <- len(h.poll(t, "exp.a.ert", p, 24*time.Hour).Pushes) == 0 }()
	go func() { done <- await.Wait(t.Context(), 24*time.Hour) }()
	require.NoError(t, h.node.Close(t.Context()))
	require.True(t, <-done)
	require.True(t, <-done)
}

func TestAnAwaitWakesForWhatItWants(t *testing.T) {
	t.Parallel()
	h := open(t)
	await, err := h.node.Await(t.Context(), live.Caller{Token: "visitor-1"}, func(p live.Push) bool { return p.ConversationID == "cnv_2" })
	require.NoError(t, err)
	defer await.Close()
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":1}}`)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_2","customerId":"cus_1","entry":{"seq":1}}`)
	require.False(t, await.Wait(t.Context(), 25*time.Second))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.False(t, await.Wait(ended, 25*time.Second))
}

func TestEveryKindOfConnectionCounts(t *testing.T) {
	t.Parallel()
	h := open(t)
	_ = listen(t, h.url, "visitor-1")
	_, _, _ = h.stream(t, "visitor-1")
	for range 3 {
		_ = h.poll(t, "visitor-1", live.Polled{}, 0)
	}
	_, err := h.node.Poll(t.Context(), live.Caller{Token: "visitor-1"}, auth.Known{Actor: domain.Actor{ID: "cus_1"}}, "", 0, 0)
	require.ErrorIs(t, err, live.ErrTooMany)
	refused, ok := errors.AsType[*domain.Error](err)
	require.True(t, ok)
	require.Positive(t, refused.RetryAfter)
}

// TestTheInnerChannelIsNotForCustomers: not even for one whose id is named.
func TestTheInnerChannelIsNotForCustomers(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "exp.a.ert")
	r, _, _ := h.stream(t, "visitor-1")
	_, err := hear(t, r)
	require.NoError(t, err)
	p := h.poll(t, "visitor-1", live.Polled{}, 0)
	require.NoError(t, h.node.TellInner([]string{"cus_1", "exp_1", ""}, live.Push{Type: "note", ConversationID: "cnv_1"}))
	require.Equal(t, live.Push{Type: "note", ConversationID: "cnv_1"}, <-expert.heard)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":1}}`)
	require.Equal(t, "timeline", (<-customer.heard).Type)
	message, err := hear(t, r)
	require.NoError(t, err)
	require.Contains(t, message, "timeline")
	polled := h.poll(t, "visitor-1", p, 25*time.Second)
	require.Len(t, polled.Pushes, 1)
	require.Contains(t, string(polled.Pushes[0]), "timeline")
}

func TestTheRollIsOfExpertsByAnyConnection(t *testing.T) {
	t.Parallel()
	h := open(t)
	require.Empty(t, h.node.CallRoll().Here)
	_ = listen(t, h.url, "visitor-1")
	_ = h.poll(t, "exp.a.ert", live.Polled{}, 0)
	require.Equal(t, []domain.ExpertID{"exp_1"}, h.node.CallRoll().Here)
	r, _, _ := h.stream(t, "exp.a.ert")
	_, err := hear(t, r)
	require.NoError(t, err)
	require.NoError(t, h.node.Publish(t.Context(), live.Event{Name: "person.changed", Payload: []byte(`{"personId":"exp_1"}`)}))
	require.Eventually(t, func() bool { return h.node.Connections() == 1 }, patience, time.Millisecond)
	roll := h.node.CallRoll()
	require.Empty(t, roll.Here)
	require.Contains(t, roll.Left, domain.ExpertID("exp_1"))
	require.Empty(t, h.node.CallRoll().Left, "who left is told once")
}
