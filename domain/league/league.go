package league

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Store is what the league needs from one transaction.
type Store interface {
	Zone() (*time.Location, error)
	SeasonCount() (int, error)
	RuleSetFor(time.Time) (int, error)                 // the newest version in force then
	LockUnfinished() ([]Season, []Round, error)        // everything that is not final, by start; held until the end
	AddSeason(Season, []Round) (first bool, err error) // false: a season starts then already
	SaveSeason(Season) error                           // domain.ErrStale when another writer was first
	SaveRound(Round) error                             // domain.ErrStale when another writer was first
	Unsettled(domain.RoundID) (int, error)             // what its result still waits for
	Field(domain.RoundID, time.Time) (Field, error)    // who takes part, and what they earned
	AddStandings(domain.RoundID, []Standing) error
	Emit(domain.Event) error
	LeagueStore
	ClosingStore
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// League opens, rolls and closes seasons and their rounds.
type League struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases of this package.
func New(inTx InTx, rt domain.Runtime) *League { return &League{inTx, rt} }

// OpenSeason starts the first season in the week of start, and plans the one
// after it. It does nothing when there is a season already. Setup calls it when
// the brand and its first rule set exist; Roll does the rest for ever after.
func (l *League) OpenSeason(ctx context.Context, start time.Time) error {
	return l.inTx(ctx, func(tx Store) error {
		n, err := tx.SeasonCount()
		if err != nil || n > 0 {
			return err
		}
		zone, err := tx.Zone()
		if err != nil {
			return err
		}
		ruleSet, err := tx.RuleSetFor(start)
		if err != nil {
			return err
		}
		first, rounds := plan(l.rt, WeekStart(start, zone), zone, 1, ruleSet)
		first.State, rounds[0].State = Running, Running
		if _, err := tx.AddSeason(first, rounds); err != nil {
			return err
		}
		next, rounds := plan(l.rt, first.EndsAt, zone, 2, ruleSet)
		_, err = tx.AddSeason(next, rounds)
		return err
	})
}

// rollSteps bounds one call of Roll: more than a century of rounds.
const rollSteps = 10_000

// Roll does what the calendar asks for, one step per transaction and in order,
// and tells how many steps it took: a round that is over closes and the next
// one runs, with its leagues, and with the season when it ends; a round that has closed
// for ten days, whose last award is booked and settled and whose disputes are decided,
// becomes final: its standings are frozen and published, and its prizes are issued,
// once. One season is always
// planned ahead, so that whatever is earned has its round. A period that ends
// in the future is never closed. It is safe to call at any time, and twice.
func (l *League) Roll(ctx context.Context) (int, error) {
	for n := range rollSteps {
		var moved bool
		err := l.inTx(ctx, func(tx Store) (err error) {
			moved, err = l.step(tx)
			return err
		})
		switch {
		case errors.Is(err, domain.ErrStale): // somebody else took this step
			continue
		case err != nil:
			return n, fmt.Errorf("roll: %w", err)
		case !moved:
			return n, nil
		}
	}
	return rollSteps, errors.New("roll: the calendar does not come to rest")
}

// step does the oldest thing that is due, and reports whether there was one.
func (l *League) step(tx Store) (bool, error) {
	seasons, rounds, err := tx.LockUnfinished()
	if err != nil || len(seasons) == 0 {
		return false, err
	}
	if planned, err := l.planAhead(tx, seasons); err != nil || planned {
		return planned, err
	}
	now := l.rt.Now()
	for i, r := range rounds {
		if r.State == Running && !r.EndsAt.After(now) && i+1 < len(rounds) {
			return true, l.next(tx, seasons, r, rounds[i+1])
		}
	}
	for _, r := range rounds {
		if r.State != Closing || now.Before(r.EndsAt.Add(ClosingTime)) {
			continue
		}
		open, err := tx.Unsettled(r.ID)
		if err != nil {
			return false, err
		}
		disputed, err := tx.OpenDisputes(r.ID)
		if err != nil {
			return false, err
		}
		if open+disputed == 0 {
			return true, l.freeze(tx, r)
		}
	}
	return l.endSeasons(tx, seasons, rounds)
}

// planAhead adds a season after the last when none is waiting to begin.
func (l *League) planAhead(tx Store, seasons []Season) (bool, error) {
	last := seasons[len(seasons)-1]
	if last.State == Upcoming {
		return false, nil
	}
	zone, err := tx.Zone()
	if err != nil {
		return false, err
	}
	n, err := tx.SeasonCount()
	if err != nil {
		return false, err
	}
	next, rounds := plan(l.rt, last.EndsAt, zone, n+1, last.RuleSet)
	first, err := tx.AddSeason(next, rounds)
	if err == nil && !first {
		return false, domain.ErrStale
	}
	return err == nil, err
}

// next closes a round and starts the one after it. When that belongs to
// another season, the season changes too, and takes the rules of its day.
func (l *League) next(tx Store, seasons []Season, over, next Round) error {
	over.State = Closing
	if err := tx.SaveRound(over); err != nil {
		return err
	}
	if over.Season != next.Season {
		if err := l.nextSeason(tx, seasons, over.Season, next.Season); err != nil {
			return err
		}
	}
	next.State = Running
	if err := tx.SaveRound(next); err != nil {
		return err
	}
	if err := l.fill(tx, over, next); err != nil {
		return err
	}
	return tx.Emit(RoundClosed{over.ID})
}

func (l *League) nextSeason(tx Store, seasons []Season, over, next domain.SeasonID) error {
	byID := func(id domain.SeasonID) (Season, error) {
		i := slices.IndexFunc(seasons, func(s Season) bool { return s.ID == id })
		if i < 0 {
			return Season{}, fmt.Errorf("league: season %s is final while its round runs", id)
		}
		return seasons[i], nil
	}
	old, err := byID(over)
	if err != nil {
		return err
	}
	old.State = Closing
	if err := tx.SaveSeason(old); err != nil {
		return err
	}
	s, err := byID(next)
	if err != nil {
		return err
	}
	if s.RuleSet, err = tx.RuleSetFor(s.StartsAt); err != nil {
		return err
	}
	s.State = Running
	return tx.SaveSeason(s)
}

// endSeasons makes a closing season final when all its rounds are.
func (l *League) endSeasons(tx Store, seasons []Season, unfinished []Round) (bool, error) {
	for _, s := range seasons {
		open := slices.ContainsFunc(unfinished, func(r Round) bool { return r.Season == s.ID })
		if s.State == Closing && !open {
			return true, l.endSeason(tx, s)
		}
	}
	return false, nil
}
