package pay

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// The names of what happens to statements.
const (
	EventClosed    = "statement.closed"
	EventCorrected = "statement.corrected"
)

// Closed tells an expert that a month is final.
type Closed struct {
	ExpertID domain.ExpertID `json:"expertId"`
	Month    roster.Month    `json:"month"`
}

// EventName is statement.closed.
func (Closed) EventName() string { return EventClosed }

// Corrected tells an expert that something was put right.
type Corrected struct {
	ExpertID domain.ExpertID `json:"expertId"`
	LineID   LineID          `json:"lineId"`
	Month    roster.Month    `json:"month"`
}

// EventName is statement.corrected.
func (Corrected) EventName() string { return EventCorrected }
