package live

import "sync/atomic"

// Transports are the ways in which a client hears: a WebSocket, a stream, a
// poll that comes again, and a request that waits for one thing.
var Transports = []string{"websocket", "sse", "poll", "await"}

// Stats is what a node does.
type Stats struct {
	Sockets map[string]int64 // connections that stand, by transport
	Pushes  uint64           // handed to the broker since the start, once a channel
}

// counts is what Stats is read from.
type counts struct {
	websocket, sse, poll, await atomic.Int64
	pushes                      atomic.Uint64
}

// Stats returns what this process does.
func (n *Node) Stats() Stats {
	s := Stats{Sockets: make(map[string]int64, len(Transports)), Pushes: n.counts.pushes.Load()}
	for _, name := range Transports {
		s.Sockets[name] = n.counts.of(name).Load()
	}
	return s
}

func (c *counts) of(transport string) *atomic.Int64 {
	switch transport {
	case "sse":
		return &c.sse
	case "poll":
		return &c.poll
	case "await":
		return &c.await
	default:
		return &c.websocket
	}
}

// connected counts a connection until gone is called.
func (c *counts) connected(transport string) (gone func()) {
	of := c.of(transport)
	of.Add(1)
	return func() { of.Add(-1) }
}
