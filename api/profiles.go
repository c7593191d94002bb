package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// profiles is what experts own and agree to, and the talent sheet.
type profiles struct {
	c      Config
	levels *roster.Levels
}

func (h profiles) routes(r *router) {
	handle(r, operation{
		ID: "getMyProfile", Method: http.MethodGet, Path: "/me/profile", Tag: "Profiles", Summary: "My profile: what I own, what I agreed to",
	}, h.mine)
	handle(r, operation{
		ID: "getExpertProfile", Method: http.MethodGet, Path: "/experts/{id}/profile", Tag: "Profiles", Summary: "The profile of an expert",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "claimProduct", Method: http.MethodPut, Path: "/me/products/{id}", Tag: "Profiles", Summary: "Say that I own a product",
		Details: "What the shop knows is verified at once; the rest waits for a manager. Customers are told what is verified.",
		Errors:  []int{http.StatusNotFound},
	}, h.claim)
	handle(r, operation{
		ID: "dropProduct", Method: http.MethodDelete, Path: "/me/products/{id}", Tag: "Profiles", Summary: "Take a product off my profile",
		Errors: []int{http.StatusNotFound},
	}, h.drop)
	handle(r, operation{
		ID: "verifyProduct", Method: http.MethodPost, Path: "/experts/{id}/products/{product}/verifications", Tag: "Profiles", Summary: "Verify that an expert owns a product",
		Errors: []int{http.StatusNotFound},
	}, h.verify)
	handle(r, operation{
		ID: "rejectProduct", Method: http.MethodDelete, Path: "/experts/{id}/products/{product}", Tag: "Profiles", Summary: "Take a product off an expert's profile",
		Errors: []int{http.StatusNotFound},
	}, h.reject)
	handle(r, operation{
		ID: "putConsent", Method: http.MethodPut, Path: "/me/consents/{kind}", Tag: "Profiles", Summary: "Agree to something, or take it back",
		Details: "version is that of the text that was read; another text refuses with consent_changed. Taking back always works, at once.",
		Errors:  []int{http.StatusPreconditionFailed},
	}, h.consent)
	handle(r, operation{
		ID: "exportMyTalent", Method: http.MethodPost, Path: "/me/talent-exports", Tag: "Profiles", Summary: "Make my talent sheet",
		Details: "Needs the consent to it. It is written down that it was made.", Errors: []int{http.StatusConflict}, NoKey: true,
	}, h.exportMine)
	handle(r, operation{
		ID: "exportTalent", Method: http.MethodPost, Path: "/experts/{id}/talent-exports", Tag: "Profiles", Summary: "Read the talent sheet of an expert",
		Details: "Needs the expert's consent. The expert sees who read it, and when.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict}, NoKey: true, // personal data is not kept with an answer
	}, h.export)
	handle(r, operation{
		ID: "listTalents", Method: http.MethodGet, Path: "/talents", Tag: "Profiles", Summary: "Experts who agreed that we read their talent sheet",
	}, h.talents)
}

func (h profiles) mine(ctx context.Context, _ *none) (*body[storage.ProfileView], error) {
	return h.show(ctx, actor(ctx).Expert(), nil)
}

func (h profiles) get(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.ProfileView], error) {
	return h.show(ctx, in.ID, nil)
}

func (h profiles) show(ctx context.Context, id domain.ExpertID, err error) (*body[storage.ProfileView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Profile(ctx, id, requestOf(ctx).language))
}

type claimInput struct {
	ByID[domain.ProductID]

	Body struct {
		Proof string `json:"proof,omitempty" maxLength:"60" doc:"An order number; only managers see it."`
	}
}

func (h profiles) claim(ctx context.Context, in *claimInput) (*body[storage.ProfileView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.ClaimProduct(ctx, id, in.ID, in.Body.Proof))
}

func (h profiles) drop(ctx context.Context, in *ByID[domain.ProductID]) (*none, error) {
	return done(h.levels.DropProduct(ctx, actor(ctx).Expert(), in.ID))
}

type expertProductInput struct {
	ByID[domain.ExpertID]

	Product domain.ProductID `path:"product" maxLength:"64" doc:"The product's id."`
}

func (h profiles) verify(ctx context.Context, in *expertProductInput) (*body[storage.ProfileView], error) {
	return h.show(ctx, in.ID, h.levels.VerifyProduct(ctx, actor(ctx), in.ID, in.Product))
}

func (h profiles) reject(ctx context.Context, in *expertProductInput) (*none, error) {
	return done(h.levels.DropProduct(ctx, in.ID, in.Product))
}

type consentInput struct {
	Kind roster.ConsentKind `path:"kind" enum:"real_name,talent"`
	Body struct {
		Given   bool `json:"given"`
		Version int  `json:"version" minimum:"0" maximum:"100000" doc:"Of the text that was read."`
	}
}

func (h profiles) consent(ctx context.Context, in *consentInput) (*body[storage.ProfileView], error) {
	id := actor(ctx).Expert()
	return h.show(ctx, id, h.levels.SetConsent(ctx, id, in.Kind, in.Body.Given, in.Body.Version))
}

func (h profiles) exportMine(ctx context.Context, _ *none) (*body[storage.TalentSheet], error) {
	return h.sheet(ctx, actor(ctx).Expert())
}

func (h profiles) export(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.TalentSheet], error) {
	return h.sheet(ctx, in.ID)
}

func (h profiles) sheet(ctx context.Context, id domain.ExpertID) (*body[storage.TalentSheet], error) {
	made, err := h.levels.ExportTalent(ctx, actor(ctx), id)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.TalentSheet(ctx, made, h.c.BrandNow()))
}

func (h profiles) talents(ctx context.Context, _ *none) (*body[storage.List[storage.TalentView]], error) {
	return items(h.c.Views.Talents(ctx))
}
