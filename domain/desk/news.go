package desk

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Inform writes a word of the staff into a conversation that is locked, as it
// stands: it moves nothing, waits for nobody and opens no episode. The customer
// finds it there.
func Inform(tx Store, c *Conversation, by domain.Actor, m Message, now time.Time) error {
	c.message(by, m, now)
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	return tell(tx, MessagePosted, c, "")
}
