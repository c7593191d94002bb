package storage

import (
	"cmp"
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
)

// Insight runs a use case of package insight in one transaction.
func (db *DB) Insight(ctx context.Context, fn func(insight.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ insight.Store = Tx{}

type reasonRow struct {
	ID           string
	ParentID     *string
	Name         string
	Translations string
	Difficulty   int
	Complaint    bool
	Controllable bool
	StaffTopic   *insight.StaffTopic
	Position     int
	ArchivedAt   *Time
	Version      int
	CreatedAt    Time
}

const reasonColumns = "id, parent_id, name, translations, difficulty, complaint, controllable, staff_topic, position, archived_at, version, created_at"

// reasonName is a reason's name in a language where there is one, from its
// columns of an outer join; it is empty without a reason.
func reasonName(name, translations *string, l domain.Language) (string, error) {
	if name == nil || translations == nil {
		return "", nil
	}
	names := map[domain.Language]string{}
	err := fromJSON("contact_reasons.translations", *translations, &names)
	return cmp.Or(names[l], *name), err
}

// ContactReason returns and locks a contact reason.
func (tx Tx) ContactReason(id domain.ReasonID) (insight.ContactReason, error) {
	var r reasonRow
	if err := tx.one(&r, "contact_reason", "SELECT "+reasonColumns+" FROM contact_reasons WHERE id = ?"+tx.lock(), id); err != nil {
		return insight.ContactReason{}, err
	}
	c := insight.ContactReason{
		ID: domain.ReasonID(r.ID), Name: r.Name, Difficulty: r.Difficulty, Complaint: r.Complaint, Controllable: r.Controllable,
		StaffTopic: orEmpty(r.StaffTopic), Position: r.Position, ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
	if r.ParentID != nil {
		c.ParentID = domain.ReasonID(*r.ParentID)
	}
	return c, fromJSON("contact_reasons.translations", r.Translations, &c.Translations)
}

// LiveChildren counts the reasons of a group that are not archived.
func (tx Tx) LiveChildren(id domain.ReasonID) (int, error) {
	var n int
	_, err := tx.maybe(&n, "SELECT COUNT(*) FROM contact_reasons WHERE parent_id = ? AND archived_at IS NULL", id)
	return n, err
}

// AddContactReason adds a contact reason.
func (tx Tx) AddContactReason(c insight.ContactReason) error {
	_, err := tx.exec("INSERT INTO contact_reasons ("+reasonColumns+", staff_only) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		c.ID, orNull(c.ParentID), c.Name, toJSON(c.Translations), c.Difficulty, c.Complaint, c.Controllable, orNull(c.StaffTopic), c.Position,
		AtOrNull(c.ArchivedAt), c.Version, At(c.CreatedAt), c.StaffTopic != "")
	return err
}

// SaveContactReason writes c if nobody has since it was read.
func (tx Tx) SaveContactReason(c insight.ContactReason) error {
	return tx.change(`UPDATE contact_reasons SET name = ?, translations = ?, difficulty = ?, complaint = ?, controllable = ?, staff_topic = ?,
		staff_only = ?, position = ?, archived_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		c.Name, toJSON(c.Translations), c.Difficulty, c.Complaint, c.Controllable, orNull(c.StaffTopic), c.StaffTopic != "", c.Position,
		AtOrNull(c.ArchivedAt), c.ID, c.Version)
}
