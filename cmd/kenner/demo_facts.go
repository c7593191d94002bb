package main

import (
	"context"
	_ "embed"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// noorderFacts are what the demo brand knows to be true.
//
//go:embed demo/facts.json
var noorderFacts []byte

// noorderTips are what its experts leave at the close, by reason and language.
//
//go:embed demo/tips.json
var noorderTips []byte

// demoFact is one fact in two languages.
type demoFact struct {
	Product, Reason, Path string
	EN, NL                factWords
}

type factWords struct{ Title, Body, Source string }

// facts fills the shelf of facts; a reason that names a group is of the whole group.
func (p *past) facts(ctx context.Context) error {
	var all []demoFact
	if err := json.Unmarshal(noorderFacts, &all); err != nil {
		return err
	}
	for _, x := range all {
		for _, each := range []struct {
			language domain.Language
			factWords
		}{{"en", x.EN}, {"nl", x.NL}} {
			added, err := p.knowledge.AddFact(ctx, knowledge.Fact{
				Product: p.products[x.Product], Reason: p.reasonOrGroup(x.Reason), Language: each.language, Title: each.Title,
				Body: each.Body, Source: each.Source, URL: "https://noorder.example/" + string(each.language) + "/facts/" + x.Path,
			})
			if err != nil {
				return err
			}
			p.shelved = append(p.shelved, added)
		}
	}
	return nil
}

func (p *past) reasonOrGroup(key string) domain.ReasonID {
	if id := p.reasons[key]; id != "" {
		return id
	}
	if group := p.groups[key]; len(group) > 0 {
		return group[0]
	}
	return ""
}

// factFor is a fact that an expert puts under an answer now and then.
func (p *past) factFor(d demoDialogue) (ids []domain.FactID) {
	if p.dice.Float64() > 0.35 {
		return nil
	}
	for _, f := range p.shelved {
		if f.Language == d.Lang && f.Product == p.products[d.Product] && f.Reason == p.reasons[d.Reason] {
			return []domain.FactID{f.ID}
		}
	}
	return nil
}

// parting is what an expert leaves at the close, two times in five.
func (p *past) parting(d demoDialogue) (tip, next string, err error) {
	var tips map[string]map[domain.Language]struct{ Tip, Next string }
	if err := json.Unmarshal(noorderTips, &tips); err != nil || p.dice.Float64() > 0.4 {
		return "", "", err
	}
	words := tips[d.Reason][d.Lang]
	return words.Tip, words.Next, nil
}

// learned is what a customer says to "did you learn something?", when at all.
func (p *past) learned(good bool) desk.Answer {
	switch r := p.dice.Float64(); {
	case r < 0.4:
		return ""
	case good && r < 0.85:
		return desk.SolvedYes
	case r < 0.95:
		return desk.SolvedPartly
	}
	return desk.SolvedNo
}
