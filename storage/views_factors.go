package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// PasskeyView is a passkey as its person sees it.
type PasskeyView struct {
	ID        domain.PasskeyID `json:"id"`
	Name      string           `json:"name"`
	BackedUp  bool             `json:"backedUp" doc:"It lives on more than one device."`
	CreatedAt Time             `json:"createdAt"`
	UsedAt    *Time            `json:"usedAt,omitempty"`
}

// FactorsView is how somebody signs in.
type FactorsView struct {
	Password bool          `json:"password" doc:"Whether they know one."`
	Passkeys []PasskeyView `json:"passkeys"`
	AppSince *Time         `json:"appSince,omitempty" doc:"Since when an app shows codes."`
	Recovery RecoveryView  `json:"recovery"`
	Required bool          `json:"required" doc:"Whether their role needs a second factor here."`
}

// RecoveryView is what is left of the codes on paper.
type RecoveryView struct {
	Left   int   `json:"left"`
	UsedAt *Time `json:"usedAt,omitempty" doc:"When one was used last."`
	MadeAt *Time `json:"madeAt,omitempty"`
}

// Factors returns how a person signs in.
func (v Views) Factors(ctx context.Context, p domain.PersonID) (f FactorsView, err error) {
	f.Passkeys = []PasskeyView{}
	if err := v.all(ctx, &f.Passkeys, "SELECT id, name, backed_up, created_at, used_at FROM passkeys WHERE person_id = ? ORDER BY id", p); err != nil {
		return f, err
	}
	if f.Passkeys == nil {
		f.Passkeys = []PasskeyView{}
	}
	var r struct {
		Password bool
		AppSince *Time
	}
	if err := v.one(ctx, &r, "person", `SELECT p.password_hash <> '' AND p.password_hash <> '!' AS password,
		(SELECT confirmed_at FROM authenticators a WHERE a.person_id = p.id) AS app_since FROM people p WHERE p.id = ?`, p); err != nil {
		return f, err
	}
	f.Password, f.AppSince = r.Password, r.AppSince
	err = v.one(ctx, &f.Recovery, "recovery", `SELECT coalesce(sum(CASE WHEN used_at IS NULL THEN 1 ELSE 0 END), 0) AS "left",
		max(used_at) AS used_at, max(created_at) AS made_at FROM recovery_codes WHERE person_id = ?`, p)
	return f, err
}

// MySession is where somebody is signed in.
type MySession struct {
	ID        domain.SessionID `json:"id"`
	Device    string           `json:"device" doc:"Browser and system; empty when they do not say."`
	Factor    access.Factor    `json:"factor" enum:"password,code,passkey,recovery,provider"`
	Provider  string           `json:"provider,omitempty" doc:"The name of the provider by which it began."`
	CreatedAt Time             `json:"createdAt"`
	UsedAt    Time             `json:"usedAt" doc:"To ten minutes."`
	Current   bool             `json:"current" doc:"The one that asks."`
	Elsewhere bool             `json:"elsewhere" doc:"Last used from another network than the one that asks."`
}

// Sessions lists where somebody is signed in, the session that
// one used last.
func (v Views) Sessions(ctx context.Context, by domain.Actor, at time.Time, p Page) (List[MySession], error) {
	after, err := p.after(1)
	if err != nil {
		return List[MySession]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []MySession
	err = v.all(ctx, &rows, `SELECT s.id, s.device, s.factor, COALESCE(o.name, '') AS provider, s.created_at, s.used_at, s.id = ? AS current,
		s.network <> '' AND m.network <> '' AND s.network <> m.network AS elsewhere
		FROM sessions s LEFT JOIN sessions m ON m.id = ? LEFT JOIN oidc_providers o ON o.id = s.provider_id
		WHERE s.person_id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.used_at > ? AND (? = '' OR s.id < ?) ORDER BY s.id DESC LIMIT ?`,
		by.Session, by.Session, by.ID, At(at), At(at.Add(-access.SessionIdle)), from, from, p.fetch())
	return list(p, rows, func(r MySession) []string { return []string{string(r.ID)} }), err
}
