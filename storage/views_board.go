package storage

import (
	"context"
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/roster"
)

// Season is a season as everybody who is signed in sees it.
type Season struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	StartsAt Time   `json:"startsAt"`
	EndsAt   Time   `json:"endsAt"`
	Week     int    `json:"week" doc:"The how-manieth week it is in."`
	Weeks    int    `json:"weeks"`
}

// Round is a round as everybody who is signed in sees it.
type Round struct {
	ID       string `json:"id"`
	Number   int    `json:"number"`
	StartsAt Time   `json:"startsAt"`
	EndsAt   Time   `json:"endsAt"`
}

// SeasonWeek is what an expert earned in one week.
type SeasonWeek struct {
	Week     int   `json:"week" doc:"From 1."`
	StartsAt Time  `json:"startsAt"`
	Settled  int64 `json:"settled"`
	Pending  int64 `json:"pending"`
}

// StarCounts says how often each number of stars was given.
type StarCounts struct {
	One   int `json:"1"`
	Two   int `json:"2"`
	Three int `json:"3"`
	Four  int `json:"4"`
	Five  int `json:"5"`
}

// SeasonQuality is an expert's quality, and what it is made of.
type SeasonQuality struct {
	Mean          float64    `json:"mean" doc:"Shrunk to the programme's mean."`
	OwnMean       *float64   `json:"ownMean,omitempty" doc:"Of the own ratings alone; absent without any."`
	Ratings       int        `json:"ratings" doc:"How many count: the newest, at most 50."`
	Stars         StarCounts `json:"stars" doc:"Of the ratings that count."`
	SetAside      int        `json:"setAside" doc:"Ratings that do not count, because their cause was not the expert's."`
	ProgrammeMean float64    `json:"programmeMean"`
	Formula       string     `json:"formula" doc:"How the mean comes about."`

	Learned *LearnedView `json:"learned,omitempty" doc:"What customers say to \"did you learn something?\"; absent before the third answer."`
}

// qualityFormula is roster.QualityOf in one line.
const qualityFormula = "(20 × programmeMean + Σ weight × stars) / (20 + Σ weight), weight = ½ per 90 days"

// LevelView is an expert's level and what it allows.
type LevelView struct {
	Level     int    `json:"level" minimum:"0" maximum:"4"`
	Name      string `json:"name" enum:"candidate,rookie,expert,senior,mentor"`
	OpenSeats int    `json:"openSeats"`
}

// MySeason is an expert's own season.
type MySeason struct {
	Season       Season        `json:"season"`
	Round        Round         `json:"round"`
	Weeks        []SeasonWeek  `json:"weeks" doc:"Every week of the season."`
	Quality      SeasonQuality `json:"quality"`
	Level        LevelView     `json:"level"`
	PersonalBest *int64        `json:"personalBest,omitempty" doc:"The highest score of a round that is final."`
}

// MySeason returns the actor's own season at the given time. It refuses with
// season_not_found when none runs.
func (v Views) MySeason(ctx context.Context, by domain.Actor, at time.Time) (MySeason, error) {
	s, r, zone, err := v.running(ctx)
	if err != nil {
		return MySeason{}, err
	}
	view := MySeason{Season: seasonView(s, s.WeekNumber(at, zone)), Round: roundView(r)}
	if view.Weeks, err = v.seasonWeeks(ctx, by.Expert(), s, zone); err != nil {
		return view, err
	}
	if view.Quality, err = v.quality(ctx, by.Expert(), at); err != nil {
		return view, err
	}
	if view.Level, err = v.level(ctx, by.Expert()); err != nil {
		return view, err
	}
	var best int64
	found, err := v.maybe(ctx, &best, "SELECT score FROM standings WHERE expert_id = ? ORDER BY score DESC LIMIT 1", by.Expert())
	if found {
		view.PersonalBest = &best
	}
	return view, err
}

// CurrentSeason returns the season and the round that run.
func (v Views) CurrentSeason(ctx context.Context, at time.Time) (Season, Round, error) {
	s, r, zone, err := v.running(ctx)
	if err != nil {
		return Season{}, Round{}, err
	}
	return seasonView(s, s.WeekNumber(at, zone)), roundView(r), nil
}

