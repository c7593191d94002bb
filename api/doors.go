package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

// doors are the ways in and the ties by providers. A browser is sent by an answer
// with an address, never by a redirect, so that no other site's page can send it;
// and it comes back to a page of ours, which brings what it got by a request of
// its own.
type doors struct {
	c      Config
	access *access.Access
}

// afterProvider is the page that a provider sends browsers back to. Each provider
// has its own, so that an answer that was meant for another is known.
const afterProvider = "/sign-in/back/"

// afterLeaving is the page that a provider sends browsers to when it has signed
// somebody out.
const afterLeaving = "/sign-in"

func (h doors) routes(r *router) {
	away := []int{http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable}
	home := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusServiceUnavailable}
	handle(r, operation{
		ID: "listDoors", Method: http.MethodGet, Path: "/doors", Tag: "Access", Summary: "Providers by which people come in",
	}, h.list)
	handle(r, operation{
		ID: "goToProvider", Method: http.MethodPost, Path: "/doors/{slug}/errands", Tag: "Access", Summary: "Go to a provider to sign in",
		Details: "Or, with the token of an invitation, to use it by an account there instead of a password.",
		Status:  http.StatusCreated, Errors: append([]int{http.StatusGone}, away...), Limits: []limit{limitDoors}, NoKey: true,
	}, h.signIn)
	handle(r, operation{
		ID: "signInByProvider", Method: http.MethodPost, Path: "/sessions/providers", Tag: "Access", Summary: "Sign in by what a provider answered",
		Details: "Who has a second factor gets 401 second_factor, as with a password, unless the provider's word counts as two.",
		Errors:  append([]int{http.StatusGone}, home...), Limits: []limit{limitDoors}, NoKey: true,
	}, h.come)
	handle(r, operation{
		ID: "listMyProviders", Method: http.MethodGet, Path: "/me/providers", Tag: "Access", Summary: "Providers, and my accounts there",
	}, h.mine)
	handle(r, operation{
		ID: "goToLinkProvider", Method: http.MethodPost, Path: "/me/providers/{slug}/links", Tag: "Access", Summary: "Go to a provider to link my account there",
		Status: http.StatusCreated, Errors: append([]int{http.StatusConflict}, away...), Limits: []limit{limitFactors}, NoKey: true,
	}, h.goTo(access.ErrandLink))
	handle(r, operation{
		ID: "linkProvider", Method: http.MethodPost, Path: "/me/providers", Tag: "Access", Summary: "Link the account that a provider answered with",
		Status: http.StatusNoContent, Errors: home, Limits: []limit{limitFactors}, NoKey: true,
	}, h.link)
	handle(r, operation{
		ID: "unlinkProvider", Method: http.MethodDelete, Path: "/me/providers/{id}", Tag: "Access", Summary: "Unlink my account at a provider",
		Details: "Who else came in by it is out.", Status: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
		Limits: []limit{limitFactors},
	}, h.unlink)
	handle(r, operation{
		ID: "goToProveByProvider", Method: http.MethodPost, Path: "/me/providers/{slug}/proofs", Tag: "Access", Summary: "Go to a provider to show once more that it is me",
		Status: http.StatusCreated, Errors: away, Limits: []limit{limitProofs}, NoKey: true,
	}, h.goTo(access.ErrandProof))
	handle(r, operation{
		ID: "proveByProvider", Method: http.MethodPost, Path: "/me/reauthentications/providers", Tag: "Access", Summary: "Show by a provider that it is me",
		Details: "It must say that I showed it just now.", Errors: home, Limits: []limit{limitProofs}, NoKey: true,
	}, h.prove)
}

func (h doors) list(ctx context.Context, _ *none) (*body[storage.List[storage.DoorView]], error) {
	return items(h.c.Views.Doors(ctx))
}

func (h doors) mine(ctx context.Context, _ *none) (*body[storage.List[storage.MyProviderView]], error) {
	return items(h.c.Views.MyProviders(ctx, actor(ctx)))
}

