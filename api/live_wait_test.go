package api_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/api/live"
)

// patience is how long a slow machine may need for what happens at once on others.
const patience = time.Minute

// waiting asks in the background; the answer comes when it comes.
func waiting(c *apitest.Client, path string) <-chan apitest.Answer {
	answer := make(chan apitest.Answer, 1)
	go func() { answer <- c.Get(path) }()
	return answer
}

// during ends the test when an answer takes as long as the whole wait.
func during(t *testing.T, answer <-chan apitest.Answer) apitest.Answer {
	t.Helper()
	select {
	case a := <-answer:
		return a
	case <-time.After(15 * time.Second):
		t.Fatal("nobody woke it")
		return apitest.Answer{}
	}
}

// talking is a counter whose server really listens.
type talking struct {
	*counter
	at string // its address
}

// talk is a broadcast house in which an expert holds a visitor's conversation.
func talk(t *testing.T, options ...apitest.Option) (c *talking, connections func() int) {
	t.Helper()
	var node *live.Node
	h, socket := broadcast(t, append(options, func(c *api.Config) { node = c.Live })...)
	h.Clock.Add(time.Since(h.Clock.Now())) // invitations count by it
	c = &talking{at: "http" + strings.TrimSuffix(strings.TrimPrefix(socket, "ws"), "/api/v1/live")}
	c.counter = &counter{House: h, reason: string(h.Reason("Sound", "It crackles")), visitor: h.Visitor(), manager: h.Manager()}
	c.expert = h.Expert("ada")
	c.expert.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	c.conversation = c.visitor.Post("/conversations", `{"question":"Why does it crackle?"}`).Want(http.StatusCreated).String("id")
	c.accepted()
	told, cancel := context.WithTimeout(t.Context(), patience) // what began here cuts nobody who waits later
	defer cancel()
	require.NoError(t, h.DB.Outbox().WaitIdle(told))
	return c, node.Connections
}

func TestAWaitEndsWithTheNextEntry(t *testing.T) {
	t.Parallel()
	c, connections := talk(t)
	last := int(c.visitor.Get(c.path("/timeline")).Want(http.StatusOK).Number("lastSeq"))
	path := c.path(fmt.Sprintf("/timeline?wait=25&after=%d", last))
	c.visitor.Get(c.path("/timeline?wait=25")).Want(http.StatusOK) // there is something already
	customer, expert := waiting(c.visitor, path), waiting(c.expert, path)
	require.Eventually(t, func() bool { return connections() == 2 }, patience, time.Millisecond)
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Is it wet?"}`).Want(http.StatusCreated)
	for _, answer := range []<-chan apitest.Answer{customer, expert} {
		a := during(t, answer)
		require.Equal(t, http.StatusOK, a.Status, "%s", a.Body)
		require.Contains(t, string(a.Body), "Is it wet?")
	}
	require.Eventually(t, func() bool { return connections() == 0 }, patience, time.Millisecond, "nobody listens on")
	none := c.visitor.Get(c.path(fmt.Sprintf("/timeline?wait=1&after=%d", last+9))).Want(http.StatusOK)
	require.Zero(t, none.Len("entries"))
	c.visitor.Get(c.path("/timeline?wait=26")).Want(http.StatusUnprocessableEntity)
}

func TestAWaitEndsWithTheRightToRead(t *testing.T) {
	t.Parallel()
	c, connections := talk(t)
	path := c.path("/timeline?wait=25&after=100")
	expert, manager := waiting(c.expert, path), waiting(c.manager, path)
	require.Eventually(t, func() bool { return connections() == 2 }, patience, time.Millisecond)
	c.visitor.Post(c.path("/closures"), `{"outcome":"solved"}`).Want(http.StatusOK) // after it nobody holds it
	a := during(t, expert)
	require.Equal(t, http.StatusNotFound, a.Status, "%s", a.Body)
	c.Admin.Patch("/people/"+c.manager.ID, `{"disabled":true}`).Want(http.StatusOK)
	a = during(t, manager)
	require.Equal(t, http.StatusUnauthorized, a.Status, "%s", a.Body)
}

// TestWhoWaitsTakesNoPlace: more people wait than the server works on at once,
// and everybody else is answered.
func TestWhoWaitsTakesNoPlace(t *testing.T) {
	t.Parallel()
	c, connections := talk(t, func(c *api.Config) { c.MaxInFlight = 3 })
	var answers []<-chan apitest.Answer
	last := int(c.visitor.Get(c.path("/timeline")).Want(http.StatusOK).Number("lastSeq"))
	first := c.expert.Get("/live/poll").Want(http.StatusOK)
	poll := fmt.Sprintf("/live/poll?wait=25&session=%s&after=1", first.String("session"))
	answers = append(answers, waiting(c.expert, poll))
	for range 4 {
		answers = append(answers, waiting(c.visitor, c.path(fmt.Sprintf("/timeline?wait=25&after=%d", last))))
		want := len(answers)
		// Who listens has a place yet until they have looked once more.
		require.Eventually(t, func() bool { return connections() == want && c.Server.Inside() == 0 }, patience, time.Millisecond)
	}
	for range 8 {
		c.manager.Get("/experts").Want(http.StatusOK)
	}
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Is it wet?"}`).Want(http.StatusCreated)
	for _, answer := range answers[1:] {
		require.NotEqual(t, http.StatusServiceUnavailable, during(t, answer).Status)
	}
	a := during(t, answers[0])
	require.Contains(t, string(a.Body), `"type":"timeline"`)
	require.NotContains(t, string(a.Body), `"fresh":true`)
}

func TestTheStreamOverHTTP(t *testing.T) {
	t.Parallel()
	c, _ := talk(t)
	c.Stranger().Get("/live/sse").Refused(http.StatusUnauthorized, "unauthorized")
	c.Stranger().Get("/live/sse?token=x").Refused(http.StatusBadRequest, "token_in_url")
	for name, token := range forged(c.House) {
		require.Equal(t, http.StatusUnauthorized, c.With(token).Get("/live/sse").Status, name)
	}
	at := c.at
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+"/api/v1/live/sse", nil)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+c.visitor.Token)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	require.True(t, lines.Scan())
	require.Equal(t, "event: up", lines.Text())
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Is it wet?"}`).Want(http.StatusCreated)
	for lines.Scan() && !strings.Contains(lines.Text(), "Is it wet?") {
		require.NotContains(t, lines.Text(), `"board"`)
	}
	require.NoError(t, lines.Err())
	require.NotContains(t, c.Log.String(), c.visitor.Token)
}

func TestAnybodyMayCheckTheConnection(t *testing.T) {
	t.Parallel()
	c, _ := talk(t)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.at+"/api/v1/live/check", nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	n := 0
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "data: ") {
			n++
		}
	}
	require.Equal(t, 3, n)
}
