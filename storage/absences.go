package storage

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Seen writes down when experts were last connected: one statement for all, in
// the order of their ids, which is the order in which others hold them.
func (tx Tx) Seen(at map[domain.ExpertID]time.Time) error {
	ids := slices.Sorted(maps.Keys(at))
	if len(ids) == 0 {
		return nil
	}
	var held []domain.ExpertID
	if err := tx.all(&held, "SELECT id FROM experts WHERE id IN ? ORDER BY id"+tx.hold(), ids); err != nil {
		return wrapped(err, "hold experts who were seen")
	}
	times := make([]any, 0, 2*len(ids))
	for _, id := range ids {
		times = append(times, id, At(at[id]))
	}
	when := "CASE id" + strings.Repeat(" WHEN ? THEN CAST(? AS BIGINT)", len(ids)) + " END"
	_, err := tx.exec("UPDATE experts SET seen_at = "+when+" WHERE id IN ? AND (seen_at IS NULL OR seen_at < "+when+")",
		slices.Concat(times, []any{ids}, times)...)
	return wrapped(err, "note who was seen")
}

// SeenAgain gives everybody who is waited for until now.
func (tx Tx) SeenAgain(now time.Time) error {
	var held []domain.ExpertID
	if err := tx.all(&held, "SELECT id FROM experts WHERE seen_at IS NOT NULL ORDER BY id"+tx.hold()); err != nil {
		return wrapped(err, "hold experts who were seen")
	}
	_, err := tx.exec("UPDATE experts SET seen_at = ? WHERE seen_at IS NOT NULL", At(now))
	return wrapped(err, "give a fresh grace")
}

// Unseen finds experts whose last connection ended until a time, the longest first.
func (tx Tx) Unseen(before time.Time, limit int) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, "SELECT id FROM experts WHERE seen_at IS NOT NULL AND seen_at <= ? ORDER BY seen_at, id LIMIT ?", At(before), limit)
	return ids, wrapped(err, "find who vanished")
}

// HoldingsOf finds the conversations that an expert holds.
func (tx Tx) HoldingsOf(e domain.ExpertID) (ids []domain.ConversationID, err error) {
	err = tx.all(&ids, "SELECT id FROM conversations WHERE expert_id = ? ORDER BY id", e)
	return ids, wrapped(err, "find what %s holds", e)
}

// PlaceOf reads the place from which the active assignment came.
func (tx Tx) PlaceOf(id domain.ConversationID) (time.Time, error) {
	var r struct{ PlaceAt *Time }
	_, err := tx.maybe(&r, "SELECT place_at FROM assignments WHERE conversation_id = ? AND ended_at IS NULL", id)
	return r.PlaceAt.OrZero(), wrapped(err, "read the place of %s", id)
}
