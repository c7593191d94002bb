package live

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/domain"
)

// Refusals of a connection that listens over HTTP.
var (
	ErrSignIn  = domain.Refuse(domain.Unauthorized, "unauthorized", "Sign in first.")
	ErrTooMany = later(domain.TooMany, "too_many_connections", "There are too many open connections. Close one first.", 10*time.Second)
	ErrNotNow  = later(domain.Unavailable, "live_unavailable", "There is no live connection to be had now. Try again shortly.", time.Second)
)

func later(k domain.Kind, code, detail string, after time.Duration) *domain.Error {
	e := domain.Refuse(k, code, detail)
	e.RetryAfter = after
	return e
}

// errGone tells centrifuge that nobody hears any more.
var errGone = errors.New("live: the listener is gone or too slow")

// listener is the end of a connection that hears and never speaks: a
// centrifuge transport that hands over what was pushed, and nothing else.
type listener struct {
	name  string
	every time.Duration // between two heartbeats; negative: none
	// hear takes a push, or nil for a heartbeat. An error ends the connection.
	hear func(push json.RawMessage) error

	once  sync.Once
	ended chan struct{}
}

func newListener(name string, every time.Duration, hear func(json.RawMessage) error) *listener {
	return &listener{name: name, every: every, hear: hear, ended: make(chan struct{})}
}

// Name implements centrifuge.Transport, as the methods that follow do.
func (l *listener) Name() string { return l.name }

// AcceptProtocol is for figures alone.
func (*listener) AcceptProtocol() string { return "" }

// Protocol is JSON.
func (*listener) Protocol() centrifuge.ProtocolType { return centrifuge.ProtocolTypeJSON }

// ProtocolVersion is the only one.
func (*listener) ProtocolVersion() centrifuge.ProtocolVersion { return centrifuge.ProtocolVersion2 }

// Unidirectional says that the client sends nothing.
func (*listener) Unidirectional() bool { return true }

// Emulation says that it does not pretend to either.
func (*listener) Emulation() bool { return false }

// DisabledPushFlags leaves out what is told by HTTP itself.
func (*listener) DisabledPushFlags() uint64 {
	return centrifuge.PushFlagConnect | centrifuge.PushFlagDisconnect
}

// PingPongConfig asks for heartbeats without answers.
func (l *listener) PingPongConfig() centrifuge.PingPongConfig {
	return centrifuge.PingPongConfig{PingInterval: l.every, PongTimeout: -1}
}

// Write hands over one frame.
func (l *listener) Write(frame []byte) error { return l.WriteMany(frame) }

// WriteMany hands over frames: publications as they were pushed, a ping as nil.
func (l *listener) WriteMany(frames ...[]byte) error {
	for _, frame := range frames {
		var f struct {
			Pub *struct {
				Data json.RawMessage `json:"data"`
			} `json:"pub"`
		}
		if err := json.Unmarshal(frame, &f); err != nil {
			return err
		}
		var push json.RawMessage
		if f.Pub != nil {
			push = f.Pub.Data
		}
		if push == nil && len(frame) > len("{}") {
			continue // centrifuge's own: a refresh, a subscription
		}
		if err := l.hear(push); err != nil {
			return err
		}
	}
	return nil
}

// Close ends the connection, from either side.
func (l *listener) Close(centrifuge.Disconnect) error {
	l.once.Do(func() { close(l.ended) })
	return nil
}

// listen connects a listener as the bearer of a token. It hears from the moment
// this returns, until leave is called, the token ends or the node cuts it off;
// then l.ended is closed. It refuses ErrSignIn, ErrTooMany and ErrNotNow.
func (n *Node) listen(ctx context.Context, caller Caller, l *listener) (client *centrifuge.Client, leave func(), err error) {
	c := &connection{ip: caller.IP, bearer: caller.Token}
	client, end, err := centrifuge.NewClient(context.WithValue(ctx, connectionKey{}, c), n.node, l)
	if err != nil {
		return nil, nil, err
	}
	leave = func() { _ = end() } // there is nobody to tell
	if err := client.ConnectNoErrorToDisconnect(centrifuge.ConnectRequest{Token: caller.Token}); err != nil {
		leave()
		return nil, nil, refusalOf(err)
	}
	return client, leave, nil
}

// Caller is who wants to listen over HTTP.
type Caller struct {
	Token string
	IP    string
}

// refusalOf says in our words why centrifuge did not connect somebody.
func refusalOf(err error) error {
	if errors.Is(err, centrifuge.ErrorTokenExpired) {
		return ErrSignIn
	}
	if d, ok := errors.AsType[centrifuge.Disconnect](err); ok {
		switch d.Code {
		case centrifuge.DisconnectConnectionLimit.Code:
			return ErrTooMany
		case centrifuge.DisconnectInvalidToken.Code:
			return ErrSignIn
		}
	}
	return ErrNotNow
}
