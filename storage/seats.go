package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

type seatRow struct {
	ExpertID       domain.ExpertID
	SeatNo         int
	Open           bool
	ConversationID *domain.ConversationID
	TakenAt        *Time
	Due            *roster.Due
	DueAt          *Time
}

const seatColumns = "expert_id, seat_no, open, conversation_id, taken_at, due, due_at"

func (r seatRow) domain() roster.Seat {
	return roster.Seat{
		Expert: r.ExpertID, No: r.SeatNo, Open: r.Open, Conversation: orEmpty(r.ConversationID), TakenAt: r.TakenAt.OrZero(),
		Due: orEmpty(r.Due), DueAt: r.DueAt.OrZero(),
	}
}

func seatsOf(rows []seatRow) []roster.Seat {
	seats := make([]roster.Seat, len(rows))
	for i, r := range rows {
		seats[i] = r.domain()
	}
	return seats
}

// AddSeats stores the seats of a new expert.
func (tx Tx) AddSeats(seats []roster.Seat) error {
	for _, s := range seats {
		_, err := tx.exec("INSERT INTO seats (expert_id, seat_no, open) VALUES (?, ?, ?)", s.Expert, s.No, s.Open)
		if err != nil {
			return wrapped(err, "add seat %d of %s", s.No, s.Expert)
		}
	}
	return nil
}

// Seats reads an expert's seats by number and holds them.
func (tx Tx) Seats(e domain.ExpertID) ([]roster.Seat, error) {
	var rows []seatRow
	err := tx.all(&rows, "SELECT "+seatColumns+" FROM seats WHERE expert_id = ? ORDER BY seat_no"+tx.hold(), e)
	return seatsOf(rows), wrapped(err, "read seats of %s", e)
}

// FreeSeats counts the seats of each expert that can take a conversation.
func (tx Tx) FreeSeats(experts []domain.ExpertID) (map[domain.ExpertID]int, error) {
	var rows []struct {
		ExpertID domain.ExpertID
		Free     int
	}
	err := tx.all(&rows, `SELECT expert_id, COUNT(*) AS free FROM seats
		WHERE open AND conversation_id IS NULL AND expert_id IN ? GROUP BY expert_id`, experts)
	free := make(map[domain.ExpertID]int, len(rows))
	for _, r := range rows {
		free[r.ExpertID] = r.Free
	}
	return free, wrapped(err, "count free seats")
}

// SaveSeat stores a seat whose expert is held.
func (tx Tx) SaveSeat(s roster.Seat) error {
	return wrapped(tx.change(`UPDATE seats SET open = ?, conversation_id = ?, taken_at = ?, due = ?, due_at = ?
		WHERE expert_id = ? AND seat_no = ?`,
		s.Open, orNull(s.Conversation), AtOrNull(s.TakenAt), orNull(s.Due), AtOrNull(s.DueAt), s.Expert, s.No),
		"save seat %d of %s", s.No, s.Expert)
}

// TakeSeat puts a conversation on a seat that is open and free, and reports
// whether it was.
func (tx Tx) TakeSeat(s roster.Seat) (bool, error) {
	n, err := tx.exec(`UPDATE seats SET conversation_id = ?, taken_at = ?, due = ?, due_at = ?
		WHERE expert_id = ? AND seat_no = ? AND open AND conversation_id IS NULL`,
		s.Conversation, At(s.TakenAt), orNull(s.Due), AtOrNull(s.DueAt), s.Expert, s.No)
	return n == 1, wrapped(err, "take seat %d of %s", s.No, s.Expert)
}

// SetDue says what happens next on the seat that a conversation has.
func (tx Tx) SetDue(id domain.ConversationID, due roster.Due, at time.Time) error {
	_, err := tx.exec("UPDATE seats SET due = ?, due_at = ? WHERE conversation_id = ?", due, At(at), id)
	return wrapped(err, "set what is due on %s", id)
}

// DueSeats finds seats on which something is due, the longest first.
func (tx Tx) DueSeats(now time.Time, limit int) ([]roster.Seat, error) {
	var rows []seatRow
	err := tx.all(&rows, "SELECT "+seatColumns+` FROM seats WHERE due_at IS NOT NULL AND due_at <= ?
		ORDER BY due_at, expert_id, seat_no LIMIT ?`, At(now), limit)
	return seatsOf(rows), wrapped(err, "find due seats")
}

// nextDue are the moments at which a seat, an offer and an absence fall due next.
const nextDue = `SELECT MIN(due_at) AS due_at FROM seats WHERE due_at IS NOT NULL
	UNION ALL SELECT MIN(expires_at) FROM offers WHERE state = 'open'
	UNION ALL SELECT MIN(seen_at) + ? FROM experts WHERE seen_at IS NOT NULL`

// NextDue is when the next seat, offer or absence falls due; zero when none will.
func (tx Tx) NextDue() (time.Time, error) {
	var rows []struct{ DueAt *Time }
	err := tx.all(&rows, nextDue, desk.Grace.Milliseconds())
	var next time.Time
	for _, r := range rows {
		if at := r.DueAt.OrZero(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, wrapped(err, "find what is due next")
}

// AddAssignment stores who holds a conversation from now on.
func (tx Tx) AddAssignment(a desk.Assignment) error {
	var seat any
	if a.Expert != "" {
		seat = a.SeatNo
	}
	_, err := tx.exec(`INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, started_at, staff_id, place_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, a.ID, a.Conversation, a.Episode, orNull(a.Expert), seat, At(a.StartedAt), orNull(a.Staff),
		AtOrNull(a.Place))
	return wrapped(err, "assign %s", a.Conversation)
}

// EndAssignment ends the active assignment of a conversation.
func (tx Tx) EndAssignment(id domain.ConversationID, why desk.EndReason, now time.Time) error {
	_, err := tx.exec("UPDATE assignments SET ended_at = ?, end_reason = ? WHERE conversation_id = ? AND ended_at IS NULL", At(now), why, id)
	return wrapped(err, "end the assignment of %s", id)
}
