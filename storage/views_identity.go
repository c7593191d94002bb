package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain/access"
)

// IdentityKeyView is an identity key without its secret.
type IdentityKeyView struct {
	Kid       string `json:"kid" doc:"Its name, which the token's header carries."`
	CreatedAt Time   `json:"createdAt" format:"date-time"`
	CreatedBy string `json:"createdBy" doc:"The name of the admin."`
	RetiredAt *Time  `json:"retiredAt,omitempty" format:"date-time"`
}

// IdentityKeys lists the keys, the newest first.
func (v Views) IdentityKeys(ctx context.Context, p Page) (List[IdentityKeyView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[IdentityKeyView]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []IdentityKeyView
	err = v.all(ctx, &rows, `SELECT k.kid, k.created_at, k.retired_at, COALESCE(p.name, '') AS created_by FROM identity_keys k
		LEFT JOIN people p ON p.id = k.created_by WHERE ? = '' OR k.kid < ? ORDER BY k.kid DESC LIMIT ?`, from, from, p.fetch())
	return list(p, rows, func(r IdentityKeyView) []string { return []string{r.Kid} }), wrapped(err, "list identity keys")
}

// LiveIdentityKeys returns the live keys with their sealed secrets.
func (v Views) LiveIdentityKeys(ctx context.Context) ([]access.IdentityKey, error) {
	var rows []struct{ Kid, Secret string }
	err := v.all(ctx, &rows, "SELECT kid, secret FROM identity_keys WHERE retired_at IS NULL ORDER BY slot LIMIT ?", access.LiveKeys)
	keys := make([]access.IdentityKey, len(rows))
	for i, r := range rows {
		keys[i] = access.IdentityKey{KID: r.Kid, Secret: r.Secret}
	}
	return keys, wrapped(err, "read the live identity keys")
}

// IdentityTokenUsed reports whether an identity token was used.
func (v Views) IdentityTokenUsed(ctx context.Context, jti string) (bool, error) {
	var found string
	return v.maybe(ctx, &found, "SELECT jti FROM identity_tokens WHERE jti = ?", jti)
}
