package storage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain/roster"
)

// rules lists what must hold between rows. "Long ago" is measured against the
// latest row of the same kind, not against a clock: a database that was switched
// off for a week is not wrong.
func rules() []rule {
	return slices.Concat(pointRules(), deskRules(), payRules(), shiftRules(), dropRules(), vettingRules(), meritRules(), lotRules())
}

// held names what a conversation c has: a seat s, an active assignment a, an open offer o.
const held = ` FROM conversations c LEFT JOIN seats s ON s.conversation_id = c.id
LEFT JOIN assignments a ON a.conversation_id = c.id AND a.ended_at IS NULL
LEFT JOIN offers o ON o.conversation_id = c.id AND o.state = 'open' `

func deskRules() []rule {
	return []rule{
		{"R6", "offers", `SELECT id AS row_key, 'ran out long ago and is still open' AS detail FROM offers
			WHERE state = 'open' AND expires_at < (SELECT MAX(at) FROM timeline_entries) - 3600000`},
		{"R6", "seats", `SELECT expert_id || '/' || seat_no AS row_key, due || ' was due long ago' AS detail FROM seats
			WHERE due_at < (SELECT MAX(at) FROM timeline_entries) - 3600000`},
		{"R9", "conversations", `SELECT c.id AS row_key, 'is ' || c.status || ' with expert ' || COALESCE(c.expert_id, 'none')
			|| ', seat ' || COALESCE(s.expert_id || '/' || s.seat_no, 'none')
			|| ', manager ' || COALESCE(c.staff_id, 'none')
			|| ', assignment ' || COALESCE(a.expert_id || '/' || a.seat_no, a.staff_id, 'none')
			|| ', offer ' || COALESCE(o.id, 'none') AS detail` + held + `WHERE NOT CASE
			WHEN c.status = 'offered' THEN s.expert_id IS NULL AND a.id IS NULL AND o.id IS NOT NULL
			WHEN c.staff_id IS NOT NULL THEN s.expert_id IS NULL AND o.id IS NULL AND COALESCE(a.staff_id = c.staff_id, FALSE)
			WHEN c.status IN ('queued', 'closed') OR c.expert_id IS NULL THEN s.expert_id IS NULL AND a.id IS NULL AND o.id IS NULL
			ELSE o.id IS NULL AND COALESCE(s.expert_id = c.expert_id AND a.expert_id = c.expert_id AND a.seat_no = s.seat_no, FALSE)
			END`},
		{"R9", "seats", `SELECT s.expert_id || '/' || s.seat_no AS row_key, 'holds ' || c.id || ', which is ' || c.status
			|| ' with ' || COALESCE(c.expert_id, 'nobody') || '; due ' || COALESCE(s.due, 'nothing') AS detail` + held + `
			WHERE s.conversation_id IS NOT NULL AND NOT COALESCE(s.open AND c.expert_id = s.expert_id AND a.expert_id = s.expert_id
			AND a.seat_no = s.seat_no AND ABS(a.started_at - s.taken_at) <= 60000
			AND (c.status = 'assigned') = (s.due IN ('nudge', 'reoffer')) AND (c.status = 'waiting') = (s.due = 'free'), FALSE)`},
		{"R9", "seats", `SELECT a.expert_id || '/' || a.seat_no AS row_key, 'does not hold ' || a.conversation_id
			|| ', though assignment ' || a.id || ' says so' AS detail
			FROM assignments a LEFT JOIN seats s ON s.expert_id = a.expert_id AND s.seat_no = a.seat_no
			WHERE a.ended_at IS NULL AND a.expert_id IS NOT NULL AND (s.conversation_id IS NULL OR s.conversation_id <> a.conversation_id)`},
		{"R9", "seats", openSeats()},
		{"R9", "episodes", handOverCounts},
		{"R10", "conversations", `SELECT c.id AS row_key, 'last_seq is ' || c.last_seq || ', the timeline has ' || COUNT(t.seq)
			|| ' entries from ' || COALESCE(MIN(t.seq), 0) || ' to ' || COALESCE(MAX(t.seq), 0) AS detail
			FROM conversations c LEFT JOIN timeline_entries t ON t.conversation_id = c.id
			GROUP BY c.id, c.last_seq HAVING c.last_seq <> COUNT(t.seq) OR c.last_seq <> COALESCE(MAX(t.seq), 0)`},
		{"R10", "conversations", `SELECT id AS row_key, 'the read marks ' || customer_read_seq || ' and ' || expert_read_seq
			|| ' pass the last entry ' || last_seq AS detail FROM conversations
			WHERE customer_read_seq > last_seq OR expert_read_seq > last_seq`},
	}
}

// openSeats finds experts whose open seats are not what level and brand allow:
// the taken ones, and free ones up to the limit. After a change of the brand the
// seats follow by an event, which is waited for.
func openSeats() string {
	var levels strings.Builder
	for l := roster.Candidate; l <= roster.Mentor; l++ {
		fmt.Fprintf(&levels, " WHEN %d THEN %d", l, l.Seats())
	}
	return `SELECT expert_id AS row_key, 'has ' || seats || ' seats, ' || open_seats || ' open and ' || taken || ' taken; the limit is '
		|| seat_limit AS detail FROM (SELECT e.id AS expert_id, COUNT(s.seat_no) AS seats,
			SUM(CASE WHEN s.open THEN 1 ELSE 0 END) AS open_seats, COUNT(s.conversation_id) AS taken,
			CASE WHEN e.refresher_at IS NOT NULL THEN 1 WHEN b.max_seats < (CASE e.level` + levels.String() + ` END) THEN b.max_seats
				ELSE (CASE e.level` + levels.String() + ` END) END AS seat_limit
			FROM experts e CROSS JOIN brand b LEFT JOIN seats s ON s.expert_id = e.id
			GROUP BY e.id, e.level, e.refresher_at, b.max_seats) AS places
		WHERE (seats <> 3 OR open_seats <> CASE WHEN taken > seat_limit THEN taken ELSE seat_limit END)
		AND NOT EXISTS (SELECT 1 FROM outbox WHERE name = 'brand.changed' AND dead_at IS NULL)`
}
