package problems

import (
	"context"
	"errors"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Observed is what an expert sees in a conversation.
type Observed struct {
	Text   string
	Reason domain.ReasonID // where the conversation has none yet
}

// Report tells the brand of a problem that an expert sees in a conversation of
// theirs: it joins the living problem of the same reason, or opens a candidate. A
// second signal of an expert about one problem is the first one. It refuses
// desk.ErrUnknownConversation, ErrSentence, ErrSignalReason and ErrManySignals. The
// race: the problem is locked, so that reporters have an order.
func (x *Problems) Report(ctx context.Context, by domain.ExpertID, id domain.ConversationID, o Observed) (p Problem, err error) {
	var ok bool
	if o.Text, ok = text(o.Text, maxSentence); !ok {
		return p, ErrSentence
	}
	err = x.tx(ctx, func(tx Store) error {
		c, err := tx.Conversation(id)
		switch {
		case err != nil:
			return err
		case by == "" || c.Expert != by && c.Episode.Expert != by:
			return desk.ErrUnknownConversation
		}
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		now := x.rt.Now()
		y, m, d := now.In(zone).Date()
		sent, err := tx.SignalsSince(by, midnight(y, m, d, zone))
		switch {
		case err != nil:
			return err
		case sent >= signalsADay:
			return ErrManySignals
		}
		p, err = x.join(tx, about(c, o.Reason))
		if err != nil {
			return err
		}
		n, err := tx.SignalsOf(p.ID)
		if err != nil {
			return err
		}
		_, err = tx.AddSignal(Signal{p.ID, by, n + 1, id, o.Text, now})
		return err
	})
	return p, err
}

// about is what a conversation counts as: the reason it was closed with, else the
// customer's, else what the expert says.
func about(c desk.Conversation, said domain.ReasonID) Key {
	k := Key{c.Episode.ClosingReason, c.Product}
	if k.Reason == "" {
		k.Reason = c.Reason
	}
	if k.Reason == "" {
		k.Reason = said
	}
	return k
}

// join finds the living problem of a key, that of its reason, or opens a candidate.
func (x *Problems) join(tx Store, k Key) (Problem, error) {
	for _, one := range []Key{k, {Reason: k.Reason}} {
		if p, found, err := tx.LivingProblem(one); err != nil || found {
			return p, err
		}
	}
	if err := known(tx, k); err != nil {
		if errors.Is(err, desk.ErrUnknownReason) {
			return Problem{}, ErrSignalReason
		}
		return Problem{}, err
	}
	p := x.candidate(k, FromSignal)
	err := x.add(tx, &p)
	if errors.Is(err, ErrLiving) { // somebody opened it a moment ago
		p, _, err = tx.LivingProblem(k)
		return p, err
	}
	return p, err
}
