package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// WatchFor is how long somebody who looks at a conversation is seen there after
// the last sign of life.
const WatchFor = 60 * time.Second

// Watch records that somebody looks at a conversation now, and must be repeated
// within WatchFor. Who holds it and the others who watch are told of a new face,
// not of the repetitions. Who holds it does not watch it: nothing happens. It
// needs no lock: a person has one row, and the newest sign of life wins. It
// refuses ErrUnknownConversation to those who may not know it.
func (d *Desk) Watch(ctx context.Context, by domain.Actor, id domain.ConversationID) error {
	return d.tx(ctx, func(tx Store) error {
		c, me, err := d.beside(tx, by, id)
		if err != nil || me == c.holder() {
			return err
		}
		now := d.rt.Now()
		if known, err := tx.KeepWatching(id, me, now.Add(-WatchFor), now); err != nil || known {
			return err
		}
		if err := tx.Watch(id, me, now.Add(-WatchFor), now); err != nil {
			return err
		}
		return d.tellWatchers(tx, &c)
	})
}

// Unwatch records that somebody looked away. It refuses what Watch refuses.
func (d *Desk) Unwatch(ctx context.Context, by domain.Actor, id domain.ConversationID) error {
	return d.tx(ctx, func(tx Store) error {
		c, me, err := d.beside(tx, by, id)
		if err != nil {
			return err
		}
		if was, err := tx.Unwatch(id, me); err != nil || !was {
			return err
		}
		return d.tellWatchers(tx, &c)
	})
}

// beside reads a conversation for somebody who may know it.
func (d *Desk) beside(tx Store, by domain.Actor, id domain.ConversationID) (c Conversation, me domain.PersonID, err error) {
	if c, err = tx.Conversation(id); err != nil {
		return c, "", err
	}
	if knows, err := mayKnow(tx, &c, by); err != nil || !knows {
		return c, "", orRefuse(err, ErrUnknownConversation)
	}
	return c, domain.PersonID(by.ID), nil
}

// tellWatchers tells everybody beside the conversation that the faces changed.
func (d *Desk) tellWatchers(tx Store, c *Conversation) error {
	hear, err := d.insiders(tx, c, func(Insider) bool { return true })
	if err != nil {
		return err
	}
	return tx.Emit(WatchChanged{ConversationID: c.ID, PersonIDs: hear})
}
