package live

import (
	"maps"
	"slices"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/domain"
)

// Roll is which experts this process knows to be there.
type Roll struct {
	Here []domain.ExpertID                 // have a connection now
	Left map[domain.ExpertID]time.Duration // have none since, and were on no roll after that
}

// CallRoll says who is here, and who left since it was called last.
func (n *Node) CallRoll() Roll {
	now := n.cfg.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	r := Roll{Here: slices.Sorted(maps.Keys(n.here)), Left: make(map[domain.ExpertID]time.Duration, len(n.left))}
	for id, at := range n.left {
		r.Left[id] = max(now.Sub(at), 0)
	}
	clear(n.left)
	return r
}

// Here reports whether an expert has a connection to this process.
func (n *Node) Here(id domain.ExpertID) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.here[id] > 0
}

// attend counts an expert's connection, of whatever kind, until absent is called.
func (n *Node) attend(client *centrifuge.Client) (absent func()) {
	a := of(client.Context()).actor
	if a.Role != domain.RoleExpert {
		return func() {}
	}
	id := domain.ExpertID(a.ID)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.here[id]++
	delete(n.left, id)
	return func() { n.absent(id) }
}

func (n *Node) absent(id domain.ExpertID) {
	now := n.cfg.Now()
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.here[id]--; n.here[id] <= 0 {
		delete(n.here, id)
		n.left[id] = now
	}
}
