package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// noorderAuditions is what candidates of the demo wrote at their auditions, by
// language, manner and kind of conversation.
//
//go:embed demo/auditions.json
var noorderAuditions []byte

// questions adds the warm-up about the demo brand's products.
func (p *past) questions(ctx context.Context) error {
	return p.marking.Ship(ctx, nil, audition.DemoQuestions())
}

// rewritten leaves a scenario that Hidde has begun to write anew.
func (p *past) rewritten(ctx context.Context) error {
	s, found := audition.ShippedAs(audition.Name{ID: "question-old-television", Language: "en"})
	if !found {
		return nil
	}
	s.Briefing.Facts = append(s.Briefing.Facts, "A cable with two plugs is in the box since this spring.")
	_, err := p.marking.SaveDraft(ctx, p.hidde, s, 0)
	return err
}

// played leads a candidate through the audition: kindly or not.
func (p *past) played(ctx context.Context, id domain.ApplicationID, kindly bool) (marking.Audition, error) {
	var all map[domain.Language]map[string]map[string][]string
	if err := json.Unmarshal(noorderAuditions, &all); err != nil {
		return marking.Audition{}, err
	}
	a, err := p.warmedUp(ctx, id)
	if err != nil {
		return a, err
	}
	manner := "curt"
	if kindly {
		manner = "kind"
	}
	for no := 1; no <= marking.Plays; no++ {
		if a, err = p.marking.BeginPlay(ctx, id, no); err != nil {
			return a, err
		}
		kind, _, _ := strings.Cut(string(a.Plays[no-1].Scenario), "-")
		for i, text := range all[a.Language][manner][kind] {
			p.clock.advance(time.Duration(40+9*i) * time.Second)
			if a, err = p.marking.Say(ctx, id, no, fmt.Sprintf("demo-line-%d", i), text); err != nil {
				return a, err
			}
		}
		p.clock.advance(13 * time.Minute) // whoever still waits there leaves
	}
	_, err = p.marking.EndLeft(ctx)
	return a, err
}

// warmedUp opens an audition and answers its questions, two of them wrongly.
func (p *past) warmedUp(ctx context.Context, id domain.ApplicationID) (marking.Audition, error) {
	a, err := p.marking.Open(ctx, id)
	if err != nil {
		return a, err
	}
	if _, err := p.marking.BeginWarmUp(ctx, id); err != nil {
		return a, err
	}
	var answers []audition.Answer
	for i, q := range a.WarmUp.Questions {
		one := audition.Answer{Question: q.ID, Chosen: q.Right}
		switch {
		case len(q.Accept) > 0:
			one.Text = strings.ReplaceAll(q.Accept[0], "*", "")
		case i%4 == 3:
			one.Chosen = []int{(q.Right[0] + 1) % len(q.Choices)}
		}
		answers = append(answers, one)
	}
	p.clock.advance(6 * time.Minute)
	return p.marking.KeepAnswers(ctx, id, answers, true)
}

// scores are a rater's of each dimension.
type scores map[audition.Dimension]int

var (
	steady = scores{audition.Patience: 5, audition.Courtesy: 5, audition.Empathy: 4, audition.Ownership: 4, audition.Honesty: 5, audition.Clarity: 4}
	warm   = scores{audition.Patience: 5, audition.Courtesy: 5, audition.Empathy: 5, audition.Ownership: 4, audition.Honesty: 4, audition.Clarity: 4}
	short  = scores{audition.Patience: 3, audition.Courtesy: 2, audition.Empathy: 2, audition.Ownership: 3, audition.Honesty: 4, audition.Clarity: 3}
	milder = scores{audition.Patience: 3, audition.Courtesy: 3, audition.Empathy: 4, audition.Ownership: 3, audition.Honesty: 4, audition.Clarity: 3}
)

