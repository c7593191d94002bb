package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
)

const (
	demoConversations = 300 // that the past has
	shiftSize         = 3   // experts who are on duty when a question comes
)

// live plays the past up to now: conversations at their times, and in between
// what cron would have done.
func (p *past) live(ctx context.Context, now time.Time) error {
	p.now = now
	p.subscribePast()
	p.db.Outbox().Start(nil) //nolint:contextcheck // it ends with Stop
	if err := p.campaign(ctx, now); err != nil {
		return err
	}
	if err := p.promiseRound(ctx); err != nil {
		return err
	}
	times := p.times(now)
	cron := p.clock.Now().Add(6 * time.Hour)
	for i, at := range times {
		for ; cron.Before(at); cron = cron.Add(6 * time.Hour) {
			if err := p.keep(ctx, cron); err != nil {
				return err
			}
		}
		p.reach(at)
		if err := p.conversation(ctx, p.Dialogues[i%len(p.Dialogues)]); err != nil {
			return fmt.Errorf("conversation %d: %w", i, err)
		}
	}
	for ; cron.Before(now); cron = cron.Add(6 * time.Hour) {
		if err := p.keep(ctx, cron); err != nil {
			return err
		}
	}
	if err := p.promiseRound(ctx); err != nil {
		return err
	}
	if err := p.ladder(ctx); err != nil {
		return err
	}
	if err := p.curtain(ctx, now); err != nil {
		return err
	}
	if err := p.db.Outbox().WaitIdle(ctx); err != nil {
		return err
	}
	return p.db.Outbox().Stop(ctx)
}

// subscribePast hears what serve hears of points; nobody listens to the rest.
func (p *past) subscribePast() {
	p.bookings(p.db.Outbox())
}

