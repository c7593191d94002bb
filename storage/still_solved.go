package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
)

// UnratedSolved are answers of experts that were closed as solved in a time and
// never rated, and about which chance said nothing yet.
func (tx Tx) UnratedSolved(from, until time.Time, limit int) (all []desk.EpisodeOfOne, err error) {
	err = tx.all(&all, `SELECT e.conversation_id AS conversation, e.episode FROM episodes e
		JOIN conversations c ON c.id = e.conversation_id AND c.episode = e.episode AND c.status = 'closed'
		WHERE e.outcome = 'solved' AND e.closed_at > ? AND e.closed_at <= ? AND e.expert_id IS NOT NULL AND NOT `+byStaff+`
		AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.conversation_id = e.conversation_id AND r.episode = e.episode)
		AND NOT EXISTS (SELECT 1 FROM still_solved s WHERE s.conversation_id = e.conversation_id AND s.episode = e.episode)
		ORDER BY e.closed_at, e.conversation_id LIMIT ?`, At(from), At(until), limit)
	return all, wrapped(err, "find what nobody rated")
}

// DrawStillSolved stores what chance said about an episode, once.
func (tx Tx) DrawStillSolved(e desk.EpisodeOfOne, asked bool, at time.Time) error {
	_, err := tx.exec("INSERT INTO still_solved (conversation_id, episode, asked, drawn_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		e.Conversation, e.Episode, asked, At(at))
	return wrapped(err, "draw %s", e.Conversation)
}

// AnswerStillSolved stores the customer's word where it was asked for, once.
func (tx Tx) AnswerStillSolved(e desk.EpisodeOfOne, a desk.Answer, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE still_solved SET answer = ?, answered_at = ? WHERE conversation_id = ? AND episode = ? AND asked AND answer IS NULL",
		a, At(at), e.Conversation, e.Episode)
	return n == 1, wrapped(err, "answer %s", e.Conversation)
}

// AddRatingLink stores a link and removes those of its conversation that were not used.
func (tx Tx) AddRatingLink(l desk.RatingLink) error {
	if _, err := tx.exec("DELETE FROM rating_links WHERE conversation_id = ? AND used_at IS NULL", l.Conversation); err != nil {
		return wrapped(err, "end the rating links of %s", l.Conversation)
	}
	_, err := tx.exec("INSERT INTO rating_links (token_hash, conversation_id, episode, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
		l.TokenHash, l.Conversation, l.Episode, l.By, At(l.MadeAt), At(l.ExpiresAt))
	return wrapped(err, "make a rating link of %s", l.Conversation)
}

// RatingLink finds a link that works, without a lock.
func (tx Tx) RatingLink(tokenHash string, now time.Time) (desk.RatingLink, bool, error) {
	var r struct {
		TokenHash      string
		ConversationID domain.ConversationID
		Episode        int
		MadeBy         domain.PersonID
		MadeAt         Time
		ExpiresAt      Time
	}
	found, err := tx.maybe(&r, `SELECT token_hash, conversation_id, episode, made_by, made_at, expires_at FROM rating_links
		WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?`, tokenHash, At(now))
	return desk.RatingLink{
		TokenHash: r.TokenHash, Conversation: r.ConversationID, Episode: r.Episode, By: r.MadeBy, MadeAt: r.MadeAt.Time, ExpiresAt: r.ExpiresAt.Time,
	}, found, wrapped(err, "read a rating link")
}

// UseRatingLink uses a link up, once.
func (tx Tx) UseRatingLink(tokenHash string, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE rating_links SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?", At(now), tokenHash, At(now))
	return n == 1, wrapped(err, "use a rating link")
}

// LinkedAnswer is what somebody with a rating link is asked about.
type LinkedAnswer struct {
	Question   string `json:"question" doc:"Its beginning."`
	ExpertName string `json:"expertName"`
	Bird       int    `json:"bird" doc:"The number of the expert's bird."`
	ClosedAt   Time   `json:"closedAt" format:"date-time"`
	ExpiresAt  Time   `json:"expiresAt" format:"date-time"`
}

// RatingLink shows what a rating link is about. It refuses desk.ErrRatingLink
// for one that does not work, and does not say why.
func (v Views) RatingLink(ctx context.Context, token string, now time.Time) (view LinkedAnswer, err error) {
	found, err := v.maybe(ctx, &view, `SELECT SUBSTR(c.question, 1, ?) AS question, x.display_name AS expert_name, x.bird, e.closed_at, l.expires_at
		FROM rating_links l JOIN conversations c ON c.id = l.conversation_id AND c.episode = l.episode AND c.status = 'closed'
		JOIN episodes e ON e.conversation_id = l.conversation_id AND e.episode = l.episode JOIN experts x ON x.id = e.expert_id
		WHERE l.token_hash = ? AND l.used_at IS NULL AND l.expires_at > ?
		AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.conversation_id = l.conversation_id AND r.episode = l.episode)`,
		titleLength, access.HashToken(token), At(now))
	if err == nil && !found {
		err = desk.ErrRatingLink
	}
	return view, err
}
