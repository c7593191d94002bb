package live

import (
	"context"
	"encoding/json"
	"time"
)

// Await is one wait for a push. It hears from the moment it was made.
type Await struct {
	woke  chan struct{}
	ended <-chan struct{}
	leave func()
}

// Await begins to listen as the caller for a push that wants takes. End it with
// Close. It refuses as listen does.
func (n *Node) Await(ctx context.Context, caller Caller, wants func(Push) bool) (*Await, error) {
	woke := make(chan struct{}, 1)
	l := newListener("await", -1, func(raw json.RawMessage) error {
		var p Push
		if json.Unmarshal(raw, &p) == nil && wants(p) {
			select {
			case woke <- struct{}{}:
			default:
			}
		}
		return nil
	})
	_, leave, err := n.listen(ctx, caller, l)
	if err != nil {
		return nil, err
	}
	return &Await{woke, l.ended, leave}, nil
}

// Wait returns when a wanted push came, when the time is over, when ctx ends, or
// when the node cut the caller off or shuts down: then cut is true.
func (a *Await) Wait(ctx context.Context, d time.Duration) (cut bool) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-a.woke:
	case <-timer.C:
	case <-ctx.Done():
	case <-a.ended:
		return true
	}
	return false
}

// Close ends the listening.
func (a *Await) Close() { a.leave() }
