package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
)

// LeaguesOf returns the leagues of a round; none when its experts share one board.
func (v Views) LeaguesOf(ctx context.Context, id domain.RoundID) ([]league.Group, error) {
	return leaguesOf(v.on(ctx), id)
}

// StreakOf is how many weeks in a row an expert kept every shift, as they were
// judged.
func (v Views) StreakOf(ctx context.Context, e domain.ExpertID) (weeks int, err error) {
	_, err = v.maybe(ctx, &weeks, "SELECT streak FROM expert_weeks WHERE expert_id = ? ORDER BY week DESC LIMIT 1", e)
	return weeks, wrapped(err, "read the streak of %s", e)
}

func (v Views) zone(ctx context.Context) (*time.Location, error) {
	var name string
	if err := v.one(ctx, &name, "brand", "SELECT time_zone FROM brand WHERE id = 1"); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(name)
	return zone, wrapped(err, "the brand's time zone")
}

// BestOf is the highest score of an expert's final rounds.
func (v Views) BestOf(ctx context.Context, e domain.ExpertID) (best int64, found bool, err error) {
	found, err = v.maybe(ctx, &best, "SELECT score FROM standings WHERE expert_id = ? ORDER BY score DESC LIMIT 1", e)
	return best, found, err
}

// TeamGoalView is what all reach together in a round.
type TeamGoalView struct {
	Text    string             `json:"text"`
	Measure league.GoalMeasure `json:"measure" enum:"conversation,first_time_right,follow_up,shift"`
	Target  int                `json:"target"`
	Counted int                `json:"counted" doc:"So far; at the end, for good."`
	Reward  string             `json:"reward" doc:"What everybody has of it."`
	Version int                `json:"version"`
}

// TeamGoalOf returns the goal of a round; nil when it has none.
func (v Views) TeamGoalOf(ctx context.Context, id domain.RoundID) (*TeamGoalView, error) {
	var r teamGoalRow
	found, err := v.maybe(ctx, &r, "SELECT "+teamGoalColumns+" FROM team_goals WHERE round_id = ?", id)
	if err != nil || !found {
		return nil, wrapped(err, "the goal of %s", id)
	}
	view := &TeamGoalView{r.Text, league.GoalMeasure(r.Measure), r.Target, deref(r.Counted), r.Reward, r.Version}
	if r.Counted == nil {
		_, err = v.maybe(ctx, &view.Counted, countGoal, id, r.Measure)
	}
	return view, err
}

// PrizeView is what places win.
type PrizeView struct {
	ID      string `json:"id"`
	RoundID string `json:"roundId,omitempty" doc:"Absent: of the season."`
	From    int    `json:"from"`
	To      int    `json:"to"`
	What    string `json:"what"`
	Early   bool   `json:"early" doc:"No thing: early access in the shop."`
}

// PrizesOf returns what the places of a round win, and those of its season.
func (v Views) PrizesOf(ctx context.Context, season domain.SeasonID, round domain.RoundID) ([]PrizeView, error) {
	prizes := []PrizeView{}
	err := v.all(ctx, &prizes, `SELECT id, COALESCE(round_id, '') AS round_id, place_from AS "from", place_to AS "to", what, early_access AS early FROM prizes
		WHERE season_id = ? AND COALESCE(round_id, ?) = ? ORDER BY CASE WHEN round_id IS NULL THEN 1 ELSE 0 END, place_from, id`, season, round, round)
	return prizes, wrapped(err, "prizes of %s", round)
}

// WinView is a prize that somebody has won, or a part in one.
type WinView struct {
	ID       string `json:"id"`
	What     string `json:"what"`
	Where    string `json:"where" doc:"The season, and the round's number where it is of a round."`
	Place    int    `json:"place"`
	Pieces   int    `json:"pieces" doc:"That there are."`
	Among    int    `json:"among" doc:"How many share them."`
	Name     string `json:"name,omitempty" doc:"Whose, for staff."`
	WonAt    Time   `json:"wonAt"`
	Early    bool   `json:"early" doc:"No thing: early access in the shop, for 13 weeks."`
	HandedAt *Time  `json:"handedAt,omitempty"`
}

