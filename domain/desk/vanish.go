package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Grace is how long an expert who had a live connection may be without one
// before the desk takes them to be gone.
const Grace = 60 * time.Second

// ExpertVanished is told when the desk took an expert to be gone.
const ExpertVanished = "expert.vanished"

// Absences is the part of the Store that knows who is connected. All of it is
// rows: a restart forgets nothing, and nodes need not know of each other.
type Absences interface {
	// Seen writes down when experts were last connected, several at once. An
	// older time never replaces a newer one.
	Seen(map[domain.ExpertID]time.Time) error
	// SeenAgain gives everybody who is waited for until now.
	SeenAgain(now time.Time) error
	// Unseen are experts whose last connection ended until before.
	Unseen(before time.Time, limit int) ([]domain.ExpertID, error)
	// HoldingsOf are the conversations of an expert who is held, by their ids.
	HoldingsOf(domain.ExpertID) ([]domain.ConversationID, error)
	// PlaceOf is the place in the queue from which the active assignment of a
	// conversation came; zero: none is known.
	PlaceOf(domain.ConversationID) (time.Time, error)
}

// Attend notes which experts are connected, and how long ago the others left.
// Who never connected is never taken to be gone.
func (d *Desk) Attend(ctx context.Context, here []domain.ExpertID, left map[domain.ExpertID]time.Duration) error {
	if len(here)+len(left) == 0 {
		return nil
	}
	return d.tx(ctx, func(tx Store) error {
		now := d.rt.Now()
		seen := make(map[domain.ExpertID]time.Time, len(here)+len(left))
		for id, ago := range left {
			seen[id] = now.Add(-ago)
		}
		for _, id := range here {
			seen[id] = now
		}
		return tx.Seen(seen)
	})
}

// Reopen gives every expert a fresh grace: connections end with the server,
// which is nobody's doing.
func (d *Desk) Reopen(ctx context.Context) error {
	return d.tx(ctx, func(tx Store) error { return tx.SeenAgain(d.rt.Now()) })
}

// Vanished tells what an expert who is gone gave back.
type Vanished struct {
	ExpertID domain.ExpertID `json:"expertId"`
	Returned int             `json:"returned"` // conversations that waited for the expert: in the queue again
	Released int             `json:"released"` // that wait for their customer
}

// EventName is expert.vanished.
func (Vanished) EventName() string { return ExpertVanished }

// vanish takes an expert to be gone whose connection is missed for as long as
// Grace: away, unless on a break; an open offer is withdrawn, conversations that
// wait for the expert get their place in the queue back, and those that wait for
// their customer let go of the seat. It holds the expert, so a connection that
// was noted before it is seen, and one that comes after finds the expert away.
func (d *Desk) vanish(ctx context.Context, id domain.ExpertID) error {
	return d.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		if !e.Gone(Grace, d.rt.Now()) {
			return nil // back, or another process was first
		}
		told, err := d.giveBack(tx, e)
		if err != nil {
			return err
		}
		away := e.Vanish(d.rt.Now())
		if !away && told == (Vanished{ExpertID: id}) {
			e.VanishedAt = time.Time{} // nothing happened that would have to be told
			return tx.SaveDuty(e)
		}
		if err := tx.SaveDuty(e); err != nil {
			return err
		}
		if away {
			if err := tx.Emit(roster.PresenceChanged{ExpertID: id, Presence: e.Presence, Reason: "vanished"}); err != nil {
				return err
			}
		}
		return tx.Emit(told)
	})
}

// giveBack takes the offer and every conversation from an expert who is held.
func (d *Desk) giveBack(tx Store, e roster.Expert) (told Vanished, err error) {
	told.ExpertID = e.ID
	held, err := tx.HoldingsOf(e.ID)
	if err != nil {
		return told, err
	}
	offer, offered, err := tx.OpenOfferOf(e.ID)
	if err != nil {
		return told, err
	}
	if offered {
		held = append(held, offer.Conversation)
		slices.SortFunc(held, cmp.Compare[domain.ConversationID])
	}
	conversations, err := tx.LockConversations(held)
	if err != nil {
		return told, err
	}
	for i := range conversations {
		c := &conversations[i]
		switch {
		case offered && c.ID == offer.Conversation:
			err = d.endOffer(tx, offer, c, OfferWithdrawn)
			if err == ErrAlreadyTaken { //nolint:errorlint // made just above: it ended before it was held
				err = nil
			}
		case c.Expert != e.ID:
		case c.Status == Assigned:
			told.Returned++
			err = d.returnTo(tx, e, c)
		case c.Status == Waiting:
			told.Released++
			err = d.letGo(tx, e, c)
		}
		if err != nil {
			return told, err
		}
	}
	return told, nil
}

// returnTo puts a conversation that waits for a vanished expert back into the
// queue, where it was.
func (d *Desk) returnTo(tx Store, e roster.Expert, c *Conversation) error {
	place, err := tx.PlaceOf(c.ID)
	if err != nil {
		return err
	}
	if err := c.GiveBack(place, d.rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tell(tx, ConversationQueued, c, e.ID); err != nil {
		return err
	}
	return d.freeSeat(tx, e, c.ID, EndVanished)
}

// letGo frees the seat of a vanished expert whose customer has the next word.
func (d *Desk) letGo(tx Store, e roster.Expert, c *Conversation) error {
	if err := c.Release(d.rt.Now()); err != nil {
		return err
	}
	c.Written[len(c.Written)-1].Data.Why = whyVanished
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tell(tx, ConversationWaiting, c, e.ID); err != nil {
		return err
	}
	return d.freeSeat(tx, e, c.ID, EndVanished)
}

const whyVanished = "expert_vanished"

// GiveBack takes a conversation from an expert who vanished. Its class is the
// front, as of any whose expert fell silent, and its place there is the one it
// came from: nobody who came later is before it. A place that nobody knows is
// the beginning of the episode.
func (c *Conversation) GiveBack(place, now time.Time) error {
	if c.Status != Assigned {
		return ErrWrongState
	}
	if err := c.queue(ClassFront, now); err != nil {
		return err
	}
	if place.IsZero() {
		place = c.Episode.OpenedAt
	}
	c.QueuedAt, c.QueuedWhy, c.Preferred = place, whyVanished, ""
	c.write(Entry{Kind: KindStatus, Author: system, Status: Queued, Data: Data{Why: whyVanished}}, now)
	return nil
}
