package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAnArticleIsPublishedBySomebodyElse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx := newPress(t, db), t.Context()
		_, err := p.articles.Begin(ctx, p.rookie, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
		p.refused(err, knowledge.ErrOnlyWriters)
		_, err = p.articles.Begin(ctx, p.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "de", Text: care})
		p.refused(err, knowledge.ErrArticleLanguage)
		a, err := p.articles.Begin(ctx, p.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
		p.must(err)
		if a.Slug != "how-do-i-clean-a-record" {
			t.Errorf("it stands at %s", a.Slug)
		}
		second, err := p.articles.Begin(ctx, p.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
		p.must(err)
		if second.Slug != a.Slug+"-2" {
			t.Errorf("the second stands at %s", second.Slug)
		}
		_, err = p.articles.Begin(ctx, p.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Of: a.ID, Text: care})
		p.refused(err, knowledge.ErrTranslated)

		judge := func(by domain.Actor, no int, v knowledge.Verdict) error {
			_, err := p.articles.Review(ctx, by, a.ID, knowledge.Judgement{No: no, Verdict: v, Note: "Say which brush."})
			return err
		}
		p.refused(judge(p.senior, 1, knowledge.VerdictPublish), knowledge.ErrUnknownArticle) // nobody else's draft
		_, err = p.articles.Submit(ctx, p.writer, a.ID, 0)
		p.must(err)
		p.refused(judge(p.writer, 1, knowledge.VerdictPublish), knowledge.ErrOwnReview)
		p.refused(judge(p.rookie, 1, knowledge.VerdictPublish), knowledge.ErrUnknownArticle)
		p.refused(judge(p.senior, 2, knowledge.VerdictPublish), knowledge.ErrStaleVersion)
		p.must(judge(p.senior, 1, knowledge.VerdictChange))
		_, err = p.articles.Submit(ctx, p.writer, a.ID, 0)
		p.refused(err, knowledge.ErrSameText)

		// A word by the manager makes them an author too, and the writer stays one.
		text := care
		text.Body += "\n\nAny soft brush will do."
		_, err = p.articles.Save(ctx, anna, a.ID, text, 0)
		p.must(err)
		_, err = p.articles.Submit(ctx, anna, a.ID, 0)
		p.must(err)
		p.refused(judge(anna, 2, knowledge.VerdictPublish), knowledge.ErrOwnReview)
		storagetest.Exec(t, db, "UPDATE experts SET level = 4 WHERE id = ?", p.writer.ID)
		p.refused(judge(p.writer, 2, knowledge.VerdictPublish), knowledge.ErrOwnReview)
		if _, err := db.Views().ArticleAt(ctx, "en", a.Slug); !errors.Is(err, knowledge.ErrUnknownArticle) {
			t.Errorf("it is read before it is published: %v", err)
		}
		p.must(judge(p.senior, 2, knowledge.VerdictPublish))
		read, err := db.Views().ArticleAt(ctx, "en", a.Slug)
		p.must(err)
		if read.No != 2 || !strings.Contains(knowledge.Plain(text.Body), read.Blocks[1].Phrases[0].Text) {
			t.Errorf("%+v", read)
		}
	})
}

func TestWhatIsReadStaysWhileTheNextIsWritten(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx, v := newPress(t, db), t.Context(), db.Views()
		p.do("Begin")
		p.do("Submit")
		p.do("Review, publish")
		id := p.newest()
		p.do("Save")
		if read, err := v.ArticleToRead(ctx, id); err != nil || read.No != 1 {
			t.Errorf("version %d is read: %v", read.No, err)
		}
		for who, reads := range map[domain.Actor]bool{p.writer: true, anna: true, p.rookie: false, p.senior: false} {
			_, err := v.Article(ctx, who, id, p.clock.Now()) // the draft is its writers'
			all, listed := v.Articles(ctx, who, storage.ArticlesFor{}, storage.Page{}, p.clock.Now())
			p.must(listed)
			if (err == nil) != reads || (len(all.Items) == 1) != reads {
				t.Errorf("%s reads %v and is listed %d", who.ID, err, len(all.Items))
			}
		}
		one, err := v.ArticleVersion(ctx, p.writer, id, 2, 0, p.clock.Now())
		p.must(err)
		if c := one.Changes.Body; len(c) != 2 || c[0].Kind != "same" || c[1].Kind != "added" || one.Since != 1 {
			t.Errorf("the difference is %+v", one.Changes)
		}
		p.do("Change, archive")
		_, err = v.ArticleToRead(ctx, id)
		p.refused(err, knowledge.ErrUnknownArticle)
		p.refused(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: true}), knowledge.ErrUnknownArticle)
		p.do("Change, restore")
		p.must(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: true}))
		p.must(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: false}))
		texts, err := v.ArticleTexts(ctx, "", 10)
		p.must(err)
		if len(texts) != 1 || texts[0].Helped != 0 || texts[0].NotHelped != 1 || texts[0].No != 1 {
			t.Errorf("%+v", texts)
		}
	})
}

