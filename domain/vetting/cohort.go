package vetting

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// zero is no time.
var zero time.Time

// CohortState says whether a cohort takes people.
type CohortState string

// The states of a cohort.
const (
	Filling CohortState = "filling"
	Started CohortState = "started"
)

// Cohort is newcomers who start together, so that they meet work.
type Cohort struct {
	ID        domain.CohortID
	Vacancy   domain.VacancyID
	No        int
	Size      int
	State     CohortState
	CreatedAt time.Time
	StartedAt time.Time
}

// Refusals of cohorts.
var (
	ErrUnknownCohort = domain.Refuse(domain.NotFound, "cohort_not_found", "There is no such cohort.")
	ErrCohortState   = domain.Refuse(domain.Conflict, "cohort_state", "That cannot be done with this cohort now.")
	ErrCohortFilling = domain.Refuse(domain.Conflict, "cohort_filling", "The cohort before is still filling. Start it first.")
	ErrBadSize       = domain.Refuse(domain.Invalid, "bad_size", "A cohort has 1 to 100 people.").At("/size")
)

// OpenCohort opens the next cohort of a vacancy; size 0 is the vacancy's own.
// Whoever waits longest gets its places at once. It refuses ErrUnknownVacancy,
// ErrVacancyState for a draft, ErrBadSize and ErrCohortFilling.
func (v *Vetting) OpenCohort(ctx context.Context, id domain.VacancyID, size int) (c Cohort, err error) {
	if size < 0 || size > 100 {
		return Cohort{}, ErrBadSize
	}
	err = v.inTx(ctx, func(tx Store) error {
		vac, err := tx.Vacancy(id)
		if err != nil {
			return err
		}
		if vac.State == Draft {
			return ErrVacancyState
		}
		if _, found, err := tx.FillingCohort(id); err != nil || found {
			return orElse(err, ErrCohortFilling)
		}
		last, err := tx.LastCohort(id)
		if err != nil {
			return err
		}
		if size == 0 {
			size = vac.CohortSize
		}
		c = Cohort{ID: domain.CohortID(v.rt.NewID("coh")), Vacancy: id, No: last + 1, Size: size, State: Filling, CreatedAt: v.rt.Now()}
		if err := tx.AddCohort(c); err != nil {
			return err
		}
		cal, err := tx.Calendar()
		if err != nil {
			return err
		}
		if err := v.moveUp(tx, id, cal); err != nil {
			return err
		}
		return tx.Emit(VacancyChanged{id})
	})
	return c, err
}

// StartCohort takes no more people into a cohort: it begins. It refuses
// ErrUnknownCohort, and ErrCohortState for one that began before.
func (v *Vetting) StartCohort(ctx context.Context, id domain.CohortID) (c Cohort, err error) {
	err = v.inTx(ctx, func(tx Store) error {
		if c, err = tx.Cohort(id); err != nil {
			return err
		}
		if _, err := tx.Vacancy(c.Vacancy); err != nil {
			return err
		}
		if c, err = tx.Cohort(id); err != nil { // as it is now that its vacancy is ours
			return err
		}
		if c.State != Filling {
			return ErrCohortState
		}
		c.State, c.StartedAt = Started, v.rt.Now()
		if err := tx.SaveCohort(c); err != nil {
			return err
		}
		return tx.Emit(VacancyChanged{c.Vacancy})
	})
	return c, err
}

// freePlace is the lowest free place of the cohort that is filling; 0: none.
// The vacancy is locked.
func freePlace(tx Store, id domain.VacancyID) (c Cohort, place int, err error) {
	c, found, err := tx.FillingCohort(id)
	if err != nil || !found {
		return c, 0, err
	}
	taken, err := tx.PlacesTaken(c.ID)
	if err != nil {
		return c, 0, err
	}
	for place = 1; place <= c.Size; place++ {
		if !slices.Contains(taken, place) {
			return c, place, nil
		}
	}
	return c, 0, nil
}

// moveUp invites those who wait longest, for as many places as are free.
func (v *Vetting) moveUp(tx Store, id domain.VacancyID, cal Calendar) error {
	for {
		c, place, err := freePlace(tx, id)
		if err != nil || place == 0 {
			return err
		}
		a, found, err := tx.NextWaiting(id)
		if err != nil || !found {
			return err
		}
		a.seat(c, place)
		if err := v.save(tx, &a, cal, "moved_up", domain.System); err != nil {
			return err
		}
	}
}

func orElse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
