package main

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// The pace of the play: slow enough to watch, fast enough to see the board move.
const (
	askEvery   = 4500 * time.Millisecond // on average
	askAhead   = 8                       // questions that may wait before nobody asks another
	sayEvery   = 11 * time.Second
	leastTalk  = 63 * time.Second // a shorter conversation is not qualified
	playAlone  = 10 * time.Minute // that the play goes on when nobody looks
	breakAfter = 14               // conversations until an expert has a break, about
)

// joiners are the experts whom nobody plays: they are free for whoever joins in.
var joiners = []string{"Sanne", "Nadia"}

// play is the simulation of the demo: customers who ask and experts who answer,
// through the same use cases as everybody, at a visible pace. It leaves alone
// whom a person plays. What it knows is in its memory; after a restart it goes
// on with what it finds on the seats.
type play struct {
	*house
	demoBrand
	doors   *access.Access
	sockets *live.Node

	rand     func(n int) int
	products map[string]domain.ProductID
	reasons  map[string]domain.ReasonID
	experts  []domain.ExpertID

	mu    sync.Mutex // guards what follows
	talks map[domain.ConversationID]*talk
	asked map[domain.Language][]domain.Actor // customers who were here before
	last  time.Time                          // when somebody was there to see it
	acts  sync.WaitGroup
}

// newPlay makes the play. Call look and hear before the outbox starts, and run
// after.
func newPlay(h *house, b demoBrand) *play {
	return &play{
		house: h, demoBrand: b, rand: rand.IntN,
		doors:    access.New(h.db.Access, runtime(h.clock.Now), h.passwords, h.keys.Secrets()),
		products: map[string]domain.ProductID{}, reasons: map[string]domain.ReasonID{},
		talks: map[domain.ConversationID]*talk{}, asked: map[domain.Language][]domain.Actor{}, last: machine(),
	}
}

// look tells the players where to see who is connected.
func (p *play) look(at *live.Node) { p.sockets = at }

// here reports whether a person plays an expert.
func (p *play) here(id domain.ExpertID) bool { return p.sockets.Here(id) }

// hear makes the players hear what happens to them.
func (p *play) hear(ctx context.Context) {
	on := p.db.Outbox().Subscribe
	on(desk.OfferMade, heard(func(e desk.OfferHappened) { p.offered(ctx, e) }))
	on(desk.ConversationAccepted, heard(func(e desk.Happened) { p.accepted(ctx, e.ConversationID, e.ExpertID) }))
	on(desk.MessagePosted, heard(func(e desk.Happened) { p.said(ctx, e) }))
	for _, name := range []string{desk.ConversationClosed, desk.ConversationQueued} {
		on(name, heard(func(e desk.Happened) { p.left(e.ConversationID) }))
	}
}

func heard[E any](fn func(E)) func(context.Context, []byte) error {
	return func(_ context.Context, payload []byte) error {
		var e E
		if err := json.Unmarshal(payload, &e); err != nil {
			return err
		}
		fn(e)
		return nil
	}
}

// run plays until ctx ends.
func (p *play) run(ctx context.Context) {
	defer p.acts.Wait()
	if err := p.enter(ctx); err != nil {
		p.tell(err)
		return
	}
	for {
		wait := askEvery/2 + time.Duration(p.rand(int(askEvery)))
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if p.watched() {
			p.tell(p.ask(ctx))
		}
	}
}

// watched reports whether the play goes on: while somebody is there, and a
// while after.
func (p *play) watched() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.sockets.Connections() > 0 {
		p.last = machine()
	}
	return machine().Sub(p.last) < playAlone
}

// enter finds the names of the scene, calls the players to their seats and goes
// on with the conversations that lie there.
func (p *play) enter(ctx context.Context) error {
	if err := p.learn(ctx); err != nil {
		return err
	}
	for _, id := range p.experts {
		if p.here(id) {
			continue
		}
		if err := p.desk.SetPresence(ctx, id, roster.Available); err != nil && !refused(err) {
			return err
		}
		seats, err := p.views.SeatsOf(ctx, id)
		if err != nil {
			return err
		}
		for _, s := range seats {
			if s.ConversationID != "" {
				p.accepted(ctx, s.ConversationID, id)
			}
		}
	}
	return nil
}

// later does something after about d, unless the play is over by then.
func (p *play) later(ctx context.Context, d time.Duration, act func(context.Context) error) {
	d += time.Duration(p.rand(int(d)/2 + 1))
	p.acts.Go(func() {
		select {
		case <-ctx.Done():
		case <-time.After(d):
			p.tell(act(ctx))
		}
	})
}

// tell logs what went wrong. A refusal is a part of life: a person was faster.
func (p *play) tell(err error) {
	if err != nil && !refused(err) && !errors.Is(err, context.Canceled) {
		p.log.Warn("play", "err", err)
	}
}

func refused(err error) bool {
	_, ok := errors.AsType[*domain.Error](err)
	return ok
}

// offered lets a player think about an offer and take it; one in twelve passes.
func (p *play) offered(ctx context.Context, e desk.OfferHappened) {
	if !slices.Contains(p.experts, e.ExpertID) {
		return
	}
	p.later(ctx, 3*time.Second, func(ctx context.Context) error {
		switch {
		case p.here(e.ExpertID):
			return nil
		case p.rand(12) == 0:
			return p.desk.Decline(ctx, e.ExpertID, e.OfferID)
		}
		_, err := p.desk.Accept(ctx, e.ExpertID, e.OfferID)
		return err
	})
}

// rest gives a player a break now and then.
func (p *play) rest(ctx context.Context, e domain.ExpertID) error {
	if p.rand(breakAfter) > 0 {
		return nil
	}
	if err := p.desk.SetPresence(ctx, e, roster.Break); err != nil {
		return err
	}
	p.later(ctx, 40*time.Second, func(ctx context.Context) error {
		if p.here(e) {
			return nil
		}
		return p.desk.SetPresence(ctx, e, roster.Available)
	})
	return nil
}
