package storage

import (
	"context"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
)

// VacancyView is a vacancy as staff see it, with how many applications are where.
type VacancyView struct {
	ID          domain.VacancyID                  `json:"id"`
	Slug        string                            `json:"slug"`
	State       vetting.VacancyState              `json:"state" enum:"draft,open,closed"`
	Languages   []domain.Language                 `json:"languages"`
	Texts       map[domain.Language]vetting.Words `json:"texts"`
	CohortSize  int                               `json:"cohortSize"`
	MinAge      int                               `json:"minAge"`
	Months      int                               `json:"months"`
	ClosesOn    string                            `json:"closesOn,omitempty" doc:"The last day, in the brand's time zone."`
	AskInChat   bool                              `json:"askInChat" doc:"Verified customers are asked in the chat, once, after a good rating."`
	OpenedAt    *Time                             `json:"openedAt,omitempty"`
	ClosedAt    *Time                             `json:"closedAt,omitempty"`
	Version     int                               `json:"version"`
	CreatedAt   Time                              `json:"createdAt"`
	Submitted   int                               `json:"submitted" doc:"Applications that nobody has answered."`
	Late        int                               `json:"late" doc:"Those of them whose answer is late."`
	Waiting     int                               `json:"waiting"`
	Auditioning int                               `json:"auditioning"`
	Accepted    int                               `json:"accepted"`
}

type vacancyViewRow struct {
	Row         vacancyRow `gorm:"embedded"`
	Submitted   int
	Late        int
	Waiting     int
	Auditioning int
	Accepted    int
}

const vacancyViewColumns = `v.id, v.slug, v.state, v.languages, v.texts, v.cohort_size, v.min_age, v.months, v.closes_on, v.ask_in_chat, v.opened_at,
	v.closed_at, v.version, v.created_at, v.created_by, ` +
	`COALESCE(SUM(CASE WHEN a.state = 'submitted' THEN 1 ELSE 0 END), 0) AS submitted,
	COALESCE(SUM(CASE WHEN a.state = 'submitted' AND a.late_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS late,
	COALESCE(SUM(CASE WHEN a.state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
	COALESCE(SUM(CASE WHEN a.state = 'auditioning' THEN 1 ELSE 0 END), 0) AS auditioning,
	COALESCE(SUM(CASE WHEN a.state = 'accepted' THEN 1 ELSE 0 END), 0) AS accepted
	FROM vacancies v LEFT JOIN applications a ON a.vacancy_id = v.id`

func (r vacancyViewRow) view() (VacancyView, error) {
	v, err := r.Row.vacancy()
	return VacancyView{
		ID: v.ID, Slug: v.Slug, State: v.State, Languages: v.Languages, Texts: v.Texts, CohortSize: v.CohortSize, MinAge: v.MinAge,
		Months: v.Months, ClosesOn: v.ClosesOn, AskInChat: v.AskInChat, OpenedAt: r.Row.OpenedAt, ClosedAt: r.Row.ClosedAt, Version: v.Version, CreatedAt: r.Row.CreatedAt,
		Submitted: r.Submitted, Late: r.Late, Waiting: r.Waiting, Auditioning: r.Auditioning, Accepted: r.Accepted,
	}, err
}

// Vacancies lists the vacancies, the newest first.
func (v Views) Vacancies(ctx context.Context, p Page) (List[VacancyView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[VacancyView]{}, err
	}
	before := "vac_~"
	if after != nil {
		before = after[0]
	}
	var rows []vacancyViewRow
	err = v.all(ctx, &rows, "SELECT "+vacancyViewColumns+" WHERE v.id < ? GROUP BY v.id ORDER BY v.id DESC LIMIT ?", before, p.fetch())
	if err != nil {
		return List[VacancyView]{}, wrapped(err, "list vacancies")
	}
	all := make([]VacancyView, 0, len(rows))
	for _, r := range rows {
		one, err := r.view()
		if err != nil {
			return List[VacancyView]{}, err
		}
		all = append(all, one)
	}
	return list(p, all, func(r VacancyView) []string { return []string{string(r.ID)} }), nil
}

