package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

// SaveMessages keeps what customers are told. The problem is locked.
func (tx Tx) SaveMessages(id problems.ProblemID, by domain.Actor, texts map[domain.Language]string, at time.Time) error {
	for l, text := range texts {
		_, err := tx.exec(`INSERT INTO problem_messages (problem_id, language, text, written_role, written_by, written_at)
			VALUES (?, ?, ?, ?, ?, ?)`, id, l, text, by.Role, by.ID, At(at))
		if err != nil {
			return wrapped(err, "keep what is told of %s", id)
		}
	}
	return nil
}

// HasMessages reports whether customers are told in one of some languages.
func (tx Tx) HasMessages(id problems.ProblemID, in []domain.Language) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM problem_messages WHERE problem_id = ? AND language IN ? LIMIT 1", id, in)
}

const (
	// reasonOf is what an episode counts as: what it was closed with, else what the customer chose.
	reasonOf = "COALESCE(e.closing_reason_id, c.reason_id)"
	// askedAbout holds for an episode of the reason and product of problem p.
	askedAbout = reasonOf + " = p.reason_id AND (p.product_id = '' OR c.product_id = p.product_id)"
	// askedBefore is how long before a problem was found somebody asked about it, in milliseconds.
	askedBefore = "4838400000" // 56 days
)

// ToTell are customers who asked about a solved problem until it was closed, each with
// the last conversation about it, where what they are to be told was written since a
// time in its language.
func (tx Tx) ToTell(since time.Time, limit int) ([]problems.Telling, error) {
	var rows []struct {
		ProblemID   problems.ProblemID
		CustomerID  domain.CustomerID
		LastID      domain.ConversationID
		Text        string
		WrittenRole domain.Role
		WrittenBy   string
	}
	err := tx.all(&rows, `SELECT t.problem_id, t.customer_id, t.last_id, m.text, m.written_role, m.written_by FROM (
			SELECT p.id AS problem_id, c.customer_id, MAX(c.id) AS last_id FROM problems p
			JOIN episodes e ON e.opened_at >= p.found_at - `+askedBefore+` AND e.opened_at <= p.closed_at
			JOIN conversations c ON c.id = e.conversation_id
			WHERE p.outcome = 'solved' AND `+askedAbout+`
			AND EXISTS (SELECT 1 FROM problem_messages w WHERE w.problem_id = p.id AND w.written_at >= ?)
			AND NOT EXISTS (SELECT 1 FROM problem_told d WHERE d.problem_id = p.id AND d.customer_id = c.customer_id)
			GROUP BY p.id, c.customer_id) t
		JOIN conversations l ON l.id = t.last_id JOIN problem_messages m ON m.problem_id = t.problem_id AND m.language = l.language
		ORDER BY t.problem_id, t.last_id LIMIT ?`, At(since), limit)
	due := make([]problems.Telling, len(rows))
	for i, r := range rows {
		due[i] = problems.Telling{
			Problem: r.ProblemID, Customer: r.CustomerID, Conversation: r.LastID, Text: r.Text, By: domain.Actor{Role: r.WrittenRole, ID: r.WrittenBy},
		}
	}
	return due, wrapped(err, "find who is to be told")
}

// AddTold notes that a customer is told of a problem, once.
func (tx Tx) AddTold(t problems.Telling, at time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO problem_told (problem_id, customer_id, conversation_id, told_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		t.Problem, t.Customer, t.Conversation, At(at))
	return n == 1, wrapped(err, "tell %s of %s", t.Customer, t.Problem)
}
