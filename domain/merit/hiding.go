package merit

import (
	"context"

	"github.com/kennerhq/kenner/domain"
)

// HideThanks takes the text of a customer's card away, for a reason; what it
// counted for stays. It refuses ErrWhy, ErrNoThanks, also of a card that the expert
// has not seen yet, and ErrThanksHid.
func (m *Merits) HideThanks(ctx context.Context, by domain.Actor, id ThanksID, why string) error {
	why, ok := words(why, 1)
	if !ok {
		return ErrWhy
	}
	return m.tx(ctx, func(tx Store) error {
		t, err := tx.Thanks(id)
		switch {
		case err != nil:
			return err
		case !t.HiddenAt.IsZero():
			return ErrThanksHid
		}
		t.HiddenAt, t.HiddenBy, t.HiddenWhy = m.rt.Now(), domain.PersonID(by.ID), why
		if err := tx.HideThanks(t); err != nil {
			return err
		}
		return tx.Emit(ThanksShown{t.ID, t.Expert})
	})
}
