package roster

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// BecomeRookie makes a candidate who is held a Rookie when the five conversations
// that a mentor saw say so, and reports whether they do. Anybody else stays what
// they are.
func BecomeRookie(tx Store, e *Expert, f Facts, now time.Time) (bool, error) {
	why := Rookie.Requirements(f)
	if e.Level != Candidate || !Met(why) {
		return false, nil
	}
	from := e.Level
	e.Level, e.LevelAt = Rookie, now
	if err := tx.SaveExpert(*e); err != nil {
		return false, err
	}
	e.Version++
	if _, err := reseat(tx, *e); err != nil {
		return false, err
	}
	err := tx.AddLevelChange(LevelChange{Expert: e.ID, From: &from, To: Rookie, Cause: Shadowing, Why: why, At: now, By: domain.System})
	if err != nil {
		return false, err
	}
	return true, tx.Emit(Changed{e.ID})
}
