package league

import (
	"cmp"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// freeze writes the standings of a round that nothing can change any more,
// publishes them, and issues its prizes.
func (l *League) freeze(tx Store, r Round) error {
	field, err := tx.Field(r.ID, l.rt.Now())
	if err != nil {
		return err
	}
	all := field.Standings()
	groups, err := tx.Leagues(r.ID)
	if err != nil {
		return err
	}
	doc := Document{
		Kind: "round", Season: field.Season.Name, Round: r.Number, StartsAt: r.StartsAt, EndsAt: r.EndsAt, RuleSet: field.Season.RuleSet,
	}
	prizes, err := tx.Prizes(r.Season, r.ID)
	if err != nil {
		return err
	}
	wins := l.dealRound(prizes, groups, all)
	if doc.Goal, err = countGoal(tx, r.ID); err != nil {
		return err
	}
	doc.list(all, prizes, wins)
	if err := tx.AddStandings(r.ID, all); err != nil {
		return err
	}
	if err := l.publish(tx, string(r.ID), doc, wins); err != nil {
		return err
	}
	r.State = Final
	return tx.SaveRound(r)
}

// dealRound gives everybody their league and their place in it, and deals the
// prizes in each; without leagues, on the one board.
func (l *League) dealRound(prizes []Prize, groups []Group, all []Standing) []Win {
	if len(groups) == 0 {
		return Deal(prizes, all)
	}
	var wins []Win
	at := map[domain.ExpertID]int{}
	for i, s := range all {
		at[s.Expert] = i
	}
	for _, g := range groups {
		own := g.Standings(all)
		wins = append(wins, Deal(prizes, own)...)
		for _, s := range own {
			all[at[s.Expert]].League, all[at[s.Expert]].LeaguePlace = g, s.Rank
		}
	}
	return wins
}

// countGoal counts a round's goal for good.
func countGoal(tx Store, round domain.RoundID) (*DocumentGoal, error) {
	g, found, err := tx.TeamGoal(round)
	if err != nil || !found {
		return nil, err
	}
	n, err := tx.CountGoal(round, g.Measure)
	if err != nil {
		return nil, err
	}
	g.Counted = &n
	return &DocumentGoal{g.Text, g.Target, n, g.Reward}, tx.SaveTeamGoal(g)
}

// endSeason publishes a season whose rounds are all final, and issues its prizes.
func (l *League) endSeason(tx Store, s Season) error {
	all, err := tx.SeasonResults(s.ID)
	if err != nil {
		return err
	}
	slices.SortFunc(all, func(a, b Standing) int { return cmp.Or(better(a, b), cmp.Compare(a.Expert, b.Expert)) })
	place(all)
	prizes, err := tx.Prizes(s.ID, "")
	if err != nil {
		return err
	}
	doc, wins := Document{Kind: "season", Season: s.Name, StartsAt: s.StartsAt, EndsAt: s.EndsAt, RuleSet: s.RuleSet}, Deal(prizes, all)
	doc.list(all, prizes, wins)
	if err := l.publish(tx, string(s.ID), doc, wins); err != nil {
		return err
	}
	s.State = Final
	return tx.SaveSeason(s)
}

func (l *League) publish(tx Store, id string, doc Document, wins []Win) error {
	for _, w := range wins {
		if err := tx.AddWin(l.rt.NewID("win"), w, l.rt.Now()); err != nil {
			return err
		}
	}
	shot, err := snapshot(id, doc, l.rt.Now())
	if err != nil {
		return err
	}
	return tx.AddSnapshot(shot)
}
