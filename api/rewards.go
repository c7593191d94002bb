package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
)

type rewardShelf struct {
	c    Config
	shop *shop.Shop
}

func (h rewardShelf) routes(r *router) {
	handle(r, operation{
		ID: "listRewards", Method: http.MethodGet, Path: "/rewards", Tag: "Shop", Summary: "What is in the shop",
		Details: "By price. Experts see what a reward is to them; staff see what is archived, too.",
	}, h.list)
	handle(r, operation{
		ID: "createReward", Method: http.MethodPost, Path: "/rewards", Tag: "Shop", Summary: "Put a reward into the shop",
		Status: http.StatusCreated,
	}, h.create)
	handle(r, operation{
		ID: "updateReward", Method: http.MethodPatch, Path: "/rewards/{id}", Tag: "Shop", Summary: "Change or archive a reward",
		Details: "Stock takes what remains with it, and cannot go below what is taken. A higher price of what is on the shelf counts after seven days.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "putOnWishList", Method: http.MethodPut, Path: "/rewards/{id}/wish-list", Tag: "Shop", Summary: "Save up for a reward",
		Details: "Twelve at most. Others see how many do, and not who.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.wish)
	handle(r, operation{
		ID: "takeOffWishList", Method: http.MethodDelete, Path: "/rewards/{id}/wish-list", Tag: "Shop", Summary: "Save up for it no longer",
	}, h.unwish)
	handle(r, operation{
		ID: "redeemReward", Method: http.MethodPost, Path: "/rewards/{id}/redemptions", Tag: "Shop", Summary: "Ask for a reward",
		Details: "Sets the points and one piece aside until it is decided.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitRedemptions},
	}, h.redeem)
}

func (h rewardShelf) list(ctx context.Context, in *Page) (*body[storage.List[storage.Reward]], error) {
	return reply(h.c.Views.Rewards(ctx, actor(ctx), h.c.BrandNow(), in.page()))
}

// NewReward is a reward that is to be added.
type NewReward struct {
	Name        string        `json:"name" minLength:"1" maxLength:"120"`
	Description string        `json:"description,omitempty" maxLength:"2000"`
	Picture     string        `json:"picture,omitempty" maxLength:"60" doc:"Name of a built-in picture."`
	Price       domain.Points `json:"price" minimum:"1" maximum:"1000000"`
	Stock       int           `json:"stock" minimum:"0" maximum:"100000"`
	PerPerson   int           `json:"perPerson,omitempty" minimum:"1" maximum:"1000" default:"1"`
	MinLevel    int           `json:"minLevel,omitempty" minimum:"0" maximum:"4"`
	Limited     bool          `json:"limited,omitempty" doc:"It goes out in drops alone."`
	OnSaleAt    *time.Time    `json:"onSaleAt,omitempty" doc:"Its release. Seniors have it a day before."`
	Charity     bool          `json:"charity,omitempty" doc:"Points go to a cause; the price is the least that one gives."`
	Match       int           `json:"match,omitempty" minimum:"0" maximum:"300" doc:"Percent that the brand adds to a gift."`
}

func (h rewardShelf) create(ctx context.Context, in *body[NewReward]) (*taggedBody[storage.Reward], error) {
	b := in.Body
	added, err := h.shop.AddReward(ctx, shop.Reward{
		Name: b.Name, Description: b.Description, Picture: b.Picture, Price: b.Price, Stock: b.Stock,
		PerPerson: b.PerPerson, MinLevel: b.MinLevel, Limited: b.Limited,
		OnSaleAt: released(b.OnSaleAt), Charity: b.Charity, Match: b.Match,
	})
	return h.show(ctx, added.ID, err)
}

func released(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return at.UTC()
}

func (h rewardShelf) show(ctx context.Context, id domain.RewardID, err error) (*taggedBody[storage.Reward], error) {
	if err != nil {
		return nil, err
	}
	r, err := h.c.Views.Reward(ctx, actor(ctx), h.c.BrandNow(), id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.Reward]{versionTag(r.Version), r}, nil
}

// RewardChange is what changes of a reward; what is absent stays.
type RewardChange struct {
	Name        *string        `json:"name,omitempty" minLength:"1" maxLength:"120"`
	Description *string        `json:"description,omitempty" maxLength:"2000"`
	Picture     *string        `json:"picture,omitempty" maxLength:"60"`
	Price       *domain.Points `json:"price,omitempty" minimum:"1" maximum:"1000000"`
	Stock       *int           `json:"stock,omitempty" minimum:"0" maximum:"100000"`
	PerPerson   *int           `json:"perPerson,omitempty" minimum:"1" maximum:"1000"`
	MinLevel    *int           `json:"minLevel,omitempty" minimum:"0" maximum:"4"`
	Limited     *bool          `json:"limited,omitempty"`
	OnSaleAt    *time.Time     `json:"onSaleAt,omitempty" doc:"Its release; a time that is past releases it."`
	Match       *int           `json:"match,omitempty" minimum:"0" maximum:"300"`
	Archived    *bool          `json:"archived,omitempty"`
	Version     int            `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but what is on or off changes.
func (c RewardChange) switches() bool {
	return c.Name == nil && c.Description == nil && c.Picture == nil && c.Price == nil && c.Stock == nil && c.PerPerson == nil && c.MinLevel == nil &&
		c.OnSaleAt == nil && c.Match == nil
}

type rewardInput struct {
	ByID[domain.RewardID]
	IfMatch

	Body RewardChange
}

func (h rewardShelf) change(ctx context.Context, in *rewardInput) (*taggedBody[storage.Reward], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	r, err := h.shop.ChangeReward(ctx, in.ID, shop.Change{
		Name: b.Name, Description: b.Description, Picture: b.Picture, Price: b.Price, Stock: b.Stock,
		PerPerson: b.PerPerson, MinLevel: b.MinLevel, Limited: b.Limited, OnSaleAt: b.OnSaleAt, Match: b.Match,
		Archived: b.Archived, Version: v,
	})
	return h.show(ctx, r.ID, err)
}

func (h rewardShelf) wish(ctx context.Context, in *ByID[domain.RewardID]) (*none, error) {
	return done(h.shop.PutOnWishList(ctx, actor(ctx).Expert(), in.ID))
}

func (h rewardShelf) unwish(ctx context.Context, in *ByID[domain.RewardID]) (*none, error) {
	return done(h.shop.TakeOffWishList(ctx, actor(ctx).Expert(), in.ID))
}

type redeemInput struct {
	ByID[domain.RewardID]

	Body *RedeemTerms
}

// RedeemTerms is what a buyer has seen and wants.
type RedeemTerms struct {
	Price  domain.Points `json:"price,omitempty" minimum:"1" maximum:"1000000" doc:"That the buyer saw: what costs more by now is refused with price_rose."`
	Points domain.Points `json:"points,omitempty" minimum:"1" maximum:"1000000" doc:"To a cause: how many they give."`
	Match  *int          `json:"match,omitempty" minimum:"0" maximum:"300" doc:"Percent that the buyer saw the brand add to a gift: when it adds less by now, that is refused with match_fell."`
}

func (h rewardShelf) redeem(ctx context.Context, in *redeemInput) (*body[storage.Redemption], error) {
	var want shop.Terms
	if in.Body != nil {
		want = shop.Terms{Price: in.Body.Price, Gift: in.Body.Points, Match: in.Body.Match}
	}
	r, err := h.shop.Redeem(ctx, actor(ctx).Expert(), in.ID, want)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Redemption(ctx, actor(ctx), r.ID))
}
