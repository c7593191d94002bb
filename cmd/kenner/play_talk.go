package main

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// talk is one conversation that is played.
type talk struct {
	dialogue demoDialogue
	customer domain.Actor // nobody: a person asks, and is answered when they write
	expert   domain.ExpertID
	line     int // the next one
	since    time.Time
	busy     bool // somebody is about to say or do the next thing
}

// learn reads the ids of products, reasons and players, by the names of the
// demo brand.
func (p *play) learn(ctx context.Context) error {
	all := storage.Page{Limit: 100}
	products, err := p.views.Products(ctx, false, all)
	if err != nil {
		return err
	}
	for _, known := range products.Items {
		for _, x := range p.Products {
			if x.Name == known.Name {
				p.products[x.Key] = known.ID
			}
		}
	}
	reasons, err := p.views.ContactReasons(ctx, storage.ReasonsFor{Language: "en"}, all)
	if err != nil {
		return err
	}
	for _, known := range reasons.Items {
		for _, group := range p.Reasons {
			for _, x := range group.Children {
				if x.Name == known.Name {
					p.reasons[x.Key] = known.ID
				}
			}
		}
	}
	experts, err := p.views.Experts(ctx, "", p.clock.Now(), all)
	if err != nil {
		return err
	}
	for _, e := range experts.Items {
		if !slices.Contains(joiners, e.DisplayName) {
			p.experts = append(p.experts, e.ID)
		}
	}
	return nil
}

// ask lets a customer come with a question, unless enough of them wait.
func (p *play) ask(ctx context.Context) error {
	waiting, err := p.views.Conversations(ctx, domain.Actor{Role: domain.RoleManager}, desk.Queued, storage.Page{Limit: askAhead})
	if err != nil || len(waiting.Items) >= askAhead {
		return err
	}
	d := p.Dialogues[p.rand(len(p.Dialogues))]
	customer, err := p.customer(ctx, d.Lang)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock() // nobody is told before the talk is known
	id, err := p.desk.Open(ctx, customer.Customer(), desk.Question{
		Text: d.Lines[0], Product: p.products[d.Product], Reason: p.reasons[d.Reason], Language: d.Lang,
	})
	if err == nil {
		p.talks[id] = &talk{dialogue: d, customer: customer, line: 1, since: p.clock.Now()}
	}
	return err
}

// customer is somebody new, or one in five times somebody who was here before.
func (p *play) customer(ctx context.Context, l domain.Language) (domain.Actor, error) {
	p.mu.Lock()
	known := p.asked[l]
	p.mu.Unlock()
	if len(known) > 0 && p.rand(5) == 0 {
		return known[p.rand(len(known))], nil
	}
	c, _, err := p.doors.OpenVisitor(ctx, p.Customers[p.rand(len(p.Customers))], l)
	if err != nil {
		return domain.Actor{}, err
	}
	by := domain.Actor{Role: domain.RoleCustomer, ID: string(c.ID), Name: c.Name}
	p.mu.Lock()
	p.asked[l] = append(p.asked[l], by)
	p.mu.Unlock()
	return by, nil
}

// accepted begins what is said after a player took a conversation.
func (p *play) accepted(ctx context.Context, id domain.ConversationID, e domain.ExpertID) {
	if !slices.Contains(p.experts, e) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.talks[id]
	if t == nil { // a person asks, or it lay on the seat when the play began
		t = &talk{since: p.clock.Now().Add(-leastTalk)}
		p.talks[id] = t
	}
	t.expert = e
	p.next(ctx, id, t)
}

// said goes on after a message: in a played conversation with the next line, in
// one with a person only when the person wrote.
func (p *play) said(ctx context.Context, e desk.Happened) {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := p.talks[e.ConversationID]
	if t == nil || t.expert == "" || e.Entry == nil {
		return
	}
	if t.scripted() || e.Entry.Author.Role == domain.RoleCustomer {
		p.next(ctx, e.ConversationID, t)
	}
}

// left forgets who had a conversation that was closed or went back.
func (p *play) left(id domain.ConversationID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.talks[id]; t != nil {
		t.expert = ""
		if t.line >= len(t.dialogue.Lines) {
			delete(p.talks, id)
		}
	}
}

func (t *talk) scripted() bool { return len(t.dialogue.Lines) > 0 }

// next plans the next act of a talk, once. The caller holds the lock.
func (p *play) next(ctx context.Context, id domain.ConversationID, t *talk) {
	if t.busy {
		return
	}
	t.busy = true
	p.later(ctx, sayEvery, func(ctx context.Context) error {
		p.mu.Lock()
		t.busy = false
		now := *t
		p.mu.Unlock()
		if now.expert == "" || p.here(now.expert) {
			return nil
		}
		return p.act(ctx, id, now)
	})
}

