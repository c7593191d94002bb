package api

import "time"

// Meter is who counts what the server answers. Its functions must be fast and
// safe for concurrent use.
type Meter struct {
	// Now is a clock that measures how long an answer took. It may be finer than
	// the machine's, and is never shown.
	Now func() time.Time
	// Operation is asked once for each operation, and with an empty id for
	// everything that is none; what it returns is told every answer. timed is
	// false for an answer that took long on purpose: a stream, a wait.
	Operation func(id string) func(status int, took time.Duration, timed bool)
	// Limited is told the name of each rate limit that refused a call.
	Limited func(limit string)
}

// tell takes one answer.
type tell = func(status int, took time.Duration, timed bool)

func (m Meter) operation(id string) tell {
	if m.Operation == nil {
		return func(int, time.Duration, bool) {}
	}
	return m.Operation(id)
}

func (m Meter) now() (t time.Time) {
	if m.Now != nil {
		t = m.Now()
	}
	return t
}

func (m Meter) limited(name string) {
	if m.Limited != nil {
		m.Limited(name)
	}
}
