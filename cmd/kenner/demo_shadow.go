package main

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// beside enrols a candidate whose first conversations the demo's mentor shadowed:
// three are marked, and the fourth waits for the mentor.
func (p *past) beside(ctx context.Context, now time.Time) error {
	bird := 12
	out, err := p.roster.Enrol(ctx, p.admin, roster.NewExpert{
		Email: demoCandidate, Name: "Joost Hofstra", Language: "en", DisplayName: "Joost", Alias: "Snipe", Bird: &bird,
		Level: roster.Candidate, Languages: []domain.Language{"nl", "en"},
	})
	if err != nil {
		return err
	}
	if _, err := p.doors.Accept(ctx, out.Link.Token, demoPassword, access.From{}); err != nil {
		return err
	}
	candidate, mentor := out.Expert.ID, domain.Actor{Role: domain.RoleExpert, ID: string(p.experts[1]), Name: "Femke"}
	p.clock.set(now.Add(-2 * aDay))
	live, err := p.desk.Shadow(ctx, mentor, candidate)
	if err != nil {
		return err
	}
	for _, i := range []int{0, 4, 6, 7} { // simple ones
		if err := p.shadowed(ctx, candidate, p.Dialogues[i]); err != nil {
			return err
		}
	}
	if err := p.desk.EndShadow(ctx, domain.PersonID(mentor.ID), live.ID); err != nil {
		return err
	}
	view, err := p.views.ShadowDesk(ctx, mentor, "en", p.clock.Now())
	if err != nil {
		return err
	}
	for i, s := range view.ToMark[:min(3, len(view.ToMark))] {
		c := goodCard
		if i == 1 {
			c = growth.Card{Helpful: 4, Correct: 4, Tone: 3, OwnWords: 4, Praise: "Short and clear.", Advice: "Say hello before you ask for the number."}
		}
		if _, err := p.growth.Mark(ctx, mentor, s.ID, c); err != nil {
			return err
		}
	}
	return nil
}

// shadowed lets a candidate answer a simple question, with the mentor beside.
func (p *past) shadowed(ctx context.Context, candidate domain.ExpertID, d demoDialogue) error {
	if err := p.desk.SetPresence(ctx, candidate, roster.Available); err != nil {
		return err
	}
	customer, _, err := p.doors.OpenVisitor(ctx, p.Customers[p.dice.IntN(len(p.Customers))], d.Lang)
	if err != nil {
		return err
	}
	id, err := p.desk.Open(ctx, customer.ID, desk.Question{
		Text: d.Lines[0], Product: p.products[d.Product], Reason: p.reasons[d.Reason], Language: d.Lang,
	})
	if err != nil {
		return err
	}
	offer, found, err := p.offered(ctx, id)
	if err != nil || !found {
		return err
	}
	p.clock.advance(5 * time.Second)
	if _, err := p.desk.Accept(ctx, offer.Expert.ID, offer.ID); err != nil {
		return err
	}
	by := []domain.Actor{
		{Role: domain.RoleExpert, ID: string(offer.Expert.ID)},
		{Role: domain.RoleCustomer, ID: string(customer.ID), Name: customer.Name},
	}
	for i, line := range d.Lines[1:] {
		p.clock.advance(40 * time.Second)
		if _, err := p.desk.Post(ctx, by[i%2], id, newID("cli"), line); err != nil {
			return err
		}
	}
	p.clock.advance(30 * time.Second)
	return p.desk.Close(ctx, by[0], id, desk.Closure{Outcome: desk.Solved, Reason: p.reasons[d.Reason]})
}
