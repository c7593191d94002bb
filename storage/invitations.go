package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type invitationRow struct {
	ID        string
	PersonID  *string
	Purpose   string
	TokenHash string
	CreatedAt Time
	CreatedBy string
	ExpiresAt Time
	UsedAt    *Time
}

// AddInvitation adds a one-time link.
func (tx Tx) AddInvitation(i access.Invitation) error {
	_, err := tx.exec(`INSERT INTO invitations (id, person_id, purpose, token_hash, created_at, created_by, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		i.ID, orNull(i.PersonID), i.Purpose, i.TokenHash, At(i.CreatedAt), i.CreatedBy, At(i.ExpiresAt))
	return err
}

// InvitationByToken returns and locks a link, or refuses access.ErrInvitationInvalid.
func (tx Tx) InvitationByToken(tokenHash string) (access.Invitation, error) {
	var r invitationRow
	found, err := tx.maybe(&r, `SELECT id, person_id, purpose, token_hash, created_at, created_by, expires_at, used_at
		FROM invitations WHERE token_hash = ?`+tx.lock(), tokenHash)
	if err == nil && !found {
		err = access.ErrInvitationInvalid
	}
	i := access.Invitation{
		ID: domain.InvitationID(r.ID), Purpose: access.Purpose(r.Purpose), TokenHash: r.TokenHash, CreatedAt: r.CreatedAt.Time,
		CreatedBy: r.CreatedBy, ExpiresAt: r.ExpiresAt.Time, UsedAt: r.UsedAt.OrZero(),
	}
	if r.PersonID != nil {
		i.PersonID = domain.PersonID(*r.PersonID)
	}
	return i, err
}

// UseInvitation marks a link as used and reports whether it was unused.
func (tx Tx) UseInvitation(i access.Invitation) (bool, error) {
	n, err := tx.exec("UPDATE invitations SET used_at = ? WHERE id = ? AND used_at IS NULL", At(i.UsedAt), i.ID)
	return n == 1, err
}

// WithdrawInvitations marks the unused links of a person, or those of setup, as used.
func (tx Tx) WithdrawInvitations(p domain.PersonID, at time.Time) error {
	where, args := "person_id = ?", []any{At(at), string(p)}
	if p == "" {
		where, args = "person_id IS NULL", args[:1]
	}
	_, err := tx.exec("UPDATE invitations SET used_at = ? WHERE used_at IS NULL AND "+where, args...)
	return err
}
