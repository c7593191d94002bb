package storage

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// episodeRow is an episode as a part of a conversation's row.
type episodeRow struct {
	Episode          int
	EpisodeOpenedAt  Time
	FirstResponseAt  *Time
	EpisodeExpertID  *domain.ExpertID
	CustomerMessages int
	ExpertMessages   int
	Transfers        int
	ClosedAt         *Time
	ClosedBy         *domain.Role
	Outcome          *desk.Outcome
	ClosingReasonID  *domain.ReasonID
	ConfirmedAt      *Time
	ConfirmedBy      *desk.ConfirmedBy
	HandOvers        int
	Linked           desk.Link
	Tip              string
	NextStep         string
}

const episodeColumns = `e.episode, e.opened_at AS episode_opened_at, e.first_response_at, e.expert_id AS episode_expert_id,
	e.customer_messages, e.expert_messages, e.transfers, e.closed_at, e.closed_by, e.outcome, e.closing_reason_id, e.confirmed_at,
	e.confirmed_by, e.hand_overs, e.linked, e.tip, e.next_step`

func (r episodeRow) domain() desk.Episode {
	return desk.Episode{
		No: r.Episode, OpenedAt: r.EpisodeOpenedAt.Time, FirstResponseAt: r.FirstResponseAt.OrZero(), Expert: orEmpty(r.EpisodeExpertID),
		CustomerMessages: r.CustomerMessages, ExpertMessages: r.ExpertMessages, Transfers: r.Transfers,
		ClosedAt: r.ClosedAt.OrZero(), ClosedBy: orEmpty(r.ClosedBy), Outcome: orEmpty(r.Outcome),
		ClosingReason: orEmpty(r.ClosingReasonID), ConfirmedAt: r.ConfirmedAt.OrZero(), ConfirmedBy: orEmpty(r.ConfirmedBy),
		HandOvers: r.HandOvers, Linked: r.Linked, Tip: r.Tip, NextStep: r.NextStep,
	}
}

// saveEpisode stores an episode, new or known. Its conversation is held.
func (tx Tx) saveEpisode(id domain.ConversationID, e desk.Episode) error {
	_, err := tx.exec(`INSERT INTO episodes (conversation_id, episode, opened_at, first_response_at, expert_id, customer_messages,
		expert_messages, transfers, closed_at, closed_by, outcome, closing_reason_id, confirmed_at, confirmed_by,
		hand_overs, linked, tip, next_step)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (conversation_id, episode) DO UPDATE SET first_response_at = excluded.first_response_at,
		expert_id = excluded.expert_id, customer_messages = excluded.customer_messages, expert_messages = excluded.expert_messages,
		transfers = excluded.transfers, closed_at = excluded.closed_at, closed_by = excluded.closed_by, outcome = excluded.outcome,
		closing_reason_id = excluded.closing_reason_id, confirmed_at = excluded.confirmed_at, confirmed_by = excluded.confirmed_by,
		hand_overs = excluded.hand_overs, linked = excluded.linked, tip = excluded.tip, next_step = excluded.next_step`,
		id, e.No, At(e.OpenedAt), AtOrNull(e.FirstResponseAt), orNull(e.Expert), e.CustomerMessages,
		e.ExpertMessages, e.Transfers, AtOrNull(e.ClosedAt), orNull(e.ClosedBy), orNull(e.Outcome), orNull(e.ClosingReason),
		AtOrNull(e.ConfirmedAt), orNull(e.ConfirmedBy), e.HandOvers, e.Linked, e.Tip, e.NextStep)
	return wrapped(err, "save episode %d of %s", e.No, id)
}

// ConfirmEpisode stores the confirmation of an episode that is not the current
// one any more.
func (tx Tx) ConfirmEpisode(id domain.ConversationID, e desk.Episode) error {
	return tx.change(`UPDATE episodes SET confirmed_at = ?, confirmed_by = ?
		WHERE conversation_id = ? AND episode = ? AND confirmed_at IS NULL`, At(e.ConfirmedAt), e.ConfirmedBy, id, e.No)
}
