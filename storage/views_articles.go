package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// ArticleRow is an article in a list.
type ArticleRow struct {
	ID          knowledge.ArticleID    `json:"id"`
	TopicID     knowledge.ArticleID    `json:"topicId" doc:"The first of its translations, or itself."`
	Language    domain.Language        `json:"language"`
	Slug        string                 `json:"slug" doc:"Published, it is read at /help/{language}/{slug}."`
	Kind        knowledge.ArticleKind  `json:"kind" enum:"article,manual"`
	State       knowledge.ArticleState `json:"state" enum:"draft,review,published,archived" doc:"Of the newest version; the one that was published before is read meanwhile."`
	ProductID   domain.ProductID       `json:"productId,omitempty" doc:"Absent: of every product."`
	Owner       PersonRef              `json:"owner" doc:"Who sees to it that it stays true."`
	Author      PersonRef              `json:"author" doc:"Of the newest version."`
	Title       string                 `json:"title"`
	Summary     string                 `json:"summary"`
	Readability *int                   `json:"readability,omitempty" minimum:"0" maximum:"100" doc:"0 hard to 100 easy; absent: no formula for the language, or too little text."`
	Newest      int                    `json:"newest" doc:"The number of its newest version."`
	Published   int                    `json:"published,omitempty" doc:"The number of the version that is read; absent: none."`
	ReviewOn    string                 `json:"reviewOn,omitempty" doc:"The day on which it is to be looked at again, in the brand's time zone."`
	Due         bool                   `json:"due" doc:"That day has come."`
	Asked       string                 `json:"asked,omitempty" doc:"What somebody searched for in vain, which it answers."`
	Helped      int                    `json:"helped" doc:"Readers who said that it helped."`
	NotHelped   int                    `json:"notHelped"`
	WrittenAt   Time                   `json:"writtenAt" doc:"When its newest version was written."`
	PublishedAt *Time                  `json:"publishedAt,omitempty"`
	Version     int                    `json:"version"`
}

// PersonRef is somebody by name.
type PersonRef struct {
	ID   domain.PersonID `json:"id"`
	Name string          `json:"name"`
}

type articleViewRow struct {
	Row         articleRow `gorm:"embedded"`
	OwnerName   string
	AuthorName  string
	Title       string
	Summary     string
	Readability *int
	WrittenAt   Time
	Helped      int
	NotHelped   int
}

const selectArticles = `SELECT a.id, a.topic_id, a.language, a.slug, a.kind, a.state, a.product_id, a.owner_id, a.newest, a.published, a.review_on,
	a.asked, a.version, a.created_by, a.created_at, a.published_at, n.author_id, COALESCE(ox.display_name, o.name) AS owner_name,
	COALESCE(wx.display_name, w.name) AS author_name, n.title, n.summary,
	n.readability, n.written_at,
	(SELECT COUNT(*) FROM article_votes v WHERE v.article_id = a.id AND v.no >= a.words_no AND v.helped) AS helped,
	(SELECT COUNT(*) FROM article_votes v WHERE v.article_id = a.id AND v.no >= a.words_no AND NOT v.helped) AS not_helped
	FROM articles a JOIN article_versions n ON n.article_id = a.id AND n.no = a.newest
	JOIN people o ON o.id = a.owner_id JOIN people w ON w.id = n.author_id
	LEFT JOIN experts ox ON ox.id = o.id LEFT JOIN experts wx ON wx.id = w.id WHERE `

func (r articleViewRow) view(today string) ArticleRow {
	a := r.Row
	return ArticleRow{
		ID: a.ID, TopicID: a.TopicID, Language: a.Language, Slug: a.Slug, Kind: a.Kind, State: a.State, ProductID: orEmpty(a.ProductID),
		Owner: PersonRef{a.OwnerID, r.OwnerName}, Author: PersonRef{a.AuthorID, r.AuthorName}, Title: r.Title, Summary: r.Summary,
		Readability: r.Readability, Newest: a.Newest, Published: deref(a.Published), ReviewOn: deref(a.ReviewOn),
		Due:   a.State != knowledge.ArticleArchived && deref(a.ReviewOn) != "" && deref(a.ReviewOn) <= today,
		Asked: a.Asked, Helped: r.Helped, NotHelped: r.NotHelped, WrittenAt: r.WrittenAt, PublishedAt: a.PublishedAt, Version: a.Version,
	}
}

