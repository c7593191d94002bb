package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/roster"
)

var _ knowledge.ArticleStore = Tx{}

// Articles runs a use case of articles in one transaction.
func (db *DB) Articles(ctx context.Context, fn func(knowledge.ArticleStore) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// Spoken are the brand's languages and its time zone.
func (tx Tx) Spoken() ([]domain.Language, *time.Location, error) {
	var r struct{ Languages, TimeZone string }
	found, err := tx.maybe(&r, "SELECT languages, time_zone FROM brand WHERE id = 1")
	if err == nil && !found {
		err = errNoBrand
	}
	if err != nil {
		return nil, nil, wrapped(err, "read the brand's languages")
	}
	var spoken []domain.Language
	if err := fromJSON("brand.languages", r.Languages, &spoken); err != nil {
		return nil, nil, err
	}
	zone, err := time.LoadLocation(r.TimeZone)
	return spoken, zone, wrapped(err, "load time zone %s", r.TimeZone)
}

// MayOwn reports whether somebody may see to an article.
func (tx Tx) MayOwn(id domain.PersonID) (may bool, err error) {
	return tx.maybe(new(int), `SELECT 1 FROM people p LEFT JOIN experts e ON e.id = p.id WHERE p.id = ? AND p.disabled_at IS NULL
		AND (p.role = 'manager' OR p.role = 'admin' OR (e.state = 'active' AND e.level >= ?))`, id, roster.FullExpert)
}

type articleRow struct {
	ID          knowledge.ArticleID
	TopicID     knowledge.ArticleID
	Language    domain.Language
	Slug        string
	Kind        knowledge.ArticleKind
	State       knowledge.ArticleState
	ProductID   *domain.ProductID
	OwnerID     domain.PersonID
	Newest      int
	Published   *int
	WordsNo     int
	ReviewOn    *string
	Asked       string
	Version     int
	CreatedBy   domain.PersonID
	CreatedAt   Time
	PublishedAt *Time
	AuthorID    domain.PersonID
}

const articleColumns = `id, topic_id, language, slug, kind, state, product_id, owner_id, newest, published, review_on, asked, version, created_by,
	created_at, published_at, words_no`

func (r articleRow) article() knowledge.Article {
	return knowledge.Article{
		ID: r.ID, Topic: r.TopicID, Language: r.Language, Slug: r.Slug, Kind: r.Kind, State: r.State, Product: orEmpty(r.ProductID),
		Owner: r.OwnerID, Newest: r.Newest, Author: r.AuthorID, Published: deref(r.Published), WordsNo: r.WordsNo, ReviewOn: deref(r.ReviewOn), Asked: r.Asked,
		Version: r.Version, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.Time, PublishedAt: r.PublishedAt.OrZero(),
	}
}

// Article reads and locks an article.
func (tx Tx) Article(id knowledge.ArticleID) (knowledge.Article, error) {
	var r articleRow
	found, err := tx.maybe(&r, "SELECT "+articleColumns+" FROM articles WHERE id = ?"+tx.lock(), id)
	switch {
	case err != nil:
		return knowledge.Article{}, wrapped(err, "read article %s", id)
	case !found:
		return knowledge.Article{}, knowledge.ErrUnknownArticle
	}
	err = tx.one(&r.AuthorID, "article_version", "SELECT author_id FROM article_versions WHERE article_id = ? AND no = ?", id, r.Newest)
	return r.article(), wrapped(err, "read who wrote %s", id)
}

// AddArticle adds one, unless its address, its translation or its term is taken.
func (tx Tx) AddArticle(a knowledge.Article) (bool, error) {
	n, err := tx.exec("INSERT INTO articles ("+articleColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		a.ID, a.Topic, a.Language, a.Slug, a.Kind, a.State, orNull(a.Product), a.Owner, a.Newest, orNull(a.Published), textOrNull(a.ReviewOn),
		a.Asked, a.Version, a.CreatedBy, At(a.CreatedAt), AtOrNull(a.PublishedAt), a.WordsNo)
	return n == 1, wrapped(err, "add article %s", a.ID)
}

// Translated reports whether there is an article of a topic in a language.
func (tx Tx) Translated(topic knowledge.ArticleID, l domain.Language) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM articles WHERE topic_id = ? AND language = ?", topic, l)
}

// AnswerTo is the article that was begun for a term; empty: none.
func (tx Tx) AnswerTo(l domain.Language, term string) (id knowledge.ArticleID, err error) {
	_, err = tx.maybe(&id, "SELECT id FROM articles WHERE language = ? AND asked = ? AND asked <> ''", l, term)
	return id, wrapped(err, "look for an answer to %q", term)
}

