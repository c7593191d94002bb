package storage

import (
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/roster"
)

// LockRound returns a round and holds it until the transaction ends.
func (tx Tx) LockRound(id domain.RoundID) (league.Round, error) {
	var r roundRow
	err := tx.one(&r, "round", "SELECT "+roundColumns+" FROM rounds WHERE id = ?"+tx.hold(), id)
	return r.domain(), err
}

// LockSeason returns a season and holds it until the transaction ends.
func (tx Tx) LockSeason(id domain.SeasonID) (league.Season, error) {
	var r seasonRow
	err := tx.one(&r, "season", "SELECT "+seasonColumns+" FROM seasons WHERE id = ?"+tx.hold(), id)
	return r.domain(), err
}

// Played reports whether an expert is on the board and earned or ended anything
// in a round.
func (tx Tx) Played(e domain.ExpertID, round domain.RoundID) (bool, error) {
	var found string
	return tx.maybe(&found, `SELECT e.id FROM experts e WHERE e.id = ? AND e.state IN ('active', 'paused')
		AND (EXISTS (SELECT 1 FROM awards a WHERE a.round_id = ? AND a.expert_id = e.id)
			OR EXISTS (SELECT 1 FROM episodes p JOIN rounds r ON r.id = ? WHERE p.expert_id = e.id AND p.closed_at >= r.starts_at AND p.closed_at < r.ends_at))`,
		e, round, round)
}

// LateDisputes counts the open disputes that were raised before a time.
func (tx Tx) LateDisputes(raisedBefore time.Time) (n int, err error) {
	err = tx.all(&n, "SELECT COUNT(*) FROM disputes WHERE state = 'open' AND raised_at <= ?", At(raisedBefore))
	return n, wrapped(err, "count disputes that are late")
}

type disputeRow struct {
	ID        string
	RoundID   string
	ExpertID  string
	Text      string
	State     string
	RaisedAt  Time
	Answer    string
	DecidedBy *string
	DecidedAt *Time
	Version   int
}

const disputeColumns = "id, round_id, expert_id, text, state, raised_at, answer, decided_by, decided_at, version"

func (r disputeRow) domain() league.Dispute {
	return league.Dispute{
		ID: league.DisputeID(r.ID), Round: domain.RoundID(r.RoundID), Expert: domain.ExpertID(r.ExpertID), Text: r.Text,
		State: league.DisputeState(r.State), RaisedAt: r.RaisedAt.Time, Answer: r.Answer, DecidedBy: domain.PersonID(deref(r.DecidedBy)),
		DecidedAt: r.DecidedAt.OrZero(), Version: r.Version,
	}
}

// OpenDisputes counts the disputes that a round waits for.
func (tx Tx) OpenDisputes(id domain.RoundID) (n int, err error) {
	err = tx.all(&n, "SELECT COUNT(*) FROM disputes WHERE round_id = ? AND state = 'open'", id)
	return n, wrapped(err, "open disputes of %s", id)
}

// AddDispute stores a new dispute, unless its expert has one about the round.
func (tx Tx) AddDispute(d league.Dispute) (bool, error) {
	n, err := tx.exec(`INSERT INTO disputes (id, round_id, expert_id, text, state, raised_at, answer, version) VALUES (?, ?, ?, ?, ?, ?, '', ?)
		ON CONFLICT (round_id, expert_id) DO NOTHING`, d.ID, d.Round, d.Expert, d.Text, d.State, At(d.RaisedAt), d.Version)
	return n > 0, wrapped(err, "dispute of %s", d.Expert)
}

// LockDispute returns a dispute and holds it until the transaction ends.
func (tx Tx) LockDispute(id league.DisputeID) (league.Dispute, error) {
	var r disputeRow
	err := tx.one(&r, "dispute", "SELECT "+disputeColumns+" FROM disputes WHERE id = ?"+tx.hold(), id)
	return r.domain(), err
}

