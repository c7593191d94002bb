package desk

import (
	"context"

	"github.com/kennerhq/kenner/domain"
)

// MaxTakeOverReason bounds what an expert is told about a take-over.
const MaxTakeOverReason = 300

// TakingOver is how a manager takes a conversation.
type TakingOver struct {
	Reason    string // told to the expert who had it; may be empty
	FromStaff bool   // also from another manager
}

// ErrHeldByStaff refuses a conversation that another manager holds; its detail names them.
var ErrHeldByStaff = domain.Refuse(domain.Conflict, "held_by_staff", "A colleague holds this conversation.")

// ErrStaffOnly refuses an expert who closes with a reason that staff must answer.
var ErrStaffOnly = domain.Refuse(domain.Conflict, "staff_only", "The team answers this. Tell the customer, and hand it over.").At("/reasonId")

// TakeOver gives a conversation to a manager. The seat of the expert who had it
// is free at once and the assignment escalated; they know no more of it, also
// when they were its guest before. An open offer is withdrawn. Its
// race is the lock of the conversation: of two managers one has it, the other is
// refused with ErrHeldByStaff and the name, and may take it from there on purpose.
// Taking what one holds changes nothing. It refuses ErrUnknownConversation to
// anybody who is not staff, ErrClosed, and a reason that is too long.
func (d *Desk) TakeOver(ctx context.Context, by domain.Actor, id domain.ConversationID, t TakingOver) (err error) {
	if !by.Staff() {
		return ErrUnknownConversation
	}
	if t.Reason != "" {
		if t.Reason, err = clean(t.Reason, MaxTakeOverReason); err != nil {
			return at(err, "/reason")
		}
	}
	assignment := d.rt.NewID("asg")
	return d.tx(ctx, func(tx Store) error {
		c, holder, err := lockHeld(tx, id)
		switch {
		case err != nil:
			return err
		case c.Status == Closed:
			return ErrClosed
		case c.HeldBy(by):
			return nil
		case c.Staff != "" && !t.FromStaff:
			return heldByStaff(tx, c.Staff)
		}
		was, before := c.Status, c.Staff
		if err := c.TakeOver(by, d.rt.Now()); err != nil {
			return err
		}
		if err := tx.SaveConversation(c); err != nil {
			return err
		}
		switch {
		case was == Offered:
			err = d.withdrawOffer(tx, &c)
		case holder.ID != "":
			err = d.freeSeat(tx, holder, c.ID, EndEscalated)
		case before != "":
			err = tx.EndAssignment(c.ID, EndEscalated, d.rt.Now())
		}
		if err == nil && holder.ID != "" {
			err = tx.Leave(c.ID, domain.PersonID(holder.ID))
		}
		if err != nil {
			return err
		}
		err = tx.AddAssignment(Assignment{ID: assignment, Conversation: c.ID, Episode: c.Episode.No, Staff: c.Staff, StartedAt: d.rt.Now()})
		if err != nil {
			return err
		}
		if err := d.receive(tx, &c, by); err != nil {
			return err
		}
		said := happened(ConversationTakenOver, &c, holder.ID)
		said.Entry = &c.Written[len(c.Written)-1]
		return tx.Emit(TakenOver{said, before, t.Reason})
	})
}

func heldByStaff(tx Store, who domain.PersonID) error {
	name, err := tx.StaffName(who)
	if err != nil {
		return err
	}
	e := *ErrHeldByStaff
	e.Detail = name + " holds this conversation."
	return &e
}

// staffSays posts a message of the manager who holds the conversation.
func (d *Desk) staffSays(tx Store, c *Conversation, by domain.Actor, m Message) error {
	before, promised, now := c.Status, c.IsLeft(), d.rt.Now()
	if err := c.StaffSays(by, m, now); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if promised {
		if err := tx.KeepPromise(c.ID, c.Episode.No, now); err != nil {
			return err
		}
	}
	if err := tell(tx, MessagePosted, c, ""); err != nil || before == c.Status {
		return err
	}
	return mention(tx, ConversationWaiting, c, "")
}

// sendHome decides who answers a new episode: staff when the customer's reason says so.
func sendHome(tx Store, c *Conversation) error {
	c.Desk = ByExperts
	if c.Reason == "" {
		return nil
	}
	r, err := tx.Reason(c.Reason)
	if err == nil && r.StaffOnly {
		c.Desk = ByStaff
	}
	return err
}