func (v Views) running(ctx context.Context) (s league.Season, r league.Round, zone *time.Location, err error) {
	var row struct {
		Season   seasonRow `gorm:"embedded"`
		TimeZone string
	}
	err = v.one(ctx, &row, "season", `SELECT s.id, s.name, s.starts_at, s.ends_at, s.state, s.rule_set, s.version, b.time_zone
		FROM seasons s JOIN brand b ON b.id = 1 WHERE s.state = 'running'`)
	if err != nil {
		return s, r, nil, err
	}
	var round roundRow
	if err = v.one(ctx, &round, "round", "SELECT "+roundColumns+" FROM rounds WHERE state = 'running'"); err != nil {
		return s, r, nil, err
	}
	zone, err = time.LoadLocation(row.TimeZone)
	return row.Season.domain(), round.domain(), zone, wrapped(err, "the brand's time zone")
}

func seasonView(s league.Season, week int) Season {
	return Season{string(s.ID), s.Name, At(s.StartsAt), At(s.EndsAt), week, league.SeasonWeeks}
}

func roundView(r league.Round) Round {
	return Round{string(r.ID), r.Number, At(r.StartsAt), At(r.EndsAt)}
}

// TableSeason is the season and round of a board's table.
func TableSeason(t *league.Table) (Season, Round) {
	return seasonView(t.Season, t.Week), roundView(t.Round)
}

func (v Views) seasonWeeks(ctx context.Context, e domain.ExpertID, s league.Season, zone *time.Location) ([]SeasonWeek, error) {
	starts := league.Weeks(s.StartsAt, s.EndsAt, zone)
	weeks := make([]SeasonWeek, len(starts))
	for i, at := range starts {
		weeks[i] = SeasonWeek{Week: i + 1, StartsAt: At(at)}
	}
	var rows []struct {
		EarnedAt Time
		Pending  int64
		Settled  *int64
	}
	err := v.all(ctx, &rows, "SELECT earned_at, pending, settled FROM awards WHERE expert_id = ? AND earned_at >= ? AND earned_at < ?",
		e, At(s.StartsAt), At(s.EndsAt))
	for _, r := range rows {
		w := &weeks[s.WeekNumber(r.EarnedAt.Time, zone)-1]
		if r.Settled == nil {
			w.Pending += r.Pending
		} else {
			w.Settled += *r.Settled
		}
	}
	return weeks, err
}

func (v Views) quality(ctx context.Context, e domain.ExpertID, at time.Time) (SeasonQuality, error) {
	ratings, err := v.RatingsOf(ctx, []domain.ExpertID{e})
	if err != nil {
		return SeasonQuality{}, err
	}
	rated := ratings[e]
	means, err := v.ProgrammeMeans(ctx, at.Add(-roster.MeanWindow))
	if err != nil {
		return SeasonQuality{}, err
	}
	q := roster.QualityOf(rated, means, at)
	view := SeasonQuality{Mean: Thousandths(q.Mean), Ratings: q.Ratings, ProgrammeMean: Thousandths(q.Prior), Formula: qualityFormula}
	if q.Ratings > 0 {
		own := Thousandths(q.OwnMean)
		view.OwnMean = &own
	}
	s := &view.Stars
	counts := [...]*int{&s.One, &s.Two, &s.Three, &s.Four, &s.Five}
	for _, r := range rated {
		*counts[r.Stars-1]++
	}
	if _, err = v.maybe(ctx, &view.SetAside, "SELECT COUNT(*) FROM ratings WHERE expert_id = ? AND NOT controllable AND tell_at IS NULL", e); err != nil {
		return view, err
	}
	view.Learned, err = v.learned(ctx, e)
	return view, err
}

// Thousandths rounds a mean of stars for people.
func Thousandths(mean float64) float64 { return math.Round(mean*1000) / 1000 }

func (v Views) level(ctx context.Context, e domain.ExpertID) (LevelView, error) {
	var r struct {
		Level     roster.Level
		OpenSeats int
	}
	err := v.one(ctx, &r, "expert", `SELECT level, (SELECT COUNT(*) FROM seats s WHERE s.expert_id = e.id AND s.open) AS open_seats
		FROM experts e WHERE e.id = ?`, e)
	return LevelView{int(r.Level), r.Level.Name(), r.OpenSeats}, err
}
