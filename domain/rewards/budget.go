package rewards

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Budget is what the facts of a season may come to, and what a point is worth to
// the brand. It stops no award: at its end no further campaign is announced.
type Budget struct {
	Season   domain.SeasonID
	Points   domain.Points
	Value    int // of a point, in hundredths of a cent
	Redeemed int // percent of the points that experts hold that will be exchanged
	Version  int // 0: there is none yet
}

// Use is how much of a season's budget is gone.
type Use struct {
	Budget Budget
	Used   domain.Points // what the facts of its rounds are worth, by what is known
	Told   int           // the highest share that staff were told of by this version
}

// What a budget goes by.
const (
	DefaultValue    = 200 // two cents
	DefaultRedeemed = 100
	maxBudget       = 100_000_000
	maxValue        = 10_000
)

// Alarms are the shares of a budget, in percent, at which staff are told.
var Alarms = []int{80, 95, 100}

// Reached is the highest of the alarms that a use has reached, or 0.
func (u Use) Reached() (percent int) {
	for _, p := range Alarms {
		if u.Used*100 >= u.Budget.Points*domain.Points(p) {
			percent = p
		}
	}
	return percent
}

// Spent reports whether nothing of the budget is left.
func (u Use) Spent() bool { return u.Reached() == 100 }

// Liability is what points that experts hold will probably cost, in whole cents, half up.
func (b Budget) Liability(held domain.Points) int64 {
	const whole = 100 * 100 // hundredths of a cent, percent
	return (int64(held)*int64(b.Value)*int64(b.Redeemed) + whole/2) / whole
}

func (b Budget) check() error {
	switch {
	case b.Points < 1 || b.Points > maxBudget:
		return ErrBudgetPoints
	case b.Value < 1 || b.Value > maxValue:
		return ErrPointValue
	case b.Redeemed < 1 || b.Redeemed > 100:
		return ErrRedeemed
	}
	return nil
}

var (
	ErrBudgetPoints = domain.Refuse(domain.Invalid, "budget_points", "A budget is 1 to 100,000,000 points.").At("/points")
	ErrPointValue   = domain.Refuse(domain.Invalid, "point_value", "A point is worth a hundredth of a cent to a hundred cents.").At("/pointValue")
	ErrRedeemed     = domain.Refuse(domain.Invalid, "expected_redemption", "Expect 1 to 100 percent to be exchanged.").At("/redeemed")
	ErrBudgetStale  = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
	ErrBudgetClosed = domain.Refuse(domain.Conflict, "season_over", "This season is over: its budget stays as it was.")
	ErrBudgetSpent  = domain.Refuse(domain.Conflict, "budget_spent", "The season's points are spent. Raise its budget before you announce a campaign.")
)

// BudgetStore is what budgets need from one transaction.
type BudgetStore interface {
	LockBudget(domain.SeasonID) (b Budget, open bool, err error) // with its season, which is held; open: the season is not final
	SaveBudget(b Budget, by domain.PersonID, at time.Time) error // domain.ErrStale when another writer was first
	// BudgetsBetween are the uses of the budgets of seasons between two times.
	BudgetsBetween(from, until time.Time) ([]Use, error)
	TellBudget(u Use, percent int, at time.Time) (first bool, err error) // false: staff know, or the budget is another
}

// BudgetReader reads how much is gone, outside any transaction: it adds up a season.
type BudgetReader interface {
	BudgetUses(context.Context) ([]Use, error) // of seasons that run or close
}

// BudgetReached: so many percent of a season's budget are gone.
type BudgetReached struct {
	Season  domain.SeasonID `json:"seasonId"`
	Percent int             `json:"percent"`
}

// EventBudget is its name.
const EventBudget = "budget.reached"

func (BudgetReached) EventName() string { return EventBudget }

// SetBudget says what a season may cost, until it is final. b.Version is the one
// that was read.
func (r *Rulebook) SetBudget(ctx context.Context, by domain.PersonID, b Budget) error {
	if err := b.check(); err != nil {
		return err
	}
	return r.inTx(ctx, func(tx Store) error {
		was, open, err := tx.LockBudget(b.Season)
		switch {
		case err != nil:
			return err
		case was.Version != b.Version:
			return ErrBudgetStale
		case !open:
			return ErrBudgetClosed
		}
		return tx.SaveBudget(b, by, r.rt.Now())
	})
}

// MindBudgets tells staff of each budget of which 80, 95 or 100 percent are gone,
// once of each, whoever else is at it. Of several at once it tells the highest.
func (r *Rulebook) MindBudgets(ctx context.Context, read BudgetReader) (n int, err error) {
	uses, err := read.BudgetUses(ctx)
	if err != nil {
		return 0, err
	}
	for _, u := range uses {
		percent := u.Reached()
		if percent <= u.Told {
			continue
		}
		var first bool
		err := r.inTx(ctx, func(tx Store) (err error) {
			if first, err = tx.TellBudget(u, percent, r.rt.Now()); err != nil || !first {
				return err
			}
			return tx.Emit(BudgetReached{u.Budget.Season, percent})
		})
		if err != nil {
			return n, err
		}
		if first {
			n++
		}
	}
	return n, nil
}

// affordable refuses a campaign of whose season nothing is left to spend.
func affordable(tx Store, c Campaign) error {
	uses, err := tx.BudgetsBetween(c.StartsAt, c.EndsAt)
	if err != nil {
		return err
	}
	for _, u := range uses {
		if u.Spent() {
			return ErrBudgetSpent
		}
	}
	return nil
}
