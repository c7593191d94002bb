package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/search"
)

var _ knowledge.Shelved = Views{}

// ReadNow says which articles are read, and in which version of their row.
func (v Views) ReadNow(ctx context.Context) (map[knowledge.ArticleID]int, error) {
	var rows []struct {
		ID      knowledge.ArticleID
		Version int
	}
	err := v.all(ctx, &rows, "SELECT id, version FROM articles WHERE published IS NOT NULL AND state <> 'archived' ORDER BY published_at DESC, id LIMIT ?",
		search.MostDocuments)
	now := make(map[knowledge.ArticleID]int, len(rows))
	for _, r := range rows {
		now[r.ID] = r.Version
	}
	return now, wrapped(err, "list what is read")
}

// Indexed are articles as they are searched.
func (v Views) Indexed(ctx context.Context, ids []knowledge.ArticleID) ([]search.Document[knowledge.ArticleID], error) {
	texts, err := v.articleTexts(ctx, "a.id IN ?", ids)
	docs := make([]search.Document[knowledge.ArticleID], len(texts))
	for i, t := range texts {
		docs[i] = search.Document[knowledge.ArticleID]{
			ID: t.ID, Language: t.Language, Product: t.ProductID, Title: t.Title, Body: t.Summary + "\n" + knowledge.Plain(t.Body),
		}
	}
	return docs, err
}

// FoundAnswer is an article that may answer what somebody typed.
type FoundAnswer struct {
	ID      knowledge.ArticleID   `json:"id"`
	Slug    string                `json:"slug" doc:"It stands at /help/{language}/{slug}."`
	Kind    knowledge.ArticleKind `json:"kind" enum:"article,manual"`
	Product string                `json:"product,omitempty"`
	Title   string                `json:"title"`
	Summary string                `json:"summary"`
}

// Answers are articles in a given order. Those that nobody reads any more are
// missing, and with deflecting those that helped too few.
func (v Views) Answers(ctx context.Context, ids []knowledge.ArticleID, deflecting bool) ([]FoundAnswer, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		FoundAnswer

		Helped, NotHelped int
	}
	err := v.all(ctx, &rows, `SELECT a.id, a.slug, a.kind, COALESCE(p.name, '') AS product, n.title, n.summary,
		(SELECT COUNT(*) FROM article_votes t WHERE t.article_id = a.id AND t.no >= a.words_no AND t.helped) AS helped,
		(SELECT COUNT(*) FROM article_votes t WHERE t.article_id = a.id AND t.no >= a.words_no AND NOT t.helped) AS not_helped`+fromRead+"a.id IN ?", ids)
	if err != nil {
		return nil, wrapped(err, "read answers")
	}
	all := make([]FoundAnswer, 0, len(rows))
	for _, r := range rows {
		if !deflecting || knowledge.Deflects(r.Helped, r.NotHelped) {
			all = append(all, r.FoundAnswer)
		}
	}
	slices.SortFunc(all, func(a, b FoundAnswer) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return all, nil
}

// SearchFigures are what became of searches.
type SearchFigures struct {
	Shown  int `json:"shown" doc:"Searches that showed it; of a term, those that showed anything."`
	Opened int `json:"opened" doc:"Of these, where an article was read."`
	Solved int `json:"solved" doc:"Where a reader said that it helped, and asked nobody."`
	Asked  int `json:"asked" doc:"Where a person was asked all the same; of an article, after it was read."`
}

// SearchTerm is what readers typed, and what became of it.
type SearchTerm struct {
	SearchFigures

	Language domain.Language        `json:"language"`
	Term     string                 `json:"term" doc:"Words in small letters, without addresses and long numbers."`
	Searches int                    `json:"searches"`
	Failed   int                    `json:"failed" doc:"Nothing was found."`
	InVain   int                    `json:"inVain" doc:"Nothing was found, or a person was asked all the same."`
	ToAnswer int                    `json:"toAnswer" doc:"Of those in vain: since the article that answers it was published; all of them while none is."`
	Last     Time                   `json:"last"`
	Article  knowledge.ArticleID    `json:"articleId,omitempty" doc:"Begun to answer it."`
	State    knowledge.ArticleState `json:"articleState,omitempty" enum:"draft,review,published,archived"`
	Title    string                 `json:"articleTitle,omitempty"`
}

// inVain are searches that found nothing, or after which a person was asked.
const inVain = "(s.shown = 0 OR s.state = 'asked')"

