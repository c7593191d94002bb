package api

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/search"
	"github.com/kennerhq/kenner/storage"
)

// searches is the search of the help centre: for everybody, and what staff learn
// from it.
type searches struct {
	c        Config
	library  *knowledge.Library
	searches *knowledge.Searches
}

const tagSearches = "Help search"

// Answers come while somebody types, about three times a second; searches are
// kept when they stop.
var (
	limitAnswers  = open("answers", perIP, 120, time.Minute)
	limitSearches = open("searches", perIP, 30, time.Minute)
	limitOutcomes = open("search-outcomes", perIP, 60, time.Minute)
)

func (h searches) routes(r *router) {
	ended := []int{http.StatusNotFound, http.StatusConflict}
	handle(r, operation{
		ID: "listAnswers", Method: http.MethodGet, Path: "/answers", Tag: tagSearches, Summary: "What may answer what somebody is typing",
		Details: "Articles with every word, then those with most of them; the last word may go on, and a letter or two may be wrong. " +
			"Articles that helped too few of their readers are left out. Nothing is kept.",
		Limits: []limit{limitAnswers},
	}, h.answers)
	handle(r, operation{
		ID: "keepSearch", Method: http.MethodPost, Path: "/searches", Tag: tagSearches, Summary: "Search the help centre",
		Details: "What was typed is kept for half a year, without who typed it, and with what became of it: within a day, whoever has its id says so.",
		Status:  http.StatusCreated, Limits: []limit{limitSearches}, NoKey: true,
	}, h.keep)
	handle(r, operation{
		ID: "openAnswer", Method: http.MethodPost, Path: "/searches/{id}/openings", Tag: tagSearches, Summary: "Say that an article was read",
		Errors: ended, Limits: []limit{limitOutcomes}, NoKey: true,
	}, h.open)
	handle(r, operation{
		ID: "endSearch", Method: http.MethodPost, Path: "/searches/{id}/outcomes", Tag: tagSearches, Summary: "Say how a search ended",
		Details: "Solved by an article, or a person was asked; who asks after all has asked.",
		Errors:  ended, Limits: []limit{limitOutcomes}, NoKey: true,
	}, h.end)
	handle(r, operation{
		ID: "listSearchTerms", Method: http.MethodGet, Path: "/search-terms", Tag: tagSearches, Summary: "What readers typed, and what became of it",
		Details: "The hundred that were typed most, or that are most to be answered.",
	}, h.terms)
	handle(r, operation{
		ID: "listDeflections", Method: http.MethodGet, Path: "/deflections", Tag: tagSearches, Summary: "What articles did for those who searched",
		Details: "The hundred that were shown most, and those that are not shown because they helped too few.",
	}, h.deflections)
	handle(r, operation{
		ID: "exportSearchTerms", Method: http.MethodGet, Path: "/search-terms/export", Tag: tagSearches, Summary: "What readers typed, as CSV",
	}, h.exportTerms)
	handle(r, operation{
		ID: "exportDeflections", Method: http.MethodGet, Path: "/deflections/export", Tag: tagSearches, Summary: "What articles did for those who searched, as CSV",
	}, h.exportDeflections)
}

// mostListed is how many lines the lists of searches have.
const mostListed = 100

// Searched is what somebody typed.
type Searched struct {
	Text      string           `json:"text" maxLength:"200"`
	Language  domain.Language  `json:"language" minLength:"2" maxLength:"3"`
	ProductID domain.ProductID `json:"productId,omitempty" maxLength:"64" doc:"Whose articles come first."`
	Most      int              `json:"most,omitempty" minimum:"1" maximum:"5" doc:"How many can be shown: no more are counted as shown. Absent: five."`
}

type typedInput struct {
	Text      string           `query:"text" maxLength:"200" required:"true"`
	Language  domain.Language  `query:"language" minLength:"2" maxLength:"3" required:"true"`
	ProductID domain.ProductID `query:"productId" maxLength:"64" doc:"Whose articles come first."`
	Most      int              `query:"most" minimum:"1" maximum:"5" default:"5" doc:"How many can be shown."`
}

// find returns what may answer a text, best first. More are looked for than are
// shown, because some may have helped too few.
func (h searches) find(ctx context.Context, s Searched, typing bool) ([]storage.FoundAnswer, error) {
	ids := h.library.Find(search.Query{
		Text: s.Text, Language: s.Language, Product: s.ProductID, Typing: typing, Limit: 2 * knowledge.MostShown,
	})
	all, err := h.c.Views.Answers(ctx, ids, true)
	return all[:min(len(all), cmp.Or(s.Most, knowledge.MostShown))], err
}

func (h searches) answers(ctx context.Context, in *typedInput) (*body[storage.List[storage.FoundAnswer]], error) {
	return items(h.find(ctx, Searched{in.Text, in.Language, in.ProductID, in.Most}, true))
}

// KeptSearch is a search with what it found.
type KeptSearch struct {
	ID    knowledge.SearchID    `json:"id"`
	Items []storage.FoundAnswer `json:"items" nullable:"false"`
}

func (h searches) keep(ctx context.Context, in *body[Searched]) (*body[KeptSearch], error) {
	all, err := h.find(ctx, in.Body, true)
	if err != nil {
		return nil, err
	}
	s := knowledge.Search{Language: in.Body.Language, Term: in.Body.Text, Product: in.Body.ProductID}
	for _, a := range all {
		s.Shown = append(s.Shown, a.ID)
	}
	s, err = h.searches.Keep(ctx, s)
	return reply(KeptSearch{s.ID, append([]storage.FoundAnswer{}, all...)}, err)
}

type openingInput struct {
	ByID[knowledge.SearchID]

	Body struct {
		ArticleID knowledge.ArticleID `json:"articleId" minLength:"1" maxLength:"64"`
	}
}

func (h searches) open(ctx context.Context, in *openingInput) (*none, error) {
	return nil, h.searches.Open(ctx, in.ID, in.Body.ArticleID)
}

type outcomeInput struct {
	ByID[knowledge.SearchID]

	Body struct {
		Outcome   knowledge.SearchState `json:"outcome" enum:"solved,asked"`
		ArticleID knowledge.ArticleID   `json:"articleId,omitempty" maxLength:"64" doc:"What solved it."`
	}
}

func (h searches) end(ctx context.Context, in *outcomeInput) (*none, error) {
	if in.Body.Outcome == knowledge.SearchAsked {
		return nil, h.searches.Ask(ctx, in.ID)
	}
	return nil, h.searches.Solve(ctx, in.ID, in.Body.ArticleID)
}

// FiguresInput says of which days figures are. It is exported because it stands in
// other inputs: what is embedded in them must be.
type FiguresInput struct {
	Days int `query:"days" minimum:"1" maximum:"180" default:"30" doc:"How many days back."`
}

func (f FiguresInput) since(now time.Time) time.Time { return now.AddDate(0, 0, -f.Days) }

type termsInput struct {
	FiguresInput

	Failed bool `query:"failed" doc:"Only those that found nothing or after which a person was asked; what is still to be answered first."`
}

func (h searches) terms(ctx context.Context, in *termsInput) (*body[storage.List[storage.SearchTerm]], error) {
	return items(h.c.Views.SearchTerms(ctx, in.since(h.c.BrandNow()), in.Failed, mostListed))
}

func (h searches) deflections(ctx context.Context, in *FiguresInput) (*body[storage.List[storage.Deflection]], error) {
	return items(h.c.Views.Deflections(ctx, in.since(h.c.BrandNow()), mostListed))
}
