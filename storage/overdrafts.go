package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Overdrawn returns how far below zero an expert is, whose purse is held.
func (tx Tx) Overdrawn(e domain.ExpertID) (p domain.Points, err error) {
	_, err = tx.maybe(&p, "SELECT -balance FROM accounts WHERE id = ?"+tx.hold(), ledger.Owed(e))
	return p, wrapped(err, "read how far below zero %s is", e)
}

// AddOverdraft writes down what goes below zero of an award.
func (tx Tx) AddOverdraft(id domain.AwardID, e domain.ExpertID, amount domain.Points, at time.Time) error {
	_, err := tx.exec("INSERT INTO overdrafts (award_id, expert_id, amount, began_at) VALUES (?, ?, ?, ?)", id, e, amount, At(at))
	return wrapped(err, "overdraft of %s", id)
}

// Overdraft returns what went below zero of an award.
func (tx Tx) Overdraft(id domain.AwardID) (p domain.Points, err error) {
	_, err = tx.maybe(&p, "SELECT amount FROM overdrafts WHERE award_id = ?", id)
	return p, wrapped(err, "read the overdraft of %s", id)
}

// PardonOverdraft ends what is still owed of an award, once.
func (tx Tx) PardonOverdraft(id domain.AwardID, pardoned domain.Points, at time.Time) error {
	return wrapped(tx.change("UPDATE overdrafts SET pardoned = ?, pardoned_at = ? WHERE award_id = ? AND pardoned IS NULL", pardoned, At(at), id),
		"pardon the overdraft of %s", id)
}

// AddRepayment writes down what new points pay back.
func (tx Tx) AddRepayment(p rewards.Repayment) error {
	_, err := tx.exec("INSERT INTO repayments (award_id, occasion, points, amount, paid_at) VALUES (?, ?, ?, ?, ?)",
		p.Award, p.Occasion, p.New, p.Amount, At(p.At))
	return wrapped(err, "repayment by %s", p.Award)
}

// Owing is what people decided that left an expert below zero.
type Owing struct {
	CaseID    string `json:"caseId"`
	Reason    string `json:"reason" doc:"What the two people wrote."`
	DecidedAt Time   `json:"decidedAt"`
	Points    int64  `json:"points" doc:"What went below zero then; some of it may be paid back."`
}

// Owing returns why the actor is below zero, and how much of what they have set
// aside for rewards is taken back when it returns.
func (v Views) Owing(ctx context.Context, by domain.Actor) (why []Owing, claimed int64, err error) {
	e := by.Expert()
	if err := v.all(ctx, &why, `SELECT h.case_id, c.reason, c.decided_at, SUM(o.amount) AS points FROM overdrafts o
		JOIN holds h ON h.award_id = o.award_id AND h.state = 'voided' JOIN cases c ON c.id = h.case_id
		WHERE o.expert_id = ? AND o.pardoned IS NULL GROUP BY h.case_id, c.reason, c.decided_at ORDER BY c.decided_at DESC, h.case_id`, e); err != nil {
		return nil, 0, wrapped(err, "read why %s is below zero", e)
	}
	debts, err := debtsOf(func(rows any, query string, args ...any) error { return v.all(ctx, rows, query, args...) }, e, time.Time{})
	if err != nil || len(debts) == 0 {
		return list0(why), 0, err
	}
	var aside []asideRow
	err = v.all(ctx, &aside, setAside, e, e)
	return list0(why), int64(rewards.Claimed(asideOf(aside), debts)), wrapped(err, "read what %s set aside", e)
}
