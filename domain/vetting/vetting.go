// Package vetting knows how a customer becomes an expert: vacancies and how they
// are shared, personal invitations, applications and their answers, the waiting
// list and cohorts. It imports the standard library, domain, access, marking and roster.
package vetting

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/roster"
)

// Store is what vetting needs from one transaction. Rows are locked in the order
// vacancy, recruit, applications by id, auditions, and then as the roster does.
type Store interface {
	roster.Store
	PolicyStore
	RecruitStore
	AuditionStore

	Calendar() (Calendar, error) // of the brand; locks nothing

	AddVacancy(Vacancy) error                    // ErrSlugTaken
	Vacancy(domain.VacancyID) (Vacancy, error)   // locks the row; ErrUnknownVacancy
	VacancyBySlug(slug string) (Vacancy, error)  // locks nothing; ErrUnknownVacancy
	SaveVacancy(Vacancy) error                   // ErrSlugTaken, domain.ErrStale
	VacanciesPast(day string) ([]Vacancy, error) // open ones whose last day is before; locks them
	Links(domain.VacancyID) (int, error)         // how many there are; the vacancy is locked
	AddLink(Link) error                          // ErrSourceTaken
	LinkByCode(domain.VacancyID, string) (id string, found bool, err error)
	CountView(slug, code string) error // one more who looked

	// AddApplication adds one; added is false when there is a living one of its
	// mailbox, or one of its form, or its invitation was used.
	AddApplication(Application) (added bool, err error)
	ApplicationOfForm(clientID string) (a Application, found bool, err error)
	LivingOf(v domain.VacancyID, emailKey string) (id domain.ApplicationID, found bool, err error)
	Application(domain.ApplicationID) (Application, error)               // locks the row; ErrUnknown
	SaveApplication(Application) error                                   // domain.ErrStale
	NextWaiting(domain.VacancyID) (a Application, found bool, err error) // locks it; who has waited longest and may come
	Unanswered(before time.Time, limit int) ([]domain.ApplicationID, error)
	Tell(domain.ApplicationID, Letter) error // the next event of an application that is locked

	FillingCohort(domain.VacancyID) (c Cohort, found bool, err error) // the vacancy is locked
	LastCohort(domain.VacancyID) (no int, err error)
	Cohort(domain.CohortID) (Cohort, error) // ErrUnknownCohort
	AddCohort(Cohort) error
	SaveCohort(Cohort) error
	PlacesTaken(domain.CohortID) ([]int, error)
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Vetting is the use cases of becoming an expert.
type Vetting struct {
	inTx    InTx
	rt      domain.Runtime
	secrets access.Secrets
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime, secrets access.Secrets) *Vetting {
	return &Vetting{inTx, rt, secrets}
}

// Received tells staff that somebody applied.
type Received struct {
	ApplicationID domain.ApplicationID `json:"applicationId"`
	VacancyID     domain.VacancyID     `json:"vacancyId"`
}

// EventName is application.received.
func (Received) EventName() string { return "application.received" }

// Changed tells that an application is in another state, or that something was
// said about it.
type Changed struct {
	ApplicationID domain.ApplicationID `json:"applicationId"`
	VacancyID     domain.VacancyID     `json:"vacancyId"`
	State         State                `json:"state"`
}

// EventName is application.changed.
func (Changed) EventName() string { return "application.changed" }

// AnswerDue tells staff that an answer becomes late, or is.
type AnswerDue struct {
	ApplicationID domain.ApplicationID `json:"applicationId"`
	VacancyID     domain.VacancyID     `json:"vacancyId"`
	AnswerBy      time.Time            `json:"answerBy"`
	Late          bool                 `json:"late"`
}

// EventName is application.answerDue.
func (AnswerDue) EventName() string { return "application.answerDue" }

// VacancyChanged tells that a vacancy was made, changed, opened or closed.
type VacancyChanged struct {
	VacancyID domain.VacancyID `json:"vacancyId"`
}

// EventName is vacancy.changed.
func (VacancyChanged) EventName() string { return "vacancy.changed" }