// marked lets a rater take the audition that waits longest, and give it in.
func (p *past) marked(ctx context.Context, by domain.PersonID, a marking.Audition, given scores) error {
	p.clock.advance(5 * time.Hour)
	m, err := p.marking.Take(ctx, by)
	if err != nil {
		return err
	}
	for i, at := range marking.Places() {
		said := theirs(a.Plays[at.Play-1])
		line := said[i%len(said)]
		quote, _, _ := strings.Cut(line.Text, ". ")
		if err := p.marking.Mark(ctx, m.ID, by, at, marking.Mark{Score: given[at.Dimension], Line: line.Seq, Quote: quote}); err != nil {
			return err
		}
	}
	return p.marking.Submit(ctx, m.ID, by)
}

// theirs are the candidate's lines of a play.
func theirs(play marking.Play) (lines []marking.Line) {
	for _, l := range play.Lines {
		if l.Speaker == audition.TheCandidate {
			lines = append(lines, l)
		}
	}
	return lines
}

// auditioned is how far an audition of the demo came: decided kindly, decided
// otherwise by a third rater, or given one rater's marks.
func (p *past) auditioned(ctx context.Context, id domain.ApplicationID, how string) error {
	a, err := p.played(ctx, id, how != "failed")
	if err != nil {
		return err
	}
	ilse, femke := domain.PersonID(p.admin.ID), domain.PersonID(p.experts[1])
	type rater struct {
		id    domain.PersonID
		gives scores
	}
	for _, r := range map[string][]rater{
		"passed":  {{ilse, steady}, {femke, warm}},
		"chosen":  {{ilse, warm}, {p.hidde, steady}},
		"failed":  {{femke, short}, {p.hidde, milder}, {ilse, short}},
		"waiting": {{p.hidde, steady}},
	}[how] {
		if err := p.marked(ctx, r.id, a, r.gives); err != nil {
			return err
		}
	}
	if how == "passed" || how == "chosen" {
		p.golden = append(p.golden, a.ID)
	}
	return nil
}

// golds makes gold of what Ilse and another rater agreed on. Femke has calibrated
// on hers; Hidde's waits for him.
func (p *past) golds(ctx context.Context, now time.Time) error {
	p.clock.set(now.Add(-3 * aDay))
	right := make(map[marking.Place]marking.GoldMark)
	for _, at := range marking.Places() {
		right[at] = marking.GoldMark{Score: steady[at.Dimension], Why: goldWhy[at.Dimension]}
	}
	for _, id := range p.golden {
		if err := p.marking.ChooseGold(ctx, domain.PersonID(p.admin.ID), id, right); err != nil {
			return err
		}
	}
	if _, err := p.marking.MindCalibrations(ctx); err != nil {
		return err
	}
	p.clock.advance(aDay)
	femke := domain.PersonID(p.experts[1])
	var open marking.Calibration
	err := p.db.Marking(ctx, func(tx marking.Store) (err error) {
		open, _, err = tx.LastCalibration(femke)
		return err
	})
	if err != nil {
		return err
	}
	for no := range open.Auditions {
		for i, at := range marking.Places() {
			given := steady[at.Dimension]
			if i%7 == 3 {
				given -= 2 // too far
			}
			if err := p.marking.Calibrate(ctx, open.ID, femke, no+1, at, given); err != nil {
				return err
			}
		}
	}
	if open.ID == "" {
		return nil
	}
	return p.marking.EndCalibration(ctx, open.ID, femke)
}

// goldWhy is why a gold audition's marks are right.
var goldWhy = map[audition.Dimension]string{
	audition.Patience:  "Stays as calm in the last line as in the first, whatever is thrown.",
	audition.Courtesy:  "Greets, thanks, and never answers a sneer with one.",
	audition.Empathy:   "Names what it is like for the customer. Once more would have been a 5.",
	audition.Ownership: "Says who does what, but not by when.",
	audition.Honesty:   "Says what cannot be promised, and what is not known.",
	audition.Clarity:   "Short sentences. Two things at once in the middle of it.",
}
