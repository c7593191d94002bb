package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/storage"
)

// suggestions are what was learned from closed conversations.
type suggestions struct {
	c           Config
	suggestions *insight.Suggestions
}

func (h suggestions) routes(r *router) {
	handle(r, operation{
		ID: "getSuggestions", Method: http.MethodGet, Path: "/conversations/{id}/suggestions", Tag: "Conversations",
		Summary: "The likely reason, and similar questions that were solved",
		Details: "From what the customer wrote so far. Of similar questions that others answered, experts see what it was about, the fact " +
			"cards that were shown and whom to ask: never the customer's words, never a sentence to paste.",
		Errors: []int{http.StatusNotFound},
	}, h.suggest)
	handle(r, operation{
		ID: "getLearning", Method: http.MethodGet, Path: "/contact-reasons/learning", Tag: "Brand",
		Summary: "How suggestions of contact reasons do",
		Details: "Versions, each measured on conversations that it never learned from and on what people decided while it suggested.",
	}, h.learning)
}

func (h suggestions) suggest(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.SuggestionsView], error) {
	text, err := h.c.Views.Asked(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	s, err := h.suggestions.Suggest(ctx, in.ID, text)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Suggestions(ctx, actor(ctx), requestOf(ctx).language, s))
}

func (h suggestions) learning(ctx context.Context, _ *struct{}) (*body[storage.LearningView], error) {
	return reply(h.c.Views.Learning(ctx, requestOf(ctx).language, h.c.BrandNow()))
}
