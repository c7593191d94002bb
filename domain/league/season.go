// Package league runs the seasons and says who stands where. Standings are
// computed from awards and quality, and are never spent. It imports domain and
// domain/roster.
package league

import (
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// State is where a season or a round is in its life: upcoming, then running,
// then closing until its last award is settled, then final and frozen.
type State string

const (
	Upcoming State = "upcoming"
	Running  State = "running"
	Closing  State = "closing"
	Final    State = "final"
)

const (
	// SeasonWeeks is the length of a season.
	SeasonWeeks = 13
	// roundWeeks is the length of a round; the last of a season takes the odd week.
	roundWeeks = 2
	// startHour is when weeks begin on Monday, in the brand's time zone.
	startHour = 4
)

// Season is 13 weeks that share one rule set.
type Season struct {
	ID       domain.SeasonID
	Name     string
	StartsAt time.Time
	EndsAt   time.Time
	State    State
	RuleSet  int
	Version  int
}

// Round is a competition inside a season.
type Round struct {
	ID       domain.RoundID
	Season   domain.SeasonID
	Number   int
	StartsAt time.Time
	EndsAt   time.Time
	State    State
	Version  int
}

// WeekStart is the Monday at 04:00 in zone, at or before at.
func WeekStart(at time.Time, zone *time.Location) time.Time {
	local := at.In(zone)
	monday := local.AddDate(0, 0, -(int(local.Weekday())+6)%7)
	start := time.Date(monday.Year(), monday.Month(), monday.Day(), startHour, 0, 0, 0, zone)
	if start.After(at) {
		start = start.AddDate(0, 0, -7)
	}
	return start.UTC()
}

const halfWeek = 7 * 24 * time.Hour / 2

// nearestWeek is the beginning of a week that is nearest to at: at itself, but
// for a brand that has moved to another time zone since at was planned.
func nearestWeek(at time.Time, zone *time.Location) time.Time {
	return WeekStart(at.Add(halfWeek), zone).In(zone)
}

// Weeks are the starts of the weeks from starts until ends. Each begins at the
// same hour of the brand's day, whatever the clocks do in between.
func Weeks(starts, ends time.Time, zone *time.Location) []time.Time {
	weeks, first := []time.Time{starts.UTC()}, nearestWeek(starts, zone)
	for {
		next := first.AddDate(0, 0, 7*len(weeks)).UTC()
		if !next.Add(halfWeek).Before(ends) { // some hours that are left over belong to the week before
			return weeks
		}
		weeks = append(weeks, next)
	}
}

// weekOf is the index of the week that at falls into.
func weekOf(weeks []time.Time, at time.Time) int {
	i, _ := slices.BinarySearchFunc(weeks, at, func(start, at time.Time) int {
		if start.After(at) {
			return 1
		}
		return -1
	})
	return max(i-1, 0)
}

// WeekNumber is the how-manieth week of the season at falls into, from 1.
func (s Season) WeekNumber(at time.Time, zone *time.Location) int {
	return weekOf(Weeks(s.StartsAt, s.EndsAt, zone), at) + 1
}

// plan lays out the season that starts at the given Monday: six rounds of two
// weeks, the last of them of three. When the brand has moved to another time
// zone since the season before was planned, its first week is some hours longer
// or shorter and all that follows begins on Monday at four again.
func plan(rt domain.Runtime, start time.Time, zone *time.Location, number, ruleSet int) (Season, []Round) {
	first := nearestWeek(start, zone)
	week := func(n int) time.Time {
		if n == 0 {
			return start.UTC()
		}
		return first.AddDate(0, 0, 7*n).UTC()
	}
	s := Season{
		ID: domain.SeasonID(rt.NewID("ssn")), Name: fmt.Sprintf("Season %d", number),
		StartsAt: week(0), EndsAt: week(SeasonWeeks), State: Upcoming, RuleSet: ruleSet, Version: 1,
	}
	rounds := make([]Round, SeasonWeeks/roundWeeks)
	for i := range rounds {
		rounds[i] = Round{
			ID: domain.RoundID(rt.NewID("rnd")), Season: s.ID, Number: i + 1,
			StartsAt: week(i * roundWeeks), EndsAt: week((i + 1) * roundWeeks), State: Upcoming, Version: 1,
		}
	}
	rounds[len(rounds)-1].EndsAt = s.EndsAt
	return s, rounds
}

// RoundClosed: a round is over and the next one runs.
type RoundClosed struct {
	Round domain.RoundID `json:"roundId"`
}

func (RoundClosed) EventName() string { return "round.closed" }
