package desk

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// Chat is the channel of our own widget. Every brand has it; the others are its own.
const Chat = "chat"

// Refusals of a question.
var (
	ErrBadChannel  = domain.Refuse(domain.Invalid, "channel_invalid", "This is none of the channels of the brand.").At("/channel")
	ErrBadLanguage = domain.Refuse(domain.Invalid, "language_invalid", "A language is a tag such as en or nl.").At("/language")
)

// Question is what a customer asks.
type Question struct {
	Text     string
	Channel  string // empty: chat
	Product  domain.ProductID
	Reason   domain.ReasonID
	Language domain.Language // empty: the customer's
	Network  string          // the name of the address range it comes from; empty: does not count
}

// Open starts a conversation with the customer's question and queues it:
// complaints before the others; while the brand is closed it is an open question
// at once. It refuses a text that is empty, too long or unprintable, a reason or
// product that is not in use, ErrAlreadyWaiting with the conversation that waits,
// and ErrAddressBusy.
func (d *Desk) Open(ctx context.Context, by domain.CustomerID, q Question) (id domain.ConversationID, err error) {
	text, err := clean(q.Text, MaxQuestion)
	switch {
	case err != nil:
		return "", at(err, "/question")
	case q.Language != "" && !q.Language.Good():
		return "", ErrBadLanguage
	case q.Channel == "":
		q.Channel = Chat
	}
	id = domain.ConversationID(d.rt.NewID("cnv"))
	m := Message{ID: domain.MessageID(d.rt.NewID("msg")), Text: text}
	m.ClientID = string(m.ID) // no client can have chosen it
	return id, d.tx(ctx, func(tx Store) error {
		c := Conversation{
			ID: id, Customer: by, Channel: q.Channel, Language: q.Language, Product: q.Product, Reason: q.Reason, Class: ClassNormal,
			Network: q.Network,
		}
		verified, err := d.admit(tx, &c)
		if err != nil {
			return err
		}
		if err := d.place(tx, &c); err != nil {
			return err
		}
		c = open(c, m, d.rt.Now())
		if verified {
			c.headStart()
		}
		if err := d.leaveIfClosed(tx, &c); err != nil {
			return err
		}
		return d.come(tx, &c)
	})
}

// place checks what a new conversation points at and finds its class and language.
func (d *Desk) place(tx Store, c *Conversation) error {
	if c.Channel != Chat {
		known, err := tx.Channels()
		if err != nil || !slices.Contains(known, c.Channel) {
			return orRefuse(err, ErrBadChannel)
		}
	}
	if c.Reason != "" {
		r, err := inUse(tx, c.Reason)
		if err != nil {
			return err
		}
		if r.Complaint {
			c.Class = ClassUrgent
		}
		if r.StaffOnly {
			c.Desk = ByStaff
		}
	}
	if c.Product != "" {
		if ok, err := tx.ProductInUse(c.Product); err != nil || !ok {
			return orRefuse(err, ErrUnknownProduct)
		}
	}
	if c.Language != "" {
		return nil
	}
	var err error
	c.Language, err = tx.CustomerLanguage(c.Customer)
	return err
}

func orRefuse(err, refusal error) error {
	if err != nil {
		return err
	}
	return refusal
}

// at points a refusal at another field.
func at(err error, pointer string) error {
	if e, ok := err.(*domain.Error); ok { //nolint:errorlint // clean returns refusals as they are
		return e.At(pointer)
	}
	return err
}
