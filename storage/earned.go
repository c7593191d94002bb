package storage

import (
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// reasonLevels are a contact reason on both levels.
type reasonLevels struct {
	ChosenID, ChosenParent, ClosingID, ClosingParent *domain.ReasonID
}

// selectReasons reads reasonLevels and the difficulties, next to joinReasons.
const selectReasons = `chosen.id AS chosen_id, chosen.parent_id AS chosen_parent, closing.id AS closing_id,
	closing.parent_id AS closing_parent`

const joinReasons = ` LEFT JOIN contact_reasons chosen ON chosen.id = c.reason_id
	LEFT JOIN contact_reasons closing ON closing.id = e.closing_reason_id `

func (r reasonLevels) of(episode int) rewards.Reason {
	levels := func(id, parent *domain.ReasonID) rewards.Reason {
		if parent == nil {
			return rewards.Reason{First: orEmpty(id)}
		}
		return rewards.Reason{First: *parent, Second: orEmpty(id)}
	}
	return rewards.ReasonOf(episode, levels(r.ChosenID, r.ChosenParent), levels(r.ClosingID, r.ClosingParent))
}

type earnedRow struct {
	ExpertID          *string
	OpenedAt          Time
	ClosedAt          *Time
	ConfirmedAt       *Time
	ConfirmedBy       *desk.ConfirmedBy
	CustomerMessages  int
	ExpertMessages    int
	Outcome           *desk.Outcome
	Transfers         int
	HandOvers         int
	Linked            desk.Link
	ChosenDifficulty  int
	ClosingDifficulty int
	Reasons           reasonLevels `gorm:"embedded"`
	Stars             *int
	Controllable      *bool
	Solved            *desk.Answer
}

// EarnedEpisode returns what rewards wants to know of one episode. An episode
// that a manager held last is nobody's: its points went with the hand-over.
func (tx Tx) EarnedEpisode(id domain.ConversationID, episode int) (rewards.Episode, error) {
	var r earnedRow
	err := tx.one(&r, "episode", `SELECT CASE WHEN `+byStaff+` THEN NULL ELSE e.expert_id END AS expert_id,
			e.opened_at, e.closed_at, e.confirmed_at, e.confirmed_by, e.customer_messages, e.expert_messages, e.outcome, e.transfers,
			e.hand_overs, e.linked, COALESCE(chosen.difficulty, 0) AS chosen_difficulty, COALESCE(closing.difficulty, 0) AS closing_difficulty,
			`+selectReasons+`, r.stars, r.controllable, COALESCE(r.solved, y.answer) AS solved
		FROM episodes e JOIN conversations c ON c.id = e.conversation_id`+joinReasons+`
		LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		LEFT JOIN still_solved y ON y.conversation_id = e.conversation_id AND y.episode = e.episode
		WHERE e.conversation_id = ? AND e.episode = ?`, id, episode)
	if err != nil {
		return rewards.Episode{}, err
	}
	e := rewards.Episode{
		Conversation: id, Number: episode, Expert: domain.ExpertID(deref(r.ExpertID)),
		OpenedAt: r.OpenedAt.Time, ClosedAt: r.ClosedAt.OrZero(), ConfirmedAt: r.ConfirmedAt.OrZero(),
		BySilence: deref(r.ConfirmedBy) == desk.BySilence, CustomerMessages: r.CustomerMessages, ExpertMessages: r.ExpertMessages,
		Outcome: deref(r.Outcome), Transfers: r.Transfers + r.HandOvers,
		ChosenDifficulty: r.ChosenDifficulty, ClosingDifficulty: r.ClosingDifficulty, Reason: r.Reasons.of(episode),
		Linked: r.Linked, Solved: deref(r.Solved),
	}
	if r.Stars != nil {
		e.Rating = &rewards.Rating{Stars: *r.Stars, Controllable: deref(r.Controllable)}
	}
	return e, nil
}

// Contacts returns the episodes that the conversation's customer began after one
// time and before another. What a visitor asked before being recognised belongs
// to the same customer.
func (tx Tx) Contacts(id domain.ConversationID, after, before time.Time) ([]rewards.Contact, error) {
	return contactsOf(tx.DB, id, after, before)
}

func contactsOf(q *gorm.DB, id domain.ConversationID, after, before time.Time) ([]rewards.Contact, error) {
	var rows []struct {
		OpenedAt Time
		Episode  int
		Reasons  reasonLevels `gorm:"embedded"`
	}
	_, err := fetch(q, &rows, `SELECT e.opened_at, e.episode, `+selectReasons+`
		FROM conversations c JOIN episodes e ON e.conversation_id = c.id`+joinReasons+`
		WHERE c.customer_id = (SELECT customer_id FROM conversations WHERE id = ?) AND e.opened_at > ? AND e.opened_at < ? ORDER BY e.opened_at`, id, At(after), At(before))
	contacts := make([]rewards.Contact, len(rows))
	for i, r := range rows {
		contacts[i] = rewards.Contact{At: r.OpenedAt.Time, Reason: r.Reasons.of(r.Episode)}
	}
	return contacts, wrapped(err, "contacts after %s", id)
}

// HoldConversation holds a conversation until the transaction ends.
func (tx Tx) HoldConversation(id domain.ConversationID) error {
	return wrapped(tx.holdConversations([]domain.ConversationID{id}), "lock conversation %s", id)
}

// SettleRating ends the time in which the episode's rating can be edited. An
// episode without a rating is fine. It holds the conversation: a rating that is
// given at this very moment comes before, and counts, or after, and finds the
// points settled.
func (tx Tx) SettleRating(id domain.ConversationID, episode int, at time.Time) error {
	if err := tx.HoldConversation(id); err != nil {
		return err
	}
	_, err := tx.exec(`UPDATE ratings SET settled_at = ?, version = version + 1
		WHERE conversation_id = ? AND episode = ? AND settled_at IS NULL`, At(at), id, episode)
	return err
}

// EarnedHandOver returns what rewards wants to know of a hand-over.
func (tx Tx) EarnedHandOver(id domain.HandOverID) (rewards.HandOver, error) {
	var r struct {
		ConversationID domain.ConversationID
		Episode        int
		FromRole       domain.Role
		FromID         string
		Score          *int
		ScoredAt       *Time
		CameBack       bool
	}
	err := tx.one(&r, "hand_over", `SELECT h.conversation_id, h.episode, h.from_role, h.from_id, h.score, h.scored_at,
			EXISTS (SELECT 1 FROM assignments a WHERE a.conversation_id = h.conversation_id AND a.episode = h.episode
				AND a.expert_id = h.from_id AND a.started_at > h.made_at) AS came_back
		FROM hand_overs h WHERE h.id = ?`, id)
	if err != nil {
		return rewards.HandOver{}, err
	}
	h := rewards.HandOver{ID: id, Score: deref(r.Score), ScoredAt: r.ScoredAt.OrZero(), CameBack: r.CameBack}
	if h.Episode, err = tx.EarnedEpisode(r.ConversationID, r.Episode); err != nil || r.FromRole != domain.RoleExpert {
		return h, err
	}
	h.Giver = domain.ExpertID(r.FromID)
	h.GiverLinked, err = tx.Link(h.Giver, r.ConversationID, r.Episode)
	return h, err
}

// HandOversOf returns the hand-overs of an episode.
func (tx Tx) HandOversOf(id domain.ConversationID, episode int) (ids []domain.HandOverID, err error) {
	err = tx.all(&ids, "SELECT id FROM hand_overs WHERE conversation_id = ? AND episode = ? ORDER BY no", id, episode)
	return ids, wrapped(err, "hand-overs of %s", id)
}

// EarnedFollowUp returns what rewards wants to know of a follow-up.
func (tx Tx) EarnedFollowUp(id domain.FollowUpID) (rewards.FollowUp, error) {
	var r struct {
		ConversationID   domain.ConversationID
		Episode          int
		ExpertID         domain.ExpertID
		DueAt            Time
		DoneAt, MissedAt *Time
		Researched       bool
		Helped           *string
		HelpedAt         *Time
	}
	err := tx.one(&r, "follow_up", `SELECT conversation_id, episode, expert_id, due_at, done_at, missed_at, research <> '' AS researched,
		helped, helped_at FROM follow_ups WHERE id = ?`, id)
	if err != nil {
		return rewards.FollowUp{}, err
	}
	u := rewards.FollowUp{
		ID: id, Expert: r.ExpertID, Conversation: r.ConversationID, Episode: r.Episode, DueAt: r.DueAt.Time,
		DoneAt: r.DoneAt.OrZero(), MissedAt: r.MissedAt.OrZero(), Researched: r.Researched,
		Answered: r.Helped != nil, Helped: deref(r.Helped) == "yes", HelpedAt: r.HelpedAt.OrZero(),
	}
	u.Linked, err = tx.Link(u.Expert, u.Conversation, u.Episode)
	return u, err
}

// HoldFollowUp holds a follow-up until the transaction ends.
func (tx Tx) HoldFollowUp(id domain.FollowUpID) error {
	var found string
	return tx.one(&found, "follow_up", "SELECT id FROM follow_ups WHERE id = ?"+tx.hold(), id)
}
