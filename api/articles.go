package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/storage"
)

// articles is the help centre: for those who write and review it, and for those
// who read it.
type articles struct {
	c        Config
	articles *knowledge.Articles
}

const tagArticles = "Articles"

// Votes on articles are bounded for one customer, and for one address whichever
// door they come by: anybody can become a customer as often as they like. A preview
// stores nothing, but reads up to 120,000 letters.
var (
	limitVotes     = open("article-votes", perActor, 10, 24*time.Hour)
	limitVotesFrom = open("article-votes-from", perIP, 10, 24*time.Hour)
	limitPreviews  = open("article-previews", perActor, 60, time.Minute) // one comes whenever a writer pauses
)

func (h articles) routes(r *router) {
	editing := []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed}
	handle(r, operation{
		ID: "listArticles", Method: http.MethodGet, Path: "/articles", Tag: tagArticles, Summary: "Articles and manuals",
		Details: "What was written last first. Staff see all; experts what is published and their own, and from the level Senior on what waits for a review. " +
			"The words of a query must all occur.",
	}, h.list)
	handle(r, operation{
		ID: "beginArticle", Method: http.MethodPost, Path: "/articles", Tag: tagArticles, Summary: "Begin an article",
		Details: "A draft of whoever begins it: staff, and experts from the level Expert on. Its address is made of the title.",
		Status:  http.StatusCreated, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, h.begin)
	handle(r, operation{
		ID: "answerSearchTerm", Method: http.MethodPost, Path: "/search-terms/articles", Tag: tagSearches, Summary: "Begin the article that answers a term",
		Details: "A draft with the term as its title. A term has one article in a language: the second time, and of two at once, it answers with that one.",
		Errors:  []int{http.StatusForbidden, http.StatusConflict},
	}, h.answer)
	handle(r, operation{
		ID: "getArticle", Method: http.MethodGet, Path: "/articles/{id}", Tag: tagArticles, Summary: "An article as those who write it see it",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "saveArticle", Method: http.MethodPut, Path: "/articles/{id}/text", Tag: tagArticles, Summary: "Write the next version",
		Details: "Versions never change. Of a published article this begins a draft: what was published is read until the draft is.",
		Errors:  append(editing, http.StatusPreconditionRequired),
	}, h.save)
	handle(r, operation{
		ID: "changeArticle", Method: http.MethodPatch, Path: "/articles/{id}", Tag: tagArticles, Summary: "Keep an article: owner, product, address, day to look again, archive",
		Errors: append(editing, http.StatusPreconditionRequired),
	}, h.change)
	handle(r, operation{
		ID: "submitArticle", Method: http.MethodPost, Path: "/articles/{id}/submissions", Tag: tagArticles, Summary: "Ask for a review", Errors: editing,
	}, h.submit)
	handle(r, operation{
		ID: "withdrawArticle", Method: http.MethodPost, Path: "/articles/{id}/withdrawals", Tag: tagArticles, Summary: "Take an article back from review", Errors: editing,
	}, h.withdraw)
	handle(r, operation{
		ID: "checkArticle", Method: http.MethodPost, Path: "/articles/{id}/checks", Tag: tagArticles, Summary: "Say that an article is still true",
		Details: "Once its day to be looked at again has come. Somebody else reviews that, as they review a change.", Errors: editing,
	}, h.check)
	handle(r, operation{
		ID: "reviewArticle", Method: http.MethodPost, Path: "/articles/{id}/reviews", Tag: tagArticles, Summary: "Publish an article, or send it back",
		Details: "By staff, seniors and mentors who wrote nothing of it since it was published last.", Errors: editing,
	}, h.review)
	handle(r, operation{
		ID: "listArticleVersions", Method: http.MethodGet, Path: "/articles/{id}/versions", Tag: tagArticles, Summary: "The history of an article",
		Details: "The newest hundred versions, with what reviewers said.", Errors: []int{http.StatusNotFound},
	}, h.versions)
	handle(r, operation{
		ID: "getArticleVersion", Method: http.MethodGet, Path: "/articles/{id}/versions/{no}", Tag: tagArticles, Summary: "A version, with what changed",
		Errors: []int{http.StatusNotFound},
	}, h.version)
	handle(r, operation{
		ID: "previewArticle", Method: http.MethodPost, Path: "/article-previews", Tag: tagArticles, Summary: "A text as it would be shown, and how easily it can be read",
		Details: "It stores nothing.", NoKey: true, Limits: []limit{limitPreviews},
	}, h.preview)
	handle(r, operation{
		ID: "readArticle", Method: http.MethodGet, Path: "/published-articles/{id}", Tag: tagArticles, Summary: "An article as everybody reads it",
		Errors: []int{http.StatusNotFound},
	}, h.read)
	handle(r, operation{
		ID: "voteOnArticle", Method: http.MethodPut, Path: "/published-articles/{id}/vote", Tag: tagArticles, Summary: "Did that help?",
		Details: "One word of each reader about each article; the last one counts. Three readers of an address range are enough.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitVotes, limitVotesFrom},
	}, h.vote)
}