// TestVotesAreAboutWords: what readers said of other words counts no more, and
// what they said of words that were found still true does.
func TestVotesAreAboutWords(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx := newPress(t, db), t.Context()
		p.do("Begin")
		p.do("Submit")
		p.do("Review, publish")
		id := p.newest()
		votes := func() string {
			t.Helper()
			texts, err := db.Views().ArticleTexts(ctx, "", 10)
			p.must(err)
			all, err := db.Views().Articles(ctx, anna, storage.ArticlesFor{}, storage.Page{}, p.clock.Now())
			p.must(err)
			if texts[0].Helped != all.Items[0].Helped || texts[0].NotHelped != all.Items[0].NotHelped {
				t.Errorf("%+v, and the list says %+v", texts[0], all.Items[0])
			}
			return fmt.Sprint(texts[0].Helped, "+", texts[0].NotHelped)
		}
		p.must(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: false}))
		p.must(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_2", Helped: true}))
		p.do("half a year")
		p.do("Check")
		p.do("Review, publish")
		if got := votes(); got != "1+1" {
			t.Errorf("of the same words: %s", got)
		}
		p.do("Save")
		if got := votes(); got != "1+1" {
			t.Errorf("while others are written: %s", got)
		}
		p.do("Submit")
		p.do("Review, publish")
		if got := votes(); got != "0+0" {
			t.Errorf("of other words: %s", got)
		}
		p.must(p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: true}))
		if got := votes(); got != "1+0" {
			t.Errorf("of the new words: %s", got)
		}
	})
}

func TestAnArticleIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx := newPress(t, db), t.Context()
		p.do("Begin")
		p.do("Submit")
		p.do("Review, publish")
		id := p.newest()
		due := func() int {
			t.Helper()
			all, err := db.Views().Articles(ctx, anna, storage.ArticlesFor{Due: true}, storage.Page{}, p.clock.Now())
			p.must(err)
			return len(all.Items)
		}
		_, err := p.articles.Check(ctx, p.writer, id, 0)
		p.refused(err, knowledge.ErrNotDue)
		if due() != 0 {
			t.Error("it is due at once")
		}
		p.do("half a year")
		if due() != 1 {
			t.Error("it is not due after half a year")
		}
		p.do("Check")
		p.do("Review, publish")
		if due() != 0 || p.count("SELECT COUNT(*) FROM article_reviews WHERE late") != 1 || p.count("SELECT published FROM articles") != 2 {
			t.Error("it was looked at again, and is due all the same")
		}
		day := p.clock.Now().AddDate(0, 1, 0).Format(time.DateOnly)
		past := p.clock.Now().Format(time.DateOnly)
		_, err = p.articles.Change(ctx, anna, id, knowledge.ArticleChange{ReviewOn: &past})
		p.refused(err, knowledge.ErrReviewDate)
		_, err = p.articles.Change(ctx, anna, id, knowledge.ArticleChange{ReviewOn: &day})
		p.must(err)
		rookie := domain.PersonID(p.rookie.ID)
		_, err = p.articles.Change(ctx, anna, id, knowledge.ArticleChange{Owner: &rookie})
		p.refused(err, knowledge.ErrArticleOwner)
	})
}

