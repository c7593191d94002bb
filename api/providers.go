package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

// providers are the OpenID providers that the brand lets vouch for its people, as
// admins set them up.
type providers struct {
	c      Config
	access *access.Access
}

func (h providers) routes(r *router) {
	handle(r, operation{
		ID: "listProviders", Method: http.MethodGet, Path: "/providers", Tag: "Providers", Summary: "Providers that vouch for people",
		Details: "Nobody sees a client's secret again.",
	}, h.list)
	handle(r, operation{
		ID: "getProvider", Method: http.MethodGet, Path: "/providers/{id}", Tag: "Providers", Summary: "A provider",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "addProvider", Method: http.MethodPost, Path: "/providers", Tag: "Providers", Summary: "Add a provider",
		Details: "Nobody comes in by it before they linked themselves, or used an invitation by it.",
		Status:  http.StatusCreated, Errors: []int{http.StatusConflict}, Limits: []limit{limitFactors}, NoKey: true, // a secret is never stored in the clear
	}, h.add)
	handle(r, operation{
		ID: "changeProvider", Method: http.MethodPatch, Path: "/providers/{id}", Tag: "Providers", Summary: "Change a provider",
		Details: "Who came in by one that is switched off is out at once.", Limits: []limit{limitFactors},
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "lookAtProvider", Method: http.MethodPost, Path: "/providers/{id}/checks", Tag: "Providers", Summary: "Ask a provider what it is",
		Errors: []int{http.StatusNotFound, http.StatusServiceUnavailable}, Limits: []limit{limitFactors}, NoKey: true,
	}, h.look)
}

func (h providers) list(ctx context.Context, in *Page) (*body[storage.List[storage.ProviderView]], error) {
	return reply(h.c.Views.Providers(ctx, in.page()))
}

func (h providers) get(ctx context.Context, in *ByID[domain.ProviderID]) (*taggedBody[storage.ProviderView], error) {
	return h.show(ctx, in.ID, nil)
}

func (h providers) show(ctx context.Context, id domain.ProviderID, err error) (*taggedBody[storage.ProviderView], error) {
	if err != nil {
		return nil, err
	}
	p, err := h.c.Views.Provider(ctx, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.ProviderView]{versionTag(p.Version), p}, nil
}

// NewProvider is a provider that is to be added.
type NewProvider struct {
	Slug         string        `json:"slug" minLength:"2" maxLength:"32" doc:"Its name in addresses: small letters, digits, hyphens. It stays."`
	Name         string        `json:"name" minLength:"1" maxLength:"80" doc:"What the button says."`
	Issuer       string        `json:"issuer" minLength:"1" maxLength:"255" doc:"As the provider writes it, to the letter."`
	ClientID     string        `json:"clientId" minLength:"1" maxLength:"255"`
	ClientSecret string        `json:"clientSecret,omitempty" maxLength:"512" doc:"Kept sealed, and never shown again."`
	Roles        []domain.Role `json:"roles,omitempty" maxItems:"4" enum:"expert,manager,admin,auditor" doc:"Who may come in by it; absent: everybody who signs in."`
	ACR          []string      `json:"acr,omitempty" maxItems:"10" doc:"Asked for; one of them makes a sign-in count as two factors."`
	AMR          []string      `json:"amr,omitempty" maxItems:"10" doc:"One of them makes a sign-in count as two factors. With neither it counts as one."`
	Enabled      bool          `json:"enabled,omitempty"`
}

func (h providers) add(ctx context.Context, in *body[NewProvider]) (*taggedBody[storage.ProviderView], error) {
	b := in.Body
	c := access.ProviderChange{
		Name: &b.Name, Issuer: &b.Issuer, ClientID: &b.ClientID, Secret: &b.ClientSecret, ACR: &b.ACR, AMR: &b.AMR, Enabled: &b.Enabled,
	}
	if b.Roles != nil {
		c.Roles = &b.Roles
	}
	p, err := h.access.AddProvider(ctx, b.Slug, c)
	return h.show(ctx, p.ID, err)
}

// ProviderChange is what changes of a provider; what is absent stays.
type ProviderChange struct {
	Name         *string        `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Issuer       *string        `json:"issuer,omitempty" minLength:"1" maxLength:"255" doc:"Only while nobody is linked."`
	ClientID     *string        `json:"clientId,omitempty" minLength:"1" maxLength:"255"`
	ClientSecret *string        `json:"clientSecret,omitempty" maxLength:"512" doc:"Empty takes it away."`
	Roles        *[]domain.Role `json:"roles,omitempty" maxItems:"4" enum:"expert,manager,admin,auditor"`
	ACR          *[]string      `json:"acr,omitempty" maxItems:"10"`
	AMR          *[]string      `json:"amr,omitempty" maxItems:"10"`
	Enabled      *bool          `json:"enabled,omitempty"`
	Version      int            `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but what is on or off changes.
func (c ProviderChange) switches() bool {
	return c.Name == nil && c.Issuer == nil && c.ClientID == nil && c.ClientSecret == nil && c.Roles == nil && c.ACR == nil && c.AMR == nil
}

type providerInput struct {
	ByID[domain.ProviderID]
	IfMatch

	Body ProviderChange
}

func (h providers) change(ctx context.Context, in *providerInput) (*taggedBody[storage.ProviderView], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	_, ended, err := h.access.ChangeProvider(ctx, in.ID, access.ProviderChange{
		Name: b.Name, Issuer: b.Issuer, ClientID: b.ClientID, Secret: b.ClientSecret, Roles: b.Roles, ACR: b.ACR, AMR: b.AMR, Enabled: b.Enabled, Version: v,
	})
	h.c.Auth.ForgetSessions(ended...)
	return h.show(ctx, in.ID, err)
}

// ProviderCheck is what a provider says of itself.
type ProviderCheck struct {
	SignOut     bool `json:"signOut" doc:"Who signs out here can be signed out there."`
	BackChannel bool `json:"backChannel" doc:"It tells us when somebody signed out there."`
	Sessions    bool `json:"sessions" doc:"And of which session."`
}

func (h providers) look(ctx context.Context, in *ByID[domain.ProviderID]) (*body[ProviderCheck], error) {
	m, err := h.access.LookAtProvider(ctx, in.ID)
	return reply(ProviderCheck{m.Leave, m.BackChannel, m.Sessions}, err)
}
