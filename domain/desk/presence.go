package desk

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// SetPresence records what an expert says about the present moment. Going
// available forgets the lapses and wakes the allocator; leaving gives back an
// open offer at once, at no cost. It refuses roster.ErrNotActive and
// roster.ErrBadPresence, and ErrNeedsMentor to a candidate whom nobody shadows.
func (d *Desk) SetPresence(ctx context.Context, by domain.ExpertID, p roster.Presence) error {
	return d.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(by)
		if err != nil {
			return err
		}
		before := e
		if err := e.SetPresence(p, d.rt.Now()); err != nil {
			return err
		}
		if p != roster.Available {
			err = d.withdraw(tx, by)
		} else {
			err = underMentor(tx, e)
		}
		if err != nil {
			return err
		}
		if before.Presence == e.Presence && before.Lapses == e.Lapses && before.VanishedAt.Equal(e.VanishedAt) {
			return nil
		}
		if err := tx.SaveDuty(e); err != nil {
			return err
		}
		return tx.Emit(roster.PresenceChanged{ExpertID: by, Presence: e.Presence})
	})
}

// withdraw takes back the open offer of an expert who leaves.
func (d *Desk) withdraw(tx Store, e domain.ExpertID) error {
	o, open, err := tx.OpenOfferOf(e)
	if err != nil || !open {
		return err
	}
	c, err := tx.LockConversation(o.Conversation)
	if err != nil {
		return err
	}
	if err := d.endOffer(tx, o, &c, OfferWithdrawn); err != nil && err != ErrAlreadyTaken { //nolint:errorlint // made just above
		return err
	}
	return nil
}
