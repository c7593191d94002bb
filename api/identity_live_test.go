package api_test

import (
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

// TestASocketEndsWithItsVisitor: whoever signs in, signs out or is somebody else
// now hears nothing more on the socket of before, and cannot open it again.
func TestASocketEndsWithItsVisitor(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(h *apitest.House, shop *apitest.Shop, v *apitest.Client){
		"the visitor signs in": func(_ *apitest.House, shop *apitest.Shop, v *apitest.Client) {
			v.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
		},
		"the visitor turns out to be a known customer": func(_ *apitest.House, shop *apitest.Shop, v *apitest.Client) {
			shop.Customer("1001")
			v.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
		},
		"somebody else signs in": func(_ *apitest.House, shop *apitest.Shop, v *apitest.Client) {
			v.Identify(shop.Sign(shop.Claims("1001"))).Want(200)
			v.Identify(shop.Sign(shop.Claims("2002"))).Want(200)
		},
		"the visitor signs out": func(_ *apitest.House, _ *apitest.Shop, v *apitest.Client) {
			v.Do("DELETE", "/visitors/current", "").Want(204)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, url := broadcast(t)
			shop, v := h.Shop(), h.Visitor()
			asked := v.Post("/conversations", `{"question":"Where is it?"}`).Want(201).String("id")
			old := v.Token
			conn, answer, err := dial(t, url, old, nil)
			require.NoError(t, err)
			require.Contains(t, answer, "person:"+v.ID)
			end(h, shop, v)
			var heard strings.Builder
			for err == nil {
				var frame []byte
				_, frame, err = conn.ReadMessage()
				heard.Write(frame)
			}
			require.True(t, websocket.IsCloseError(err, 3011), "%v", err)
			_, answer, err = dial(t, url, old, nil)
			require.True(t, err != nil || strings.Contains(answer, `"error"`), "came back: %s", answer)
			require.NotContains(t, heard.String(), "Are you there?")

			if name == "the visitor turns out to be a known customer" { // and hears the same conversation under the new name
				conn, answer, err := dial(t, url, v.Token, nil)
				require.NoError(t, err)
				require.Contains(t, answer, "person:"+v.ID)
				v.Post("/conversations/"+asked+"/messages", `{"clientId":"m1","text":"Are you there?"}`).Want(201)
				_, frame, err := conn.ReadMessage()
				for err == nil && !strings.Contains(string(frame), "Are you there?") {
					_, frame, err = conn.ReadMessage()
				}
				require.NoError(t, err)
			}
		})
	}
}
