package storage_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/search"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// reader is a press whose articles are looked for.
type reader struct {
	*press
	library  *knowledge.Library
	searches *knowledge.Searches
}

func newReader(tb testing.TB, db *storage.DB) *reader {
	tb.Helper()
	p := newPress(tb, db)
	return &reader{p, knowledge.NewLibrary(db.Views()), knowledge.NewSearches(db.Searches, p.runtime())}
}

// published is an article that is read.
func (r *reader) published(title, body string) knowledge.ArticleID {
	r.Helper()
	a, err := r.articles.Begin(r.Context(), r.writer, knowledge.NewArticle{
		Kind: knowledge.KindArticle, Language: "en", Text: knowledge.Text{Title: title, Summary: "About it.", Body: body},
	})
	r.must(err)
	r.publish(a.ID, 1)
	return a.ID
}

func (r *reader) publish(id knowledge.ArticleID, no int) {
	r.Helper()
	_, err := r.articles.Submit(r.Context(), r.writer, id, 0)
	r.must(err)
	_, err = r.articles.Review(r.Context(), r.senior, id, knowledge.Judgement{No: no, Verdict: knowledge.VerdictPublish})
	r.must(err)
}

func (r *reader) finds(text string) []knowledge.ArticleID {
	r.Helper()
	r.must(r.library.Refresh(r.Context()))
	return r.library.Find(search.Query{Text: text, Language: "en", Limit: 10})
}

func (r *reader) search(text string, shown ...knowledge.ArticleID) knowledge.SearchID {
	r.Helper()
	s, err := r.searches.Keep(r.Context(), knowledge.Search{Language: "en", Term: text, Shown: shown})
	r.must(err)
	return s.ID
}

func TestTheLibraryFindsWhatIsReadNow(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		brush := r.published("Brush a record", "Hold the brush on the record.")
		needle := r.published("Change the needle", "Pull the needle forward. A record is not needed.")
		if got := r.finds("record"); !slices.Equal(got, []knowledge.ArticleID{brush, needle}) {
			t.Errorf("found %v", got)
		}
		_, err := r.articles.Save(ctx, r.writer, brush, knowledge.Text{Title: "Brush a record", Summary: "About it.", Body: "Use velvet."}, 0)
		r.must(err)
		if got := r.finds("velvet"); len(got) > 0 {
			t.Errorf("a draft is found: %v", got)
		}
		r.publish(brush, 2)
		if got := r.finds("velvet"); !slices.Equal(got, []knowledge.ArticleID{brush}) {
			t.Errorf("what is new is not found: %v", got)
		}
		away := true
		_, err = r.articles.Change(ctx, anna, brush, knowledge.ArticleChange{Archived: &away})
		r.must(err)
		if all, err := db.Views().Answers(ctx, []knowledge.ArticleID{brush, needle}, true); err != nil || len(all) != 1 || all[0].ID != needle {
			t.Errorf("a library of before leads to %v (%v)", all, err)
		}
		if got := r.finds("record"); !slices.Equal(got, []knowledge.ArticleID{needle}) {
			t.Errorf("what nobody reads is found: %v", got)
		}
	})
}

