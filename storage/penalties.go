package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
)

// LockPending holds the awards of an expert that are not settled, and returns
// what each has pending that no penalty took, in the order it will be settled.
// The amounts are read when the rows are held.
func (tx Tx) LockPending(e domain.ExpertID) ([]rewards.Pending, error) {
	var held []string
	err := tx.all(&held, `SELECT id FROM awards WHERE expert_id = ? AND settled_at IS NULL AND pending > 0
		ORDER BY settle_at, id`+tx.hold(), e)
	if err != nil || len(held) == 0 {
		return nil, wrapped(err, "hold what is pending of %s", e)
	}
	var pending []rewards.Pending
	err = tx.all(&pending, `SELECT id AS award, pending - COALESCE((SELECT SUM(amount - returned) FROM takings WHERE award_id = awards.id), 0) AS points
		FROM awards WHERE id IN ? AND settled_at IS NULL ORDER BY settle_at, id`, held)
	return pending, wrapped(err, "read what is pending of %s", e)
}

// LockAvailable returns what an expert can spend, and holds it.
func (tx Tx) LockAvailable(e domain.ExpertID) (p domain.Points, err error) {
	_, err = tx.maybe(&p, "SELECT balance FROM accounts WHERE id = ?"+tx.hold(), ledger.Available(e))
	return p, wrapped(err, "hold what %s can spend", e)
}

// AddTaking writes down what a penalty took of a pending award, which is held.
func (tx Tx) AddTaking(penalty, from domain.AwardID, amount domain.Points) error {
	_, err := tx.exec("INSERT INTO takings (penalty_id, award_id, amount) VALUES (?, ?, ?)", penalty, from, amount)
	return wrapped(err, "penalty %s", penalty)
}

// Claims returns what taking awards back took of this one, which is held.
func (tx Tx) Claims(on domain.AwardID) ([]rewards.Claim, error) {
	var rows []struct {
		ID, Kind, Source, ExpertID string
		RuleSet                    int
		Amount                     int64
	}
	err := tx.all(&rows, `SELECT p.id, p.kind, p.source, p.expert_id, p.rule_set, t.amount FROM takings t JOIN awards p ON p.id = t.penalty_id
		WHERE t.award_id = ? AND t.returned = 0 AND p.settled >= 0 ORDER BY p.id`, on)
	claims := make([]rewards.Claim, len(rows))
	for i, r := range rows {
		claims[i] = rewards.Claim{By: rewards.Award{
			ID: domain.AwardID(r.ID), Kind: rewards.Kind(r.Kind), Source: r.Source, Expert: domain.ExpertID(r.ExpertID), RuleSet: r.RuleSet,
		}, Amount: domain.Points(r.Amount)}
	}
	return claims, wrapped(err, "read what was taken of %s", on)
}

// FallShort writes down what of a taking turned out never to have been, and what made it good.
func (tx Tx) FallShort(by, on domain.AwardID, missing, madeGood domain.Points) error {
	return wrapped(tx.change("UPDATE takings SET missing = ?, made_good = ? WHERE penalty_id = ? AND award_id = ? AND missing = 0 AND returned = 0",
		missing, madeGood, by, on), "%s of %s falls short", by, on)
}

// ClaimsWaiting returns what was taken for one award of others that are still pending.
func (tx Tx) ClaimsWaiting(by domain.AwardID) (pending []rewards.Pending, err error) {
	err = tx.all(&pending, `SELECT t.award_id AS award, t.amount AS points FROM takings t JOIN awards a ON a.id = t.award_id
		WHERE t.penalty_id = ? AND t.returned = 0 AND a.settled_at IS NULL ORDER BY a.settle_at, a.id`, by)
	return pending, wrapped(err, "read what %s took of pending points", by)
}

// ReturnTaking gives what was taken of a pending award, which is held, back to it.
func (tx Tx) ReturnTaking(by, on domain.AwardID) error {
	return wrapped(tx.change("UPDATE takings SET returned = amount WHERE penalty_id = ? AND award_id = ? AND returned = 0 AND missing = 0", by, on),
		"return to %s", on)
}

// Lost returns what the takings for one award fell short by, and nothing made good.
func (tx Tx) Lost(by domain.AwardID) (lost domain.Points, err error) {
	err = tx.all(&lost, "SELECT COALESCE(SUM(missing - made_good), 0) FROM takings WHERE penalty_id = ?", by)
	return lost, wrapped(err, "read what %s fell short by", by)
}

// HoldRules holds the brand, whose rules these are, so that a version is added
// once.
func (tx Tx) HoldRules() error {
	var id int
	return tx.one(&id, "brand", "SELECT id FROM brand WHERE id = 1"+tx.hold())
}

// NextSeason returns when the season begins that is planned next.
func (tx Tx) NextSeason() (starts time.Time, planned bool, err error) {
	var at Time
	planned, err = tx.maybe(&at, "SELECT starts_at FROM seasons WHERE state = 'upcoming' ORDER BY starts_at LIMIT 1")
	return at.Time, planned, err
}
