package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

var (
	_ desk.Store   = Tx{}
	_ desk.Floor   = Views{}
	_ roster.Store = Tx{}
)

// Desk runs fn with the Store of domain/desk.
func (db *DB) Desk(ctx context.Context, fn func(desk.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// Roster runs fn with the Store of domain/roster.
func (db *DB) Roster(ctx context.Context, fn func(roster.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// hold ends a SELECT whose rows must not be written by another transaction
// until this one ends. Unlike lock it lets others point at the rows with a
// foreign key, which the desk does all day.
func (tx Tx) hold() string {
	if tx.state.dialect == postgresDialect {
		return " FOR NO KEY UPDATE"
	}
	return ""
}

// DeskSettings reads what the brand decides about its desk.
func (tx Tx) DeskSettings() (desk.Settings, error) {
	var r struct{ MaxSeats, WaitingMinutes int }
	found, err := tx.maybe(&r, "SELECT max_seats, waiting_minutes FROM brand WHERE id = 1")
	if err == nil && !found {
		err = brand.ErrNotFounded
	}
	return desk.Settings{MaxSeats: r.MaxSeats, Waiting: time.Duration(r.WaitingMinutes) * time.Minute}, err
}

// MaxSeats is the brand's limit for one expert.
func (tx Tx) MaxSeats() (int, error) {
	var n int
	found, err := tx.maybe(&n, "SELECT max_seats FROM brand WHERE id = 1")
	if err == nil && !found {
		err = brand.ErrNotFounded
	}
	return n, err
}

// Reason reads what the desk knows of a contact reason.
func (tx Tx) Reason(id domain.ReasonID) (desk.Reason, error) {
	var r struct {
		ID                                 domain.ReasonID
		ParentID                           *domain.ReasonID
		Difficulty                         int
		Complaint, Controllable, StaffOnly bool
		ArchivedAt                         *Time
	}
	found, err := tx.maybe(&r, `SELECT id, parent_id, difficulty, complaint, controllable, staff_only, archived_at
		FROM contact_reasons WHERE id = ?`, id)
	switch {
	case err != nil:
		return desk.Reason{}, wrapped(err, "read reason %s", id)
	case !found:
		return desk.Reason{}, desk.ErrUnknownReason
	}
	return desk.Reason{
		ID: r.ID, Parent: orEmpty(r.ParentID), Difficulty: r.Difficulty, Complaint: r.Complaint,
		Controllable: r.Controllable, Archived: r.ArchivedAt != nil, StaffOnly: r.StaffOnly,
	}, nil
}

// ReasonsInUse reports whether every one of them exists and is in use.
func (tx Tx) ReasonsInUse(ids []domain.ReasonID) (bool, error) {
	var n int
	_, err := tx.maybe(&n, "SELECT COUNT(*) FROM contact_reasons WHERE archived_at IS NULL AND id IN ?", ids)
	return n == len(ids), err
}

// ProductInUse reports whether the product exists and is in use.
func (tx Tx) ProductInUse(id domain.ProductID) (bool, error) {
	var n int
	return tx.maybe(&n, "SELECT 1 FROM products WHERE id = ? AND archived_at IS NULL", id)
}

// CustomerLanguage is the language a customer came with.
func (tx Tx) CustomerLanguage(id domain.CustomerID) (domain.Language, error) {
	var l string
	err := tx.one(&l, "customer", "SELECT language FROM customers WHERE id = ?", id)
	return domain.Language(l), err
}

// orEmpty is a nullable text as the domain has it.
func orEmpty[T ~string](p *T) T {
	if p == nil {
		return ""
	}
	return *p
}
