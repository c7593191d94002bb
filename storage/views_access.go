package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// SetupNeeded reports whether this installation has no brand yet.
func (v Views) SetupNeeded(ctx context.Context) (bool, error) {
	var n int
	found, err := v.maybe(ctx, &n, "SELECT id FROM brand WHERE id = 1")
	return err == nil && !found, err
}

// SessionView is a session with what its person may do now; access tokens are
// checked against it.
type SessionView struct {
	ID          domain.SessionID
	PersonID    domain.PersonID
	Role        domain.Role
	Name        string
	Language    domain.Language
	AuthVersion int
	DisabledAt  *Time
	EndedAt     *Time
	ExpiresAt   Time
	FreshAt     *Time
	Factors     int  // second factors that the person has
	Vouched     bool // the provider asked for a second factor, and the brand lets that count
}

// Session returns a session and its person, or refuses access.ErrSessionEnded.
func (v Views) Session(ctx context.Context, id domain.SessionID) (SessionView, error) {
	var s SessionView
	found, err := v.maybe(ctx, &s, `SELECT s.id, s.person_id, s.ended_at, s.expires_at, s.fresh_at, s.vouched,
		p.role, p.name, p.language, p.auth_version, p.disabled_at,
		(SELECT count(*) FROM passkeys k WHERE k.person_id = p.id)
			+ (SELECT count(*) FROM authenticators a WHERE a.person_id = p.id AND a.confirmed_at IS NOT NULL) AS factors
		FROM sessions s JOIN people p ON p.id = s.person_id WHERE s.id = ?`, id)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return s, err
}

// VisitorView is a visitor's token with its customer.
type VisitorView struct {
	CustomerID domain.CustomerID
	Name       string
	Language   domain.Language
	UsedAt     Time
	RevokedAt  *Time
}

// Visitor returns the customer behind the hash of a visitor's token, or refuses
// access.ErrSessionEnded.
func (v Views) Visitor(ctx context.Context, tokenHash string) (VisitorView, error) {
	var t VisitorView
	found, err := v.maybe(ctx, &t, `SELECT t.customer_id, t.used_at, t.revoked_at, c.name, c.language
		FROM visitor_tokens t JOIN customers c ON c.id = t.customer_id WHERE t.token_hash = ?`, tokenHash)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return t, err
}

// PersonView is somebody who signs in, as staff see them.
type PersonView struct {
	ID        domain.PersonID `json:"id"`
	Role      domain.Role     `json:"role" enum:"expert,manager,admin,auditor"`
	Email     string          `json:"email"`
	Name      string          `json:"name"`
	Language  domain.Language `json:"language"`
	State     access.State    `json:"state" enum:"invited,active,disabled"`
	CreatedAt Time            `json:"createdAt"`
	Version   int             `json:"version" doc:"Rises with every change; send it with yours."`
}

const selectPeople = `SELECT id, role, email, name, language, created_at, version,
	CASE WHEN disabled_at IS NOT NULL THEN 'disabled' WHEN password_hash = '' THEN 'invited' ELSE 'active' END AS state
	FROM people WHERE `

// People lists those who sign in: managers see experts, managers and auditors,
// admins and auditors all.
// An empty role lists every role.
func (v Views) People(ctx context.Context, by domain.Actor, role domain.Role, p Page) (List[PersonView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[PersonView]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []PersonView
	err = v.all(ctx, &rows, selectPeople+"(? = '' OR role = ?) AND (? OR role <> 'admin') AND id > ? ORDER BY id LIMIT ?",
		role, role, by.Role == domain.RoleAdmin || by.Role == domain.RoleAuditor, from, p.fetch())
	return list(p, rows, func(r PersonView) []string { return []string{string(r.ID)} }), err
}

// Person returns one person as staff, or they themselves, see them.
func (v Views) Person(ctx context.Context, id domain.PersonID) (PersonView, error) {
	var r PersonView
	err := v.one(ctx, &r, "person", selectPeople+"id = ?", id)
	return r, err
}
