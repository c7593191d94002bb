package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// How long an expert may leave a customer without an answer.
const (
	NudgeAfter   = 90 * time.Second
	ReofferAfter = 180 * time.Second
)

// Posted is what the sender of a message is told.
type Posted struct {
	ID  domain.MessageID
	Seq int
	New bool // false: this client id was sent before
}

// Post appends a message of the customer or of the one who holds the
// conversation. Colleagues who may know it are refused ErrNotHolder; for all
// others there is no such conversation. A resend with the same client id
// is the same message, also when two arrive at once and whatever its text. A
// customer is never refused: see Conversation.CustomerSays. Whoever answers may
// put up to three facts under their own words; the message keeps their cards.
func (d *Desk) Post(
	ctx context.Context, by domain.Actor, id domain.ConversationID, clientID, text string, facts ...domain.FactID,
) (p Posted, err error) {
	if err := checkClientID(clientID); err != nil {
		return Posted{}, err
	}
	text, err = clean(text, MaxMessage)
	if err != nil {
		return Posted{}, err
	}
	m := Message{ID: domain.MessageID(d.rt.NewID("msg")), ClientID: clientID, Text: text}
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if err := d.mayWrite(tx, &c, by); err != nil {
			return err
		}
		known, found, err := tx.Posted(id, by, clientID)
		if err != nil || found {
			p = known
			return err
		}
		if err := putCards(tx, by, &m, facts); err != nil {
			return err
		}
		switch {
		case by.Staff():
			err = d.staffSays(tx, &c, by, m)
		case by.Role == domain.RoleExpert:
			err = d.expertSays(tx, &c, by.Expert(), m)
		default:
			err = d.customerSays(tx, &c, m)
		}
		p = Posted{m.ID, c.LastSeq, true}
		if err != nil {
			return err
		}
		return useCards(tx, &c, m)
	})
	return p, err
}

// takesPart reports whether the actor may write into the conversation at all.
func takesPart(c *Conversation, by domain.Actor) bool {
	return (by.Role == domain.RoleCustomer && by.Customer() == c.Customer) || c.HeldBy(by)
}

func (d *Desk) expertSays(tx Store, c *Conversation, e domain.ExpertID, m Message) error {
	now, before, promised := d.rt.Now(), c.Status, c.IsLeft()
	if err := c.ExpertSays(e, m, now); err != nil {
		return err
	}
	settings, err := tx.DeskSettings()
	if err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tx.SetDue(c.ID, roster.DueFree, now.Add(settings.Waiting)); err != nil {
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

func (d *Desk) customerSays(tx Store, c *Conversation, m Message) error {
	now, before, ended := d.rt.Now(), c.Status, c.Episode
	urgent, err := d.urgent(tx, c)
	if err != nil {
		return err
	}
	if err := c.CustomerSays(m, urgent, now); err != nil {
		return err
	}
	if err := d.endOfSilence(tx, c, ended); err != nil {
		return err
	}
	if c.Episode.No != ended.No {
		if err := sendHome(tx, c); err != nil {
			return err
		}
	}
	if err := d.favour(tx, c, before); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if before == Waiting && c.Status == Assigned {
		if err := tx.SetDue(c.ID, roster.DueNudge, now.Add(NudgeAfter)); err != nil {
			return err
		}
	}
	if err := tell(tx, MessagePosted, c, ""); err != nil {
		return err
	}
	if before == Closed {
		if err := mention(tx, ConversationReopened, c, ""); err != nil {
			return err
		}
	}
	if c.Status == Queued && before != Queued {
		return mention(tx, ConversationQueued, c, "")
	}
	return nil
}

// urgent reports whether a new episode of a closed conversation goes before the
// others: it was not solved, or it is a complaint.
func (d *Desk) urgent(tx Store, c *Conversation) (bool, error) {
	if c.Status != Closed {
		return false, nil
	}
	if r, rated, err := tx.Rating(c.ID, c.Episode.No); err != nil || (rated && r.Solved == SolvedNo) {
		return true, err
	}
	if c.Reason == "" {
		return false, nil
	}
	r, err := tx.Reason(c.Reason)
	return r.Complaint, err
}

// endOfSilence stores and tells that the episode before this message had been
// confirmed by silence, when the message is the first to notice.
func (d *Desk) endOfSilence(tx Store, c *Conversation, ended Episode) error {
	if c.Episode.No == ended.No || ended.Confirmed() {
		return nil
	}
	ended.ConfirmedAt, ended.ConfirmedBy = ended.ClosedAt.Add(SilenceConfirms), BySilence
	if err := tx.ConfirmEpisode(c.ID, ended); err != nil {
		return err
	}
	return tellConfirmed(tx, c, ended, &c.Written[0])
}

// Read moves the reader's mark forward and returns where it is. It never moves
// back and never beyond the last entry that is not a mark itself. Whoever does
// not take part does not know the conversation.
func (d *Desk) Read(ctx context.Context, by domain.Actor, id domain.ConversationID, seq int) (mark int, err error) {
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if err := d.mayWrite(tx, &c, by); err != nil {
			return err
		}
		var moved bool
		if mark, moved = c.Read(by, seq, d.rt.Now()); !moved {
			return nil
		}
		if err := tx.SaveConversation(c); err != nil {
			return err
		}
		return tell(tx, MessageRead, &c, "")
	})
	return mark, err
}
