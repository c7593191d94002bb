package main

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

type drop struct {
	target

	Stock int `default:"20" help:"How many pieces there are."`
	Tries int `default:"300" help:"How many want one."`
}

// sold is how the drop ended.
type sold struct {
	Stock   int64 `json:"stock"`
	Sold    int64 `json:"sold"`
	Refused int64 `json:"refused"`
}

func (s *drop) Run(ctx context.Context) error { return show(ctx, s) }

// measure puts a few pieces of a cheap reward on the shelf and lets every
// expert ask for one at once. A refusal is an answer; a piece that is sold
// twice is an error.
func (s *drop) measure(ctx context.Context) (report, error) {
	f, err := openFloor(ctx, newAPI(s.URL, s.Clients), s.Demo, 0)
	if err != nil {
		return report{}, err
	}
	admin, err := f.api.first(ctx, s.Demo, "admin")
	if err != nil {
		return report{}, err
	}
	var reward struct{ ID string }
	err = admin.do(ctx, http.MethodPost, "/rewards", map[string]any{
		"name": "Load test piece", "price": 1, "stock": s.Stock, "perPerson": 1000, "minLevel": 0,
	}, &reward)
	if err != nil {
		return report{}, err
	}
	var tried, refused atomic.Int64
	r := drive(ctx, s.target, func(ctx context.Context, i, _ int) error {
		n := tried.Add(1)
		if n > int64(s.Tries) {
			return errEnough
		}
		err := f.experts[int(n)%len(f.experts)].do(ctx, http.MethodPost, "/rewards/"+reward.ID+"/redemptions", empty{}, nil)
		if p, ok := errors.AsType[*problem](err); ok && p.Status == http.StatusConflict {
			refused.Add(1)
			return nil
		}
		return err
	})
	d := sold{int64(s.Stock), int64(r.Operations) - refused.Load(), refused.Load()}
	r.Scenario, r.Extra = "drop", d
	if d.Sold > d.Stock {
		r.Errors++
		r.FirstError = "more was sold than there was"
	}
	return r, admin.do(ctx, http.MethodPatch, "/rewards/"+reward.ID, map[string]any{"archived": true}, nil)
}
