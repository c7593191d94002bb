package main

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The conversations that are under way when a lively demo opens.
const (
	underWay      = 4
	underWaySince = 5 * time.Minute // the first of them
)

// curtain ends the past: with empty seats, or with some conversations in which
// all is said but the thanks, so that the board moves soon.
func (p *past) curtain(ctx context.Context, now time.Time) error {
	if !p.lively {
		if err := p.keep(ctx, now); err != nil {
			return err
		}
		return p.present(ctx, nil)
	}
	if err := p.keep(ctx, now.Add(-underWaySince)); err != nil {
		return err
	}
	if err := p.present(ctx, nil); err != nil {
		return err
	}
	p.experts = p.onStage()
	for i := range underWay {
		p.reach(now.Add(-underWaySince * time.Duration(underWay-i) / underWay))
		d := p.Dialogues[i*3]
		customer, expert, id, err := p.begin(ctx, d)
		if err != nil {
			return err
		}
		for j, line := range d.Lines[1:] {
			by := expert
			if j%2 == 1 {
				by = customer
			}
			p.clock.advance(9 * time.Second)
			if _, err := p.desk.Post(ctx, by, id, newID("cli"), line); err != nil {
				return err
			}
		}
	}
	return nil
}

// onStage are the experts but for the joiners: who joins in finds them off duty,
// with empty seats.
func (p *past) onStage() []domain.ExpertID {
	var stage []domain.ExpertID
	for i, x := range p.Experts {
		if !slices.Contains(joiners, x.Display) {
			stage = append(stage, p.experts[i])
		}
	}
	return stage
}
