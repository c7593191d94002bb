// Real sockets against a real node; a stand-in knows the tokens by heart.
package live_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// patience is how long a slow machine may need for what happens at once on others.
const patience = time.Minute

// door knows tokens by heart: "a.b.c" style ones are people's, the others visitors'.
type door struct {
	mu     sync.Mutex
	known  map[string]domain.Actor
	forgot []domain.CustomerID
}

func (d *door) Actor(_ context.Context, token string) (auth.Known, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	a, ok := d.known[token]
	if !ok {
		return auth.Known{}, domain.Refuse(domain.Unauthorized, "unauthorized", "Sign in first.")
	}
	return auth.Known{Actor: a, Expires: time.Now().Add(time.Hour)}, nil
}

func (d *door) ForgetSession(domain.SessionID) {}

func (d *door) ForgetCustomer(id domain.CustomerID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.forgot = append(d.forgot, id)
}

func (d *door) shut(token string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, token)
}

type house struct {
	door *door
	node *live.Node
	url  string
}

func open(t *testing.T) house { return node(t, live.Config{}) }

// node opens a node; c says what is different about it.
func node(t *testing.T, c live.Config) house {
	t.Helper()
	d := &door{known: map[string]domain.Actor{
		"exp.a.ert": {Role: domain.RoleExpert, ID: "exp_1", Session: "ses_1"},
		"mgr.a.ger": {Role: domain.RoleManager, ID: "mgr_1", Session: "ses_2"},
		"visitor-1": {Role: domain.RoleCustomer, ID: "cus_1"},
		"visitor-2": {Role: domain.RoleCustomer, ID: "cus_2"},
	}}
	c.Auth, c.Now, c.Logger = d, time.Now, slog.New(slog.DiscardHandler)
	c.Origin = func(r *http.Request) bool { return r.Header.Get("Origin") != "https://elsewhere.example" }
	c.IP = func(r *http.Request) string { return r.RemoteAddr[:strings.LastIndex(r.RemoteAddr, ":")] }
	node, err := live.New(c)
	require.NoError(t, err)
	server := httptest.NewServer(node)
	t.Cleanup(func() {
		require.NoError(t, node.Close(context.WithoutCancel(t.Context())))
		server.Close()
	})
	return house{d, node, "ws" + strings.TrimPrefix(server.URL, "http")}
}

// ear is a connected client, what it heard, and how it was cut off.
type ear struct {
	heard chan live.Push
	away  chan error
}

func listen(t *testing.T, url, token string) ear {
	t.Helper()
	conn, _ := frames(t, url, nil)
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"`+token+`"}}`)))
	_, answer, err := conn.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(answer), `"connect"`)
	e := ear{make(chan live.Push, 100), make(chan error, 1)}
	go e.read(conn)
	return e
}

func (e ear) read(conn *websocket.Conn) {
	for {
		_, frame, err := conn.ReadMessage()
		if err != nil {
			e.away <- err
			return
		}
		for line := range strings.SplitSeq(string(frame), "\n") {
			var f struct {
				Push struct {
					Pub struct {
						Data live.Push `json:"data"`
					} `json:"pub"`
				} `json:"push"`
			}
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				e.away <- err
				return
			}
			if p := f.Push.Pub.Data; p.Type != "" {
				e.heard <- p
			}
		}
	}
}

func publish(t *testing.T, n *live.Node, name, payload string) {
	t.Helper()
	require.NoError(t, n.Publish(t.Context(), live.Event{Name: name, Payload: []byte(payload)}))
}

func TestBothSidesHearAnEntryAndNobodyElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, stranger, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "visitor-2"), listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","entry":{"seq":3,"text":"Left first."}}`)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_2","customerId":"cus_2","entry":{"seq":1}}`)
	for who, e := range map[string]ear{"customer": customer, "expert": expert} {
		p := <-e.heard
		if p.Type != "timeline" || p.ConversationID != "cnv_1" || !strings.Contains(string(p.Entry), "Left first.") {
			t.Errorf("%s heard %+v", who, p)
		}
	}
	if p := <-stranger.heard; p.ConversationID != "cnv_2" {
		t.Errorf("a stranger heard %+v", p)
	}
}

