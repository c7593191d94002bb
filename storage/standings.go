package storage

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/roster"
)

// LoadBoard returns what the board is made of at the given time: the field of
// the running round. It reports false when none runs.
func (v Views) LoadBoard(ctx context.Context, at time.Time) (f league.Field, running bool, err error) {
	var r roundRow
	running, err = v.maybe(ctx, &r, "SELECT "+roundColumns+" FROM rounds WHERE state = 'running'")
	if err != nil || !running {
		return f, false, err
	}
	var name string
	if err := v.one(ctx, &name, "brand", "SELECT time_zone FROM brand WHERE id = 1"); err != nil {
		return f, false, err
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return f, false, fmt.Errorf("storage: the brand's time zone: %w", err)
	}
	f, err = fieldOf(v.on(ctx), r, zone, at)
	return f, true, err
}

// playersOf returns everybody who takes part, with their quality at the given
// time.
func playersOf(q *gorm.DB, at time.Time) ([]league.Player, error) {
	var rows []struct {
		ID          string
		DisplayName string
		Alias       string
		Bird        int
		BoardName   bool
		Held        bool
	}
	_, err := fetch(q, &rows, `SELECT id, display_name, alias, bird, board_name,
		EXISTS (SELECT 1 FROM holds h JOIN awards a ON a.id = h.award_id WHERE a.expert_id = experts.id AND h.state = 'held') AS held
		FROM experts WHERE state IN ('active', 'paused') ORDER BY id`)
	if err != nil {
		return nil, err
	}
	means, err := programmeMeans(q, at.Add(-roster.MeanWindow))
	if err != nil {
		return nil, err
	}
	ids := make([]domain.ExpertID, len(rows))
	for i, r := range rows {
		ids[i] = domain.ExpertID(r.ID)
	}
	rated, err := ratingsOf(q, ids)
	if err != nil {
		return nil, err
	}
	players := make([]league.Player, len(rows))
	for i, r := range rows {
		id := ids[i]
		players[i] = league.Player{
			Expert: id, Name: r.DisplayName, Alias: r.Alias, Bird: r.Bird, Consent: r.BoardName, Held: r.Held,
			Quality: roster.QualityOf(rated[id], means, at),
		}
	}
	return players, nil
}

// earnedIn returns the qualified conversations of a round and what was earned
// beside them, by expert. A conversation whose customer turned out to belong to
// the expert is none.
func earnedIn(q *gorm.DB, round string) (map[domain.ExpertID][]league.Earned, error) {
	var rows []struct {
		ExpertID string
		EarnedAt Time
		Pending  int64
		Settled  *int64
		Beside   bool
		Asked    bool
	}
	_, err := fetch(q, &rows, `SELECT a.expert_id, a.earned_at, a.pending, a.settled, a.kind <> 'conversation' AS beside,
			a.kind = 'first_time_right' AND a.settled IS NOT NULL AS asked
		FROM awards a LEFT JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
		WHERE a.round_id = ? AND (a.kind NOT IN ('conversation', 'audition') OR (a.kind = 'conversation' AND a.day_no IS NOT NULL AND e.linked = ''))
		ORDER BY a.expert_id, a.earned_at`, round)
	earned := map[domain.ExpertID][]league.Earned{}
	for _, r := range rows {
		e := league.Earned{At: r.EarnedAt.Time, Points: domain.Points(r.Pending), Beside: r.Beside, Asked: r.Asked}
		if r.Settled != nil {
			e.Points, e.Settled, e.Right = domain.Points(*r.Settled), true, r.Asked && *r.Settled > 0
		}
		earned[domain.ExpertID(r.ExpertID)] = append(earned[domain.ExpertID(r.ExpertID)], e)
	}
	return earned, err
}
