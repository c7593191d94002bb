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
	err = tx.all(&pending, `SELECT id AS award, pending - COALESCE((SELECT SUM(amount) FROM takings WHERE award_id = awards.id), 0) AS points
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