// ArticlesFor says which articles to list.
type ArticlesFor struct {
	State    knowledge.ArticleState
	Language domain.Language
	Product  domain.ProductID
	Due      bool   // those that are to be looked at again
	Query    string // words that all occur in the title, the summary or the text
}

// brandDay is what day it is for the brand.
func (v Views) brandDay(ctx context.Context, now time.Time) (string, error) {
	zone, err := v.zone(ctx)
	if err != nil {
		return "", err
	}
	return now.In(zone).Format(time.DateOnly), nil
}

// hand says who somebody is to articles.
func (v Views) hand(ctx context.Context, by domain.Actor) (knowledge.Hand, error) {
	h := knowledge.Hand{Who: domain.PersonID(by.ID), Staff: by.Staff()}
	if by.Expert() == "" {
		return h, nil
	}
	_, err := v.maybe(ctx, &h.Level, "SELECT level FROM experts WHERE id = ? AND state = 'active'", by.ID)
	return h, wrapped(err, "read the level of %s", by.ID)
}

// Articles lists what somebody may read of the articles, what was written last
// first: staff all, experts what is published and not being rewritten, their own, and
// from the level Senior on what waits for a review.
func (v Views) Articles(ctx context.Context, by domain.Actor, f ArticlesFor, p Page, now time.Time) (List[ArticleRow], error) {
	none := List[ArticleRow]{}
	after, err := p.after(2)
	if err != nil {
		return none, err
	}
	today, err := v.brandDay(ctx, now)
	if err != nil {
		return none, err
	}
	h, err := v.hand(ctx, by)
	if err != nil {
		return none, err
	}
	where, args := "1 = 1", []any{}
	and := func(condition string, more ...any) { where, args = where+" AND "+condition, append(args, more...) }
	if !h.Staff {
		own := h.Who
		if !h.Writes() {
			own = ""
		}
		and(`(a.state = 'published' OR a.owner_id = ? OR n.author_id = ? OR (a.state = 'review' AND ?))`,
			own, own, knowledge.Article{State: knowledge.ArticleReview}.Rights(h, today).Review)
	}
	if f.State != "" {
		and("a.state = ?", f.State)
	}
	if f.Language != "" {
		and("a.language = ?", f.Language)
	}
	if f.Product != "" {
		and("a.product_id = ?", f.Product)
	}
	if f.Due {
		and("a.review_on <= ? AND a.state <> 'archived'", today)
	}
	for _, word := range wordsOf(f.Query) {
		and(`LOWER(n.title || ' ' || n.summary || ' ' || n.body) LIKE ? ESCAPE '\'`, word)
	}
	if after != nil {
		at, err := time.Parse(time.RFC3339Nano, after[0])
		if err != nil {
			return none, errCursor
		}
		and("(n.written_at, a.id) < (?, ?)", At(at), after[1])
	}
	var rows []articleViewRow
	if err := v.all(ctx, &rows, selectArticles+where+" ORDER BY n.written_at DESC, a.id DESC LIMIT ?", append(args, p.fetch())...); err != nil {
		return none, wrapped(err, "list articles")
	}
	all := make([]ArticleRow, len(rows))
	for i, r := range rows {
		all[i] = r.view(today)
	}
	return list(p, all, func(a ArticleRow) []string { return []string{a.WrittenAt.UTC().Format(time.RFC3339Nano), string(a.ID)} }), nil
}

// ArticleView is an article as those who write and review it see it.
type ArticleView struct {
	ArticleRow

	Body         string            `json:"body" doc:"The newest version's markup."`
	Blocks       []knowledge.Block `json:"blocks" nullable:"false" doc:"The newest version as it is shown."`
	Ease         knowledge.Ease    `json:"ease" doc:"How easily the newest version can be read."`
	Translations []TranslationView `json:"translations" nullable:"false"`
	Reviews      []ArticleReview   `json:"reviews" nullable:"false" doc:"The newest first."`
	May          ArticleRights     `json:"may" doc:"What whoever asks may do now."`
}

// ArticleRights are what somebody may do with an article.
type ArticleRights struct {
	Edit     bool `json:"edit"`
	Submit   bool `json:"submit"`
	Withdraw bool `json:"withdraw" doc:"Take it back from review."`
	Review   bool `json:"review"`
	Check    bool `json:"check" doc:"Say that it is still true."`
	Keep     bool `json:"keep" doc:"Owner, product, address, day to look again, archive."`
}

