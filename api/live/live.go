// Package live pushes what happens to the people it concerns: one connection a
// browser (a WebSocket, a stream or a long poll, which all say the same), one
// channel a person, the inner channel for what customers never hear, and the
// board for everybody who signs in.
//
// A push is a hint and never the truth: it may be lost, late or doubled, and a
// client repairs itself from the API (a conversation by its seq). The server
// chooses the channels; clients can neither subscribe nor publish, so who stops
// being concerned stops receiving at once.
//
// It carries centrifuge's JSON protocol. With Redis as broker every node
// reaches every socket; without, one node serves all.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
)

// Limits of connections; none can be lifted, they only keep one client from
// living at the cost of the others.
const (
	maxMessage     = 16 << 10
	maxQueue       = 1 << 20 // a reader that is slower is cut off
	perPerson      = 10
	perVisitor     = 5
	visitorsPerIP  = 20
	maxConnections = 20_000
	authWithin     = 15 * time.Second
	historyLimit   = 500
	maxCommands    = 20 // in commandWindow; a client of ours sends two an hour
	commandWindow  = 10 * time.Second
	bearerProtocol = "bearer."
	typingInterval = 2 * time.Second
	typingMemory   = 10_000
	boardChannel   = "board"
	personChannel  = "person:"
	innerChannel   = "inner:" // what customers never hear
	writeTimeout   = 5 * time.Second
	heartbeat      = 15 * time.Second // a line that is silent for longer is dead
	pongWithin     = 8 * time.Second
)

// Authenticator knows who is behind a token.
type Authenticator interface {
	Actor(ctx context.Context, token string) (auth.Known, error)
	ForgetSession(domain.SessionID)
	ForgetCustomer(domain.CustomerID)
}

// Config is what a Node needs.
type Config struct {
	Auth Authenticator
	// Origin reports whether a page of that origin may connect.
	Origin func(r *http.Request) bool
	// IP is the address of the client behind the trusted proxies.
	IP func(r *http.Request) string
	// Now is the machine's clock.
	Now func() time.Time
	// Elsewhere is what to call, by what TellNodes said on another node.
	Elsewhere map[string]func()
	// Insiders are the colleagues who read a conversation beside the one who
	// holds it; nil: nobody does.
	Insiders func(context.Context, domain.ConversationID) ([]string, error)
	// Redis is the URL of the broker of several nodes, or empty.
	Redis  string
	Logger *slog.Logger
}

// Node is the sockets of one process.
type Node struct {
	cfg     Config
	node    *centrifuge.Node
	socket  http.Handler
	closing atomic.Bool // everybody is being sent away
	counts  counts
	mu      sync.Mutex     // guards what follows
	visitor map[string]int // connections by customer and by address
	typed   map[string]time.Time
	polls   map[string]*poller
	here    map[domain.ExpertID]int // experts with a connection, and how many
	wall    wallTeller
	left    map[domain.ExpertID]time.Time // experts whose last connection ended since the last roll
}

type connectionKey struct{}

// connection is what the handshake knows about a socket, and how much came
// over it lately.
type connection struct {
	ip, bearer string
	actor      domain.Actor
	window     time.Time
	commands   int
}

// errFlood ends a socket that floods; it is not to come back.
var errFlood = centrifuge.Disconnect{Code: 4500, Reason: "too many messages"}

// New starts a node.
func New(c Config) (*Node, error) {
	inner, err := centrifuge.New(centrifuge.Config{
		Name:                        "kenner",
		ClientStaleCloseDelay:       authWithin,
		ClientQueueMaxSize:          maxQueue,
		UserConnectionLimit:         perPerson,
		ClientChannelLimit:          4,
		HistoryMaxPublicationLimit:  historyLimit,
		RecoveryMaxPublicationLimit: historyLimit,
		LogLevel:                    centrifuge.LogLevelError,
		LogHandler:                  func(e centrifuge.LogEntry) { c.Logger.Error("live: "+e.Message, "fields", fmt.Sprint(e.Fields)) },
	})
	if err != nil {
		return nil, fmt.Errorf("live: %w", err)
	}
	n := &Node{
		cfg: c, node: inner, visitor: map[string]int{}, typed: map[string]time.Time{}, polls: map[string]*poller{},
		here: map[domain.ExpertID]int{}, left: map[domain.ExpertID]time.Time{},
	}
	if c.Redis != "" {
		if err := n.useRedis(c.Redis); err != nil {
			return nil, err
		}
	}
	inner.OnCommandRead(n.command)
	inner.OnConnecting(n.connecting)
	inner.OnConnect(n.connected)
	inner.OnNotification(func(e centrifuge.NotificationEvent) {
		if heard := c.Elsewhere[e.Op]; heard != nil && e.FromNodeID != inner.ID() {
			heard()
		}
	})
	if err := inner.Run(); err != nil {
		return nil, fmt.Errorf("live: %w", err)
	}
	n.socket = centrifuge.NewWebsocketHandler(inner, centrifuge.WebsocketConfig{
		CheckOrigin: c.Origin, MessageSizeLimit: maxMessage, WriteTimeout: writeTimeout, UseWriteBufferPool: true,
		PingPongConfig: centrifuge.PingPongConfig{PingInterval: heartbeat, PongTimeout: pongWithin},
	})
	return n, nil
}

func (n *Node) useRedis(url string) error {
	shard, err := centrifuge.NewRedisShard(n.node, centrifuge.RedisShardConfig{Address: url})
	if err != nil {
		return fmt.Errorf("live: redis: %w", err)
	}
	broker, err := centrifuge.NewRedisBroker(n.node, centrifuge.RedisBrokerConfig{
		Prefix: "kenner", Shards: []*centrifuge.RedisShard{shard},
	})
	if err != nil {
		return fmt.Errorf("live: redis: %w", err)
	}
	n.node.SetBroker(broker)
	n.node.SetController(broker) // without, a node could cut off its own sockets alone
	return nil
}