func TestAnArticleThatHelpedTooFewDeflectsNobody(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		id := r.published("Brush a record", "Hold the brush on the record.")
		shown := func() bool {
			all, err := db.Views().Answers(ctx, []knowledge.ArticleID{id}, true)
			r.must(err)
			return len(all) == 1
		}
		for i := range 9 {
			r.must(r.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: string(rune('a' + i)), Helped: false}))
		}
		if !shown() {
			t.Error("nine votes are too few to tell")
		}
		r.must(r.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "j", Helped: false}))
		if shown() {
			t.Error("ten of whom nobody was helped are enough")
		}
		if all, err := db.Views().Answers(ctx, []knowledge.ArticleID{id}, false); err != nil || len(all) != 1 {
			t.Errorf("who looks for it finds %v (%v)", all, err)
		}
		all, err := db.Views().Deflections(ctx, r.clock.Now().Add(-time.Hour), 10)
		if r.must(err); len(all) != 1 || !all[0].Withheld || all[0].Shown != 0 || *all[0].HelpScore != 0 {
			t.Errorf("what is left out is told though nobody searched: %+v", all)
		}
		r.search("brush", id)
		all, err = db.Views().Deflections(ctx, r.clock.Now().Add(-time.Hour), 10)
		if r.must(err); len(all) != 1 || !all[0].Withheld || all[0].NotHelped != 10 || all[0].Shown != 1 {
			t.Errorf("%+v", all)
		}
		for i := range 40 {
			r.must(r.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "helped-" + string(rune('a'+i)), Helped: true}))
		}
		all, err = db.Views().Deflections(ctx, r.clock.Now().Add(time.Hour), 10)
		if r.must(err); len(all) != 0 || !shown() {
			t.Errorf("forty were helped, and it is left out: %+v", all)
		}
	})
}

func TestWhatBecomesOfSearches(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		brush, needle := r.published("Brush a record", "Hold."), r.published("Change the needle", "Pull.")
		solved := r.search("Brush", brush, needle)
		r.must(r.searches.Open(ctx, solved, brush))
		r.must(r.searches.Open(ctx, solved, brush))
		r.must(r.searches.Solve(ctx, solved, brush))
		r.must(r.searches.Solve(ctx, solved, brush))
		asked := r.search("brush ", brush)
		r.must(r.searches.Solve(ctx, asked, brush))
		r.must(r.searches.Ask(ctx, asked))
		r.must(r.searches.Solve(ctx, asked, brush)) // too late: a person has the question
		unread := r.search("brush?", brush)
		r.must(r.searches.Ask(ctx, unread))
		r.refused(r.searches.Open(ctx, unread, needle), knowledge.ErrNotShown)
		r.refused(r.searches.Solve(ctx, unread, needle), knowledge.ErrNotShown)
		r.refused(r.searches.Ask(ctx, "sea_none"), knowledge.ErrUnknownSearch)
		_, err := r.searches.Keep(ctx, knowledge.Search{Language: "en", Term: " ada@example.com +31612345678 "})
		r.refused(err, knowledge.ErrNoWords)
		for range 2 {
			r.search("Écru sleeve for ada@example.com")
		}
		since := r.clock.Now().Add(-time.Hour)
		terms, err := db.Views().SearchTerms(ctx, since, false, 10)
		r.must(err)
		if len(terms) != 2 || terms[0].Term != "brush" || terms[0].Searches != 3 ||
			terms[0].SearchFigures != (storage.SearchFigures{Shown: 3, Opened: 2, Solved: 1, Asked: 2}) {
			t.Errorf("the terms are %+v", terms)
		}
		begun, err := r.articles.Begin(ctx, anna, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Asked: "ecru sleeve for", Text: knowledge.Text{Title: "Sleeves"}})
		r.must(err)
		failed, err := db.Views().SearchTerms(ctx, since, true, 10)
		r.must(err)
		failed = slices.DeleteFunc(failed, func(s storage.SearchTerm) bool { return s.Failed == 0 })
		if len(failed) != 1 || failed[0].Term != "ecru sleeve for" || failed[0].Failed != 2 || failed[0].Article != begun.ID || failed[0].State != knowledge.ArticleDraft {
			t.Errorf("in vain: %+v", failed)
		}
		articles, err := db.Views().Deflections(ctx, since, 10)
		r.must(err)
		if len(articles) != 2 || articles[0].Article != brush || articles[0].SearchFigures != (storage.SearchFigures{Shown: 3, Opened: 2, Solved: 1, Asked: 1}) ||
			articles[1].SearchFigures != (storage.SearchFigures{Shown: 1}) {
			t.Errorf("the articles did %+v", articles)
		}
		r.clock.Add(knowledge.SearchOver)
		r.refused(r.searches.Ask(ctx, solved), knowledge.ErrUnknownSearch)
		r.clock.Add(knowledge.KeepSearches - knowledge.SearchOver)
		if n, err := r.searches.Forget(ctx); err != nil || n != 0 {
			t.Errorf("%d are forgotten too early: %v", n, err)
		}
		r.clock.Add(time.Millisecond)
		if n, err := r.searches.Forget(ctx); err != nil || n != 5 || storagetest.Int(t, db, "SELECT COUNT(*) FROM search_articles") != 0 {
			t.Errorf("%d are forgotten: %v", n, err)
		}
	})
}