// Errand is where a browser is sent.
type Errand struct {
	URL string `json:"url" doc:"The provider's page. It sends the browser back to /sign-in/back/{slug}, once and within ten minutes."`
}

type errandOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Errand
}

// send sends the browser, which gets a cookie that it must come back with.
func (h doors) send(ctx context.Context, f access.ErrandFor) (*errandOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	cookie := browserOf(ctx)
	f.Browser, f.Back = cookie.Value, requestOf(ctx).origin+afterProvider+f.Slug
	address, err := h.access.SendToProvider(ctx, actor(ctx), f)
	if err != nil {
		return nil, whileHere(ctx, err)
	}
	return &errandOutput{cookie, Errand{address}}, nil
}

// whileHere turns a refusal of coming in into one of somebody who is in.
func whileHere(ctx context.Context, err error) error {
	if actor(ctx).ID == "" {
		return err
	}
	return whileIn(err)
}

// BySlug is the input of an operation on a provider by its name in addresses.
type BySlug struct {
	Slug string `path:"slug" maxLength:"64" doc:"The provider's name in addresses."`
}

type goInput struct {
	BySlug

	Body struct {
		Invitation string `json:"invitation,omitempty" maxLength:"256" doc:"The token of an invitation that is to be used."`
	}
}

func (h doors) signIn(ctx context.Context, in *goInput) (*errandOutput, error) {
	f := access.ErrandFor{Slug: in.Slug, Purpose: access.ErrandSignIn, Invitation: in.Body.Invitation}
	if f.Invitation != "" {
		f.Purpose = access.ErrandInvitation
	}
	return h.send(ctx, f)
}

func (h doors) goTo(purpose access.ErrandPurpose) func(context.Context, *BySlug) (*errandOutput, error) {
	return func(ctx context.Context, in *BySlug) (*errandOutput, error) {
		return h.send(ctx, access.ErrandFor{Slug: in.Slug, Purpose: purpose})
	}
}

// ProviderAnswer is what a browser brought back from a provider.
type ProviderAnswer struct {
	Provider string `json:"provider" minLength:"1" maxLength:"64" doc:"The slug of the address that it came back to."`
	State    string `json:"state" minLength:"1" maxLength:"256"`
	Code     string `json:"code" minLength:"1" maxLength:"2048"`
	Issuer   string `json:"iss,omitempty" maxLength:"255" doc:"Who the answer says it is from (RFC 9207)."`
}

func returned(ctx context.Context, a ProviderAnswer) access.Returned {
	return access.Returned{
		Slug: a.Provider, State: a.State, Code: a.Code, Issuer: a.Issuer, Browser: requestOf(ctx).browser,
		Back: requestOf(ctx).origin + afterProvider + a.Provider,
	}
}

func (h doors) come(ctx context.Context, in *body[ProviderAnswer]) (*signedOutput, error) {
	if err := needsHTTPS(ctx); err != nil {
		return nil, err
	}
	g, err := h.access.SignInByProvider(ctx, returned(ctx, in.Body), h.c.from(ctx))
	return sessions(h).seen(ctx, g, err)
}

func (h doors) link(ctx context.Context, in *body[ProviderAnswer]) (*none, error) {
	return done(whileIn(h.access.LinkProvider(ctx, actor(ctx), returned(ctx, in.Body))))
}

func (h doors) unlink(ctx context.Context, in *ByID[domain.ProviderID]) (*none, error) {
	err := h.access.UnlinkProvider(ctx, actor(ctx), in.ID)
	if err == nil {
		h.c.Auth.ForgetPerson(domain.PersonID(actor(ctx).ID))
	}
	return done(err)
}

func (h doors) prove(ctx context.Context, in *body[ProviderAnswer]) (*body[Proof], error) {
	until, err := h.access.ProveByProvider(ctx, actor(ctx), returned(ctx, in.Body))
	if err != nil {
		return nil, whileIn(err)
	}
	h.c.Auth.ForgetSession(actor(ctx).Session)
	return reply(Proof{storage.At(until)}, nil)
}
