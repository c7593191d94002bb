package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type identityKeys struct {
	c      Config
	access *access.Access
}

func (h identityKeys) routes(r *router) {
	handle(r, operation{
		ID: "listIdentityKeys", Method: http.MethodGet, Path: "/identity-keys", Tag: "Identity", Summary: "The keys that sign customers in",
		Details: "Two are live at most. Nobody sees a secret again.",
	}, h.list)
	handle(r, operation{
		ID: "makeIdentityKey", Method: http.MethodPost, Path: "/identity-keys", Tag: "Identity", Summary: "Make a key",
		Details: "The secret is shown once. Keep it on the shop's server: whoever has it can be every customer.",
		Status:  http.StatusCreated, Errors: []int{http.StatusConflict}, NoKey: true, // a secret is never stored in the clear
	}, h.make)
	handle(r, operation{
		ID: "retireIdentityKey", Method: http.MethodDelete, Path: "/identity-keys/{id}", Tag: "Identity", Summary: "Retire a key",
		Details: "Tokens that it signed prove nobody from now on. Who is verified stays so.", Status: http.StatusNoContent,
		Errors: []int{http.StatusNotFound},
	}, h.retire)
	handle(r, operation{
		ID: "checkIdentityToken", Method: http.MethodPost, Path: "/identity-keys/checks", Tag: "Identity", Summary: "What is right and wrong with an identity token",
		Details: "For those who build it. The token stays unused.", NoKey: true,
	}, func(ctx context.Context, in *identityCheckInput) (*body[IdentityCheck], error) {
		known, err := r.brand.get(ctx)
		if err != nil {
			return nil, err
		}
		return h.check(ctx, in, known)
	})
}

func (h identityKeys) list(ctx context.Context, in *Page) (*body[storage.List[storage.IdentityKeyView]], error) {
	return reply(h.c.Views.IdentityKeys(ctx, in.page()))
}

// NewIdentityKey is a key with its secret, which is shown once.
type NewIdentityKey struct {
	Kid       string       `json:"kid"`
	Secret    string       `json:"secret" doc:"The key of HS256, as this text."`
	CreatedAt storage.Time `json:"createdAt" format:"date-time"`
}

func (h identityKeys) make(ctx context.Context, _ *none) (*body[NewIdentityKey], error) {
	k, secret, err := h.access.MakeIdentityKey(ctx, actor(ctx), h.c.Sealer)
	return reply(NewIdentityKey{k.KID, secret, storage.At(k.CreatedAt)}, err)
}

func (h identityKeys) retire(ctx context.Context, in *ByID[string]) (*none, error) {
	return done(h.access.RetireIdentityKey(ctx, in.ID))
}

type identityCheckInput struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"8192"`
	}
}

// IdentityFinding is what one step of a check found.
type IdentityFinding struct {
	Step  auth.Step `json:"step" enum:"shape,algorithm,type,key,signature,issuer,audience,subject,lifetime,expiry,jti,claims"`
	Good  bool      `json:"good"`
	Found string    `json:"found,omitempty" doc:"What the token has."`
	Want  string    `json:"want,omitempty" doc:"What it must be."`
}

// IdentityClaims are what the token says about the customer.
type IdentityClaims struct {
	Subject  string          `json:"subject"`
	Name     string          `json:"name,omitempty"`
	Email    string          `json:"email,omitempty"`
	Products []string        `json:"products,omitempty"`
	Orders   []IdentityOrder `json:"orders,omitempty"`
}

// IdentityOrder is one purchase that the token tells of.
type IdentityOrder struct {
	Number   string   `json:"number"`
	Date     string   `json:"date,omitempty" example:"2026-03-01"`
	Products []string `json:"products,omitempty"`
}

// IdentityCheck is what is right and wrong with an identity token.
type IdentityCheck struct {
	Good     bool              `json:"good" doc:"Whether it would sign the customer in now."`
	Findings []IdentityFinding `json:"findings"`
	Claims   *IdentityClaims   `json:"claims,omitempty" doc:"Absent when nothing could be read."`
}

func (h identityKeys) check(ctx context.Context, in *identityCheckInput, known knownBrand) (*body[IdentityCheck], error) {
	i, findings, err := h.c.Identities.Inspect(ctx, in.Body.Token, identityExpected(ctx, known))
	out := IdentityCheck{Good: len(findings) > 1, Findings: make([]IdentityFinding, len(findings))}
	for n, f := range findings {
		out.Findings[n] = IdentityFinding(f)
		out.Good = out.Good && f.Good
	}
	if len(findings) > 1 {
		out.Claims = &IdentityClaims{Subject: i.Subject, Name: i.Name, Email: i.Email, Products: i.Shop.Products}
		for _, o := range i.Shop.Orders {
			out.Claims.Orders = append(out.Claims.Orders, IdentityOrder(o))
		}
	}
	return reply(out, err)
}
