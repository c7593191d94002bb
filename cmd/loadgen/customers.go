package main

import (
	"context"
	"errors"
	"net/http"
)

// holding is one conversation between a customer and an expert.
type holding struct {
	id       string
	customer *person
	expert   *person
}

// ask lets n new customers ask in a language, one question each.
func (a *api) ask(ctx context.Context, n int, language string) ([]holding, error) {
	asked := make([]holding, n)
	return asked, each(n, 32, func(i int) error {
		c, err := a.visitor(ctx, "")
		if err != nil {
			return err
		}
		id, err := c.ask(ctx, "Does it float?", language)
		asked[i] = holding{id: id, customer: c}
		return err
	})
}

// leave lets customers close what still waits, so that a scenario leaves the
// queue as it found it.
func leave(ctx context.Context, asked []holding) error {
	return each(len(asked), 32, func(i int) error {
		err := asked[i].customer.do(ctx, http.MethodPost, "/conversations/"+asked[i].id+"/closures", empty{}, nil)
		if p, refused := errors.AsType[*problem](err); refused && p.Status == http.StatusConflict {
			return nil // it is closed
		}
		return err
	})
}
