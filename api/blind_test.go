package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// received is everything that one person receives: the bytes of every answer and of
// every live frame.
type received struct {
	mu  sync.Mutex
	all strings.Builder
}

func (h *received) add(where string, bytes []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	_, _ = fmt.Fprintf(&h.all, "\n%s: %s", where, bytes)
}

func (h *received) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.ToLower(h.all.String())
}

// TestNoByteThatReachesTheSecondRaterTellsWhoPlayed lets a candidate with a source
// apply, play and sign with their name, and a first rater mark. The second rater
// asks everything that they may ask, listens to the live connection all the time,
// and marks: no byte holds the candidate's name, address, source or application,
// or what the first rater gave.
func TestNoByteThatReachesTheSecondRaterTellsWhoPlayed(t *testing.T) {
	t.Parallel()
	h, url := broadcast(t)
	h.Clock.Add(time.Since(h.Clock.Now())) // invitations end by the brand's clock
	b := h.Expert("berend")
	ears := &received{}
	conn, first, err := dial(t, url, b.Token, nil)
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Time{})) // they listen all the time, however long it is
	ears.add("live", []byte(first))
	closed := make(chan struct{})
	frames := make(chan struct{}, 1000)
	go func() {
		defer close(closed)
		for {
			_, frame, err := conn.ReadMessage()
			if err != nil {
				return
			}
			ears.add("live", frame)
			frames <- struct{}{}
		}
	}()

	candidate, source := applied(h)
	played(h, candidate)
	a := h.Expert("anna")
	one := markedBy(a, func(audition.Dimension) int { return 4 }, "sorry that this went wrong")
	answer := func(method, path, body string) apitest.Answer {
		got := b.Do(method, path, body)
		ears.add("answer", got.Body)
		for name, values := range got.Header {
			ears.add(name, []byte(strings.Join(values, " ")))
		}
		return got
	}
	for _, op := range h.Server.Walk() {
		if op.Method == http.MethodGet && !strings.Contains(op.Path, "{") && !strings.HasSuffix(op.Path, "/live") {
			answer(op.Method, op.Path, "")
		}
	}
	for _, path := range []string{
		"/markings/" + one, "/applications/" + candidate.ID, "/applications/" + candidate.ID + "/auditions", "/me/audition", "/people", "/raters",
	} {
		if got := answer(http.MethodGet, path, ""); got.Status == http.StatusOK {
			t.Errorf("the second rater may read %s", path)
		}
	}
	taken := answer(http.MethodPost, "/markings", `{}`).Want(http.StatusCreated)
	require.Zero(t, taken.Len("marks"))
	require.Contains(t, string(taken.Body), "Kind regards, ▇▇▇ ▇▇▇", "what the candidate wrote is there, and the name is not")
	mine := taken.String("id")
	mark(answer, taken, func(audition.Dimension) int { return 3 }, "sorry that this went wrong")
	given := answer(http.MethodGet, "/markings/"+mine, "")
	require.Equal(t, len(marking.Places()), given.Len("marks"))
	require.NotContains(t, string(given.Body), `"score":4`)
	answer(http.MethodPost, "/markings/"+mine+"/submissions", `{}`).Want(http.StatusNoContent)
	answer(http.MethodGet, "/marking-desk", "").Want(http.StatusOK)
	answer(http.MethodGet, "/markings/"+mine, "").Want(http.StatusOK)

	b.Put("/me/presence", `{"state":"away"}`).Want(http.StatusOK) // this they hear
	b.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	select {
	case <-frames: // something came while all this was going on
	case <-time.After(patience):
		t.Error("the live connection heard nothing")
	}
	require.NoError(t, conn.Close())
	<-closed
	text := ears.String()
	require.Greater(t, len(text), 20_000)
	for _, secret := range []string{"fenna", "vries", "zilvermeeuw", source, candidate.ID, one, candidate.Token, "na-1041"} {
		if i := strings.Index(text, strings.ToLower(secret)); i >= 0 {
			t.Errorf("the second rater receives %q: …%s…", secret, text[max(0, i-120):min(len(text), i+120)])
		}
	}
}

// applied is a candidate at their audition, who came by a link with a source.
func applied(h *apitest.House) (c *apitest.Client, source string) {
	h.T.Helper()
	source = "fietsbode"
	vacancy := h.Vacancy("expert")
	code := h.Admin.Post("/vacancies/"+vacancy+"/sources", fmt.Sprintf(`{"source":%q}`, source)).Want(http.StatusCreated).String("code")
	h.Admin.Post("/vacancies/"+vacancy+"/cohorts", `{}`).Want(http.StatusCreated)
	c = h.Candidate("expert?s="+code, "zilvermeeuw@example.org")
	h.Admin.Post("/applications/"+c.ID+"/purchases", `{"kind":"verified"}`).Want(http.StatusOK)
	h.Admin.Post("/applications/"+c.ID+"/invitations", `{}`).Want(http.StatusOK)
	return c, source
}

// played plays an audition to its end, signed with the name.
func played(h *apitest.House, c *apitest.Client) {
	h.T.Helper()
	c.Post("/me/audition", `{}`).Want(http.StatusCreated, http.StatusOK)
	c.Post("/me/audition/warm-up", `{}`).Want(http.StatusCreated, http.StatusOK)
	c.Post("/me/audition/warm-up/submissions", `{"answers":[]}`).Want(http.StatusOK, http.StatusCreated)
	for no := 1; no <= marking.Plays; no++ {
		c.Post(fmt.Sprintf("/me/audition/plays/%d/starts", no), `{}`).Want(http.StatusOK, http.StatusCreated)
		h.Clock.Add(30 * time.Second)
		c.Post(fmt.Sprintf("/me/audition/plays/%d/lines", no),
			`{"clientId":"line-1-of-this-play","text":"I am sorry that this went wrong, I will find out today. Kind regards, Fenna VRIES (zilvermeeuw)"}`).
			Want(http.StatusOK, http.StatusCreated)
		h.Clock.Add(13 * time.Minute)
	}
	if _, err := h.Services.Marking.EndLeft(h.T.Context()); err != nil {
		h.T.Fatal(err)
	}
}

// markedBy takes, marks and gives in.
func markedBy(c *apitest.Client, score func(audition.Dimension) int, quote string) (id string) {
	taken := c.Post("/markings", `{}`).Want(http.StatusCreated)
	mark(func(method, path, body string) apitest.Answer { return c.Do(method, path, body) }, taken, score, quote)
	id = taken.String("id")
	c.Post("/markings/"+id+"/submissions", `{}`).Want(http.StatusNoContent)
	return id
}

// mark gives every mark of a marking, resting on the candidate's first line.
func mark(do func(method, path, body string) apitest.Answer, taken apitest.Answer, score func(audition.Dimension) int, quote string) {
	var m struct {
		ID    string
		Plays []struct {
			No    int
			Lines []struct {
				Seq int
				By  string
			}
		}
	}
	taken.Into(&m)
	for _, p := range m.Plays {
		line := 0
		for _, l := range p.Lines {
			if l.By == "candidate" && line == 0 {
				line = l.Seq
			}
		}
		for _, d := range audition.Dimensions {
			do(http.MethodPut, fmt.Sprintf("/markings/%s/marks/%d/%s", m.ID, p.No, d), fmt.Sprintf(`{"score":%d,"line":%d,"quote":%q}`, score(d), line, quote)).
				Want(http.StatusNoContent)
		}
	}
}