// TranslationView is the same article in another language.
type TranslationView struct {
	ID       knowledge.ArticleID    `json:"id"`
	Language domain.Language        `json:"language"`
	Slug     string                 `json:"slug"`
	State    knowledge.ArticleState `json:"state" enum:"draft,review,published,archived"`
	Title    string                 `json:"title"`
}

// ArticleReview is what somebody said about a version.
type ArticleReview struct {
	No       int               `json:"no"`
	Reviewer PersonRef         `json:"reviewer"`
	Verdict  knowledge.Verdict `json:"verdict" enum:"publish,change"`
	Note     string            `json:"note,omitempty"`
	At       Time              `json:"at"`
}

// readable reads an article that somebody may read, with what they may do.
func (v Views) readable(ctx context.Context, by domain.Actor, id knowledge.ArticleID, now time.Time) (articleViewRow, knowledge.Rights, string, error) {
	var r articleViewRow
	today, err := v.brandDay(ctx, now)
	if err != nil {
		return r, knowledge.Rights{}, today, err
	}
	found, err := v.maybe(ctx, &r, selectArticles+"a.id = ?", id)
	if err != nil || !found {
		return r, knowledge.Rights{}, today, orRefuse(wrapped(err, "show article %s", id), knowledge.ErrUnknownArticle)
	}
	h, err := v.hand(ctx, by)
	if err != nil {
		return r, knowledge.Rights{}, today, err
	}
	h.Wrote, err = v.maybe(ctx, new(int), "SELECT 1 FROM article_versions WHERE article_id = ? AND no > ? AND author_id = ? LIMIT 1",
		id, deref(r.Row.Published), by.ID)
	if err != nil {
		return r, knowledge.Rights{}, today, wrapped(err, "who wrote %s", id)
	}
	rights := r.Row.article().Rights(h, today)
	if !rights.Read {
		return r, rights, today, knowledge.ErrUnknownArticle
	}
	return r, rights, today, nil
}

// Article returns an article as those who write and review it see it, or refuses
// knowledge.ErrUnknownArticle.
func (v Views) Article(ctx context.Context, by domain.Actor, id knowledge.ArticleID, now time.Time) (ArticleView, error) {
	r, may, today, err := v.readable(ctx, by, id, now)
	if err != nil {
		return ArticleView{}, err
	}
	a := ArticleView{
		ArticleRow: r.view(today), Translations: []TranslationView{}, Reviews: []ArticleReview{},
		May: ArticleRights{may.Edit, may.Submit, may.Withdraw, may.Review, may.Check, may.Keep},
	}
	if err := v.one(ctx, &a.Body, "article_version", "SELECT body FROM article_versions WHERE article_id = ? AND no = ?", id, a.Newest); err != nil {
		return a, err
	}
	a.Blocks, a.Ease = list0(knowledge.Parse(a.Body)), knowledge.Readability(a.Language, a.Body)
	err = v.all(ctx, &a.Translations, `SELECT o.id, o.language, o.slug, o.state, n.title FROM articles o
		JOIN article_versions n ON n.article_id = o.id AND n.no = o.newest WHERE o.topic_id = ? AND o.id <> ? ORDER BY o.language`, a.TopicID, id)
	if err != nil {
		return a, wrapped(err, "read the translations of %s", id)
	}
	a.Translations = list0(a.Translations)
	a.Reviews, err = v.articleReviews(ctx, id)
	return a, err
}

func (v Views) articleReviews(ctx context.Context, id knowledge.ArticleID) ([]ArticleReview, error) {
	var rows []struct {
		No         int
		ReviewerID domain.PersonID
		Name       string
		Verdict    knowledge.Verdict
		Note       string
		ReviewedAt Time
	}
	err := v.all(ctx, &rows, `SELECT r.no, r.reviewer_id, COALESCE(x.display_name, p.name) AS name, r.verdict, r.note, r.reviewed_at FROM article_reviews r
		JOIN people p ON p.id = r.reviewer_id LEFT JOIN experts x ON x.id = p.id WHERE r.article_id = ? ORDER BY r.no DESC LIMIT 100`, id)
	all := make([]ArticleReview, len(rows))
	for i, r := range rows {
		all[i] = ArticleReview{r.No, PersonRef{r.ReviewerID, r.Name}, r.Verdict, r.Note, r.ReviewedAt}
	}
	return all, wrapped(err, "read the reviews of %s", id)
}

