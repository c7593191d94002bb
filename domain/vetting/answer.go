package vetting

import (
	"context"
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/roster"
)

// answering runs one act on an application in one transaction. The vacancy is
// locked first, because places are counted by it.
func (v *Vetting) answering(ctx context.Context, id domain.ApplicationID, act func(Store, *Application, Calendar) error) (a Application, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		if a, err = v.lock(tx, id); err != nil {
			return err
		}
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		return act(tx, &a, cal)
	})
	return a, err
}

// lock locks the vacancy of an application and then the application.
func (v *Vetting) lock(tx Store, id domain.ApplicationID) (Application, error) {
	vacancy, err := tx.VacancyOf(id)
	if err != nil {
		return Application{}, err
	}
	if _, err := tx.Vacancy(vacancy); err != nil {
		return Application{}, err
	}
	return tx.Application(id)
}

// save stores an application and tells its applicant and the staff.
func (v *Vetting) save(tx Store, a *Application, cal Calendar, kind string, by domain.Actor) error {
	if err := tx.SaveApplication(*a); err != nil {
		return err
	}
	a.Version++
	if kind != "" {
		l := v.letter(*a, kind, cal)
		l.By = by.ID
		if err := tx.Tell(a.ID, l); err != nil {
			return err
		}
	}
	return tx.Emit(Changed{a.ID, a.Vacancy, a.State})
}

// ProvePurchase says what stands behind the purchase: looked up, or let count
// with a reason. It refuses ErrUnknown, ErrWrongState and ErrBadNote.
func (v *Vetting) ProvePurchase(ctx context.Context, by domain.Actor, id domain.ApplicationID, kind PurchaseKind, note string) (Application, error) {
	note, ok := text(note, 0, maxNote)
	if !ok || kind != Verified && kind != Override || kind == Override && len([]rune(note)) < minNote {
		return Application{}, ErrBadNote
	}
	return v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		if a.State != Submitted && a.State != Waiting {
			return ErrWrongState
		}
		a.Purchase, a.PurchaseNote, a.PurchaseBy, a.PurchaseAt = kind, note, domain.PersonID(by.ID), v.rt.Now()
		return v.save(tx, a, cal, "", by)
	})
}

// Invite gives an applicant the next place of the cohort that is filling, and
// with it the audition. When there is no place left, or people wait longer, the
// applicant comes onto the waiting list and is invited by itself when a place
// is there. It refuses ErrUnknown, ErrWrongState, ErrPurchase and ErrDouble.
func (v *Vetting) Invite(ctx context.Context, by domain.Actor, id domain.ApplicationID) (Application, error) {
	return v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		if err := v.mayCome(tx, a); err != nil {
			return err
		}
		c, place, err := freePlace(tx, a.Vacancy)
		if err != nil {
			return err
		}
		v.answered(a)
		if place == 0 {
			a.State, a.WaitingAt = Waiting, v.rt.Now()
			return v.save(tx, a, cal, "waiting", by)
		}
		a.seat(c, place)
		return v.save(tx, a, cal, "invited", by)
	})
}

// mayCome refuses who cannot be invited. A double takes the place of the one
// that was in its way when that has ended.
func (v *Vetting) mayCome(tx Store, a *Application) error {
	switch {
	case a.State != Submitted:
		return ErrWrongState
	case a.Purchase == Claimed:
		return ErrPurchase
	case a.DoubleOf == "":
		return nil
	}
	_, found, err := tx.LivingOf(a.Vacancy, a.EmailKey)
	if err != nil {
		return err
	}
	if found {
		return ErrDouble
	}
	a.DoubleOf = ""
	return nil
}

func (a *Application) seat(c Cohort, place int) {
	a.State, a.Cohort, a.CohortPlace = Auditioning, c.ID, place
	a.WaitingAt = zero
}

func (v *Vetting) answered(a *Application) {
	if a.AnsweredAt.IsZero() {
		a.AnsweredAt = v.rt.Now()
	}
}

