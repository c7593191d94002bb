package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

type offers struct {
	target

	Waiting int           `default:"1000" help:"How many wait in the queue."`
	Experts int           `default:"300" help:"How many experts, at most those of the demo."`
	Pace    time.Duration `default:"25ms" help:"How often a seat is freed while the wait for its next offer is measured."`
}

// floorSpeed is how the parts went that the line has no place for.
type floorSpeed struct {
	Waiting   int     `json:"waiting"`
	PerSecond float64 `json:"offersPerSecond"`     // when every expert is free at once
	CPU       float64 `json:"cpuMicrosPerOffer"`   // of those
	Rush      float64 `json:"rushOffersPerSecond"` // each with an accept, a close and another question
	RushCPU   float64 `json:"rushCpuMicrosPerOffer"`
}

func (s *offers) Run(ctx context.Context) error { return show(ctx, s) }

// measure has three parts. All experts are free at once, a few times: how many
// offers come in a second. Then every seat is taken and now and then one is
// freed: how long until its expert hears the next offer; that is the line's own
// operation. At last everybody accepts and closes at once, again and again. Who
// was answered asks anew, so that the queue stays as long as it was.
func (s *offers) measure(ctx context.Context) (r report, err error) {
	f, err := openFloor(ctx, newAPI(s.URL, 64), s.Demo, s.Experts)
	if err != nil {
		return report{}, err
	}
	if err := f.clear(ctx); err != nil {
		return report{}, err
	}
	places, err := f.places(ctx)
	if err != nil {
		return report{}, err
	}
	doors, err := openDoors(ctx, f.api, s.Demo)
	if err != nil {
		return report{}, err
	}
	if err := doors.shut(ctx); err != nil {
		return report{}, err
	}
	asked, err := f.api.ask(ctx, s.Waiting+places, "en")
	if err != nil {
		return report{}, errors.Join(err, doors.restore(ctx))
	}
	w := newWork(f, asked, s.Clients)
	work, stop := context.WithCancel(ctx)
	end, err := w.begin(work)
	if err == nil {
		r, err = w.parts(ctx, s, doors, places)
	}
	stop()
	end()
	return r, errors.Join(err, doors.restore(ctx), f.clear(ctx), leave(ctx, w.waiting()))
}

func (w *work) parts(ctx context.Context, s *offers, doors *doors, places int) (r report, err error) {
	speed := floorSpeed{Waiting: s.Waiting}
	if err := w.bursts(ctx, s.PID, doors, &speed); err != nil {
		return report{}, err
	}
	w.settle(ctx, places)
	r = report{Scenario: "offers", Clients: len(w.experts)}
	before, began := usageOf(s.PID), time.Now()
	w.freeSeats(ctx, s.Pace, s.For/2)
	r.Seconds = time.Since(began).Seconds()
	w.mu.Lock()
	r.took(w.took)
	w.mu.Unlock()
	r.spent(before, s.PID)

	before, began = usageOf(s.PID), time.Now()
	heard := w.heard.Load()
	w.rush.Store(true)
	for _, d := range w.desks {
		d.free <- struct{}{}
	}
	pause(ctx, s.For/2)
	n := float64(w.heard.Load() - heard)
	speed.Rush, speed.RushCPU = n/time.Since(began).Seconds(), micros(usageOf(s.PID).cpu-before.cpu)/max(n, 1)
	r.Extra = speed
	w.mu.Lock()
	defer w.mu.Unlock()
	r.Errors = w.errors
	if w.first != nil {
		r.FirstError = w.first.Error()
	}
	return r, nil
}

// work is experts who accept what is offered, and customers who ask again.
type work struct {
	*floor
	slots chan struct{} // requests that are on their way at once
	desks []*seatedExpert
	heard atomic.Int64 // offers
	taken atomic.Int64 // of them
	look  atomic.Bool  // nothing is accepted
	rush  atomic.Bool  // what is accepted is closed at once

	mu     sync.Mutex
	asked  map[string]*person
	took   []time.Duration
	errors int
	first  error
}

// seatedExpert is one expert; what happens to them comes one after another.
type seatedExpert struct {
	*person
	offers chan push
	free   chan struct{}
	freed  atomic.Pointer[time.Time] // since when a seat waits for its next offer
	last   atomic.Pointer[push]      // the offer that was heard while nothing is accepted
	held   []string
}

