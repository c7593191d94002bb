package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/storage"
)

// noorderGrowth is what the demo brand asks of its experts, and what they can learn.
//
//go:embed demo/growth.json
var noorderGrowth []byte

type demoGrowth struct {
	Sets []struct {
		Topic, Product string
		Minutes        int
		Questions      []growth.Question
	}
	Courses []struct {
		Topic       string
		Dimension   growth.Dimension
		Title, Body growth.Texts
		Minutes     int
	}
}

// schooling publishes questions, certifies a few experts and has some
// conversations looked at.
func (p *past) schooling(ctx context.Context, now time.Time) error {
	var all demoGrowth
	if err := json.Unmarshal(noorderGrowth, &all); err != nil {
		return err
	}
	p.clock.set(now.Add(-40 * aDay))
	for _, s := range all.Sets {
		d := growth.Draft{Reason: p.groups[s.Topic][0], Product: p.products[s.Product], Questions: s.Questions, Minutes: s.Minutes}
		if _, err := p.growth.SaveQuestions(ctx, p.admin, d, 0); err != nil {
			return err
		}
		if _, err := p.growth.PublishQuestions(ctx, p.admin, d.Reason, 1); err != nil {
			return err
		}
	}
	for _, c := range all.Courses {
		item := growth.CourseItem{Dimension: c.Dimension, Title: c.Title, Body: c.Body, Minutes: c.Minutes}
		if c.Topic != "" {
			item.Reason = p.groups[c.Topic][0]
		}
		if _, err := p.growth.AddCourseItem(ctx, item); err != nil {
			return err
		}
	}
	if err := p.certificates(ctx, now); err != nil {
		return err
	}
	if err := p.looks(ctx); err != nil {
		return err
	}
	if err := p.beside(ctx, now); err != nil {
		return err
	}
	p.clock.set(now)
	return nil
}

var (
	goodCard = growth.Card{Helpful: 5, Correct: 5, Tone: 4, OwnWords: 4, Praise: "Asked first what stands where, and only then advised."}
	poorCard = growth.Card{
		Helpful: 4, Correct: 3, Tone: 4, OwnWords: 4, Praise: "Friendly from the first line.",
		Advice: "Look the figure up before you name it; it was the one of the model before.",
	}
)

// certificates leads experts as far as they are: three are certified, one of them
// nearly a year ago, one waits for a mentor, and one has a plan since three
// conversations were not enough.
func (p *past) certificates(ctx context.Context, now time.Time) error {
	for _, x := range []struct {
		expert int
		topic  string
		ago    time.Duration
		cards  []growth.Card // what reviewers think of what is shown
		waits  bool          // one more is shown
	}{
		{0, "connection", aDay, []growth.Card{goodCard}, false},
		{1, "connection", 2 * aDay, []growth.Card{goodCard}, false},
		{2, "sound", 330 * aDay, []growth.Card{goodCard}, false},
		{6, "connection", aDay, nil, true},
	} {
		p.clock.set(now.Add(-x.ago))
		e := p.experts[x.expert]
		a, err := p.answered(ctx, e, p.groups[x.topic][0])
		if err != nil {
			return err
		}
		for _, c := range x.cards {
			p.clock.advance(2 * time.Hour)
			shown, err := p.show(ctx, e, a)
			if err != nil {
				return err
			}
			if shown == "" {
				break // what the past has to show depends on the hour
			}
			if _, err := p.growth.Mark(ctx, p.admin, shown, c); err != nil {
				return err
			}
		}
		if x.waits {
			if _, err := p.show(ctx, e, a); err != nil {
				return err
			}
		}
	}
	return p.needsAPlan(ctx, now.Add(-3*aDay))
}

// needsAPlan lets the first of some experts who has three conversations to show fail with them.
func (p *past) needsAPlan(ctx context.Context, at time.Time) error {
	for _, i := range []int{8, 5, 3, 10, 9, 7, 11, 4} {
		p.clock.set(at)
		a, err := p.answered(ctx, p.experts[i], p.groups["sound"][0])
		if err != nil {
			return err
		}
		view, err := p.views.Attempt(ctx, p.experts[i], "en", a.ID, at)
		if err != nil {
			return err
		}
		if len(view.Showable) < growth.MaxHandedIn {
			continue
		}
		for range growth.MaxHandedIn {
			p.clock.advance(2 * time.Hour)
			shown, err := p.show(ctx, p.experts[i], a)
			if err != nil {
				return err
			}
			if _, err := p.growth.Mark(ctx, p.admin, shown, poorCard); err != nil {
				return err
			}
		}
		p.planned = p.experts[i]
		return nil
	}
	return nil
}

// answered lets an expert answer the five questions of a topic, all of them right.
func (p *past) answered(ctx context.Context, e domain.ExpertID, topic domain.ReasonID) (growth.Attempt, error) {
	a, err := p.growth.BeginAttempt(ctx, e, topic)
	if err != nil {
		return a, err
	}
	var set growth.Set
	err = p.db.Growth(ctx, func(tx growth.Store) (err error) {
		set, err = tx.SetOf(a.Reason, a.SetVersion)
		return err
	})
	if err != nil {
		return a, err
	}
	answers := make([]int, len(a.Drawn))
	for i, d := range a.Drawn {
		for j, o := range d.Order {
			if set.Questions[d.Question].Options[o].Right {
				answers[i] = j
			}
		}
	}
	return p.growth.AnswerAttempt(ctx, e, a.ID, answers)
}

// show hands in a conversation, when there is one to show.
func (p *past) show(ctx context.Context, e domain.ExpertID, a growth.Attempt) (growth.SampleID, error) {
	view, err := p.views.Attempt(ctx, e, "en", a.ID, p.clock.Now())
	if err != nil || len(view.Showable) == 0 {
		return "", err
	}
	shown := view.Showable[0]
	a, err = p.growth.HandIn(ctx, e, a.ID, growth.Part{Conversation: shown.ConversationID, Episode: shown.Episode})
	return a.Sample, err
}

// looks marks half of what was drawn; what is left waits for whoever looks at the demo.
func (p *past) looks(ctx context.Context) error {
	for _, ago := range []time.Duration{28 * aDay, 14 * aDay, aDay} {
		p.clock.set(p.now.Add(-ago))
		if _, err := p.growth.DrawSamples(ctx); err != nil {
			return err
		}
	}
	open, err := p.views.Samples(ctx, p.admin, "en", growth.SampleOpen, storage.Page{Limit: 60})
	if err != nil {
		return err
	}
	for i, s := range open.Items {
		if !s.Closed || s.Purpose != "quality" || i%4 == 3 || s.Expert.ID == domain.PersonID(p.planned) { // whose plan is not reached yet
			continue
		}
		c := growth.Card{Helpful: 4, Correct: 5, Tone: 5, OwnWords: 4, Praise: "Calm, and the next step was clear."}
		if i%3 == 1 {
			c.Tone, c.Advice = 3, "Say back what you understood before you ask."
		}
		if _, err := p.growth.Mark(ctx, p.admin, s.ID, c); err != nil {
			return err
		}
	}
	return nil
}
