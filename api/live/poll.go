package live

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"sync"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
)

const (
	pollBuffer = 256              // pushes that wait for the next poll
	pollLinger = 30 * time.Second // a poller that does not come back is gone
)

// Polled is what was pushed since the last poll of a session.
type Polled struct {
	Session string            `json:"session" doc:"Send it with the next poll."`
	Next    int64             `json:"next" doc:"Send it as after with the next poll: what came before it is not told again."`
	Fresh   bool              `json:"fresh" doc:"The session begins with this answer: what happened before it must be read from the API."`
	Pushes  []json.RawMessage `json:"pushes" nullable:"false"`
}

// poller is a connection whose client comes and asks. Between two polls it
// keeps what is pushed, so nothing falls between them.
type poller struct {
	actor  string
	client *centrifuge.Client
	leave  func()
	ended  <-chan struct{}

	mu     sync.Mutex
	pushes []json.RawMessage
	first  int64 // the number of pushes[0]
	woke   chan struct{}
	turn   chan struct{} // closed when another poll takes over
	timer  *time.Timer
}

// Poll waits for at most wait until something is pushed to the caller, and
// returns it. A session that is unknown here, ended or somebody else's begins
// anew, at once. Two polls of one session at the same time: the later one goes
// on, the earlier returns empty. It refuses as listen does; it returns early
// when the node shuts down or cuts the caller off.
func (n *Node) Poll(ctx context.Context, caller Caller, known auth.Known, session string, after int64, wait time.Duration) (Polled, error) {
	n.mu.Lock()
	p := n.polls[session]
	n.mu.Unlock()
	if p == nil || p.actor != known.Actor.ID || p.over() {
		return n.firstPoll(caller, known.Actor) //nolint:contextcheck // a session outlives the request that begins it
	}
	if err := p.client.Refresh(centrifuge.WithRefreshExpireAt(known.Expires.Unix())); err != nil {
		return Polled{}, ErrNotNow
	}
	return p.next(ctx, session, after, wait), nil
}

// firstPoll begins a session. It outlives the request that began it.
func (n *Node) firstPoll(caller Caller, actor domain.Actor) (Polled, error) {
	ctx, cancel := context.WithCancel(context.Background())
	p := &poller{actor: actor.ID, first: 1, woke: make(chan struct{}, 1), turn: make(chan struct{})}
	l := newListener("poll", -1, p.hear)
	client, leave, err := n.listen(ctx, caller, l)
	if err != nil {
		cancel()
		return Polled{}, err
	}
	session := rand.Text()
	p.client, p.leave, p.ended = client, leave, l.ended
	n.mu.Lock()
	n.polls[session] = p
	n.mu.Unlock()
	p.mu.Lock()
	p.timer = time.AfterFunc(pollLinger, leave)
	p.mu.Unlock()
	go func() {
		<-l.ended
		cancel()
		n.mu.Lock()
		delete(n.polls, session)
		n.mu.Unlock()
	}()
	return Polled{Session: session, Next: 1, Fresh: true, Pushes: []json.RawMessage{}}, nil
}

func (p *poller) over() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// hear keeps a push for the next poll. Who lets too many pile up begins anew.
func (p *poller) hear(push json.RawMessage) error {
	if push == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.pushes) >= pollBuffer {
		return errGone
	}
	p.pushes = append(p.pushes, push)
	select {
	case p.woke <- struct{}{}:
	default:
	}
	return nil
}

// next forgets what the client has, and waits for what follows.
func (p *poller) next(ctx context.Context, session string, after int64, wait time.Duration) Polled {
	mine := p.begin(after)
	defer p.rest()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for {
		if now := p.now(session); len(now.Pushes) > 0 {
			return now
		}
		select {
		case <-p.woke:
			continue
		case <-mine:
		case <-timer.C:
		case <-p.ended:
		case <-ctx.Done():
		}
		return p.now(session)
	}
}

// begin takes over from a poll that is still waiting.
func (p *poller) begin(after int64) (turn <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer.Stop()
	close(p.turn)
	p.turn = make(chan struct{})
	known := min(max(after-p.first, 0), int64(len(p.pushes)))
	p.pushes, p.first = p.pushes[known:], p.first+known
	return p.turn
}

func (p *poller) now(session string) Polled {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Polled{Session: session, Next: p.first + int64(len(p.pushes)), Pushes: append([]json.RawMessage{}, p.pushes...)}
}

func (p *poller) rest() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer.Reset(pollLinger)
}
