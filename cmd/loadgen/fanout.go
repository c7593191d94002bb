package main

import (
	"context"
	"net/http"
	"time"
)

type fanout struct {
	target

	Sockets int `default:"1000" help:"How many watch: experts, at most ten sockets each."`
	Rounds  int `default:"20" help:"How many changes."`
}

// perPerson is how many sockets the server allows one person.
const perPerson = 10

func (s *fanout) Run(ctx context.Context) error { return show(ctx, s) }

// measure saves the brand's settings, which is told to everybody who has signed
// in, and waits until each socket has heard it. An operation is a push that
// arrived; a push that did not is an error.
func (s *fanout) measure(ctx context.Context) (report, error) {
	f, err := openFloor(ctx, newAPI(s.URL, 64), s.Demo, (s.Sockets+perPerson-1)/perPerson)
	if err != nil {
		return report{}, err
	}
	manager, err := f.api.first(ctx, s.Demo, "manager")
	if err != nil {
		return report{}, err
	}
	r := report{Scenario: "fanout"}
	heard := make(chan time.Time, s.Sockets*(s.Rounds+1))
	for i := range s.Sockets {
		c, err := f.experts[i%len(f.experts)].connect(ctx)
		if err != nil {
			r.RefusedSockets++
			continue
		}
		defer c.close()
		r.Clients++
		go c.listen(func(m push) {
			if m.Type == "brand" {
				heard <- time.Now()
			}
		})
	}
	before, start := usageOf(s.PID), time.Now()
	var took []time.Duration
	for range s.Rounds {
		began := time.Now()
		if err := touchBrand(ctx, manager); err != nil {
			return report{}, err
		}
		for range r.Clients {
			select {
			case at := <-heard:
				took = append(took, at.Sub(began))
			case <-time.After(5 * time.Second):
				r.Errors++
				r.FirstError = "a push was lost"
			}
		}
	}
	r.Seconds = time.Since(start).Seconds()
	r.took(took)
	r.spent(before, s.PID)
	return r, nil
}

// touchBrand saves the brand's settings as they are, which tells everybody.
func touchBrand(ctx context.Context, manager *person) error {
	var settings map[string]any
	if err := manager.do(ctx, http.MethodGet, "/settings", nil, &settings); err != nil {
		return err
	}
	return manager.do(ctx, http.MethodPut, "/settings", settings, nil)
}
