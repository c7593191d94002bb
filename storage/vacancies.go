package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
)

// Vetting runs a use case of package vetting in one transaction.
func (db *DB) Vetting(ctx context.Context, fn func(vetting.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ vetting.Store = Tx{}

// Calendar is what makes a day of the brand a working day.
func (tx Tx) Calendar() (vetting.Calendar, error) {
	var name string
	found, err := tx.maybe(&name, "SELECT time_zone FROM brand WHERE id = 1")
	if err == nil && !found {
		err = errNoBrand
	}
	if err != nil {
		return vetting.Calendar{}, wrapped(err, "read the brand's calendar")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return vetting.Calendar{}, wrapped(err, "load time zone %s", name)
	}
	c := vetting.Calendar{Zone: zone}
	err = tx.all(&c.Closed, "SELECT day FROM holidays WHERE opens IS NULL ORDER BY day")
	return c, wrapped(err, "read closing days")
}

type policyRow struct {
	Kind        string
	Version     int
	Texts       string
	PublishedAt Time
	PublishedBy string
}

// LatestPolicy returns the version of a policy that is in force.
func (tx Tx) LatestPolicy(kind vetting.PolicyKind) (vetting.Policy, bool, error) {
	var r policyRow
	found, err := tx.maybe(&r, `SELECT kind, version, texts, published_at, published_by FROM policies
		WHERE kind = ? ORDER BY version DESC LIMIT 1`, kind)
	if err != nil || !found {
		return vetting.Policy{}, false, wrapped(err, "read policy %s", kind)
	}
	p := vetting.Policy{Kind: vetting.PolicyKind(r.Kind), Version: r.Version, PublishedAt: r.PublishedAt.Time, PublishedBy: r.PublishedBy}
	return p, true, fromJSON("policies.texts", r.Texts, &p.Texts)
}

// AddPolicy adds a version, unless it is there.
func (tx Tx) AddPolicy(p vetting.Policy) (bool, error) {
	n, err := tx.exec(`INSERT INTO policies (kind, version, texts, published_at, published_by) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind, version) DO NOTHING`, p.Kind, p.Version, toJSON(p.Texts), At(p.PublishedAt), p.PublishedBy)
	return n == 1, wrapped(err, "add policy %s", p.Kind)
}

type vacancyRow struct {
	ID         string
	Slug       string
	State      string
	Languages  string
	Texts      string
	CohortSize int
	MinAge     int
	Months     int
	ClosesOn   *string
	AskInChat  bool
	OpenedAt   *Time
	ClosedAt   *Time
	Version    int
	CreatedAt  Time
	CreatedBy  string
}

const vacancyColumns = "id, slug, state, languages, texts, cohort_size, min_age, months, closes_on, ask_in_chat, opened_at, closed_at, version, created_at, created_by"

func (r vacancyRow) vacancy() (vetting.Vacancy, error) {
	v := vetting.Vacancy{
		ID: domain.VacancyID(r.ID), Slug: r.Slug, State: vetting.VacancyState(r.State), CohortSize: r.CohortSize, MinAge: r.MinAge,
		Months: r.Months, OpenedAt: r.OpenedAt.OrZero(), ClosedAt: r.ClosedAt.OrZero(), Version: r.Version,
		CreatedAt: r.CreatedAt.Time, CreatedBy: domain.PersonID(r.CreatedBy), AskInChat: r.AskInChat,
	}
	if r.ClosesOn != nil {
		v.ClosesOn = *r.ClosesOn
	}
	if err := fromJSON("vacancies.languages", r.Languages, &v.Languages); err != nil {
		return v, err
	}
	return v, fromJSON("vacancies.texts", r.Texts, &v.Texts)
}

// AddVacancy adds a vacancy, or refuses vetting.ErrSlugTaken.
func (tx Tx) AddVacancy(v vetting.Vacancy) error {
	n, err := tx.exec("INSERT INTO vacancies ("+vacancyColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING",
		v.ID, v.Slug, v.State, toJSON(v.Languages), toJSON(v.Texts), v.CohortSize, v.MinAge, v.Months, textOrNull(v.ClosesOn),
		v.AskInChat, AtOrNull(v.OpenedAt), AtOrNull(v.ClosedAt), v.Version, At(v.CreatedAt), v.CreatedBy)
	if err == nil && n == 0 {
		return vetting.ErrSlugTaken
	}
	return wrapped(err, "add vacancy %s", v.ID)
}

// textOrNull is NULL for no text.
func textOrNull[S ~string](s S) *string {
	if s == "" {
		return nil
	}
	t := string(s)
	return &t
}

// Vacancy returns and locks a vacancy.
func (tx Tx) Vacancy(id domain.VacancyID) (vetting.Vacancy, error) {
	return tx.vacancy("id = ?"+tx.lock(), string(id))
}

// VacancyBySlug returns the vacancy at an address, without a lock.
func (tx Tx) VacancyBySlug(slug string) (vetting.Vacancy, error) { return tx.vacancy("slug = ?", slug) }

func (tx Tx) vacancy(where, arg string) (vetting.Vacancy, error) {
	var r vacancyRow
	found, err := tx.maybe(&r, "SELECT "+vacancyColumns+" FROM vacancies WHERE "+where, arg)
	switch {
	case err != nil:
		return vetting.Vacancy{}, wrapped(err, "read vacancy")
	case !found:
		return vetting.Vacancy{}, vetting.ErrUnknownVacancy
	}
	return r.vacancy()
}

// VacanciesPast returns and locks the open ones whose last day is before one.
func (tx Tx) VacanciesPast(day string) ([]vetting.Vacancy, error) {
	var rows []vacancyRow
	err := tx.all(&rows, "SELECT "+vacancyColumns+" FROM vacancies WHERE state = 'open' AND closes_on < ? ORDER BY id"+tx.lock(), day)
	all := make([]vetting.Vacancy, 0, len(rows))
	for _, r := range rows {
		v, err := r.vacancy()
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, wrapped(err, "find vacancies whose day is over")
}

// SaveVacancy writes v if nobody has since it was read, or refuses vetting.ErrSlugTaken.
func (tx Tx) SaveVacancy(v vetting.Vacancy) error {
	var other string
	taken, err := tx.maybe(&other, "SELECT id FROM vacancies WHERE slug = ? AND id <> ?", v.Slug, v.ID)
	if err != nil {
		return wrapped(err, "look for address %s", v.Slug)
	}
	if taken {
		return vetting.ErrSlugTaken
	}
	err = tx.change(`UPDATE vacancies SET slug = ?, state = ?, languages = ?, texts = ?, cohort_size = ?, min_age = ?, months = ?,
		closes_on = ?, ask_in_chat = ?, opened_at = ?, closed_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		v.Slug, v.State, toJSON(v.Languages), toJSON(v.Texts), v.CohortSize, v.MinAge, v.Months, textOrNull(v.ClosesOn),
		v.AskInChat, AtOrNull(v.OpenedAt), AtOrNull(v.ClosedAt), v.ID, v.Version)
	if duplicate(err) {
		return vetting.ErrSlugTaken
	}
	return err
}

// Links counts the tagged links of a vacancy.
func (tx Tx) Links(v domain.VacancyID) (n int, err error) {
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM vacancy_links WHERE vacancy_id = ?", v)
	return n, wrapped(err, "count links")
}

// AddLink adds a tagged link, or refuses vetting.ErrSourceTaken.
func (tx Tx) AddLink(l vetting.Link) error {
	n, err := tx.exec(`INSERT INTO vacancy_links (id, vacancy_id, source, code, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (vacancy_id, source) DO NOTHING`, l.ID, l.Vacancy, l.Source, l.Code, At(l.CreatedAt), l.CreatedBy)
	if err == nil && n == 0 {
		return vetting.ErrSourceTaken
	}
	return wrapped(err, "add a link")
}

// LinkByCode finds a tagged link of a vacancy.
func (tx Tx) LinkByCode(v domain.VacancyID, code string) (id string, found bool, err error) {
	if code == "" {
		return "", false, nil
	}
	found, err = tx.maybe(&id, "SELECT id FROM vacancy_links WHERE vacancy_id = ? AND code = ?", v, code)
	return id, found, wrapped(err, "find a link")
}

// CountView counts one more who looked by a tagged link; an unknown code counts nothing.
func (tx Tx) CountView(slug, code string) error {
	_, err := tx.exec(`UPDATE vacancy_links SET views = views + 1
		WHERE code = ? AND vacancy_id = (SELECT id FROM vacancies WHERE slug = ? AND state = 'open')`, code, slug)
	return wrapped(err, "count a view")
}

type cohortRow struct {
	ID        string
	VacancyID string
	No        int
	Size      int
	State     string
	CreatedAt Time
	StartedAt *Time
}

const cohortColumns = "id, vacancy_id, no, size, state, created_at, started_at"

func (r cohortRow) cohort() vetting.Cohort {
	return vetting.Cohort{
		ID: domain.CohortID(r.ID), Vacancy: domain.VacancyID(r.VacancyID), No: r.No, Size: r.Size, State: vetting.CohortState(r.State),
		CreatedAt: r.CreatedAt.Time, StartedAt: r.StartedAt.OrZero(),
	}
}

// FillingCohort returns the cohort of a vacancy that takes people.
func (tx Tx) FillingCohort(v domain.VacancyID) (vetting.Cohort, bool, error) {
	var r cohortRow
	found, err := tx.maybe(&r, "SELECT "+cohortColumns+" FROM cohorts WHERE vacancy_id = ? AND state = 'filling'", v)
	return r.cohort(), found, wrapped(err, "find the filling cohort")
}

// LastCohort is the highest number of a vacancy's cohorts, or 0.
func (tx Tx) LastCohort(v domain.VacancyID) (no int, err error) {
	_, err = tx.maybe(&no, "SELECT COALESCE(MAX(no), 0) FROM cohorts WHERE vacancy_id = ?", v)
	return no, wrapped(err, "find the last cohort")
}

// Cohort returns a cohort without a lock: its vacancy is the lock.
func (tx Tx) Cohort(id domain.CohortID) (vetting.Cohort, error) {
	var r cohortRow
	found, err := tx.maybe(&r, "SELECT "+cohortColumns+" FROM cohorts WHERE id = ?", id)
	if err == nil && !found {
		err = vetting.ErrUnknownCohort
	}
	return r.cohort(), wrapped(err, "read cohort %s", id)
}

// AddCohort adds a cohort.
func (tx Tx) AddCohort(c vetting.Cohort) error {
	_, err := tx.exec("INSERT INTO cohorts ("+cohortColumns+") VALUES (?, ?, ?, ?, ?, ?, ?)",
		c.ID, c.Vacancy, c.No, c.Size, c.State, At(c.CreatedAt), AtOrNull(c.StartedAt))
	return wrapped(err, "add cohort %s", c.ID)
}

// SaveCohort writes a cohort whose vacancy is locked.
func (tx Tx) SaveCohort(c vetting.Cohort) error {
	return tx.change("UPDATE cohorts SET state = ?, started_at = ? WHERE id = ?", c.State, AtOrNull(c.StartedAt), c.ID)
}

// PlacesTaken are the numbers of a cohort's places that somebody has.
func (tx Tx) PlacesTaken(c domain.CohortID) (all []int, err error) {
	err = tx.all(&all, "SELECT cohort_place FROM applications WHERE cohort_id = ? AND state IN ('auditioning', 'accepted')", c)
	return all, wrapped(err, "read the places of cohort %s", c)
}
