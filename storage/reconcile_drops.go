package storage

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

// entryTransfers is every transfer that entries in draws say there is.
const entryTransfers = `
UNION ALL
SELECT 'drop_entries', id, 'enter:' || id, 'reserve', 'expert:' || expert_id || ':available',
	'expert:' || expert_id || ':reserved', price, entered_at, entered_at FROM drop_entries
UNION ALL
SELECT 'drop_entries', id, 'release:' || id, 'return', 'expert:' || expert_id || ':reserved',
	'expert:' || expert_id || ':available', price, released_at, released_at FROM drop_entries WHERE released_at IS NOT NULL`

// dropRules find what drops promise and rows break.
func dropRules() []rule {
	return []rule{
		{"R3", "drops", `SELECT d.id AS row_key, 'promises ' || (d.pieces - COUNT(m.id)) || ' more pieces, and ' || r.remaining
			|| ' remain of reward ' || r.id AS detail
			FROM drops d JOIN rewards r ON r.id = d.reward_id LEFT JOIN redemptions m ON m.drop_id = d.id AND m.state <> 'cancelled'
			WHERE d.ended_at IS NULL AND d.state <> 'draft'
			GROUP BY d.id, d.pieces, r.remaining, r.id HAVING d.pieces - COUNT(m.id) > r.remaining`},
		{"R3", "drops", `SELECT d.id AS row_key, 'gave or promised ' || COUNT(e.id) || ' of ' || d.pieces || ' pieces' AS detail
			FROM drops d JOIN drop_entries e ON e.drop_id = d.id AND e.state IN ('won', 'confirmed')
			GROUP BY d.id, d.pieces HAVING COUNT(e.id) > d.pieces`},
		{"R3", "drops", `SELECT d.id AS row_key, 'gave ' || COUNT(m.id) || ' of ' || d.pieces || ' pieces' AS detail
			FROM drops d JOIN redemptions m ON m.drop_id = d.id AND m.state <> 'cancelled'
			GROUP BY d.id, d.pieces HAVING COUNT(m.id) > d.pieces`},
		{"R4", "redemptions", `SELECT m.id AS row_key, 'is ' || m.state || ' of a first-come drop and was not confirmed' AS detail
			FROM redemptions m WHERE m.confirm_until IS NOT NULL AND m.confirmed_at IS NULL AND m.state IN ('approved', 'shipped', 'delivered')`},
		{"R4", "redemptions", `SELECT id AS row_key, 'was approved by itself, and a person should have decided' AS detail
			FROM redemptions WHERE decided_by = 'system' AND approved_at IS NOT NULL AND (first OR dear OR low_level OR accused)`},
		{"R6", "redemptions", `SELECT id AS row_key, 'was not confirmed in time and still holds its piece' AS detail FROM redemptions
			WHERE state = 'requested' AND confirmed_at IS NULL AND confirm_until < (SELECT MAX(requested_at) FROM redemptions) - 86400000`},
		{"R4", "drop_entries", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'drop_entries'`},
		{"R4", "drop_entries", `SELECT e.id AS row_key, 'is ' || e.state || ' in a drop that is ' || d.state AS detail
			FROM drop_entries e JOIN drops d ON d.id = e.drop_id
			WHERE (e.state = 'entered' AND (d.state <> 'live' OR e.released_at IS NOT NULL OR e.place IS NOT NULL))
			OR (e.state = 'won' AND d.state <> 'drawn')
			OR (e.state IN ('missed', 'confirmed', 'declined', 'lapsed') AND (d.drawn_at IS NULL OR e.place IS NULL))
			OR (e.state IN ('confirmed', 'declined') AND e.released_at IS NULL)`},
		{"R4", "drop_entries", `SELECT e.id AS row_key, 'became redemption ' || m.id || ', which is another expert''s, reward''s or price' AS detail
			FROM drop_entries e JOIN drops d ON d.id = e.drop_id JOIN redemptions m ON m.id = e.redemption_id
			WHERE m.expert_id <> e.expert_id OR m.reward_id <> d.reward_id OR m.price <> e.price OR COALESCE(m.drop_id, '') <> d.id`},
		{"R6", "drop_entries", `SELECT id AS row_key, 'is ' || state || ', and its points are still set aside' AS detail FROM drop_entries
			WHERE released_at IS NULL AND state IN ('withdrawn', 'missed', 'declined', 'lapsed')
			AND COALESCE(ended_at, entered_at) < (SELECT MAX(entered_at) FROM drop_entries) - 86400000
			AND drop_id NOT IN (SELECT id FROM drops WHERE drawn_at > (SELECT MAX(created_at) FROM transfers) - 3600000)`},
	}
}

// drawFindings makes every draw again, from the seed and the entries, and
// compares the order with the places that are kept.
func (db *DB) drawFindings(ctx context.Context) (found []Finding, err error) {
	var drops []dropRow
	if _, err := fetch(db.reader(ctx), &drops, "SELECT "+dropColumns+" FROM drops WHERE drawn_at IS NOT NULL ORDER BY id"); err != nil {
		return nil, fmt.Errorf("storage: reconcile draws: %w", err)
	}
	for _, d := range drops {
		if shop.SeedHash(d.Seed) != d.SeedHash {
			found = append(found, Finding{"R4", "drops", d.ID, "the seed is not the one whose hash was promised"})
		}
		var rows []struct {
			ID           string
			Half, Senior bool
			Place        int
		}
		if _, err := fetch(db.reader(ctx), &rows, `SELECT id, half, senior, place FROM drop_entries
			WHERE drop_id = ? AND place IS NOT NULL ORDER BY place`, d.ID); err != nil {
			return nil, fmt.Errorf("storage: reconcile draw %s: %w", d.ID, err)
		}
		tickets := make([]shop.Ticket, len(rows))
		for i, r := range rows {
			tickets[i] = shop.Ticket{ID: domain.EntryID(r.ID), Half: r.Half, Senior: r.Senior}
		}
		for i, id := range shop.Order(d.Seed, tickets, d.Reserve) {
			if rows[i].ID != string(id) || rows[i].Place != i+1 {
				found = append(found, Finding{
					"R4", "drop_entries", rows[i].ID,
					fmt.Sprintf("has place %d of drop %s, where the draw puts %s in place %d", rows[i].Place, d.ID, id, i+1),
				})
				break
			}
		}
	}
	return found, nil
}
