package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// BudgetAlarm is that staff were told of a share of a budget that was gone.
type BudgetAlarm struct {
	Percent int   `json:"percent" enum:"80,95,100"`
	Used    int64 `json:"used" doc:"Points, then."`
	Points  int64 `json:"points" doc:"The budget, then."`
	At      Time  `json:"at"`
}

// SeasonBudget is a season with what it may cost and what it does.
type SeasonBudget struct {
	SeasonID   domain.SeasonID `json:"seasonId"`
	Name       string          `json:"name"`
	State      string          `json:"state" enum:"upcoming,running,closing"`
	StartsAt   Time            `json:"startsAt"`
	EndsAt     Time            `json:"endsAt"`
	Points     int64           `json:"points" doc:"0: no budget is set."`
	Used       int64           `json:"used" doc:"What its facts are worth by what is known, pending ones too."`
	Reached    int             `json:"reached" enum:"0,80,95,100" doc:"The highest alarm that is reached, in percent."`
	PointValue int             `json:"pointValue" doc:"Of a point, in hundredths of a cent. Without a budget the last one that was set, or what comes with the product."`
	Redeemed   int             `json:"redeemed" doc:"Percent of the points that experts hold that will probably be exchanged."`
	SetBy      string          `json:"setBy,omitempty"`
	SetAt      *Time           `json:"setAt,omitempty"`
	Version    int             `json:"version" doc:"0: no budget is set."`
	Alarms     []BudgetAlarm   `json:"alarms" nullable:"false" doc:"The newest first."`
}

// Outstanding is what experts hold, and what it will probably cost.
type Outstanding struct {
	Pending   int64  `json:"pending"`
	Available int64  `json:"available"`
	Reserved  int64  `json:"reserved"`
	Points    int64  `json:"points" doc:"All of it."`
	Cents     int64  `json:"cents" doc:"Points, times the value of one, times the share that will be exchanged: of the newest budget that has begun."`
	Currency  string `json:"currency" doc:"That the brand pays in; empty until it has set a rate."`
}

// BudgetsView is what points cost the brand.
type BudgetsView struct {
	Seasons     []SeasonBudget `json:"seasons" nullable:"false" doc:"That are not over, by start."`
	Outstanding Outstanding    `json:"outstanding"`
}

// Budgets returns what staff read of what points cost.
func (v Views) Budgets(ctx context.Context) (b BudgetsView, err error) {
	var rows []struct {
		ID               domain.SeasonID
		Name, State      string
		StartsAt, EndsAt Time
		Points           *int64
		PointValue       *int
		Redeemed         *int
		SetBy            *string
		SetAt            *Time
		Version          *int
		Used             int64
	}
	err = v.all(ctx, &rows, `SELECT s.id, s.name, s.state, s.starts_at, s.ends_at, b.points, b.point_value, b.redeemed, p.name AS set_by, b.set_at,
			b.version, `+usedOf+` AS used
		FROM seasons s LEFT JOIN season_budgets b ON b.season_id = s.id LEFT JOIN people p ON p.id = b.set_by
		WHERE s.state <> 'final' ORDER BY s.starts_at`)
	if err != nil {
		return b, wrapped(err, "list budgets")
	}
	last, err := v.lastWorth(ctx)
	if err != nil {
		return b, err
	}
	b.Seasons = make([]SeasonBudget, len(rows))
	for i, r := range rows {
		one := SeasonBudget{
			SeasonID: r.ID, Name: r.Name, State: r.State, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Points: deref(r.Points), Used: r.Used,
			PointValue: last.PointValue, Redeemed: last.Redeemed, SetBy: deref(r.SetBy), SetAt: r.SetAt, Version: deref(r.Version),
		}
		if r.Version != nil {
			one.PointValue, one.Redeemed = *r.PointValue, *r.Redeemed
			one.Reached = rewards.Use{Budget: rewards.Budget{Points: domain.Points(*r.Points)}, Used: domain.Points(r.Used)}.Reached()
		}
		if one.Alarms, err = v.budgetAlarms(ctx, r.ID); err != nil {
			return b, err
		}
		b.Seasons[i] = one
	}
	b.Outstanding, err = v.outstanding(ctx, last.domain())
	return b, err
}

// lastWorth is what the newest budget of a season that has begun says of a point.
func (v Views) lastWorth(ctx context.Context) (budgetRow, error) {
	r := budgetRow{PointValue: rewards.DefaultValue, Redeemed: rewards.DefaultRedeemed}
	_, err := v.maybe(ctx, &r, `SELECT b.season_id, b.points, b.point_value, b.redeemed, b.version FROM season_budgets b
		JOIN seasons s ON s.id = b.season_id WHERE s.state <> 'upcoming' ORDER BY s.starts_at DESC LIMIT 1`)
	return r, wrapped(err, "what a point is worth")
}

func (v Views) budgetAlarms(ctx context.Context, id domain.SeasonID) ([]BudgetAlarm, error) {
	var all []BudgetAlarm
	err := v.all(ctx, &all, `SELECT percent, used, points, told_at AS at FROM budget_alarms WHERE season_id = ?
		ORDER BY budget_version DESC, percent DESC LIMIT 12`, id)
	return list0(all), wrapped(err, "alarms of %s", id)
}

func (v Views) outstanding(ctx context.Context, worth rewards.Budget) (o Outstanding, err error) {
	err = v.one(ctx, &o, "points", `SELECT COALESCE(SUM(CASE WHEN id LIKE '%:pending' THEN balance ELSE 0 END), 0) AS pending,
		COALESCE(SUM(CASE WHEN id LIKE '%:available' THEN balance ELSE 0 END), 0) AS available,
		COALESCE(SUM(CASE WHEN id LIKE '%:reserved' THEN balance ELSE 0 END), 0) AS reserved,
		COALESCE((SELECT currency FROM pay_rates ORDER BY version DESC LIMIT 1), '') AS currency
		FROM accounts WHERE owner_id <> 'programme'`)
	o.Points = o.Pending + o.Available + o.Reserved
	o.Cents = worth.Liability(domain.Points(o.Points))
	return o, wrapped(err, "add up what experts hold")
}
