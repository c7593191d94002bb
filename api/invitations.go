package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/access"
)

type invitations struct {
	c      Config
	access *access.Access
}

func (h invitations) routes(r *router) {
	gone := []int{http.StatusNotFound, http.StatusGone}
	handle(r, operation{
		ID: "lookUpInvitation", Method: http.MethodPost, Path: "/invitations/lookups", Tag: "Access", Summary: "For whom a link is",
		Details: "The token is in the body and never in an address, because addresses are logged.",
		Errors:  gone, Limits: []limit{limitInvitations}, NoKey: true,
	}, h.lookUp)
	handle(r, operation{
		ID: "acceptInvitation", Method: http.MethodPost, Path: "/invitations/acceptances", Tag: "Access", Summary: "Choose a password and sign in",
		Status: http.StatusCreated, Errors: append(gone, http.StatusUnauthorized, http.StatusForbidden), Limits: []limit{limitInvitations}, NoKey: true,
	}, h.accept)
}

type lookupInput struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"256"`
	}
}

// Invited is what a link says about itself.
type Invited struct {
	Purpose   access.Purpose `json:"purpose" enum:"invite,reset"`
	Email     string         `json:"email"`
	Name      string         `json:"name"`
	BrandName string         `json:"brandName"`
}

func (h invitations) lookUp(ctx context.Context, in *lookupInput) (*body[Invited], error) {
	i, err := h.access.Lookup(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	s, _, err := h.c.Views.Brand(ctx)
	return reply(Invited{i.Purpose, i.Person.Email, i.Person.Name, s.Name}, err)
}

type acceptanceInput struct {
	Body struct {
		Token    string `json:"token" minLength:"1" maxLength:"256"`
		Password string `json:"password" minLength:"1" maxLength:"512"`
	}
}

func (h invitations) accept(ctx context.Context, in *acceptanceInput) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	g, err := h.access.Accept(ctx, in.Body.Token, in.Body.Password, h.c.from(ctx))
	if err == nil {
		h.c.Auth.ForgetPerson(g.Person.ID)
	}
	return h.c.signed(ctx, g, err)
}
