package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// craft is what helps an expert to answer well.
type craft struct{ c Config }

func (h craft) routes(r *router) {
	handle(r, operation{
		ID: "getEarlierConversation", Method: http.MethodGet, Path: "/conversations/{id}/earlier/{earlierId}", Tag: "Conversations",
		Summary: "An earlier conversation of the same customer",
		Details: "To be read by whoever holds this one, as long as they do.", Errors: []int{http.StatusNotFound},
	}, h.earlier)
	handle(r, operation{
		ID: "checkAlike", Method: http.MethodPost, Path: "/conversations/{id}/alikes", Tag: "Conversations",
		Summary: "Did I write this to others?",
		Details: "Compares a text with what you wrote to other customers in the last 30 days. It refuses nothing and stores nothing: " +
			"a message is never held back for it. Texts under 40 letters are never alike.",
		Errors: []int{http.StatusNotFound}, Limits: []limit{limitAlikes}, NoKey: true,
	}, h.alike)
	handle(r, operation{
		ID: "getMissedOffers", Method: http.MethodGet, Path: "/me/missed-offers", Tag: "Offers",
		Summary: "Offers that ran out while I was elsewhere", Details: "It costs nothing: only three in a row mean away.",
	}, h.missed)
}

type earlierInput struct {
	ByID[domain.ConversationID]

	EarlierID domain.ConversationID `path:"earlierId" maxLength:"64"`
}

func (h craft) earlier(ctx context.Context, in *earlierInput) (*body[storage.EarlierConversationView], error) {
	return reply(h.c.Views.EarlierConversation(ctx, actor(ctx), in.ID, in.EarlierID))
}

type alikeInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

func (h craft) alike(ctx context.Context, in *alikeInput) (*body[storage.AlikeView], error) {
	return reply(h.c.Views.Alike(ctx, actor(ctx), in.ID, in.Body.Text, h.c.BrandNow()))
}

type missedInput struct {
	Since time.Time `query:"since" doc:"From then on; at most the last seven days, and twelve hours when it is absent."`
}

func (h craft) missed(ctx context.Context, in *missedInput) (*body[storage.MissedOffersView], error) {
	return reply(h.c.Views.MissedOffers(ctx, actor(ctx).Expert(), in.Since, h.c.BrandNow()))
}