func newWork(f *floor, asked []holding, clients int) *work {
	w := &work{floor: f, slots: make(chan struct{}, clients), asked: make(map[string]*person, len(asked))}
	for _, h := range asked {
		w.asked[h.id] = h.customer
	}
	return w
}

// begin connects every expert and lets them work until ctx ends; end waits for
// them.
func (w *work) begin(ctx context.Context) (end func(), err error) {
	var wg sync.WaitGroup
	var open []*socket
	end = func() {
		for _, s := range open {
			s.close()
		}
		wg.Wait()
	}
	for _, e := range w.experts {
		s, err := e.connect(ctx)
		if err != nil {
			return end, err
		}
		d := &seatedExpert{person: e, offers: make(chan push, 64), free: make(chan struct{}, 1)}
		open, w.desks = append(open, s), append(w.desks, d)
		go s.listen(func(m push) { w.hear(d, m) })
		wg.Go(func() { w.answer(ctx, d) })
	}
	return end, nil
}

func (w *work) hear(d *seatedExpert, m push) {
	if m.Type != "offer" {
		return
	}
	at := time.Now()
	defer w.heard.Add(1)
	if since := d.freed.Swap(nil); since != nil && !w.rush.Load() {
		w.mu.Lock()
		w.took = append(w.took, at.Sub(*since))
		w.mu.Unlock()
	}
	if w.look.Load() {
		d.last.Store(&m)
		return
	}
	d.offers <- m
}

// answer is one expert's work.
func (w *work) answer(ctx context.Context, d *seatedExpert) {
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-d.offers:
			if !w.try(ctx, func() error { return d.accept(ctx, m.OfferID) }) {
				continue
			}
			w.taken.Add(1)
			if d.held = append(d.held, m.ConversationID); w.rush.Load() {
				w.finish(ctx, d)
			}
		case <-d.free:
			if len(d.held) > 0 && len(d.offers) == 0 {
				w.finish(ctx, d)
			}
		}
	}
}

// finish closes the oldest conversation of an expert; its customer asks again.
func (w *work) finish(ctx context.Context, d *seatedExpert) {
	id := d.held[0]
	d.held = d.held[1:]
	closed := w.try(ctx, func() error {
		now := time.Now()
		d.freed.Store(&now)
		return w.close(ctx, d.person, id)
	})
	if !closed {
		return
	}
	w.mu.Lock()
	customer := w.asked[id]
	delete(w.asked, id)
	w.mu.Unlock()
	if customer == nil {
		return
	}
	w.try(ctx, func() error {
		again, err := customer.ask(ctx, "Does it float?", "en")
		if err == nil {
			w.mu.Lock()
			w.asked[again] = customer
			w.mu.Unlock()
		}
		return err
	})
}

// try makes a request when there is a slot, and counts it when it fails before
// the end.
func (w *work) try(ctx context.Context, request func() error) bool {
	w.slots <- struct{}{}
	err := request()
	<-w.slots
	if err == nil || ctx.Err() != nil {
		return err == nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.errors++; w.first == nil {
		w.first = err
	}
	return false
}

// settle waits until every seat is taken, or nothing more is accepted.
func (w *work) settle(ctx context.Context, places int) {
	for last, since := int64(0), time.Now(); ctx.Err() == nil && time.Since(since) < 2*time.Second; pause(ctx, 20*time.Millisecond) {
		taken := w.taken.Load()
		if taken >= int64(places) {
			return
		}
		if taken != last {
			last, since = taken, time.Now()
		}
	}
}

// freeSeats lets one expert after another close a conversation.
func (w *work) freeSeats(ctx context.Context, every, length time.Duration) {
	turn := time.NewTicker(every)
	defer turn.Stop()
	for i, began := 0, time.Now(); time.Since(began) < length && ctx.Err() == nil; i++ {
		if d := w.desks[i%len(w.desks)]; d.freed.Load() == nil {
			d.free <- struct{}{}
		}
		<-turn.C
	}
}

// waiting is what was asked and not answered.
func (w *work) waiting() []holding {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]holding, 0, len(w.asked))
	for id, c := range w.asked {
		all = append(all, holding{id: id, customer: c})
	}
	return all
}
