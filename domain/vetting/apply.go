package vetting

import (
	"context"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Applied is what an applicant gets: the application, and the token of their
// personal link.
type Applied struct {
	Application Application
	Token       string
}

// formToken is the token of the personal link that belongs to a form: the same
// each time the form is sent, and out of reach without our key.
func (v *Vetting) formToken(form string) string {
	return LinkPrefix + v.secrets.Next("application\x00"+form)
}

// Apply takes an application for an open vacancy. A form that is sent twice is
// one application, with the same personal link.
//
// Nobody learns here who applied before: a second application of a mailbox is
// taken like the first, with a link of its own, and is kept beside it as its
// double until somebody of the staff answers. Of several at once one is the
// first; the unique key of living applications decides.
//
// It refuses ErrUnknownVacancy, ErrVacancyClosed, ErrOldPolicies,
// ErrBadRecruit, and what is wrong with the form.
func (v *Vetting) Apply(ctx context.Context, slug string, f Form) (out Applied, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		out, err = v.apply(tx, slug, f)
		return err
	})
	return out, err
}

func (v *Vetting) apply(tx Store, slug string, f Form) (Applied, error) {
	vac, err := tx.VacancyBySlug(slug)
	if err != nil {
		return Applied{}, err
	}
	cal, err := tx.Calendar()
	if err != nil {
		return Applied{}, err
	}
	token := v.formToken(f.ID)
	if before, found, err := tx.ApplicationOfForm(access.HashToken(f.ID)); err != nil || found {
		return Applied{before, token}, err
	}
	switch {
	case vac.State == Draft:
		return Applied{}, ErrUnknownVacancy
	case !vac.Takes(cal.Zone, v.rt.Now()):
		return Applied{}, ErrVacancyClosed
	}
	if f, err = f.clean(vac); err != nil {
		return Applied{}, err
	}
	if err := v.accepted(tx, f); err != nil {
		return Applied{}, err
	}
	a, err := v.application(tx, vac, cal, f)
	if err != nil {
		return Applied{}, err
	}
	a.TokenHash = access.HashToken(token)
	if a, err = add(tx, a); err != nil {
		return Applied{}, err
	}
	if err := tx.Tell(a.ID, v.letter(a, "received", cal)); err != nil {
		return Applied{}, err
	}
	return Applied{a, token}, tx.Emit(Received{a.ID, vac.ID})
}

// accepted refuses an application that accepted other texts than are in force.
func (v *Vetting) accepted(tx Store, f Form) error {
	for kind, version := range map[PolicyKind]int{HouseRules: f.HouseRules, Disclosure: f.Disclosure} {
		p, err := v.latest(tx, kind)
		if err != nil {
			return err
		}
		if p.Version != version {
			return ErrOldPolicies
		}
	}
	return nil
}

func (v *Vetting) application(tx Store, vac Vacancy, cal Calendar, f Form) (Application, error) {
	now := v.rt.Now()
	a := Application{
		ID: domain.ApplicationID(v.rt.NewID("app")), Vacancy: vac.ID, ClientID: access.HashToken(f.ID),
		Email: f.Email, EmailKey: Mailbox(f.Email), Name: f.Name, Language: f.Language, Languages: f.Languages, MinAge: vac.MinAge,
		Purchase: Claimed, PurchaseRef: f.Purchase, Motivation: f.Motivation, HouseRules: f.HouseRules, Disclosure: f.Disclosure,
		AcceptedAt: now, State: Submitted, AnswerBy: cal.AnswerBy(now), Version: 1, CreatedAt: now,
	}
	id, found, err := tx.LinkByCode(vac.ID, f.Link)
	if err != nil {
		return a, err
	}
	if found {
		a.Link = id
	}
	if f.Recruit != "" {
		if err := v.invited(tx, &a, vac, f); err != nil {
			return a, err
		}
	}
	if n := utf8.RuneCountInString(a.PurchaseRef); n < minNote || n > maxPurchase {
		return a, ErrBadPurchase
	}
	return a, nil
}

// invited ties an application to its personal invitation. With consent the
// brand's own word about the purchases counts.
func (v *Vetting) invited(tx Store, a *Application, vac Vacancy, f Form) error {
	r, c, err := tx.RecruitByToken(access.HashToken(f.Recruit))
	switch {
	case err != nil:
		return err
	case r.Vacancy != vac.ID || !r.works(a.CreatedAt) || r.Used:
		return ErrBadRecruit
	}
	a.Recruit = r.ID
	if !f.Consent {
		return nil
	}
	r.ConsentAt = a.CreatedAt
	if ref, ok := Evidence(c.Shop, vac.Months, a.CreatedAt); ok {
		a.Purchase, a.PurchaseRef, a.PurchaseAt = Verified, ref, a.CreatedAt
	}
	return tx.SaveRecruit(r)
}

// add stores an application; as a double when another of its mailbox lives.
func add(tx Store, a Application) (Application, error) {
	for range 3 { // the one that was in the way may end meanwhile
		added, err := tx.AddApplication(a)
		if err != nil || added {
			return a, err
		}
		if same, found, err := tx.ApplicationOfForm(a.ClientID); err != nil || found {
			return same, err
		}
		id, found, err := tx.LivingOf(a.Vacancy, a.EmailKey)
		if err != nil {
			return a, err
		}
		if found {
			a.DoubleOf = id
		}
	}
	return a, domain.ErrStale
}