// ArticleVersionRow is a version in the history of an article.
type ArticleVersionRow struct {
	No          int            `json:"no"`
	Title       string         `json:"title"`
	Author      PersonRef      `json:"author"`
	At          Time           `json:"at"`
	Checked     bool           `json:"checked" doc:"The words of the version before, looked at and still true."`
	Readability *int           `json:"readability,omitempty"`
	Review      *ArticleReview `json:"review,omitempty"`
}

// ArticleVersions are the versions of an article, the newest first; the last
// hundred. It refuses knowledge.ErrUnknownArticle.
func (v Views) ArticleVersions(ctx context.Context, by domain.Actor, id knowledge.ArticleID, now time.Time) ([]ArticleVersionRow, error) {
	if _, _, _, err := v.readable(ctx, by, id, now); err != nil {
		return nil, err
	}
	var rows []struct {
		No          int
		Title       string
		AuthorID    domain.PersonID
		Name        string
		WrittenAt   Time
		Checked     bool
		Readability *int
	}
	err := v.all(ctx, &rows, `SELECT n.no, n.title, n.author_id, COALESCE(x.display_name, p.name) AS name, n.written_at, n.checked, n.readability FROM article_versions n
		JOIN people p ON p.id = n.author_id LEFT JOIN experts x ON x.id = p.id WHERE n.article_id = ? ORDER BY n.no DESC LIMIT 100`, id)
	if err != nil {
		return nil, wrapped(err, "list the versions of %s", id)
	}
	reviews, err := v.articleReviews(ctx, id)
	all := make([]ArticleVersionRow, len(rows))
	for i, r := range rows {
		all[i] = ArticleVersionRow{
			No: r.No, Title: r.Title, Author: PersonRef{r.AuthorID, r.Name}, At: r.WrittenAt, Checked: r.Checked, Readability: r.Readability,
		}
		for _, said := range reviews {
			if said.No == r.No {
				all[i].Review = &said
			}
		}
	}
	return all, err
}

// ArticleVersionView is a version with what changed since the one before.
type ArticleVersionView struct {
	No      int               `json:"no"`
	Title   string            `json:"title"`
	Summary string            `json:"summary"`
	Blocks  []knowledge.Block `json:"blocks" nullable:"false"`
	Since   int               `json:"since" doc:"The version that it is compared with; 0: none."`
	Changes ArticleChanges    `json:"changes"`
}

// ArticleChanges are the differences of two versions, word by word.
type ArticleChanges struct {
	Title   []knowledge.Piece `json:"title" nullable:"false"`
	Summary []knowledge.Piece `json:"summary" nullable:"false"`
	Body    []knowledge.Piece `json:"body" nullable:"false"`
}

// ArticleVersion is a version, compared with another; 0 is the one before. It
// refuses knowledge.ErrUnknownArticle and knowledge.ErrUnknownVersion.
func (v Views) ArticleVersion(ctx context.Context, by domain.Actor, id knowledge.ArticleID, no, since int, now time.Time) (ArticleVersionView, error) {
	var view ArticleVersionView
	if _, _, _, err := v.readable(ctx, by, id, now); err != nil {
		return view, err
	}
	if since == 0 {
		since = no - 1
	}
	var rows []struct {
		No                   int
		Title, Summary, Body string
	}
	err := v.all(ctx, &rows, "SELECT no, title, summary, body FROM article_versions WHERE article_id = ? AND no IN (?, ?)", id, no, since)
	if err != nil {
		return view, wrapped(err, "read version %d of %s", no, id)
	}
	var text, before knowledge.Text
	found := false
	for _, r := range rows {
		t := knowledge.Text{Title: r.Title, Summary: r.Summary, Body: r.Body}
		if r.No == no {
			text, found = t, true
		}
		if r.No == since {
			before, view.Since = t, since
		}
	}
	if !found {
		return view, knowledge.ErrUnknownVersion
	}
	view.No, view.Title, view.Summary, view.Blocks = no, text.Title, text.Summary, list0(knowledge.Parse(text.Body))
	diff := func(a, b string) []knowledge.Piece { return list0(knowledge.Difference(a, b)) }
	view.Changes = ArticleChanges{diff(before.Title, text.Title), diff(before.Summary, text.Summary), diff(before.Body, text.Body)}
	return view, nil
}
