package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestArticlesAreDrawnAsTheyAre tries every use case of articles in every situation.
func TestArticlesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"article", constants(t, "knowledge", "ArticleState"), "SELECT id, state FROM articles ORDER BY id",
		[]string{"Save", "Submit", "Withdraw", "Check", "Review", "Change"},
	})
	var last *press
	for name, steps := range map[string][]string{
		"nothing": nil, "begun": {"Begin"}, "in review": {"Begin", "Submit"}, "withdrawn": {"Begin", "Submit", "Withdraw"},
		"sent back": {"Begin", "Submit", "Review, change"}, "published": {"Begin", "Submit", "Review, publish"},
		"due":            {"Begin", "Submit", "Review, publish", "half a year"},
		"checked":        {"Begin", "Submit", "Review, publish", "half a year", "Check"},
		"the next":       {"Begin", "Submit", "Review, publish", "Save"},
		"archived":       {"Begin", "Submit", "Review, publish", "Change, archive"},
		"archived draft": {"Begin", "Change, archive"},
	} {
		p := newPress(t, storagetest.Open(t))
		for _, step := range steps {
			p.do(step)
		}
		for _, a := range p.acts() {
			w.try(p.db, &p.clock, name, a)
		}
		last = p
	}
	w.compare()
	checked(t, last.db, "articles", "state", constants(t, "knowledge", "ArticleState"))
	checked(t, last.db, "articles", "kind", constants(t, "knowledge", "ArticleKind"))
	checked(t, last.db, "article_reviews", "verdict", constants(t, "knowledge", "Verdict"))
	complete(t, last.articles, last.acts())
}

// press is a floor with people who write and review articles.
type press struct {
	*floor
	articles *knowledge.Articles
	writer   domain.Actor // a full expert
	senior   domain.Actor
	rookie   domain.Actor
}

func newPress(tb testing.TB, db *storage.DB) *press {
	tb.Helper()
	p := &press{floor: newFloor(tb, db)}
	p.staffed()
	p.articles = knowledge.NewArticles(db.Articles, p.runtime())
	of := func(l roster.Level) domain.Actor {
		return domain.Actor{Role: domain.RoleExpert, ID: string(p.expert(l))}
	}
	p.writer, p.senior, p.rookie = of(roster.FullExpert), of(roster.Senior), of(roster.Rookie)
	return p
}

// care is a text that can be published.
var care = knowledge.Text{
	Title: "How do I clean a record?", Summary: "With a dry brush, before each side.",
	Body: "## Before you play\n\nHold the brush on the record for two turns. Lift it off slowly.\n\n1. Start the platter.\n2. Lower the brush.",
}

func (p *press) newest() knowledge.ArticleID {
	return knowledge.ArticleID(storagetest.Text(p.TB, p.db, "SELECT COALESCE(MAX(id), '') FROM articles"))
}

func (p *press) do(name string) {
	p.Helper()
	if name == "half a year" {
		p.clock.Add(200 * 24 * time.Hour)
		return
	}
	for _, a := range p.acts() {
		if a.name == name {
			p.must(a.run(p.Context()))
			return
		}
	}
	p.Fatalf("nobody knows how to %s", name)
}

func (p *press) acts() []act {
	p.Helper()
	id := p.newest()
	no := int(storagetest.Int(p.TB, p.db, "SELECT COALESCE(MAX(newest), 0) FROM articles"))
	yes, not := true, false
	judge := func(ctx context.Context, v knowledge.Verdict) error {
		_, err := p.articles.Review(ctx, p.senior, id, knowledge.Judgement{No: no, Verdict: v, Note: "Say which brush."})
		return err
	}
	change := func(ctx context.Context, c knowledge.ArticleChange) error {
		_, err := p.articles.Change(ctx, anna, id, c)
		return err
	}
	return []act{
		{"Begin", func(ctx context.Context) error {
			_, err := p.articles.Begin(ctx, p.writer, knowledge.NewArticle{Kind: knowledge.KindArticle, Language: "en", Text: care})
			return err
		}},
		{"Answer", func(ctx context.Context) error { _, err := p.articles.Answer(ctx, p.writer, "en", "clean"); return err }},
		{"Save", func(ctx context.Context) error {
			text := care
			text.Body += "\n\nOne more line."
			_, err := p.articles.Save(ctx, p.writer, id, text, 0)
			return err
		}},
		{"Submit", func(ctx context.Context) error { _, err := p.articles.Submit(ctx, p.writer, id, 0); return err }},
		{"Withdraw", func(ctx context.Context) error { _, err := p.articles.Withdraw(ctx, p.writer, id, 0); return err }},
		{"Check", func(ctx context.Context) error { _, err := p.articles.Check(ctx, p.writer, id, 0); return err }},
		{"Review, publish", func(ctx context.Context) error { return judge(ctx, knowledge.VerdictPublish) }},
		{"Review, change", func(ctx context.Context) error { return judge(ctx, knowledge.VerdictChange) }},
		{"Change, archive", func(ctx context.Context) error { return change(ctx, knowledge.ArticleChange{Archived: &yes}) }},
		{"Change, restore", func(ctx context.Context) error { return change(ctx, knowledge.ArticleChange{Archived: &not}) }},
		{"Vote", func(ctx context.Context) error {
			return p.articles.Vote(ctx, knowledge.Vote{Article: id, Voter: "cus_1", Helped: true})
		}},
	}
}