type articlesInput struct {
	Page

	State     knowledge.ArticleState `query:"state" enum:"draft,review,published,archived"`
	Language  domain.Language        `query:"language" maxLength:"3"`
	ProductID domain.ProductID       `query:"productId" maxLength:"64"`
	Due       bool                   `query:"due" doc:"Only those that are to be looked at again."`
	Query     string                 `query:"query" maxLength:"100"`
}

func (h articles) list(ctx context.Context, in *articlesInput) (*body[storage.List[storage.ArticleRow]], error) {
	return reply(h.c.Views.Articles(ctx, actor(ctx), storage.ArticlesFor{
		State: in.State, Language: in.Language, Product: in.ProductID, Due: in.Due, Query: in.Query,
	}, in.page(), h.c.BrandNow()))
}

// ArticleText is what an article says.
type ArticleText struct {
	Title   string `json:"title" minLength:"1" maxLength:"120"`
	Summary string `json:"summary" maxLength:"300" doc:"One or two sentences on one line; needed before a review."`
	Body    string `json:"body" maxLength:"120000" doc:"Headings by ## and ###, lists by - and 1., tips by >, **strong**, *stressed*, code in backticks, [links](https://…). 20,000 letters for an article."`
}

func (t ArticleText) text() knowledge.Text {
	return knowledge.Text{Title: t.Title, Summary: t.Summary, Body: t.Body}
}

// NewArticle is an article that somebody begins.
type NewArticle struct {
	ArticleText

	Kind          knowledge.ArticleKind `json:"kind" enum:"article,manual"`
	Language      domain.Language       `json:"language" minLength:"2" maxLength:"3"`
	ProductID     domain.ProductID      `json:"productId,omitempty" maxLength:"64" doc:"Absent: of every product."`
	TranslationOf knowledge.ArticleID   `json:"translationOf,omitempty" maxLength:"64" doc:"The same in another language."`
	Asked         string                `json:"asked,omitempty" maxLength:"200" doc:"What somebody searched for in vain; its words are kept. A term has one article in a language."`
}

func (h articles) begin(ctx context.Context, in *body[NewArticle]) (*taggedBody[storage.ArticleView], error) {
	b := in.Body
	return h.show(ctx)(h.articles.Begin(ctx, actor(ctx), knowledge.NewArticle{
		Kind: b.Kind, Language: b.Language, Product: b.ProductID, Of: b.TranslationOf, Asked: b.Asked, Text: b.text(),
	}))
}

// SearchTermToAnswer is what readers searched for in vain.
type SearchTermToAnswer struct {
	Language domain.Language `json:"language" minLength:"2" maxLength:"3"`
	Term     string          `json:"term" minLength:"1" maxLength:"200"`
}

func (h articles) answer(ctx context.Context, in *body[SearchTermToAnswer]) (*taggedBody[storage.ArticleView], error) {
	return h.show(ctx)(h.articles.Answer(ctx, actor(ctx), in.Body.Language, in.Body.Term))
}

// show answers with an article as it is now.
func (h articles) show(ctx context.Context) func(knowledge.Article, error) (*taggedBody[storage.ArticleView], error) {
	return func(a knowledge.Article, err error) (*taggedBody[storage.ArticleView], error) {
		if err != nil {
			return nil, err
		}
		v, err := h.c.Views.Article(ctx, actor(ctx), a.ID, h.c.BrandNow())
		if err != nil {
			return nil, err
		}
		return &taggedBody[storage.ArticleView]{versionTag(v.Version), v}, nil
	}
}

func (h articles) get(ctx context.Context, in *ByID[knowledge.ArticleID]) (*taggedBody[storage.ArticleView], error) {
	return h.show(ctx)(knowledge.Article{ID: in.ID}, nil)
}

type saveArticleInput struct {
	ByID[knowledge.ArticleID]
	IfMatch

	Body struct {
		ArticleText

		Version int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h articles) save(ctx context.Context, in *saveArticleInput) (*taggedBody[storage.ArticleView], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx)(h.articles.Save(ctx, actor(ctx), in.ID, in.Body.text(), v))
}