// TestATermHasOneArticle: two managers click at once, and again; one draft is begun.
func TestATermHasOneArticle(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		_, err := r.articles.Answer(ctx, r.rookie, "en", "ecru sleeve")
		r.refused(err, knowledge.ErrOnlyWriters)
		_, err = r.articles.Answer(ctx, anna, "de", "ecru sleeve")
		r.refused(err, knowledge.ErrArticleLanguage)
		_, err = r.articles.Answer(ctx, anna, "en", " ada@example.com ?")
		r.refused(err, knowledge.ErrNoWords)
		var all sync.WaitGroup
		begun := make([]knowledge.ArticleID, 6)
		for i := range begun {
			all.Go(func() {
				a, err := r.articles.Answer(ctx, []domain.Actor{anna, r.senior}[i%2], "en", "Écru sleeve")
				if err != nil {
					t.Error(err)
				}
				begun[i] = a.ID
			})
		}
		all.Wait()
		if slices.Sort(begun); begun[0] == "" || begun[0] != begun[5] || r.count("SELECT COUNT(*) FROM articles") != 1 || r.count("SELECT COUNT(*) FROM article_versions") != 1 {
			t.Errorf("begun are %v", begun)
		}
		if title := storagetest.Text(t, db, "SELECT title FROM article_versions"); title != "Ecru sleeve" {
			t.Errorf("it is called %q", title)
		}
		_, err = r.articles.Begin(ctx, r.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Asked: "ECRU SLEEVE", Text: care})
		r.refused(err, knowledge.ErrAnswered)
		storagetest.Exec(t, db, `UPDATE brand SET languages = '["en","nl"]'`)
		dutch, err := r.articles.Answer(ctx, anna, "nl", "ecru sleeve")
		r.must(err)
		if dutch.ID == begun[0] {
			t.Error("one article answers in two languages")
		}
	})
}

// TestWhatIsToBeAnswered: what was typed in vain leaves the worklist with the article that answers it, and comes back with new ones.
func TestWhatIsToBeAnswered(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		brush := r.published("Brush a record", "Hold.")
		begin := r.clock.Now()
		vain := func() storage.SearchTerm {
			t.Helper()
			all, err := db.Views().SearchTerms(ctx, begin, true, 10)
			if r.must(err); len(all) != 1 {
				t.Fatalf("in vain are %+v", all)
			}
			return all[0]
		}
		r.must(r.searches.Solve(ctx, r.search("brush", brush), brush))
		r.search("ecru sleeve")
		r.must(r.searches.Ask(ctx, r.search("ecru sleeve", brush))) // what was shown did not help
		r.must(r.searches.Ask(ctx, r.search("ecru sleeve")))        // in vain once, though twice over
		if v := vain(); v.Term != "ecru sleeve" || v.Failed != 2 || v.Asked != 2 || v.InVain != 3 || v.ToAnswer != 3 {
			t.Errorf("%+v", v)
		}
		a, err := r.articles.Answer(ctx, r.writer, "en", "ecru sleeve")
		r.must(err)
		_, err = r.articles.Save(ctx, r.writer, a.ID, care, 0)
		r.must(err)
		if v := vain(); v.ToAnswer != 3 || v.Article != a.ID || v.State != knowledge.ArticleDraft {
			t.Errorf("a draft answers nobody: %+v", v)
		}
		r.clock.Add(time.Minute)
		r.publish(a.ID, 2)
		if v := vain(); v.ToAnswer != 0 || v.InVain != 3 || v.State != knowledge.ArticlePublished {
			t.Errorf("it is answered: %+v", v)
		}
		r.must(r.searches.Ask(ctx, r.search("ecru sleeve", a.ID)))
		if v := vain(); v.ToAnswer != 1 || v.InVain != 4 {
			t.Errorf("it was asked all the same: %+v", v)
		}
		away := true
		_, err = r.articles.Change(ctx, anna, a.ID, knowledge.ArticleChange{Archived: &away})
		if r.must(err); vain().ToAnswer != 4 {
			t.Errorf("nobody reads what is put away: %+v", vain())
		}
	})
}

