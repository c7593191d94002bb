package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// RatedExperts are those with a rating that may be told by now.
func (tx Tx) RatedExperts(now time.Time) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, "SELECT DISTINCT expert_id FROM ratings WHERE tell_at <= ? ORDER BY expert_id", At(now))
	return ids, wrapped(err, "find ratings to tell")
}

// DueRatings are an expert's that may be told by now.
func (tx Tx) DueRatings(e domain.ExpertID, now time.Time) ([]desk.Rating, error) {
	return tx.ratings("expert_id = ? AND tell_at <= ? ORDER BY given_at, conversation_id, episode", e, At(now))
}

// TellRatings marks an expert's ratings as told. The version stays: what the
// customer says is as it was.
func (tx Tx) TellRatings(e domain.ExpertID, now time.Time) (int, error) {
	n, err := tx.exec("UPDATE ratings SET tell_at = NULL, told_at = ? WHERE expert_id = ? AND tell_at <= ?", At(now), e, At(now))
	return int(n), wrapped(err, "tell %s of ratings", e)
}

// SetAside stores why a rating does not count for the quality, once.
func (tx Tx) SetAside(r desk.Rating) error {
	return tx.change(`UPDATE ratings SET excluded = ?, controllable = FALSE, version = version + 1
		WHERE conversation_id = ? AND episode = ? AND version = ? AND excluded = ''`, r.Excluded, r.Conversation, r.Episode, r.Version)
}

// AbuseMarked reports whether staff marked a conversation, which is held.
func (tx Tx) AbuseMarked(id domain.ConversationID) (marked bool, err error) {
	_, err = tx.maybe(&marked, "SELECT TRUE FROM abuse_marks WHERE conversation_id = ?", id)
	return marked, wrapped(err, "read the mark of %s", id)
}

// AddAbuseMark marks a conversation, once.
func (tx Tx) AddAbuseMark(m desk.AbuseMark) (bool, error) {
	n, err := tx.exec("INSERT INTO abuse_marks (conversation_id, marked_by, reason, marked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		m.Conversation, m.By, m.Reason, At(m.At))
	return n == 1, wrapped(err, "mark %s", m.Conversation)
}

// DisputePlaces are the places that an expert's open disputes take.
func (tx Tx) DisputePlaces(e domain.ExpertID) (taken []int, err error) {
	err = tx.all(&taken, "SELECT place FROM rating_disputes WHERE expert_id = ? AND state = 'open' ORDER BY place", e)
	return taken, wrapped(err, "count the disputes of %s", e)
}

// HasRatingDispute reports whether the rating was disputed.
func (tx Tx) HasRatingDispute(id domain.ConversationID, episode int) (bool, error) {
	var found string
	return tx.maybe(&found, "SELECT id FROM rating_disputes WHERE conversation_id = ? AND episode = ?", id, episode)
}

// AddRatingDispute stores a new dispute, unless its place or its rating has one.
func (tx Tx) AddRatingDispute(d desk.RatingDispute) (bool, error) {
	n, err := tx.exec(`INSERT INTO rating_disputes (id, conversation_id, episode, expert_id, place, text, state, raised_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		d.ID, d.Conversation, d.Episode, d.Expert, d.Place, d.Text, d.State, At(d.RaisedAt), d.Version)
	return n == 1, wrapped(err, "dispute of %s", d.Expert)
}

type ratingDisputeRow struct {
	ID             desk.RatingDisputeID
	ConversationID domain.ConversationID
	Episode        int
	ExpertID       domain.ExpertID
	Place          int
	Text           string
	State          desk.RatingDisputeState
	RaisedAt       Time
	Answer         string
	DecidedBy      *domain.PersonID
	DecidedAt      *Time
	Version        int
}

func (tx Tx) ratingDispute(id desk.RatingDisputeID, hold string) (desk.RatingDispute, error) {
	var r ratingDisputeRow
	found, err := tx.maybe(&r, `SELECT id, conversation_id, episode, expert_id, place, text, state, raised_at, answer, decided_by, decided_at, version
		FROM rating_disputes WHERE id = ?`+hold, id)
	if err == nil && !found {
		err = desk.ErrUnknownDispute
	}
	return desk.RatingDispute{
		ID: r.ID, Conversation: r.ConversationID, Episode: r.Episode, Expert: r.ExpertID, Place: r.Place, Text: r.Text, State: r.State,
		RaisedAt: r.RaisedAt.Time, Answer: r.Answer, DecidedBy: orEmpty(r.DecidedBy), DecidedAt: r.DecidedAt.OrZero(), Version: r.Version,
	}, err
}

// RatingDispute returns a dispute as it is.
func (tx Tx) RatingDispute(id desk.RatingDisputeID) (desk.RatingDispute, error) {
	return tx.ratingDispute(id, "")
}

// LockRatingDispute returns a dispute and holds it until the transaction ends.
func (tx Tx) LockRatingDispute(id desk.RatingDisputeID) (desk.RatingDispute, error) {
	return tx.ratingDispute(id, tx.hold())
}

// SaveRatingDispute writes a decision, if nobody has since d was read.
func (tx Tx) SaveRatingDispute(d desk.RatingDispute) error {
	return tx.change(`UPDATE rating_disputes SET state = ?, answer = ?, decided_by = ?, decided_at = ?, version = version + 1
		WHERE id = ? AND version = ?`, d.State, d.Answer, d.DecidedBy, At(d.DecidedAt), d.ID, d.Version)
}

// RatingWaits reports whether the rating of an episode is too young for its
// expert to see what it was worth. The conversation is held.
func (tx Tx) RatingWaits(id domain.ConversationID, episode int, now time.Time) (waits bool, err error) {
	_, err = tx.maybe(&waits, "SELECT TRUE FROM ratings WHERE conversation_id = ? AND episode = ? AND settled_at IS NULL AND tell_at > ?",
		id, episode, At(now))
	return waits, wrapped(err, "look whether the rating of %s waits", id)
}

// AwardFor returns the award for a conversation's episode, which is held; an
// empty one where there is none.
func (tx Tx) AwardFor(id domain.ConversationID, episode int) (award domain.AwardID, err error) {
	_, err = tx.maybe(&award, "SELECT id FROM awards WHERE kind = 'conversation' AND conversation_id = ? AND episode = ?", id, episode)
	return award, wrapped(err, "find the award of %s", id)
}

// AddAmend writes down what an award is worth more than it was settled at, once;
// what people took back stays so.
func (tx Tx) AddAmend(id domain.AwardID, points domain.Points, at time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO award_amends (award_id, points, at) SELECT CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT)
		WHERE NOT EXISTS (SELECT 1 FROM holds h WHERE h.award_id = ? AND h.state = 'voided') ON CONFLICT DO NOTHING`, id, points, At(at), id)
	return n == 1, wrapped(err, "amend %s", id)
}

// AmendAward writes what a settled award is worth now.
func (tx Tx) AmendAward(a rewards.Award) error {
	arithmetic, err := json.Marshal(a.Arithmetic)
	if err != nil {
		return wrapped(err, "award %s", a.ID)
	}
	return tx.change(`UPDATE awards SET settled = ?, arithmetic = ?, version = version + 1
		WHERE id = ? AND version = ? AND settled_at IS NOT NULL`, a.Settled, string(arithmetic), a.ID, a.Version)
}
