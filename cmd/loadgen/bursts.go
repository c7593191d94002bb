package main

import (
	"context"
	"net/http"
	"time"
)

// doors are the brand's opening hours: while they are shut for good, who asks
// waits, and nothing is offered.
type doors struct {
	admin *person
	hours map[string]any // as they were
}

const hoursPath = "/opening-hours"

func openDoors(ctx context.Context, a *api, demo string) (*doors, error) {
	admin, err := a.first(ctx, demo, "admin")
	if err != nil {
		return nil, err
	}
	d := &doors{admin: admin}
	return d, admin.do(ctx, http.MethodGet, hoursPath, nil, &d.hours)
}

func (d *doors) shut(ctx context.Context) error {
	return d.set(ctx, map[string]any{"weekly": []any{}, "holidays": []any{}})
}
func (d *doors) restore(ctx context.Context) error { return d.set(ctx, d.hours) }

// set changes the hours, whatever they are by now.
func (d *doors) set(ctx context.Context, hours map[string]any) error {
	var now struct{ Version int }
	if err := d.admin.do(ctx, http.MethodGet, hoursPath, nil, &now); err != nil {
		return err
	}
	hours["version"] = now.Version
	return d.admin.do(ctx, http.MethodPut, hoursPath, hours, nil)
}

// burstRounds is how often all experts are free at once.
const burstRounds = 5

// bursts opens the doors while everybody is free, and waits until every expert
// has heard an offer; then all give theirs back. The doors stay open after the
// last, with everybody available.
func (w *work) bursts(ctx context.Context, pid int, doors *doors, speed *floorSpeed) error {
	var rates, costs []float64
	for range burstRounds {
		w.look.Store(true)
		if err := doors.shut(ctx); err != nil {
			return err
		}
		for _, state := range []string{"break", "available"} {
			if err := w.present(ctx, state); err != nil {
				return err
			}
		}
		pause(ctx, 500*time.Millisecond) // what that set going ends
		w.heard.Store(0)
		before, began := usageOf(pid), time.Now()
		if err := doors.restore(ctx); err != nil {
			return err
		}
		for n := int64(len(w.experts)); w.heard.Load() < n; pause(ctx, time.Millisecond) {
			if time.Since(began) > 20*time.Second || ctx.Err() != nil {
				return failed("only %d of %d experts heard an offer", w.heard.Load(), n)
			}
		}
		n := float64(len(w.experts))
		rates = append(rates, n/time.Since(began).Seconds())
		costs = append(costs, micros(usageOf(pid).cpu-before.cpu)/n)
	}
	speed.PerSecond, speed.CPU = median(rates), median(costs)
	w.look.Store(false)
	for _, d := range w.desks { // the offers of the last burst are taken up now, as those that follow
		d.offers <- *d.last.Load()
	}
	return nil
}
