package desk

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// OfferTime is how long an expert has to answer an offer.
const OfferTime = 20 * time.Second

// OfferState is where an offer stands.
type OfferState string

// The states of an offer.
const (
	OfferOpen      OfferState = "open"
	OfferAccepted  OfferState = "accepted"
	OfferDeclined  OfferState = "declined"
	OfferLapsed    OfferState = "lapsed"
	OfferWithdrawn OfferState = "withdrawn" // the customer or the expert left meanwhile
)

// Offer proposes a conversation to one expert, with a deadline and the reasons.
type Offer struct {
	ID           domain.OfferID
	Conversation domain.ConversationID
	Episode      int
	Expert       domain.ExpertID
	SeatNo       int
	State        OfferState
	Why          Why
	MadeAt       time.Time
	ExpiresAt    time.Time
	DecidedAt    time.Time
}

// Assignment is a hold on a conversation: an expert's on a seat, or a manager's
// without one.
type Assignment struct {
	ID           string // asg_…
	Conversation domain.ConversationID
	Episode      int
	Expert       domain.ExpertID
	SeatNo       int
	StartedAt    time.Time
	Staff        domain.PersonID // instead of an expert
	Place        time.Time       // in the queue that it came from; zero: none
}

// EndReason is why an assignment ended.
type EndReason string

// The ends of an assignment.
const (
	EndClosed   EndReason = "closed"
	EndReleased EndReason = "released"
	EndTimedOut EndReason = "timed_out"

	EndHandedOver EndReason = "handed_over" // to other experts
	EndEscalated  EndReason = "escalated"   // to staff
	EndVanished   EndReason = "vanished"    // the expert is gone
)

// Refusals of offers.
var (
	ErrUnknownOffer  = domain.Refuse(domain.NotFound, "offer_not_found", "There is no such offer.")
	ErrOfferLapsed   = domain.Refuse(domain.Gone, "offer_lapsed", "The time for this offer is over.")
	ErrOfferDeclined = domain.Refuse(domain.Conflict, "offer_declined", "You declined this offer before.")
	ErrAlreadyTaken  = domain.Refuse(domain.Conflict, "already_taken", "This conversation is not on offer any more.")
	ErrNoFreeSeat    = domain.Refuse(domain.Conflict, "no_free_seat", "All your seats are taken.")
	ErrNotOnDuty     = domain.Refuse(domain.Conflict, "not_on_duty", "Say that you are available first.")
)

// Answerable refuses an offer that cannot be answered any more.
func (o Offer) Answerable(now time.Time) error {
	switch o.State {
	case OfferOpen:
		if !now.Before(o.ExpiresAt) {
			return ErrOfferLapsed
		}
		return nil
	case OfferLapsed:
		return ErrOfferLapsed
	case OfferDeclined:
		return ErrOfferDeclined
	default:
		return ErrAlreadyTaken
	}
}

// lockOffer locks an offer's expert and its conversation, then reads the offer.
func lockOffer(tx Store, id domain.OfferID) (o Offer, e roster.Expert, c Conversation, err error) {
	if o, err = tx.Offer(id); err != nil {
		return o, e, c, err
	}
	if e, err = tx.LockExpert(o.Expert); err != nil {
		return o, e, c, err
	}
	if c, err = tx.LockConversation(o.Conversation); err != nil {
		return o, e, c, err
	}
	o, err = tx.Offer(id)
	return o, e, c, err
}

// Accept gives the conversation to the expert: the offer, the seat, the
// assignment and the conversation change in one transaction. Of two accepts
// exactly one wins and the other gets ErrAlreadyTaken. It also refuses
// ErrUnknownOffer, ErrOfferLapsed, ErrOfferDeclined, ErrNotOnDuty, ErrLinked and ErrNoFreeSeat.
func (d *Desk) Accept(ctx context.Context, by domain.ExpertID, id domain.OfferID) (conversation domain.ConversationID, err error) {
	assignment := d.rt.NewID("asg")
	err = d.tx(ctx, func(tx Store) error {
		o, e, c, err := lockOffer(tx, id)
		if err == nil && o.Expert != by {
			err = ErrUnknownOffer
		}
		if err != nil {
			return err
		}
		now := d.rt.Now()
		if err := o.Answerable(now); err != nil {
			return err
		}
		if !e.Ready() {
			return ErrNotOnDuty
		}
		if err := apart(tx, &c, e.ID); err != nil {
			return err
		}
		conversation = c.ID
		return d.accept(tx, o, e, c, assignment)
	})
	return conversation, err
}

