package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

type applications struct {
	c       Config
	vetting *vetting.Vetting
}

func (h applications) routes(r *router) {
	refusals := []int{http.StatusNotFound, http.StatusConflict}
	handle(r, operation{
		ID: "listApplications", Method: http.MethodGet, Path: "/applications", Tag: "Vacancies", Summary: "Applications, the oldest first",
	}, h.list)
	handle(r, operation{
		ID: "getApplication", Method: http.MethodGet, Path: "/applications/{id}", Tag: "Vacancies",
		Summary: "An application with what its applicant was told", Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "provePurchase", Method: http.MethodPost, Path: "/applications/{id}/purchases", Tag: "Vacancies",
		Summary: "Say that the purchase was looked up, or let it count with a reason", Errors: refusals,
	}, h.prove)
	handle(r, operation{
		ID: "inviteApplicant", Method: http.MethodPost, Path: "/applications/{id}/invitations", Tag: "Vacancies",
		Summary: "Invite an applicant to the audition",
		Details: "With a place in the cohort that is filling; onto the waiting list when there is none.", Errors: refusals,
	}, h.invite)
	handle(r, operation{
		ID: "rejectApplication", Method: http.MethodPost, Path: "/applications/{id}/rejections", Tag: "Vacancies",
		Summary: "Turn an application down", Details: "The applicant reads the words of the reason, never the note.", Errors: refusals,
	}, h.reject)
	handle(r, operation{
		ID: "acceptApplication", Method: http.MethodPost, Path: "/applications/{id}/acceptances", Tag: "Vacancies",
		Summary: "Make an expert of an applicant", Errors: refusals,
		Details: "Of level Candidate; they choose a password from their personal page. Their newest audition was passed, or there is a reason, which is kept.",
	}, h.accept)
	handle(r, operation{
		ID: "renewPersonalLink", Method: http.MethodPost, Path: "/applications/{id}/links", Tag: "Vacancies",
		Summary: "Make another personal link", Details: "For somebody who lost theirs, which stops working. It is shown once.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound}, NoKey: true, // a link is never stored
	}, h.link)
}

type applicationsInput struct {
	Page
	Vacancy domain.VacancyID `query:"vacancy" maxLength:"64"`
	State   vetting.State    `query:"state" enum:"submitted,waiting,auditioning,accepted,rejected,withdrawn"`
}

func (h applications) list(ctx context.Context, in *applicationsInput) (*body[storage.List[storage.ApplicationView]], error) {
	return reply(h.c.Views.Applications(ctx, in.Vacancy, in.State, in.page()))
}

func (h applications) get(ctx context.Context, in *ByID[domain.ApplicationID]) (*body[storage.ApplicationView], error) {
	return reply(h.c.Views.Application(ctx, in.ID))
}

// shown answers with the application as it is now.
func (h applications) shown(ctx context.Context, id domain.ApplicationID, err error) (*body[storage.ApplicationView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Application(ctx, id))
}

type purchaseInput struct {
	ByID[domain.ApplicationID]
	Body struct {
		Kind vetting.PurchaseKind `json:"kind" enum:"verified,override"`
		Note string               `json:"note,omitempty" maxLength:"500" doc:"Why it counts; required of an override."`
	}
}

func (h applications) prove(ctx context.Context, in *purchaseInput) (*body[storage.ApplicationView], error) {
	_, err := h.vetting.ProvePurchase(ctx, actor(ctx), in.ID, in.Body.Kind, in.Body.Note)
	return h.shown(ctx, in.ID, err)
}

func (h applications) invite(ctx context.Context, in *ByID[domain.ApplicationID]) (*body[storage.ApplicationView], error) {
	_, err := h.vetting.Invite(ctx, actor(ctx), in.ID)
	return h.shown(ctx, in.ID, err)
}

type rejectionInput struct {
	ByID[domain.ApplicationID]
	Body struct {
		Reason vetting.Reason `json:"reason" enum:"purchase,language,full,audition,other"`
		Note   string         `json:"note,omitempty" maxLength:"500" doc:"For staff alone."`
	}
}

func (h applications) reject(ctx context.Context, in *rejectionInput) (*body[storage.ApplicationView], error) {
	_, err := h.vetting.Reject(ctx, actor(ctx), in.ID, in.Body.Reason, in.Body.Note)
	return h.shown(ctx, in.ID, err)
}

type acceptedInput struct {
	ByID[domain.ApplicationID]
	Body struct {
		Override string `json:"override,omitempty" maxLength:"500" doc:"Why somebody is taken who did not pass their audition."`
	}
}

func (h applications) accept(ctx context.Context, in *acceptedInput) (*body[storage.ApplicationView], error) {
	_, err := h.vetting.Accept(ctx, actor(ctx), in.ID, in.Body.Override)
	return h.shown(ctx, in.ID, err)
}

// PersonalLink is the link of an applicant's own page.
type PersonalLink struct {
	Link string `json:"link" doc:"Shown once."`
}

func (h applications) link(ctx context.Context, in *ByID[domain.ApplicationID]) (*body[PersonalLink], error) {
	token, err := h.vetting.NewLink(ctx, actor(ctx), in.ID)
	return reply(PersonalLink{personalLink(ctx, token)}, err)
}

// personalLink is the address of an applicant's own page. What stands behind the
// # is never sent to a server by a browser.
func personalLink(ctx context.Context, token string) string {
	return requestOf(ctx).origin + "/application#" + token
}