// TestWhoReadsWhichArticles lists as each of them.
func TestWhoReadsWhichArticles(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx := newPress(t, db), t.Context()
		for _, steps := range [][]string{{"Begin"}, {"Begin", "Submit"}, {"Begin", "Submit", "Review, publish"}} {
			for _, s := range steps {
				p.do(s)
			}
		}
		for name, tt := range map[string]struct {
			by   domain.Actor
			want int
		}{"staff": {anna, 3}, "the author": {p.writer, 3}, "a senior": {p.senior, 2}, "a rookie": {p.rookie, 1}} {
			all, err := db.Views().Articles(ctx, tt.by, storage.ArticlesFor{Query: "brush"}, storage.Page{}, p.clock.Now())
			p.must(err)
			if len(all.Items) != tt.want {
				t.Errorf("%s reads %d", name, len(all.Items))
			}
			page := storage.Page{Limit: 1}
			seen := 0
			for {
				part, err := db.Views().Articles(ctx, tt.by, storage.ArticlesFor{}, page, p.clock.Now())
				p.must(err)
				seen += len(part.Items)
				if page.Cursor = part.Next; part.Next == "" {
					break
				}
			}
			if seen != tt.want {
				t.Errorf("%s leafs through %d", name, seen)
			}
		}
	})
}

// TestTheDatabaseGuardsArticles writes past the use cases.
func TestTheDatabaseGuardsArticles(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPress(t, db)
		p.do("Begin")
		for name, sql := range map[string]string{
			"a review by the author": `INSERT INTO article_reviews (article_id, no, author_id, reviewer_id, verdict, note, late, reviewed_at)
				SELECT article_id, no, author_id, author_id, 'publish', '', FALSE, 0 FROM article_versions`,
			"a review of another's words": `INSERT INTO article_reviews (article_id, no, author_id, reviewer_id, verdict, note, late, reviewed_at)
				SELECT article_id, no, '` + p.senior.ID + `', author_id, 'publish', '', FALSE, 0 FROM article_versions`,
			"a version that changes":          "UPDATE article_versions SET body = 'x'",
			"a version that goes":             "DELETE FROM article_versions",
			"published without being so":      "UPDATE articles SET state = 'published'",
			"a version that is not there yet": "UPDATE articles SET published = 2, published_at = 0, review_on = '2027-01-01'",
		} {
			if err := db.InTx(t.Context(), func(tx storage.Tx) error { return tx.Exec(sql).Error }); err == nil {
				t.Errorf("%s is taken", name)
			}
		}
	})
}

// TestTwoReviewersAtOnce lets two publish and two write: one of each is heard.
func TestTwoReviewersAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p, ctx := newPress(t, db), t.Context()
		p.do("Begin")
		p.do("Submit")
		id := p.newest()
		both := func(do func(by domain.Actor) error) (good int) {
			t.Helper()
			var wg sync.WaitGroup
			errs := make([]error, 2)
			for i, by := range []domain.Actor{p.senior, anna} {
				wg.Go(func() { errs[i] = do(by) })
			}
			wg.Wait()
			for _, err := range errs {
				if err == nil {
					good++
				} else if _, refused := errors.AsType[*domain.Error](err); !refused {
					t.Error(err)
				}
			}
			return good
		}
		if n := both(func(by domain.Actor) error {
			_, err := p.articles.Review(ctx, by, id, knowledge.Judgement{No: 1, Verdict: knowledge.VerdictPublish})
			return err
		}); n != 1 {
			t.Errorf("%d publish it", n)
		}
		version := int(p.count("SELECT version FROM articles"))
		if n := both(func(by domain.Actor) error {
			text := care
			text.Body += " " + by.ID
			_, err := p.articles.Save(ctx, by, id, text, version)
			return err
		}); n != 1 || p.count("SELECT COUNT(*) FROM article_versions") != 2 {
			t.Errorf("%d write the second version", n)
		}
		if n := both(func(by domain.Actor) error {
			return p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: by == anna})
		}); n != 2 ||
			p.count("SELECT COUNT(*) FROM article_votes") != 1 {
			t.Errorf("%d votes of one reader", n)
		}
	})
}
