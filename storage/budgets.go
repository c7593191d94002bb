package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

type budgetRow struct {
	SeasonID   domain.SeasonID
	Points     domain.Points
	PointValue int
	Redeemed   int
	Version    int
}

func (r budgetRow) domain() rewards.Budget {
	return rewards.Budget{Season: r.SeasonID, Points: r.Points, Value: r.PointValue, Redeemed: r.Redeemed, Version: r.Version}
}

// LockBudget returns the budget of a season and whether it may still change, and
// holds the season until the transaction ends.
func (tx Tx) LockBudget(id domain.SeasonID) (b rewards.Budget, open bool, err error) {
	s, err := tx.LockSeason(id)
	if err != nil {
		return b, false, err
	}
	r := budgetRow{SeasonID: id}
	_, err = tx.maybe(&r, "SELECT season_id, points, point_value, redeemed, version FROM season_budgets WHERE season_id = ?", id)
	return r.domain(), s.State != "final", wrapped(err, "budget of %s", id)
}

// SaveBudget stores the first budget of a season, or the next.
func (tx Tx) SaveBudget(b rewards.Budget, by domain.PersonID, at time.Time) error {
	if b.Version == 0 {
		_, err := tx.exec(`INSERT INTO season_budgets (season_id, points, point_value, redeemed, set_by, set_at, version)
			VALUES (?, ?, ?, ?, ?, ?, 1)`, b.Season, b.Points, b.Value, b.Redeemed, by, At(at))
		return wrapped(err, "budget of %s", b.Season)
	}
	return tx.change(`UPDATE season_budgets SET points = ?, point_value = ?, redeemed = ?, set_by = ?, set_at = ?, version = version + 1
		WHERE season_id = ? AND version = ?`, b.Points, b.Value, b.Redeemed, by, At(at), b.Season, b.Version)
}

// usedOf is what the facts of season s are worth by what is known, without what
// people took back.
const usedOf = `COALESCE((SELECT SUM(COALESCE(a.settled, a.pending)) FROM rounds r JOIN awards a ON a.round_id = r.id WHERE r.season_id = s.id), 0)
	- COALESCE((SELECT SUM(` + takenInAll + `) FROM holds h JOIN awards a ON a.id = h.award_id JOIN rounds r ON r.id = a.round_id
		WHERE r.season_id = s.id AND h.state = 'voided' AND h.confirmed), 0)`

const budgetUses = `SELECT b.season_id, b.points, b.point_value, b.redeemed, b.version, ` + usedOf + ` AS used,
	COALESCE((SELECT MAX(m.percent) FROM budget_alarms m WHERE m.season_id = b.season_id AND m.budget_version = b.version), 0) AS told
	FROM season_budgets b JOIN seasons s ON s.id = b.season_id `

func usesOf(q *gorm.DB, query string, args ...any) ([]rewards.Use, error) {
	var rows []struct {
		Budget budgetRow `gorm:"embedded"`
		Used   domain.Points
		Told   int
	}
	if _, err := fetch(q, &rows, query, args...); err != nil {
		return nil, wrapped(err, "add up what seasons cost")
	}
	all := make([]rewards.Use, len(rows))
	for i, r := range rows {
		all[i] = rewards.Use{Budget: r.Budget.domain(), Used: r.Used, Told: r.Told}
	}
	return all, nil
}

// BudgetsBetween returns the uses of the budgets of seasons between two times.
func (tx Tx) BudgetsBetween(from, until time.Time) ([]rewards.Use, error) {
	return usesOf(tx.DB, budgetUses+"WHERE s.starts_at < ? AND s.ends_at > ? ORDER BY s.starts_at", At(until), At(from))
}

// BudgetUses returns how much is gone of the budgets of seasons that run or close.
func (v Views) BudgetUses(ctx context.Context) ([]rewards.Use, error) {
	return usesOf(v.on(ctx), budgetUses+"WHERE s.state = 'running' OR s.state = 'closing' ORDER BY s.starts_at")
}

// TellBudget notes that staff are told of a share that is gone; false: they know,
// or the budget has changed since it was read.
func (tx Tx) TellBudget(u rewards.Use, percent int, at time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO budget_alarms (season_id, budget_version, percent, used, points, told_at)
		SELECT season_id, version, ?, ?, points, ? FROM season_budgets WHERE season_id = ? AND version = ? ON CONFLICT DO NOTHING`,
		percent, u.Used, At(at), u.Budget.Season, u.Budget.Version)
	return n == 1, wrapped(err, "tell of the budget of %s", u.Budget.Season)
}
