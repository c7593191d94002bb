package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Refusals of a close.
var (
	ErrBadOutcome = domain.Refuse(domain.Invalid, "outcome_invalid", "The outcome is solved, partly, unsolved or withdrawn.").At("/outcome")
)

// Closure is how somebody ends an episode.
type Closure struct {
	Outcome Outcome         // a customer may leave it empty
	Reason  domain.ReasonID // second level; experts must give it
	// What is good to know and what the customer can do next, for the customer
	// and whoever answers next time; from those who answered, may be empty.
	Tip, NextStep string
}

// Close ends the episode. The expert who holds the conversation gives an
// outcome and a reason of the second level; staff give an outcome; a customer
// may always close, with or without. The seat is freed in the same transaction,
// an open offer is withdrawn, and a customer who says solved of an answered
// conversation confirms the end at once. It refuses ErrUnknownConversation,
// ErrClosed, ErrBadOutcome, ErrReasonRequired, ErrUnknownReason, ErrReasonLevel and, to
// an expert, ErrStaffOnly.
func (d *Desk) Close(ctx context.Context, by domain.Actor, id domain.ConversationID, cl Closure) error {
	return d.tx(ctx, func(tx Store) error {
		c, holder, err := lockHeld(tx, id)
		if err != nil {
			return err
		}
		if !by.Staff() {
			if err := d.mayWrite(tx, &c, by); err != nil {
				return err
			}
		}
		if c.Status == Closed {
			return ErrClosed
		}
		if cl, err = cl.check(tx, by, &c); err != nil {
			return err
		}
		was, staff, now := c.Status, c.Staff, d.rt.Now()
		if c.IsLeft() && now.Before(c.AnswerBy) { // later it is a promise that was not kept
			if err := tx.WithdrawPromise(c.ID, c.Episode.No, now); err != nil {
				return err
			}
		}
		if err := c.Close(by, cl.Outcome, cl.Reason, now); err != nil {
			return err
		}
		c.Episode.Tip, c.Episode.NextStep = cl.Tip, cl.NextStep
		if was == Offered {
			if err := d.withdrawOffer(tx, &c); err != nil {
				return err
			}
		}
		if holder.ID != "" {
			if err := d.freeSeat(tx, holder, c.ID, EndClosed); err != nil {
				return err
			}
		}
		if staff != "" {
			if err := tx.EndAssignment(c.ID, EndClosed, now); err != nil {
				return err
			}
		}
		if err := tell(tx, ConversationClosed, &c, holder.ID); err != nil {
			return err
		}
		if err := d.endGuests(tx, &c); err != nil {
			return err
		}
		if by.Role == domain.RoleCustomer && cl.Outcome == Solved && c.Episode.answered() {
			return d.confirm(tx, &c, ByCustomer, Author{by.Role, by.ID})
		}
		return tx.SaveConversation(c)
	})
}

// check completes a closure and refuses what its author must not leave out.
func (cl Closure) check(tx Store, by domain.Actor, c *Conversation) (Closure, error) {
	if by.Role == domain.RoleCustomer && cl.Outcome == "" {
		cl.Outcome = Withdrawn
		if c.Episode.answered() {
			cl.Outcome = Solved
		}
	}
	cl, err := cl.parting(by)
	if err != nil {
		return cl, err
	}
	if !cl.Outcome.known() {
		return cl, ErrBadOutcome
	}
	if cl.Reason == "" {
		if by.Role == domain.RoleExpert {
			return cl, ErrReasonRequired
		}
		return cl, nil
	}
	r, err := inUse(tx, cl.Reason)
	switch {
	case err != nil:
		return cl, err
	case r.Parent == "":
		return cl, ErrReasonLevel
	case r.StaffOnly && by.Role == domain.RoleExpert:
		return cl, ErrStaffOnly
	}
	return cl, nil
}

