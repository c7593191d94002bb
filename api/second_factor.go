package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// secondFactor is the refusal of a sign-in that wants one more step, with what
// ends it.
func secondFactor(ctx context.Context, s access.Step) error {
	p := refusal(ctx, access.ErrSecondFactor)
	p.Ticket, p.Methods = s.Ticket, s.Methods
	return p
}

type secondFactors struct {
	c      Config
	access *access.Access
}

func (h secondFactors) routes(r *router) {
	out := []int{http.StatusUnauthorized, http.StatusForbidden}
	handle(r, operation{
		ID: "completeSignIn", Method: http.MethodPost, Path: "/sessions/second-factors", Tag: "Access", Summary: "End a sign-in by a code",
		Details: "Six digits of the app, or a recovery code. A ticket is good for five wrong codes, a person for ten in a quarter of an hour.",
		Errors:  out, Limits: []limit{limitSecondFactor}, NoKey: true,
	}, h.complete)
	handle(r, operation{
		ID: "askPasskey", Method: http.MethodPost, Path: "/sessions/passkey-challenges", Tag: "Access", Summary: "Ask the device for a passkey",
		Details: "With a ticket for one of that person's, without for any that the device has for us.",
		Errors:  out, Limits: []limit{limitPasskeys}, NoKey: true,
	}, h.ask)
	handle(r, operation{
		ID: "signInByPasskey", Method: http.MethodPost, Path: "/sessions/passkeys", Tag: "Access", Summary: "Sign in by a passkey",
		Errors: out, Limits: []limit{limitPasskeys}, NoKey: true,
	}, h.byPasskey)
}

type completionInput struct {
	Body struct {
		Ticket string `json:"ticket" minLength:"1" maxLength:"256"`
		Code   string `json:"code" minLength:"1" maxLength:"32"`
	}
}

func (h secondFactors) complete(ctx context.Context, in *completionInput) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	g, err := h.access.Complete(ctx, in.Body.Ticket, in.Body.Code, h.c.from(ctx))
	return sessions(h).seen(ctx, g, err)
}

type askInput struct {
	Body struct {
		Ticket string `json:"ticket,omitempty" maxLength:"256" doc:"Of a sign-in that wants a second factor."`
	}
}

// PasskeyQuestion is what a device is asked.
type PasskeyQuestion struct {
	Challenge string          `json:"challenge" doc:"Send it back with the answer, within five minutes."`
	Options   json.RawMessage `json:"options" doc:"The publicKey options of WebAuthn, as JSON."`
}

func questionOf(q access.Asked, err error) (*body[PasskeyQuestion], error) {
	return reply(PasskeyQuestion{q.Token, q.Options}, err)
}

func (h secondFactors) ask(ctx context.Context, in *askInput) (*body[PasskeyQuestion], error) {
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	return questionOf(h.access.AskPasskey(ctx, in.Body.Ticket, at))
}

// PasskeyAnswer is what the device answered.
type PasskeyAnswer struct {
	Challenge string          `json:"challenge" minLength:"1" maxLength:"256"`
	Answer    json.RawMessage `json:"answer" doc:"The credential of WebAuthn, as its toJSON gives it."`
}

func (h secondFactors) byPasskey(ctx context.Context, in *body[PasskeyAnswer]) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	g, err := h.access.SignInByPasskey(ctx, in.Body.Challenge, in.Body.Answer, at, h.c.from(ctx))
	return sessions(h).seen(ctx, g, err)
}

// whileIn turns a refusal of coming in into one of somebody who is in, and stays so.
func whileIn(err error) error {
	if refused, ok := errors.AsType[*domain.Error](err); ok && refused.Kind == domain.Unauthorized {
		return domain.Refuse(domain.Forbidden, refused.Code, refused.Detail)
	}
	return err
}
