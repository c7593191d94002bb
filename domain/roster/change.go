package roster

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Cause is how somebody came to a level.
type Cause string

// The causes of a level.
const (
	ByEnrolment Cause = "enrolled"  // the first one
	Shadowing   Cause = "shadowed"  // a mentor saw five good conversations
	ByReview    Cause = "review"    // the monthly review, up or down
	Invited     Cause = "invited"   // to be a mentor, and said yes
	Appointed   Cause = "appointed" // a manager set it
)

// LevelChange is a level that an expert came to, with what decided.
type LevelChange struct {
	Expert domain.ExpertID
	From   *Level // nil: the first one
	To     Level
	Cause  Cause
	Why    []Requirement
	At     time.Time
	By     domain.Actor
}

// moved sets what follows from another level or state.
func (e *Expert) moved(before Expert, now time.Time) {
	if e.Level != before.Level {
		e.LevelAt = now
	}
	if e.State != Retired {
		e.AlumniAt = time.Time{}
	}
}

// moved writes down what a manager's change means for level, pause and warning.
func moved(tx Store, by domain.Actor, before, e Expert, now time.Time) error {
	if e.State != before.State && e.State != Paused {
		if err := tx.EndPause(e.ID, now); err != nil {
			return err
		}
	}
	if e.Level != before.Level || (e.State == Retired && before.State != Retired) {
		if err := tx.EndWarning(e.ID, NoteLeft, now); err != nil {
			return err
		}
	}
	if e.Level == before.Level {
		return nil
	}
	from := before.Level
	return tx.AddLevelChange(LevelChange{Expert: e.ID, From: &from, To: e.Level, Cause: Appointed, At: now, By: by})
}