func (d *Desk) accept(tx Store, o Offer, e roster.Expert, c Conversation, assignment string) error {
	now := d.rt.Now()
	place := c.QueuedAt
	seat, err := d.takeSeat(tx, o)
	if err != nil {
		return err
	}
	if err := c.Assign(e.ID, now); err != nil {
		return ErrAlreadyTaken
	}
	o.State, o.DecidedAt = OfferAccepted, now
	if first, err := tx.EndOffer(o); err != nil || !first {
		return orRefuse(err, ErrAlreadyTaken)
	}
	if err := tx.SaveConversation(c); err != nil {
		return err
	}
	if err := tx.AddAssignment(Assignment{assignment, c.ID, c.Episode.No, e.ID, seat, now, "", place}); err != nil {
		return err
	}
	if err := d.receive(tx, &c, domain.Actor{Role: domain.RoleExpert, ID: string(e.ID)}); err != nil {
		return err
	}
	if err := d.shadowed(tx, &c, e); err != nil {
		return err
	}
	if err := tx.Waited(c.ID, c.Episode.No, now); err != nil {
		return err
	}
	if e.Lapses > 0 {
		e.Answered()
		if err := tx.SaveDuty(e); err != nil {
			return err
		}
	}
	if err := tell(tx, ConversationAccepted, &c, e.ID); err != nil {
		return err
	}
	return tellOffer(tx, OfferEnded, o)
}

// takeSeat takes the seat of the offer, or another free one.
func (d *Desk) takeSeat(tx Store, o Offer) (no int, err error) {
	seats, err := tx.Seats(o.Expert)
	if err != nil {
		return 0, err
	}
	slices.SortStableFunc(seats, func(a, b roster.Seat) int {
		if (a.No == o.SeatNo) != (b.No == o.SeatNo) && a.No == o.SeatNo {
			return -1
		}
		return a.No - b.No
	})
	now := d.rt.Now()
	for _, s := range seats {
		if !s.Free() {
			continue
		}
		s.Conversation, s.TakenAt = o.Conversation, now
		s.Due, s.DueAt = roster.DueNudge, now.Add(NudgeAfter)
		if ok, err := tx.TakeSeat(s); err != nil || ok {
			return s.No, err
		}
	}
	return 0, ErrNoFreeSeat
}

// Decline lets an offer pass to somebody else; it costs nothing.
func (d *Desk) Decline(ctx context.Context, by domain.ExpertID, id domain.OfferID) error {
	return d.tx(ctx, func(tx Store) error {
		o, e, c, err := lockOffer(tx, id)
		if err == nil && o.Expert != by {
			err = ErrUnknownOffer
		}
		if err != nil {
			return err
		}
		if err := o.Answerable(d.rt.Now()); err != nil {
			return err
		}
		if e.Lapses > 0 {
			e.Answered()
			if err := tx.SaveDuty(e); err != nil {
				return err
			}
		}
		return d.endOffer(tx, o, &c, OfferDeclined)
	})
}

// endOffer ends an open offer and puts its conversation back in the queue.
func (d *Desk) endOffer(tx Store, o Offer, c *Conversation, state OfferState) error {
	now := d.rt.Now()
	o.State, o.DecidedAt = state, now
	if first, err := tx.EndOffer(o); err != nil || !first {
		return orRefuse(err, ErrAlreadyTaken)
	}
	if c.Status == Offered {
		if err := c.Unoffer(now); err != nil {
			return err
		}
		if err := tx.SaveConversation(*c); err != nil {
			return err
		}
		if err := tell(tx, ConversationQueued, c, ""); err != nil {
			return err
		}
	}
	return tellOffer(tx, OfferEnded, o)
}

func tellOffer(tx Store, name string, o Offer) error {
	return tx.Emit(OfferHappened{Name: name, OfferID: o.ID, ExpertID: o.Expert, ConversationID: o.Conversation, State: o.State})
}
