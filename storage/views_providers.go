package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// DoorView is a provider as the door shows it.
type DoorView struct {
	Slug string `json:"slug"`
	Name string `json:"name" doc:"What the button says."`
}

// Doors are the providers that are on, by name. There are few.
func (v Views) Doors(ctx context.Context) ([]DoorView, error) {
	var rows []DoorView
	err := v.all(ctx, &rows, "SELECT slug, name FROM oidc_providers WHERE enabled ORDER BY name, id LIMIT 20")
	return rows, err
}

// ProviderView is a provider as admins and auditors see it: nobody sees its
// client's secret again.
type ProviderView struct {
	ID        domain.ProviderID `json:"id"`
	Slug      string            `json:"slug" doc:"Its name in addresses; it stays."`
	Name      string            `json:"name"`
	Issuer    string            `json:"issuer"`
	ClientID  string            `json:"clientId"`
	HasSecret bool              `json:"hasSecret"`
	Roles     []domain.Role     `json:"roles" enum:"expert,manager,admin,auditor" doc:"Who may come in by it."`
	ACR       []string          `json:"acr" doc:"Asked for; one of them makes a sign-in count as two factors."`
	AMR       []string          `json:"amr" doc:"One of them makes a sign-in count as two factors."`
	Enabled   bool              `json:"enabled"`
	Linked    int               `json:"linked" doc:"How many people are linked with an account there."`
	Version   int               `json:"version"`
	CreatedAt Time              `json:"createdAt"`
}

type providerViewRow struct {
	ID        domain.ProviderID
	Slug      string
	Name      string
	Issuer    string
	ClientID  string
	HasSecret bool
	Roles     string
	Acr       string
	Amr       string
	Enabled   bool
	Linked    int
	Version   int
	CreatedAt Time
}

const providerView = `SELECT o.id, o.slug, o.name, o.issuer, o.client_id, o.client_secret <> '' AS has_secret, o.roles, o.acr, o.amr, o.enabled,
	(SELECT count(*) FROM oidc_identities i WHERE i.provider_id = o.id) AS linked, o.version, o.created_at FROM oidc_providers o`

func (r providerViewRow) view() (p ProviderView, err error) {
	p = ProviderView{
		ID: r.ID, Slug: r.Slug, Name: r.Name, Issuer: r.Issuer, ClientID: r.ClientID, HasSecret: r.HasSecret, Enabled: r.Enabled, Linked: r.Linked,
		Version: r.Version, CreatedAt: r.CreatedAt,
	}
	if err = fromJSON("oidc_providers.roles", r.Roles, &p.Roles); err == nil {
		err = fromJSON("oidc_providers.acr", r.Acr, &p.ACR)
	}
	if err == nil {
		err = fromJSON("oidc_providers.amr", r.Amr, &p.AMR)
	}
	return p, err
}

// Providers lists the providers, the oldest first.
func (v Views) Providers(ctx context.Context, p Page) (List[ProviderView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[ProviderView]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []providerViewRow
	if err := v.all(ctx, &rows, providerView+" WHERE o.id > ? ORDER BY o.id LIMIT ?", from, p.fetch()); err != nil {
		return List[ProviderView]{}, err
	}
	all := make([]ProviderView, len(rows))
	for n, r := range rows {
		if all[n], err = r.view(); err != nil {
			return List[ProviderView]{}, err
		}
	}
	return list(p, all, func(r ProviderView) []string { return []string{string(r.ID)} }), nil
}

// Provider returns one provider, or refuses access.ErrUnknownProvider.
func (v Views) Provider(ctx context.Context, id domain.ProviderID) (ProviderView, error) {
	var r providerViewRow
	found, err := v.maybe(ctx, &r, providerView+" WHERE o.id = ?", id)
	if err != nil || !found {
		if err == nil {
			err = access.ErrUnknownProvider
		}
		return ProviderView{}, err
	}
	return r.view()
}

// MyProviderView is a provider for somebody who may come in by it.
type MyProviderView struct {
	ID       domain.ProviderID `json:"id"`
	Slug     string            `json:"slug"`
	Name     string            `json:"name"`
	LinkedAt *Time             `json:"linkedAt,omitempty" doc:"Since when an account there is linked; absent: none is."`
	UsedAt   *Time             `json:"usedAt,omitempty" doc:"When they came in by it last."`
}

// MyProviders are the providers that are on for the actor's role, and those that
// they are linked with.
func (v Views) MyProviders(ctx context.Context, by domain.Actor) ([]MyProviderView, error) {
	var rows []MyProviderView
	err := v.all(ctx, &rows, `SELECT o.id, o.slug, o.name, i.created_at AS linked_at, i.used_at FROM oidc_providers o
		LEFT JOIN oidc_identities i ON i.provider_id = o.id AND i.person_id = ?
		WHERE i.person_id IS NOT NULL OR o.enabled AND o.roles LIKE ? ORDER BY o.name, o.id LIMIT 50`, by.ID, `%"`+string(by.Role)+`"%`)
	return rows, err
}
