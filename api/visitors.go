package api

import (
	"cmp"
	"context"
	"net/http"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type visitors struct {
	c      Config
	access *access.Access
}

func (h visitors) routes(r *router) {
	handle(r, operation{
		ID: "openVisitor", Method: http.MethodPost, Path: "/visitors", Tag: "Access", Summary: "Become a customer without signing in",
		Details: "The token is the only proof of being this customer. It works for 90 days after its last use.",
		Status:  http.StatusCreated, Limits: []limit{limitVisitors}, NoKey: true, First: true,
	}, func(ctx context.Context, in *visitorInput) (*body[Visitor], error) {
		known, _ := r.brand.get(ctx) // without a brand, English
		return h.open(ctx, in, known)
	})
	handle(r, operation{
		ID: "identifyVisitor", Method: http.MethodPost, Path: "/visitors/identify", Tag: "Access",
		Summary: "Become the customer that the brand vouches for",
		Details: "The identity token is a JWT that the brand's backend signs (HS256) with one of its live keys: kid in the header; iss is the " +
			"brand's name or one of its allowed origins, aud our origin, sub the brand's own id of the customer, iat and exp at most five " +
			"minutes apart, jti used once; optional name, email, products and orders. An anonymous visitor who sends their token along " +
			"keeps its conversations, and the answer has another token.",
		Errors: []int{http.StatusUnauthorized}, Limits: []limit{limitIdentify}, NoKey: true,
	}, func(ctx context.Context, in *identifyInput) (*body[Visitor], error) {
		known, err := r.brand.get(ctx)
		if err != nil {
			return nil, err
		}
		return h.identify(ctx, in, known)
	})
	handle(r, operation{
		ID: "leaveVisitor", Method: http.MethodDelete, Path: "/visitors/current", Tag: "Access", Summary: "Sign out of the chat in this browser",
		Details: "The token ends. What was asked stays with the customer.", Status: http.StatusNoContent,
	}, h.leave)
	handle(r, operation{
		ID: "linkVisitor", Method: http.MethodPost, Path: "/visitors/links", Tag: "Access", Summary: "Make a link to go on with on another device",
		Details: "It works once, for 24 hours. A link that was made before and not used stops working.",
		Status:  http.StatusCreated, Limits: []limit{limitLinks}, NoKey: true, // a link is never stored
	}, h.link)
	handle(r, operation{
		ID: "continueVisitor", Method: http.MethodPost, Path: "/visitors/continuations", Tag: "Access", Summary: "Go on with on this device",
		Details: "The token is what the link has behind its #.", Errors: []int{http.StatusGone}, Limits: []limit{limitContinuations}, NoKey: true,
	}, h.arrive)
}

type visitorInput struct {
	Body struct {
		Name     string          `json:"name,omitempty" maxLength:"80" doc:"What you want to be called."`
		Language domain.Language `json:"language,omitempty" maxLength:"3"`
	}
}

// Visitor is a customer and the token that proves it.
type Visitor struct {
	AccessToken string          `json:"accessToken"`
	Customer    VisitorCustomer `json:"customer"`
}

// VisitorCustomer is the customer behind a visitor's token.
type VisitorCustomer struct {
	ID       domain.CustomerID `json:"id"`
	Name     string            `json:"name" doc:"What they want to be called; may be empty."`
	Verified bool              `json:"verified" doc:"Whether the brand vouches for them."`
}

func (h visitors) open(ctx context.Context, in *visitorInput, known knownBrand) (*body[Visitor], error) {
	c, token, err := h.access.OpenVisitor(ctx, in.Body.Name, spoken(in.Body.Language, known))
	return h.visit(ctx, access.Visit{Customer: c, Token: token}, err)
}

// spoken is the language that was asked for, or the brand's first.
func spoken(asked domain.Language, known knownBrand) domain.Language {
	language := domain.Language("en")
	if len(known.settings.Languages) > 0 {
		language = known.settings.Languages[0]
	}
	return cmp.Or(asked, language)
}

type identifyInput struct {
	Body struct {
		IdentityToken string          `json:"identityToken" minLength:"1" maxLength:"8192"`
		Language      domain.Language `json:"language,omitempty" maxLength:"3" doc:"Of a customer who was never here."`
	}
}

// identityExpected is what an identity token must name to be for us.
func identityExpected(ctx context.Context, known knownBrand) auth.Expect {
	return auth.Expect{
		Audience: requestOf(ctx).origin, Issuers: append([]string{known.settings.Name}, known.settings.Domains...),
	}
}

func (h visitors) identify(ctx context.Context, in *identifyInput, known knownBrand) (*body[Visitor], error) {
	i, err := h.c.Identities.Verify(ctx, in.Body.IdentityToken, identityExpected(ctx, known))
	if err != nil {
		return nil, err
	}
	before, shown, mine := actor(ctx).Customer(), "", ""
	if before != "" {
		mine = requestOf(ctx).token
		shown = access.HashToken(mine)
	}
	v, err := h.access.Identify(ctx, shown, spoken(in.Body.Language, known), i)
	if err != nil {
		return nil, err
	}
	h.c.Auth.ForgetCustomer(before)
	h.c.Auth.ForgetCustomer(v.Customer.ID)
	v.Token = cmp.Or(v.Token, mine)
	return h.visit(ctx, v, nil)
}

func (h visitors) leave(ctx context.Context, _ *none) (*none, error) {
	by := actor(ctx)
	err := h.access.LeaveVisitor(ctx, by, access.HashToken(requestOf(ctx).token))
	h.c.Auth.ForgetCustomer(by.Customer())
	return done(err)
}

// VisitorLink is a one-time link.
type VisitorLink struct {
	Link      string       `json:"link"`
	ExpiresAt storage.Time `json:"expiresAt" format:"date-time"`
}

func (h visitors) link(ctx context.Context, _ *none) (*body[VisitorLink], error) {
	token, expires, err := h.access.Continue(ctx, actor(ctx))
	return reply(VisitorLink{requestOf(ctx).origin + "/chat#token=" + token, storage.At(expires)}, err)
}

type continuationInput struct {
	Body struct {
		Token string `json:"token" minLength:"1" maxLength:"256"`
	}
}

func (h visitors) arrive(ctx context.Context, in *continuationInput) (*body[Visitor], error) {
	v, err := h.access.Arrive(ctx, in.Body.Token)
	return h.visit(ctx, v, err)
}

// visit answers with a customer and their token, and writes down where they are.
func (h visitors) visit(ctx context.Context, v access.Visit, err error) (*body[Visitor], error) {
	if err != nil {
		return nil, err
	}
	known := requestOf(ctx)
	known.actor = domain.Actor{Role: domain.RoleCustomer, ID: string(v.Customer.ID), Name: v.Customer.Name} // for the log
	err = h.access.See(ctx, string(v.Customer.ID), h.c.Network(known.ip))
	return reply(Visitor{v.Token, VisitorCustomer{v.Customer.ID, v.Customer.Name, v.Customer.Verified()}}, err)
}
