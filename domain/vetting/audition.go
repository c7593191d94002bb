package vetting

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
)

// AuditionStore is what vetting asks of auditions.
type AuditionStore interface {
	// HoldAuditions are those of the mailbox of an application that is locked, the
	// oldest first. They are held: what is being decided is waited for.
	HoldAuditions(domain.ApplicationID) ([]marking.Past, error)
	// Failed are applications at their audition whose mailbox has failed its last
	// one and had as many as a year allows.
	Failed(after domain.ApplicationID, limit int) ([]domain.ApplicationID, error)
}

// Refusals of acceptances.
var (
	ErrNotPassed   = domain.Refuse(domain.Conflict, "audition_not_passed", "The audition was not passed. Accept anyway with a reason, which is kept.")
	ErrBadOverride = domain.Refuse(domain.Invalid, "bad_override", "Say why, in 3 to 500 letters.").At("/override")
)

// passed reports whether the newest audition was passed.
func passed(past []marking.Past) bool {
	n := len(past)
	return n > 0 && past[n-1].State == marking.Passed
}

// mayBeAccepted refuses who did not pass, unless there is a reason to take them
// anyway; it returns the reason that is to be kept. The auditions are held, so a
// marking that is deciding is waited for.
func mayBeAccepted(tx Store, id domain.ApplicationID, override string) (note string, err error) {
	note, ok := text(override, 0, maxNote)
	if !ok || note != "" && len([]rune(note)) < minNote {
		return "", ErrBadOverride
	}
	past, err := tx.HoldAuditions(id)
	switch {
	case err != nil:
		return "", err
	case passed(past):
		return "", nil
	case note == "":
		return "", ErrNotPassed
	}
	return note, nil
}

// MindFailed turns down, kindly, who has failed as often as a year allows. Whoever
// may try again after the usual days keeps their place in the cohort. It may be
// called at any time.
func (v *Vetting) MindFailed(ctx context.Context) (ended int, err error) {
	for after := domain.ApplicationID(""); ; {
		var failed []domain.ApplicationID
		err := v.inTx(ctx, func(tx Store) (err error) {
			failed, err = tx.Failed(after, watchBatch)
			return err
		})
		if err != nil || len(failed) == 0 {
			return ended, err
		}
		for _, id := range failed {
			did := false
			_, err := v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
				did = false
				past, err := tx.HoldAuditions(id)
				if err != nil || a.State != Auditioning || !marking.Exhausted(past) {
					return err
				}
				did = true
				v.answered(a)
				v.end(a, Rejected, "")
				a.Reason = ReasonAudition
				if err := v.save(tx, a, cal, "last_audition", domain.System); err != nil {
					return err
				}
				return v.moveUp(tx, a.Vacancy, cal)
			})
			if err != nil {
				return ended, err
			}
			if did {
				ended++
			}
		}
		after = failed[len(failed)-1]
	}
}
