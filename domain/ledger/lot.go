package ledger

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// How long points live.
const (
	// LotMonths is the life of a lot.
	LotMonths = 12
	// ReturnedLife is what a lot that points come back to lives at least.
	ReturnedLife = 30 * day
	// notice is how long ago somebody must have been told before a lot expires.
	notice = 6 * day
	day    = 24 * time.Hour
)

// Steps are the days before a lot's end on which its expert is told.
var Steps = []int{60, 30, 7}

// Lot is what became spendable by one transfer and has not been spent. Lots are
// spent in the order in which they expire.
type Lot struct {
	ID          domain.TransferID // that of the transfer that made it
	Expert      domain.ExpertID
	Remaining   domain.Points
	ConfirmedAt time.Time
	ExpiresAt   time.Time
}

// ExpiryOf is the end of a lot that was confirmed then.
func ExpiryOf(confirmed time.Time) time.Time { return confirmed.AddDate(0, LotMonths, 0) }

// Step is which of the warnings before its end is due, or 0: the last one whose
// day has come.
func (l Lot) Step(now time.Time) (step int) {
	for _, days := range Steps {
		if !now.Before(l.ExpiresAt.Add(-time.Duration(days) * day)) {
			step = days
		}
	}
	return step
}

// over reports whether l expires now: its end has come, and its expert was told
// in time (told is when they first heard of this end; zero: never).
func (l Lot) over(told, now time.Time) bool {
	return l.Remaining > 0 && !now.Before(l.ExpiresAt) && !told.IsZero() && !now.Before(told.Add(notice))
}

// Freeze is a time in which nothing of an expert expires.
type Freeze struct {
	Expert  domain.ExpertID
	BeganAt time.Time
}

// Rest is a time in which an expert rested.
type Rest struct {
	Since, Until time.Time
}

// RestLeast is how long a pause lasts before it keeps lots from expiring: who is
// away for the moment in which lots expire does not rest.
const RestLeast = day

// days is how much longer lots live after it: whole days of rest, each moment
// of it counted once. Rests come by their beginning.
func (f Freeze) days(rests []Rest, now time.Time) int {
	var rested time.Duration
	from := f.BeganAt
	for _, r := range rests {
		since, until := later(r.Since, from), r.Until
		if until.After(now) {
			until = now
		}
		if until.After(since) {
			rested, from = rested+until.Sub(since), until
		}
	}
	return int(rested / day)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Expire takes what is left of a lot of e.
func Expire(f Fact, e domain.ExpertID, amount domain.Points) (Transfer, error) {
	return move(f, KindExpire, Available(e), Expired, amount)
}

// SourceLot is the type of source of a transfer that is about a lot.
const SourceLot = "lot"