// SaveDispute writes a decision, if nobody has since d was read.
func (tx Tx) SaveDispute(d league.Dispute) error {
	return tx.change("UPDATE disputes SET state = ?, answer = ?, decided_by = ?, decided_at = ?, version = version + 1 WHERE id = ? AND version = ?",
		d.State, d.Answer, d.DecidedBy, At(d.DecidedAt), d.ID, d.Version)
}

type teamGoalRow struct {
	RoundID string
	Text    string
	Measure string
	Target  int
	Reward  string
	Counted *int
	SetBy   string
	SetAt   Time
	Version int
}

const teamGoalColumns = "round_id, text, measure, target, reward, counted, set_by, set_at, version"

// TeamGoal returns the team goal of a round.
func (tx Tx) TeamGoal(id domain.RoundID) (league.Goal, bool, error) {
	var r teamGoalRow
	found, err := tx.maybe(&r, "SELECT "+teamGoalColumns+" FROM team_goals WHERE round_id = ?"+tx.hold(), id)
	return league.Goal{
		Round: id, Text: r.Text, Measure: league.GoalMeasure(r.Measure), Target: r.Target, Reward: r.Reward, Counted: r.Counted,
		By: domain.PersonID(r.SetBy), At: r.SetAt.Time, Version: r.Version,
	}, found, wrapped(err, "the goal of %s", id)
}

// SaveTeamGoal stores a goal that is new, or one that nobody has changed since it was read.
func (tx Tx) SaveTeamGoal(g league.Goal) error {
	if g.Version > 0 {
		return tx.change(`UPDATE team_goals SET text = ?, measure = ?, target = ?, reward = ?, counted = ?, set_by = ?, set_at = ?,
			version = version + 1 WHERE round_id = ? AND version = ?`,
			g.Text, g.Measure, g.Target, g.Reward, g.Counted, g.By, At(g.At), g.Round, g.Version)
	}
	n, err := tx.exec(`INSERT INTO team_goals (round_id, text, measure, target, reward, set_by, set_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1)
		ON CONFLICT (round_id) DO NOTHING`, g.Round, g.Text, g.Measure, g.Target, g.Reward, g.By, At(g.At))
	if err == nil && n == 0 {
		err = domain.ErrStale
	}
	return err
}

// countGoal counts the awards of a kind that a round has.
const countGoal = `SELECT COUNT(*) FROM awards WHERE round_id = ? AND kind = ? AND COALESCE(settled, pending) > 0`

// CountGoal counts what of a measure happened in a round.
func (tx Tx) CountGoal(id domain.RoundID, m league.GoalMeasure) (n int, err error) {
	err = tx.all(&n, countGoal, id, m)
	return n, wrapped(err, "count the goal of %s", id)
}

type prizeRow struct {
	ID          string
	SeasonID    string
	RoundID     *string
	PlaceFrom   int
	PlaceTo     int
	What        string
	EarlyAccess bool
	CreatedBy   string
	CreatedAt   Time
}

const prizeColumns = "id, season_id, round_id, place_from, place_to, what, early_access, created_by, created_at"

func (r prizeRow) domain() league.Prize {
	return league.Prize{
		ID: league.PrizeID(r.ID), Season: domain.SeasonID(r.SeasonID), Round: domain.RoundID(deref(r.RoundID)), From: r.PlaceFrom,
		To: r.PlaceTo, What: r.What, Early: r.EarlyAccess, By: domain.PersonID(r.CreatedBy), At: r.CreatedAt.Time,
	}
}

// Prizes returns what the places of a round win, or with no round those of the season.
func (tx Tx) Prizes(season domain.SeasonID, round domain.RoundID) ([]league.Prize, error) {
	var rows []prizeRow
	err := tx.all(&rows, "SELECT "+prizeColumns+` FROM prizes WHERE season_id = ? AND COALESCE(round_id, '') = ?
		ORDER BY place_from, place_to, id`, season, string(round))
	prizes := make([]league.Prize, len(rows))
	for i, r := range rows {
		prizes[i] = r.domain()
	}
	return prizes, wrapped(err, "prizes of %s", season)
}

