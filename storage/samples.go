package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
)

type sampleRow struct {
	ID             growth.SampleID
	ConversationID domain.ConversationID
	Episode        int
	ExpertID       domain.ExpertID
	Purpose        growth.Purpose
	State          growth.SampleState
	MentorID       *domain.PersonID
	ReviewerID     *domain.PersonID
	Helpful        *int
	Correct        *int
	Tone           *int
	OwnWords       *int
	Breach         bool
	Praise         string
	Advice         string
	DrawnAt        Time
	MarkedAt       *Time
}

const sampleColumns = `s.id, s.conversation_id, s.episode, s.expert_id, s.purpose, s.state, s.mentor_id, s.reviewer_id, s.helpful, s.correct, s.tone, s.own_words,
	s.breach, s.praise, s.advice, s.drawn_at, s.marked_at`

func (r sampleRow) domain() growth.Sample {
	return growth.Sample{
		Part: growth.Part{Conversation: r.ConversationID, Episode: r.Episode}, ID: r.ID, Expert: r.ExpertID, Purpose: r.Purpose, State: r.State,
		Mentor: orEmpty(r.MentorID), Reviewer: orEmpty(r.ReviewerID), DrawnAt: r.DrawnAt.Time, MarkedAt: r.MarkedAt.OrZero(),
		Card: growth.Card{
			Helpful: orZero(r.Helpful), Correct: orZero(r.Correct), Tone: orZero(r.Tone), OwnWords: orZero(r.OwnWords), Breach: r.Breach,
			Praise: r.Praise, Advice: r.Advice,
		},
	}
}

func (tx Tx) sample(id growth.SampleID, lock string) (growth.Sample, error) {
	var r sampleRow
	found, err := tx.maybe(&r, "SELECT "+sampleColumns+" FROM samples s WHERE s.id = ?"+lock, id)
	return orUnknown(r.domain(), found, wrapped(err, "read sample %s", id), growth.ErrUnknownSample)
}

// Sample reads a sample.
func (tx Tx) Sample(id growth.SampleID) (growth.Sample, error) { return tx.sample(id, "") }

// LockSample reads and holds a sample.
func (tx Tx) LockSample(id growth.SampleID) (growth.Sample, error) { return tx.sample(id, tx.lock()) }

// AddSample stores a new one, unless the part is one of this purpose already.
func (tx Tx) AddSample(s growth.Sample) (bool, error) {
	n, err := tx.exec(`INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, mentor_id, drawn_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id, episode, purpose) DO NOTHING`,
		s.ID, s.Conversation, s.Episode, s.Expert, s.Purpose, s.State, orNull(s.Mentor), At(s.DrawnAt))
	return n == 1, wrapped(err, "draw sample %s", s.ID)
}

// MarkSample stores the score card of one that is open.
func (tx Tx) MarkSample(s growth.Sample) (bool, error) {
	n, err := tx.exec(`UPDATE samples SET state = ?, reviewer_id = ?, helpful = ?, correct = ?, tone = ?, own_words = ?, breach = ?, praise = ?, advice = ?,
		marked_at = ? WHERE id = ? AND state = 'open'`, s.State, s.Reviewer, s.Card.Helpful, s.Card.Correct, s.Card.Tone, s.Card.OwnWords,
		s.Card.Breach, s.Card.Praise, s.Card.Advice, At(s.MarkedAt), s.ID)
	return n == 1, wrapped(err, "mark sample %s", s.ID)
}

type heldRow struct {
	ConversationID domain.ConversationID
	Episode        int
	ExpertID       *domain.ExpertID
	ClosedAt       *Time
	ReasonID       *domain.ReasonID
	ParentID       *domain.ReasonID
}

func (r heldRow) domain() growth.Held {
	return growth.Held{
		Part: growth.Part{Conversation: r.ConversationID, Episode: r.Episode}, Expert: orEmpty(r.ExpertID), ClosedAt: r.ClosedAt.OrZero(),
		Reason: orEmpty(r.ReasonID), Group: orEmpty(r.ParentID),
	}
}

const selectHeld = `SELECT e.conversation_id, e.episode, e.expert_id, e.closed_at, x.id AS reason_id, x.parent_id FROM episodes e
	JOIN conversations c ON c.id = e.conversation_id LEFT JOIN contact_reasons x ON x.id = COALESCE(e.closing_reason_id, c.reason_id) `

// HeldPart reads who answered an episode, and about what.
func (tx Tx) HeldPart(p growth.Part) (growth.Held, bool, error) {
	var r heldRow
	found, err := tx.maybe(&r, selectHeld+"WHERE e.conversation_id = ? AND e.episode = ?", p.Conversation, p.Episode)
	return r.domain(), found, wrapped(err, "read episode %d of %s", p.Episode, p.Conversation)
}

func (tx Tx) held(sql string, args ...any) ([]growth.Held, error) {
	var rows []heldRow
	err := tx.all(&rows, selectHeld+sql, args...)
	all := make([]growth.Held, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "find what to look at")
}

// MarkedSamples are an expert's, the newest first; of one purpose when it is given.
func (tx Tx) MarkedSamples(e domain.ExpertID, p growth.Purpose, limit int) ([]growth.Sample, error) {
	var rows []sampleRow
	err := tx.all(&rows, "SELECT "+sampleColumns+` FROM samples s WHERE s.expert_id = ? AND s.marked_at IS NOT NULL AND (? = '' OR s.purpose = ?)
		ORDER BY s.marked_at DESC, s.id DESC LIMIT ?`, e, p, p, limit)
	all := make([]growth.Sample, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "read the score cards of %s", e)
}

// LowRatings are the episodes whose controllable rating of two stars or less no sample knows.
func (tx Tx) LowRatings(since time.Time, limit int) ([]growth.Held, error) {
	return tx.held(`JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE r.given_at > ? AND r.stars <= 2 AND e.expert_id = r.expert_id AND e.closed_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM samples s WHERE s.conversation_id = e.conversation_id AND s.episode = e.episode AND s.purpose = 'low_rating')
		ORDER BY r.given_at, e.conversation_id LIMIT ?`, At(since), limit)
}

// Confirmed are the episodes that were confirmed since a time and are no random sample.
func (tx Tx) Confirmed(since time.Time, limit int) ([]growth.Held, error) {
	return tx.held(`WHERE e.confirmed_at > ? AND e.expert_id IS NOT NULL AND e.expert_messages > 0
		AND NOT EXISTS (SELECT 1 FROM samples s WHERE s.conversation_id = e.conversation_id AND s.episode = e.episode AND s.purpose = 'random')
		ORDER BY e.confirmed_at, e.conversation_id LIMIT ?`, At(since), limit)
}
