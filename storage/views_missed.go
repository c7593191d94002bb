package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// MissedOffersView is what passed by an expert unanswered.
type MissedOffersView struct {
	Count  int   `json:"count" minimum:"0"`
	LastAt *Time `json:"lastAt,omitempty" format:"date-time"`
}

const (
	missedUsual = 12 * time.Hour
	missedMost  = 7 * 24 * time.Hour
)

// MissedOffers counts the offers of an expert that ran out since a time. A time
// that is zero or too long ago is taken as the limit.
func (v Views) MissedOffers(ctx context.Context, e domain.ExpertID, since, now time.Time) (MissedOffersView, error) {
	if since.IsZero() {
		since = now.Add(-missedUsual)
	}
	if most := now.Add(-missedMost); since.Before(most) {
		since = most
	}
	var r struct {
		Count  int
		LastAt *Time
	}
	_, err := v.maybe(ctx, &r, `SELECT COUNT(*) AS count, MAX(decided_at) AS last_at FROM offers
		WHERE expert_id = ? AND state = 'lapsed' AND decided_at > ?`, e, At(since))
	return MissedOffersView{r.Count, r.LastAt}, wrapped(err, "count missed offers of %s", e)
}
