package roster

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Due is what happens to a taken seat when its time comes.
type Due string

// What can fall due on a seat.
const (
	DueNudge   Due = "nudge"   // the expert is reminded of an unanswered customer
	DueReoffer Due = "reoffer" // the conversation goes back to the front of the queue
	DueFree    Due = "free"    // the customer is silent: the seat is freed, the conversation waits without one
)

// Seat is one of an expert's three places for a conversation. A taken seat
// stays open until it is freed, whatever the limit does meanwhile.
type Seat struct {
	Expert       domain.ExpertID
	No           int // 1..3
	Open         bool
	Conversation domain.ConversationID // empty: free
	TakenAt      time.Time
	Due          Due // empty: nothing
	DueAt        time.Time
}

// Free reports whether a conversation can be put here.
func (s Seat) Free() bool { return s.Open && s.Conversation == "" }

// Limit is how many seats an expert of this level has at a brand with this maximum.
func (l Level) Limit(brandMax int) int { return min(max(brandMax, 1), l.Seats(), MaxSeats) }

// NewSeats are the three seats of a new expert.
func NewSeats(e domain.ExpertID, limit int) []Seat {
	seats := make([]Seat, MaxSeats)
	for i := range seats {
		seats[i] = Seat{Expert: e, No: i + 1}
	}
	SetOpen(seats, limit)
	return seats
}

// SetOpen opens and closes seats, given in order of their numbers, so that the
// taken ones and the free open ones together do not pass the limit. It reports
// whether anything changed.
func SetOpen(seats []Seat, limit int) (changed bool) {
	free := limit
	for _, s := range seats {
		if s.Conversation != "" {
			free--
		}
	}
	for i := range seats {
		open := seats[i].Conversation != ""
		if !open && free > 0 {
			open = true
			free--
		}
		changed = changed || open != seats[i].Open
		seats[i].Open = open
	}
	return changed
}
