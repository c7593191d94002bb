package storage

import (
	"context"
)

// PriceView is a price of a reward that counted, or counts now.
type PriceView struct {
	Price int64 `json:"price"`
	Since Time  `json:"since"`
}

// pricesShown is how many of a reward's prices are shown, the newest first.
const pricesShown = 12

// priced adds the prices of rewards, and how many experts save up for each.
func (v Views) priced(ctx context.Context, all []Reward) error {
	at, ids := map[string]*Reward{}, make([]string, len(all))
	for i := range all {
		at[all[i].ID], ids[i], all[i].Prices = &all[i], all[i].ID, []PriceView{}
	}
	if len(ids) == 0 {
		return nil
	}
	var prices []struct {
		RewardID string
		Price    int64
		Since    Time
	}
	if err := v.all(ctx, &prices, `SELECT p.reward_id, p.price, p.since FROM reward_prices p WHERE p.reward_id IN ?
		AND p.nth > (SELECT MAX(nth) FROM reward_prices o WHERE o.reward_id = p.reward_id) - ? ORDER BY p.reward_id, p.nth DESC`,
		ids, pricesShown); err != nil {
		return err
	}
	for _, p := range prices {
		at[p.RewardID].Prices = append(at[p.RewardID].Prices, PriceView{p.Price, p.Since})
	}
	var gifts []struct {
		RewardID       string
		Given, Matched int64
	}
	if err := v.all(ctx, &gifts, `SELECT reward_id, CAST(SUM(price) AS BIGINT) AS given, CAST(SUM(matched) AS BIGINT) AS matched
		FROM redemptions WHERE gift AND approved_at IS NOT NULL AND state <> 'cancelled' AND reward_id IN ? GROUP BY reward_id`, ids); err != nil {
		return err
	}
	for _, g := range gifts {
		at[g.RewardID].Given, at[g.RewardID].Matched = g.Given, g.Matched
	}
	var wishes []struct {
		RewardID string
		N        int
	}
	if err := v.all(ctx, &wishes, "SELECT reward_id, COUNT(*) AS n FROM wish_lists WHERE reward_id IN ? GROUP BY reward_id", ids); err != nil {
		return err
	}
	for _, w := range wishes {
		at[w.RewardID].Savers = w.N
	}
	return nil
}
