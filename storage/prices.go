package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// AddPrice keeps a price of a reward, which counts from a time on.
func (tx Tx) AddPrice(id domain.RewardID, price domain.Points, since time.Time) error {
	_, err := tx.exec(`INSERT INTO reward_prices (reward_id, nth, price, since)
		SELECT ?, COALESCE(MAX(nth), 0) + 1, CAST(? AS BIGINT), CAST(? AS BIGINT) FROM reward_prices WHERE reward_id = ?`, id, price, At(since), id)
	return wrapped(err, "price of %s", id)
}

// LowestPrice is the lowest price of a reward that counted at a time or later.
func (tx Tx) LowestPrice(id domain.RewardID, since time.Time) (p domain.Points, err error) {
	err = tx.one(&p, "reward", `SELECT MIN(p.price) FROM reward_prices p WHERE p.reward_id = ?
		AND NOT EXISTS (SELECT 1 FROM reward_prices n WHERE n.reward_id = p.reward_id AND n.nth = p.nth + 1 AND n.since <= ?)`, id, At(since))
	return p, wrapped(err, "lowest price of %s", id)
}

// RisingRewards are those whose announced price counts now.
func (tx Tx) RisingRewards(now time.Time) (ids []domain.RewardID, err error) {
	err = tx.all(&ids, "SELECT id FROM rewards WHERE next_price_at <= ? ORDER BY id", At(now))
	return ids, err
}

// AddToWishList adds a reward, and counts what of the shop is on the expert's list then.
func (tx Tx) AddToWishList(e domain.ExpertID, id domain.RewardID, at time.Time) (added bool, n int, err error) {
	changed, err := tx.exec("INSERT INTO wish_lists (expert_id, reward_id, added_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", e, id, At(at))
	if err != nil || changed == 0 {
		return false, 0, wrapped(err, "wish list of %s", e)
	}
	err = tx.all(&n, `SELECT COUNT(*) FROM wish_lists l JOIN rewards r ON r.id = l.reward_id
		WHERE l.expert_id = ? AND r.archived_at IS NULL`, e)
	return true, n, err
}

// RemoveFromWishList takes a reward off, and reports whether it was on it.
func (tx Tx) RemoveFromWishList(e domain.ExpertID, id domain.RewardID) (bool, error) {
	n, err := tx.exec("DELETE FROM wish_lists WHERE expert_id = ? AND reward_id = ?", e, id)
	return n > 0, wrapped(err, "wish list of %s", e)
}
