package main

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// demoPromise is what an expert of the demo finds out after a dialogue.
type demoPromise struct {
	Promise, Research string
	Source            desk.FollowUpSource
	Outcome           desk.FollowUpOutcome
	Result            string
}

// owed is a promise of the demo's past that somebody works on.
type owed struct {
	demoPromise
	id       domain.FollowUpID
	expert   domain.ExpertID
	customer domain.CustomerID
	tellAt   time.Time // zero: never, it is forgotten or not due yet
}

// promises are what is owed in the demo's past.
type promises struct {
	open  []owed
	asked int // dialogues after which something could be promised
	// forgotten and waiting tell whether one is late and how many are due tomorrow when the demo opens.
	forgotten bool
	waiting   int
}

const (
	promiseEvery = 5 // of the dialogues that end with something to find out
	dueTomorrow  = 2 // promises when the demo opens
	aDay         = 24 * time.Hour
)

// promise lets an expert promise something after some dialogues. Most is told
// in time, each fourth late; of the last days one is forgotten, and two are due
// tomorrow, the first expert's if it can be.
func (p *past) promise(ctx context.Context, d demoDialogue, id domain.ConversationID, customer, expert domain.Actor) error {
	if d.Promise == nil {
		return nil
	}
	o, due := owed{demoPromise: *d.Promise, expert: expert.Expert(), customer: customer.Customer()}, p.clock.Now().Add(30*time.Hour)
	age := p.now.Sub(p.clock.Now())
	p.owed.asked++
	switch {
	case age < 3*aDay && p.owed.waiting < dueTomorrow && (p.owed.waiting > 0 || expert.Expert() == p.experts[0] || age < 2*aDay):
		p.owed.waiting++
		due = p.now.Truncate(aDay).Add(aDay + time.Duration(18-p.owed.waiting)*time.Hour)
	case age < 3*aDay:
		return nil
	case age < 6*aDay && !p.owed.forgotten:
		p.owed.forgotten = true
	case p.owed.asked%promiseEvery != 0 || age < 6*aDay:
		return nil
	case p.owed.asked%(4*promiseEvery) == 0:
		o.tellAt = due.Add(5 * time.Hour)
	default:
		o.tellAt = due.Add(-12 * time.Hour)
	}
	made, _, err := p.desk.Promise(ctx, expert.Expert(), id, desk.NewPromise{
		ClientID: newID("cli"), Promise: o.Promise, DueAt: due, TimeBox: 30,
	})
	o.id = made.ID
	p.owed.open = append(p.owed.open, o)
	return err
}

// tell tells customers what was found out by now. Most of them say that it helped.
func (p *past) tell(ctx context.Context) error {
	now := p.clock.Now()
	due := func(o owed) bool { return !o.tellAt.IsZero() && !o.tellAt.After(now) }
	for i, o := range p.owed.open {
		if !due(o) {
			continue
		}
		sources := []desk.FollowUpSource{o.Source}
		if _, err := p.desk.ChangeFollowUp(ctx, o.expert, o.id, desk.Draft{Research: &o.Research, Sources: &sources, Version: 1}); err != nil {
			return err
		}
		if _, err := p.desk.FinishFollowUp(ctx, o.expert, o.id, o.Outcome, o.Result); err != nil {
			return err
		}
		if i%4 == 3 {
			continue // says nothing
		}
		helped := desk.SolvedYes
		if o.Outcome == desk.FollowUpNothing {
			helped = desk.SolvedNo
		}
		if _, err := p.desk.AnswerFollowUp(ctx, o.customer, o.id, helped); err != nil {
			return err
		}
	}
	p.owed.open = slices.DeleteFunc(p.owed.open, due)
	return nil
}
