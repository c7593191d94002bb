package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type passkeyRow struct {
	ID           domain.PasskeyID
	PersonID     domain.PersonID
	CredentialID string
	Record       string
	Name         string
	BackedUp     bool
	CreatedAt    Time
	UsedAt       *Time
}

const passkeyColumns = "id, person_id, credential_id, record, name, backed_up, created_at, used_at" //nolint:gosec // names of columns

func (r passkeyRow) passkey() access.Passkey {
	return access.Passkey{
		ID: r.ID, PersonID: r.PersonID, Credential: r.CredentialID, Record: []byte(r.Record), Name: r.Name, BackedUp: r.BackedUp,
		CreatedAt: r.CreatedAt.Time, UsedAt: r.UsedAt.OrZero(),
	}
}

// Passkeys returns the keys of a person, the oldest first.
func (tx Tx) Passkeys(p domain.PersonID) ([]access.Passkey, error) {
	var rows []passkeyRow
	err := tx.all(&rows, "SELECT "+passkeyColumns+" FROM passkeys WHERE person_id = ? ORDER BY id", p)
	all := make([]access.Passkey, len(rows))
	for i, r := range rows {
		all[i] = r.passkey()
	}
	return all, wrapped(err, "read the passkeys of %s", p)
}

// PasskeyByCredential returns the key that a device has under a name, or refuses
// access.ErrUnknownPasskey.
func (tx Tx) PasskeyByCredential(id string) (access.Passkey, error) {
	var r passkeyRow
	found, err := tx.maybe(&r, "SELECT "+passkeyColumns+" FROM passkeys WHERE credential_id = ?", id)
	if err == nil && !found {
		err = access.ErrUnknownPasskey
	}
	return r.passkey(), err
}

// AddPasskey adds a key; false: it is known, to this person or another.
func (tx Tx) AddPasskey(k access.Passkey) (bool, error) {
	n, err := tx.exec("INSERT INTO passkeys ("+passkeyColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING",
		k.ID, k.PersonID, k.Credential, string(k.Record), k.Name, k.BackedUp, At(k.CreatedAt), AtOrNull(k.UsedAt))
	return n == 1, wrapped(err, "add a passkey")
}

// SavePasskey writes what a key says of itself, its name, and when it was used.
func (tx Tx) SavePasskey(k access.Passkey) error {
	return tx.change("UPDATE passkeys SET record = ?, name = ?, backed_up = ?, used_at = ? WHERE id = ?",
		string(k.Record), k.Name, k.BackedUp, AtOrNull(k.UsedAt), k.ID)
}

// RemovePasskey takes a person's key away; false: they have no such key.
func (tx Tx) RemovePasskey(p domain.PersonID, id domain.PasskeyID) (bool, error) {
	n, err := tx.exec("DELETE FROM passkeys WHERE person_id = ? AND id = ?", p, id)
	return n == 1, wrapped(err, "remove a passkey")
}

// CodeApp returns the app of a person.
func (tx Tx) CodeApp(p domain.PersonID) (a access.CodeApp, found bool, err error) {
	var r struct {
		PersonID    domain.PersonID
		Secret      string
		LastStep    int64
		CreatedAt   Time
		ConfirmedAt *Time
	}
	found, err = tx.maybe(&r, "SELECT person_id, secret, last_step, created_at, confirmed_at FROM authenticators WHERE person_id = ?", p)
	return access.CodeApp{
		PersonID: r.PersonID, Secret: r.Secret, LastStep: r.LastStep, CreatedAt: r.CreatedAt.Time, ConfirmedAt: r.ConfirmedAt.OrZero(),
	}, found, wrapped(err, "read the app of %s", p)
}

// SaveCodeApp adds or replaces the app of a person.
func (tx Tx) SaveCodeApp(a access.CodeApp) error {
	_, err := tx.exec(`INSERT INTO authenticators (person_id, secret, last_step, created_at, confirmed_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = excluded.last_step,
			created_at = excluded.created_at, confirmed_at = excluded.confirmed_at`,
		a.PersonID, a.Secret, a.LastStep, At(a.CreatedAt), AtOrNull(a.ConfirmedAt))
	return wrapped(err, "save the app of %s", a.PersonID)
}

// RemoveCodeApp takes the app of a person away.
func (tx Tx) RemoveCodeApp(p domain.PersonID) error {
	_, err := tx.exec("DELETE FROM authenticators WHERE person_id = ?", p)
	return wrapped(err, "remove the app of %s", p)
}