func TestWhoHadAConversationHearsNoMoreOfIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "exp.a.ert")
	for _, name := range []string{"rating.given", "conversation.confirmed"} {
		publish(t, h.node, name, `{"conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","entry":{"seq":9}}`)
		if p := <-customer.heard; p.Type != "timeline" {
			t.Errorf("the customer heard %+v", p)
		}
	}
	publish(t, h.node, "points.awarded", `{"expertId":"exp_1"}`)
	if p := <-expert.heard; p.Type != "points" {
		t.Errorf("the expert heard %+v", p)
	}
}

func TestVisitorsDoNotHearTheBoard(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer, expert := listen(t, h.url, "visitor-1"), listen(t, h.url, "exp.a.ert")
	publish(t, h.node, "board.changed", `{"version":7}`)
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":1}}`)
	if p := <-expert.heard; p.Type != "board" || p.Version != 7 {
		t.Errorf("the expert heard %+v", p)
	}
	if p := <-customer.heard; p.Type != "timeline" {
		t.Errorf("the visitor heard %+v", p)
	}
}

func TestAnEndedSessionLosesItsSocket(t *testing.T) {
	t.Parallel()
	h := open(t)
	expert := listen(t, h.url, "exp.a.ert")
	h.door.shut("exp.a.ert")
	publish(t, h.node, "session.ended", `{"sessionId":"ses_1","personId":"exp_1","reason":"signed_out"}`)
	if err := <-expert.away; !websocket.IsCloseError(err, 3011) {
		t.Errorf("cut off with %v", err)
	}
	publish(t, h.node, "points.settled", `{"expertId":"exp_1"}`)
	require.Eventually(t, func() bool { return h.node.Connections() == 0 }, patience, 10*time.Millisecond)
	select {
	case p := <-expert.heard:
		t.Errorf("still heard %+v", p)
	default:
	}
}

func TestTypingReachesTheOtherSideAndIsThrottled(t *testing.T) {
	t.Parallel()
	h := open(t)
	customer := listen(t, h.url, "visitor-1")
	by := domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}
	for range 5 {
		require.NoError(t, h.node.Typing(by, "cnv_1", "cus_1"))
	}
	publish(t, h.node, "message.posted", `{"conversationId":"cnv_1","customerId":"cus_1","entry":{"seq":1}}`)
	if p := <-customer.heard; p.Type != "typing" || p.Role != domain.RoleExpert {
		t.Errorf("heard %+v", p)
	}
	if p := <-customer.heard; p.Type != "timeline" {
		t.Errorf("typing was told twice: %+v", p)
	}
}

// frames connects by hand and returns the connection and the status.
func frames(t *testing.T, url string, header http.Header) (*websocket.Conn, int) {
	t.Helper()
	conn, answer, err := websocket.DefaultDialer.DialContext(t.Context(), url, header)
	if answer != nil {
		defer func() { _ = answer.Body.Close() }()
	}
	if err != nil {
		return nil, answer.StatusCode
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn, answer.StatusCode
}

func TestWhoMayConnect(t *testing.T) {
	t.Parallel()
	h := open(t)

	_, status := frames(t, h.url+"?token=visitor-1", nil)
	require.Equal(t, http.StatusBadRequest, status, "a token in the address is refused")
	_, status = frames(t, h.url, http.Header{"Origin": {"https://elsewhere.example"}})
	require.Equal(t, http.StatusForbidden, status, "a foreign page is refused")

	conn, _ := frames(t, h.url, http.Header{"Sec-Websocket-Protocol": {"centrifuge-json, bearer.visitor-1"}})
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{}}`)))
	_, answer, err := conn.ReadMessage()
	require.NoError(t, err)
	require.Contains(t, string(answer), "person:cus_1", "the sub-protocol's token counts")

	conn, _ = frames(t, h.url, nil)
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"forged"}}`)))
	_, _, err = conn.ReadMessage()
	require.True(t, websocket.IsCloseError(err, 3500), "a forged token is told to stay away: %v", err)
}