// Wins returns prizes that were won, newest first: an expert's own, or what staff
// still have to hand over.
func (v Views) Wins(ctx context.Context, by domain.Actor) ([]WinView, error) {
	wins, own := []WinView{}, "w.handed_at IS NULL AND NOT p.early_access AND ? = ''"
	if by.Expert() != "" {
		own = "w.expert_id = ?"
	}
	err := v.all(ctx, &wins, `SELECT w.id, p.what, s.name || CASE WHEN r.id IS NULL THEN '' ELSE ' · ' || r.number END AS "where", w.place, w.pieces,
			w.among, CASE WHEN ? THEN e.display_name ELSE '' END AS name, w.won_at, p.early_access AS early, w.handed_at
		FROM prize_wins w JOIN prizes p ON p.id = w.prize_id JOIN seasons s ON s.id = p.season_id LEFT JOIN rounds r ON r.id = p.round_id
		JOIN experts e ON e.id = w.expert_id WHERE `+own+" ORDER BY w.won_at DESC, w.id LIMIT 100", by.Staff(), string(by.Expert()))
	return wins, wrapped(err, "prizes won")
}

// DisputeView is a dispute about a round's result.
type DisputeView struct {
	ID       string              `json:"id"`
	RoundID  string              `json:"roundId"`
	Round    int                 `json:"round"`
	Name     string              `json:"name,omitempty" doc:"Whose, for staff."`
	Text     string              `json:"text"`
	State    league.DisputeState `json:"state" enum:"open,upheld,denied"`
	RaisedAt Time                `json:"raisedAt"`
	AnswerBy Time                `json:"answerBy" doc:"Staff answer within three days; the round waits for them."`
	Answer   string              `json:"answer,omitempty"`
}

const disputeViews = `SELECT d.id, d.round_id, r.number AS round, e.display_name AS name, d.text, d.state, d.raised_at,
	d.raised_at + 259200000 AS answer_by, d.answer
	FROM disputes d JOIN rounds r ON r.id = d.round_id JOIN experts e ON e.id = d.expert_id `

// Disputes returns the disputes for staff: open ones first, the oldest first.
func (v Views) Disputes(ctx context.Context) ([]DisputeView, error) {
	all := []DisputeView{}
	err := v.all(ctx, &all, disputeViews+`WHERE d.state = 'open' OR r.state = 'closing'
		ORDER BY CASE WHEN d.state = 'open' THEN 0 ELSE 1 END, d.raised_at, d.id LIMIT 100`)
	return all, wrapped(err, "disputes")
}

// DisputeOf returns an expert's dispute of a round; nil when there is none.
func (v Views) DisputeOf(ctx context.Context, id domain.RoundID, e domain.ExpertID) (*DisputeView, error) {
	var d DisputeView
	found, err := v.maybe(ctx, &d, disputeViews+"WHERE d.round_id = ? AND d.expert_id = ?", id, e)
	if err != nil || !found {
		return nil, wrapped(err, "the dispute of %s", e)
	}
	d.Name = ""
	return &d, nil
}

// PastRound is a round that closes, or is final.
type PastRound struct {
	ID         string       `json:"id"`
	SeasonID   string       `json:"seasonId"`
	Season     string       `json:"season"`
	Number     int          `json:"number"`
	StartsAt   Time         `json:"startsAt"`
	EndsAt     Time         `json:"endsAt"`
	State      league.State `json:"state" enum:"closing,final"`
	DisputeAt  Time         `json:"disputeAt" doc:"From when its result can be disputed."`
	FinalAt    Time         `json:"finalAt" doc:"The earliest moment at which it is final."`
	Disputable bool         `json:"disputable" doc:"Whether the caller may dispute it now."`
	Place      int          `json:"place,omitempty" doc:"The caller's, when it is final."`
	Of         int          `json:"of,omitempty"`
	Score      int64        `json:"score,omitempty"`
	Dispute    *DisputeView `json:"dispute,omitempty" doc:"The caller's."`
	Hash       string       `json:"hash,omitempty" doc:"SHA-256 of the published result."`
}

