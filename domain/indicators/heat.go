package indicators

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Half is what a half hour of a week to come needs, and what is planned for it.
type Half struct {
	At        time.Time
	Questions int // that were measured in such half hours, in all weeks that count
	Needed    int // experts
	Have      int
}

// Cell is an hour of the week: its half hour that lacks most speaks for it.
type Cell struct {
	Weekday   int // 1 is Monday
	Hour      int
	Questions int // of both half hours
	Needed    int
	Have      int
}

// Missing is how many experts more are needed.
func (c Cell) Missing() int { return max(c.Needed-c.Have, 0) }

// Heat puts demand against seats, by the hours of the brand's week, Monday first.
// An hour that the clock repeats is one cell.
func Heat(zone *time.Location, halves []Half) []Cell {
	at := map[[2]int]*Cell{}
	for _, h := range halves {
		local := h.At.In(zone)
		key := [2]int{(int(local.Weekday())+6)%7 + 1, local.Hour()}
		c := at[key]
		if c == nil {
			c = &Cell{Weekday: key[0], Hour: key[1], Needed: h.Needed, Have: h.Have}
			at[key] = c
		}
		c.Questions += h.Questions
		if h.Needed-h.Have > c.Needed-c.Have {
			c.Needed, c.Have = h.Needed, h.Have
		}
	}
	all := make([]Cell, 0, len(at))
	for _, c := range at {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b Cell) int { return cmp.Or(a.Weekday-b.Weekday, a.Hour-b.Hour) })
	return all
}

// MostMissing are the cells that lack experts, worst first, at most so many.
func MostMissing(all []Cell, most int) []Cell {
	lacking := slices.DeleteFunc(slices.Clone(all), func(c Cell) bool { return c.Missing() == 0 })
	slices.SortStableFunc(lacking, func(a, b Cell) int { return b.Missing() - a.Missing() })
	return lacking[:min(len(lacking), most)]
}

// There is a time at which an expert was available.
type There struct {
	Expert domain.ExpertID
	From   time.Time
	Until  time.Time // zero: still
}

// UsuallyThere is how many experts were available in each hour of the week, on
// average over whole weeks from a Monday on, rounded down: who was there half of
// the time is not there. Where a brand does not go by shifts it stands for the plan.
func UsuallyThere(zone *time.Location, monday time.Time, weeks int, all []There) map[[2]int]int {
	y, m, d := monday.In(zone).Date()
	sums := map[[2]int]time.Duration{}
	end := time.Date(y, m, d+7*weeks, 0, 0, 0, 0, zone)
	for _, t := range all {
		from, until := t.From, t.Until
		if from.Before(monday) {
			from = monday
		}
		if until.IsZero() || until.After(end) {
			until = end
		}
		for from.Before(until) {
			local := from.In(zone)
			next := from.Truncate(time.Minute).Add(time.Duration(60-local.Minute()) * time.Minute)
			if next.After(until) {
				next = until
			}
			sums[[2]int{(int(local.Weekday())+6)%7 + 1, local.Hour()}] += next.Sub(from)
			from = next
		}
	}
	usual := map[[2]int]int{}
	for at, took := range sums {
		usual[at] = int(took / (time.Duration(weeks) * time.Hour))
	}
	return usual
}
