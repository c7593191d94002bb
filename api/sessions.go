package api

import (
	"context"
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
}

// Actor is who is signed in.
type Actor struct {
	ID       string          `json:"id"`
	Role     domain.Role     `json:"role" enum:"customer,expert,manager,admin"`
	Name     string          `json:"name"`
	Language domain.Language `json:"language"`
}

type signedOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Signed
}

// signed turns a grant into the answer and its cookie.
func (c Config) signed(ctx context.Context, g access.Grant, err error) (*signedOutput, error) {
	if err != nil {
		return nil, err
	}
	token, expires, err := c.Tokens.Issue(g)
	if err != nil {
		return nil, err
	}
	requestOf(ctx).actor = domain.Actor{Role: g.Person.Role, ID: string(g.Person.ID), Name: g.Person.Name, Session: g.Session.ID} // for the log
	return &signedOutput{setRefresh(ctx, g, c.Now()), Signed{
		token, storage.At(expires), Actor{string(g.Person.ID), g.Person.Role, g.Person.Name, g.Person.Language},
	}}, nil
}

type sessions struct {
	c      Config
	access *access.Access
}

func (h sessions) routes(r *router) {
	handle(r, operation{
		ID: "signIn", Method: http.MethodPost, Path: "/sessions", Tag: "Access", Summary: "Sign in",
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden}, Limits: []limit{limitSignInIP}, NoKey: true,
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
		Status: http.StatusNoContent,
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
	g, err := h.access.SignIn(ctx, in.Body.Email, in.Body.Password)
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
	g, err := h.access.Refresh(ctx, cookie)
	return h.seen(ctx, g, err)
}

// seen is signed that writes down where an expert is.
func (h sessions) seen(ctx context.Context, g access.Grant, err error) (*signedOutput, error) {
	if err == nil && g.Person.Role == domain.RoleExpert {
		err = h.access.See(ctx, string(g.Person.ID), h.c.Network(requestOf(ctx).ip))
	}
	return h.c.signed(ctx, g, err)
}

type cookieOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func (h sessions) signOut(ctx context.Context, _ *none) (*cookieOutput, error) {
	if err := h.access.SignOut(ctx, actor(ctx)); err != nil {
		return nil, err
	}
	h.c.Auth.ForgetSession(actor(ctx).Session)
	return &cookieOutput{clearRefresh(ctx)}, nil
}
