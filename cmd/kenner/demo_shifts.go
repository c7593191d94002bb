package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
)

// demoPresence is who the demo always wants: one from nine to ten in the evening,
// two in the evenings from Friday to Sunday.
func demoPresence() []shifts.Always {
	var all []shifts.Always
	for day := 1; day <= 7; day++ {
		for hour := 9; hour < 22; hour++ {
			n := 1
			if hour >= 19 && day >= 5 {
				n = 2
			}
			all = append(all, shifts.Always{Weekday: day, Hour: hour, Experts: n})
		}
	}
	return all
}

// plan makes the shift plan of this week and the next from the questions of the
// past, and lets experts sign up; some places stay free, and one shift is on offer.
// The week after is left for a manager to plan. Duty goes by opening hours.
func (p *past) plan(ctx context.Context) error {
	settings, _, err := p.views.PlanSettings(ctx)
	if err != nil {
		return err
	}
	settings.Rules.Least = 0
	if settings, err = p.shifts.ChangeSettings(ctx, settings); err != nil {
		return err
	}
	if _, err := p.shifts.ChangePresence(ctx, demoPresence(), settings.Version); err != nil {
		return err
	}
	zone, err := time.LoadLocation(p.Brand.TimeZone)
	if err != nil {
		return fmt.Errorf("the demo's time zone: %w", err)
	}
	now := p.clock.Now().In(zone) // a week is the brand's: it may have begun while the day before goes on in UTC
	turn := 0
	for _, week := range []time.Time{now, now.AddDate(0, 0, 7)} {
		day := week.Format(time.DateOnly)
		made, err := p.shifts.Generate(ctx, p.admin, day)
		if err != nil {
			return err
		}
		if _, err := p.shifts.Publish(ctx, day); err != nil {
			return err
		}
		for i, slot := range made {
			if i%4 == 3 || slot.StartsAt.Sub(now) < time.Hour {
				continue // a gap that managers see
			}
			if turn, err = p.fill(ctx, slot, turn); err != nil {
				return err
			}
		}
	}
	return p.offerOne(ctx)
}

// fill lets the experts whose turn it is sign up for a slot.
func (p *past) fill(ctx context.Context, slot shifts.Slot, turn int) (next int, err error) {
	for range slot.Seats {
		for range p.experts {
			turn++
			_, err := p.shifts.SignUp(ctx, p.experts[turn%len(p.experts)], slot.ID)
			if err == nil {
				break
			}
			if _, ok := errors.AsType[*domain.Error](err); !ok {
				return turn, err
			}
		}
	}
	return turn, nil
}

// offerOne lets one expert offer a shift to colleagues.
func (p *past) offerOne(ctx context.Context) error {
	for _, e := range p.experts[1:] {
		mine, err := p.views.MyPlan(ctx, e, p.clock.Now())
		if err != nil || len(mine.Coming) == 0 {
			continue
		}
		_, err = p.shifts.Offer(ctx, e, mine.Coming[len(mine.Coming)-1].ID, "", "A birthday in the family")
		return err
	}
	return nil
}
