package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/league"
)

var _ league.Store = Tx{}

// League runs fn with the Store of domain/league.
func (db *DB) League(ctx context.Context, fn func(league.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type seasonRow struct {
	ID       string
	Name     string
	StartsAt Time
	EndsAt   Time
	State    string
	RuleSet  int
	Version  int
}

const seasonColumns = "id, name, starts_at, ends_at, state, rule_set, version"

func (r seasonRow) domain() league.Season {
	return league.Season{
		ID: domain.SeasonID(r.ID), Name: r.Name, StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time,
		State: league.State(r.State), RuleSet: r.RuleSet, Version: r.Version,
	}
}

type roundRow struct {
	ID       string
	SeasonID string
	Number   int
	StartsAt Time
	EndsAt   Time
	State    string
	Version  int
}

const roundColumns = "id, season_id, number, starts_at, ends_at, state, version"

func (r roundRow) domain() league.Round {
	return league.Round{
		ID: domain.RoundID(r.ID), Season: domain.SeasonID(r.SeasonID), Number: r.Number,
		StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time, State: league.State(r.State), Version: r.Version,
	}
}

// Zone returns the brand's time zone.
func (tx Tx) Zone() (*time.Location, error) {
	p, err := tx.Programme()
	return p.Zone, err
}

// SeasonCount counts the seasons, in whatever state.
func (tx Tx) SeasonCount() (n int, err error) {
	err = tx.all(&n, "SELECT COUNT(*) FROM seasons")
	return n, err
}

// RuleSetFor returns the newest version that is in force at the given time, or
// the oldest when none is.
func (tx Tx) RuleSetFor(at time.Time) (version int, err error) {
	err = tx.one(&version, "rule_set", `SELECT version FROM rule_sets
		ORDER BY CASE WHEN effective_at <= ? THEN version ELSE -version END DESC LIMIT 1`, At(at))
	return version, err
}

// LockUnfinished returns every season and round that is not final, by start,
// and holds their rows until the transaction ends.
func (tx Tx) LockUnfinished() ([]league.Season, []league.Round, error) {
	var ss []seasonRow
	err := tx.all(&ss, "SELECT "+seasonColumns+" FROM seasons WHERE state <> 'final' ORDER BY starts_at"+tx.hold())
	if err != nil {
		return nil, nil, err
	}
	var rs []roundRow
	err = tx.all(&rs, "SELECT "+roundColumns+" FROM rounds WHERE state <> 'final' ORDER BY starts_at"+tx.hold())
	if err != nil {
		return nil, nil, err
	}
	seasons, rounds := make([]league.Season, len(ss)), make([]league.Round, len(rs))
	for i, r := range ss {
		seasons[i] = r.domain()
	}
	for i, r := range rs {
		rounds[i] = r.domain()
	}
	return seasons, rounds, nil
}

// AddSeason stores a season with its rounds. It reports false, and stores
// nothing, when a season starts at that time already.
func (tx Tx) AddSeason(s league.Season, rounds []league.Round) (bool, error) {
	n, err := tx.exec("INSERT INTO seasons ("+seasonColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (starts_at) DO NOTHING`,
		s.ID, s.Name, At(s.StartsAt), At(s.EndsAt), s.State, s.RuleSet, s.Version)
	if err != nil || n == 0 {
		return false, wrapped(err, "season %s", s.Name)
	}
	for _, r := range rounds {
		_, err := tx.exec("INSERT INTO rounds ("+roundColumns+") VALUES (?, ?, ?, ?, ?, ?, ?)",
			r.ID, r.Season, r.Number, At(r.StartsAt), At(r.EndsAt), r.State, r.Version)
		if err != nil {
			return false, wrapped(err, "round %d of %s", r.Number, s.Name)
		}
	}
	return true, nil
}

// SaveSeason writes state and rule set, if nobody has since s was read.
func (tx Tx) SaveSeason(s league.Season) error {
	return tx.change("UPDATE seasons SET state = ?, rule_set = ?, version = version + 1 WHERE id = ? AND version = ?",
		s.State, s.RuleSet, s.ID, s.Version)
}

// SaveRound writes the state, if nobody has since r was read.
func (tx Tx) SaveRound(r league.Round) error {
	return tx.change("UPDATE rounds SET state = ?, version = version + 1 WHERE id = ? AND version = ?", r.State, r.ID, r.Version)
}

// Unsettled counts what the result of a round still waits for: awards that are
// pending, confirmed conversations, hand-overs and follow-ups whose award is not
// booked yet, and closed conversations whose silence confirms them inside the
// round, though nobody noticed yet.
func (tx Tx) Unsettled(id domain.RoundID) (n int, err error) {
	silence := desk.SilenceConfirms.Milliseconds()
	err = tx.all(&n, `SELECT (SELECT COUNT(*) FROM awards WHERE round_id = own.id AND settled_at IS NULL) +
		(SELECT COUNT(*) FROM episodes e WHERE e.confirmed_at >= own.starts_at AND e.confirmed_at < own.ends_at AND e.expert_id IS NOT NULL
			AND NOT (`+byStaff+`)
			AND NOT EXISTS (SELECT 1 FROM awards a WHERE a.kind = 'conversation' AND a.conversation_id = e.conversation_id
				AND a.episode = e.episode)) +
		(SELECT COUNT(*)`+unbookedBonuses+` AND r.id = own.id) +
		(SELECT COUNT(*) FROM episodes e WHERE e.confirmed_at IS NULL AND e.closed_at IS NOT NULL AND e.expert_id IS NOT NULL
			AND e.closed_at >= own.starts_at - ? AND e.closed_at < own.ends_at - ?)
		FROM rounds own WHERE own.id = ?`, silence, silence, id)
	return n, err
}

// AddStandings freezes the result of a round.
func (tx Tx) AddStandings(id domain.RoundID, all []league.Standing) error {
	for _, s := range all {
		_, err := tx.exec(`INSERT INTO standings (round_id, expert_id, place, score, conversations, quality, league_id, league_place,
			ratings, right_yes, right_of, held, reached_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, s.Expert, s.Rank, s.Score, s.Conversations, s.Thousandths(), orNull(s.League.ID), orNull(s.LeaguePlace),
			s.Quality.Ratings, s.Right.Yes, s.Right.Of, s.Held, AtOrNull(s.Reached))
		if err != nil {
			return wrapped(err, "standings of %s", id)
		}
	}
	return nil
}

// Field returns everything that the standings of a round depend on.
func (tx Tx) Field(id domain.RoundID, at time.Time) (league.Field, error) {
	zone, err := tx.Zone()
	if err != nil {
		return league.Field{}, err
	}
	var r roundRow
	if err := tx.one(&r, "round", "SELECT "+roundColumns+" FROM rounds WHERE id = ?", id); err != nil {
		return league.Field{}, err
	}
	return fieldOf(tx.DB, r, zone, at)
}

// fieldOf reads the field of one own.
func fieldOf(q *gorm.DB, r roundRow, zone *time.Location, at time.Time) (league.Field, error) {
	f := league.Field{Round: r.domain(), Zone: zone, At: at}
	var s seasonRow
	if err := one(q, &s, "season", "SELECT "+seasonColumns+" FROM seasons WHERE id = ?", r.SeasonID); err != nil {
		return f, err
	}
	f.Season = s.domain()
	players, err := playersOf(q, at)
	if err != nil {
		return f, err
	}
	earned, err := earnedIn(q, r.ID)
	if err != nil {
		return f, err
	}
	for i := range players {
		players[i].Earned = earned[players[i].Expert]
	}
	f.Players = players
	return f, nil
}
