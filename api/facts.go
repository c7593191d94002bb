package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/storage"
)

type facts struct {
	c         Config
	knowledge *knowledge.Knowledge
}

func (h facts) routes(r *router) {
	handle(r, operation{
		ID: "listFacts", Method: http.MethodGet, Path: "/facts", Tag: "Knowledge", Summary: "What the brand knows to be true",
		Details: "By title. Only managers see archived facts. The words of a query must all occur.",
	}, h.list)
	handle(r, operation{
		ID: "createFact", Method: http.MethodPost, Path: "/facts", Tag: "Knowledge", Summary: "Add a fact", Status: http.StatusCreated,
	}, h.create)
	handle(r, operation{
		ID: "changeFact", Method: http.MethodPatch, Path: "/facts/{id}", Tag: "Knowledge", Summary: "Change or archive a fact",
		Details: "Messages keep the card that they were sent with.",
		Errors:  []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "listFittingFacts", Method: http.MethodGet, Path: "/conversations/{id}/facts", Tag: "Knowledge",
		Summary: "Facts that fit a conversation",
		Details: "Of its product, its reason and its language, what fits best first. With a query: all facts with its words. " +
			"They are cards to put under one's own words, at most three a message.",
		Errors: []int{http.StatusNotFound},
	}, h.fitting)
}

type factsInput struct {
	Page

	Archived  bool             `query:"archived" doc:"Also the archived ones."`
	ProductID domain.ProductID `query:"productId" maxLength:"64"`
	ReasonID  domain.ReasonID  `query:"reasonId" maxLength:"64" doc:"Facts of its group count too."`
	Language  domain.Language  `query:"language" maxLength:"3"`
	Query     string           `query:"query" maxLength:"100"`
}

func (h facts) list(ctx context.Context, in *factsInput) (*body[storage.List[storage.FactView]], error) {
	return reply(h.c.Views.Facts(ctx, storage.FactsFor{
		Archived: in.Archived && actor(ctx).Staff(), Product: in.ProductID, Reason: in.ReasonID, Language: in.Language, Query: in.Query,
	}, in.page()))
}

// NewFact is a fact that is to be added.
type NewFact struct {
	ProductID domain.ProductID `json:"productId,omitempty" maxLength:"64" doc:"Absent: of every product."`
	ReasonID  domain.ReasonID  `json:"reasonId,omitempty" maxLength:"64" doc:"Absent: of every reason; a group stands for its reasons."`
	Language  domain.Language  `json:"language" minLength:"2" maxLength:"3"`
	Title     string           `json:"title" minLength:"1" maxLength:"80"`
	Body      string           `json:"body" minLength:"1" maxLength:"400"`
	Source    string           `json:"source" minLength:"1" maxLength:"120" doc:"Where it is from, in words."`
	URL       string           `json:"url,omitempty" maxLength:"500" doc:"The source's page."`
}

func (h facts) create(ctx context.Context, in *body[NewFact]) (*taggedBody[storage.FactView], error) {
	b := in.Body
	added, err := h.knowledge.AddFact(ctx, knowledge.Fact{
		Product: b.ProductID, Reason: b.ReasonID, Language: b.Language, Title: b.Title, Body: b.Body, Source: b.Source, URL: b.URL,
	})
	return h.show(ctx, added.ID, err)
}

func (h facts) show(ctx context.Context, id domain.FactID, err error) (*taggedBody[storage.FactView], error) {
	if err != nil {
		return nil, err
	}
	f, err := h.c.Views.Fact(ctx, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.FactView]{versionTag(f.Version), f}, nil
}

// FactChange is what changes of a fact; what is absent stays.
type FactChange struct {
	ProductID *domain.ProductID `json:"productId,omitempty" maxLength:"64" doc:"Empty: of every product."`
	ReasonID  *domain.ReasonID  `json:"reasonId,omitempty" maxLength:"64" doc:"Empty: of every reason."`
	Language  *domain.Language  `json:"language,omitempty" minLength:"2" maxLength:"3"`
	Title     *string           `json:"title,omitempty" minLength:"1" maxLength:"80"`
	Body      *string           `json:"body,omitempty" minLength:"1" maxLength:"400"`
	Source    *string           `json:"source,omitempty" minLength:"1" maxLength:"120"`
	URL       *string           `json:"url,omitempty" maxLength:"500"`
	Archived  *bool             `json:"archived,omitempty"`
	Version   int               `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but what is on or off changes.
func (c FactChange) switches() bool {
	return c.ProductID == nil && c.ReasonID == nil && c.Language == nil && c.Title == nil && c.Body == nil && c.Source == nil && c.URL == nil
}

type factInput struct {
	ByID[domain.FactID]
	IfMatch

	Body FactChange
}

func (h facts) change(ctx context.Context, in *factInput) (*taggedBody[storage.FactView], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	f, err := h.knowledge.ChangeFact(ctx, in.ID, knowledge.Change{
		Product: b.ProductID, Reason: b.ReasonID, Language: b.Language, Title: b.Title, Body: b.Body, Source: b.Source, URL: b.URL,
		Archived: b.Archived, Version: v,
	})
	return h.show(ctx, f.ID, err)
}

type fittingInput struct {
	ByID[domain.ConversationID]

	Query string `query:"query" maxLength:"100" doc:"Words that all occur; without them, what fits."`
}

func (h facts) fitting(ctx context.Context, in *fittingInput) (*body[storage.List[storage.FactView]], error) {
	return items(h.c.Views.FittingFacts(ctx, actor(ctx), in.ID, in.Query))
}
