package vetting

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// RecruitValid is how long a personal invitation works.
const RecruitValid = 60 * 24 * time.Hour

// maxRecruits is how many customers are asked at once.
const maxRecruits = 500

// Segment says which verified customers are asked. Experts, who was asked for
// this vacancy before, who said no to any, and who applied are never in it.
type Segment struct {
	Product  string          `json:"product,omitempty"`  // by its name in the shop; empty: any
	MinStars int             `json:"minStars,omitempty"` // who rated an answer with at least so many; 0: whoever
	Language domain.Language `json:"language,omitempty"` // empty: any of the vacancy's
	Most     int             `json:"most"`
	InChat   bool            `json:"inChat,omitempty"` // one customer, after a rating in the chat
}

// Prospect is a customer of a segment.
type Prospect struct {
	ID       domain.CustomerID
	Name     string
	Email    string
	Language domain.Language
	Shop     access.Shop
}

// Recruit is a customer who was asked personally.
type Recruit struct {
	ID         string // rct_…
	Vacancy    domain.VacancyID
	Customer   domain.CustomerID
	TokenHash  string
	Segment    Segment
	MadeAt     time.Time
	MadeBy     domain.PersonID
	ExpiresAt  time.Time
	OpenedAt   time.Time
	ConsentAt  time.Time
	DeclinedAt time.Time
	Used       bool // somebody applied with it
}

func (r Recruit) works(now time.Time) bool { return r.DeclinedAt.IsZero() && now.Before(r.ExpiresAt) }

// RecruitStore is what personal invitations need from one transaction.
type RecruitStore interface {
	ChatStore
	// Prospects are customers of a segment whom nobody asked, the newest first.
	Prospects(Vacancy, Segment) ([]Prospect, error)
	AddRecruit(Recruit) (bool, error)                           // false: asked before
	RecruitByToken(tokenHash string) (Recruit, Prospect, error) // locks the row; ErrBadRecruit
	SaveRecruit(Recruit) error
	BrandCustomerOf(recruit string) (string, error) // empty: not known, or taken by an expert
	VacancyOf(domain.ApplicationID) (domain.VacancyID, error)
	Person(domain.PersonID) (access.Person, error)
}

// Refusals of personal invitations.
var (
	ErrBadRecruit = domain.Refuse(domain.Gone, "recruit_invalid", "This invitation does not work any more. You can apply without it.")
	ErrBadSegment = domain.Refuse(domain.Invalid, "bad_segment", "Ask 1 to 500 customers, with 1 to 5 stars, in a language of the vacancy.").At("/segment")
)

func (s Segment) clean(v Vacancy) (Segment, error) {
	s.Product = strings.TrimSpace(s.Product)
	if s.Most < 1 || s.Most > maxRecruits || s.MinStars < 0 || s.MinStars > 5 || len(s.Product) > 200 ||
		s.Language != "" && !slices.Contains(v.Languages, s.Language) {
		return s, ErrBadSegment
	}
	return s, nil
}

// Holds reports whether a customer is in the segment as far as their shop tells.
func (s Segment) Holds(p Prospect) bool {
	if s.Product == "" {
		return true
	}
	has := func(name string) bool { return strings.EqualFold(name, s.Product) }
	return slices.ContainsFunc(p.Shop.Products, has) ||
		slices.ContainsFunc(p.Shop.Orders, func(o access.Order) bool { return slices.ContainsFunc(o.Products, has) })
}

// Asked is a customer who was asked, with the token of the personal invitation;
// nobody can read it again.
type Asked struct {
	Prospect Prospect
	Token    string
}

// Prospects counts the customers of a segment whom nobody asked. It refuses
// ErrUnknownVacancy and ErrBadSegment.
func (v *Vetting) Prospects(ctx context.Context, id domain.VacancyID, s Segment) (n int, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		vac, err := tx.Vacancy(id)
		if err != nil {
			return err
		}
		if s, err = s.clean(vac); err != nil {
			return err
		}
		found, err := tx.Prospects(vac, s)
		n = len(found)
		return err
	})
	return n, err
}

