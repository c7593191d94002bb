package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// trusted holds for an expert e for whom something was approved, and not taken back.
const trusted = "EXISTS (SELECT 1 FROM redemptions t WHERE t.expert_id = e.id AND t.state IN ('approved', 'shipped', 'delivered'))"

// Trusted reports whether something was approved for an expert, and not taken
// back.
func (tx Tx) Trusted(e domain.ExpertID) (yes bool, err error) {
	_, err = tx.maybe(&yes, "SELECT TRUE FROM experts e WHERE e.id = ? AND "+trusted, e)
	return yes, err
}

// Workdays is the end of the brand's n-th working day after the day of at.
func (tx Tx) Workdays(at time.Time, n int) (time.Time, error) {
	c, err := tx.Calendar()
	if err != nil {
		return time.Time{}, err
	}
	return c.After(at, n), nil
}

// Belated are redemptions whose promised day is over and nobody said so.
func (tx Tx) Belated(now time.Time, limit int) (ids []domain.RedemptionID, err error) {
	err = tx.all(&ids, `SELECT id FROM redemptions WHERE state = 'requested' AND decide_late_at IS NULL AND decide_by <= ?
		UNION ALL SELECT id FROM redemptions WHERE state = 'approved' AND ship_late_at IS NULL AND ship_by <= ? ORDER BY id LIMIT ?`,
		At(now), At(now), limit)
	return ids, err
}

// MarkStock marks rewards of which at most share percent remain, and returns
// those that were not marked; it takes the mark from those that have more.
func (tx Tx) MarkStock(share int, now time.Time) (low []domain.RewardID, err error) {
	if _, err := tx.exec(`UPDATE rewards SET low_at = NULL WHERE low_at IS NOT NULL
		AND (remaining * 100 > stock * ? OR archived_at IS NOT NULL OR limited)`, share); err != nil {
		return nil, err
	}
	err = tx.all(&low, `UPDATE rewards SET low_at = ? WHERE low_at IS NULL AND stock > 0 AND remaining * 100 <= stock * ?
		AND archived_at IS NULL AND NOT limited RETURNING id`, At(now), share)
	return low, err
}
