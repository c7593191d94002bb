package storage

import (
	"context"
	"errors"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Access runs a use case of package access in one transaction.
func (db *DB) Access(ctx context.Context, fn func(access.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ access.Store = Tx{}

type personRow struct {
	ID           string
	Role         string
	Email        string
	Name         string
	Language     string
	PasswordHash string
	AuthVersion  int
	DisabledAt   *Time
	Version      int
	CreatedAt    Time
}

const personColumns = "id, role, email, name, language, password_hash, auth_version, disabled_at, version, created_at"

func (r personRow) person() access.Person {
	return access.Person{
		ID: domain.PersonID(r.ID), Role: domain.Role(r.Role), Email: r.Email, Name: r.Name, Language: domain.Language(r.Language),
		PasswordHash: r.PasswordHash, AuthVersion: r.AuthVersion, DisabledAt: r.DisabledAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
}

// AddPerson adds p, or refuses access.ErrEmailTaken.
func (tx Tx) AddPerson(p access.Person) error {
	n, err := tx.exec("INSERT INTO people ("+personColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING",
		p.ID, p.Role, p.Email, p.Name, p.Language, p.PasswordHash, p.AuthVersion, AtOrNull(p.DisabledAt), p.Version, At(p.CreatedAt))
	if err == nil && n == 0 {
		return access.ErrEmailTaken
	}
	return err
}

// Person returns and locks a person.
func (tx Tx) Person(id domain.PersonID) (access.Person, error) {
	return tx.person("id = ?"+tx.lock(), string(id))
}

// ReadPerson returns a person without a lock.
func (tx Tx) ReadPerson(id domain.PersonID) (access.Person, error) {
	return tx.person("id = ?", string(id))
}

// PersonByEmail returns and locks the person with an e-mail address.
func (tx Tx) PersonByEmail(email string) (access.Person, error) {
	return tx.person("email = ?"+tx.lock(), email)
}

func (tx Tx) person(where, arg string) (access.Person, error) {
	var r personRow
	err := tx.one(&r, "person", "SELECT "+personColumns+" FROM people WHERE "+where, arg)
	return r.person(), err
}

// SavePerson writes p if nobody has since it was read.
func (tx Tx) SavePerson(p access.Person) error {
	return tx.change(`UPDATE people SET role = ?, name = ?, language = ?, password_hash = ?, auth_version = ?, disabled_at = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
		p.Role, p.Name, p.Language, p.PasswordHash, p.AuthVersion, AtOrNull(p.DisabledAt), p.ID, p.Version)
}

// ActiveAdmins returns and locks the admins who can sign in.
func (tx Tx) ActiveAdmins() ([]access.Person, error) {
	var rows []personRow
	err := tx.all(&rows, "SELECT "+personColumns+" FROM people WHERE role = 'admin' AND password_hash <> '' AND disabled_at IS NULL ORDER BY id"+tx.lock())
	all := make([]access.Person, len(rows))
	for i, r := range rows {
		all[i] = r.person()
	}
	return all, err
}

// Founded reports whether there is a brand.
func (tx Tx) Founded() (bool, error) {
	_, err := tx.Settings()
	if errors.Is(err, errNoBrand) {
		return false, nil
	}
	return err == nil, err
}
