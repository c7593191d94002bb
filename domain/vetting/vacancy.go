package vetting

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// VacancyState says whether people may apply.
type VacancyState string

// The states of a vacancy.
const (
	Draft  VacancyState = "draft"
	Open   VacancyState = "open"
	Closed VacancyState = "closed"
)

// Words are what a vacancy says in one language.
type Words struct {
	Title        string `json:"title,omitempty"`
	Intro        string `json:"intro,omitempty"`
	Tasks        string `json:"tasks,omitempty"`        // one a line
	Offer        string `json:"offer,omitempty"`        // one a line
	Requirements string `json:"requirements,omitempty"` // one a line
	Hours        string `json:"hours,omitempty"`
	Reward       string `json:"reward,omitempty"`
}

// Vacancy is a place that customers may apply for.
type Vacancy struct {
	ID         domain.VacancyID
	Slug       string
	State      VacancyState
	Languages  []domain.Language // the first is the default
	Texts      map[domain.Language]Words
	CohortSize int
	MinAge     int
	Months     int    // how old the purchase may be
	ClosesOn   string // the last day in the brand's time zone; empty: none
	AskInChat  bool   // verified customers are asked in the chat after a good rating
	OpenedAt   time.Time
	ClosedAt   time.Time
	Version    int
	CreatedAt  time.Time
	CreatedBy  domain.PersonID
}

// Link is a shared address of a vacancy with its source.
type Link struct {
	ID        string // vlk_…
	Vacancy   domain.VacancyID
	Source    string
	Code      string
	CreatedAt time.Time
	CreatedBy domain.PersonID
}

// Defaults of a vacancy, from the rules of the programme.
const (
	DefaultCohort = 10
	DefaultAge    = 18
	DefaultMonths = 24
)

const (
	maxLinks  = 100
	maxSource = 60
	codeBytes = 10
)

// Refusals of vacancies.
var (
	ErrUnknownVacancy = domain.Refuse(domain.NotFound, "vacancy_not_found", "There is no such vacancy.")
	ErrVacancyClosed  = domain.Refuse(domain.Gone, "vacancy_closed", "Nobody can apply here at the moment.")
	ErrVacancyState   = domain.Refuse(domain.Conflict, "vacancy_state", "That cannot be done with this vacancy now.")
	ErrVacancyEmpty   = domain.Refuse(domain.Conflict, "vacancy_incomplete", "Write a title and an introduction in every language first.")
	ErrSlugTaken      = domain.Refuse(domain.Conflict, "slug_taken", "Another vacancy has this address.").At("/slug")
	ErrBadSlug        = domain.Refuse(domain.Invalid, "bad_slug", "An address has 2 to 60 small letters, digits and hyphens.").At("/slug")
	ErrBadVacancy     = domain.Refuse(domain.Invalid, "bad_vacancy", "A cohort has 1 to 100 people, the age is 16 to 99, the purchase at most 120 months old.")
	ErrBadWords       = domain.Refuse(domain.Invalid, "bad_words", "A title has at most 90 letters, a text 2,000, and each stands in a language of the vacancy.").At("/texts")
	ErrBadDay         = domain.Refuse(domain.Invalid, "bad_day", "A day is written 2026-12-31.").At("/closesOn")
	ErrBadVacLanguage = domain.Refuse(domain.Invalid, "bad_language", "Name one to ten languages, each once, with tags such as en or nl.").At("/languages")
	ErrBadSource      = domain.Refuse(domain.Invalid, "bad_source", "A source has 1 to 60 letters on one line, such as newsletter.").At("/source")
	ErrSourceTaken    = domain.Refuse(domain.Conflict, "source_taken", "There is a link for this source already.").At("/source")
	ErrTooManyLinks   = domain.Refuse(domain.Conflict, "too_many_links", "A vacancy has a hundred links at most.")
)

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (v Vacancy) clean() (Vacancy, error) {
	switch {
	case len(v.Slug) < 2 || len(v.Slug) > 60 || !slugForm.MatchString(v.Slug):
		return v, ErrBadSlug
	case v.CohortSize < 1 || v.CohortSize > 100 || v.MinAge < 16 || v.MinAge > 99 || v.Months < 1 || v.Months > 120:
		return v, ErrBadVacancy
	case len(v.Languages) == 0 || len(v.Languages) > 10:
		return v, ErrBadVacLanguage
	}
	for i, l := range v.Languages {
		if !l.Good() || slices.Contains(v.Languages[:i], l) {
			return v, ErrBadVacLanguage
		}
	}
	if v.ClosesOn != "" {
		if _, err := time.Parse(time.DateOnly, v.ClosesOn); err != nil {
			return v, ErrBadDay
		}
	}
	texts := map[domain.Language]Words{}
	for l, w := range v.Texts {
		w, ok := w.clean()
		if !ok || !slices.Contains(v.Languages, l) {
			return v, ErrBadWords
		}
		texts[l] = w
	}
	v.Texts = texts
	return v, nil
}

func (w Words) clean() (Words, bool) {
	const title, most = 90, 2000
	all := true
	for field, n := range map[*string]int{
		&w.Title: title, &w.Intro: most, &w.Tasks: most, &w.Offer: most, &w.Requirements: most, &w.Hours: most, &w.Reward: most,
	} {
		s, ok := text(*field, 0, n)
		*field, all = s, all && ok
	}
	return w, all
}

// ready reports whether the vacancy says enough to be open.
func (v Vacancy) ready() bool {
	return !slices.ContainsFunc(v.Languages, func(l domain.Language) bool { return v.Texts[l].Title == "" || v.Texts[l].Intro == "" })
}

