package vetting

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// watchBatch bounds what one look reads; the next goes on.
const watchBatch = 200

// MindAnswers watches the promise of an answer within five working days: on the
// last of them it tells the staff, and when it is broken it tells them and the
// applicant, each once. Vacancies whose last day is over are closed. It may be
// called at any time.
func (v *Vetting) MindAnswers(ctx context.Context) (told int, err error) {
	closed, err := v.closePast(ctx)
	if err != nil {
		return 0, err
	}
	for {
		var due []domain.ApplicationID
		err := v.inTx(ctx, func(tx Store) (err error) {
			due, err = tx.Unanswered(v.rt.Now(), watchBatch)
			return err
		})
		if err != nil || len(due) == 0 {
			return told + closed, err
		}
		n := 0
		for _, id := range due {
			did, err := v.mind(ctx, id)
			if err != nil {
				return told, err
			}
			if did {
				n++
			}
		}
		told += n
		if n == 0 { // what is left is not due yet
			return told + closed, nil
		}
	}
}

func (v *Vetting) mind(ctx context.Context, id domain.ApplicationID) (did bool, err error) {
	_, err = v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		did = false
		now := v.rt.Now()
		if !a.AnsweredAt.IsZero() || !a.State.Living() {
			return nil
		}
		switch late := !now.Before(a.AnswerBy); {
		case late && a.LateAt.IsZero():
			a.LateAt, did = now, true
			if err := v.save(tx, a, cal, "late", domain.System); err != nil {
				return err
			}
			return tx.Emit(AnswerDue{a.ID, a.Vacancy, a.AnswerBy, true})
		case !late && a.WarnedAt.IsZero() && !now.Before(cal.Warn(a.AnswerBy)):
			a.WarnedAt, did = now, true
			if err := v.save(tx, a, cal, "", domain.System); err != nil {
				return err
			}
			return tx.Emit(AnswerDue{a.ID, a.Vacancy, a.AnswerBy, false})
		}
		return nil
	})
	return did, err
}

// closePast closes the vacancies whose last day is over.
func (v *Vetting) closePast(ctx context.Context) (n int, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		n = 0
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		past, err := tx.VacanciesPast(v.rt.Now().In(cal.Zone).Format(time.DateOnly))
		if err != nil {
			return err
		}
		for _, c := range past {
			c.State, c.ClosedAt = Closed, v.rt.Now()
			if err := tx.SaveVacancy(c); err != nil {
				return err
			}
			if err := tx.Emit(VacancyChanged{c.ID}); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}
