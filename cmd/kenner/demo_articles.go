package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/search"
)

// noorderArticles are what its customers read without asking anybody, and what
// they look for.
//
//go:embed demo/articles.json
var noorderArticles []byte

type demoArticles struct {
	Articles []demoArticle
	Begun    struct {
		demoWords

		Product, By, Asked string
		Language           domain.Language
		Day                int
	}
	Searches []struct {
		Language      domain.Language
		Product, Text string
		Often         int
	}
}

// demoArticle is one article in two languages; helps is how often who opens it is
// helped, and change what its reviewer asked for first.
type demoArticle struct {
	Product    string
	Helps      float64
	Day        int // of the past, on which it was begun
	By, Review string
	Change     string
	EN, NL     demoWords
}

// demoWords are an article's words, and how its readers voted: yes and no.
type demoWords struct {
	Title, Summary, Body string
	Votes                [2]int
}

func (w demoWords) text() knowledge.Text {
	return knowledge.Text{Title: w.Title, Summary: w.Summary, Body: w.Body}
}

// shelve fills the help centre: experts write, colleagues publish.
func (p *past) shelve(ctx context.Context) error {
	var all demoArticles
	if err := json.Unmarshal(noorderArticles, &all); err != nil {
		return err
	}
	start := p.clock.Now()
	defer p.clock.set(start) // the conversations begin then
	for _, x := range all.Articles {
		first := knowledge.ArticleID("")
		for _, in := range []struct {
			language domain.Language
			demoWords
		}{{"en", x.EN}, {"nl", x.NL}} {
			p.clock.set(start.Add(time.Duration(x.Day)*aDay + 10*time.Hour))
			id, err := p.publish(ctx, x, in.language, in.text(), first)
			if err != nil {
				return fmt.Errorf("article %q: %w", in.Title, err)
			}
			if first == "" {
				first = id
			}
		}
	}
	b := all.Begun
	p.clock.set(start.Add(time.Duration(b.Day) * aDay))
	by := p.called(b.By)
	begun, err := p.articles.Begin(ctx, by, knowledge.NewArticle{
		Kind: knowledge.KindArticle, Language: b.Language, Product: p.products[b.Product], Asked: b.Asked, Text: b.text(),
	})
	if err != nil {
		return err
	}
	_, err = p.articles.Submit(ctx, by, begun.ID, 0) // somebody else may publish it when the demo opens
	return err
}

// publish lets one person write an article and another one publish it, at once or
// after a change.
func (p *past) publish(ctx context.Context, x demoArticle, l domain.Language, t knowledge.Text, of knowledge.ArticleID) (knowledge.ArticleID, error) {
	by, reviewer := p.called(x.By), p.called(x.Review)
	first := t
	if x.Change != "" {
		first.Body, _, _ = strings.Cut(t.Body, "\n\n## ")
	}
	a, err := p.articles.Begin(ctx, by, knowledge.NewArticle{
		Kind: knowledge.KindArticle, Language: l, Product: p.products[x.Product], Of: of, Text: first,
	})
	if err != nil {
		return "", err
	}
	submit := func() error {
		p.clock.advance(40 * time.Minute)
		_, err := p.articles.Submit(ctx, by, a.ID, 0)
		p.clock.advance(5 * time.Hour)
		return err
	}
	if err := submit(); err != nil {
		return "", err
	}
	if x.Change != "" {
		if a, err = p.articles.Review(ctx, reviewer, a.ID, knowledge.Judgement{No: 1, Verdict: knowledge.VerdictChange, Note: x.Change}); err != nil {
			return "", err
		}
		p.clock.advance(20 * time.Hour)
		if a, err = p.articles.Save(ctx, by, a.ID, t, a.Version); err != nil {
			return "", err
		}
		if err := submit(); err != nil {
			return "", err
		}
	}
	if _, err = p.articles.Review(ctx, reviewer, a.ID, knowledge.Judgement{No: a.Newest, Verdict: knowledge.VerdictPublish}); err != nil {
		return "", err
	}
	// Now, because the past goes back to its beginning when all are written, and nothing is booked before it happened.
	return a.ID, p.rewards.BookArticle(ctx, fmt.Sprintf("%s:%d", a.ID, a.Newest))
}