// Vacancy returns one, or refuses vetting.ErrUnknownVacancy.
func (v Views) Vacancy(ctx context.Context, id domain.VacancyID) (VacancyView, error) {
	return v.vacancy(ctx, "v.id = ?", string(id))
}

// VacancyAt returns the vacancy at an address, or refuses vetting.ErrUnknownVacancy.
func (v Views) VacancyAt(ctx context.Context, slug string) (VacancyView, error) {
	return v.vacancy(ctx, "v.slug = ?", slug)
}

func (v Views) vacancy(ctx context.Context, where, arg string) (VacancyView, error) {
	var r vacancyViewRow
	found, err := v.maybe(ctx, &r, "SELECT "+vacancyViewColumns+" WHERE "+where+" GROUP BY v.id", arg)
	if err == nil && !found {
		err = vetting.ErrUnknownVacancy
	}
	if err != nil {
		return VacancyView{}, wrapped(err, "read a vacancy")
	}
	return r.view()
}

// VacancyLinkView is a tagged link of a vacancy.
type VacancyLinkView struct {
	ID        string `json:"id"`
	Source    string `json:"source"`
	Code      string `json:"code"`
	Views     int    `json:"views"`
	CreatedAt Time   `json:"createdAt"`
}

// VacancyLinks are the tagged links of a vacancy, the oldest first; there are a
// hundred at most. It refuses vetting.ErrUnknownVacancy.
func (v Views) VacancyLinks(ctx context.Context, id domain.VacancyID) ([]VacancyLinkView, error) {
	if _, err := v.Vacancy(ctx, id); err != nil {
		return nil, err
	}
	var all []VacancyLinkView
	err := v.all(ctx, &all, "SELECT id, source, code, views, created_at FROM vacancy_links WHERE vacancy_id = ? ORDER BY id", id)
	return all, wrapped(err, "list links")
}

// FunnelSource is what came from one source.
type FunnelSource struct {
	Kind      string `json:"kind" enum:"link,invitation,direct"`
	Source    string `json:"source,omitempty" doc:"The source of a tagged link."`
	Views     int    `json:"views" doc:"People who looked; of direct ones nobody counts."`
	Applied   int    `json:"applied"`
	Invited   int    `json:"invited" doc:"Who got a place in a cohort."`
	Accepted  int    `json:"accepted"`
	Rejected  int    `json:"rejected"`
	Withdrawn int    `json:"withdrawn"`
	Open      int    `json:"open" doc:"Unanswered, or on the waiting list."`
}

// CohortView is a cohort with how many of its places are taken.
type CohortView struct {
	ID        domain.CohortID     `json:"id"`
	No        int                 `json:"no"`
	Size      int                 `json:"size"`
	State     vetting.CohortState `json:"state" enum:"filling,started"`
	Taken     int                 `json:"taken"`
	CreatedAt Time                `json:"createdAt"`
	StartedAt *Time               `json:"startedAt,omitempty"`
}

// Funnel is how far applications came, by where they came from.
type Funnel struct {
	Sources  []FunnelSource `json:"sources"`
	Cohorts  []CohortView   `json:"cohorts"`
	Asked    int            `json:"asked" doc:"Customers who were asked personally."`
	Opened   int            `json:"opened"`
	Declined int            `json:"declined"`
	Answered int            `json:"answered" doc:"Applications that were answered."`
	InTime   int            `json:"inTime" doc:"Those of them that were answered as promised."`
}

