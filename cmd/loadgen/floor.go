package main

import (
	"context"
	"errors"
	"net/http"
	"time"
)

// floor is experts at work, and a reason to close with. Nobody else may play
// them: the demo runs with --quiet.
type floor struct {
	api     *api
	experts []*person
	reason  string
}

// openFloor signs in up to n experts of the demo; 0 is all of them.
func openFloor(ctx context.Context, a *api, demo string, n int) (*floor, error) {
	all, err := logins(demo, "expert")
	if err != nil {
		return nil, err
	}
	if n > 0 {
		all = all[:min(n, len(all))]
	}
	f := &floor{api: a, experts: make([]*person, len(all))}
	err = each(len(all), 4, func(i int) (err error) {
		f.experts[i], err = a.signIn(ctx, all[i])
		return err
	})
	if err != nil {
		return nil, err
	}
	f.reason, err = a.reason(ctx)
	return f, err
}

// reason is one that an expert may close with: of the second level.
func (a *api) reason(ctx context.Context) (string, error) {
	var reasons struct {
		Items []struct {
			ID, ParentID string
			StaffTopic   string
		}
	}
	if err := (&person{api: a}).do(ctx, http.MethodGet, "/contact-reasons?limit=100", nil, &reasons); err != nil {
		return "", err
	}
	for _, r := range reasons.Items {
		if r.ParentID != "" && r.StaffTopic == "" {
			return r.ID, nil
		}
	}
	return "", failed("the brand has no reason of the second level")
}

// clear sends every expert away and closes what they hold.
func (f *floor) clear(ctx context.Context) error {
	if err := f.present(ctx, "away"); err != nil {
		return err
	}
	return f.all(func(e *person) error {
		_, held, err := e.seats(ctx)
		for _, id := range held {
			err = errors.Join(err, f.close(ctx, e, id))
		}
		return err
	})
}

func (f *floor) present(ctx context.Context, state string) error {
	return f.all(func(e *person) error {
		return e.do(ctx, http.MethodPut, "/me/presence", map[string]string{"state": state}, nil)
	})
}

func (f *floor) all(fn func(e *person) error) error {
	return each(len(f.experts), 16, func(i int) error { return fn(f.experts[i]) })
}

func (f *floor) close(ctx context.Context, e *person, conversation string) error {
	return e.do(ctx, http.MethodPost, "/conversations/"+conversation+"/closures",
		map[string]string{"outcome": "solved", "reasonId": f.reason}, nil)
}

// places is how many open seats the experts have together.
func (f *floor) places(ctx context.Context) (int, error) {
	count := make([]int, len(f.experts))
	err := each(len(f.experts), 16, func(i int) (err error) {
		count[i], _, err = f.experts[i].seats(ctx)
		return err
	})
	sum := 0
	for _, n := range count {
		sum += n
	}
	return sum, err
}

// seats is how many an expert has open, and the conversations on them.
func (p *person) seats(ctx context.Context) (open int, held []string, err error) {
	var seats struct {
		Items []struct {
			ConversationID string
			Open           bool
		}
	}
	err = p.do(ctx, http.MethodGet, "/me/seats", nil, &seats)
	for _, s := range seats.Items {
		if s.Open {
			open++
		}
		if s.ConversationID != "" {
			held = append(held, s.ConversationID)
		}
	}
	return open, held, err
}

func (p *person) accept(ctx context.Context, offer string) error {
	return p.do(ctx, http.MethodPost, "/offers/"+offer+"/acceptances", empty{}, nil)
}

// take accepts what is offered to an expert now.
func (p *person) take(ctx context.Context) error {
	var offers struct{ Items []struct{ ID string } }
	if err := p.do(ctx, http.MethodGet, "/me/offers", nil, &offers); err != nil {
		return err
	}
	for _, o := range offers.Items {
		if err := p.accept(ctx, o.ID); err != nil {
			return err
		}
	}
	return nil
}

// hold lets customers ask and experts take until n conversations are held, or
// as many as there are seats.
func (f *floor) hold(ctx context.Context, n int) ([]holding, error) {
	if err := f.clear(ctx); err != nil {
		return nil, err
	}
	places, err := f.places(ctx)
	if err != nil {
		return nil, err
	}
	asked, err := f.api.ask(ctx, min(n, places), "en")
	if err != nil {
		return nil, err
	}
	if err := f.present(ctx, "available"); err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(20 * time.Second); ; pause(ctx, 20*time.Millisecond) {
		if err := f.all(func(e *person) error { return e.take(ctx) }); err != nil {
			return nil, err
		}
		held, err := f.held(ctx, asked)
		if err != nil || len(held) == len(asked) {
			return held, err
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return nil, failed("only %d of %d conversations were taken", len(held), len(asked))
		}
	}
}

// held is those of what was asked that an expert holds.
func (f *floor) held(ctx context.Context, asked []holding) (held []holding, err error) {
	seats := make([][]string, len(f.experts))
	err = each(len(f.experts), 16, func(i int) (err error) {
		_, seats[i], err = f.experts[i].seats(ctx)
		return err
	})
	by := map[string]*person{}
	for i, ids := range seats {
		for _, id := range ids {
			by[id] = f.experts[i]
		}
	}
	for _, h := range asked {
		if h.expert = by[h.id]; h.expert != nil {
			held = append(held, h)
		}
	}
	return held, err
}

// pause waits, or returns when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
