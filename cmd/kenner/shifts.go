package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
)

// planned reacts to what happens to shifts: who becomes available is on theirs,
// a place that gets free goes to who waits for it, and what was judged is booked.
// The job of the plan catches up with what nobody heard.
func (h *house) planned(outbox *storage.Outbox) {
	outbox.Subscribe(roster.EventPresenceChanged, func(ctx context.Context, _ []byte) error { return h.shifts.Arrive(ctx) })
	outbox.Subscribe(shifts.EventFreed, about(func(ctx context.Context, e shiftEvent) error {
		_, err := h.shifts.Promote(ctx, e.SlotID)
		return err
	}))
	outbox.Subscribe(shifts.EventClosed, about(func(ctx context.Context, e shiftEvent) error {
		return h.rewards.BookShift(ctx, e.ShiftID)
	}))
}

// shiftEvent is what events of shifts name.
type shiftEvent struct {
	ShiftID domain.ShiftID `json:"shiftId"`
	SlotID  domain.SlotID  `json:"slotId"`
}

// about runs a use case on what an event names. Somebody else may have been at
// it: then the job looks again.
func about(do func(context.Context, shiftEvent) error) func(context.Context, []byte) error {
	return func(ctx context.Context, payload []byte) error {
		var e shiftEvent
		if err := json.Unmarshal(payload, &e); err != nil {
			return fmt.Errorf("payload of a shift's event: %w", err)
		}
		if err := do(ctx, e); !errors.Is(err, domain.ErrStale) {
			return err
		}
		return nil
	}
}