// AddPrize stores a new prize.
func (tx Tx) AddPrize(p league.Prize) error {
	_, err := tx.exec("INSERT INTO prizes ("+prizeColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		p.ID, p.Season, orNull(p.Round), p.From, p.To, p.What, p.Early, p.By, At(p.At))
	return wrapped(err, "prize %s", p.What)
}

// LockPrize returns a prize and holds it until the transaction ends.
func (tx Tx) LockPrize(id league.PrizeID) (league.Prize, error) {
	var r prizeRow
	err := tx.one(&r, "prize", "SELECT "+prizeColumns+" FROM prizes WHERE id = ?"+tx.hold(), id)
	return r.domain(), err
}

// RemovePrize takes a prize back that nobody has won.
func (tx Tx) RemovePrize(id league.PrizeID) error {
	_, err := tx.exec("DELETE FROM prizes WHERE id = ?", id)
	return wrapped(err, "take back prize %s", id)
}

// AddWin issues a prize. Nobody has the same one twice.
func (tx Tx) AddWin(id string, w league.Win, at time.Time) error {
	_, err := tx.exec("INSERT INTO prize_wins (id, prize_id, expert_id, place, pieces, among, won_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		id, w.Prize, w.Expert, w.Place, w.Pieces, w.Among, At(at))
	return wrapped(err, "issue prize %s", w.Prize)
}

// HandOver notes that a winner has their prize.
func (tx Tx) HandOver(win string, by domain.PersonID, at time.Time) error {
	var held string
	if err := tx.one(&held, "win", "SELECT id FROM prize_wins WHERE id = ?"+tx.hold(), win); err != nil {
		return err
	}
	_, err := tx.exec("UPDATE prize_wins SET handed_at = ?, handed_by = ? WHERE id = ? AND handed_at IS NULL", At(at), by, win)
	return wrapped(err, "hand over %s", win)
}

// AddSnapshot stores a published result. There is one of a round, and of a season.
func (tx Tx) AddSnapshot(s league.Snapshot) error {
	_, err := tx.exec("INSERT INTO snapshots (id, kind, document, hash, taken_at) VALUES (?, ?, ?, ?, ?)",
		s.ID, s.Kind, s.Document, s.Hash, At(s.TakenAt))
	return wrapped(err, "publish %s", s.ID)
}

// SeasonResults adds up the final rounds of a season, in no order. What else
// decides a place is as it was in the last of them; who plays for no prize is as
// it is now: whose points are held, and who was put out.
func (tx Tx) SeasonResults(id domain.SeasonID) ([]league.Standing, error) {
	var rows []struct {
		ExpertID      string
		Alias         string
		Score         int64
		Conversations int
		Quality       int
		Ratings       int
		RightYes      int
		RightOf       int
		Held          bool
		ReachedAt     *Time
	}
	err := tx.all(&rows, `SELECT s.expert_id, e.alias, s.score, s.conversations, s.quality, s.ratings, s.right_yes, s.right_of, s.reached_at,
		(e.state = 'suspended' OR (e.state = 'retired' AND e.alumni_at IS NULL)
			OR EXISTS (SELECT 1 FROM holds h JOIN awards a ON a.id = h.award_id WHERE a.expert_id = e.id AND h.state = 'held')) AS held
		FROM standings s JOIN rounds r ON r.id = s.round_id JOIN experts e ON e.id = s.expert_id
		WHERE r.season_id = ? ORDER BY s.expert_id, r.number`, id)
	var all []league.Standing
	for _, r := range rows {
		if n := len(all); n == 0 || string(all[n-1].Expert) != r.ExpertID {
			all = append(all, league.Standing{Player: league.Player{Expert: domain.ExpertID(r.ExpertID), Alias: r.Alias}})
		}
		s := &all[len(all)-1]
		s.Score += r.Score
		s.Conversations += r.Conversations
		s.Right.Yes += r.RightYes
		s.Right.Of += r.RightOf
		s.Quality, s.Held = roster.Quality{Mean: float64(r.Quality) / math.Pow10(3), Ratings: r.Ratings}, r.Held
		if at := r.ReachedAt.OrZero(); at.After(s.Reached) {
			s.Reached = at
		}
	}
	return all, wrapped(err, "results of %s", id)
}
