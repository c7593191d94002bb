package storage

import (
	"context"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

type handOverRow struct {
	ID             domain.HandOverID
	ConversationID domain.ConversationID
	Episode        int
	No             int
	FromRole       domain.Role
	FromID         domain.PersonID
	ToDesk         desk.Answerer
	ToExpertID     *domain.ExpertID
	Summary        string
	MadeAt         Time
	ReceivedRole   *domain.Role
	ReceivedBy     *domain.PersonID
	ReceivedAt     *Time
	Score          *int
	ScoredAt       *Time
}

const handOverColumns = `id, conversation_id, episode, no, from_role, from_id, to_desk, to_expert_id, summary, made_at, received_role,
	received_by, received_at, score, scored_at`

func (r handOverRow) domain() desk.HandOver {
	h := desk.HandOver{
		ID: r.ID, Conversation: r.ConversationID, Episode: r.Episode, No: r.No, FromRole: r.FromRole, From: r.FromID,
		To: desk.Destination{Desk: r.ToDesk, Expert: orEmpty(r.ToExpertID)}, Summary: r.Summary, MadeAt: r.MadeAt.Time,
		ReceivedRole: orEmpty(r.ReceivedRole), ReceivedBy: orEmpty(r.ReceivedBy), ReceivedAt: r.ReceivedAt.OrZero(),
		ScoredAt: r.ScoredAt.OrZero(),
	}
	if r.Score != nil {
		h.Score = *r.Score
	}
	return h
}

// AddHandOver stores a hand-over, unless its episode has that number already.
func (tx Tx) AddHandOver(h desk.HandOver) (bool, error) {
	n, err := tx.exec(`INSERT INTO hand_overs (id, conversation_id, episode, no, from_role, from_id, to_desk, to_expert_id, summary, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation_id, episode, no) DO NOTHING`,
		h.ID, h.Conversation, h.Episode, h.No, h.FromRole, h.From, h.To.Desk, orNull(h.To.Expert), h.Summary, At(h.MadeAt))
	return n == 1, wrapped(err, "hand over %s", h.Conversation)
}

// HandOverByID reads a hand-over. Its conversation is what is locked.
func (tx Tx) HandOverByID(id domain.HandOverID) (desk.HandOver, error) {
	var r handOverRow
	found, err := tx.maybe(&r, "SELECT "+handOverColumns+" FROM hand_overs WHERE id = ?", id)
	if err == nil && !found {
		err = desk.ErrUnknownHandOver
	}
	return r.domain(), err
}

// ReceiveHandOver notes who took a conversation that was handed over, once, and
// never who gave it.
func (tx Tx) ReceiveHandOver(id domain.ConversationID, episode, no int, by domain.Actor, now time.Time) error {
	_, err := tx.exec(`UPDATE hand_overs SET received_role = ?, received_by = ?, received_at = ?
		WHERE conversation_id = ? AND episode = ? AND no = ? AND received_by IS NULL AND from_id <> ?`,
		by.Role, by.ID, At(now), id, episode, no, by.ID)
	return wrapped(err, "receive %s", id)
}

// ScoreHandOver stores the score of a summary that has none.
func (tx Tx) ScoreHandOver(h desk.HandOver) (bool, error) {
	n, err := tx.exec("UPDATE hand_overs SET score = ?, scored_at = ? WHERE id = ? AND score IS NULL", h.Score, At(h.ScoredAt), h.ID)
	return n == 1, wrapped(err, "score hand-over %s", h.ID)
}

// Givers are the experts who handed over an episode.
func (tx Tx) Givers(id domain.ConversationID, episode int) (givers []domain.ExpertID, err error) {
	err = tx.all(&givers, `SELECT from_id FROM hand_overs WHERE conversation_id = ? AND episode = ? AND from_role = 'expert' ORDER BY no`,
		id, episode)
	return givers, wrapped(err, "find who handed over %s", id)
}

// StaffName is how customers and colleagues call a manager: the first name.
func (tx Tx) StaffName(id domain.PersonID) (string, error) {
	var name string
	err := tx.one(&name, "person", "SELECT name FROM people WHERE id = ?", id)
	return firstName(name), err
}

// firstName is the first word of a name.
func firstName(name string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return first
}

// givers notes who handed a conversation's episode over, and whether who is
// preferred was named by the last of them.
func (v Views) givers(ctx context.Context, queue []desk.InQueue) error {
	ids, at := make([]domain.ConversationID, len(queue)), make(map[domain.ConversationID]int, len(queue))
	for i := range queue {
		ids[i], at[queue[i].ID] = queue[i].ID, i
	}
	var rows []struct {
		ConversationID domain.ConversationID
		Episode        int
		FromRole       domain.Role
		FromID         domain.PersonID
		ToExpertID     *domain.ExpertID
	}
	err := v.all(ctx, &rows, `SELECT conversation_id, episode, from_role, from_id, to_expert_id FROM hand_overs
		WHERE conversation_id IN ? ORDER BY conversation_id, episode, no`, ids)
	for _, r := range rows {
		q := &queue[at[r.ConversationID]]
		if r.Episode != q.Episode {
			continue
		}
		if r.FromRole == domain.RoleExpert {
			q.Givers = append(q.Givers, domain.ExpertID(r.FromID))
		}
		q.Named = r.ToExpertID != nil && *r.ToExpertID == q.Preferred
	}
	return wrapped(err, "read who handed conversations over")
}

// handOverCounts finds episodes that do not count their hand-overs.
const handOverCounts = `SELECT e.conversation_id || ':' || e.episode AS row_key, 'counts ' || e.hand_overs || ' hand-overs, there are '
	|| COUNT(h.id) AS detail FROM episodes e LEFT JOIN hand_overs h ON h.conversation_id = e.conversation_id AND h.episode = e.episode
	GROUP BY e.conversation_id, e.episode, e.hand_overs HAVING e.hand_overs <> COUNT(h.id)`

// Leave ends what a colleague who gave a conversation away still knows of it as
// a guest.
func (tx Tx) Leave(id domain.ConversationID, who domain.PersonID) error {
	_, err := tx.exec("DELETE FROM guests WHERE conversation_id = ? AND person_id = ?", id, who)
	if err == nil {
		_, err = tx.exec("DELETE FROM watchers WHERE conversation_id = ? AND person_id = ?", id, who)
	}
	return wrapped(err, "leave %s", id)
}
