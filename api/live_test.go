package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// broadcast is a house whose server really listens and whose outbox is delivered.
func broadcast(t *testing.T, options ...apitest.Option) (*apitest.House, string) {
	t.Helper()
	var node *live.Node
	h := apitest.Open(t, append([]apitest.Option{func(c *api.Config) {
		var err error
		node, err = live.New(live.Config{
			Auth: c.Auth, Origin: api.NewOrigins(c.Views, "").Allowed, IP: api.ClientIP(nil), Now: time.Now, Logger: c.Logger,
			Insiders: func(ctx context.Context, id domain.ConversationID) ([]string, error) {
				return c.Views.Insiders(ctx, id, c.BrandNow())
			},
		})
		require.NoError(t, err)
		c.Live = node
	}}, options...)...)
	h.DB.Outbox().Start(func(ctx context.Context, e storage.Stored) error {
		return node.Publish(ctx, live.Event{Name: e.Name, Payload: e.Payload})
	})
	server := httptest.NewServer(h.Server)
	t.Cleanup(func() {
		require.NoError(t, node.Close(context.Background()))
		server.Close()
		require.NoError(t, h.DB.Outbox().Stop(context.Background()))
	})
	h.Machine.Add(time.Since(h.Machine.Now())) // sockets end by the real clock
	h.Admin.SignIn("admin@example.com")
	return h, "ws" + strings.TrimPrefix(server.URL, "http") + "/api/v1/live"
}

// dial connects with a token and returns the answer to the connect command.
func dial(t *testing.T, url, token string, header http.Header) (*websocket.Conn, string, error) {
	t.Helper()
	conn, answer, err := websocket.DefaultDialer.DialContext(t.Context(), url, header)
	if answer != nil {
		defer func() { _ = answer.Body.Close() }()
	}
	if err != nil {
		return nil, "", err
	}
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(patience)))
	require.NoError(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"`+token+`"}}`)))
	_, frame, err := conn.ReadMessage()
	return conn, string(frame), err
}

func TestASocketEndsWithItsSession(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *apitest.House, m *apitest.Client){
		"disabled": func(h *apitest.House, m *apitest.Client) {
			h.Admin.Patch("/people/"+m.ID, `{"disabled":true}`).Want(200)
		},
		"promoted": func(h *apitest.House, m *apitest.Client) {
			h.Admin.Patch("/people/"+m.ID, `{"role":"admin"}`).Want(200)
		},
		"signed out": func(_ *apitest.House, m *apitest.Client) { m.Do("DELETE", "/sessions/current", "").Want(200) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, url := broadcast(t)
			m := h.Manager()
			conn, answer, err := dial(t, url, m.Token, nil)
			require.NoError(t, err)
			require.Contains(t, answer, "person:"+m.ID)
			require.Contains(t, answer, `"board"`)
			end(h, m)
			for err == nil {
				_, _, err = conn.ReadMessage()
			}
			require.True(t, websocket.IsCloseError(err, 3011), "%v", err)
			_, answer, err = dial(t, url, m.Token, nil)
			require.True(t, err != nil || strings.Contains(answer, `"error"`), "came back: %s", answer)
		})
	}
}

func TestWhoseTokenOpensASocket(t *testing.T) {
	t.Parallel()
	h, url := broadcast(t)
	v := h.Visitor()
	_, answer, err := dial(t, url, v.Token, nil)
	require.NoError(t, err)
	require.Contains(t, answer, "person:"+v.ID)
	require.NotContains(t, answer, `"board"`)

	_, cookie, _ := strings.Cut(h.Admin.Cookie, "=")
	for name, token := range map[string]string{"none": "", "a refresh token": cookie, "nonsense": "vis_nonsense"} {
		_, answer, err := dial(t, url, token, nil)
		require.True(t, err != nil || strings.Contains(answer, `"error"`), "%s: %s", name, answer)
	}
	for name, token := range forged(h) {
		_, answer, err := dial(t, url, token, nil)
		require.True(t, err != nil || strings.Contains(answer, `"error"`), "%s: %s", name, answer)
	}
	_, _, err = dial(t, url, v.Token, http.Header{"Origin": {"https://evil.example"}})
	require.ErrorIs(t, err, websocket.ErrBadHandshake)
	_, _, err = dial(t, url+"?token="+v.Token, "", nil)
	require.ErrorIs(t, err, websocket.ErrBadHandshake)
	require.NotContains(t, h.Log.String(), v.Token)
	h.Stranger().Get("/live").Refused(426, "upgrade_required")
	h.Stranger().Get("/live?token=x").Refused(400, "token_in_url")
}