// searchTerms is the list of terms: all of them, most typed first, or those alone
// that were typed in vain, first those that are still to be answered. What was
// begun to answer a term is looked up by an index for each search of the days.
func searchTerms(failed bool) string {
	where, order := "", "searches DESC"
	if failed {
		where, order = " WHERE t.in_vain > 0", "to_answer DESC, in_vain DESC, last DESC"
	}
	return `SELECT t.*, COALESCE(b.id, '') AS article, COALESCE(b.state, '') AS state, COALESCE(n.title, '') AS title FROM (
		SELECT s.language, s.term, COUNT(*) AS searches, SUM(CASE WHEN s.shown = 0 THEN 1 ELSE 0 END) AS failed,
			SUM(CASE WHEN ` + inVain + ` THEN 1 ELSE 0 END) AS in_vain,
			SUM(CASE WHEN ` + inVain + ` AND (a.published_at IS NULL OR a.state = 'archived' OR s.searched_at >= a.published_at) THEN 1 ELSE 0 END) AS to_answer,
			SUM(CASE WHEN s.shown > 0 THEN 1 ELSE 0 END) AS shown,
			SUM(CASE WHEN EXISTS (SELECT 1 FROM search_articles o WHERE o.search_id = s.id AND o.opened) THEN 1 ELSE 0 END) AS opened,
			SUM(CASE WHEN s.state = 'solved' THEN 1 ELSE 0 END) AS solved,
			SUM(CASE WHEN s.state = 'asked' THEN 1 ELSE 0 END) AS asked, MAX(s.searched_at) AS last, MAX(a.id) AS begun
		FROM searches s LEFT JOIN articles a ON a.language = s.language AND a.asked = s.term AND a.asked <> ''
		WHERE s.searched_at >= ? GROUP BY s.language, s.term) t
		LEFT JOIN articles b ON b.id = t.begun LEFT JOIN article_versions n ON n.article_id = b.id AND n.no = b.newest` + where + `
		ORDER BY ` + order + ", term, t.language LIMIT ?"
}

// SearchTerms are the terms that were typed most since a moment; with failed
// those alone that were typed in vain, first those that are still to be answered.
func (v Views) SearchTerms(ctx context.Context, since time.Time, failed bool, limit int) (all []SearchTerm, err error) {
	err = v.all(ctx, &all, searchTerms(failed), At(since), limit)
	return all, wrapped(err, "read what was searched")
}

// Deflection is what an article did for those who searched.
type Deflection struct {
	SearchFigures

	Article   knowledge.ArticleID    `json:"articleId"`
	Title     string                 `json:"title"`
	Language  domain.Language        `json:"language"`
	State     knowledge.ArticleState `json:"state" enum:"draft,review,published,archived"`
	Helped    int                    `json:"helped" doc:"Readers who voted that it helped."`
	NotHelped int                    `json:"notHelped"`
	HelpScore *int                   `json:"helpScore,omitempty" minimum:"0" maximum:"100" doc:"The least share of its readers, of a hundred, that it surely helps; absent: too few have voted."`
	Withheld  bool                   `json:"withheld" doc:"It helped too few, and is not shown before somebody asks."`
}

const selectDeflections = `SELECT t.*, b.language, b.state, n.title,
	(SELECT COUNT(*) FROM article_votes w WHERE w.article_id = b.id AND w.no >= b.words_no AND w.helped) AS helped,
	(SELECT COUNT(*) FROM article_votes w WHERE w.article_id = b.id AND w.no >= b.words_no AND NOT w.helped) AS not_helped FROM `

// shownSince is what searches since a moment showed, by article.
const shownSince = `(SELECT o.article_id AS article, COUNT(*) AS shown, SUM(CASE WHEN o.opened THEN 1 ELSE 0 END) AS opened,
	SUM(CASE WHEN o.solved THEN 1 ELSE 0 END) AS solved, SUM(CASE WHEN o.opened AND s.state = 'asked' THEN 1 ELSE 0 END) AS asked
	FROM search_articles o JOIN searches s ON s.id = o.search_id WHERE s.searched_at >= ? GROUP BY o.article_id)`

// neverShown are read articles that no search since a moment showed, and that may
// have helped too few: of ten votes and more, one in five or more says no.
const neverShown = `(SELECT d.id AS article, 0 AS shown, 0 AS opened, 0 AS solved, 0 AS asked FROM articles d
	WHERE d.published IS NOT NULL AND d.state <> 'archived'
	AND (SELECT COUNT(*) FROM article_votes w WHERE w.article_id = d.id AND w.no >= d.words_no AND NOT w.helped) * 5 >=
		(SELECT COUNT(*) FROM article_votes w WHERE w.article_id = d.id AND w.no >= d.words_no)
	AND (SELECT COUNT(*) FROM article_votes w WHERE w.article_id = d.id AND w.no >= d.words_no) >= 10
	AND NOT EXISTS (SELECT 1 FROM search_articles o JOIN searches s ON s.id = o.search_id WHERE o.article_id = d.id AND s.searched_at >= ?))`

const ofArticle = ` t JOIN articles b ON b.id = t.article JOIN article_versions n ON n.article_id = b.id AND n.no = COALESCE(b.published, b.newest)
	ORDER BY t.shown DESC, b.id LIMIT ?`

// Deflections are the articles that searches showed most since a moment, and after
// them those that none showed because they helped too few.
func (v Views) Deflections(ctx context.Context, since time.Time, limit int) ([]Deflection, error) {
	var all, rest []Deflection
	if err := v.all(ctx, &all, selectDeflections+shownSince+ofArticle, At(since), limit); err != nil {
		return nil, wrapped(err, "read what articles did")
	}
	if err := v.all(ctx, &rest, selectDeflections+neverShown+ofArticle, At(since), limit); err != nil {
		return nil, wrapped(err, "read what is not shown")
	}
	shown := len(all)
	all = append(all, rest...)
	for i, d := range all {
		all[i].Withheld = !knowledge.Deflects(d.Helped, d.NotHelped)
		if score, told := knowledge.HelpScore(d.Helped, d.NotHelped); told {
			all[i].HelpScore = &score
		}
	}
	return slices.Concat(all[:shown], slices.DeleteFunc(all[shown:], func(d Deflection) bool { return !d.Withheld })), nil
}
