package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// Expiring is what expires on one day.
type Expiring struct {
	Points int64 `json:"points"`
	At     Time  `json:"at" doc:"When the first of it does."`
}

// Expiring returns what of the actor's own points expires within the days of the
// first warning, by day. It is nothing while their lots are frozen.
func (v Views) Expiring(ctx context.Context, by domain.Actor, now time.Time) ([]Expiring, error) {
	var rows []lotRow
	err := v.all(ctx, &rows, `SELECT `+lotColumns+` FROM lots l WHERE l.expert_id = ? AND l.remaining > 0 AND l.expires_at <= ?
		AND NOT `+frozenLots+` ORDER BY l.expires_at, l.id`, by.Expert(), At(now.AddDate(0, 0, ledger.Steps[0])), restSince(now))
	days := []Expiring{}
	for _, r := range rows {
		last := len(days) - 1
		if last < 0 || days[last].At.Format(time.DateOnly) != r.ExpiresAt.Format(time.DateOnly) {
			days = append(days, Expiring{r.Remaining, r.ExpiresAt})
			continue
		}
		days[last].Points += r.Remaining
	}
	return days, err
}
