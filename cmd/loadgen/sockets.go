package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

type sockets struct {
	target

	Sockets int           `default:"10000" help:"How many."`
	Rest    time.Duration `default:"5s" help:"How long they idle before the memory is read."`
}

// idle is what the sockets cost.
type idle struct {
	Connected       int     `json:"connected"`
	KiBPerSocket    float64 `json:"kibPerSocket"`
	ServerFileLimit uint64  `json:"serverFileLimit"`
}

func (s *sockets) Run(ctx context.Context) error { return show(ctx, s) }

// measure connects customers, each from an address of their own, which the
// server believes only of a trusted proxy: start it with --trusted-proxies
// 127.0.0.0/8 --limits off. An operation is a socket that is connected and
// subscribed; the memory is what the server has more than before it.
func (s *sockets) measure(ctx context.Context) (report, error) {
	a := newAPI(s.URL, 64)
	people := make([]*person, s.Sockets)
	err := each(s.Sockets, 32, func(i int) (err error) {
		people[i], err = a.visitor(ctx, fmt.Sprintf("10.%d.%d.%d", i>>14, i>>7&127, i&127+1))
		return err
	})
	if err != nil {
		return report{}, err
	}
	a.wires.rest()
	pause(ctx, s.Rest) // the server's garbage goes
	before, began := usageOf(s.PID), time.Now()
	all := open(ctx, people)
	defer all.close()
	r := report{Scenario: "idle-sockets", Clients: s.Sockets, Seconds: time.Since(began).Seconds(), RefusedSockets: len(all.refused)}
	r.took(all.took)
	pause(ctx, s.Rest)
	r.spent(before, s.PID)
	if r.Errors = len(all.refused); r.Errors > 0 {
		r.FirstError = all.refused[0].Error()
	}
	r.Extra = idle{r.Operations, (r.RSS - before.rss) * 1024 / float64(max(r.Operations, 1)), fileLimitOf(s.PID)}
	return r, nil
}

// opened is many sockets.
type opened struct {
	mu      sync.Mutex
	sockets []*socket
	took    []time.Duration
	refused []error
}

// open connects everybody and lets them listen.
func open(ctx context.Context, people []*person) *opened {
	o := &opened{}
	_ = each(len(people), 64, func(i int) error {
		began := time.Now()
		s, err := people[i].connect(ctx)
		took := time.Since(began)
		o.mu.Lock()
		defer o.mu.Unlock()
		if err != nil {
			o.refused = append(o.refused, err)
			return nil // the others may come in
		}
		o.sockets, o.took = append(o.sockets, s), append(o.took, took)
		go s.listen(func(push) {})
		return nil
	})
	return o
}

func (o *opened) close() {
	for _, s := range o.sockets {
		s.close()
	}
}
