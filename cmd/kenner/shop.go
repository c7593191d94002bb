package main

import "context"

// lateRedemptions raises the alarm, once for each day that was promised to an
// expert and is over; the expert reads an apology.
func (h *house) lateRedemptions(ctx context.Context) (int, error) {
	n, err := h.shop.MindPromises(ctx)
	if n > 0 {
		h.log.Error("redemptions that were not decided or sent by the promised day", "redemptions", n)
	}
	return n, err
}
