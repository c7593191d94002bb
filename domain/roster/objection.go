package roster

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// maxWords is the length of an objection and of its answer.
const maxWords = 1000

func words(s string) (string, error) {
	s = strings.TrimSpace(s)
	if n := utf8.RuneCountInString(s); n < 1 || n > maxWords {
		return "", ErrBadWords
	}
	return s, nil
}

// Object lets an expert say that they see their warning differently: nothing
// happens to the level until a manager has answered. It refuses ErrNoWarning,
// ErrObjected and ErrBadWords.
func (l *Levels) Object(ctx context.Context, id domain.ExpertID, said string) error {
	said, err := words(said)
	if err != nil {
		return err
	}
	return l.warning(ctx, id, func(r *LevelReview) error { return r.Object(said, l.rt.Now()) })
}

// AnswerObjection answers it: upheld ends the warning, else the grace runs anew.
// It refuses ErrNotObjected and ErrBadWords.
func (l *Levels) AnswerObjection(ctx context.Context, by domain.Actor, id domain.ExpertID, upheld bool, said string) error {
	said, err := words(said)
	if err != nil {
		return err
	}
	return l.warning(ctx, id, func(r *LevelReview) error {
		return r.Reply(domain.PersonID(by.ID), upheld, said, l.rt.Now())
	})
}

// warning changes the open warning of an expert, whose row is held.
func (l *Levels) warning(ctx context.Context, id domain.ExpertID, do func(*LevelReview) error) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		if _, err := tx.LockExpert(id); err != nil {
			return err
		}
		r, _, err := tx.OpenWarning(id)
		if err != nil {
			return err
		}
		if err := do(&r); err != nil {
			return err
		}
		if err := tx.SaveReview(r); err != nil {
			return err
		}
		return tx.Emit(Changed{id})
	})
}

// MentorInvitation asks a senior to be a mentor, with a manager's own words. While
// it stands the senior can be calibrated, which is where the reviewer's accuracy is from.
type MentorInvitation struct {
	Expert     domain.ExpertID
	By         domain.PersonID
	At         time.Time
	Note       string
	Accepted   *bool // nil: not answered
	AnsweredAt time.Time
}

// InviteMentor invites a senior. It refuses ErrNotSenior, ErrInvited and ErrBadWords.
func (l *Levels) InviteMentor(ctx context.Context, by domain.Actor, id domain.ExpertID, note string) error {
	note, err := words(note)
	if err != nil {
		return err
	}
	return l.inTx(ctx, func(tx LevelStore) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		if e.Level != Senior || e.State != Active {
			return ErrNotSenior
		}
		err = tx.AddMentorInvitation(MentorInvitation{Expert: id, By: domain.PersonID(by.ID), At: l.rt.Now(), Note: note})
		if err != nil {
			return err
		}
		return tx.Emit(Changed{id})
	})
}

// ErrNotMentorYet refuses a yes before the rest of what a mentor needs is there.
var ErrNotMentorYet = domain.Refuse(domain.Conflict, "not_mentor_yet", "The invitation stands. What is still missing is on your level's page.")

// AnswerInvitation is the senior's own word. No costs nothing, and another
// invitation can follow. Yes makes a mentor once the rest is there, too; until then it refuses
// ErrNotMentorYet and the invitation stays. It refuses ErrNotInvited.
func (l *Levels) AnswerInvitation(ctx context.Context, id domain.ExpertID, yes bool) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		e, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		i, found, err := tx.OpenMentorInvitation(id)
		if err != nil {
			return err
		}
		if !found || e.Level != Senior || e.State != Active {
			return ErrNotInvited
		}
		now := l.rt.Now()
		i.Accepted, i.AnsweredAt = &yes, now
		if !yes {
			if err := tx.SaveMentorInvitation(i); err != nil {
				return err
			}
			return tx.Emit(Changed{id})
		}
		facts, err := tx.LevelFacts(e, now)
		if err != nil {
			return err
		}
		why := Mentor.Requirements(facts)
		if !Met(why) {
			return ErrNotMentorYet
		}
		if err := tx.SaveMentorInvitation(i); err != nil {
			return err
		}
		if err := tx.EndWarning(id, NoteLeft, now); err != nil {
			return err
		}
		return l.step(tx, &e, Mentor, LevelChange{Cause: Invited, Why: why, By: domain.Actor{Role: domain.RoleExpert, ID: string(id)}})
	})
}