// Connections is how many sockets this process holds.
func (n *Node) Connections() int { return n.node.Hub().NumClients() }

// ServeHTTP is the WebSocket of GET /live. The token comes in the connect
// command, or as the sub-protocol bearer.<token> beside centrifuge-json; a
// token in the address is refused, because addresses are logged.
func (n *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.RawQuery != "" {
		http.Error(w, "The token belongs into the first frame.", http.StatusBadRequest)
		return
	}
	c := &connection{ip: n.cfg.IP(r)}
	for protocol := range strings.SplitSeq(strings.Join(r.Header.Values("Sec-WebSocket-Protocol"), ","), ",") {
		if token, ok := strings.CutPrefix(strings.TrimSpace(protocol), bearerProtocol); ok {
			c.bearer = token
		}
	}
	n.socket.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), connectionKey{}, c)))
}

// connecting decides who may connect and what they hear.
func (n *Node) connecting(ctx context.Context, e centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
	c := of(ctx)
	token := e.Token
	if token == "" {
		token = c.bearer
	}
	known, err := n.who(ctx, token)
	if err != nil {
		return centrifuge.ConnectReply{}, n.refuse(err, token)
	}
	if n.closing.Load() {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectShutdown
	}
	if n.node.Hub().NumClients() >= maxConnections {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectConnectionLimit
	}
	visitor := known.Actor.Role == domain.RoleCustomer
	if visitor && !n.admit(ctx, known.Actor.ID, c.ip) {
		return centrifuge.ConnectReply{}, centrifuge.DisconnectConnectionLimit
	}
	c.actor = known.Actor
	channels := make(map[string]centrifuge.SubscribeOptions, 3)
	for _, name := range channelsOf(known.Actor) {
		channels[name] = centrifuge.SubscribeOptions{}
	}
	return centrifuge.ConnectReply{
		Credentials:       &centrifuge.Credentials{UserID: known.Actor.ID, ExpireAt: known.Expires.Unix()},
		Subscriptions:     channels,
		ClientSideRefresh: true,
		Storage:           map[string]any{},
	}, nil
}

// channelsOf is what somebody hears. The inner channel and the board are for
// experts and staff alone: roles are named, so that a new one hears nothing.
func channelsOf(a domain.Actor) []string {
	own := personChannel + a.ID
	switch a.Role {
	case domain.RoleExpert:
		return []string{own, innerChannel + a.ID, boardChannel}
	case domain.RoleManager, domain.RoleAdmin, domain.RoleAuditor:
		return []string{own, innerChannel + a.ID, boardChannel, staffChannel}
	case domain.RoleScreen:
		return []string{boardChannel}
	default:
		return []string{own}
	}
}

// who asks without trusting the cache: a socket lives longer than it.
func (n *Node) who(ctx context.Context, token string) (auth.Known, error) {
	known, err := n.cfg.Auth.Actor(ctx, token)
	switch {
	case err != nil:
		return known, err
	case known.Actor.Session != "":
		n.cfg.Auth.ForgetSession(known.Actor.Session)
	default:
		n.cfg.Auth.ForgetCustomer(known.Actor.Customer())
	}
	return n.cfg.Auth.Actor(ctx, token)
}

// refuse tells a client to come back with another token, or not at all.
func (n *Node) refuse(err error, token string) error {
	refused, ok := errors.AsType[*domain.Error](err)
	switch {
	case !ok:
		n.cfg.Logger.Error("live: connect", "err", err)
		return centrifuge.DisconnectServerError
	case refused.Kind == domain.Unauthorized && strings.Count(token, ".") == 2:
		return centrifuge.ErrorTokenExpired // an access token that a refresh may mend
	default:
		return centrifuge.DisconnectInvalidToken
	}
}

// admit counts one more socket of a visitor for as long as its connection
// lives, unless the visitor or the visitors behind its address have enough.
func (n *Node) admit(ctx context.Context, visitor, ip string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.visitor[visitor] >= perVisitor || n.visitor[ip] >= visitorsPerIP {
		return false
	}
	n.visitor[visitor]++
	n.visitor[ip]++
	context.AfterFunc(ctx, func() { n.leave(visitor, ip) })
	return true
}

func (n *Node) leave(of ...string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, key := range of {
		if n.visitor[key]--; n.visitor[key] <= 0 {
			delete(n.visitor, key)
		}
	}
}

// command bounds what one socket says. Its commands come one after another.
func (n *Node) command(client *centrifuge.Client, _ centrifuge.CommandReadEvent) error {
	c, now := of(client.Context()), n.cfg.Now()
	if now.Sub(c.window) >= commandWindow {
		c.window, c.commands = now, 0
	}
	if c.commands++; c.commands > maxCommands {
		return errFlood
	}
	return nil
}

// connected keeps a socket for as long as its token is renewed, and an expert
// present for as long as one connection stands.
func (n *Node) connected(client *centrifuge.Client) {
	gone, absent := n.counts.connected(client.Transport().Name()), n.attend(client)
	client.OnDisconnect(func(centrifuge.DisconnectEvent) {
		gone()
		absent()
	})
	client.OnRefresh(func(e centrifuge.RefreshEvent, done centrifuge.RefreshCallback) {
		known, err := n.who(client.Context(), e.Token)
		if err != nil || known.Actor.ID != client.UserID() {
			done(centrifuge.RefreshReply{Expired: true}, nil)
			return
		}
		done(centrifuge.RefreshReply{ExpireAt: known.Expires.Unix()}, nil)
	})
}

// of is the connection that the handshake put into ctx.
func of(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return &connection{}
}
