package api

import (
	"cmp"
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type visitors struct{ access *access.Access }

func (h visitors) routes(r *router) {
	handle(r, operation{
		ID: "openVisitor", Method: http.MethodPost, Path: "/visitors", Tag: "Access", Summary: "Become a customer without signing in",
		Details: "The token is the only proof of being this customer. It works for 90 days after its last use.",
		Status:  http.StatusCreated, Limits: []limit{limitVisitors}, NoKey: true, First: true,
	}, func(ctx context.Context, in *visitorInput) (*body[Visitor], error) {
		known, _ := r.brand.get(ctx) // without a brand, English
		return h.open(ctx, in, known)
	})
}

type visitorInput struct {
	Body struct {
		Name     string          `json:"name,omitempty" maxLength:"80" doc:"What you want to be called."`
		Language domain.Language `json:"language,omitempty" maxLength:"3"`
	}
}

// Visitor is a new customer and the token that proves it.
type Visitor struct {
	AccessToken string          `json:"accessToken"`
	Customer    VisitorCustomer `json:"customer"`
}

// VisitorCustomer is the customer behind a visitor's token.
type VisitorCustomer struct {
	ID domain.CustomerID `json:"id"`
}

func (h visitors) open(ctx context.Context, in *visitorInput, known knownBrand) (*body[Visitor], error) {
	language := domain.Language("en")
	if len(known.settings.Languages) > 0 {
		language = known.settings.Languages[0]
	}
	c, token, err := h.access.OpenVisitor(ctx, in.Body.Name, cmp.Or(in.Body.Language, language))
	return reply(Visitor{token, VisitorCustomer{c.ID}}, err)
}
