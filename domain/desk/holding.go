package desk

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// HeldBy reports whether the actor holds the conversation now: an expert on a
// seat, or a manager without one.
func (c *Conversation) HeldBy(by domain.Actor) bool {
	switch {
	case by.ID == "":
		return false
	case by.Staff():
		return c.Staff == domain.PersonID(by.ID)
	default:
		return by.Role == domain.RoleExpert && c.Expert == by.Expert()
	}
}

// held reports whether anybody holds it.
func (c *Conversation) held() bool { return c.Expert != "" || c.Staff != "" }

// StaffSays appends a message of the manager who holds the conversation; the
// customer has the next word after it. Anybody else does not know the
// conversation as theirs. It counts for no expert.
func (c *Conversation) StaffSays(by domain.Actor, m Message, now time.Time) error {
	if !by.Staff() || !c.HeldBy(by) {
		return ErrUnknownConversation
	}
	if c.Status == Assigned {
		if err := c.move(Waiting); err != nil {
			return err
		}
	}
	if c.Episode.FirstResponseAt.IsZero() {
		c.Episode.FirstResponseAt = now
	}
	c.LeftAt, c.AnswerBy = time.Time{}, time.Time{}
	c.message(by, m, now)
	return nil
}

// answered reports whether anybody answered in this episode.
func (e Episode) answered() bool { return !e.FirstResponseAt.IsZero() }

// TakeOver gives the conversation to a manager, from wherever it is: the staff
// queue, the experts' queue, an offer, an expert or another manager. The
// manager has the next word. From then on the episode counts for no expert. It
// is refused with ErrClosed after the close.
func (c *Conversation) TakeOver(by domain.Actor, now time.Time) error {
	if c.Status == Closed {
		return ErrClosed
	}
	why := "accepted"
	if c.held() {
		why = "taken_over"
	}
	if c.Status != Assigned {
		if err := c.move(Assigned); err != nil {
			return err
		}
	}
	if c.Episode.Expert != "" {
		c.Episode.Transfers++
	}
	c.Desk, c.Staff = ByStaff, domain.PersonID(by.ID)
	c.Expert, c.Preferred, c.Episode.Expert = "", "", ""
	c.write(Entry{Kind: KindAssignment, Author: Author{by.Role, by.ID}, Status: Assigned, Data: Data{Why: why}}, now)
	return nil
}

// HandOver puts the conversation of its holder to the front of the queue of
// whoever is to answer. The customer is told, without the summary. It refuses
// ErrUnknownConversation to anybody but the holder and ErrHandedOverTwice the
// third time.
func (c *Conversation) HandOver(by domain.Actor, to Destination, now time.Time) error {
	switch {
	case !c.HeldBy(by):
		return ErrUnknownConversation
	case c.Episode.HandOvers >= MaxHandOvers:
		return ErrHandedOverTwice
	case !c.Status.Can(Queued):
		return ErrWrongState
	}
	c.Desk = to.Desk
	if err := c.queue(ClassFront, now); err != nil {
		return err
	}
	c.Episode.HandOvers++
	c.Preferred, c.QueuedWhy = to.Expert, string(EndHandedOver)
	c.write(Entry{
		Kind: KindHandOver, Author: Author{by.Role, by.ID}, Status: Queued, Data: Data{Why: string(to.end())},
	}, now)
	return nil
}
