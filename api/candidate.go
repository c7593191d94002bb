package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

// candidatePage is what applicants do on their own page.
type candidatePage struct {
	c       Config
	vetting *vetting.Vetting
}

func (h candidatePage) routes(r *router) {
	handle(r, operation{
		ID: "getMyApplication", Method: http.MethodGet, Path: "/me/application", Tag: "Candidates", Summary: "My application",
		Details: "By the token of the personal link.",
	}, h.get)
	handle(r, operation{
		ID: "withdrawMyApplication", Method: http.MethodPost, Path: "/me/application/withdrawals", Tag: "Candidates",
		Summary: "Withdraw my application", Errors: []int{http.StatusConflict},
	}, h.withdraw)
	handle(r, operation{
		ID: "openMyAccount", Method: http.MethodPost, Path: "/me/application/account-links", Tag: "Candidates",
		Summary: "A one-time link to choose a password, once I am accepted", Status: http.StatusCreated,
		Errors: []int{http.StatusConflict}, Limits: []limit{limitLinks}, NoKey: true, // a link is never stored
	}, h.account)
}

func (h candidatePage) get(ctx context.Context, _ *none) (*body[storage.MyApplication], error) {
	return reply(h.c.Views.MyApplication(ctx, actor(ctx).Candidate()))
}

func (h candidatePage) withdraw(ctx context.Context, _ *none) (*body[storage.MyApplication], error) {
	if _, err := h.vetting.Withdraw(ctx, actor(ctx)); err != nil {
		return nil, err
	}
	return reply(h.c.Views.MyApplication(ctx, actor(ctx).Candidate()))
}

func (h candidatePage) account(ctx context.Context, _ *none) (*body[PersonalLink], error) {
	link, err := h.vetting.AccountLink(ctx, actor(ctx))
	return reply(PersonalLink{requestOf(ctx).origin + "/invite#" + link.Token}, err)
}
