package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type me struct {
	c      Config
	access *access.Access
}

func (h me) routes(r *router) {
	handle(r, operation{ID: "getMe", Method: http.MethodGet, Path: "/me", Tag: "Access", Summary: "Who I am"}, h.get)
	handle(r, operation{
		ID: "changeMe", Method: http.MethodPatch, Path: "/me", Tag: "Access", Summary: "Change my name or language",
	}, h.change)
	handle(r, operation{
		ID: "changePassword", Method: http.MethodPut, Path: "/me/password", Tag: "Access", Summary: "Change my password",
		Details: "Ends my other sessions.", Status: http.StatusNoContent, Limits: []limit{limitPassword},
	}, h.password)
}

// Me is who calls, with what only they may see.
type Me struct {
	ID       string          `json:"id"`
	Role     domain.Role     `json:"role" enum:"customer,expert,manager,admin,auditor"`
	Name     string          `json:"name"`
	Language domain.Language `json:"language"`
	Email    string          `json:"email,omitempty"`
	// Expert is there for experts alone.
	Expert *storage.ExpertView `json:"expert,omitempty"`
}

func (h me) get(ctx context.Context, _ *none) (*body[Me], error) {
	by := actor(ctx)
	if by.Role == domain.RoleCustomer {
		return reply(Me{ID: by.ID, Role: by.Role, Name: by.Name, Language: requestOf(ctx).language}, nil)
	}
	p, err := h.c.Views.Person(ctx, domain.PersonID(by.ID))
	out := Me{string(p.ID), p.Role, p.Name, p.Language, p.Email, nil}
	if err == nil && by.Role == domain.RoleExpert {
		var e storage.ExpertView
		e, err = h.c.Views.Expert(ctx, by.Expert(), h.c.BrandNow())
		out.Expert = &e
	}
	return reply(out, err)
}

type meInput struct {
	Body struct {
		Name     *string          `json:"name,omitempty" minLength:"1" maxLength:"80"`
		Language *domain.Language `json:"language,omitempty" maxLength:"3"`
	}
}

func (h me) change(ctx context.Context, in *meInput) (*body[Me], error) {
	p, err := h.access.ChangeSelf(ctx, actor(ctx), in.Body.Name, in.Body.Language)
	if err == nil {
		h.c.Auth.ForgetPerson(p.ID)
	}
	return reply(Me{string(p.ID), p.Role, p.Name, p.Language, p.Email, nil}, err)
}

type passwordInput struct {
	Body struct {
		Current string `json:"current" minLength:"1" maxLength:"512"`
		Next    string `json:"next" minLength:"1" maxLength:"512"`
	}
}

func (h me) password(ctx context.Context, in *passwordInput) (*none, error) {
	by := actor(ctx)
	err := h.access.ChangePassword(ctx, by, in.Body.Current, in.Body.Next)
	if err == nil {
		h.c.Auth.ForgetPerson(domain.PersonID(by.ID))
	}
	return done(err)
}
