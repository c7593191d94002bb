package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
)

type redemptions struct {
	c    Config
	shop *shop.Shop
}

func (h redemptions) routes(r *router) {
	handle(r, operation{
		ID: "listMyRedemptions", Method: http.MethodGet, Path: "/me/redemptions", Tag: "Shop", Summary: "What I asked for",
		Details: "Newest first.",
	}, h.mine)
	handle(r, operation{
		ID: "listRedemptions", Method: http.MethodGet, Path: "/redemptions", Tag: "Shop", Summary: "What experts asked for",
		Details: "Newest first.",
	}, h.list)
	decide := func(id, action, summary string) operation {
		return operation{
			ID: id, Method: http.MethodPost, Path: "/redemptions/{id}/" + action, Tag: "Shop", Summary: summary,
			Errors: []int{http.StatusNotFound, http.StatusConflict},
		}
	}
	handle(r, decide("approveRedemption", "approvals", "Decide that it will come, and spend the points"), h.approve)
	handle(r, decide("refuseRedemption", "refusals", "Decide that it will not come, and return points and piece"), h.refuse)
	handle(r, decide("shipRedemption", "shipments", "Send it off"), h.ship)
	handle(r, decide("deliverRedemption", "deliveries", "Note that it arrived"), h.deliver)
	handle(r, decide("cancelRedemption", "cancellations", "Take it back, and return points and piece"), h.cancel)
}

func (h redemptions) mine(ctx context.Context, in *Page) (*body[storage.List[storage.Redemption]], error) {
	return reply(h.c.Views.Redemptions(ctx, actor(ctx), "", in.page()))
}

type redemptionsInput struct {
	Page

	State shop.State `query:"state" enum:"requested,approved,shipped,delivered,cancelled" doc:"Only those; all when absent."`
}

func (h redemptions) list(ctx context.Context, in *redemptionsInput) (*body[storage.List[storage.Redemption]], error) {
	return reply(h.c.Views.Redemptions(ctx, actor(ctx), in.State, in.page()))
}

// show answers with what a redemption became.
func (h redemptions) show(ctx context.Context, r shop.Redemption, err error) (*body[storage.Redemption], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Redemption(ctx, actor(ctx), r.ID))
}

func (h redemptions) approve(ctx context.Context, in *ByID[domain.RedemptionID]) (*body[storage.Redemption], error) {
	r, err := h.shop.Approve(ctx, actor(ctx), in.ID)
	return h.show(ctx, r, err)
}

type refusalInput struct {
	ByID[domain.RedemptionID]

	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"The expert reads it."`
	}
}

func (h redemptions) refuse(ctx context.Context, in *refusalInput) (*body[storage.Redemption], error) {
	r, err := h.shop.Refuse(ctx, actor(ctx), in.ID, in.Body.Reason)
	return h.show(ctx, r, err)
}

type shipmentInput struct {
	ByID[domain.RedemptionID]

	Body struct {
		Tracking string `json:"tracking,omitempty" maxLength:"200"`
	}
}

func (h redemptions) ship(ctx context.Context, in *shipmentInput) (*body[storage.Redemption], error) {
	r, err := h.shop.Ship(ctx, in.ID, in.Body.Tracking)
	return h.show(ctx, r, err)
}

func (h redemptions) deliver(ctx context.Context, in *ByID[domain.RedemptionID]) (*body[storage.Redemption], error) {
	r, err := h.shop.Deliver(ctx, in.ID)
	return h.show(ctx, r, err)
}

type cancellationInput struct {
	ByID[domain.RedemptionID]

	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

func (h redemptions) cancel(ctx context.Context, in *cancellationInput) (*body[storage.Redemption], error) {
	r, err := h.shop.Cancel(ctx, actor(ctx), in.ID, in.Body.Reason)
	return h.show(ctx, r, err)
}