// FunnelOf is the funnel of a vacancy. It refuses vetting.ErrUnknownVacancy.
func (v Views) FunnelOf(ctx context.Context, id domain.VacancyID) (f Funnel, err error) {
	if _, err := v.Vacancy(ctx, id); err != nil {
		return f, err
	}
	const counts = `COUNT(a.id) AS applied, COUNT(a.cohort_id) AS invited,
		COALESCE(SUM(CASE WHEN a.state = 'accepted' THEN 1 ELSE 0 END), 0) AS accepted,
		COALESCE(SUM(CASE WHEN a.state = 'rejected' THEN 1 ELSE 0 END), 0) AS rejected,
		COALESCE(SUM(CASE WHEN a.state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS withdrawn,
		COALESCE(SUM(CASE WHEN a.state IN ('submitted', 'waiting') THEN 1 ELSE 0 END), 0) AS open`
	if err := v.all(ctx, &f.Sources, `SELECT 'link' AS kind, l.source, l.views, `+counts+` FROM vacancy_links l
		LEFT JOIN applications a ON a.link_id = l.id AND a.recruit_id IS NULL WHERE l.vacancy_id = ? GROUP BY l.id, l.source, l.views
		ORDER BY l.id`, id); err != nil {
		return f, wrapped(err, "count sources")
	}
	for _, rest := range []struct{ kind, where string }{
		{"invitation", "a.recruit_id IS NOT NULL"}, {"direct", "a.recruit_id IS NULL AND a.link_id IS NULL"},
	} {
		s := FunnelSource{}
		if _, err := v.maybe(ctx, &s, "SELECT ? AS kind, '' AS source, 0 AS views, "+counts+" FROM applications a WHERE a.vacancy_id = ? AND "+rest.where,
			rest.kind, id); err != nil {
			return f, wrapped(err, "count applications")
		}
		f.Sources = append(f.Sources, s)
	}
	if _, err := v.maybe(ctx, &f, `SELECT COUNT(*) AS asked, COUNT(opened_at) AS opened, COUNT(declined_at) AS declined
		FROM recruits WHERE vacancy_id = ?`, id); err != nil {
		return f, wrapped(err, "count recruits")
	}
	for i := range f.Sources {
		if f.Sources[i].Kind == "invitation" {
			f.Sources[i].Views = f.Opened
		}
	}
	var answers struct{ Answered, InTime int }
	if _, err := v.maybe(ctx, &answers, `SELECT COUNT(*) AS answered, COALESCE(SUM(CASE WHEN answered_at <= answer_by THEN 1 ELSE 0 END), 0) AS in_time
		FROM applications WHERE vacancy_id = ? AND answered_at IS NOT NULL`, id); err != nil {
		return f, wrapped(err, "count answers")
	}
	f.Answered, f.InTime = answers.Answered, answers.InTime
	f.Cohorts = []CohortView{}
	err = v.all(ctx, &f.Cohorts, `SELECT c.id, c.no, c.size, c.state, COUNT(a.id) AS taken, c.created_at, c.started_at FROM cohorts c
		LEFT JOIN applications a ON a.cohort_id = c.id AND a.state IN ('auditioning', 'accepted') WHERE c.vacancy_id = ?
		GROUP BY c.id, c.no, c.size, c.state, c.created_at, c.started_at ORDER BY c.no DESC`, id)
	return f, wrapped(err, "list cohorts")
}

