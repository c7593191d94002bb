package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
)

// campaigns make some conversations worth more for a time.
type campaigns struct {
	c     Config
	rules *rewards.Rulebook
}

func (h campaigns) routes(r *router) {
	stale := []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed}
	handle(r, operation{
		ID: "listCampaigns", Method: http.MethodGet, Path: "/campaigns", Tag: tagRules, Summary: "Campaigns, newest first",
		Details: "Staff see drafts and withdrawn ones, too.",
	}, h.list)
	handle(r, operation{
		ID: "createCampaign", Method: http.MethodPost, Path: "/campaigns", Tag: tagRules, Summary: "Draft a campaign",
		Details: "Conversations that end while it runs are multiplied, whenever they are settled. Of several the highest counts.", Status: http.StatusCreated,
	}, h.create)
	handle(r, operation{
		ID: "putCampaign", Method: http.MethodPut, Path: "/campaigns/{id}", Tag: tagRules, Summary: "Change a draft",
		Errors: append(stale, http.StatusPreconditionRequired),
	}, h.put)
	handle(r, operation{
		ID: "discardCampaign", Method: http.MethodDelete, Path: "/campaigns/{id}", Tag: tagRules, Summary: "Throw a draft away",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.discard)
	handle(r, operation{
		ID: "announceCampaign", Method: http.MethodPost, Path: "/campaigns/{id}/announcement", Tag: tagRules, Summary: "Announce a campaign",
		Details: "At least 24 hours before it begins, by somebody who did not write it. From then on it stands.", Errors: stale,
	}, h.announce)
	handle(r, operation{
		ID: "withdrawCampaign", Method: http.MethodPost, Path: "/campaigns/{id}/withdrawal", Tag: tagRules, Summary: "Withdraw a campaign",
		Details: "While 24 hours are left before it begins.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.withdraw)
}

// CampaignDraft is what somebody has written.
type CampaignDraft struct {
	Name     string                `json:"name" minLength:"1" maxLength:"60"`
	Factor   float64               `json:"factor" minimum:"1.01" maximum:"2" doc:"With two places at most."`
	Scope    storage.CampaignScope `json:"scope"`
	StartsAt storage.Time          `json:"startsAt"`
	EndsAt   storage.Time          `json:"endsAt"`
}

func (c CampaignDraft) domain() rewards.Campaign {
	factor, err := rewards.Hundredths(c.Factor)
	if err != nil {
		factor = 0 // finer than hundredths: no campaign has it
	}
	return rewards.Campaign{
		Name: c.Name, Factor: factor, Scope: rewards.Scope(c.Scope), StartsAt: c.StartsAt.Time, EndsAt: c.EndsAt.Time,
	}
}

func (h campaigns) list(ctx context.Context, _ *none) (*body[storage.List[storage.CampaignView]], error) {
	return items(h.c.Views.Campaigns(ctx, actor(ctx), ""))
}

func (h campaigns) show(ctx context.Context, id rewards.CampaignID, err error) (*taggedBody[storage.CampaignView], error) {
	if err != nil {
		return nil, err
	}
	all, err := h.c.Views.Campaigns(ctx, actor(ctx), id)
	if err != nil || len(all) != 1 {
		return nil, err
	}
	return &taggedBody[storage.CampaignView]{versionTag(all[0].Version), all[0]}, nil
}

func (h campaigns) create(ctx context.Context, in *body[CampaignDraft]) (*taggedBody[storage.CampaignView], error) {
	c, err := h.rules.DraftCampaign(ctx, rater(ctx), in.Body.domain())
	return h.show(ctx, c.ID, err)
}

type campaignInput struct {
	ByID[rewards.CampaignID]
	IfMatch

	Body struct {
		CampaignDraft

		Version int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h campaigns) put(ctx context.Context, in *campaignInput) (*taggedBody[storage.CampaignView], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	c := in.Body.domain()
	c.ID, c.Version = in.ID, v
	_, err = h.rules.ChangeCampaign(ctx, rater(ctx), c)
	return h.show(ctx, in.ID, err)
}

func (h campaigns) discard(ctx context.Context, in *ByID[rewards.CampaignID]) (*none, error) {
	return done(h.rules.DropCampaign(ctx, in.ID))
}

type announceInput struct {
	ByID[rewards.CampaignID]

	Body struct {
		Version int `json:"version" minimum:"1" doc:"As it was read."`
	}
}

func (h campaigns) announce(ctx context.Context, in *announceInput) (*taggedBody[storage.CampaignView], error) {
	_, err := h.rules.Announce(ctx, rater(ctx), in.ID, in.Body.Version)
	return h.show(ctx, in.ID, err)
}

func (h campaigns) withdraw(ctx context.Context, in *ByID[rewards.CampaignID]) (*taggedBody[storage.CampaignView], error) {
	_, err := h.rules.Withdraw(ctx, rater(ctx), in.ID)
	return h.show(ctx, in.ID, err)
}