// times are the moments of the questions: more in the evening, none at night.
func (p *past) times(now time.Time) []time.Time {
	start, last := p.clock.Now(), now.Add(-30*time.Minute)
	days := int(last.Sub(start).Hours() / 24)
	times := make([]time.Time, 0, demoConversations)
	for len(times) < demoConversations {
		hour := 8 + (p.rand.IntN(15)+p.rand.IntN(15)+10)/3 // 11 to 20
		day := start.Truncate(24*time.Hour).AddDate(0, 0, p.rand.IntN(days+1))
		at := day.Add(time.Duration(hour)*time.Hour + time.Duration(p.rand.IntN(3600))*time.Second)
		if at.After(start) && at.Before(last) {
			times = append(times, at)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return times
}

// keep does what cron and the shop's people do four times a day.
func (p *past) keep(ctx context.Context, at time.Time) error {
	if err := p.db.Outbox().WaitIdle(ctx); err != nil {
		return err
	}
	p.reach(at)
	if err := p.tell(ctx); err != nil {
		return err
	}
	for _, job := range []func(context.Context) (int, error){p.desk.ConfirmSilent, p.desk.MindFollowUps, p.desk.MindStaleFollowUps, p.league.Roll, p.levels.ReviewMonths, p.pay.Close} {
		if _, err := job(ctx); err != nil {
			return err
		}
	}
	if err := p.db.Outbox().WaitIdle(ctx); err != nil {
		return err
	}
	for _, job := range []func(context.Context) (int, error){p.rewards.SettleDue, p.ratings.Tell} {
		if _, err := job(ctx); err != nil {
			return err
		}
	}
	if err := p.draw(ctx); err != nil {
		return err
	}
	return p.spend(ctx)
}

const (
	// saving is how long before now the one who shows the demo redeems nothing,
	// for the open drop, and the rookies do not either: they are the last of the
	// experts, and of the last days theirs alone waits for a decision.
	saving    = 21 * 24 * time.Hour
	undecided = 3 * 24 * time.Hour
	rookies   = 3
)

// spend lets somebody redeem something now and then, and the staff send it.
func (p *past) spend(ctx context.Context) error {
	if p.rand.Float64() > 0.5 {
		return nil
	}
	who, age := p.rand.IntN(len(p.experts)), p.now.Sub(p.clock.Now())
	if age < undecided {
		who = len(p.experts) - 1 - who%rookies
	} else if age < saving && (who == 0 || who >= len(p.experts)-rookies) {
		return nil
	}
	expert, what := p.experts[who], p.shelf[p.rand.IntN(2)]
	if !p.bought && age > saving { // who shows the demo is one who had something before, so that nobody need approve the next
		expert, what = p.experts[0], p.shelf[0]
	}
	bought, err := p.shop.Redeem(ctx, expert, what, shop.Terms{})
	if refused, ok := errors.AsType[*domain.Error](err); ok && refused.Kind != domain.Invalid {
		return nil // not enough points yet
	}
	if err != nil {
		return err
	}
	p.bought = p.bought || expert == p.experts[0]
	return p.fulfil(ctx, bought.ID)
}

// fulfil brings a redemption as far as it would have come by now: what is of the
// last days waits for a decision, or to be sent, or is under way.
func (p *past) fulfil(ctx context.Context, id domain.RedemptionID) error {
	age := p.now.Sub(p.clock.Now())
	const day = 24 * time.Hour
	if age < 3*day {
		return nil
	}
	p.clock.advance(3 * time.Hour)
	if _, err := p.shop.Approve(ctx, p.admin, id); err != nil && !errors.Is(err, shop.ErrWrongState) { // or it was by itself
		return err
	}
	if age < 5*day {
		return nil
	}
	if _, err := p.shop.Ship(ctx, id, "3SNOOR"+string(id)[len(id)-8:]); err != nil || age < 10*day {
		return err
	}
	_, err := p.shop.Deliver(ctx, id)
	return err
}

// reach moves the clock on to a moment; it never goes back.
func (p *past) reach(at time.Time) {
	if at.After(p.clock.Now()) {
		p.clock.set(at)
	}
}

// present makes exactly these experts available, the others away.
func (p *past) present(ctx context.Context, who []domain.ExpertID) error {
	for _, id := range p.experts {
		presence := roster.Away
		if slices.Contains(who, id) {
			presence = roster.Available
		}
		if p.presence[id] == presence {
			continue
		}
		if err := p.desk.SetPresence(ctx, id, presence); err != nil {
			return err
		}
		p.presence[id] = presence
	}
	return nil
}

// conversation plays one question from asking to rating.
func (p *past) conversation(ctx context.Context, d demoDialogue) error {
	customer, expert, id, err := p.begin(ctx, d)
	if err != nil {
		return err
	}
	return p.talk(ctx, d, id, customer, expert)
}

// begin lets a customer ask, and one of the shift take the question.
func (p *past) begin(ctx context.Context, d demoDialogue) (by, expert domain.Actor, id domain.ConversationID, err error) {
	shift := p.rand.Perm(len(p.experts))[:shiftSize]
	on := make([]domain.ExpertID, 0, len(shift))
	for _, i := range shift {
		on = append(on, p.experts[i])
	}
	if err := p.present(ctx, on); err != nil {
		return by, expert, "", err
	}
	customer, err := p.customer(ctx, d.Lang)
	if err != nil {
		return by, expert, "", err
	}
	by = domain.Actor{Role: domain.RoleCustomer, ID: string(customer.ID), Name: customer.Name}
	id, err = p.desk.Open(ctx, customer.ID, desk.Question{
		Text: d.Lines[0], Product: p.products[d.Product], Reason: p.chosen(d.Reason), Language: d.Lang,
	})
	if err != nil {
		return by, expert, "", err
	}
	taken, err := p.taken(ctx, id)
	return by, domain.Actor{Role: domain.RoleExpert, ID: string(taken)}, id, err
}

// customer is somebody new, or one in four times somebody who was here before.
func (p *past) customer(ctx context.Context, l domain.Language) (access.Customer, error) {
	if known := p.customers[l]; len(known) > 0 && p.rand.Float64() < 0.25 {
		return known[p.rand.IntN(len(known))], nil
	}
	c, _, err := p.doors.OpenVisitor(ctx, p.Customers[p.rand.IntN(len(p.Customers))], l)
	p.customers[l] = append(p.customers[l], c)
	return c, err
}

// chosen is the reason that the customer picks: mostly the right one, sometimes none.
func (p *past) chosen(key string) domain.ReasonID {
	if p.rand.Float64() < 0.25 {
		return ""
	}
	return p.reasons[key]
}

// taken makes an offer and lets the expert take it. When nobody on the shift
// may answer, offers that lie open run out and everybody is called in.
func (p *past) taken(ctx context.Context, id domain.ConversationID) (domain.ExpertID, error) {
	offer, found, err := p.offered(ctx, id)
	for try := 0; err == nil && !found && try < 3; try++ {
		if err = p.callIn(ctx); err == nil {
			offer, found, err = p.offered(ctx, id)
		}
	}
	if err != nil {
		return "", err
	}
	if !found {
		return "", fmt.Errorf("nobody could take %s", id)
	}
	p.clock.advance(time.Duration(3+p.rand.IntN(12)) * time.Second)
	_, err = p.desk.Accept(ctx, offer.Expert.ID, offer.ID)
	return offer.Expert.ID, err
}

// callIn makes everybody available, also who was taken to be away meanwhile.
func (p *past) callIn(ctx context.Context) error {
	p.clock.advance(2 * time.Minute)
	if _, err := p.desk.Tick(ctx); err != nil {
		return err
	}
	clear(p.presence)
	return p.present(ctx, p.experts)
}

func (p *past) offered(ctx context.Context, id domain.ConversationID) (o storage.OfferRecordView, found bool, err error) {
	if err := p.desk.Allocate(ctx); err != nil {
		return o, false, err
	}
	offers, err := p.views.OffersOf(ctx, p.admin, id)
	if err != nil || len(offers) == 0 || offers[len(offers)-1].State != desk.OfferOpen {
		return o, false, err
	}
	return offers[len(offers)-1], true, nil
}

// talk plays the lines in turn, then the closing and the rating.
func (p *past) talk(ctx context.Context, d demoDialogue, id domain.ConversationID, customer, expert domain.Actor) error {
	facts := p.factFor(d)
	for i, line := range d.Lines[1:] {
		by, cards := expert, []domain.FactID(nil)
		if i%2 == 1 {
			by = customer
		} else if i == len(d.Lines)/4*2 {
			cards = facts
		}
		p.clock.advance(time.Duration(20+p.rand.IntN(50)) * time.Second)
		if _, err := p.desk.Post(ctx, by, id, newID("cli"), line, cards...); err != nil {
			return err
		}
		if i != 1 || len(d.Lines) < 5 {
			continue
		}
		var err error
		if expert, err = p.passOn(ctx, d, id, expert); err != nil {
			return err
		}
	}
	p.clock.advance(time.Duration(20+p.rand.IntN(40)) * time.Second)
	good := p.rand.Float64() < p.skill[expert.Expert()]
	outcome := desk.Solved
	if !good {
		outcome = desk.Partly
	}
	if err := p.promise(ctx, d, id, customer, expert); err != nil {
		return err
	}
	tip, next, err := p.parting(d)
	if err != nil {
		return err
	}
	if err := p.desk.Close(ctx, expert, id, desk.Closure{Outcome: outcome, Reason: p.reasons[d.Reason], Tip: tip, NextStep: next}); err != nil {
		return err
	}
	return p.rate(ctx, id, customer.Customer(), good)
}

// rate lets seven in ten rate, one only confirm, and two keep silent.
func (p *past) rate(ctx context.Context, id domain.ConversationID, customer domain.CustomerID, good bool) error {
	p.clock.advance(time.Duration(1+p.rand.IntN(40)) * time.Minute)
	switch r := p.rand.Float64(); {
	case r < 0.2:
		return nil
	case r < 0.3:
		return p.desk.Confirm(ctx, customer, id)
	}
	o := desk.Opinion{Stars: 5, Solved: desk.SolvedYes, Learned: p.learned(good)}
	switch {
	case good && p.rand.Float64() < 0.2:
		o.Stars, o.Cause, o.CauseDetail = 4, desk.CauseCompany, "wait"
	case !good && p.rand.Float64() < 0.4:
		o.Stars, o.Solved, o.Cause, o.CauseDetail = 2, desk.SolvedNo, desk.CauseCompany, "product"
	case !good:
		o.Stars, o.Solved, o.Cause, o.CauseDetail = 3, desk.SolvedPartly, desk.CauseExpert, "answer"
	}
	if o.Stars >= merit.GladFrom {
		p.glad = append(p.glad, glad{customer, id})
	}
	_, err := p.desk.Rate(ctx, customer, id, o)
	return err
}
