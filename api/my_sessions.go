package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type mySessions struct {
	c      Config
	access *access.Access
}

func (h mySessions) routes(r *router) {
	handle(r, operation{
		ID: "listMySessions", Method: http.MethodGet, Path: "/me/sessions", Tag: "Access", Summary: "Where I am signed in",
	}, h.list)
	handle(r, operation{
		ID: "endMySession", Method: http.MethodDelete, Path: "/me/sessions/{id}", Tag: "Access", Summary: "Sign out somewhere",
		Status: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.end)
	handle(r, operation{
		ID: "endOtherSessions", Method: http.MethodPost, Path: "/me/sessions/others/endings", Tag: "Access", Summary: "Sign out everywhere else",
	}, h.endOthers)
	handle(r, operation{
		ID: "askProof", Method: http.MethodPost, Path: "/me/reauthentications/challenges", Tag: "Access", Summary: "Ask the device who I am",
		Errors: []int{http.StatusForbidden, http.StatusNotFound}, Limits: []limit{limitProofs}, NoKey: true,
	}, h.ask)
	handle(r, operation{
		ID: "prove", Method: http.MethodPost, Path: "/me/reauthentications", Tag: "Access", Summary: "Show once more that it is me",
		Details: "By a passkey or a code; by the password when there is no second factor. Ten minutes long what is sensitive is open.",
		Errors:  []int{http.StatusForbidden}, Limits: []limit{limitProofs}, NoKey: true,
	}, h.prove)
}

func (h mySessions) list(ctx context.Context, in *Page) (*body[storage.List[storage.MySession]], error) {
	return reply(h.c.Views.Sessions(ctx, actor(ctx), h.c.Now(), in.page()))
}

func (h mySessions) end(ctx context.Context, in *ByID[domain.SessionID]) (*none, error) {
	err := h.access.EndSession(ctx, actor(ctx), in.ID)
	if err == nil {
		h.c.Auth.ForgetSession(in.ID)
	}
	return done(err)
}

// Ended is how many sessions ended.
type Ended struct {
	Ended int `json:"ended"`
}

func (h mySessions) endOthers(ctx context.Context, _ *none) (*body[Ended], error) {
	by := actor(ctx)
	n, err := h.access.EndOthers(ctx, by)
	if err == nil {
		h.c.Auth.ForgetPerson(domain.PersonID(by.ID))
	}
	return reply(Ended{n}, err)
}

func (h mySessions) ask(ctx context.Context, _ *none) (*body[PasskeyQuestion], error) {
	at, err := h.c.site(ctx)
	if err != nil {
		return nil, err
	}
	q, err := h.access.AskProof(ctx, actor(ctx), at)
	return questionOf(q, whileIn(err))
}

type proofInput struct {
	Body struct {
		Password string         `json:"password,omitempty" maxLength:"512"`
		Code     string         `json:"code,omitempty" maxLength:"32" doc:"Of the app, or a recovery code."`
		Passkey  *PasskeyAnswer `json:"passkey,omitempty"`
	}
}

// Proof says how long what is sensitive is open.
type Proof struct {
	Until storage.Time `json:"until"`
}

var errNoProof = domain.Refuse(domain.Invalid, "no_proof", "Send a password, a code or a passkey.")

func (h mySessions) prove(ctx context.Context, in *proofInput) (*body[Proof], error) {
	until, err := h.proof(ctx, in)
	if err != nil {
		return nil, whileIn(err)
	}
	h.c.Auth.ForgetSession(actor(ctx).Session)
	return reply(Proof{storage.At(until)}, nil)
}

func (h mySessions) proof(ctx context.Context, in *proofInput) (time.Time, error) {
	by := actor(ctx)
	switch b := in.Body; {
	case b.Passkey != nil:
		at, err := h.c.site(ctx)
		if err != nil {
			return time.Time{}, err
		}
		return h.access.ProveByPasskey(ctx, by, b.Passkey.Challenge, b.Passkey.Answer, at)
	case b.Code != "":
		return h.access.ProveByCode(ctx, by, b.Code)
	case b.Password != "":
		return h.access.ProveByPassword(ctx, by, b.Password)
	default:
		return time.Time{}, errNoProof
	}
}