func TestClientsCannotChooseChannels(t *testing.T) {
	t.Parallel()
	h := open(t)
	conn, _ := frames(t, h.url, nil)
	for _, frame := range []string{`{"id":1,"connect":{"token":"visitor-1"}}`, `{"id":2,"subscribe":{"channel":"person:cus_2"}}`} {
		require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(frame)))
		_, answer, err := conn.ReadMessage()
		if err != nil {
			return // cut off: as good as refused
		}
		if strings.Contains(frame, "subscribe") {
			require.Contains(t, string(answer), `"error"`)
		}
	}
}

func TestAVisitorHasFiveSocketsAtMost(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 5 {
		_ = listen(t, h.url, "visitor-1")
	}
	conn, _ := frames(t, h.url, nil)
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"visitor-1"}}`)))
	_, _, err := conn.ReadMessage()
	require.True(t, websocket.IsCloseError(err, 3504), "%v", err)
}

// TestVisitorsComeAllAtOnce: whoever knocks at the same moment is counted too,
// and who leaves makes room again.
func TestVisitorsComeAllAtOnce(t *testing.T) {
	t.Parallel()
	h := node(t, live.Config{Redis: storagetest.Redis(t)}) // which takes its time
	for i := range 40 {
		h.door.known[fmt.Sprint("visitor", i)] = domain.Actor{Role: domain.RoleCustomer, ID: fmt.Sprint("cus_", i)}
	}
	knock := func(visitor int) (*websocket.Conn, bool) {
		conn, _ := frames(t, h.url, nil)
		if conn == nil || conn.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"id":1,"connect":{"token":"visitor%d"}}`, visitor)) != nil {
			t.Error("no socket")
			return nil, false
		}
		_, _, err := conn.ReadMessage()
		return conn, err == nil
	}
	var (
		mu     sync.Mutex
		inside []*websocket.Conn
		wg     sync.WaitGroup
	)
	for i := range 40 {
		wg.Go(func() {
			if conn, in := knock(i); in {
				mu.Lock()
				defer mu.Unlock()
				inside = append(inside, conn)
			}
		})
	}
	wg.Wait()
	require.Len(t, inside, 20)
	require.NoError(t, inside[0].Close())
	require.Eventually(t, func() bool { _, in := knock(39); return in }, patience, 10*time.Millisecond)
}

func TestAFloodIsCutOff(t *testing.T) {
	t.Parallel()
	h := open(t)
	conn, _ := frames(t, h.url, nil)
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"visitor-1"}}`)))
	for range 20 {
		require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":2,"rpc":{"method":"x"}}`)))
	}
	var err error
	answers := 0
	for ; err == nil; answers++ {
		_, _, err = conn.ReadMessage()
	}
	require.True(t, websocket.IsCloseError(err, 4500), "%v", err)
	require.LessOrEqual(t, answers, 21)
}

func TestTwoNodesReachEachOthersSockets(t *testing.T) {
	t.Parallel()
	redis := storagetest.Redis(t)
	told := make(chan struct{}, 10)
	here := node(t, live.Config{Redis: redis})
	there := node(t, live.Config{Redis: redis, Elsewhere: map[string]func(){live.KeptArticles: func() { told <- struct{}{} }, live.KeptBoard: func() { t.Error("told of the board") }}})
	expert := listen(t, there.url, "exp.a.ert")
	publish(t, here.node, "points.settled", `{"expertId":"exp_1"}`)
	if p := <-expert.heard; p.Type != "points" {
		t.Errorf("heard %+v", p)
	}
	require.NoError(t, here.node.TellNodes(live.KeptArticles))
	<-told
	publish(t, here.node, "person.changed", `{"personId":"exp_1"}`)
	if err := <-expert.away; !websocket.IsCloseError(err, 3011) {
		t.Errorf("cut off with %v", err)
	}
}
