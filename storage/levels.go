package storage

import (
	"context"
	"encoding/json"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

var _ roster.LevelStore = Tx{}

// Levels runs fn with the store of levels, pauses and profiles.
func (db *DB) Levels(ctx context.Context, fn func(roster.LevelStore) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// LevelFacts are what an expert's level is judged by, as they were at a time.
func (tx Tx) LevelFacts(e roster.Expert, at time.Time) (roster.Facts, error) {
	return levelFacts(tx.DB, e, at)
}

func levelFacts(q *gorm.DB, e roster.Expert, at time.Time) (f roster.Facts, err error) {
	since, until := At(at.Add(-roster.LevelWindow)), At(at)
	var r struct {
		Conversations, Rated, RightYes, RightOf, FollowUps int
		Invited                                            bool
		ReviewsYes, ReviewsOf                              int
		Tone, Cards                                        int
	}
	_, err = maybe(q, &r, `SELECT
		(SELECT COUNT(*) FROM awards a JOIN episodes s ON s.conversation_id = a.conversation_id AND s.episode = a.episode
			WHERE a.expert_id = x.id AND a.kind = 'conversation' AND a.day_no IS NOT NULL AND s.linked = ''
			AND a.earned_at > ? AND a.earned_at <= ?) AS conversations,
		(SELECT COUNT(*) FROM ratings r WHERE r.expert_id = x.id AND r.controllable AND r.tell_at IS NULL AND r.given_at > ? AND r.given_at <= ?) AS rated,
		(SELECT COUNT(*) FROM awards a WHERE a.expert_id = x.id AND a.kind = 'first_time_right' AND a.settled > 0
			AND a.earned_at > ? AND a.earned_at <= ?) AS right_yes,
		(SELECT COUNT(*) FROM awards a WHERE a.expert_id = x.id AND a.kind = 'first_time_right' AND a.settled IS NOT NULL
			AND a.earned_at > ? AND a.earned_at <= ?) AS right_of,
		(SELECT COUNT(*) FROM follow_ups f WHERE f.expert_id = x.id AND f.state = 'done' AND f.done_at <= f.due_at
			AND f.done_at > ? AND f.done_at <= ?) AS follow_ups,
		EXISTS (SELECT 1 FROM mentor_invitations i WHERE i.expert_id = x.id AND i.answered_at IS NULL AND i.invited_at <= ?) AS invited,
		(SELECT COALESCE(SUM(c.within), 0) FROM calibrations c WHERE c.rater_id = x.id AND c.ended_at > ? AND c.ended_at <= ?) AS reviews_yes,
		(SELECT COALESCE(SUM(c.of), 0) FROM calibrations c WHERE c.rater_id = x.id AND c.ended_at > ? AND c.ended_at <= ?) AS reviews_of,
		(SELECT COALESCE(SUM(s.tone), 0) FROM samples s WHERE s.expert_id = x.id AND s.state = 'marked'
			AND s.marked_at > ? AND s.marked_at <= ?) AS tone,
		(SELECT COUNT(*) FROM samples s WHERE s.expert_id = x.id AND s.state = 'marked' AND s.marked_at > ? AND s.marked_at <= ?) AS cards
		FROM experts x WHERE x.id = ?`,
		since, until, since, until, since, until, since, until, since, until, until, since, until, since, until, since, until, since, until, e.ID)
	if err != nil {
		return f, wrapped(err, "read the facts of %s", e.ID)
	}
	f = roster.Facts{
		Conversations: r.Conversations, Rated: r.Rated, Right: roster.Share{Yes: r.RightYes, Of: r.RightOf}, FollowUps: r.FollowUps,
		Invited: r.Invited, Reviews: roster.Share{Yes: r.ReviewsYes, Of: r.ReviewsOf}, CourtesyCards: r.Cards,
	}
	if r.Cards > 0 {
		f.Courtesy = float64(r.Tone) / float64(r.Cards)
	}
	if f.Quality, err = qualityAt(q, e.ID, at); err != nil {
		return f, err
	}
	if err := supervised(q, e.ID, at, &f); err != nil {
		return f, err
	}
	f.Weeks, err = weeksIn(q, e, at)
	return f, err
}

// qualityAt is an expert's quality as it was at a time.
func qualityAt(q *gorm.DB, id domain.ExpertID, at time.Time) (roster.Quality, error) {
	var means []struct{ Difficulty, Stars, Ratings int }
	_, err := fetch(q, &means, `SELECT difficulty, SUM(stars) AS stars, COUNT(*) AS ratings FROM ratings
		WHERE given_at >= ? AND given_at <= ? AND controllable GROUP BY difficulty`, At(at.Add(-roster.MeanWindow)), At(at))
	if err != nil {
		return roster.Quality{}, wrapped(err, "read the programme's means")
	}
	known := roster.Means{}
	for _, m := range means {
		if m.Ratings >= roster.MeanMinRatings {
			known[m.Difficulty] = float64(m.Stars) / float64(m.Ratings)
		}
	}
	var rows []struct {
		Stars, Difficulty int
		GivenAt           Time
	}
	_, err = fetch(q, &rows, `SELECT stars, difficulty, given_at FROM ratings WHERE expert_id = ? AND controllable AND tell_at IS NULL AND given_at <= ?
		ORDER BY given_at DESC, conversation_id DESC, episode DESC LIMIT ?`, id, At(at), roster.QualityWindow)
	rated := make([]roster.Rated, len(rows))
	for i, r := range rows {
		rated[i] = roster.Rated{Stars: r.Stars, Difficulty: r.Difficulty, At: r.GivenAt.Time}
	}
	return roster.QualityOf(rated, known, at), wrapped(err, "read the ratings of %s", id)
}

// supervised reads the newest conversations that a mentor saw and marked.
func supervised(q *gorm.DB, id domain.ExpertID, at time.Time, f *roster.Facts) error {
	var rows []struct {
		Points int
		Breach bool
	}
	_, err := fetch(q, &rows, `SELECT helpful + correct + tone + own_words AS points, breach FROM samples
		WHERE expert_id = ? AND purpose = 'shadowing' AND state = 'marked' AND marked_at <= ?
		ORDER BY marked_at DESC, id DESC LIMIT ?`, id, At(at), roster.SupervisedNeed)
	points := 0
	for _, r := range rows {
		points += r.Points
		if r.Breach {
			f.Breaches++
		}
	}
	if f.Supervised = len(rows); f.Supervised > 0 {
		f.SupervisedMean = float64(points) / float64(4*f.Supervised)
	}
	return wrapped(err, "read the supervised conversations of %s", id)
}

// weeksIn counts whole weeks in a level, without the pauses.
func weeksIn(q *gorm.DB, e roster.Expert, at time.Time) (int, error) {
	var pauses []struct {
		BeganAt    Time
		ReturnedAt *Time
	}
	_, err := fetch(q, &pauses, "SELECT began_at, returned_at FROM expert_pauses WHERE expert_id = ? AND began_at < ?", e.ID, At(at))
	there := at.Sub(e.LevelAt)
	for _, p := range pauses {
		from, to := later(p.BeganAt.Time, e.LevelAt), at
		if p.ReturnedAt != nil && p.ReturnedAt.Before(at) {
			to = p.ReturnedAt.Time
		}
		there -= max(to.Sub(from), 0)
	}
	return int(max(there, 0) / (7 * 24 * time.Hour)), wrapped(err, "read the pauses of %s", e.ID)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// AddLevelChange writes down a level that an expert came to. The expert's row
// is held, so numbers have no gap.
func (tx Tx) AddLevelChange(c roster.LevelChange) error {
	why, err := json.Marshal(list0(c.Why))
	if err != nil {
		return wrapped(err, "encode why %s came to a level", c.Expert)
	}
	by := c.By.ID
	if by == "" {
		by = string(domain.RoleSystem)
	}
	var from any
	if c.From != nil {
		from = *c.From
	}
	_, err = tx.exec(`INSERT INTO level_changes (expert_id, no, from_level, to_level, cause, why, at, by_id)
		SELECT x.id, 1 + COALESCE((SELECT MAX(no) FROM level_changes WHERE expert_id = x.id), 0), CAST(? AS INTEGER), CAST(? AS INTEGER),
			CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS TEXT) FROM experts x WHERE x.id = ?`,
		from, c.To, c.Cause, string(why), At(c.At), by, c.Expert)
	return wrapped(err, "write down the level of %s", c.Expert)
}

// ToReview finds the experts without a review of a month who were there in it.
func (tx Tx) ToReview(m roster.Month, end time.Time) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, `SELECT x.id FROM experts x WHERE x.state <> 'retired' AND x.created_at < ?
		AND NOT EXISTS (SELECT 1 FROM level_reviews r WHERE r.expert_id = x.id AND r.month >= ?) ORDER BY x.id`, At(end), m)
	return ids, wrapped(err, "find whose level is to be looked at")
}

// LastReviewed is the newest month of an expert that was looked at; empty: none.
func (tx Tx) LastReviewed(id domain.ExpertID) (m roster.Month, err error) {
	_, err = tx.maybe(&m, "SELECT COALESCE(MAX(month), '') FROM level_reviews WHERE expert_id = ?", id)
	return m, wrapped(err, "read the last review of %s", id)
}

// AddReview stores a review; false: there is one of this expert and month.
func (tx Tx) AddReview(r roster.LevelReview) (bool, error) {
	reasons, err := json.Marshal(list0(r.Reasons))
	if err != nil {
		return false, wrapped(err, "encode the reasons of %s", r.ID)
	}
	n, err := tx.exec(`INSERT INTO level_reviews (id, expert_id, month, level, verdict, note, reasons, reviewed_at, grace_until, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (expert_id, month) DO NOTHING`,
		r.ID, r.Expert, r.Month, r.Level, r.Verdict, r.Note, string(reasons), At(r.ReviewedAt), AtOrNull(r.GraceUntil))
	return n == 1, wrapped(err, "add the review of %s", r.Expert)
}

type levelReviewRow struct {
	ID, Note, Reasons, Objection, Answer          string
	ExpertID                                      domain.ExpertID
	Month                                         roster.Month
	Level                                         roster.Level
	Verdict                                       roster.Verdict
	ReviewedAt                                    Time
	GraceUntil, ObjectedAt, AnsweredAt, DecidedAt *Time
	AnsweredBy                                    *domain.PersonID
	Version                                       int
}

const levelReviewColumns = `id, expert_id, month, level, verdict, note, reasons, reviewed_at, grace_until, objection, objected_at, answer,
	answered_at, answered_by, decided_at, version`

func (r levelReviewRow) domain() (roster.LevelReview, error) {
	v := roster.LevelReview{
		ID: r.ID, Expert: r.ExpertID, Month: r.Month, Level: r.Level, Verdict: r.Verdict, Note: r.Note, ReviewedAt: r.ReviewedAt.Time,
		GraceUntil: r.GraceUntil.OrZero(), Objection: r.Objection, ObjectedAt: r.ObjectedAt.OrZero(), Answer: r.Answer,
		AnsweredAt: r.AnsweredAt.OrZero(), AnsweredBy: orEmpty(r.AnsweredBy), DecidedAt: r.DecidedAt.OrZero(), Version: r.Version,
	}
	return v, fromJSON("level_reviews.reasons", r.Reasons, &v.Reasons)
}

// OpenWarning reads the warning of an expert that is not decided.
func (tx Tx) OpenWarning(id domain.ExpertID) (roster.LevelReview, bool, error) {
	var r levelReviewRow
	found, err := tx.maybe(&r, "SELECT "+levelReviewColumns+" FROM level_reviews WHERE expert_id = ? AND verdict = 'warned'", id)
	if err != nil || !found {
		return roster.LevelReview{}, false, wrapped(err, "read the warning of %s", id)
	}
	v, err := r.domain()
	return v, true, err
}

// SaveReview stores what became of a warning.
func (tx Tx) SaveReview(r roster.LevelReview) error {
	reasons, err := json.Marshal(list0(r.Reasons))
	if err != nil {
		return wrapped(err, "encode the reasons of %s", r.ID)
	}
	return wrapped(tx.change(`UPDATE level_reviews SET verdict = ?, note = ?, reasons = ?, grace_until = ?, objection = ?, objected_at = ?,
		answer = ?, answered_at = ?, answered_by = ?, decided_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		r.Verdict, r.Note, string(reasons), AtOrNull(r.GraceUntil), r.Objection, AtOrNull(r.ObjectedAt), r.Answer, AtOrNull(r.AnsweredAt),
		orNull(r.AnsweredBy), AtOrNull(r.DecidedAt), r.ID, r.Version), "save the review %s", r.ID)
}

// EndWarning ends an open warning as recovered.
func (tx Tx) EndWarning(id domain.ExpertID, note string, at time.Time) error {
	_, err := tx.exec(`UPDATE level_reviews SET verdict = 'recovered', note = ?, decided_at = ?, version = version + 1
		WHERE expert_id = ? AND verdict = 'warned'`, note, At(at), id)
	return wrapped(err, "end the warning of %s", id)
}

// ExtendGrace gives an open warning until a time at least.
func (tx Tx) ExtendGrace(id domain.ExpertID, until time.Time) error {
	_, err := tx.exec(`UPDATE level_reviews SET grace_until = ?, version = version + 1
		WHERE expert_id = ? AND verdict = 'warned' AND grace_until < ?`, At(until), id, At(until))
	return wrapped(err, "extend the grace of %s", id)
}

// EndedGraces finds the experts whose warning may be decided.
func (tx Tx) EndedGraces(now time.Time) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, `SELECT r.expert_id FROM level_reviews r JOIN experts x ON x.id = r.expert_id
		WHERE r.verdict = 'warned' AND r.grace_until <= ? AND x.state = 'active'
		AND (r.objected_at IS NULL OR r.answered_at IS NOT NULL) ORDER BY r.expert_id`, At(now))
	return ids, wrapped(err, "find whose grace is over")
}

// AddMentorInvitation stores an invitation, or refuses roster.ErrInvited.
func (tx Tx) AddMentorInvitation(i roster.MentorInvitation) error {
	evidence, err := json.Marshal(map[string]string{"note": i.Note})
	if err != nil {
		return wrapped(err, "encode an invitation")
	}
	n, err := tx.exec(`INSERT INTO mentor_invitations (expert_id, invited_at, invited_by, evidence) VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, i.Expert, At(i.At), i.By, string(evidence))
	if err == nil && n == 0 {
		return roster.ErrInvited
	}
	return wrapped(err, "invite %s", i.Expert)
}

// OpenMentorInvitation reads the invitation that waits for an answer.
func (tx Tx) OpenMentorInvitation(id domain.ExpertID) (roster.MentorInvitation, bool, error) {
	var r struct {
		InvitedAt Time
		InvitedBy domain.PersonID
	}
	found, err := tx.maybe(&r, "SELECT invited_at, invited_by FROM mentor_invitations WHERE expert_id = ? AND answered_at IS NULL", id)
	return roster.MentorInvitation{Expert: id, By: r.InvitedBy, At: r.InvitedAt.Time}, found, wrapped(err, "read the invitation of %s", id)
}

// SaveMentorInvitation stores the answer.
func (tx Tx) SaveMentorInvitation(i roster.MentorInvitation) error {
	return wrapped(tx.change(`UPDATE mentor_invitations SET accepted = ?, answered_at = ? WHERE expert_id = ? AND answered_at IS NULL`,
		i.Accepted, At(i.AnsweredAt), i.Expert), "answer the invitation of %s", i.Expert)
}
