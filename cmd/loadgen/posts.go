package main

import (
	"context"
	"net/http"
	"strconv"
)

// nobodys is a language that no expert of the demo speaks: conversations in it
// stay in the queue and nobody answers.
const nobodys = "fr"

// with lets clients do op, each as a customer with a conversation of their own,
// which they close in the end: a queue that is longer each time would be
// another load each time.
func (t target) with(ctx context.Context, op func(ctx context.Context, h holding, n int) error) (report, error) {
	all, err := newAPI(t.URL, t.Clients).ask(ctx, t.Clients, nobodys)
	if err != nil {
		return report{}, err
	}
	r := drive(ctx, t, func(ctx context.Context, i, n int) error { return op(ctx, all[i], n) })
	return r, leave(ctx, all)
}

type messages struct {
	target

	Keyed bool `help:"Send an Idempotency-Key with each: one more row in the transaction."`
}

func (s *messages) Run(ctx context.Context) error { return show(ctx, s) }

func (s *messages) measure(ctx context.Context) (report, error) {
	r, err := s.with(ctx, func(ctx context.Context, h holding, n int) error {
		id := strconv.Itoa(n)
		if s.Keyed {
			return h.customer.post(ctx, h.id, id, "Idempotency-Key", h.id+"-"+id)
		}
		return h.customer.post(ctx, h.id, id)
	})
	r.Scenario = "messages"
	if s.Keyed {
		r.Scenario = "messages, keyed"
	}
	return r, err
}

type nothing struct{ target }

func (s *nothing) Run(ctx context.Context) error { return show(ctx, s) }

// measure presses the typing sign: it is checked like a message and stored nowhere.
func (s *nothing) measure(ctx context.Context) (report, error) {
	r, err := s.with(ctx, func(ctx context.Context, h holding, _ int) error { return h.customer.typing(ctx, h.id) })
	r.Scenario = "nothing"
	return r, err
}

type list struct{ target }

func (s *list) Run(ctx context.Context) error { return show(ctx, s) }

func (s *list) measure(ctx context.Context) (report, error) {
	r, err := s.with(ctx, func(ctx context.Context, h holding, _ int) error {
		var mine struct{ Items []struct{ ID string } }
		err := h.customer.do(ctx, http.MethodGet, "/conversations", nil, &mine)
		if err == nil && (len(mine.Items) != 1 || mine.Items[0].ID != h.id) {
			err = failed("the list has %d conversations instead of one", len(mine.Items))
		}
		return err
	})
	r.Scenario = "list"
	return r, err
}