// Reject turns an application down, kindly and with a reason; note is for staff
// alone. The place that it had goes to whoever waits longest. It refuses
// ErrUnknown, ErrWrongState, ErrBadReason and ErrBadNote.
func (v *Vetting) Reject(ctx context.Context, by domain.Actor, id domain.ApplicationID, why Reason, note string) (Application, error) {
	note, ok := text(note, 0, maxNote)
	if !ok {
		return Application{}, ErrBadNote
	}
	if !why.good() {
		return Application{}, ErrBadReason
	}
	return v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		if !a.State.Living() {
			return ErrWrongState
		}
		v.answered(a)
		v.end(a, Rejected, by.ID)
		a.Reason, a.Note = why, note
		if err := v.save(tx, a, cal, "rejected", by); err != nil {
			return err
		}
		return v.moveUp(tx, a.Vacancy, cal)
	})
}

func (r Reason) good() bool {
	return slices.Contains(Reasons, r)
}

// Withdraw ends an application because the applicant says so. Its place goes to
// whoever waits longest. It refuses ErrUnknown and ErrWrongState.
func (v *Vetting) Withdraw(ctx context.Context, by domain.Actor) (Application, error) {
	return v.answering(ctx, by.Candidate(), func(tx Store, a *Application, cal Calendar) error {
		if !a.State.Living() {
			return ErrWrongState
		}
		v.end(a, Withdrawn, byCandidate)
		if err := v.save(tx, a, cal, "withdrawn", by); err != nil {
			return err
		}
		return v.moveUp(tx, a.Vacancy, cal)
	})
}

func (v *Vetting) end(a *Application, s State, by string) {
	a.State, a.DecidedAt, a.DecidedBy = s, v.rt.Now(), by
	a.WaitingAt = zero
}

// Accept makes an expert of whoever passed: an account of level Candidate, which
// the new expert opens from their personal page. The newest audition decides;
// override is a reason to take somebody anyway, which is kept with the
// application. It refuses ErrUnknown, ErrWrongState, ErrNotPassed, ErrBadOverride
// and access.ErrEmailTaken.
func (v *Vetting) Accept(ctx context.Context, by domain.Actor, id domain.ApplicationID, override string) (Application, error) {
	return v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		if a.State != Auditioning {
			return ErrWrongState
		}
		note, err := mayBeAccepted(tx, id, override)
		if err != nil {
			return err
		}
		display, _, _ := strings.Cut(a.Name, " ")
		brandCustomer, err := tx.BrandCustomerOf(a.Recruit)
		if err != nil {
			return err
		}
		enrolled, err := roster.EnrolIn(tx, v.rt, v.secrets, by, roster.NewExpert{
			Email: a.Email, Name: a.Name, Language: a.Language, DisplayName: display, Level: roster.Candidate,
			Languages: a.Languages,
		})
		if err != nil {
			return err
		}
		if brandCustomer != "" {
			enrolled.Expert.BrandCustomer = brandCustomer
			if err := tx.SaveExpert(enrolled.Expert); err != nil {
				return err
			}
		}
		v.end(a, Accepted, by.ID)
		a.Note = note
		a.Expert = enrolled.Expert.ID
		return v.save(tx, a, cal, "accepted", by)
	})
}

// ErrHasAccount refuses another link to somebody who chose a password already.
var ErrHasAccount = domain.Refuse(domain.Conflict, "has_account", "You chose a password already. Sign in with it.")

// AccountLink is the one-time link by which an accepted applicant chooses a
// password; the one before stops working. It refuses ErrUnknown, ErrWrongState
// and ErrHasAccount.
func (v *Vetting) AccountLink(ctx context.Context, by domain.Actor) (link access.Link, err error) {
	_, err = v.answering(ctx, by.Candidate(), func(tx Store, a *Application, _ Calendar) error {
		if a.State != Accepted {
			return ErrWrongState
		}
		p, err := tx.Person(domain.PersonID(a.Expert))
		if err != nil {
			return err
		}
		if p.State() != access.StateInvited {
			return ErrHasAccount
		}
		link, err = access.Renew(tx, v.rt, v.secrets, by, p.ID)
		return err
	})
	return link, err
}

// NewLink makes another personal link for somebody who lost theirs; the one
// before stops working at once. It refuses ErrUnknown.
func (v *Vetting) NewLink(ctx context.Context, by domain.Actor, id domain.ApplicationID) (token string, err error) {
	token = LinkPrefix + v.secrets.New()
	_, err = v.answering(ctx, id, func(tx Store, a *Application, cal Calendar) error {
		a.TokenHash = access.HashToken(token)
		return v.save(tx, a, cal, "", by)
	})
	return token, err
}
