package storage

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/kennerhq/kenner/domain/league"
)

// resultFindings is R8: what was published is what was promised by its hash, and
// the frozen places and prizes are the published ones.
func (db *DB) resultFindings(ctx context.Context) (found []Finding, err error) {
	var shots []struct{ ID, Kind, Document, Hash string }
	if _, err := fetch(db.reader(ctx), &shots, "SELECT id, kind, document, hash FROM snapshots ORDER BY id"); err != nil {
		return nil, fmt.Errorf("storage: reconcile results: %w", err)
	}
	for _, s := range shots {
		var doc league.Document
		if league.SnapshotHash(s.Document) != s.Hash || json.Unmarshal([]byte(s.Document), &doc) != nil {
			found = append(found, Finding{"R8", "snapshots", s.ID, "the document is not the one whose hash was published"})
			continue
		}
		own, err := db.placeFindings(ctx, s.ID, doc)
		if err != nil {
			return nil, err
		}
		found = append(found, own...)
	}
	return found, nil
}

// placeFindings compares the rows of a result with what was published of it. The
// order of both is by place, and of those who share one by expert.
func (db *DB) placeFindings(ctx context.Context, id string, doc league.Document) (found []Finding, err error) {
	var wins int
	if _, err := fetch(db.reader(ctx), &wins, `SELECT COUNT(*) FROM prize_wins w JOIN prizes p ON p.id = w.prize_id
		WHERE p.round_id = ? OR (p.round_id IS NULL AND p.season_id = ?)`, id, id); err != nil {
		return nil, fmt.Errorf("storage: reconcile prizes of %s: %w", id, err)
	}
	if wins != len(doc.Prizes) {
		found = append(found, Finding{"R8", "prize_wins", id, fmt.Sprintf("%d prizes were issued, %d were published", wins, len(doc.Prizes))})
	}
	if doc.Kind != "round" {
		return found, nil
	}
	var rows []struct {
		ExpertID string
		Place    int
		Score    int64
	}
	if _, err := fetch(db.reader(ctx), &rows, "SELECT expert_id, place, score FROM standings WHERE round_id = ? ORDER BY place, expert_id", id); err != nil {
		return nil, fmt.Errorf("storage: reconcile result of %s: %w", id, err)
	}
	if len(rows) != len(doc.Places) {
		return append(found, Finding{"R8", "standings", id, fmt.Sprintf("%d have a place, %d were published", len(rows), len(doc.Places))}), nil
	}
	for i, r := range rows {
		if p := doc.Places[i]; r.Place != p.Place || r.Score != p.Score {
			found = append(found, Finding{
				"R8", "standings", id + "/" + r.ExpertID,
				fmt.Sprintf("is place %d with %d, published was place %d with %d", r.Place, r.Score, p.Place, p.Score),
			})
		}
	}
	return found, nil
}