// ReplaceRecoveryCodes gives a person other codes, or none.
func (tx Tx) ReplaceRecoveryCodes(p domain.PersonID, hashes []string, at time.Time) error {
	if _, err := tx.exec("DELETE FROM recovery_codes WHERE person_id = ?", p); err != nil {
		return wrapped(err, "remove the recovery codes of %s", p)
	}
	for _, h := range hashes {
		if _, err := tx.exec("INSERT INTO recovery_codes (person_id, code_hash, created_at) VALUES (?, ?, ?)", p, h, At(at)); err != nil {
			return wrapped(err, "add a recovery code of %s", p)
		}
	}
	return nil
}

// UseRecoveryCode uses a code up; false: it is none, or was used.
func (tx Tx) UseRecoveryCode(p domain.PersonID, hash string, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE recovery_codes SET used_at = ? WHERE person_id = ? AND code_hash = ? AND used_at IS NULL", At(at), p, hash)
	return n == 1, wrapped(err, "use a recovery code of %s", p)
}

// TellRecovery returns when a code was last used of which its person was not
// told, and marks it told.
func (tx Tx) TellRecovery(p domain.PersonID, at time.Time) (time.Time, error) {
	var used Time
	found, err := tx.maybe(&used, `SELECT used_at FROM recovery_codes WHERE person_id = ? AND used_at IS NOT NULL AND told_at IS NULL
		ORDER BY used_at DESC LIMIT 1`, p)
	if err != nil || !found {
		return time.Time{}, wrapped(err, "read the recovery codes of %s", p)
	}
	_, err = tx.exec("UPDATE recovery_codes SET told_at = ? WHERE person_id = ? AND used_at IS NOT NULL AND told_at IS NULL", At(at), p)
	return used.Time, wrapped(err, "tell %s of a recovery code", p)
}

// AddChallenge adds a step of signing in.
func (tx Tx) AddChallenge(c access.Challenge) error {
	via := ""
	if c.Via != nil {
		b, err := json.Marshal(c.Via)
		if err != nil {
			return wrapped(err, "encode a challenge")
		}
		via = string(b)
	}
	_, err := tx.exec(`INSERT INTO challenges (token_hash, purpose, person_id, data, via, tries, created_at, expires_at, used_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.TokenHash, c.Purpose, orNull(c.PersonID), string(c.Data), via, c.Tries, At(c.CreatedAt), At(c.ExpiresAt), AtOrNull(c.UsedAt))
	return wrapped(err, "add a challenge")
}

// Challenge returns and locks a step of signing in, or refuses access.ErrStepOver.
func (tx Tx) Challenge(tokenHash string) (access.Challenge, error) {
	var r struct {
		TokenHash string
		Purpose   access.ChallengePurpose
		PersonID  *domain.PersonID
		Data      string
		Via       string
		Tries     int
		CreatedAt Time
		ExpiresAt Time
		UsedAt    *Time
	}
	found, err := tx.maybe(&r, `SELECT token_hash, purpose, person_id, data, via, tries, created_at, expires_at, used_at
		FROM challenges WHERE token_hash = ?`+tx.lock(), tokenHash)
	if err == nil && !found {
		err = access.ErrStepOver
	}
	var via *access.Via
	if err == nil && r.Via != "" {
		err = fromJSON("challenges.via", r.Via, &via)
	}
	return access.Challenge{
		TokenHash: r.TokenHash, Purpose: r.Purpose, PersonID: orEmpty(r.PersonID), Data: []byte(r.Data), Via: via, Tries: r.Tries,
		CreatedAt: r.CreatedAt.Time, ExpiresAt: r.ExpiresAt.Time, UsedAt: r.UsedAt.OrZero(),
	}, err
}

// SaveChallenge writes how often a step was answered wrongly, or that it is over.
func (tx Tx) SaveChallenge(c access.Challenge) error {
	return tx.change("UPDATE challenges SET tries = ?, used_at = ? WHERE token_hash = ?", c.Tries, AtOrNull(c.UsedAt), c.TokenHash)
}

// WrongAnswers counts the wrong codes of a person since a time.
func (tx Tx) WrongAnswers(p domain.PersonID, since time.Time) (int, error) {
	var n int
	err := tx.one(&n, "challenge", "SELECT coalesce(sum(tries), 0) FROM challenges WHERE person_id = ? AND created_at > ?", p, At(since))
	return n, wrapped(err, "count the wrong codes of %s", p)
}
