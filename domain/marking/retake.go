package marking

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// When somebody may try again.
const (
	RetakeAfterDays = 30
	RetakesInYear   = 3
)

var (
	ErrNotAuditioning = domain.Refuse(domain.Conflict, "not_auditioning", "This application is not at its audition.")
	ErrRunning        = domain.Refuse(domain.Conflict, "audition_running", "There is an audition under way.")
	ErrPassed         = domain.Refuse(domain.Conflict, "audition_passed", "You have passed already.")
	ErrTooEarly       = domain.Refuse(domain.Conflict, "retake_too_early", "The next audition opens 30 days after the last, at most three in twelve months.")
	ErrNoScenarios    = domain.Refuse(domain.Conflict, "no_scenarios", "There is no scenario of each kind in this language yet.")
	ErrNoQuestions    = domain.Refuse(domain.Conflict, "no_questions", "There are no warm-up questions in this language yet.")
)

// NextAttempt is the first moment at which a person with these past auditions may
// open another; it is refused while one runs and after one was passed. The days
// count from when the last was played, not from when it was marked: that it
// takes us days is not the candidate's doing.
func NextAttempt(past []Past) (time.Time, error) {
	var from time.Time
	for _, p := range past {
		switch p.State {
		case Open, Submitted:
			return from, ErrRunning
		case Passed:
			return from, ErrPassed
		case Failed:
		}
		from = later(from, p.SubmittedAt.AddDate(0, 0, RetakeAfterDays))
	}
	if n := len(past); n >= RetakesInYear {
		from = later(from, past[n-RetakesInYear].OpenedAt.AddDate(1, 0, 0))
	}
	return from, nil
}

// Exhausted reports whether somebody has failed as often as a year allows: the
// next attempt is further away than the usual days.
func Exhausted(past []Past) bool {
	from, err := NextAttempt(past)
	n := len(past)
	return err == nil && n > 0 && from.After(past[n-1].SubmittedAt.AddDate(0, 0, RetakeAfterDays))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// cast picks a scenario of each kind: one that the person has not played, or else
// the one that they played longest ago. chance picks among those.
func cast(live []audition.Scenario, past []Past, chance func() float64) ([]audition.Scenario, error) {
	played := map[audition.ScenarioID]int{} // the number of the last attempt
	for i, p := range past {
		for _, id := range p.Scenarios {
			played[id] = i + 1
		}
	}
	var chosen []audition.Scenario
	for _, k := range audition.Kinds {
		some := slices.DeleteFunc(slices.Clone(live), func(s audition.Scenario) bool { return s.Kind != k })
		if len(some) == 0 {
			return nil, ErrNoScenarios
		}
		least := slices.MinFunc(some, func(a, b audition.Scenario) int { return played[a.ID] - played[b.ID] })
		some = slices.DeleteFunc(some, func(s audition.Scenario) bool { return played[s.ID] != played[least.ID] })
		slices.SortFunc(some, func(a, b audition.Scenario) int {
			switch {
			case a.ID < b.ID:
				return -1
			case a.ID > b.ID:
				return 1
			}
			return 0
		})
		chosen = append(chosen, some[min(int(chance()*float64(len(some))), len(some)-1)])
	}
	return chosen, nil
}
