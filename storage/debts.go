package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// unpaid is what is left of debt d.
const unpaid = "(d.owed - COALESCE((SELECT SUM(p.amount) FROM debt_payments p WHERE p.award_id = d.award_id), 0))"

// setAside is what an expert has set aside for rewards: twice their id.
const setAside = `SELECT price AS points, requested_at AS since FROM redemptions WHERE expert_id = ? AND state = 'requested'
	UNION ALL SELECT price, entered_at FROM drop_entries WHERE expert_id = ? AND released_at IS NULL`

type asideRow struct {
	Points domain.Points
	Since  Time
}

func asideOf(rows []asideRow) []rewards.Aside {
	aside := make([]rewards.Aside, len(rows))
	for i, r := range rows {
		aside[i] = rewards.Aside{Points: r.Points, Since: r.Since.Time}
	}
	return aside
}

// Aside returns what an expert has set aside. It changes while what they can
// spend is held, as their debts do, and so it is read.
func (tx Tx) Aside(e domain.ExpertID) ([]rewards.Aside, error) {
	var rows []asideRow
	err := tx.all(&rows, setAside, e, e)
	return asideOf(rows), wrapped(err, "read what %s set aside", e)
}

// AddDebt stores what is owed of an award.
func (tx Tx) AddDebt(d rewards.Debt) error {
	_, err := tx.exec("INSERT INTO debts (award_id, expert_id, owed, began_at) VALUES (?, ?, ?, ?)", d.Award, d.Expert, d.Owed, At(d.At))
	return wrapped(err, "debt of %s", d.Award)
}

// Debts returns what an expert still owes of what they had set aside then, oldest first.
func (tx Tx) Debts(e domain.ExpertID, then time.Time) ([]rewards.Debt, error) {
	return debtsOf(tx.all, e, then)
}

func debtsOf(read func(rows any, query string, args ...any) error, e domain.ExpertID, then time.Time) ([]rewards.Debt, error) {
	var rows []struct {
		AwardID domain.AwardID
		RuleSet int
		Owed    int64
		BeganAt Time
	}
	err := read(&rows, `SELECT d.award_id, a.rule_set, `+unpaid+` AS owed, d.began_at FROM debts d JOIN awards a ON a.id = d.award_id
		WHERE d.expert_id = ? AND d.waived_at IS NULL AND d.began_at >= ? AND `+unpaid+` > 0 ORDER BY d.began_at, d.award_id`, e, At(then))
	debts := make([]rewards.Debt, len(rows))
	for i, r := range rows {
		debts[i] = rewards.Debt{Award: r.AwardID, Expert: e, RuleSet: r.RuleSet, Owed: domain.Points(r.Owed), At: r.BeganAt.Time}
	}
	return debts, wrapped(err, "read what %s owes", e)
}

// PayDebt writes down what was paid of a debt out of what came back by a transfer.
func (tx Tx) PayDebt(d rewards.Debt, returned string, amount domain.Points, at time.Time) error {
	_, err := tx.exec("INSERT INTO debt_payments (award_id, returned, amount, paid_at) VALUES (?, ?, ?, ?)", d.Award, returned, amount, At(at))
	return wrapped(err, "pay the debt of %s", d.Award)
}

// WaiveDebt ends a debt, if there is one, and returns what was paid of it. It
// ends no earlier than it began: another node's clock may have been ahead.
func (tx Tx) WaiveDebt(id domain.AwardID, at time.Time) (paid domain.Points, err error) {
	n, err := tx.exec("UPDATE debts SET waived_at = CASE WHEN began_at > ? THEN began_at ELSE ? END WHERE award_id = ? AND waived_at IS NULL", At(at), At(at), id)
	if err != nil || n == 0 {
		return 0, wrapped(err, "waive the debt of %s", id)
	}
	err = tx.all(&paid, "SELECT COALESCE(SUM(amount), 0) FROM debt_payments WHERE award_id = ?", id)
	return paid, wrapped(err, "read what was paid of %s", id)
}

// HeldPoints returns what an expert, who is held, could spend of entries that wait for a human.
func (tx Tx) HeldPoints(e domain.ExpertID) (p domain.Points, err error) {
	err = tx.all(&p, `SELECT COALESCE(SUM(a.settled), 0) FROM awards a WHERE a.expert_id = ? AND a.settled > 0
		AND EXISTS (SELECT 1 FROM holds h WHERE h.award_id = a.id AND h.state = 'held')`, e)
	return p, wrapped(err, "read what waits of %s", e)
}