// act says the next line, or closes when all is said.
func (p *play) act(ctx context.Context, id domain.ConversationID, t talk) error {
	expert := domain.Actor{Role: domain.RoleExpert, ID: string(t.expert)}
	switch {
	case !t.scripted():
		return p.answerPerson(ctx, id, expert)
	case t.line < len(t.dialogue.Lines):
		by := expert
		if t.line%2 == 0 {
			by = t.customer
		}
		p.turn(id)
		_, err := p.desk.Post(ctx, by, id, newID("cli"), t.dialogue.Lines[t.line])
		return err
	}
	if left := leastTalk - p.clock.Now().Sub(t.since); left > 0 {
		p.later(ctx, left, func(ctx context.Context) error { return p.closes(ctx, id, expert, t) })
		return nil
	}
	return p.closes(ctx, id, expert, t)
}

// turn moves a talk to its next line.
func (p *play) turn(id domain.ConversationID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := p.talks[id]; t != nil {
		t.line++
	}
}

// closes ends a played conversation; the customer rates it a moment later.
func (p *play) closes(ctx context.Context, id domain.ConversationID, expert domain.Actor, t talk) error {
	outcome, stars := desk.Solved, 5
	if p.rand(8) == 0 {
		outcome, stars = desk.Partly, 3
	}
	if err := p.desk.Close(ctx, expert, id, desk.Closure{Outcome: outcome, Reason: p.reasons[t.dialogue.Reason]}); err != nil {
		return err
	}
	p.later(ctx, 4*time.Second, func(ctx context.Context) error { return p.rates(ctx, id, t.customer.Customer(), stars) })
	return p.rest(ctx, expert.Expert())
}

// rates lets nine in ten rate; the others say nothing.
func (p *play) rates(ctx context.Context, id domain.ConversationID, customer domain.CustomerID, stars int) error {
	if p.rand(10) == 0 {
		return nil
	}
	o := desk.Opinion{Stars: stars, Solved: desk.SolvedYes}
	if stars < 5 {
		o.Solved, o.Cause, o.CauseDetail = desk.SolvedPartly, desk.CauseCompany, "product"
	}
	_, err := p.desk.Rate(ctx, customer, id, o)
	return err
}

// Answers to a person, who may ask anything: honest about being a play.
var toPerson = map[domain.Language][]string{
	"en": {
		"Good to meet you! I play along in this demo, so I do not really know. What would you like to see happen here?",
		"I read you. A real expert would answer this from their own pair; I only show how it feels.",
		"Try to close this, or go away for a while and come back: it will all be here.",
	},
	"nl": {
		"Leuk je te ontmoeten! Ik speel mee in deze demo, dus echt weten doe ik het niet. Wat zou je hier willen zien gebeuren?",
		"Ik lees je. Een echte kenner antwoordt uit ervaring met het eigen exemplaar; ik laat zien hoe het voelt.",
		"Sluit dit gesprek eens, of ga even weg en kom terug: alles staat er nog.",
	},
}

// answerPerson answers somebody who is no player. A conversation that lay on the
// seat when the play began is brought to its end.
func (p *play) answerPerson(ctx context.Context, id domain.ConversationID, expert domain.Actor) error {
	c, err := p.views.Conversation(ctx, expert, id)
	if err != nil {
		return err
	}
	if t, known := p.scene(c.Question, c.Customer); known {
		return p.closes(ctx, id, expert, t)
	}
	lines := toPerson[c.Language]
	if lines == nil {
		lines = toPerson["en"]
	}
	said := 0
	page, err := p.views.Timeline(ctx, expert, id, 0, 500)
	if err != nil {
		return err
	}
	for _, e := range page.Entries {
		if e.Kind == desk.KindMessage && e.Author.Role == domain.RoleExpert {
			said++
		}
	}
	_, err = p.desk.Post(ctx, expert, id, newID("cli"), lines[min(said, len(lines)-1)])
	return err
}

// scene is the dialogue that a question begins, if it is one of ours.
func (p *play) scene(question string, customer storage.CustomerView) (talk, bool) {
	i := slices.IndexFunc(p.Dialogues, func(d demoDialogue) bool { return d.Lines[0] == question })
	if i < 0 {
		return talk{}, false
	}
	return talk{dialogue: p.Dialogues[i], customer: domain.Actor{Role: domain.RoleCustomer, ID: string(customer.ID), Name: customer.Name}}, true
}
