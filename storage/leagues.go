package storage

import (
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
)

// RoundBefore is the round that ended when r began.
func (tx Tx) RoundBefore(r league.Round) (league.Round, bool, error) {
	var row roundRow
	found, err := tx.maybe(&row, "SELECT "+roundColumns+" FROM rounds WHERE starts_at < ? ORDER BY starts_at DESC LIMIT 1", At(r.StartsAt))
	return row.domain(), found, wrapped(err, "the round before %s", r.ID)
}

// Entrants are the active experts with the division they played in last, and how
// long they were present on shifts since a time.
func (tx Tx) Entrants(since time.Time) ([]league.Entrant, error) {
	var rows []struct {
		ID        string
		CreatedAt Time
		Division  int
		PresentMs int64
	}
	err := tx.all(&rows, `SELECT e.id, e.created_at, COALESCE((SELECT l.division FROM league_members m JOIN leagues l ON l.id = m.league_id
			JOIN rounds r ON r.id = m.round_id WHERE m.expert_id = e.id AND l.kind = 'league' ORDER BY r.starts_at DESC LIMIT 1), 0) AS division,
			CAST(COALESCE((SELECT SUM(s.present_ms) FROM shifts s WHERE s.expert_id = e.id AND s.starts_at >= ?), 0) AS BIGINT) AS present_ms
		FROM experts e WHERE e.state = 'active' ORDER BY e.id`, At(since))
	all := make([]league.Entrant, len(rows))
	for i, r := range rows {
		all[i] = league.Entrant{
			Expert: domain.ExpertID(r.ID), Joined: r.CreatedAt.Time, Division: r.Division, OnShift: time.Duration(r.PresentMs) * time.Millisecond,
		}
	}
	return all, wrapped(err, "who plays in leagues")
}

// AddLeagues stores the leagues of a round.
func (tx Tx) AddLeagues(id domain.RoundID, groups []league.Group) error {
	for _, g := range groups {
		if _, err := tx.exec("INSERT INTO leagues (id, round_id, kind, division, number) VALUES (?, ?, ?, ?, ?)",
			g.ID, id, g.Kind, g.Division, g.Number); err != nil {
			return wrapped(err, "league %s of %s", g.Name(), id)
		}
		for _, m := range g.Members {
			if _, err := tx.exec(`INSERT INTO league_members (round_id, expert_id, league_id, moved, score, on_shift_ms, division_before, place_before)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, id, m.Expert, g.ID, m.Moved, m.Score, m.OnShift.Milliseconds(), m.Division, m.Place); err != nil {
				return wrapped(err, "members of league %s of %s", g.Name(), id)
			}
		}
	}
	return nil
}

// Leagues are the leagues of a round with their members.
func (tx Tx) Leagues(id domain.RoundID) ([]league.Group, error) { return leaguesOf(tx.DB, id) }

func leaguesOf(q *gorm.DB, id domain.RoundID) ([]league.Group, error) {
	var rows []struct {
		ID             string
		Kind           league.Kind
		Division       int
		Number         int
		ExpertID       string
		Moved          league.Moved
		Score          int64
		OnShiftMs      int64
		DivisionBefore int
		PlaceBefore    int
	}
	_, err := fetch(q, &rows, `SELECT l.id, l.kind, l.division, l.number, m.expert_id, m.moved, m.score, m.on_shift_ms, m.division_before, m.place_before
		FROM leagues l JOIN league_members m ON m.league_id = l.id WHERE l.round_id = ?
		ORDER BY CASE WHEN l.division = 0 THEN 8 ELSE l.division END, l.number, m.score DESC, m.expert_id`, id)
	if err != nil {
		return nil, wrapped(err, "leagues of %s", id)
	}
	var groups []league.Group
	for _, r := range rows {
		if n := len(groups); n == 0 || groups[n-1].ID != r.ID {
			groups = append(groups, league.Group{ID: r.ID, Kind: r.Kind, Division: r.Division, Number: r.Number})
		}
		g := &groups[len(groups)-1]
		g.Members = append(g.Members, league.Member{Moved: r.Moved, Entrant: league.Entrant{
			Expert: domain.ExpertID(r.ExpertID), Score: r.Score, OnShift: time.Duration(r.OnShiftMs) * time.Millisecond,
			Division: r.DivisionBefore, Place: r.PlaceBefore,
		}})
	}
	return groups, nil
}
