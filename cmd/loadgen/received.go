package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// typingPace is how often a typing sign of one conversation is sent: the server
// tells it every two seconds at most.
const typingPace = 2100 * time.Millisecond

type received struct {
	target

	Conversations int           `default:"256" help:"How many are held by experts meanwhile, at most one a seat."`
	Pace          time.Duration `default:"2100ms" help:"How often each conversation gets a sign and a message; a typing sign is told every two seconds at most."`
}

// compared is the same line, durable and not.
type compared struct {
	NothingOperations int     `json:"nothingOperations"`
	NothingP50        float64 `json:"nothingP50Ms"`
	NothingP99        float64 `json:"nothingP99Ms"`
	Ratio             float64 `json:"p99Ratio"`
}

func (s *received) Run(ctx context.Context) error { return show(ctx, s) }

// measure writes from the customers' side and listens on the experts'. A typing
// sign goes the same way over the same sockets, and is stored nowhere: both are
// said in turn.
func (s *received) measure(ctx context.Context) (r report, err error) {
	clients := min(s.Clients, 16)
	f, err := openFloor(ctx, newAPI(s.URL, 64), s.Demo, 0)
	if err != nil {
		return report{}, err
	}
	held, err := f.hold(ctx, s.Conversations)
	if err != nil {
		return report{}, err
	}
	l := &listening{sent: map[string]time.Time{}}
	hang, err := connectAll(ctx, held, l.hear)
	defer hang()
	if err != nil {
		return report{}, err
	}
	before, began := usageOf(s.PID), time.Now()
	var wg sync.WaitGroup
	for i := range clients {
		var own []holding
		for j := i; j < len(held); j += clients {
			own = append(own, held[j])
		}
		wg.Go(func() { l.speak(ctx, own, s.Pace, s.For) })
	}
	wg.Wait()
	pause(ctx, 500*time.Millisecond) // the last ones arrive
	r = l.report(report{Scenario: "posted-received", Clients: clients, Seconds: time.Since(began).Seconds()})
	r.CPU = micros(usageOf(s.PID).cpu-before.cpu) / float64(max(len(l.posted)+len(l.typed), 1))
	r.RSS = usageOf(s.PID).rss
	return r, f.clear(ctx)
}

// connectAll opens one socket for every expert who holds something.
func connectAll(ctx context.Context, held []holding, hear func(push)) (hang func(), err error) {
	open := map[*person]*socket{}
	hang = func() {
		for _, s := range open {
			s.close()
		}
	}
	for _, h := range held {
		if open[h.expert] != nil {
			continue
		}
		s, err := h.expert.connect(ctx)
		if err != nil {
			return hang, err
		}
		open[h.expert] = s
		go s.listen(hear)
	}
	return hang, nil
}

// listening remembers when something was said until it is heard.
type listening struct {
	mu            sync.Mutex
	sent          map[string]time.Time
	posted, typed []time.Duration
	errors        int
	first         error
}

func (l *listening) hear(m push) {
	at := time.Now()
	key := m.ConversationID + " typing"
	if m.Type == "timeline" {
		key = m.Entry.ClientID
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	began, known := l.sent[key]
	if !known {
		return
	}
	delete(l.sent, key)
	switch m.Type {
	case "timeline":
		l.posted = append(l.posted, at.Sub(began))
	case "typing":
		l.typed = append(l.typed, at.Sub(began))
	}
}

// say does what is to be heard under key.
func (l *listening) say(key string, do func() error) {
	l.mu.Lock()
	l.sent[key] = time.Now()
	l.mu.Unlock()
	err := do()
	if err == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.sent, key)
	if l.errors++; l.first == nil {
		l.first = err
	}
}

// speak types and writes in turn, in one conversation after the other, so that
// each gets both once in a pace.
func (l *listening) speak(ctx context.Context, own []holding, pace, length time.Duration) {
	if len(own) == 0 {
		return
	}
	turn := time.NewTicker(pace / time.Duration(2*len(own)))
	defer turn.Stop()
	for n, began := 0, time.Now(); time.Since(began) < length && ctx.Err() == nil; n++ {
		h := own[n%len(own)]
		l.say(h.id+" typing", func() error { return h.customer.typing(ctx, h.id) })
		<-turn.C
		id := fmt.Sprintf("%.36s-%d", h.id, n)
		l.say(id, func() error { return h.customer.post(ctx, h.id, id) })
		<-turn.C
	}
}

// report completes a line with both sides; what was never heard is an error.
func (l *listening) report(r report) report {
	l.mu.Lock()
	defer l.mu.Unlock()
	nothing := report{}
	r.took(l.posted)
	nothing.took(l.typed)
	r.Errors = l.errors + len(l.sent)
	if l.first != nil {
		r.FirstError = l.first.Error()
	} else if len(l.sent) > 0 {
		r.FirstError = fmt.Sprintf("%d were never heard", len(l.sent))
	}
	r.Extra = compared{nothing.Operations, nothing.P50, nothing.P99, r.P99 / max(nothing.P99, 0.001)}
	return r
}
