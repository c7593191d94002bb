package league

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// LeagueStore is what leagues need from one transaction.
type LeagueStore interface {
	RoundBefore(Round) (r Round, found bool, err error)
	Entrants(since time.Time) ([]Entrant, error) // active experts, their last division, and their time on shift since
	Leagues(domain.RoundID) ([]Group, error)
	AddLeagues(domain.RoundID, []Group) error
}

// fill makes the leagues of a round that begins, from the two rounds before it as
// they stand now.
func (l *League) fill(tx Store, over, next Round) error {
	since, sums := over.StartsAt, map[domain.ExpertID]int64{}
	before, found, err := tx.RoundBefore(over)
	if err != nil {
		return err
	}
	if found {
		since = before.StartsAt
		field, err := tx.Field(before.ID, l.rt.Now())
		if err != nil {
			return err
		}
		for _, s := range field.Standings() {
			sums[s.Expert] += s.Score
		}
	}
	field, err := tx.Field(over.ID, l.rt.Now())
	if err != nil {
		return err
	}
	standings := field.Standings()
	for _, s := range standings {
		sums[s.Expert] += s.Score
	}
	groups, err := tx.Leagues(over.ID)
	if err != nil {
		return err
	}
	entrants, err := tx.Entrants(since)
	if err != nil {
		return err
	}
	at := map[domain.ExpertID]Standing{}
	of := map[domain.ExpertID]int{}
	for _, g := range groups {
		if g.Kind == Rookie { // they have no division to leave
			continue
		}
		for _, s := range g.Standings(standings) {
			at[s.Expert], of[s.Expert] = s, len(g.Members)
		}
	}
	for i, e := range entrants {
		entrants[i].Score, entrants[i].Place, entrants[i].Of = sums[e.Expert], at[e.Expert].Rank, of[e.Expert]
	}
	filled := Fill(entrants, next.StartsAt, over.Number > RoundsWithoutFall)
	for i := range filled {
		filled[i].ID = l.rt.NewID("lgu")
	}
	return tx.AddLeagues(next.ID, filled)
}

// Standings are those of the league's members, from those of everybody, with
// their places in the league.
func (g Group) Standings(all []Standing) []Standing {
	in := make(map[domain.ExpertID]bool, len(g.Members))
	for _, m := range g.Members {
		in[m.Expert] = true
	}
	own := make([]Standing, 0, len(in))
	for _, s := range all {
		if in[s.Expert] {
			own = append(own, s)
		}
	}
	place(own)
	return own
}

// Lowest is the lowest division of a round's leagues.
func Lowest(groups []Group) int {
	lowest := 0
	for _, g := range groups {
		lowest = max(lowest, g.Division)
	}
	return lowest
}