// Takes reports whether people may apply at now.
func (v Vacancy) Takes(zone *time.Location, now time.Time) bool {
	return v.State == Open && (v.ClosesOn == "" || now.In(zone).Format(time.DateOnly) <= v.ClosesOn)
}

// Words are those of a language that the vacancy has, or of its first one.
func (v Vacancy) Words(l domain.Language) (Words, domain.Language) {
	if !slices.Contains(v.Languages, l) {
		l = v.Languages[0]
	}
	return v.Texts[l], l
}

// AddVacancy makes a draft. It refuses what is wrong with its fields and ErrSlugTaken.
func (v *Vetting) AddVacancy(ctx context.Context, by domain.Actor, n Vacancy) (Vacancy, error) {
	n, err := n.clean()
	if err != nil {
		return Vacancy{}, err
	}
	n.ID, n.State, n.Version = domain.VacancyID(v.rt.NewID("vac")), Draft, 1
	n.CreatedAt, n.CreatedBy = v.rt.Now(), domain.PersonID(by.ID)
	return n, v.inTx(ctx, func(tx Store) error {
		for _, kind := range PolicyKinds {
			if _, err := v.latest(tx, kind); err != nil {
				return err
			}
		}
		if err := tx.AddVacancy(n); err != nil {
			return err
		}
		return tx.Emit(VacancyChanged{n.ID})
	})
}

// ChangeVacancy replaces what a vacancy says if it still has the version of c.
// An open one must go on saying enough. It refuses what AddVacancy does,
// ErrStaleVersion and ErrVacancyEmpty.
func (v *Vetting) ChangeVacancy(ctx context.Context, c Vacancy) (Vacancy, error) {
	c, err := c.clean()
	if err != nil {
		return Vacancy{}, err
	}
	err = v.inTx(ctx, func(tx Store) error {
		now, err := tx.Vacancy(c.ID)
		switch {
		case err != nil:
			return err
		case now.Version != c.Version:
			return ErrStaleVersion
		}
		c.State, c.OpenedAt, c.ClosedAt, c.CreatedAt, c.CreatedBy = now.State, now.OpenedAt, now.ClosedAt, now.CreatedAt, now.CreatedBy
		if c.State == Open && !c.ready() {
			return ErrVacancyEmpty
		}
		if err := tx.SaveVacancy(c); err != nil {
			return err
		}
		return tx.Emit(VacancyChanged{c.ID})
	})
	c.Version++
	return c, err
}

// OpenVacancy lets people apply. It refuses ErrVacancyState for one that is
// open, and ErrVacancyEmpty.
func (v *Vetting) OpenVacancy(ctx context.Context, id domain.VacancyID) (Vacancy, error) {
	return v.turn(ctx, id, func(tx Store, c *Vacancy) error {
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		switch today := v.rt.Now().In(cal.Zone).Format(time.DateOnly); {
		case c.State == Open:
			return ErrVacancyState
		case !c.ready():
			return ErrVacancyEmpty
		case c.ClosesOn != "" && c.ClosesOn < today:
			return ErrBadDay
		}
		c.State, c.OpenedAt, c.ClosedAt = Open, v.rt.Now(), time.Time{}
		return nil
	})
}

// CloseVacancy takes no more applications; those that are there go on. It
// refuses ErrVacancyState for one that is not open.
func (v *Vetting) CloseVacancy(ctx context.Context, id domain.VacancyID) (Vacancy, error) {
	return v.turn(ctx, id, func(_ Store, c *Vacancy) error {
		if c.State != Open {
			return ErrVacancyState
		}
		c.State, c.ClosedAt = Closed, v.rt.Now()
		return nil
	})
}

func (v *Vetting) turn(ctx context.Context, id domain.VacancyID, change func(Store, *Vacancy) error) (c Vacancy, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		if c, err = tx.Vacancy(id); err != nil {
			return err
		}
		if err := change(tx, &c); err != nil {
			return err
		}
		if err := tx.SaveVacancy(c); err != nil {
			return err
		}
		c.Version++
		return tx.Emit(VacancyChanged{id})
	})
	return c, err
}

// AddLink makes a shared address for a source; one a source. It refuses
// ErrUnknownVacancy, ErrBadSource, ErrSourceTaken and ErrTooManyLinks.
func (v *Vetting) AddLink(ctx context.Context, by domain.Actor, id domain.VacancyID, source string) (l Link, err error) {
	source, ok := domain.Line(source, maxSource)
	if !ok {
		return Link{}, ErrBadSource
	}
	code := v.secrets.New()
	l = Link{
		ID: v.rt.NewID("vlk"), Vacancy: id, Source: source, Code: code[:min(codeBytes, len(code))],
		CreatedAt: v.rt.Now(), CreatedBy: domain.PersonID(by.ID),
	}
	return l, v.inTx(ctx, func(tx Store) error {
		if _, err := tx.Vacancy(id); err != nil {
			return err
		}
		n, err := tx.Links(id)
		if err != nil {
			return err
		}
		if n >= maxLinks {
			return ErrTooManyLinks
		}
		if err := tx.AddLink(l); err != nil {
			return err
		}
		return tx.Emit(VacancyChanged{id})
	})
}

// Look counts that somebody looked at a vacancy by a tagged link. A code that
// nobody made counts nothing.
func (v *Vetting) Look(ctx context.Context, slug, code string) error {
	if code == "" {
		return nil
	}
	return v.inTx(ctx, func(tx Store) error { return tx.CountView(slug, code) })
}
