package api

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

// Signed is what signing in gives: a token for ten minutes. What renews it is
// in a cookie that no script reads.
type Signed struct {
	AccessToken string       `json:"accessToken"`
	ExpiresAt   storage.Time `json:"expiresAt"`
	Actor       Actor        `json:"actor"`
	// FactorNeeded is there for staff who must add a second factor before anything else.
	FactorNeeded bool          `json:"factorNeeded,omitempty" doc:"Add a passkey or an app first: nothing else is open before."`
	RecoveryAt   *storage.Time `json:"recoveryAt,omitempty" doc:"When a recovery code was used of which you were not told."`
}

// Actor is who is signed in.
type Actor struct {
	ID       string          `json:"id"`
	Role     domain.Role     `json:"role" enum:"customer,expert,manager,admin,auditor"`
	Name     string          `json:"name"`
	Language domain.Language `json:"language"`
}

type signedOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Signed
}

// signed turns a grant into the answer and its cookie.
func (c Config) signed(ctx context.Context, g access.Grant, err error) (*signedOutput, error) {
	if g.Step != nil && errors.Is(err, access.ErrSecondFactor) {
		return nil, secondFactor(ctx, *g.Step)
	}
	if err != nil {
		return nil, err
	}
	token, expires, err := c.Tokens.Issue(g)
	if err != nil {
		return nil, err
	}
	who, err := c.Auth.Entrant(ctx, token)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).actor = domain.Actor{Role: g.Person.Role, ID: string(g.Person.ID), Name: g.Person.Name, Session: g.Session.ID} // for the log
	out := Signed{
		AccessToken: token, ExpiresAt: storage.At(expires), FactorNeeded: who.Bare,
		Actor: Actor{string(g.Person.ID), g.Person.Role, g.Person.Name, g.Person.Language},
	}
	if !g.RecoveryAt.IsZero() {
		at := storage.At(g.RecoveryAt)
		out.RecoveryAt = &at
	}
	return &signedOutput{setRefresh(ctx, g, c.Now()), out}, nil
}

type sessions struct {
	c      Config
	access *access.Access
}

func (h sessions) routes(r *router) {
	handle(r, operation{
		ID: "signIn", Method: http.MethodPost, Path: "/sessions", Tag: "Access", Summary: "Sign in",
		Details: "Who has a second factor gets 401 second_factor with a ticket and the methods that end the sign-in.",
		Errors:  []int{http.StatusUnauthorized, http.StatusForbidden}, Limits: []limit{limitSignInIP}, NoKey: true,
	}, func(ctx context.Context, in *body[Credentials]) (*signedOutput, error) {
		account := network(requestOf(ctx).ip) + " " + access.HashToken(strings.ToLower(strings.TrimSpace(in.Body.Email)))
		if err := r.count(ctx, limitSignInAccount, account); err != nil {
			return nil, err
		}
		return h.signIn(ctx, in)
	})
	handle(r, operation{
		ID: "refreshSession", Method: http.MethodPost, Path: "/sessions/refresh", Tag: "Access", Summary: "Renew the access token by the cookie",
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden}, Limits: []limit{limitRefresh}, NoKey: true,
	}, h.refresh)
	handle(r, operation{
		ID: "signOut", Method: http.MethodDelete, Path: "/sessions/current", Tag: "Access", Summary: "Sign out",
		Details: "Who came in by a provider that can sign them out as well gets the address of its page.",
	}, h.signOut)
}

// Credentials are what somebody signs in with.
type Credentials struct {
	Email    string `json:"email" minLength:"1" maxLength:"254"`
	Password string `json:"password" minLength:"1" maxLength:"512"`
}

func (h sessions) signIn(ctx context.Context, in *body[Credentials]) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	g, err := h.access.SignIn(ctx, in.Body.Email, in.Body.Password, h.c.from(ctx))
	return h.seen(ctx, g, err)
}

func (h sessions) refresh(ctx context.Context, _ *none) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	cookie := requestOf(ctx).cookie
	if cookie == "" {
		return nil, access.ErrSessionEnded
	}
	g, err := h.access.Refresh(ctx, cookie, h.c.from(ctx))
	return h.seen(ctx, g, err)
}

// seen is signed that writes down where an expert is.
func (h sessions) seen(ctx context.Context, g access.Grant, err error) (*signedOutput, error) {
	if err == nil && g.Person.Role == domain.RoleExpert {
		err = h.access.See(ctx, string(g.Person.ID), h.c.Network(requestOf(ctx).ip))
	}
	return h.c.signed(ctx, g, err)
}

// SignedOut is where somebody goes who signed out.
type SignedOut struct {
	URL string `json:"url,omitempty" doc:"The provider's page that signs them out there; absent: there is none."`
}

type signedOutOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      SignedOut
}

func (h sessions) signOut(ctx context.Context, _ *none) (*signedOutOutput, error) {
	leave, err := h.access.SignOut(ctx, actor(ctx), requestOf(ctx).origin+afterLeaving)
	if err != nil {
		return nil, err
	}
	h.c.Auth.ForgetSession(actor(ctx).Session)
	return &signedOutOutput{clearRefresh(ctx), SignedOut{leave}}, nil
}
