package storage

import (
	"cmp"
	"reflect"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// conversationRow is a conversation with its current episode.
type conversationRow struct {
	ID                domain.ConversationID
	CustomerID        domain.CustomerID
	Channel           string
	Language          domain.Language
	ProductID         *domain.ProductID
	ReasonID          *domain.ReasonID
	Question          string
	Status            desk.Status
	Class             desk.Class
	QueuedAt          *Time
	PreferredExpertID *domain.ExpertID
	ExpertID          *domain.ExpertID
	Desk              desk.Answerer
	StaffID           *domain.PersonID
	Network           string
	LeftAt            *Time
	AnswerBy          *Time
	LeftClass         *desk.Class
	EnteredAt         *Time
	QueuedWhy         string
	LastSeq           int
	ContentSeq        int
	CustomerReadSeq   int
	ExpertReadSeq     int
	OpenedAt          Time
	Version           int
	Current           episodeRow `gorm:"embedded"`
}

const conversationColumns = `c.id, c.customer_id, c.channel, c.language, c.product_id, c.reason_id, c.question, c.status, c.class,
	c.queued_at, c.preferred_expert_id, c.expert_id, c.desk, c.staff_id, c.network, c.left_at, c.answer_by, c.left_class,
	c.entered_at, c.queued_why, c.last_seq, c.content_seq, c.customer_read_seq, c.expert_read_seq, c.opened_at,
	c.version, ` + episodeColumns

const fromConversations = ` FROM conversations c JOIN episodes e ON e.conversation_id = c.id AND e.episode = c.episode `

// holdConversations locks rows of conversations, in the order of their ids. The
// read is another statement on purpose: PostgreSQL would join a row it waited
// for with the episode as it was before the wait.
func (tx Tx) holdConversations(ids []domain.ConversationID) error {
	if tx.state.dialect != postgresDialect {
		return nil
	}
	var held []string
	return tx.all(&held, "SELECT id FROM conversations WHERE id IN ? ORDER BY id"+tx.hold(), ids)
}

func (r conversationRow) domain() desk.Conversation {
	return desk.Conversation{
		ID: r.ID, Customer: r.CustomerID, Channel: r.Channel, Language: r.Language,
		Product: orEmpty(r.ProductID), Reason: orEmpty(r.ReasonID), Question: r.Question, Status: r.Status, Class: r.Class,
		QueuedAt: r.QueuedAt.OrZero(), Preferred: orEmpty(r.PreferredExpertID), Expert: orEmpty(r.ExpertID),
		Desk: r.Desk, Staff: orEmpty(r.StaffID), Network: r.Network, LeftAt: r.LeftAt.OrZero(), AnswerBy: r.AnswerBy.OrZero(),
		Entrance: desk.Entrance{EnteredAt: r.EnteredAt.OrZero(), QueuedWhy: r.QueuedWhy, LeftClass: orZero(r.LeftClass)},
		LastSeq:  r.LastSeq, ContentSeq: r.ContentSeq, CustomerRead: r.CustomerReadSeq, ExpertRead: r.ExpertReadSeq,
		OpenedAt: r.OpenedAt.Time, Version: r.Version, Episode: r.Current.domain(),
	}
}

// Conversation reads a conversation without holding it.
func (tx Tx) Conversation(id domain.ConversationID) (desk.Conversation, error) {
	return tx.conversation(id)
}

// LockConversation reads a conversation and holds it.
func (tx Tx) LockConversation(id domain.ConversationID) (desk.Conversation, error) {
	if err := tx.holdConversations([]domain.ConversationID{id}); err != nil {
		return desk.Conversation{}, wrapped(err, "lock conversation %s", id)
	}
	return tx.conversation(id)
}

func (tx Tx) conversation(id domain.ConversationID) (desk.Conversation, error) {
	var r conversationRow
	found, err := tx.maybe(&r, "SELECT "+conversationColumns+fromConversations+"WHERE c.id = ?", id)
	switch {
	case err != nil:
		return desk.Conversation{}, wrapped(err, "read conversation %s", id)
	case !found:
		return desk.Conversation{}, desk.ErrUnknownConversation
	}
	tx.state.read = r.domain()
	return tx.state.read, nil
}

// LockConversations reads conversations and holds them, in the order of their ids.
func (tx Tx) LockConversations(ids []domain.ConversationID) ([]desk.Conversation, error) {
	if err := tx.holdConversations(ids); err != nil {
		return nil, wrapped(err, "lock conversations")
	}
	var rows []conversationRow
	err := tx.all(&rows, "SELECT "+conversationColumns+fromConversations+"WHERE c.id IN ? ORDER BY c.id", ids)
	all := make([]desk.Conversation, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "read conversations")
}

// AddConversation stores a new conversation, its episode and its first entries.
func (tx Tx) AddConversation(c desk.Conversation) error {
	_, err := tx.exec(`INSERT INTO conversations (id, customer_id, channel, language, product_id, reason_id, question, status, episode,
		class, queued_at, preferred_expert_id, expert_id, desk, network, left_at, answer_by, left_class, entered_at,
		queued_why, last_seq, content_seq, customer_read_seq, expert_read_seq, opened_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		c.ID, c.Customer, c.Channel, c.Language, orNull(c.Product), orNull(c.Reason), c.Question, c.Status, c.Episode.No,
		c.Class, AtOrNull(c.QueuedAt), orNull(c.Preferred), orNull(c.Expert), cmp.Or(c.Desk, desk.ByExperts), c.Network, AtOrNull(c.LeftAt),
		AtOrNull(c.AnswerBy), leftClass(c), AtOrNull(c.EnteredAt), c.QueuedWhy, c.LastSeq, c.ContentSeq, c.CustomerRead, c.ExpertRead, At(c.OpenedAt))
	if err != nil {
		return wrapped(err, "add conversation %s", c.ID)
	}
	if err := tx.saveEpisode(c.ID, c.Episode); err != nil {
		return err
	}
	return tx.addEntries(c.ID, c.Written)
}

// SaveConversation stores what changed of a conversation, its current episode
// and the entries that were written.
func (tx Tx) SaveConversation(c desk.Conversation) error {
	if onlyCounts(tx.state.read, c) {
		return tx.saveCounts(tx.state.read.Episode, c)
	}
	err := tx.change(`UPDATE conversations SET status = ?, episode = ?, class = ?, queued_at = ?, preferred_expert_id = ?, expert_id = ?,
		desk = ?, staff_id = ?, left_at = ?, answer_by = ?, left_class = ?, entered_at = ?, queued_why = ?, last_seq = ?, content_seq = ?, customer_read_seq = ?, expert_read_seq = ?, version = version + 1 WHERE id = ? AND version = ?`,
		c.Status, c.Episode.No, c.Class, AtOrNull(c.QueuedAt), orNull(c.Preferred), orNull(c.Expert),
		cmp.Or(c.Desk, desk.ByExperts), orNull(c.Staff), AtOrNull(c.LeftAt), AtOrNull(c.AnswerBy),
		leftClass(c), AtOrNull(c.EnteredAt), c.QueuedWhy, c.LastSeq, c.ContentSeq, c.CustomerRead, c.ExpertRead, c.ID, c.Version)
	if err != nil {
		return wrapped(err, "save conversation %s", c.ID)
	}
	if err := tx.saveEpisode(c.ID, c.Episode); err != nil {
		return err
	}
	return tx.addEntries(c.ID, c.Written)
}

// onlyCounts reports whether c is the conversation that was read, moved by no more
// than messages and read marks.
func onlyCounts(read, c desk.Conversation) bool {
	read.LastSeq, read.ContentSeq, read.CustomerRead, read.ExpertRead = c.LastSeq, c.ContentSeq, c.CustomerRead, c.ExpertRead
	e := &read.Episode
	e.FirstResponseAt, e.CustomerMessages, e.ExpertMessages = c.Episode.FirstResponseAt, c.Episode.CustomerMessages, c.Episode.ExpertMessages
	read.Written = c.Written
	return reflect.DeepEqual(read, c)
}

// saveCounts is SaveConversation for what happens most. It names no column that
// an index, a foreign key or a check looks at: naming them cost a fifth of a post. The
// version says that the row is still the one that was read.
func (tx Tx) saveCounts(read desk.Episode, c desk.Conversation) error {
	err := tx.change(`UPDATE conversations SET last_seq = ?, content_seq = ?, customer_read_seq = ?, expert_read_seq = ?, version = version + 1
		WHERE id = ? AND version = ?`, c.LastSeq, c.ContentSeq, c.CustomerRead, c.ExpertRead, c.ID, c.Version)
	if err != nil {
		return wrapped(err, "save conversation %s", c.ID)
	}
	if e := c.Episode; e != read {
		err = tx.change(`UPDATE episodes SET first_response_at = ?, customer_messages = ?, expert_messages = ?
			WHERE conversation_id = ? AND episode = ?`, AtOrNull(e.FirstResponseAt), e.CustomerMessages, e.ExpertMessages, c.ID, e.No)
		if err != nil {
			return wrapped(err, "save episode %d of %s", e.No, c.ID)
		}
	}
	return tx.addEntries(c.ID, c.Written)
}

// SilentlyClosed finds conversations that were closed before a time and never
// confirmed.
func (tx Tx) SilentlyClosed(before time.Time, limit int) (ids []domain.ConversationID, err error) {
	err = tx.all(&ids, `SELECT conversation_id FROM episodes WHERE confirmed_at IS NULL AND closed_at IS NOT NULL AND closed_at <= ?
		ORDER BY closed_at LIMIT ?`, At(before), limit)
	return ids, wrapped(err, "find silent customers")
}

// Rested reports whether nothing happened in a conversation since a time.
func (tx Tx) Rested(id domain.ConversationID, before time.Time) (bool, error) {
	var n int
	found, err := tx.maybe(&n, `SELECT 1 FROM conversations c JOIN timeline_entries t ON t.conversation_id = c.id AND t.seq = c.content_seq
		WHERE c.id = ? AND t.at <= ?`, id, At(before))
	return found, wrapped(err, "look whether %s rests", id)
}

// Resting finds conversations that wait for their customer without a seat, and
// in which nothing happened since a time.
func (tx Tx) Resting(before time.Time, limit int) (ids []domain.ConversationID, err error) {
	err = tx.all(&ids, `SELECT c.id FROM conversations c JOIN timeline_entries t ON t.conversation_id = c.id AND t.seq = c.content_seq
		WHERE c.status = 'waiting' AND c.expert_id IS NULL AND t.at <= ? ORDER BY c.id LIMIT ?`, At(before), limit)
	return ids, wrapped(err, "find resting conversations")
}
