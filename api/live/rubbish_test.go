package live_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/live"
)

// TestRubbishEndsItsOwnSocketAndNoOther sends over real sockets what no client
// of ours sends: the socket ends, or the command is refused; nobody else notices,
// and no channel is heard that the server did not choose.
func TestRubbishEndsItsOwnSocketAndNoOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	bystander := listen(t, h.url, "exp.a.ert")
	const connect = `{"id":1,"connect":{"token":"visitor-2"}}`
	text, binary := websocket.TextMessage, websocket.BinaryMessage
	tests := map[string]struct {
		kind  int
		said  string
		after bool // connected before
		ends  bool
	}{
		"too large":             {text, `{"id":1,"connect":{"token":"` + strings.Repeat("x", 17<<10) + `"}}`, false, true},
		"too large, later":      {text, `{"id":2,"send":{"data":"` + strings.Repeat("x", 17<<10) + `"}}`, true, true},
		"binary":                {binary, "\x00\x01\x02\xff", false, true},
		"binary, later":         {binary, "\x0a\x03\x08\x01\x22", true, true},
		"no JSON":               {text, "GET / HTTP/1.1", false, true},
		"no UTF-8":              {text, "\xff\xfe", false, true},
		"a list":                {text, `[]`, false, true},
		"nothing":               {text, ``, false, true},
		"half a command":        {text, `{"id":1,"connect":`, false, true},
		"deep":                  {text, strings.Repeat(`{"a":`, 3000), false, true},
		"a publication at once": {text, `{"id":1,"publish":{"channel":"person:exp_1","data":{}}}`, false, true},
		"nobody's token":        {text, `{"id":1,"connect":{"token":"nobody"}}`, false, true},
		"a token of numbers":    {text, `{"id":1,"connect":{"token":7}}`, false, true},
		"connected twice":       {text, connect, true, true},
		"an unknown command":    {text, `{"id":2,"become":{"role":"admin"}}`, true, true},
		"another's channel":     {text, `{"id":2,"subscribe":{"channel":"person:exp_1"}}`, true, false},
		"the staff's channel":   {text, `{"id":2,"subscribe":{"channel":"staff"}}`, true, false},
		"the board":             {text, `{"id":2,"subscribe":{"channel":"board","recover":true,"offset":1}}`, true, false},
		"a channel of nothing":  {text, `{"id":2,"subscribe":{"channel":""}}`, true, false},
		"a publication":         {text, `{"id":2,"publish":{"channel":"person:exp_1","data":{"type":"seats"}}}`, true, false},
		"a history":             {text, `{"id":2,"history":{"channel":"board","limit":1000000}}`, true, false},
		"who is there":          {text, `{"id":2,"presence":{"channel":"board"}}`, true, false},
		"a call":                {text, `{"id":2,"rpc":{"method":"admin","data":{}}}`, true, false},
	}
	for name, tt := range tests {
		conn, _ := frames(t, h.url, nil)
		if tt.after {
			require.NoError(t, conn.WriteMessage(text, []byte(connect)))
			_, _, err := conn.ReadMessage()
			require.NoError(t, err)
		}
		_ = conn.WriteMessage(tt.kind, []byte(tt.said)) // what is too large may be cut off on the way
		_, answer, err := conn.ReadMessage()
		if (err != nil) != tt.ends || err == nil && !strings.Contains(string(answer), `"error"`) {
			t.Errorf("%s: %s, %v", name, answer, err)
		}
		_ = conn.Close()
	}
	publish(t, h.node, "seat.freed", `{"expertId":"exp_1"}`)
	require.Equal(t, live.Push{Type: "seats"}, <-bystander.heard, "the first that is heard: nobody's publication reached it")
}

// TestRubbishIsNoStream: who is nobody gets no stream, and what is said in the
// address is not looked at here.
func TestRubbishIsNoStream(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, token := range map[string]string{"nobody": "", "nonsense": "\x00\xff", "an old token": "a.b.c", "much": strings.Repeat("x", 9000)} {
		err := h.node.Stream(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?token="+"x", nil), live.Caller{Token: token})
		require.ErrorIs(t, err, live.ErrSignIn, name)
	}
	known, err := h.door.Actor(t.Context(), "visitor-1")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, session := range []string{"", "nonsense", "\x00", strings.Repeat("x", 9000), "'--"} {
		for _, after := range []int64{0, -1, 1 << 62, -1 << 63} {
			polled, err := h.node.Poll(ctx, live.Caller{Token: "visitor-1", IP: session}, known, session, after, 0)
			if err == nil && (!polled.Fresh || polled.Next != 1 || len(polled.Pushes) != 0) {
				t.Errorf("%q after %d: %+v", session, after, polled)
			}
		}
	}
}
