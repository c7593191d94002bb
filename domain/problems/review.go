package problems

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Alarm is why somebody should look at a problem.
type Alarm string

// The alarms.
const (
	AlarmUndecided  Alarm = "undecided"   // a candidate that nobody decided about for 30 days
	AlarmNoOwner    Alarm = "no_owner"    // taken up a week ago, and nobody's
	AlarmNoProgress Alarm = "no_progress" // nothing happened for 30 days
	AlarmOverdue    Alarm = "overdue"     // its day is past
)

const (
	// DecideDays is how soon a candidate is to be decided about.
	DecideDays   = 30
	ownerDays    = 7
	progressDays = 30
)

// Alarms are what is wrong about a problem at a moment.
func (p *Problem) Alarms(now time.Time, zone *time.Location) (all []Alarm) {
	old := func(t time.Time, days int) bool { return now.After(t.AddDate(0, 0, days)) }
	if p.State == Closed {
		return nil
	}
	if p.State == Candidate {
		if old(p.FoundAt, DecideDays) {
			all = append(all, AlarmUndecided)
		}
		return all
	}
	if p.Owner == "" && old(p.AdoptedAt, ownerDays) {
		all = append(all, AlarmNoOwner)
	}
	// What is measured goes on by itself as long as there are weeks to come.
	if days := progressDays; old(p.MovedAt, days) && (p.State != Measuring || old(p.MovedAt, 7*EffectWeeks+7)) {
		all = append(all, AlarmNoProgress)
	}
	if p.DueOn != "" && p.DueOn < now.In(zone).Format(dateForm) {
		all = append(all, AlarmOverdue)
	}
	return all
}

// Decided is how many candidates there were to decide about, and how many were in time.
type Decided struct{ Candidates, InTime int }

// InsightToAction counts candidates whose 30 days are over, or about which somebody
// has decided: the share that was decided about in time.
func InsightToAction(all []Problem, now time.Time) (d Decided) {
	for _, p := range all {
		limit := p.FoundAt.AddDate(0, 0, DecideDays)
		switch {
		case !p.DecidedAt.IsZero():
			d.Candidates++
			if !p.DecidedAt.After(limit) {
				d.InTime++
			}
		case now.After(limit):
			d.Candidates++
		}
	}
	return d
}

// Listed is a line of a review list.
type Listed struct {
	ID         ProblemID       `json:"id"`
	Title      string          `json:"title"`
	State      State           `json:"state"`
	Owner      domain.PersonID `json:"ownerId,omitempty"`
	Days       int             `json:"days"` // since it was found
	MonthCents int             `json:"monthCents"`
	Alarms     []Alarm         `json:"alarms"`
}

// Review is a week's list: what costs most stands first.
type Review struct {
	Week string // its Monday
	At   time.Time
	All  []Listed
}

// MakeReview makes the list of this week, once, from Monday on. It says how many
// problems stand on it, and how many have an alarm. The race: a week has one row.
func (x *Problems) MakeReview(ctx context.Context) (listed, alarms int, err error) {
	zone, err := x.facts.BrandZone(ctx)
	if err != nil {
		return 0, 0, err
	}
	now := x.rt.Now()
	local := now.In(zone)
	r := Review{Week: local.AddDate(0, 0, -(int(local.Weekday())+6)%7).Format(dateForm), At: now}
	if r.All, err = x.facts.ReviewList(ctx, now); err != nil {
		return 0, 0, err
	}
	first := false
	err = x.tx(ctx, func(tx Store) (err error) {
		if first, err = tx.AddProblemReview(r); err != nil || !first {
			return err
		}
		return tx.Emit(Reviewed{r.Week})
	})
	if err != nil || !first {
		return 0, 0, err
	}
	for _, l := range r.All {
		if len(l.Alarms) > 0 {
			alarms++
		}
	}
	return len(r.All), alarms, nil
}
