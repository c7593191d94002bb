package api

import (
	"context"
	"net/http"
	"net/url"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
)

// recruits is how customers are asked in the chat whether they would help others.
type recruits struct{ vetting *vetting.Vetting }

func (h recruits) routes(r *router) {
	handle(r, operation{
		ID: "askToHelp", Method: http.MethodPost, Path: "/conversations/{id}/recruits", Tag: "Conversations",
		Summary: "Whether the customer is asked to help others",
		Details: "For verified customers whose question was solved with four stars or more and to whom no promise was broken, while a vacancy asks in the chat. " +
			"Once for a vacancy: the same episode gives the same invitation, until it was used or declined.",
		Errors: []int{http.StatusNotFound}, Limits: []limit{limitRatings}, NoKey: true, // a link is never stored
	}, h.ask)
	handle(r, operation{
		ID: "declineToHelp", Method: http.MethodDelete, Path: "/conversations/{id}/recruits", Tag: "Conversations",
		Summary: "Say no to the invitation", Details: "Whoever says no is asked for no vacancy any more.", Errors: []int{http.StatusNotFound},
	}, h.decline)
}

// ChatInvitation is the invitation that a customer sees in the chat.
type ChatInvitation struct {
	Asked bool   `json:"asked" doc:"False: there is nothing to ask."`
	Title string `json:"title,omitempty" doc:"Of the vacancy, in a language of the customer."`
	Link  string `json:"link,omitempty" doc:"The customer's own link to the vacancy."`
}

func (h recruits) ask(ctx context.Context, in *ByID[domain.ConversationID]) (*body[ChatInvitation], error) {
	i, err := h.vetting.AskInChat(ctx, actor(ctx).Customer(), in.ID)
	if err != nil || i.Token == "" {
		return reply(ChatInvitation{}, err)
	}
	return reply(ChatInvitation{true, i.Vacancy.Texts[i.Language].Title, recruitLink(ctx, i.Vacancy.Slug, i.Token, i.Language)}, nil)
}

func (h recruits) decline(ctx context.Context, in *ByID[domain.ConversationID]) (*none, error) {
	return done(h.vetting.DeclineInChat(ctx, actor(ctx).Customer(), in.ID))
}

// recruitLink is the address of a personal invitation.
func recruitLink(ctx context.Context, slug, token string, language domain.Language) string {
	query := url.Values{"r": {token}, "l": {string(language)}}
	return requestOf(ctx).origin + "/join/" + slug + "?" + query.Encode()
}
