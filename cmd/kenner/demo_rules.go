package main

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// campaign lets the manager draft a campaign that runs when the past ends; the
// admin announces it long before.
func (p *past) campaign(ctx context.Context, now time.Time) error {
	hour := now.Truncate(time.Hour)
	c, err := p.rulebook.DraftCampaign(ctx, p.hidde, rewards.Campaign{
		Name: "Dutch shifts", Factor: 150, StartsAt: hour.AddDate(0, 0, -3), EndsAt: hour.AddDate(0, 0, 4),
		Scope: rewards.Scope{Languages: []domain.Language{"nl"}, OnShift: true},
	})
	if err != nil {
		return err
	}
	_, err = p.rulebook.Announce(ctx, domain.PersonID(p.admin.ID), c.ID, c.Version)
	return err
}

// budget says what the running season may cost.
func (p *past) budget(ctx context.Context) error {
	all, err := p.views.Budgets(ctx)
	if err != nil {
		return err
	}
	for _, s := range all.Seasons {
		if s.State != "running" {
			continue
		}
		if err := p.rulebook.SetBudget(ctx, domain.PersonID(p.admin.ID), rewards.Budget{
			Season: s.SeasonID, Points: 12_000, Value: rewards.DefaultValue, Redeemed: 85,
		}); err != nil {
			return err
		}
	}
	return nil
}

// drafted leaves a draft of the rules to be replayed.
func (p *past) drafted(ctx context.Context) error {
	rules := rewards.Complete(rewards.Versions()[len(rewards.Versions())-1])
	rules.Conversation.Difficulty[2] = 200
	_, err := p.rulebook.SaveDraft(ctx, p.hidde, rules, "Complaints take the most patience. They should be worth twice as much.", 0)
	return err
}
