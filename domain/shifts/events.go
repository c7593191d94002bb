package shifts

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The names of events.
const (
	EventPlanChanged = "plan.changed"
	EventShift       = "shift.changed"
	EventDue         = "shift.due"
	EventClosed      = "shift.closed"
	EventGap         = "plan.gap"
	EventFreed       = "slot.freed"
)

// PlanChanged tells that slots, or what the brand or a person decides about shifts, are others now.
type PlanChanged struct {
	Person domain.PersonID `json:"personId,omitempty"`
}

// EventName is plan.changed.
func (PlanChanged) EventName() string { return EventPlanChanged }

// ShiftChanged tells what became of a shift.
type ShiftChanged struct {
	ShiftID  domain.ShiftID  `json:"shiftId"`
	SlotID   domain.SlotID   `json:"slotId"`
	ExpertID domain.ExpertID `json:"expertId"`
	State    State           `json:"state"`
	// Why says what happened, where the state alone does not: signed_up, from_waiting_list, offered, taken, withdrawn, not_there, closed, away.
	Why string `json:"why,omitempty"`
}

// EventName is shift.changed.
func (ShiftChanged) EventName() string { return EventShift }

// ShiftDue reminds an expert of a shift.
type ShiftDue struct {
	ShiftID  domain.ShiftID  `json:"shiftId"`
	ExpertID domain.ExpertID `json:"expertId"`
	StartsAt time.Time       `json:"startsAt"`
	Hours    int             `json:"hours"`
}

// EventName is shift.due.
func (ShiftDue) EventName() string { return EventDue }

// ShiftClosed tells that the hours of a shift were counted.
type ShiftClosed struct {
	ShiftID  domain.ShiftID  `json:"shiftId"`
	ExpertID domain.ExpertID `json:"expertId"`
	State    State           `json:"state"`
}

// EventName is shift.closed.
func (ShiftClosed) EventName() string { return EventClosed }

// PlanGap tells managers of a time to come at which experts are missing.
type PlanGap struct {
	StartsAt time.Time `json:"startsAt"`
	EndsAt   time.Time `json:"endsAt"`
	Missing  int       `json:"missing"`
}

// EventName is plan.gap.
func (PlanGap) EventName() string { return EventGap }

// SlotFreed tells that a slot has a place again.
type SlotFreed struct {
	SlotID domain.SlotID `json:"slotId"`
}

// EventName is slot.freed.
func (SlotFreed) EventName() string { return EventFreed }
