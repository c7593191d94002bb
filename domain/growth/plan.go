package growth

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The numbers of a development plan.
const (
	PlanWindow = 10                     // newest score cards that count
	PlanCards  = 3                      // at least, before anything is said
	GoalFor    = 8 * 7 * 24 * time.Hour // a goal is meant to be reached
)

// GoalState is where a goal stands.
type GoalState string

// The states of a goal.
const (
	GoalOpen    GoalState = "open"
	GoalReached GoalState = "reached"
	GoalDropped GoalState = "dropped" // by staff, with a reason
)

// Goal is one line of an expert's development plan: a dimension of the score
// card in which the newest conversations were below 4.
type Goal struct {
	ID          GoalID
	Expert      domain.ExpertID
	Dimension   Dimension
	State       GoalState
	FromMean    int // hundredths, over
	FromSamples int // so many score cards
	OpenedAt    time.Time
	DueAt       time.Time
	ReachedMean int // hundredths; 0 unless reached
	EndedAt     time.Time
	EndedBy     domain.PersonID
	Note        string
	Version     int
}

// Refusals of goals.
var (
	ErrUnknownGoal = domain.Refuse(domain.NotFound, "goal_not_found", "There is no such goal.")
	ErrGoalEnded   = domain.Refuse(domain.Conflict, "goal_ended", "This goal has ended already.")
)

// GoalStore keeps goals.
type GoalStore interface {
	LockGoal(GoalID) (Goal, error) // ErrUnknownGoal
	// NewestGoals are the newest of each dimension.
	NewestGoals(domain.ExpertID) (map[Dimension]Goal, error)
	AddGoal(Goal) (bool, error) // false: one is open
	SaveGoal(Goal) error        // domain.ErrStale
}

// mean is the mean of a dimension in hundredths.
func mean(cards []Sample, d Dimension) (hundredths int) {
	sum := 0
	for _, s := range cards {
		sum += s.Card.of(d)
	}
	return (sum*100 + len(cards)/2) / max(len(cards), 1)
}

// since are the cards of a dimension that count now: the newest ten that were
// marked after the last goal began, or after it ended.
func since(cards []Sample, last Goal) []Sample {
	from := last.OpenedAt
	if last.State != GoalOpen {
		from = last.EndedAt
	}
	counted := make([]Sample, 0, len(cards))
	for _, s := range cards {
		if s.MarkedAt.After(from) && len(counted) < PlanWindow {
			counted = append(counted, s)
		}
	}
	return counted
}

// verdict says what the newest cards mean for a dimension: a goal that is
// reached, or one that is needed. Three cards are the least for either.
func verdict(cards []Sample, last Goal, d Dimension) (reached, needed bool, hundredths, n int) {
	counted := since(cards, last)
	n, hundredths = len(counted), mean(counted, d)
	if n < PlanCards {
		return false, false, hundredths, n
	}
	good := hundredths >= PassingMean*100
	open := last.State == GoalOpen
	return open && good, !open && !good, hundredths, n
}

// plan renews the goals of an expert, who is held.
func (g *Growth) plan(tx Store, e domain.ExpertID) error {
	cards, err := tx.MarkedSamples(e, "", 3*PlanWindow)
	if err != nil {
		return err
	}
	newest, err := tx.NewestGoals(e)
	if err != nil {
		return err
	}
	now := g.rt.Now()
	for _, d := range Dimensions {
		last := newest[d]
		reached, needed, hundredths, n := verdict(cards, last, d)
		switch {
		case reached:
			last.State, last.ReachedMean, last.EndedAt = GoalReached, hundredths, now
			err = tx.SaveGoal(last)
		case needed:
			_, err = tx.AddGoal(Goal{
				ID: GoalID(g.rt.NewID("gol")), Expert: e, Dimension: d, State: GoalOpen, FromMean: hundredths, FromSamples: n,
				OpenedAt: now, DueAt: later(now, GoalFor), Version: 1,
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// DropGoal ends a goal that makes no sense, with a reason that the expert reads.
// It refuses ErrUnknownGoal, ErrWhy and ErrGoalEnded. Two at once: the expert
// and the goal are locked.
func (g *Growth) DropGoal(ctx context.Context, by domain.Actor, id GoalID, reason string) error {
	note, ok := paragraph(reason, maxNote)
	if !ok {
		return ErrWhy
	}
	return g.tx(ctx, func(tx Store) error {
		goal, err := tx.LockGoal(id)
		switch {
		case err != nil:
			return err
		case goal.State != GoalOpen:
			return ErrGoalEnded
		}
		goal.State, goal.EndedAt, goal.EndedBy, goal.Note = GoalDropped, g.rt.Now(), domain.PersonID(by.ID), note
		return tx.SaveGoal(goal)
	})
}
