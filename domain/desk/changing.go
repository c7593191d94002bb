package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ChangeFor is how long an author may change or delete a message.
const ChangeFor = 5 * time.Minute

// Refusals of a change.
var (
	ErrUnknownMessage = domain.Refuse(domain.NotFound, "message_not_found", "There is no such message of yours here.")
	ErrTooLate        = domain.Refuse(domain.Conflict, "message_stands", "A message can be changed or deleted for five minutes.")
	ErrDeleted        = domain.Refuse(domain.Conflict, "message_deleted", "This message is deleted.")
)

// Said is a message as it stands now.
type Said struct {
	ID      domain.MessageID
	Seq     int // of the message itself
	Author  Author
	At      time.Time
	Text    string // the newest; empty when it is deleted
	Changed int    // seq of its newest edit, or of its deletion; 0: never
	Deleted bool
}

// Stands is the entry that says how the message reads now.
func (s Said) Stands() int { return max(s.Seq, s.Changed) }

// by reports whether the actor, who takes part, is the author. A conversation
// has one customer, who may have been another before the brand knew who it is.
func (s Said) by(a domain.Actor) bool {
	if s.Author.Role == domain.RoleCustomer {
		return a.Role == domain.RoleCustomer
	}
	return s.Author.ID == a.ID
}

// questionSeq is the entry that is the question of the conversation.
const questionSeq = 1

// Edit gives a message another text. The same text again changes nothing and
// returns where it stands. It refuses ErrDeleted, and ErrTooLate from the fifth
// minute on.
func (c *Conversation) Edit(s Said, text string, now time.Time) (seq int, err error) {
	switch {
	case s.Deleted:
		return 0, ErrDeleted
	case s.Text == text:
		return s.Stands(), nil
	case !now.Before(s.At.Add(ChangeFor)):
		return 0, ErrTooLate
	}
	if s.Seq == questionSeq {
		c.Question = text
	}
	return c.change(KindEdit, s, text, now), nil
}

// Delete takes a message away: its place stays, its text is shown to nobody any
// more. A second time it changes nothing. It refuses ErrTooLate.
func (c *Conversation) Delete(s Said, now time.Time) (seq int, err error) {
	switch {
	case s.Deleted:
		return s.Stands(), nil
	case !now.Before(s.At.Add(ChangeFor)):
		return 0, ErrTooLate
	}
	if s.Seq == questionSeq {
		c.Question = ""
	}
	return c.change(KindDeletion, s, "", now), nil
}

func (c *Conversation) change(k Kind, s Said, text string, now time.Time) (seq int) {
	c.write(Entry{Kind: k, Author: s.Author, Text: text, Status: c.Status, Data: Data{Message: s.ID, Seq: s.Seq}}, now)
	return c.LastSeq
}

// EditMessage gives a message of the actor's own another text and returns the
// entry that says so. The actor must still take part in the conversation, open
// or closed. Two changes at once come one after the other under the
// conversation's lock; the same one twice is one. It refuses
// ErrUnknownConversation, ErrNotHolder, ErrUnknownMessage, ErrDeleted,
// ErrTooLate and a text that is empty, too long or unprintable.
func (d *Desk) EditMessage(ctx context.Context, by domain.Actor, id domain.ConversationID, m domain.MessageID, text string) (Posted, error) {
	text, err := clean(text, MaxMessage)
	if err != nil {
		return Posted{}, err
	}
	return d.changeMessage(ctx, by, id, m, MessageEdited, func(c *Conversation, s Said) (int, error) {
		if s.Seq == questionSeq {
			if _, err := clean(text, MaxQuestion); err != nil {
				return 0, err
			}
		}
		return c.Edit(s, text, d.rt.Now())
	})
}

// DeleteMessage takes a message of the actor's own away and returns the entry
// that says so. It refuses what EditMessage refuses, but not a second time.
func (d *Desk) DeleteMessage(ctx context.Context, by domain.Actor, id domain.ConversationID, m domain.MessageID) (Posted, error) {
	return d.changeMessage(ctx, by, id, m, MessageDeleted, func(c *Conversation, s Said) (int, error) {
		return c.Delete(s, d.rt.Now())
	})
}

func (d *Desk) changeMessage(ctx context.Context, by domain.Actor, id domain.ConversationID, m domain.MessageID, event string,
	change func(*Conversation, Said) (int, error),
) (p Posted, err error) {
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if err := d.mayWrite(tx, &c, by); err != nil {
			return err
		}
		s, err := tx.Said(id, m)
		switch {
		case err != nil:
			return err
		case !s.by(by):
			return ErrUnknownMessage
		}
		asked := c.Question
		seq, err := change(&c, s)
		p = Posted{ID: m, Seq: seq, New: len(c.Written) > 0}
		if err != nil || !p.New {
			return err
		}
		if err := tx.SaveConversation(c); err != nil {
			return err
		}
		if c.Question != asked {
			if err := tx.SaveQuestion(c, d.rt.Now().Sub(s.At)); err != nil {
				return err
			}
		}
		return tell(tx, event, &c, "")
	})
	return p, err
}
