package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type providerRow struct {
	ID           domain.ProviderID
	Slug         string
	Name         string
	Issuer       string
	ClientID     string
	ClientSecret string
	Roles        string
	Acr          string
	Amr          string
	Enabled      bool
	Version      int
	CreatedAt    Time
}

const providerColumns = "id, slug, name, issuer, client_id, client_secret, roles, acr, amr, enabled, version, created_at"

func (r providerRow) provider() (access.Provider, error) {
	p := access.Provider{
		ID: r.ID, Slug: r.Slug, Name: r.Name, Issuer: r.Issuer, ClientID: r.ClientID, Secret: r.ClientSecret, Enabled: r.Enabled,
		Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
	for _, list := range []struct {
		column, text string
		into         any
	}{{"roles", r.Roles, &p.Roles}, {"acr", r.Acr, &p.ACR}, {"amr", r.Amr, &p.AMR}} {
		if err := fromJSON("oidc_providers."+list.column, list.text, list.into); err != nil {
			return p, err
		}
	}
	return p, nil
}

// listed is a list as it is kept; none is [].
func listed[T any](all []T) string {
	if all == nil {
		all = []T{}
	}
	b, _ := json.Marshal(all) // texts cannot fail
	return string(b)
}

// AddProvider adds a provider. Its slug and its issuer are unique keys.
func (tx Tx) AddProvider(p access.Provider) error {
	n, err := tx.exec("INSERT INTO oidc_providers ("+providerColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		p.ID, p.Slug, p.Name, p.Issuer, p.ClientID, p.Secret, listed(p.Roles), listed(p.ACR), listed(p.AMR), p.Enabled, p.Version, At(p.CreatedAt))
	if err != nil || n == 1 {
		return wrapped(err, "add a provider")
	}
	if _, err := tx.ProviderBySlug(p.Slug); err == nil {
		return access.ErrSlugTaken
	}
	return access.ErrIssuerTaken
}

// SaveProvider writes a provider that nobody else changed meanwhile. Two cannot
// have one issuer.
func (tx Tx) SaveProvider(p access.Provider) error {
	var other string
	taken, err := tx.maybe(&other, "SELECT id FROM oidc_providers WHERE issuer = ? AND id <> ?", p.Issuer, p.ID)
	if err != nil || taken {
		return orTaken(err, access.ErrIssuerTaken)
	}
	err = tx.change(`UPDATE oidc_providers SET name = ?, issuer = ?, client_id = ?, client_secret = ?, roles = ?, acr = ?, amr = ?, enabled = ?,
		version = version + 1 WHERE id = ? AND version = ?`, p.Name, p.Issuer, p.ClientID, p.Secret, listed(p.Roles), listed(p.ACR),
		listed(p.AMR), p.Enabled, p.ID, p.Version)
	if duplicate(err) {
		return access.ErrIssuerTaken
	}
	return wrapped(err, "save provider %s", p.ID)
}

func orTaken(err error, refusal *domain.Error) error {
	if err != nil {
		return wrapped(err, "look for who has it")
	}
	return refusal
}

func (tx Tx) aProvider(where, lock string, arg any) (access.Provider, error) {
	var r providerRow
	found, err := tx.maybe(&r, "SELECT "+providerColumns+" FROM oidc_providers WHERE "+where+lock, arg)
	switch {
	case err != nil:
		return access.Provider{}, wrapped(err, "read a provider")
	case !found:
		return access.Provider{}, access.ErrUnknownProvider
	}
	return r.provider()
}

// Provider reads a provider and holds it alone: nobody comes in by it meanwhile.
func (tx Tx) Provider(id domain.ProviderID) (access.Provider, error) {
	return tx.aProvider("id = ?", tx.lock(), id)
}

// ReadProvider reads a provider without holding it.
func (tx Tx) ReadProvider(id domain.ProviderID) (access.Provider, error) {
	return tx.aProvider("id = ?", "", id)
}

// ProviderBySlug reads the provider of an address without holding it.
func (tx Tx) ProviderBySlug(slug string) (access.Provider, error) {
	return tx.aProvider("slug = ?", "", slug)
}

// ShareProvider reads a provider and keeps it as it is until the transaction ends.
func (tx Tx) ShareProvider(id domain.ProviderID) (access.Provider, error) {
	share := ""
	if tx.state.dialect == postgresDialect {
		share = " FOR SHARE"
	}
	return tx.aProvider("id = ?", share, id)
}

// ProviderLinked reports whether anybody is linked with an account of a provider.
func (tx Tx) ProviderLinked(id domain.ProviderID) (bool, error) {
	var found string
	return tx.maybe(&found, "SELECT subject FROM oidc_identities WHERE provider_id = ? LIMIT 1", id)
}

type identityRow struct {
	ProviderID domain.ProviderID
	Subject    string
	PersonID   domain.PersonID
	CreatedAt  Time
	UsedAt     *Time
}

const identityColumns = "i.provider_id, i.subject, i.person_id, i.created_at, i.used_at"

func (r identityRow) identity() access.ProviderIdentity {
	return access.ProviderIdentity{
		ProviderID: r.ProviderID, Subject: r.Subject, PersonID: r.PersonID, CreatedAt: r.CreatedAt.Time, UsedAt: r.UsedAt.OrZero(),
	}
}

// ProviderIdentity finds who has an account of a provider.
func (tx Tx) ProviderIdentity(at domain.ProviderID, subject string) (access.ProviderIdentity, bool, error) {
	var r identityRow
	found, err := tx.maybe(&r, "SELECT "+identityColumns+" FROM oidc_identities i WHERE i.provider_id = ? AND i.subject = ?", at, subject)
	return r.identity(), found, wrapped(err, "find an account of %s", at)
}

// ProviderIdentities are the accounts of a person at providers that are on.
func (tx Tx) ProviderIdentities(p domain.PersonID) ([]access.ProviderIdentity, error) {
	var rows []identityRow
	err := tx.all(&rows, "SELECT "+identityColumns+` FROM oidc_identities i JOIN oidc_providers o ON o.id = i.provider_id
		WHERE i.person_id = ? AND o.enabled ORDER BY i.provider_id`, p)
	all := make([]access.ProviderIdentity, len(rows))
	for n, r := range rows {
		all[n] = r.identity()
	}
	return all, wrapped(err, "read the accounts of %s", p)
}

// AddProviderIdentity links a person with an account. Both are unique keys.
func (tx Tx) AddProviderIdentity(i access.ProviderIdentity) (bool, error) {
	n, err := tx.exec("INSERT INTO oidc_identities (provider_id, subject, person_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		i.ProviderID, i.Subject, i.PersonID, At(i.CreatedAt))
	return n == 1, wrapped(err, "link %s", i.PersonID)
}

// UseProviderIdentity writes when somebody came in by an account.
func (tx Tx) UseProviderIdentity(i access.ProviderIdentity) error {
	return tx.change("UPDATE oidc_identities SET used_at = ? WHERE provider_id = ? AND subject = ?", AtOrNull(i.UsedAt), i.ProviderID, i.Subject)
}

// RemoveProviderIdentities takes a person's account at a provider away, or all
// of them, and says how many there were.
func (tx Tx) RemoveProviderIdentities(p domain.PersonID, at domain.ProviderID) (int, error) {
	n, err := tx.exec("DELETE FROM oidc_identities WHERE person_id = ? AND (? = '' OR provider_id = ?)", p, at, at)
	return int(n), wrapped(err, "unlink %s", p)
}

// AddErrand writes down that a browser went to a provider.
func (tx Tx) AddErrand(e access.Errand) error {
	_, err := tx.exec(`INSERT INTO oidc_errands (state_hash, provider_id, purpose, person_id, invitation_hash, browser_hash, nonce_hash, verifier,
		created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e.StateHash, e.ProviderID, e.Purpose, orNull(e.PersonID),
		orNull(e.InvitationHash), e.BrowserHash, e.NonceHash, e.Verifier, At(e.CreatedAt), At(e.ExpiresAt))
	return wrapped(err, "add an errand")
}

// Errand returns and locks an errand, or refuses access.ErrErrandOver.
func (tx Tx) Errand(stateHash string) (access.Errand, error) {
	var r struct {
		StateHash      string
		ProviderID     domain.ProviderID
		Purpose        access.ErrandPurpose
		PersonID       *domain.PersonID
		InvitationHash *string
		BrowserHash    string
		NonceHash      string
		Verifier       string
		CreatedAt      Time
		ExpiresAt      Time
		UsedAt         *Time
	}
	found, err := tx.maybe(&r, `SELECT state_hash, provider_id, purpose, person_id, invitation_hash, browser_hash, nonce_hash, verifier, created_at,
		expires_at, used_at FROM oidc_errands WHERE state_hash = ?`+tx.lock(), stateHash)
	if err == nil && !found {
		err = access.ErrErrandOver
	}
	return access.Errand{
		StateHash: r.StateHash, ProviderID: r.ProviderID, Purpose: r.Purpose, PersonID: orEmpty(r.PersonID), InvitationHash: orEmpty(r.InvitationHash),
		BrowserHash: r.BrowserHash, NonceHash: r.NonceHash, Verifier: r.Verifier, CreatedAt: r.CreatedAt.Time, ExpiresAt: r.ExpiresAt.Time,
		UsedAt: r.UsedAt.OrZero(),
	}, err
}

// UseErrand writes that a browser came back.
func (tx Tx) UseErrand(e access.Errand) error {
	return tx.change("UPDATE oidc_errands SET used_at = ? WHERE state_hash = ? AND used_at IS NULL", At(e.UsedAt), e.StateHash)
}

// AddLogout remembers that a provider signed somebody out; false: it said so before.
func (tx Tx) AddLogout(at domain.ProviderID, l access.Logout, until time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO oidc_logouts (provider_id, token_id, subject, sid, issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, at, l.TokenID, orNull(l.Subject), orNull(l.SID), At(l.IssuedAt), At(until))
	return n == 1, wrapped(err, "remember a logout at %s", at)
}

// LoggedOut reports whether the provider ended the session that a word is of, or
// everything of its person since the word was given.
func (tx Tx) LoggedOut(v access.Via) (bool, error) {
	var found string
	out, err := tx.maybe(&found, `SELECT token_id FROM oidc_logouts WHERE provider_id = ? AND (sid = ? AND (subject IS NULL OR subject = ?)
		OR subject = ? AND issued_at >= ? AND (sid IS NULL OR ? = '')) LIMIT 1`, v.Provider, v.SID, v.Subject, v.Subject, At(v.IssuedAt), v.SID)
	return out, wrapped(err, "look for a logout at %s", v.Provider)
}

// SessionsVia returns and locks the open sessions that came by a provider: those
// that a logout means, or all for an empty one. A session whose name the
// provider did not tell is meant by its person's.
func (tx Tx) SessionsVia(at domain.ProviderID, l access.Logout) ([]access.Session, error) {
	var rows []sessionRow
	err := tx.all(&rows, "SELECT "+sessionColumns+` FROM sessions WHERE provider_id = ? AND ended_at IS NULL
		AND (? = '' OR provider_subject = ?) AND (? = '' OR provider_sid = ? OR provider_sid IS NULL AND ? <> '')
		ORDER BY id`+tx.lock(), at, l.Subject, l.Subject, l.SID, l.SID, l.Subject)
	all := make([]access.Session, 0, len(rows))
	for _, r := range rows {
		all = append(all, r.session())
	}
	return all, wrapped(err, "find the sessions by %s", at)
}