// ArticleChange is what staff change of an article beside its text; what is
// absent stays.
type ArticleChange struct {
	OwnerID   *domain.PersonID  `json:"ownerId,omitempty" maxLength:"64"`
	ProductID *domain.ProductID `json:"productId,omitempty" maxLength:"64" doc:"Empty: of every product."`
	Slug      *string           `json:"slug,omitempty" minLength:"1" maxLength:"80" doc:"Its name in addresses: small letters, digits and dashes."`
	ReviewOn  *string           `json:"reviewOn,omitempty" format:"date" doc:"The day on which it is to be looked at again."`
	Archived  *bool             `json:"archived,omitempty"`
	Version   int               `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

type changeArticleInput struct {
	ByID[knowledge.ArticleID]
	IfMatch

	Body ArticleChange
}

func (h articles) change(ctx context.Context, in *changeArticleInput) (*taggedBody[storage.ArticleView], error) {
	b := in.Body
	v, err := in.unless(ctx, b.OwnerID == nil && b.ProductID == nil && b.Slug == nil && b.ReviewOn == nil, b.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx)(h.articles.Change(ctx, actor(ctx), in.ID, knowledge.ArticleChange{
		Owner: b.OwnerID, Product: b.ProductID, Slug: b.Slug, ReviewOn: b.ReviewOn, Archived: b.Archived, Version: v,
	}))
}

type articleInput struct {
	ByID[knowledge.ArticleID]
	IfMatch
}

// moved does what moves an article from state to state.
func (h articles) moved(
	ctx context.Context, in *articleInput, do func(context.Context, domain.Actor, knowledge.ArticleID, int) (knowledge.Article, error),
) (*taggedBody[storage.ArticleView], error) {
	v, err := in.optional(0)
	if err != nil {
		return nil, err
	}
	return h.show(ctx)(do(ctx, actor(ctx), in.ID, v))
}

func (h articles) submit(ctx context.Context, in *articleInput) (*taggedBody[storage.ArticleView], error) {
	return h.moved(ctx, in, h.articles.Submit)
}

func (h articles) withdraw(ctx context.Context, in *articleInput) (*taggedBody[storage.ArticleView], error) {
	return h.moved(ctx, in, h.articles.Withdraw)
}

func (h articles) check(ctx context.Context, in *articleInput) (*taggedBody[storage.ArticleView], error) {
	return h.moved(ctx, in, h.articles.Check)
}

type reviewArticleInput struct {
	ByID[knowledge.ArticleID]

	Body struct {
		No      int               `json:"no" minimum:"1" doc:"The version that was read."`
		Verdict knowledge.Verdict `json:"verdict" enum:"publish,change"`
		Note    string            `json:"note,omitempty" maxLength:"1000" doc:"What should change; needed to send it back."`
	}
}

func (h articles) review(ctx context.Context, in *reviewArticleInput) (*taggedBody[storage.ArticleView], error) {
	b := in.Body
	return h.show(ctx)(h.articles.Review(ctx, actor(ctx), in.ID, knowledge.Judgement{No: b.No, Verdict: b.Verdict, Note: b.Note}))
}

func (h articles) versions(ctx context.Context, in *ByID[knowledge.ArticleID]) (*body[storage.List[storage.ArticleVersionRow]], error) {
	return items(h.c.Views.ArticleVersions(ctx, actor(ctx), in.ID, h.c.BrandNow()))
}

type articleVersionInput struct {
	ByID[knowledge.ArticleID]

	No    int `path:"no" minimum:"1" maximum:"1000000"`
	Since int `query:"since" minimum:"0" maximum:"1000000" doc:"The version to compare with; absent: the one before."`
}

func (h articles) version(ctx context.Context, in *articleVersionInput) (*body[storage.ArticleVersionView], error) {
	return reply(h.c.Views.ArticleVersion(ctx, actor(ctx), in.ID, in.No, in.Since, h.c.BrandNow()))
}

// ArticlePreview is a text as it would be shown.
type ArticlePreview struct {
	Blocks []knowledge.Block `json:"blocks" nullable:"false"`
	Ease   knowledge.Ease    `json:"ease"`
}

type previewInput struct {
	Body struct {
		Language domain.Language `json:"language" minLength:"2" maxLength:"3"`
		Body     string          `json:"body" maxLength:"120000"`
	}
}

func (h articles) preview(_ context.Context, in *previewInput) (*body[ArticlePreview], error) {
	blocks := knowledge.Parse(in.Body.Body)
	if blocks == nil {
		blocks = []knowledge.Block{}
	}
	return reply(ArticlePreview{blocks, knowledge.Readability(in.Body.Language, in.Body.Body)}, nil)
}

func (h articles) read(ctx context.Context, in *ByID[knowledge.ArticleID]) (*body[storage.ReadArticle], error) {
	return reply(h.c.Views.ArticleToRead(ctx, in.ID))
}

type voteInput struct {
	ByID[knowledge.ArticleID]

	Body struct {
		Helped bool `json:"helped"`
	}
}

func (h articles) vote(ctx context.Context, in *voteInput) (*none, error) {
	return nil, h.articles.Vote(ctx, knowledge.Vote{
		Article: in.ID, Voter: string(actor(ctx).Customer()), Network: h.c.Network(requestOf(ctx).ip), Helped: in.Body.Helped,
	})
}
