package storage

import (
	"context"
	"strconv"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/moderation"
)

// QueueItemView is something that waits for a person of the staff.
type QueueItemView struct {
	Kind           string                `json:"kind" enum:"flag,case,appeal,sample,promise,objection,dispute,rating,redemption"`
	ID             string                `json:"id" doc:"Of the first flag, or of the thing itself."`
	At             Time                  `json:"at" format:"date-time" doc:"Since when it waits."`
	DueAt          Time                  `json:"dueAt" format:"date-time" doc:"Until when somebody should have looked; for held points until when they wait."`
	ConversationID domain.ConversationID `json:"conversationId,omitempty"`
	About          string                `json:"about,omitempty" doc:"What was said, the question of the conversation, the promise, the reward, or somebody's words."`
	Why            string                `json:"why,omitempty" doc:"Of the first flag its reason, of a case its origin, of a sample what drew it."`
	Count          int                   `json:"count" doc:"How many have flagged it, or how many entries of points wait."`
	Live           bool                  `json:"live" doc:"The conversation runs: it can be watched and taken over."`
	Expert         *ColleagueView        `json:"expert,omitempty"`
}

// waitingForStaff are the things that wait, each with until when: a flag a day, a
// sample and a question a week, a dispute three days, a request of the shop as promised.
const waitingForStaff = `
	SELECT 'flag' AS kind, MIN(id) AS id, MIN(raised_at) AS at, MIN(raised_at) + 86400000 AS due_at, conversation_id, expert_id,
		MIN(quote) AS about, '' AS why, COUNT(*) AS count FROM flags WHERE decision_id IS NULL GROUP BY conversation_id, episode, message_id, expert_id
	UNION ALL SELECT CASE WHEN c.state = 'appealed' THEN 'appeal' ELSE 'case' END, c.id, COALESCE(c.appealed_at, c.proposed_at, c.opened_at),
		COALESCE(c.answer_by, (SELECT MIN(h.until_at) FROM holds h WHERE h.case_id = c.id AND h.state = 'held'), c.opened_at + 604800000), '', c.expert_id,
		CASE WHEN c.state = 'appealed' THEN c.appeal ELSE c.words END, CASE WHEN c.state = 'proposed' THEN 'proposed' ELSE c.origin END,
		(SELECT COUNT(*) FROM holds h WHERE h.case_id = c.id AND h.state = 'held')
		FROM cases c WHERE c.state = 'open' OR c.state = 'proposed' OR c.state = 'appealed'
	UNION ALL SELECT 'sample', id, drawn_at, drawn_at + 604800000, conversation_id, expert_id, '', purpose, 0 FROM samples
		WHERE state = 'open' AND (purpose = 'random' OR purpose = 'low_rating')
	UNION ALL SELECT 'promise', id, stale_at, stale_at, conversation_id, expert_id, promise, '', 0 FROM follow_ups WHERE state = 'open' AND stale_at IS NOT NULL
	UNION ALL SELECT 'objection', id, objected_at, grace_until, '', expert_id, objection, '', 0 FROM level_reviews
		WHERE verdict = 'warned' AND objected_at IS NOT NULL AND answered_at IS NULL
	UNION ALL SELECT 'dispute', id, raised_at, raised_at + 259200000, '', expert_id, text, '', 0 FROM disputes WHERE state = 'open'
	UNION ALL SELECT 'rating', id, raised_at, raised_at + 259200000, conversation_id, expert_id, text, '', 0 FROM rating_disputes WHERE state = 'open'
	UNION ALL SELECT 'redemption', r.id, r.requested_at, r.decide_by, '', r.expert_id, w.name, '', 0 FROM redemptions r
		JOIN rewards w ON w.id = r.reward_id WHERE r.state = 'requested' AND r.decide_by IS NOT NULL`

// ModerationQueue is everything that waits for a person of the staff: what is due
// first stands first.
func (v Views) ModerationQueue(ctx context.Context, kind string, p Page) (List[QueueItemView], error) {
	after, err := p.after(2)
	if err != nil {
		return List[QueueItemView]{}, err
	}
	where, args := "(? OR w.kind = ?)", []any{kind == "", kind}
	if after != nil {
		ms, err := strconv.ParseInt(after[0], 10, 64)
		if err != nil {
			return List[QueueItemView]{}, errCursor
		}
		where, args = where+" AND (w.due_at > ? OR (w.due_at = ? AND w.id > ?))", append(args, ms, ms, after[1])
	}
	var rows []struct {
		Kind, ID       string
		At             Time
		DueAt          Time
		ConversationID domain.ConversationID
		About          string
		Why            string
		Count          int
		Question       *string
		Status         *desk.Status
		Reason         *moderation.Reason
		PersonID       *domain.PersonID
		PersonName     *string
	}
	err = v.all(ctx, &rows, `SELECT w.kind, w.id, w.at, w.due_at, w.conversation_id, w.about, w.why, w.count, c.question, c.status, f.reason,
		x.id AS person_id, x.display_name AS person_name FROM (`+waitingForStaff+`) w LEFT JOIN flags f ON f.id = w.id
		LEFT JOIN conversations c ON c.id = w.conversation_id LEFT JOIN experts x ON x.id = w.expert_id
		WHERE `+where+" ORDER BY w.due_at, w.id LIMIT ?", append(args, p.fetch())...)
	all := make([]QueueItemView, len(rows))
	for i, r := range rows {
		all[i] = QueueItemView{
			Kind: r.Kind, ID: r.ID, At: r.At, DueAt: r.DueAt, ConversationID: r.ConversationID, About: r.About, Why: r.Why, Count: r.Count,
			Live: r.Status != nil && *r.Status != desk.Closed,
		}
		if r.About == "" {
			all[i].About = orEmpty(r.Question)
		}
		if r.Reason != nil {
			all[i].Why = string(*r.Reason)
		}
		if r.PersonID != nil {
			all[i].Expert = &ColleagueView{*r.PersonID, orEmpty(r.PersonName), domain.RoleExpert}
		}
	}
	return list(p, all, func(q QueueItemView) []string { return []string{strconv.FormatInt(q.DueAt.UnixMilli(), 10), q.ID} }),
		wrapped(err, "list what waits for a person")
}