// called is the expert with a name, or the manager.
func (p *past) called(name string) domain.Actor {
	for i, x := range p.Experts {
		if x.Display == name {
			return domain.Actor{Role: domain.RoleExpert, ID: string(p.experts[i]), Name: name}
		}
	}
	return domain.Actor{Role: domain.RoleManager, ID: string(p.hidde), Name: "Hidde Terpstra"}
}

const (
	searchDays  = 28  // how far back readers searched
	opening     = 0.8 // how often one who is shown something opens the first of it
	askingAfter = 0.7 // how often one who is not helped asks a person
	seeing      = 3   // articles that the widget has room for
)

// searched lets readers look for articles, and say whether these helped.
func (p *past) searched(ctx context.Context, now time.Time) error {
	var all demoArticles
	if err := json.Unmarshal(noorderArticles, &all); err != nil {
		return err
	}
	if err := p.library.Refresh(ctx); err != nil {
		return err
	}
	dice := rand.New(rand.NewPCG(16, 1845)) //nolint:gosec // a play, and the same each time
	defer p.clock.set(now)
	reader := 0
	for _, s := range all.Searches {
		for range s.Often {
			reader++
			age := time.Duration((1 + dice.Float64()*(searchDays-1)) * float64(aDay))
			p.clock.set(now.Add(-age))
			if err := p.search(ctx, all, dice, reader, knowledge.Search{Language: s.Language, Product: p.products[s.Product], Term: s.Text}); err != nil {
				return fmt.Errorf("search %q: %w", s.Text, err)
			}
		}
	}
	p.clock.set(now.Add(-aDay))
	return p.votes(ctx, all)
}

// search is one reader's: who found nothing or was not helped mostly asks a person.
func (p *past) search(ctx context.Context, all demoArticles, dice *rand.Rand, reader int, s knowledge.Search) error {
	opens, helped, asks := dice.Float64() < opening, dice.Float64(), dice.Float64() < askingAfter
	ids := p.library.Find(search.Query{Text: s.Term, Language: s.Language, Product: s.Product, Typing: true, Limit: 2 * seeing})
	found, err := p.views.Answers(ctx, ids, true)
	if err != nil {
		return err
	}
	for _, a := range found[:min(len(found), seeing)] {
		s.Shown = append(s.Shown, a.ID)
	}
	if s, err = p.searches.Keep(ctx, s); err != nil {
		return err
	}
	p.clock.advance(time.Minute)
	if len(s.Shown) > 0 && opens {
		first, helps := found[0], false
		for _, x := range all.Articles {
			if x.EN.Title == first.Title || x.NL.Title == first.Title {
				helps = helped < x.Helps
			}
		}
		if err := p.searches.Open(ctx, s.ID, first.ID); err != nil {
			return err
		}
		if err := p.vote(ctx, first.ID, reader, helps); err != nil {
			return err
		}
		if helps {
			return p.searches.Solve(ctx, s.ID, first.ID)
		}
	}
	if !asks {
		return nil
	}
	return p.searches.Ask(ctx, s.ID)
}

// votes are those of readers who came to the help centre by themselves.
func (p *past) votes(ctx context.Context, all demoArticles) error {
	ids := map[string]knowledge.ArticleID{}
	for _, l := range p.Brand.Languages {
		shelf, err := p.views.Shelf(ctx, l)
		if err != nil {
			return err
		}
		for _, a := range shelf {
			ids[a.Title] = a.ID
		}
	}
	reader := 1000
	for _, x := range all.Articles {
		for _, w := range []demoWords{x.EN, x.NL} {
			for i := range w.Votes[0] + w.Votes[1] {
				reader++
				if err := p.vote(ctx, ids[w.Title], reader, i < w.Votes[0]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (p *past) vote(ctx context.Context, id knowledge.ArticleID, reader int, helped bool) error {
	return p.articles.Vote(ctx, knowledge.Vote{
		Article: id, Voter: "web:" + access.HashToken(fmt.Sprintf("a reader of the past, the %d.", reader)), Helped: helped,
	})
}
