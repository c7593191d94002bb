package desk

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// WhyHidden is the word of a deletion by staff.
const WhyHidden = "hidden"

// Hide takes a message out of sight, as its author can for five minutes: its
// place stays. Staff do so at any time, and the entry is theirs. It locks the
// conversation; what is hidden or deleted already stays so. It refuses
// ErrUnknownConversation and ErrUnknownMessage.
func Hide(tx Store, by domain.Actor, id domain.ConversationID, m domain.MessageID, now time.Time) error {
	if !by.Staff() {
		return ErrUnknownConversation
	}
	c, err := tx.LockConversation(id)
	if err != nil {
		return err
	}
	s, err := tx.Said(id, m)
	if err != nil || s.Deleted {
		return err
	}
	asked := c.Question
	if s.Seq == questionSeq {
		c.Question = ""
	}
	c.write(Entry{
		Kind: KindDeletion, Author: Author{by.Role, by.ID}, Status: c.Status, Data: Data{Why: WhyHidden, Message: s.ID, Seq: s.Seq},
	}, now)
	if err := tx.SaveConversation(c); err != nil {
		return err
	}
	if c.Question != asked {
		if err := tx.SaveQuestion(c, now.Sub(s.At)); err != nil {
			return err
		}
	}
	return tell(tx, MessageDeleted, &c, "")
}

// MayRead reports whether somebody may read the conversation.
func MayRead(tx Store, c *Conversation, by domain.Actor) (bool, error) {
	if takesPart(c, by) {
		return true, nil
	}
	return mayKnow(tx, c, by)
}
