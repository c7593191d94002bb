package roster

import "github.com/kennerhq/kenner/domain"

// The names of what happens to experts.
const (
	EventPresenceChanged = "expert.presenceChanged"
	EventChanged         = "expert.changed"
)

// PresenceChanged tells what an expert says about the present moment. Reason is
// "lapses" or "vanished" when the desk said it for them.
type PresenceChanged struct {
	ExpertID domain.ExpertID `json:"expertId"`
	Presence Presence        `json:"presence"`
	Reason   string          `json:"reason,omitempty"`
}

// EventName is expert.presenceChanged.
func (PresenceChanged) EventName() string { return EventPresenceChanged }

// Changed tells that an expert was added, or may answer other things than before.
type Changed struct {
	ExpertID domain.ExpertID `json:"expertId"`
}

// EventName is expert.changed.
func (Changed) EventName() string { return EventChanged }
