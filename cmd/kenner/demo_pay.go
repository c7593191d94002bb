package main

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
)

// wages sets what the demo's brand pays when its past begins.
func (p *past) wages(ctx context.Context) error {
	return p.wage(ctx, 0, pay.Rate{Basis: pay.Conversation, Cents: 240, Why: "What a good answer is worth to us, with or without a purchase."})
}

// wage sets one that counts so many months from now.
func (p *past) wage(ctx context.Context, months int, r pay.Rate) error {
	zone, err := time.LoadLocation(p.Brand.TimeZone)
	if err != nil {
		return fmt.Errorf("the demo's time zone: %w", err)
	}
	r.Month, r.Currency = roster.MonthOf(p.clock.Now(), zone), "EUR"
	for range months {
		r.Month = r.Month.Next()
	}
	_, err = p.pay.SetRate(ctx, p.admin, r)
	return err
}

// paid closes the months that are over, corrects one line, and tells what is paid from next month on.
func (p *past) paid(ctx context.Context) error {
	if _, err := p.pay.Close(ctx); err != nil {
		return err
	}
	if err := p.wage(ctx, 1, pay.Rate{Basis: pay.ShiftHour, Cents: 1250, Why: "Hours are calmer than counting: nobody has to hurry."}); err != nil {
		return err
	}
	view, err := p.views.Pay(ctx, "", p.clock.Now())
	if err != nil {
		return err
	}
	for _, m := range view.Months {
		if !m.Final {
			continue
		}
		all, err := p.views.Statements(ctx, "", m.Month, p.clock.Now())
		if err != nil || len(all) == 0 {
			return err
		}
		return p.amends(ctx, all[0].ExpertID, all[0].Lines[0].ID)
	}
	return nil
}

// amends corrects what an expert was paid: a fare on top, and a line that was wrong.
func (p *past) amends(ctx context.Context, e domain.ExpertID, line pay.LineID) error {
	for _, f := range []pay.Fix{
		{Expert: e, Cents: 1860, Why: "Train fare to the meeting in Utrecht."},
		{Expert: e, Cents: -240, Why: "This was our own test question, not a customer's. Sorry for the noise.", Corrects: line},
	} {
		if _, err := p.pay.Correct(ctx, p.admin, f); err != nil {
			return err
		}
	}
	return nil
}