// TestAskingAndBeingHelpedAtOnce: whoever wins, somebody was asked, and nothing is solved.
func TestAskingAndBeingHelpedAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r, ctx := newReader(t, db), t.Context()
		brush, needle := r.published("Brush a record", "Hold."), r.published("Change the needle", "Pull.")
		for range 10 {
			id := r.search("brush", brush, needle)
			var all sync.WaitGroup
			for _, do := range []func() error{
				func() error { return r.searches.Solve(ctx, id, brush) }, func() error { return r.searches.Solve(ctx, id, needle) },
				func() error { return r.searches.Ask(ctx, id) }, func() error { return r.searches.Open(ctx, id, brush) },
			} {
				all.Go(func() {
					if err := do(); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if storagetest.Text(t, db, "SELECT state FROM searches WHERE id = ?", id) != "asked" ||
				storagetest.Int(t, db, "SELECT COUNT(*) FROM search_articles WHERE search_id = ? AND solved", id) != 0 {
				t.Error("who asked a person was helped by an article")
			}
		}
	})
}

// TestSearchesAreDrawnAsTheyAre tries every use case of searches in every situation.
func TestSearchesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"search", constants(t, "knowledge", "SearchState"), "SELECT id, state FROM searches ORDER BY id", []string{"Open", "Solve", "Ask"},
	})
	var last *reader
	var acts []act
	for name, steps := range map[string][]string{
		"nothing": nil, "kept": {"Keep"}, "read": {"Keep", "Open"}, "solved": {"Keep", "Solve"}, "asked": {"Keep", "Ask"}, "asked after all": {"Keep", "Solve", "Ask"},
	} {
		r := newReader(t, storagetest.Open(t))
		brush := r.published("Brush a record", "Hold.")
		for _, step := range steps {
			acts = r.searchActs(brush)
			r.must(acts[slices.IndexFunc(acts, func(a act) bool { return a.name == step })].run(t.Context()))
		}
		acts = r.searchActs(brush)
		for _, a := range acts {
			w.try(r.db, &r.clock, name, a)
		}
		last = r
	}
	w.compare()
	checked(t, last.db, "searches", "state", constants(t, "knowledge", "SearchState"))
	complete(t, last.searches, acts, "Forget")
}

func (r *reader) searchActs(shown knowledge.ArticleID) []act {
	id := knowledge.SearchID(storagetest.Text(r.TB, r.db, "SELECT COALESCE(MAX(id), '') FROM searches"))
	return []act{
		{"Keep", func(ctx context.Context) error {
			_, err := r.searches.Keep(ctx, knowledge.Search{Language: "en", Term: "brush", Product: domain.ProductID("prd_none"), Shown: []knowledge.ArticleID{shown}})
			return err
		}},
		{"Open", func(ctx context.Context) error { return r.searches.Open(ctx, id, shown) }},
		{"Solve", func(ctx context.Context) error { return r.searches.Solve(ctx, id, shown) }},
		{"Ask", func(ctx context.Context) error { return r.searches.Ask(ctx, id) }},
	}
}
