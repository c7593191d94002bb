package main

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
)

// promiseRound gives the round that runs a team goal and prizes, unless it has them.
func (p *past) promiseRound(ctx context.Context) error {
	season, round, err := p.views.CurrentSeason(ctx, p.clock.Now())
	if err != nil {
		return err
	}
	id := domain.RoundID(round.ID)
	if had, err := p.views.TeamGoalOf(ctx, id); err != nil || had != nil {
		return err
	}
	if err := p.league.SetGoal(ctx, p.hidde, league.Goal{
		Round: id, Text: "Sixty answers that last", Measure: league.GoalRight, Target: 60, Reward: "A day at the mudflats, with soup",
	}, 0); err != nil {
		return err
	}
	for _, prize := range []league.Prize{
		{Round: id, From: 1, To: 1, What: "Earbuds Wad 2"},
		{Round: id, From: 2, To: 3, What: "A cap, in your colour"},
	} {
		if err := p.league.AddPrize(ctx, p.hidde, prize); err != nil {
			return err
		}
	}
	if round.Number > 1 {
		return nil
	}
	return p.league.AddPrize(ctx, p.hidde, league.Prize{Season: domain.SeasonID(season.ID), From: 1, To: 3, What: "Headphones, with your alias engraved"})
}
