package live

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// wallInterval is how often the live wall is told at most.
const wallInterval = time.Second

// wallTeller coalesces what the live wall is told.
type wallTeller struct {
	mu      sync.Mutex
	waiting bool
	last    time.Time
}

// movesWall reports whether an event changes what the live wall shows. It is
// asked where events are published, not by a subscriber of its own: messages are
// the hot path.
func movesWall(name string) bool {
	kind, _, _ := strings.Cut(name, ".")
	return slices.Contains([]string{"conversation", "message", "offer", "seat", "expert", "handOver", "watch"}, kind) && name != "message.read"
}

// touchWall tells staff that the floor has changed: at once, or when the last
// time was less than a second ago, when that second is over.
func (n *Node) touchWall() error {
	n.wall.mu.Lock()
	defer n.wall.mu.Unlock()
	if n.wall.waiting {
		return nil
	}
	if rest := wallInterval - n.cfg.Now().Sub(n.wall.last); rest > 0 {
		n.wall.waiting = true
		time.AfterFunc(rest, n.tellWall)
		return nil
	}
	n.wall.last = n.cfg.Now()
	return n.send(staffChannel, Push{Type: "wall"})
}

func (n *Node) tellWall() {
	n.wall.mu.Lock()
	n.wall.waiting, n.wall.last = false, n.cfg.Now()
	n.wall.mu.Unlock()
	if err := n.send(staffChannel, Push{Type: "wall"}); err != nil {
		n.cfg.Logger.Error("live: wall", "err", err)
	}
}
