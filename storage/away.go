package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// AddPause stores a pause that begins.
func (tx Tx) AddPause(p roster.Pause) error {
	_, err := tx.exec("INSERT INTO expert_pauses (expert_id, began_at, until_at, reason) VALUES (?, ?, ?, ?)",
		p.Expert, At(p.BeganAt), At(p.Until), p.Reason)
	return wrapped(err, "pause %s", p.Expert)
}

// OpenPause reads the pause that an expert chose and is in.
func (tx Tx) OpenPause(id domain.ExpertID) (roster.Pause, bool, error) {
	var r struct {
		BeganAt, UntilAt Time
		Reason           string
	}
	found, err := tx.maybe(&r, "SELECT began_at, until_at, reason FROM expert_pauses WHERE expert_id = ? AND returned_at IS NULL", id)
	return roster.Pause{Expert: id, BeganAt: r.BeganAt.Time, Until: r.UntilAt.Time, Reason: r.Reason}, found, wrapped(err, "read the pause of %s", id)
}

// EndPause ends the pause that an expert chose, if there is one.
func (tx Tx) EndPause(id domain.ExpertID, at time.Time) error {
	_, err := tx.exec("UPDATE expert_pauses SET returned_at = ? WHERE expert_id = ? AND returned_at IS NULL", At(at), id)
	return wrapped(err, "end the pause of %s", id)
}

// EndedPauses finds the experts whose pause is over.
func (tx Tx) EndedPauses(now time.Time) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, `SELECT p.expert_id FROM expert_pauses p JOIN experts x ON x.id = p.expert_id
		WHERE p.returned_at IS NULL AND p.until_at <= ? AND x.state = 'paused' ORDER BY p.expert_id`, At(now))
	return ids, wrapped(err, "find whose pause is over")
}

// AddRefresher stores a refresher that is due.
func (tx Tx) AddRefresher(r roster.Refresher) error {
	_, err := tx.exec("INSERT INTO refreshers (expert_id, due_at, cause, away_since) VALUES (?, ?, ?, ?)", r.Expert, At(r.DueAt), r.Cause, At(r.AwaySince))
	return wrapped(err, "ask %s for a refresher", r.Expert)
}

// OpenRefresher reads the refresher that is due.
func (tx Tx) OpenRefresher(id domain.ExpertID) (roster.Refresher, bool, error) {
	var r struct {
		DueAt, AwaySince Time
		Cause            roster.RefresherCause
	}
	found, err := tx.maybe(&r, "SELECT due_at, cause, away_since FROM refreshers WHERE expert_id = ? AND done_at IS NULL", id)
	return roster.Refresher{Expert: id, DueAt: r.DueAt.Time, Cause: r.Cause, AwaySince: r.AwaySince.Time}, found, wrapped(err, "read the refresher of %s", id)
}

// FinishRefresher stores the conversation that was one.
func (tx Tx) FinishRefresher(r roster.Refresher) error {
	return wrapped(tx.change(`UPDATE refreshers SET conversation_id = ?, episode = ?, done_at = ? WHERE expert_id = ? AND done_at IS NULL`,
		r.Conversation, r.Episode, At(r.DoneAt), r.Expert), "finish the refresher of %s", r.Expert)
}

// QuietSince finds active experts whose last closed conversation, return or
// beginning is before a time, and who have no refresher due.
func (tx Tx) QuietSince(before time.Time) (map[domain.ExpertID]time.Time, error) {
	var rows []struct {
		ID    domain.ExpertID
		Since Time
	}
	err := tx.all(&rows, `SELECT id, since FROM (SELECT x.id, COALESCE(
			(SELECT MAX(at) FROM (SELECT MAX(e.closed_at) AS at FROM episodes e WHERE e.expert_id = x.id
				UNION ALL SELECT MAX(p.returned_at) FROM expert_pauses p WHERE p.expert_id = x.id
				UNION ALL SELECT MAX(f.done_at) FROM refreshers f WHERE f.expert_id = x.id
				UNION ALL SELECT x.created_at) AS moments), x.created_at) AS since
		FROM experts x WHERE x.state = 'active' AND x.refresher_at IS NULL AND x.created_at < ?) AS quiet WHERE since < ? ORDER BY id`,
		At(before), At(before))
	quiet := make(map[domain.ExpertID]time.Time, len(rows))
	for _, r := range rows {
		quiet[r.ID] = r.Since.Time
	}
	return quiet, wrapped(err, "find who was quiet")
}

// TalkOf reads what a refresher must know of a conversation's current episode.
func (tx Tx) TalkOf(id domain.ConversationID) (roster.Talk, error) {
	var r struct {
		ExpertID                         *domain.ExpertID
		Episode                          int
		Closed                           bool
		CustomerMessages, ExpertMessages int
	}
	_, err := tx.maybe(&r, `SELECT CASE WHEN `+byStaff+` THEN NULL ELSE e.expert_id END AS expert_id, e.episode,
			e.closed_at IS NOT NULL AS closed, e.customer_messages, e.expert_messages
		FROM conversations c JOIN episodes e ON e.conversation_id = c.id AND e.episode = c.episode WHERE c.id = ?`, id)
	return roster.Talk{
		Expert: orEmpty(r.ExpertID), Episode: r.Episode, Closed: r.Closed,
		CustomerMessages: r.CustomerMessages, ExpertMessages: r.ExpertMessages,
	}, wrapped(err, "read the talk of %s", id)
}
