package shop

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Who comes first has a reward so long before its release; whoever won that as a
// prize does for a season's length.
const (
	EarlyAccess = 24 * time.Hour
	EarlyFor    = 13 * 7 * 24 * time.Hour
)

// ErrNotYet refuses who comes before a release.
var ErrNotYet = domain.Refuse(domain.Conflict, "not_released", "This reward is not released yet.")

// SaleFor is from when b can have r: seniors, and who won early access that lasts
// until then, a day before its release; zero, always.
func (r Reward) SaleFor(b Buyer) time.Time {
	early := r.OnSaleAt.Add(-EarlyAccess)
	if !r.OnSaleAt.IsZero() && (b.Level >= SeniorLevel || b.Won.Add(EarlyFor).After(early)) {
		return early
	}
	return r.OnSaleAt
}
