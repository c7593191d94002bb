package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// ReadArticle is an article as everybody may read it.
type ReadArticle struct {
	ID           knowledge.ArticleID   `json:"id"`
	Language     domain.Language       `json:"language"`
	Slug         string                `json:"slug" doc:"It stands at /help/{language}/{slug}."`
	Kind         knowledge.ArticleKind `json:"kind" enum:"article,manual"`
	ProductID    domain.ProductID      `json:"productId,omitempty" doc:"Absent: of every product."`
	Product      string                `json:"product,omitempty"`
	No           int                   `json:"no" doc:"The version."`
	Title        string                `json:"title"`
	Summary      string                `json:"summary"`
	Blocks       []knowledge.Block     `json:"blocks" nullable:"false"`
	PublishedAt  Time                  `json:"publishedAt"`
	Translations []ReadTranslation     `json:"translations" nullable:"false" doc:"The same in other languages."`
}

// ReadTranslation is where the same stands in another language.
type ReadTranslation struct {
	Language domain.Language `json:"language"`
	Slug     string          `json:"slug"`
}

const fromRead = ` FROM articles a JOIN article_versions n ON n.article_id = a.id AND n.no = a.published
	LEFT JOIN products p ON p.id = a.product_id WHERE a.state <> 'archived' AND `

// ArticleAt is the article that is read at an address, or refuses
// knowledge.ErrUnknownArticle.
func (v Views) ArticleAt(ctx context.Context, l domain.Language, slug string) (ReadArticle, error) {
	return v.read(ctx, "a.language = ? AND a.slug = ?", l, slug)
}

// ArticleToRead is an article that is read, or refuses knowledge.ErrUnknownArticle.
func (v Views) ArticleToRead(ctx context.Context, id knowledge.ArticleID) (ReadArticle, error) {
	return v.read(ctx, "a.id = ?", id)
}

func (v Views) read(ctx context.Context, where string, args ...any) (ReadArticle, error) {
	var r struct {
		ID, TopicID knowledge.ArticleID
		Language    domain.Language
		Slug        string
		Kind        knowledge.ArticleKind
		ProductID   *domain.ProductID
		Product     *string
		No          int
		Title       string
		Summary     string
		Body        string
		PublishedAt Time
	}
	found, err := v.maybe(ctx, &r, `SELECT a.id, a.topic_id, a.language, a.slug, a.kind, a.product_id, p.name AS product, n.no, n.title, n.summary,
		n.body, a.published_at`+fromRead+where, args...)
	if err != nil || !found {
		return ReadArticle{}, orRefuse(wrapped(err, "read an article"), knowledge.ErrUnknownArticle)
	}
	out := ReadArticle{
		ID: r.ID, Language: r.Language, Slug: r.Slug, Kind: r.Kind, ProductID: orEmpty(r.ProductID), Product: deref(r.Product), No: r.No,
		Title: r.Title, Summary: r.Summary, Blocks: list0(knowledge.Parse(r.Body)), PublishedAt: r.PublishedAt,
	}
	err = v.all(ctx, &out.Translations, "SELECT a.language, a.slug"+fromRead+"a.topic_id = ? AND a.id <> ? ORDER BY a.language", r.TopicID, r.ID)
	out.Translations = list0(out.Translations)
	return out, wrapped(err, "read the translations of %s", r.ID)
}

// ShelfEntry is an article in the list that everybody reads.
type ShelfEntry struct {
	ID          knowledge.ArticleID
	TopicID     knowledge.ArticleID
	Language    domain.Language
	Slug        string
	Kind        knowledge.ArticleKind
	Product     string
	Title       string
	Summary     string
	PublishedAt Time
}

// maxShelf bounds what is listed in one go.
const maxShelf = 2000

// Shelf lists what is read in a language, or in every one for the empty language:
// by product, what is about every product first, and then by title.
func (v Views) Shelf(ctx context.Context, l domain.Language) (all []ShelfEntry, err error) {
	err = v.all(ctx, &all, `SELECT a.id, a.topic_id, a.language, a.slug, a.kind, COALESCE(p.name, '') AS product, n.title, n.summary, a.published_at`+
		fromRead+"(a.language = ? OR ? = '') ORDER BY COALESCE(p.name, ''), n.title, a.id LIMIT ?", l, l, maxShelf)
	return all, wrapped(err, "list what is read")
}

// ArticleText is an article as it is searched: what it says, and how its readers
// voted.
type ArticleText struct {
	ID        knowledge.ArticleID
	Language  domain.Language
	Slug      string
	Kind      knowledge.ArticleKind
	ProductID domain.ProductID // empty: of every product
	No        int
	Title     string
	Summary   string
	Body      string // markup; knowledge.Plain is its text
	Helped    int
	NotHelped int
}

// ArticleTexts are the articles that are read, by id, after the given one.
func (v Views) ArticleTexts(ctx context.Context, after knowledge.ArticleID, limit int) ([]ArticleText, error) {
	return v.articleTexts(ctx, "a.id > ? ORDER BY a.id LIMIT ?", after, limit)
}

// ArticleTextOf is an article as it is searched; false: nobody reads it.
func (v Views) ArticleTextOf(ctx context.Context, id knowledge.ArticleID) (ArticleText, bool, error) {
	all, err := v.articleTexts(ctx, "a.id = ?", id)
	if err != nil || len(all) == 0 {
		return ArticleText{}, false, err
	}
	return all[0], true, nil
}

func (v Views) articleTexts(ctx context.Context, where string, args ...any) (all []ArticleText, err error) {
	err = v.all(ctx, &all, `SELECT a.id, a.language, a.slug, a.kind, COALESCE(a.product_id, '') AS product_id, n.no, n.title, n.summary, n.body,
		(SELECT COUNT(*) FROM article_votes t WHERE t.article_id = a.id AND t.no >= a.words_no AND t.helped) AS helped,
		(SELECT COUNT(*) FROM article_votes t WHERE t.article_id = a.id AND t.no >= a.words_no AND NOT t.helped) AS not_helped`+fromRead+where, args...)
	return all, wrapped(err, "read articles to search")
}