// LetterView is something an applicant was told.
type LetterView struct {
	Seq  int    `json:"seq"`
	At   Time   `json:"at"`
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// ApplicationView is an application as staff see it.
type ApplicationView struct {
	ID           domain.ApplicationID `json:"id"`
	VacancyID    domain.VacancyID     `json:"vacancyId"`
	VacancySlug  string               `json:"vacancySlug"`
	Name         string               `json:"name"`
	Email        string               `json:"email"`
	Language     domain.Language      `json:"language"`
	Languages    []domain.Language    `json:"languages"`
	State        vetting.State        `json:"state" enum:"submitted,waiting,auditioning,accepted,rejected,withdrawn"`
	Source       string               `json:"source,omitempty" doc:"Of the tagged link."`
	Invited      bool                 `json:"invited" doc:"Whether they were asked personally."`
	DoubleOf     domain.ApplicationID `json:"doubleOf,omitempty" doc:"An application of the same mailbox that was living when this one came."`
	MinAge       int                  `json:"minAge" doc:"They say that they are at least this old."`
	Purchase     vetting.PurchaseKind `json:"purchase" enum:"claimed,verified,override"`
	PurchaseRef  string               `json:"purchaseRef"`
	PurchaseNote string               `json:"purchaseNote,omitempty"`
	PurchaseBy   string               `json:"purchaseBy,omitempty" doc:"Who of the staff; absent of a verified one: the brand's own word."`
	Motivation   string               `json:"motivation"`
	HouseRules   int                  `json:"houseRulesVersion"`
	Disclosure   int                  `json:"disclosureVersion"`
	WaitingAt    *Time                `json:"waitingAt,omitempty"`
	CohortNo     int                  `json:"cohortNo,omitempty"`
	AnswerBy     Time                 `json:"answerBy" doc:"The end of the fifth working day."`
	AnsweredAt   *Time                `json:"answeredAt,omitempty"`
	LateAt       *Time                `json:"lateAt,omitempty" doc:"Since when the answer is known to be late."`
	DecidedAt    *Time                `json:"decidedAt,omitempty"`
	Reason       vetting.Reason       `json:"reason,omitempty" enum:"purchase,language,full,audition,other"`
	Note         string               `json:"note,omitempty"`
	ExpertID     domain.ExpertID      `json:"expertId,omitempty"`
	CreatedAt    Time                 `json:"createdAt"`
	Version      int                  `json:"version"`
	Letters      []LetterView         `json:"letters,omitempty" doc:"What they were told; absent in lists."`
}

type applicationViewRow struct {
	Row        applicationRow `gorm:"embedded"`
	Slug       string
	Source     string
	CohortNo   int
	PurchaseOf string
}

const applicationViewQuery = `SELECT a.id, a.vacancy_id, a.recruit_id, a.email, a.name, a.language, a.languages, a.min_age, a.purchase,
	a.purchase_ref, a.purchase_note, a.motivation, a.house_rules_version, a.disclosure_version, a.state, a.double_of, a.waiting_at,
	a.answer_by, a.answered_at, a.late_at, a.decided_at, a.decision_reason, a.decision_note, a.expert_id, a.version, a.created_at,
	v.slug, COALESCE(l.source, '') AS source, COALESCE(c.no, 0) AS cohort_no, COALESCE(p.name, '') AS purchase_of
	FROM applications a JOIN vacancies v ON v.id = a.vacancy_id LEFT JOIN vacancy_links l ON l.id = a.link_id
	LEFT JOIN cohorts c ON c.id = a.cohort_id LEFT JOIN people p ON p.id = a.purchase_by`

func (r applicationViewRow) view() (ApplicationView, error) {
	a, err := r.Row.application()
	return ApplicationView{
		ID: a.ID, VacancyID: a.Vacancy, VacancySlug: r.Slug, Name: a.Name, Email: a.Email, Language: a.Language, Languages: a.Languages,
		State: a.State, Source: r.Source, Invited: a.Recruit != "", DoubleOf: a.DoubleOf, MinAge: a.MinAge, Purchase: a.Purchase,
		PurchaseRef: a.PurchaseRef, PurchaseNote: a.PurchaseNote, PurchaseBy: r.PurchaseOf, Motivation: a.Motivation,
		HouseRules: a.HouseRules, Disclosure: a.Disclosure, WaitingAt: r.Row.WaitingAt, CohortNo: r.CohortNo, AnswerBy: r.Row.AnswerBy,
		AnsweredAt: r.Row.AnsweredAt, LateAt: r.Row.LateAt, DecidedAt: r.Row.DecidedAt, Reason: a.Reason, Note: a.Note, ExpertID: a.Expert,
		CreatedAt: r.Row.CreatedAt, Version: a.Version,
	}, err
}

// Applications lists applications, those of a vacancy or a state when they are
// named: the ones that came first are first.
func (v Views) Applications(ctx context.Context, vacancy domain.VacancyID, state vetting.State, p Page) (List[ApplicationView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[ApplicationView]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []applicationViewRow
	err = v.all(ctx, &rows, applicationViewQuery+` WHERE (? = '' OR a.vacancy_id = ?) AND (? = '' OR a.state = ?) AND a.id > ?
		ORDER BY a.id LIMIT ?`, vacancy, vacancy, state, state, from, p.fetch())
	if err != nil {
		return List[ApplicationView]{}, wrapped(err, "list applications")
	}
	all := make([]ApplicationView, 0, len(rows))
	for _, r := range rows {
		one, err := r.view()
		if err != nil {
			return List[ApplicationView]{}, err
		}
		all = append(all, one)
	}
	return list(p, all, func(r ApplicationView) []string { return []string{string(r.ID)} }), nil
}

// Application returns one with its letters, or refuses vetting.ErrUnknown.
func (v Views) Application(ctx context.Context, id domain.ApplicationID) (ApplicationView, error) {
	var r applicationViewRow
	found, err := v.maybe(ctx, &r, applicationViewQuery+" WHERE a.id = ?", id)
	if err == nil && !found {
		err = vetting.ErrUnknown
	}
	if err != nil {
		return ApplicationView{}, wrapped(err, "read application %s", id)
	}
	a, err := r.view()
	if err != nil {
		return a, err
	}
	a.Letters, err = v.letters(ctx, id)
	return a, err
}

func (v Views) letters(ctx context.Context, id domain.ApplicationID) (all []LetterView, err error) {
	err = v.all(ctx, &all, "SELECT seq, at, kind, text FROM application_events WHERE application_id = ? ORDER BY seq", id)
	return all, wrapped(err, "read the letters of %s", id)
}

// MyApplication is an application as its applicant sees it.
type MyApplication struct {
	ID           domain.ApplicationID `json:"id"`
	Name         string               `json:"name"`
	Language     domain.Language      `json:"language"`
	State        vetting.State        `json:"state" enum:"submitted,waiting,auditioning,accepted,rejected,withdrawn"`
	Title        string               `json:"title" doc:"Of the vacancy."`
	Slug         string               `json:"slug"`
	AnswerBy     Time                 `json:"answerBy"`
	Answered     bool                 `json:"answered"`
	WaitingPlace int                  `json:"waitingPlace,omitempty" doc:"On the waiting list; 1 is the next."`
	CohortNo     int                  `json:"cohortNo,omitempty"`
	HasAccount   bool                 `json:"hasAccount" doc:"Whether an accepted applicant chose a password."`
	CreatedAt    Time                 `json:"createdAt"`
	Letters      []LetterView         `json:"letters"`
}

// MyApplication returns what an applicant sees. It refuses vetting.ErrUnknown.
func (v Views) MyApplication(ctx context.Context, id domain.ApplicationID) (m MyApplication, err error) {
	var r struct {
		MyApplication
		Texts string
	}
	found, err := v.maybe(ctx, &r, `SELECT a.id, a.name, a.language, a.state, v.slug, v.texts, a.answer_by, a.answered_at IS NOT NULL AS answered,
		CASE WHEN a.state = 'waiting' THEN (SELECT COUNT(*) FROM applications w WHERE w.vacancy_id = a.vacancy_id AND w.state = 'waiting'
			AND (w.waiting_at < a.waiting_at OR (w.waiting_at = a.waiting_at AND w.id <= a.id))) ELSE 0 END AS waiting_place,
		COALESCE(c.no, 0) AS cohort_no, COALESCE(p.password_hash, '') <> '' AS has_account, a.created_at
		FROM applications a JOIN vacancies v ON v.id = a.vacancy_id LEFT JOIN cohorts c ON c.id = a.cohort_id
		LEFT JOIN people p ON p.id = a.expert_id WHERE a.id = ?`, id)
	if err == nil && !found {
		err = vetting.ErrUnknown
	}
	if err != nil {
		return m, wrapped(err, "read application %s", id)
	}
	m = r.MyApplication
	texts := map[domain.Language]vetting.Words{}
	if err := json.Unmarshal([]byte(r.Texts), &texts); err != nil {
		return m, wrapped(err, "read the words of a vacancy")
	}
	m.Title = texts[m.Language].Title
	m.Letters, err = v.letters(ctx, id)
	return m, err
}
