package roster

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// SetState brings an expert to another state after people decided so. Who is not
// active any more is off duty and out of the plan. It locks the expert.
func SetState(tx Store, id domain.ExpertID, to State, by domain.Actor, now time.Time) error {
	before, err := tx.LockExpert(id)
	if err != nil || before.State == to {
		return err
	}
	e := before
	e.State = to
	e.moved(before, now)
	if err := tx.SaveExpert(e); err != nil {
		return err
	}
	e.Version++
	if err := moved(tx, by, before, e, now); err != nil {
		return err
	}
	if err := leave(tx, &e, false, now); err != nil {
		return err
	}
	if _, err := reseat(tx, e); err != nil {
		return err
	}
	return tx.Emit(Changed{e.ID})
}
