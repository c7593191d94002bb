package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type myFactors struct {
	c      Config
	access *access.Access
}

func (h myFactors) routes(r *router) {
	limited := []limit{limitFactors}
	handle(r, operation{
		ID: "getMyFactors", Method: http.MethodGet, Path: "/me/factors", Tag: "Access", Summary: "How I sign in",
	}, h.get)
	handle(r, operation{
		ID: "startPasskey", Method: http.MethodPost, Path: "/me/passkeys/challenges", Tag: "Access", Summary: "Ask the device for a new passkey",
		Errors: []int{http.StatusForbidden}, Limits: limited, NoKey: true,
	}, h.start)
	handle(r, operation{
		ID: "addPasskey", Method: http.MethodPost, Path: "/me/passkeys", Tag: "Access", Summary: "Keep a new passkey",
		Details: "The first second factor comes with recovery codes, which are shown once.",
		Status:  http.StatusCreated, Errors: []int{http.StatusForbidden, http.StatusConflict}, Limits: limited, NoKey: true,
	}, h.add)
	handle(r, operation{
		ID: "renamePasskey", Method: http.MethodPatch, Path: "/me/passkeys/{id}", Tag: "Access", Summary: "Rename a passkey",
		Status: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.rename)
	handle(r, operation{
		ID: "removePasskey", Method: http.MethodDelete, Path: "/me/passkeys/{id}", Tag: "Access", Summary: "Remove a passkey",
		Status: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict}, Limits: limited,
	}, h.remove)
	handle(r, operation{
		ID: "startCodeApp", Method: http.MethodPost, Path: "/me/totp", Tag: "Access", Summary: "Begin an app that shows codes",
		Details: "Nobody is asked for its codes before one was confirmed.", Status: http.StatusCreated,
		Errors: []int{http.StatusForbidden, http.StatusConflict}, Limits: limited, NoKey: true, // a secret is never stored in the clear
	}, h.startApp)
	handle(r, operation{
		ID: "confirmCodeApp", Method: http.MethodPost, Path: "/me/totp/confirmations", Tag: "Access", Summary: "Show that the app works",
		Details: "The first second factor comes with recovery codes, which are shown once.",
		Errors:  []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict}, Limits: limited, NoKey: true,
	}, h.confirmApp)
	handle(r, operation{
		ID: "removeCodeApp", Method: http.MethodDelete, Path: "/me/totp", Tag: "Access", Summary: "Remove the app",
		Status: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict}, Limits: limited,
	}, h.removeApp)
	handle(r, operation{
		ID: "makeRecoveryCodes", Method: http.MethodPost, Path: "/me/recovery-codes", Tag: "Access", Summary: "Make new recovery codes",
		Details: "They are shown once; the old ones stop working.", Status: http.StatusCreated,
		Errors: []int{http.StatusForbidden, http.StatusConflict}, Limits: limited, NoKey: true,
	}, h.codes)
}

func (h myFactors) get(ctx context.Context, _ *none) (*body[storage.FactorsView], error) {
	f, err := h.c.Views.Factors(ctx, domain.PersonID(actor(ctx).ID))
	f.Required = h.access.FactorRequired(actor(ctx).Role)
	return reply(f, err)
}

func (h myFactors) start(ctx context.Context, _ *none) (*body[PasskeyQuestion], error) {
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	return questionOf(h.access.StartPasskey(ctx, actor(ctx), at))
}

type passkeyInput struct {
	Body struct {
		PasskeyAnswer

		Name string `json:"name" minLength:"1" maxLength:"80" doc:"Which device: \"my phone\"."`
	}
}

// NewFactor is a second factor that was just added.
type NewFactor struct {
	RecoveryCodes []string `json:"recoveryCodes" doc:"With the first factor; shown once. Empty otherwise."`
}

func (h myFactors) gained(ctx context.Context, codes []string, err error) (*body[NewFactor], error) {
	if err != nil {
		return nil, whileIn(err)
	}
	if codes == nil {
		codes = []string{}
	}
	h.c.Auth.ForgetPerson(domain.PersonID(actor(ctx).ID))
	return reply(NewFactor{codes}, nil)
}

func (h myFactors) lost(ctx context.Context, err error) (*none, error) {
	if err == nil {
		h.c.Auth.ForgetPerson(domain.PersonID(actor(ctx).ID))
	}
	return done(err)
}

func (h myFactors) add(ctx context.Context, in *passkeyInput) (*body[NewFactor], error) {
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	_, codes, err := h.access.AddPasskey(ctx, actor(ctx), at, in.Body.Challenge, in.Body.Answer, in.Body.Name)
	return h.gained(ctx, codes, err)
}

type passkeyNameInput struct {
	ByID[domain.PasskeyID]

	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"80"`
	}
}

func (h myFactors) rename(ctx context.Context, in *passkeyNameInput) (*none, error) {
	_, err := h.access.RenamePasskey(ctx, actor(ctx), in.ID, in.Body.Name)
	return done(err)
}

func (h myFactors) remove(ctx context.Context, in *ByID[domain.PasskeyID]) (*none, error) {
	return h.lost(ctx, h.access.RemovePasskey(ctx, actor(ctx), in.ID))
}

// CodeAppCard is how an app learns its secret; it is shown once.
type CodeAppCard struct {
	Secret string   `json:"secret" doc:"To type by hand."`
	URL    string   `json:"url" doc:"What the QR code says: otpauth://…"`
	QR     []string `json:"qr" doc:"The rows of the QR code; # is dark."`
}

func (h myFactors) startApp(ctx context.Context, _ *none) (*body[CodeAppCard], error) {
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	secret, p, err := h.access.StartCodeApp(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	card, err := auth.NewCard(at.Name, p.Email, secret)
	return reply(CodeAppCard(card), err)
}

type codeInput struct {
	Body struct {
		Code string `json:"code" minLength:"6" maxLength:"16"`
	}
}

func (h myFactors) confirmApp(ctx context.Context, in *codeInput) (*body[NewFactor], error) {
	codes, err := h.access.ConfirmCodeApp(ctx, actor(ctx), in.Body.Code)
	return h.gained(ctx, codes, err)
}

func (h myFactors) removeApp(ctx context.Context, _ *none) (*none, error) {
	return h.lost(ctx, h.access.RemoveCodeApp(ctx, actor(ctx)))
}

func (h myFactors) codes(ctx context.Context, _ *none) (*body[NewFactor], error) {
	codes, err := h.access.RecoveryCodes(ctx, actor(ctx))
	return reply(NewFactor{codes}, err)
}