// Ask makes personal invitations for a segment, each customer once; sending them
// is the brand's own mail. It refuses ErrUnknownVacancy, ErrVacancyClosed and
// ErrBadSegment.
func (v *Vetting) Ask(ctx context.Context, by domain.Actor, id domain.VacancyID, s Segment) (all []Asked, err error) {
	now := v.rt.Now()
	err = v.inTx(ctx, func(tx Store) error {
		all = []Asked{}
		vac, err := tx.Vacancy(id)
		if err != nil {
			return err
		}
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		if !vac.Takes(cal.Zone, now) {
			return ErrVacancyClosed
		}
		if s, err = s.clean(vac); err != nil {
			return err
		}
		found, err := tx.Prospects(vac, s)
		if err != nil {
			return err
		}
		for _, p := range found {
			token := v.secrets.New()
			added, err := tx.AddRecruit(Recruit{
				ID: v.rt.NewID("rct"), Vacancy: id, Customer: p.ID, TokenHash: access.HashToken(token), Segment: s,
				MadeAt: now, MadeBy: domain.PersonID(by.ID), ExpiresAt: now.Add(RecruitValid),
			})
			if err != nil {
				return err
			}
			if added {
				all = append(all, Asked{p, token})
			}
		}
		return tx.Emit(VacancyChanged{id})
	})
	return all, err
}

// Greeting is what a personal invitation shows.
type Greeting struct {
	Name     string
	Language domain.Language
	Purchase string // what the brand would say of the purchase; empty: nothing
	Declined bool
}

// Greet opens a personal invitation. It refuses ErrBadRecruit, also when it was
// used, and shows one that was declined as such.
func (v *Vetting) Greet(ctx context.Context, slug, token string) (g Greeting, err error) {
	err = v.withRecruit(ctx, slug, token, func(tx Store, r Recruit, p Prospect, vac Vacancy) error {
		g = Greeting{Name: p.Name, Language: p.Language, Declined: !r.DeclinedAt.IsZero()}
		g.Purchase, _ = Evidence(p.Shop, vac.Months, v.rt.Now())
		if !r.OpenedAt.IsZero() {
			return nil
		}
		r.OpenedAt = v.rt.Now()
		return tx.SaveRecruit(r)
	})
	return g, err
}

// Decline says no to being asked: this customer is in no segment any more. It
// refuses ErrBadRecruit.
func (v *Vetting) Decline(ctx context.Context, slug, token string) error {
	return v.withRecruit(ctx, slug, token, func(tx Store, r Recruit, _ Prospect, _ Vacancy) error {
		if !r.DeclinedAt.IsZero() {
			return nil
		}
		r.DeclinedAt = v.rt.Now()
		return tx.SaveRecruit(r)
	})
}

func (v *Vetting) withRecruit(ctx context.Context, slug, token string, do func(Store, Recruit, Prospect, Vacancy) error) error {
	return v.inTx(ctx, func(tx Store) error {
		vac, err := tx.VacancyBySlug(slug)
		if err != nil {
			return err
		}
		r, p, err := tx.RecruitByToken(access.HashToken(token))
		switch {
		case err != nil:
			return err
		case r.Vacancy != vac.ID || r.Used || !v.rt.Now().Before(r.ExpiresAt):
			return ErrBadRecruit
		}
		return do(tx, r, p, vac)
	})
}

// Evidence is what the brand says about the newest purchase within months: its
// order, day and products. False when it tells of none with a day.
func Evidence(s access.Shop, months int, now time.Time) (ref string, ok bool) {
	since, today := now.AddDate(0, -months, 0).Format(time.DateOnly), now.Format(time.DateOnly)
	var best access.Order
	for _, o := range s.Orders {
		if o.Date >= since && o.Date <= today && o.Date > best.Date {
			best = o
		}
	}
	if best.Date == "" {
		return "", false
	}
	ref = best.Number + ", " + best.Date
	if len(best.Products) > 0 {
		ref += ": " + strings.Join(best.Products, ", ")
	}
	if letters := []rune(ref); len(letters) > maxPurchase {
		ref = string(letters[:maxPurchase])
	}
	return ref, true
}
