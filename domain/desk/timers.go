package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

const (
	dueBatch = 100              // what one look at the clock takes on at a time
	sweep    = 15 * time.Second // shorter than anything that can fall due anew
)

// Tick does everything that is due: offers that ran out, silent experts, silent
// customers, experts who vanished. It returns when it should be called again, at most 15 s later; the
// zero time means that nothing can fall due before an event of TickOn. What is
// due is read from rows, so a restart forgets nothing and two processes may
// tick at once. One that fails does not keep the others waiting: its error
// comes back when they are done. When nothing is due and nobody waits it is one
// question to the database.
func (d *Desk) Tick(ctx context.Context) (next time.Time, err error) {
	agenda, err := d.floor.Agenda(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if now := d.rt.Now(); !agenda.Queued && (agenda.Next.IsZero() || agenda.Next.After(now)) {
		return d.soonEnough(agenda.Next), nil
	}
	if missed := agenda.Mentor; !missed.IsZero() && !missed.After(d.rt.Now()) {
		if _, err := d.MindShadows(ctx); err != nil {
			return time.Time{}, err
		}
	}
	for {
		offers, seats, gone, err := d.due(ctx)
		if err != nil {
			return time.Time{}, err
		}
		var failed error
		for _, id := range offers {
			failed = errors.Join(failed, d.lapse(ctx, id))
		}
		for _, s := range seats {
			failed = errors.Join(failed, d.seatDue(ctx, s))
		}
		for _, e := range gone {
			failed = errors.Join(failed, d.vanish(ctx, e))
		}
		if failed != nil {
			return time.Time{}, failed // what failed is due again, so the loop would not end
		}
		if len(offers) < dueBatch && len(seats) < dueBatch && len(gone) < dueBatch {
			break
		}
	}
	err = d.inTx(ctx, func(tx Store) error {
		next, err = tx.NextDue()
		return err
	})
	inQueue, failed := d.tickQueue(ctx)
	next, err = earlier(next, inQueue), errors.Join(err, failed)
	return d.soonEnough(next), err
}

// soonEnough is next, but not later than the sweep: something may fall due anew
// before it.
func (d *Desk) soonEnough(next time.Time) time.Time {
	if latest := d.rt.Now().Add(sweep); next.After(latest) {
		return latest
	}
	return next
}

// TickOn are the events after which something can be due when nothing was.
var TickOn = []string{OfferMade, ConversationLeft}

func (d *Desk) due(ctx context.Context) (offers []domain.OfferID, seats []roster.Seat, gone []domain.ExpertID, err error) {
	err = d.inTx(ctx, func(tx Store) error {
		now := d.rt.Now()
		if offers, err = tx.LapsedOffers(now, dueBatch); err != nil {
			return err
		}
		if seats, err = tx.DueSeats(now, dueBatch); err != nil {
			return err
		}
		gone, err = tx.Unseen(now.Add(-Grace), dueBatch)
		return err
	})
	return offers, seats, gone, err
}

// lapse ends an offer that ran out. The third in a row takes the expert to be
// away; there is no other cost.
func (d *Desk) lapse(ctx context.Context, id domain.OfferID) error {
	return d.tx(ctx, func(tx Store) error {
		o, e, c, err := lockOffer(tx, id)
		if err != nil {
			return err
		}
		if !errors.Is(o.Answerable(d.rt.Now()), ErrOfferLapsed) || o.State != OfferOpen {
			return nil
		}
		away := e.Lapsed(d.rt.Now())
		if err := tx.SaveDuty(e); err != nil {
			return err
		}
		if err := d.endOffer(tx, o, &c, OfferLapsed); err != nil {
			return err
		}
		if !away {
			return nil
		}
		return tx.Emit(roster.PresenceChanged{ExpertID: e.ID, Presence: e.Presence, Reason: "lapses"})
	})
}

// seatDue does what is due on one seat, when it still is.
func (d *Desk) seatDue(ctx context.Context, due roster.Seat) error {
	return d.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(due.Expert)
		if err != nil {
			return err
		}
		c, err := tx.LockConversation(due.Conversation)
		if err != nil {
			return err
		}
		seats, err := tx.Seats(e.ID)
		if err != nil {
			return err
		}
		s := seats[due.No-1]
		if s.Conversation != c.ID || c.Expert != e.ID || s.Due != due.Due || s.DueAt.After(d.rt.Now()) {
			return nil // somebody wrote, or another process was first
		}
		switch s.Due {
		case roster.DueNudge:
			return d.nudge(tx, s)
		case roster.DueReoffer:
			return d.reoffer(tx, e, &c)
		case roster.DueFree:
			return d.release(tx, e, &c)
		default:
			return nil
		}
	})
}

// nudge reminds the expert; the conversation goes when that does not help.
func (d *Desk) nudge(tx Store, s roster.Seat) error {
	s.Due, s.DueAt = roster.DueReoffer, s.DueAt.Add(ReofferAfter-NudgeAfter)
	if err := tx.SaveSeat(s); err != nil {
		return err
	}
	return tx.Emit(SeatHappened{Name: ExpertNudged, ExpertID: s.Expert, ConversationID: s.Conversation})
}

// reoffer takes a conversation from an expert who stayed silent.
func (d *Desk) reoffer(tx Store, e roster.Expert, c *Conversation) error {
	if err := c.Requeue(d.rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tell(tx, ConversationQueued, c, e.ID); err != nil {
		return err
	}
	return d.freeSeat(tx, e, c.ID, EndTimedOut)
}

// release gives the seat of a silent customer to somebody else.
func (d *Desk) release(tx Store, e roster.Expert, c *Conversation) error {
	if err := c.Release(d.rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tell(tx, ConversationWaiting, c, e.ID); err != nil {
		return err
	}
	return d.freeSeat(tx, e, c.ID, EndReleased)
}