// archived are the rounds that closed in seasons that are shown: those that are
// not final, and the last two that are.
const archived = `FROM rounds r JOIN seasons s ON s.id = r.season_id LEFT JOIN snapshots p ON p.id = r.id
	WHERE r.state IN ('closing', 'final') AND (s.state <> 'final' OR s.id IN (SELECT id FROM seasons WHERE state = 'final' ORDER BY starts_at DESC LIMIT 2))`

type archivedRow struct {
	Round  roundRow `gorm:"embedded"`
	Season string
	Hash   *string
}

const archivedColumns = "SELECT r.id, r.season_id, r.number, r.starts_at, r.ends_at, r.state, r.version, s.name AS season, p.hash "

// Rounds returns the rounds that are over, newest first, with the caller's result.
func (v Views) Rounds(ctx context.Context, by domain.Actor, at time.Time) ([]PastRound, error) {
	var rows []archivedRow
	if err := v.all(ctx, &rows, archivedColumns+archived+" ORDER BY r.starts_at DESC"); err != nil {
		return nil, wrapped(err, "rounds that are over")
	}
	all := make([]PastRound, len(rows))
	for i, r := range rows {
		view, err := v.roundView(ctx, by, r, at)
		if err != nil {
			return nil, err
		}
		all[i] = view
	}
	return all, nil
}

func (v Views) roundView(ctx context.Context, by domain.Actor, r archivedRow, at time.Time) (PastRound, error) {
	own := r.Round.domain()
	view := PastRound{
		ID: string(own.ID), SeasonID: string(own.Season), Season: r.Season, Number: own.Number, StartsAt: At(own.StartsAt), EndsAt: At(own.EndsAt),
		State: own.State, DisputeAt: At(own.EndsAt.Add(league.DisputeFrom)), FinalAt: At(own.EndsAt.Add(league.ClosingTime)), Hash: deref(r.Hash),
	}
	if by.Expert() == "" {
		return view, nil
	}
	var place struct {
		Place int
		Score int64
		Of    int
	}
	if _, err := v.maybe(ctx, &place, `SELECT place, score, (SELECT COUNT(*) FROM standings o WHERE o.round_id = s.round_id) AS "of"
		FROM standings s WHERE round_id = ? AND expert_id = ?`, own.ID, by.Expert()); err != nil {
		return view, wrapped(err, "place in %s", own.ID)
	}
	view.Place, view.Score, view.Of = place.Place, place.Score, place.Of
	var err error
	view.Dispute, err = v.DisputeOf(ctx, own.ID, by.Expert())
	view.Disputable = own.Disputable(at) && view.Dispute == nil
	return view, err
}

// RoundResult is a round that is over, and who came where.
type RoundResult struct {
	Round    PastRound     `json:"round"`
	Document string        `json:"document,omitempty" doc:"What was published, word for word; its SHA-256 is the round's hash."`
	Prizes   []PrizeView   `json:"prizes"`
	Of       int           `json:"of" doc:"How many took part."`
	Rows     []ResultRow   `json:"rows" doc:"Best first, a hundred at most and the caller's own; while the round closes, as they stand now."`
	Goal     *TeamGoalView `json:"goal,omitempty"`
}

// ResultRow is a place in a result.
type ResultRow struct {
	Place       int    `json:"place"`
	Alias       string `json:"alias"`
	Bird        int    `json:"bird"`
	Name        string `json:"name,omitempty" doc:"For staff."`
	Score       int64  `json:"score"`
	Division    *int   `json:"division,omitempty" doc:"Of its league; 0 for rookies."`
	LeaguePlace int    `json:"leaguePlace,omitempty"`
	Me          bool   `json:"me"`
}

