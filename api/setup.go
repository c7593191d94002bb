package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type setup struct {
	c      Config
	access *access.Access
}

func (h setup) routes(r *router) {
	handle(r, operation{
		ID: "getSetup", Method: http.MethodGet, Path: "/setup", Tag: "Access", Summary: "Whether this installation must be set up",
	}, h.get)
	handle(r, operation{
		ID: "setUp", Method: http.MethodPost, Path: "/setup", Tag: "Access", Summary: "Set up a new installation",
		Details: "Opens the brand, its first admin and its first season, with the token of the link that the server printed. Works once.",
		Status:  http.StatusCreated, Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusConflict},
		Limits: []limit{limitSetup}, NoKey: true,
	}, func(ctx context.Context, in *body[Founding]) (*signedOutput, error) {
		defer r.brand.forget()
		return h.post(ctx, in)
	})
}

// SetupState says whether this installation must be set up.
type SetupState struct {
	Needed bool `json:"needed"`
}

func (h setup) get(ctx context.Context, _ *none) (*body[SetupState], error) {
	needed, err := h.c.Views.SetupNeeded(ctx)
	return reply(SetupState{needed}, err)
}

// Founding is what the first admin says.
type Founding struct {
	Token     string          `json:"token" minLength:"1" maxLength:"256" doc:"From the link that the server printed."`
	Email     string          `json:"email" minLength:"3" maxLength:"254"`
	Password  string          `json:"password" minLength:"1" maxLength:"512"`
	Name      string          `json:"name" minLength:"1" maxLength:"80"`
	BrandName string          `json:"brandName" minLength:"1" maxLength:"80"`
	TimeZone  string          `json:"timeZone" minLength:"1" maxLength:"64" example:"Europe/Amsterdam"`
	Language  domain.Language `json:"language" minLength:"2" maxLength:"3" example:"en"`
}

func (h setup) post(ctx context.Context, in *body[Founding]) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	b := in.Body
	g, err := h.access.Setup(ctx, access.Founding{
		Token: b.Token, Email: b.Email, Password: b.Password, Name: b.Name, BrandName: b.BrandName, TimeZone: b.TimeZone, Language: b.Language,
		From: h.c.from(ctx),
	}, h.c.Services.Founders...)
	return h.c.signed(ctx, g, err)
}
