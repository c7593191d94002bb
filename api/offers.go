package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

type offers struct {
	c    Config
	desk *desk.Desk
}

func (h offers) routes(r *router) {
	handle(r, operation{
		ID: "listMyOffers", Method: http.MethodGet, Path: "/me/offers", Tag: "Offers", Summary: "What is offered to me",
		Details: "Each offer stands for 20 seconds and says why it came to you. Letting it pass is free.",
	}, h.mine)
	handle(r, operation{
		ID: "listMyPastOffers", Method: http.MethodGet, Path: "/me/past-offers", Tag: "Offers", Summary: "What was offered to me, and why",
		Details: "Newest first, whatever became of it. It has no words of customers: somebody else may have answered them.",
	}, h.past)
	handle(r, operation{
		ID: "acceptOffer", Method: http.MethodPost, Path: "/offers/{id}/acceptances", Tag: "Offers", Summary: "Accept an offer",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone},
	}, h.accept)
	handle(r, operation{
		ID: "declineOffer", Method: http.MethodPost, Path: "/offers/{id}/declines", Tag: "Offers", Summary: "Let an offer pass",
		Status: http.StatusNoContent, Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusGone},
	}, h.decline)
	handle(r, operation{
		ID: "listMySeats", Method: http.MethodGet, Path: "/me/seats", Tag: "Offers", Summary: "My places for a conversation",
	}, h.seats)
	handle(r, operation{
		ID: "listConversationOffers", Method: http.MethodGet, Path: "/conversations/{id}/offers", Tag: "Offers",
		Summary: "Every offer of a conversation, and why", Errors: []int{http.StatusNotFound},
	}, h.of)
}

func (h offers) mine(ctx context.Context, _ *none) (*body[storage.List[storage.OfferView]], error) {
	return items(h.c.Views.OpenOffersOf(ctx, actor(ctx).Expert(), requestOf(ctx).language, h.c.BrandNow()))
}

func (h offers) past(ctx context.Context, in *Page) (*body[storage.List[storage.PastOfferView]], error) {
	return reply(h.c.Views.PastOffers(ctx, actor(ctx), requestOf(ctx).language, in.page()))
}

func (h offers) accept(ctx context.Context, in *ByID[domain.OfferID]) (*body[storage.ConversationView], error) {
	id, err := h.desk.Accept(ctx, actor(ctx).Expert(), in.ID)
	return showConversation(ctx, h.c.Views, id, err)
}

func (h offers) decline(ctx context.Context, in *ByID[domain.OfferID]) (*none, error) {
	return done(h.desk.Decline(ctx, actor(ctx).Expert(), in.ID))
}

func (h offers) seats(ctx context.Context, _ *none) (*body[storage.List[storage.SeatView]], error) {
	return items(h.c.Views.SeatsOf(ctx, actor(ctx).Expert()))
}

func (h offers) of(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.List[storage.OfferRecordView]], error) {
	return items(h.c.Views.OffersOf(ctx, actor(ctx), in.ID))
}