// RoundResult returns a round that is over. It refuses with round_not_found when it
// is not, or is no longer shown.
func (v Views) RoundResult(ctx context.Context, by domain.Actor, id domain.RoundID, at time.Time) (out RoundResult, err error) {
	var r archivedRow
	if err := v.one(ctx, &r, "round", archivedColumns+archived+" AND r.id = ?", id); err != nil {
		return out, err
	}
	if out.Round, err = v.roundView(ctx, by, r, at); err != nil {
		return out, err
	}
	if out.Prizes, err = v.PrizesOf(ctx, domain.SeasonID(out.Round.SeasonID), id); err != nil {
		return out, err
	}
	if out.Goal, err = v.TeamGoalOf(ctx, id); err != nil {
		return out, err
	}
	if out.Round.State == league.Final {
		if _, err := v.maybe(ctx, &out.Document, "SELECT document FROM snapshots WHERE id = ?", id); err != nil {
			return out, wrapped(err, "the snapshot of %s", id)
		}
		out.Rows, err = v.finalRows(ctx, by, id)
		if err == nil {
			err = v.one(ctx, &out.Of, "round", "SELECT COUNT(*) FROM standings WHERE round_id = ?", id)
		}
		return out, err
	}
	zone, err := v.zone(ctx)
	if err != nil {
		return out, err
	}
	field, err := fieldOf(v.on(ctx), r.Round, zone, at)
	if err != nil {
		return out, err
	}
	out.Rows = []ResultRow{}
	all := field.Standings()
	out.Of = len(all)
	for i, s := range all {
		if i >= resultRows && s.Expert != by.Expert() {
			continue
		}
		row := ResultRow{Place: s.Rank, Alias: s.Alias, Bird: s.Bird, Score: s.Score, Me: s.Expert == by.Expert()}
		if by.Staff() {
			row.Name = s.Name
		}
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// resultRows is how many places of a round are shown.
const resultRows = 100

func (v Views) finalRows(ctx context.Context, by domain.Actor, id domain.RoundID) ([]ResultRow, error) {
	rows := []ResultRow{}
	err := v.all(ctx, &rows, `SELECT s.place, e.alias, e.bird, CASE WHEN ? THEN e.display_name ELSE '' END AS name, s.score, l.division,
			COALESCE(s.league_place, 0) AS league_place, s.expert_id = ? AS me
		FROM standings s JOIN experts e ON e.id = s.expert_id LEFT JOIN leagues l ON l.id = s.league_id
		WHERE s.round_id = ? AND (s.expert_id = ? OR s.expert_id IN (SELECT o.expert_id FROM standings o WHERE o.round_id = s.round_id
			ORDER BY o.place, o.expert_id LIMIT ?)) ORDER BY s.place, s.expert_id`, by.Staff(), string(by.Expert()), id, string(by.Expert()), resultRows)
	return rows, wrapped(err, "result of %s", id)
}

// Laps returns a season as a race reads it.
func (v Views) Laps(ctx context.Context, id domain.SeasonID, at time.Time) (league.Season, []league.Lap, error) {
	var s seasonRow
	if err := v.one(ctx, &s, "season", "SELECT "+seasonColumns+` FROM seasons WHERE id = ? AND state <> 'upcoming'
		AND (state <> 'final' OR id IN (SELECT id FROM seasons WHERE state = 'final' ORDER BY starts_at DESC LIMIT 2))`, id); err != nil {
		return league.Season{}, nil, err
	}
	zone, err := v.zone(ctx)
	if err != nil {
		return s.domain(), nil, err
	}
	var rounds []roundRow
	if err := v.all(ctx, &rounds, "SELECT "+roundColumns+" FROM rounds WHERE season_id = ? AND state <> 'upcoming' ORDER BY number", id); err != nil {
		return s.domain(), nil, wrapped(err, "rounds of %s", id)
	}
	laps := make([]league.Lap, len(rounds))
	for i, r := range rounds {
		if laps[i].Field, err = fieldOf(v.on(ctx), r, zone, at); err != nil {
			return s.domain(), nil, err
		}
		if laps[i].Field.Round.State != league.Final {
			continue
		}
		var frozen []struct {
			ExpertID string
			Score    int64
		}
		if err := v.all(ctx, &frozen, "SELECT expert_id, score FROM standings WHERE round_id = ?", r.ID); err != nil {
			return s.domain(), nil, wrapped(err, "result of %s", r.ID)
		}
		laps[i].Frozen = map[domain.ExpertID]int64{}
		for _, f := range frozen {
			laps[i].Frozen[domain.ExpertID(f.ExpertID)] = f.Score
		}
	}
	return s.domain(), laps, nil
}