// SaveArticle writes a if nobody has since it was read, or refuses
// knowledge.ErrArticleSlugTaken.
func (tx Tx) SaveArticle(a knowledge.Article) error {
	taken, err := tx.maybe(new(int), "SELECT 1 FROM articles WHERE language = ? AND slug = ? AND id <> ?", a.Language, a.Slug, a.ID)
	if err != nil {
		return wrapped(err, "look for address %s", a.Slug)
	}
	if taken {
		return knowledge.ErrArticleSlugTaken
	}
	err = tx.change(`UPDATE articles SET slug = ?, state = ?, product_id = ?, owner_id = ?, newest = ?, published = ?, review_on = ?,
		published_at = ?, words_no = ?, version = version + 1 WHERE id = ? AND version = ?`, a.Slug, a.State, orNull(a.Product), a.Owner, a.Newest,
		orNull(a.Published), textOrNull(a.ReviewOn), AtOrNull(a.PublishedAt), a.WordsNo, a.ID, a.Version)
	if duplicate(err) {
		return knowledge.ErrArticleSlugTaken
	}
	return err
}

// AddArticleVersion adds the next version of an article.
func (tx Tx) AddArticleVersion(v knowledge.Version) error {
	var score *int
	if v.Readability >= 0 {
		score = &v.Readability
	}
	_, err := tx.exec(`INSERT INTO article_versions (article_id, no, title, summary, body, readability, checked, author_id, written_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, v.Article, v.No, v.Text.Title, v.Text.Summary, v.Text.Body, score, v.Checked, v.Author, At(v.At))
	return wrapped(err, "add version %d of %s", v.No, v.Article)
}

// ArticleVersion reads a version, which never changes.
func (tx Tx) ArticleVersion(id knowledge.ArticleID, no int) (knowledge.Version, error) {
	var r struct {
		Title, Summary, Body string
		Readability          *int
		Checked              bool
		AuthorID             domain.PersonID
		WrittenAt            Time
	}
	found, err := tx.maybe(&r, `SELECT title, summary, body, readability, checked, author_id, written_at FROM article_versions
		WHERE article_id = ? AND no = ?`, id, no)
	switch {
	case err != nil:
		return knowledge.Version{}, wrapped(err, "read version %d of %s", no, id)
	case !found:
		return knowledge.Version{}, knowledge.ErrUnknownVersion
	}
	v := knowledge.Version{
		Article: id, No: no, Text: knowledge.Text{Title: r.Title, Summary: r.Summary, Body: r.Body}, Readability: -1, Checked: r.Checked,
		Author: r.AuthorID, At: r.WrittenAt.Time,
	}
	if r.Readability != nil {
		v.Readability = *r.Readability
	}
	return v, nil
}

// WroteAfter reports whether somebody wrote a version of an article after one.
func (tx Tx) WroteAfter(id knowledge.ArticleID, no int, p domain.PersonID) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM article_versions WHERE article_id = ? AND no > ? AND author_id = ? LIMIT 1", id, no, p)
}

// AddArticleReview adds what somebody said about a version, once.
func (tx Tx) AddArticleReview(r knowledge.Review) (bool, error) {
	n, err := tx.exec(`INSERT INTO article_reviews (article_id, no, author_id, reviewer_id, verdict, note, late, reviewed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (article_id, no) DO NOTHING`,
		r.Article, r.No, r.Author, r.Reviewer, r.Verdict, r.Note, r.Late, At(r.At))
	return n == 1, wrapped(err, "review version %d of %s", r.No, r.Article)
}

// Reviewed reports whether somebody said something about a version.
func (tx Tx) Reviewed(id knowledge.ArticleID, no int) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM article_reviews WHERE article_id = ? AND no = ?", id, no)
}

// VotersOf counts the other voters of a vote's address range on its article.
func (tx Tx) VotersOf(v knowledge.Vote) (others int, voted bool, err error) {
	if voted, err = tx.maybe(new(int), "SELECT 1 FROM article_votes WHERE article_id = ? AND voter = ?", v.Article, v.Voter); err != nil {
		return 0, false, wrapped(err, "look for a vote on %s", v.Article)
	}
	_, err = tx.maybe(&others, "SELECT COUNT(*) FROM article_votes WHERE article_id = ? AND network = ? AND network <> '' AND voter <> ?", v.Article, v.Network, v.Voter)
	return others, voted, wrapped(err, "count the votes of a network on %s", v.Article)
}

// Vote keeps a reader's word; the one before is forgotten, and where it came from is not.
func (tx Tx) Vote(v knowledge.Vote) error {
	_, err := tx.exec(`INSERT INTO article_votes (article_id, voter, network, no, helped, voted_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (article_id, voter) DO UPDATE SET no = excluded.no, helped = excluded.helped, voted_at = excluded.voted_at`,
		v.Article, v.Voter, v.Network, v.No, v.Helped, At(v.At))
	return wrapped(err, "vote on %s", v.Article)
}
