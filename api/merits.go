package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/storage"
)

// merits are recognition apart from points.
type merits struct {
	c     Config
	merit *merit.Merits
}

const tagMerit = "Merit"

func (h merits) routes(r *router) {
	handle(r, operation{
		ID: "getMyMerit", Method: http.MethodGet, Path: "/me/merit", Tag: tagMerit, Summary: "What I am recognised for",
		Details: "Badges and those to come, kudos, cards of customers, spot awards, kept weeks. Worth no points.",
	}, h.mine)
	handle(r, operation{
		ID: "putMyWall", Method: http.MethodPut, Path: "/me/merit/wall", Tag: tagMerit, Summary: "Stand on the wall of merit, or not",
		Details: "Every word is kept; taking it back works at once.",
	}, h.setWall)
	handle(r, operation{
		ID: "getExpertMerit", Method: http.MethodGet, Path: "/experts/{id}/merit", Tag: tagMerit, Summary: "What an expert is recognised for",
		Errors: []int{http.StatusNotFound},
	}, h.ofExpert)
	handle(r, operation{
		ID: "getMeritWall", Method: http.MethodGet, Path: "/merit", Tag: tagMerit, Summary: "The wall of merit",
		Details: "Experts who want to stand on it, and what was said to them in the last 90 days.",
	}, h.wall)
	handle(r, operation{
		ID: "giveKudos", Method: http.MethodPost, Path: "/kudos", Tag: tagMerit, Summary: "Praise an expert",
		Details: "Three a week, each for somebody else. Worth no points.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.give)
	handle(r, operation{
		ID: "hideKudos", Method: http.MethodPost, Path: "/kudos/{id}/hidings", Tag: tagMerit, Summary: "Hide what kudos say",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.hide)
	handle(r, operation{
		ID: "hideThanks", Method: http.MethodPost, Path: "/thanks/{id}/hidings", Tag: tagMerit, Summary: "Hide what a customer's card says",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.hideCard)
	handle(r, operation{
		ID: "thankExpert", Method: http.MethodPost, Path: "/conversations/{id}/thanks", Tag: tagMerit, Summary: "Leave a thank-you card",
		Details: "With a rating of four or five stars, once. The expert sees it within a day, without the conversation.",
		Status:  http.StatusCreated, Errors: []int{http.StatusConflict}, Limits: []limit{limitRatings},
	}, h.thank)
	handle(r, operation{
		ID: "listSpotAwards", Method: http.MethodGet, Path: "/spot-awards", Tag: tagMerit, Summary: "The spot awards of the months",
	}, h.spots)
	handle(r, operation{
		ID: "awardSpot", Method: http.MethodPost, Path: "/spot-awards", Tag: tagMerit, Summary: "Give the spot award of this month",
		Details: "A surprise, one a month. Worth no points.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.award)
}

func (h merits) mine(ctx context.Context, _ *none) (*body[storage.MeritView], error) {
	return reply(h.c.Views.Merit(ctx, actor(ctx).Expert(), h.c.BrandNow()))
}

func (h merits) ofExpert(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.MeritView], error) {
	return reply(h.c.Views.Merit(ctx, in.ID, h.c.BrandNow()))
}

// WallWord is whether somebody wants to stand on the wall.
type WallWord struct {
	On bool `json:"on"`
}

func (h merits) setWall(ctx context.Context, in *body[WallWord]) (*none, error) {
	return done(h.merit.SetWall(ctx, actor(ctx).Expert(), in.Body.On))
}

func (h merits) wall(ctx context.Context, _ *none) (*body[storage.MeritWallView], error) {
	return reply(h.c.Views.MeritWall(ctx, actor(ctx), h.c.BrandNow()))
}

// PraiseInput is praise of an expert.
type PraiseInput struct {
	To   domain.ExpertID `json:"to" minLength:"1" maxLength:"64"`
	Text string          `json:"text" minLength:"1" maxLength:"300" doc:"At least three letters; colleagues may read it."`
}

// KudosGiven are the kudos that were made.
type KudosGiven struct {
	ID merit.KudosID `json:"id"`
}

func (h merits) give(ctx context.Context, in *body[PraiseInput]) (*body[KudosGiven], error) {
	k, err := h.merit.GiveKudos(ctx, actor(ctx), in.Body.To, in.Body.Text)
	return reply(KudosGiven{k.ID}, err)
}

type hideInput[ID ~string] struct {
	ByID[ID]

	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"300"`
	}
}

func (h merits) hide(ctx context.Context, in *hideInput[merit.KudosID]) (*none, error) {
	return done(h.merit.HideKudos(ctx, actor(ctx), in.ID, in.Body.Reason))
}

func (h merits) hideCard(ctx context.Context, in *hideInput[merit.ThanksID]) (*none, error) {
	return done(h.merit.HideThanks(ctx, actor(ctx), in.ID, in.Body.Reason))
}

type thankInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"300" doc:"At least three letters."`
	}
}

// ThanksLeft is the card that was left.
type ThanksLeft struct {
	ID merit.ThanksID `json:"id"`
}

func (h merits) thank(ctx context.Context, in *thankInput) (*body[ThanksLeft], error) {
	t, err := h.merit.Thank(ctx, actor(ctx).Customer(), in.ID, in.Body.Text)
	return reply(ThanksLeft{t.ID}, err)
}

func (h merits) spots(ctx context.Context, _ *none) (*body[storage.SpotsView], error) {
	return reply(h.c.Views.Spots(ctx, h.c.BrandNow()))
}

// SpotGiven is the award that was given.
type SpotGiven struct {
	ID merit.AwardID `json:"id"`
}

func (h merits) award(ctx context.Context, in *body[PraiseInput]) (*body[SpotGiven], error) {
	s, err := h.merit.AwardSpot(ctx, actor(ctx), in.Body.To, in.Body.Text)
	return reply(SpotGiven{s.ID}, err)
}
