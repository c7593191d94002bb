package main

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

// The demo's drops, from the beginning of its past: one was drawn ten days ago,
// one is open now.
const (
	drawnOpens = 43 * 24 * time.Hour
	openOpens  = (demoWeeks*7 - 1) * 24 * time.Hour
	dropLasts  = 3 * 24 * time.Hour
)

// limited adds two rewards that go out in drops, and announces the drops.
func (p *past) limited(ctx context.Context) error {
	for _, x := range []struct {
		reward shop.Reward
		pieces int
		opens  time.Duration
	}{
		{shop.Reward{
			Name: "Plaat in dusk blue", Description: "The colour that never went into the shops.", Picture: "plaat",
			Price: 90, Stock: 5, PerPerson: 1, MinLevel: shop.DropLevel, Limited: true,
		}, 3, drawnOpens},
		{shop.Reward{
			Name: "Wad 2, first hundred", Description: "From the first hundred that were made, signed inside the band by who tuned it.", Picture: "wad",
			Price: 120, Stock: 5, PerPerson: 1, MinLevel: shop.DropLevel, Limited: true,
		}, 5, openOpens},
	} {
		added, err := p.shop.AddReward(ctx, x.reward)
		if err != nil {
			return err
		}
		opens := p.clock.Now().Add(x.opens).Truncate(time.Hour)
		d, err := p.drops.Create(ctx, p.admin, shop.Plan{
			Reward: added.ID, Kind: shop.Draw, Pieces: x.pieces, OpensAt: opens, ClosesAt: opens.Add(dropLasts),
		})
		if err != nil {
			return err
		}
		if _, err := p.drops.Announce(ctx, d.ID); err != nil {
			return err
		}
		p.going = append(p.going, d.ID)
	}
	return nil
}

// draw lets everybody enter who can, but for the one who shows the demo and
// enters the open drop themselves, and lets winners confirm.
func (p *past) draw(ctx context.Context) error {
	if _, err := p.drops.Mind(ctx); err != nil {
		return err
	}
	for i, id := range p.going {
		for j, expert := range p.experts {
			if i == 1 && j == 0 {
				continue
			}
			if _, err := p.drops.Enter(ctx, expert, id); err != nil && !isRefusal(err) {
				return err
			}
			won, err := p.drops.Confirm(ctx, expert, id)
			switch {
			case err == nil:
				if err := p.fulfil(ctx, won.ID); err != nil {
					return err
				}
			case !isRefusal(err):
				return err
			}
		}
	}
	return nil
}

func isRefusal(err error) bool {
	_, refused := errors.AsType[*domain.Error](err)
	return refused
}