// withdrawOffer ends the open offer of a conversation that left the queue.
func (d *Desk) withdrawOffer(tx Store, c *Conversation) error {
	o, open, err := tx.OpenOfferFor(c.ID)
	if err != nil || !open {
		return err
	}
	o.State, o.DecidedAt = OfferWithdrawn, d.rt.Now()
	if first, err := tx.EndOffer(o); err != nil || !first {
		return err
	}
	return tellOffer(tx, OfferEnded, o)
}

// confirm confirms the end, stores it and tells it.
func (d *Desk) confirm(tx Store, c *Conversation, how ConfirmedBy, by Author) error {
	if err := c.Confirm(how, by, d.rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	return tellConfirmed(tx, c, c.Episode, &c.Written[len(c.Written)-1])
}

// Confirm is the customer's word that the end is the end. It is refused with
// ErrUnknownConversation to anybody else and ErrNotClosed before the close;
// a second time it changes nothing.
func (d *Desk) Confirm(ctx context.Context, by domain.CustomerID, id domain.ConversationID) error {
	return d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		switch {
		case err != nil:
			return err
		case c.Customer != by:
			return ErrUnknownConversation
		case c.Status != Closed:
			return ErrNotClosed
		case c.Episode.Confirmed():
			return nil
		case !d.rt.Now().Before(c.Episode.ClosedAt.Add(SilenceConfirms)):
			return d.confirm(tx, &c, BySilence, system)
		}
		return d.confirm(tx, &c, ByCustomer, Author{domain.RoleCustomer, string(by)})
	})
}

// silentBatch bounds one look for silent customers.
const silentBatch = 200

// ConfirmSilent takes 48 hours of silence for an answer. It confirms every
// episode that was closed that long ago, as of the moment the time was over,
// and closes as solved every conversation that has rested without a seat for as
// long; a word of the customer opens that one again. It returns how many it
// was. One that fails does not keep the others waiting: its error comes back
// with the count. It may be called at any time, by several processes at once.
func (d *Desk) ConfirmSilent(ctx context.Context) (n int, err error) {
	rested, err := d.endAllSilent(ctx, Store.Resting)
	closed, failed := d.endAllSilent(ctx, Store.SilentlyClosed)
	return rested + closed, errors.Join(err, failed)
}

// endAllSilent ends what find finds, some at a time, until there is no more.
func (d *Desk) endAllSilent(ctx context.Context, find func(Store, time.Time, int) ([]domain.ConversationID, error)) (n int, err error) {
	for {
		var ids []domain.ConversationID
		err := d.inTx(ctx, func(tx Store) (err error) {
			ids, err = find(tx, d.rt.Now().Add(-SilenceConfirms), silentBatch)
			return err
		})
		if err != nil {
			return n, err
		}
		var failed error
		for _, id := range ids {
			if err := d.endSilent(ctx, id); err != nil {
				failed = errors.Join(failed, err)
				continue
			}
			n++
		}
		if failed != nil || len(ids) < silentBatch {
			return n, failed // what failed would be found again
		}
	}
}

// endSilent closes a resting conversation, or confirms a closed one.
func (d *Desk) endSilent(ctx context.Context, id domain.ConversationID) error {
	return d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		now := d.rt.Now()
		switch {
		case c.Status == Waiting && c.Expert == "":
			rested, err := tx.Rested(c.ID, now.Add(-SilenceConfirms))
			if err != nil || !rested {
				return err
			}
			if err := c.Close(domain.System, Solved, "", now); err != nil {
				return err
			}
			if err := tx.EndAssignment(c.ID, EndClosed, now); err != nil {
				return err
			}
			if err := tx.SaveConversation(c); err != nil {
				return err
			}
			if err := d.endGuests(tx, &c); err != nil {
				return err
			}
			return tell(tx, ConversationClosed, &c, "")
		case c.Status == Closed && !c.Episode.Confirmed() && !now.Before(c.Episode.ClosedAt.Add(SilenceConfirms)):
			return d.confirm(tx, &c, BySilence, system)
		default:
			return nil // somebody wrote, or another process was first
		}
	})
}
