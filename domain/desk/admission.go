package desk

import (
	"github.com/kennerhq/kenner/domain"
)

// The limits of who waits. Both count open questions too.
const (
	waitingPerCustomer = 1
	waitingPerNetwork  = 3
)

// Refusals of another question.
var (
	ErrAlreadyWaiting = domain.Refuse(domain.Conflict, "already_waiting", "Your other question still waits. Add to it, or take it back first.")
	ErrAddressBusy    = domain.Refuse(domain.Conflict, "address_busy",
		"Three questions from your network wait already. Ask when one of them has been answered.")
)

// admit decides whether a customer may ask another question: one waits for each
// customer and three for each address range. It returns whether the brand knows
// who the customer is. The rows it holds make the second of two questions at
// once see the first. A unique index would do the same, but it would refuse
// messages too: who writes into a closed conversation opens it again, and that
// is never refused, whatever waits.
func (d *Desk) admit(tx Store, c *Conversation) (verified bool, err error) {
	if verified, err = tx.LockCustomer(c.Customer); err != nil {
		return false, err
	}
	if other, waits, err := tx.WaitingOf(c.Customer); err != nil || waits {
		return false, orRefuse(err, ErrAlreadyWaiting.Of(string(other)))
	}
	if c.Network == "" {
		return verified, nil
	}
	if err := tx.LockNetwork(c.Network); err != nil {
		return false, err
	}
	if n, err := tx.WaitingFrom(c.Network); err != nil || n >= waitingPerNetwork {
		return false, orRefuse(err, ErrAddressBusy)
	}
	return verified, nil
}

// favour gives a verified customer who asks something new in a closed
// conversation the same head start.
func (d *Desk) favour(tx Store, c *Conversation, before Status) error {
	if before != Closed || c.Class != ClassNormal || c.Desk == ByStaff {
		return nil
	}
	verified, err := tx.Verified(c.Customer)
	if verified {
		c.headStart()
	}
	return err
}

// leaveIfClosed makes an open question of a conversation that just came while
// the brand is closed. It is stored afterwards.
func (d *Desk) leaveIfClosed(tx Store, c *Conversation) error {
	if c.Desk == ByStaff {
		return nil
	}
	now := d.rt.Now()
	answering, err := tx.Answering()
	if err != nil || answering.Open(now) {
		return err
	}
	answerBy, ever := answering.Promise(now)
	if !ever {
		return nil // it waits until the brand has hours
	}
	return c.Leave(WhyClosed, system, answerBy, now)
}

// come stores a conversation that just came and tells each of its entries.
func (d *Desk) come(tx Store, c *Conversation) error {
	if err := tx.AddConversation(*c); err != nil {
		return err
	}
	if c.IsLeft() {
		if err := tx.AddPromise(*c); err != nil {
			return err
		}
	}
	for i, name := range []string{ConversationOpened, ConversationQueued, ConversationLeft}[:len(c.Written)] {
		h := happened(name, c, "")
		h.Entry = &c.Written[i]
		if err := tx.Emit(h); err != nil {
			return err
		}
	}
	return nil
}
