package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one live connection.
type socket struct{ conn *websocket.Conn }

// push is what comes over it.
type push struct {
	Type           string
	ConversationID string
	OfferID        string
	Entry          struct{ ClientID string }
}

// connect opens the live line of a person and waits until the server has
// subscribed it.
func (p *person) connect(ctx context.Context) (*socket, error) {
	url := "ws" + strings.TrimPrefix(p.api.url, "http") + "/live"
	header := http.Header{"Sec-WebSocket-Protocol": {"centrifuge-json"}}
	if p.ip != "" {
		header.Set("X-Forwarded-For", p.ip)
	}
	dialer := websocket.Dialer{HandshakeTimeout: 20 * time.Second, ReadBufferSize: 1024, WriteBufferSize: 1024}
	conn, answer, err := dialer.DialContext(ctx, url, header)
	if err != nil {
		return nil, err
	}
	_ = answer.Body.Close()
	hello, err := json.Marshal(map[string]any{"id": 1, "connect": map[string]string{"token": p.token}})
	if err != nil {
		return nil, err
	}
	s := &socket{conn}
	if err := conn.WriteMessage(websocket.TextMessage, hello); err != nil {
		return nil, err
	}
	_, reply, err := conn.ReadMessage()
	if err == nil && !bytes.Contains(reply, []byte(`"client"`)) {
		err = failed("the socket was refused: %s", reply)
	}
	if err != nil {
		_ = conn.Close()
		return nil, err
	}
	return s, nil
}

// listen calls hear for every push until the connection ends. Pings are answered.
func (s *socket) listen(hear func(push)) {
	for {
		_, frame, err := s.conn.ReadMessage()
		if err != nil {
			return
		}
		for line := range bytes.SplitSeq(frame, []byte("\n")) {
			var m struct {
				Push struct{ Pub struct{ Data push } }
			}
			switch {
			case len(bytes.TrimSpace(line)) == 0:
			case bytes.Equal(bytes.TrimSpace(line), []byte("{}")):
				if err := s.conn.WriteMessage(websocket.TextMessage, []byte("{}")); err != nil {
					return
				}
			case json.Unmarshal(line, &m) == nil && m.Push.Pub.Data.Type != "":
				hear(m.Push.Pub.Data)
			}
		}
	}
}

func (s *socket) close() { _ = s.conn.Close() }
