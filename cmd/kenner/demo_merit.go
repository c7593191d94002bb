package main

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
)

// glad is a customer who gave a good rating.
type glad struct {
	customer     domain.CustomerID
	conversation domain.ConversationID
}

// demoCards are what some of them write to their expert, demoKudos what colleagues say.
var (
	demoCards = []string{
		"You explained it so that I could do the next one myself. Thank you.",
		"I was cross and you were not. That helped more than the cable.",
		"It works! My daughter is listening to it right now.",
		"Nobody had asked me before what I wanted to use it for.",
		"Bedankt voor je geduld, ik snapte het eindelijk.",
		"Zo'n eerlijk antwoord had ik niet verwacht.",
	}
	demoKudos = []string{
		"You stayed calm with the refund on Saturday, and he came back to say sorry.",
		"Your summary was so good that I had nothing left to ask.",
		"You took my shift without a word when my train stood still.",
		"The way you said that you did not know, and then found out.",
	}
)

// thanked lets customers and colleagues say what was good, and a manager award
// last week's surprise.
func (p *past) thanked(ctx context.Context, now time.Time) error {
	for _, id := range p.experts[:3] {
		if err := p.merit.SetWall(ctx, id, true); err != nil {
			return err
		}
	}
	for i, days := range []int{23, 16, 9, 4} {
		p.clock.set(now.AddDate(0, 0, -days))
		from, to := p.experts[(i+1)%4], p.experts[i%2]
		if from == to {
			from = p.experts[3]
		}
		if _, err := p.merit.GiveKudos(ctx, domain.Actor{Role: domain.RoleExpert, ID: string(from)}, to, demoKudos[i]); err != nil {
			return err
		}
	}
	p.clock.set(now.AddDate(0, 0, -5))
	for i, g := range p.glad {
		if i%12 != 0 || i/12 >= len(demoCards) {
			continue
		}
		if _, err := p.merit.Thank(ctx, g.customer, g.conversation, demoCards[i/12]); err != nil && !errors.Is(err, merit.ErrNotGlad) {
			return err
		}
	}
	if _, err := p.merit.AwardSpot(ctx, domain.Actor{Role: domain.RoleManager, ID: string(p.hidde)}, p.experts[1],
		"For the evening on which the shop was down, and every customer heard why."); err != nil {
		return err
	}
	p.clock.set(now.AddDate(0, 0, -2))
	for _, job := range []func(context.Context) (int, error){p.merit.ShowThanks, p.merit.JudgeWeeks, p.merit.AwardBadges} {
		if _, err := job(ctx); err != nil {
			return err
		}
	}
	p.clock.set(now)
	return nil
}
