package storage

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// HeldOf returns the conversations of a customer that somebody holds.
func (tx Tx) HeldOf(id domain.CustomerID) ([]access.Held, error) {
	var held []access.Held
	err := tx.all(&held, `SELECT id AS conversation_id, COALESCE(expert_id, staff_id) AS person_id FROM conversations
		WHERE customer_id = ? AND (expert_id IS NOT NULL OR staff_id IS NOT NULL) ORDER BY id`, id)
	return held, wrapped(err, "find who holds conversations of %s", id)
}

// MergeCustomer gives everything of one customer to another; both are held, so
// nobody opens a conversation meanwhile. What was answered to a request of the
// one is answered to its repetition by the other.
func (tx Tx) MergeCustomer(from, into domain.CustomerID) ([]access.Held, error) {
	var ids []domain.ConversationID
	if err := tx.all(&ids, "SELECT id FROM conversations WHERE customer_id = ? ORDER BY id", from); err != nil {
		return nil, wrapped(err, "find the conversations of %s", from)
	}
	if len(ids) > 0 {
		if err := tx.holdConversations(ids); err != nil {
			return nil, wrapped(err, "hold the conversations of %s", from)
		}
	}
	held, err := tx.HeldOf(from)
	if err != nil {
		return nil, err
	}
	scope := func(id domain.CustomerID) string { return string(domain.RoleCustomer) + " " + string(id) + " " }
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{"UPDATE conversations SET customer_id = ?, version = version + 1 WHERE customer_id = ?", []any{into, from}},
		{"UPDATE ratings SET customer_id = ? WHERE customer_id = ?", []any{into, from}},
		{"UPDATE thanks SET customer_id = ? WHERE customer_id = ?", []any{into, from}}, // a badge counts customers
		{`INSERT INTO expert_wishes (customer_id, expert_id, again, set_at)
			SELECT CAST(? AS TEXT), expert_id, again, set_at FROM expert_wishes WHERE customer_id = ?
			ON CONFLICT (customer_id, expert_id) DO UPDATE SET again = excluded.again, set_at = excluded.set_at
			WHERE expert_wishes.set_at < excluded.set_at`, []any{into, from}},
		{"DELETE FROM expert_wishes WHERE customer_id = ?", []any{from}},
		{`INSERT INTO sightings (actor_id, network, seen_at)
			SELECT CAST(? AS TEXT), network, seen_at FROM sightings WHERE actor_id = ?
			ON CONFLICT (actor_id, network) DO UPDATE SET seen_at = excluded.seen_at
			WHERE sightings.seen_at < excluded.seen_at`, []any{into, from}},
		{"DELETE FROM sightings WHERE actor_id = ?", []any{from}},
		{`INSERT INTO problem_told (problem_id, customer_id, conversation_id, told_at)
			SELECT problem_id, CAST(? AS TEXT), conversation_id, told_at FROM problem_told WHERE customer_id = ? ON CONFLICT DO NOTHING`, []any{into, from}},
		{"DELETE FROM problem_told WHERE customer_id = ?", []any{from}},
		{
			`INSERT INTO idempotency (scope, key, request_hash, response, created_at)
			SELECT CAST(? AS TEXT) || SUBSTR(scope, ?), key, request_hash, response, created_at FROM idempotency
			WHERE SUBSTR(scope, 1, ?) = ? ON CONFLICT DO NOTHING`,
			[]any{scope(into), len(scope(from)) + 1, len(scope(from)), scope(from)},
		},
		{"UPDATE customers SET merged_into = ? WHERE id = ?", []any{into, from}},
	} {
		if _, err := tx.exec(step.sql, step.args...); err != nil {
			return nil, wrapped(err, "merge %s into %s", from, into)
		}
	}
	return held, nil
}
