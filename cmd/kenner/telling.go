package main

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

const (
	tellPause = 200 * time.Millisecond // between two looks at the queue: what happens meanwhile is told together
	tellAnew  = 30 * time.Second       // while somebody waits: the measured pace changes with time alone
)

// telling pushes places in the queue to those who wait, when something happened
// that may change them, and now and then while somebody waits. When nobody does
// it sleeps until an event.
type telling struct {
	house  *house
	teller *desk.Teller
	push   func(context.Context, live.Event) error
	wake   chan struct{}
}

func newTelling(h *house, push func(context.Context, live.Event) error) *telling {
	return &telling{h, desk.NewTeller(h.views, h.db.Desk, h.clock.Now), push, make(chan struct{}, 1)}
}

// heard is a subscriber: it wakes telling and never blocks.
func (t *telling) heard(context.Context, []byte) error {
	select {
	case t.wake <- struct{}{}:
	default: // it is awake
	}
	return nil
}

// run works until ctx ends.
func (t *telling) run(ctx context.Context) {
	again := time.NewTimer(0)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.wake:
		case <-again.C:
		}
		waits, err := t.turn(ctx)
		if err != nil && ctx.Err() == nil {
			t.house.log.Error("places in the queue", "err", err)
		}
		again.Stop()
		if waits {
			again.Reset(tellAnew)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(tellPause):
		}
	}
}

// placeTold is what a customer's screen is sent.
type placeTold struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	CustomerID     domain.CustomerID     `json:"customerId"`
	Queue          storage.QueueView     `json:"queue"`
}

// turn tells what changed, and reports whether anybody waits.
func (t *telling) turn(ctx context.Context) (waits bool, err error) {
	tellings, waits, err := t.teller.Tell(ctx)
	for _, told := range tellings {
		payload, failed := json.Marshal(placeTold{told.Conversation, told.Customer, storage.QueueViewOf(told.Standing)})
		if failed == nil {
			failed = t.push(ctx, live.Event{Name: "queue.told", Payload: payload})
		}
		err = errors.Join(err, failed)
	}
	return waits, err
}
