package problems

// The names of what happens to problems.
const (
	EventFound    = "problem.found"
	EventAdopted  = "problem.adopted"
	EventMoved    = "problem.moved"
	EventReviewed = "problems.reviewed"
)

// Found tells that a candidate is new.
type Found struct {
	ProblemID ProblemID `json:"problemId"`
}

// EventName is problem.found.
func (Found) EventName() string { return EventFound }

// Adopted tells that the brand took a problem up for the first time. Who reported it
// stands in its signals, in their order.
type Adopted struct {
	ProblemID ProblemID `json:"problemId"`
}

// EventName is problem.adopted.
func (Adopted) EventName() string { return EventAdopted }

// Moved tells of a step.
type Moved struct {
	ProblemID ProblemID `json:"problemId"`
	State     State     `json:"state"`
	Outcome   Outcome   `json:"outcome,omitempty"`
}

// EventName is problem.moved.
func (Moved) EventName() string { return EventMoved }

// Reviewed tells that a week's review list was made.
type Reviewed struct {
	Week string `json:"week"`
}

// EventName is problems.reviewed.
func (Reviewed) EventName() string { return EventReviewed }
