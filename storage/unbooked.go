package storage

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Unbooked lists confirmed episodes without an award that come after the given
// one, in rounds that are not final.
func (tx Tx) Unbooked(after rewards.Confirmed, limit int) ([]rewards.Confirmed, error) {
	var rows []struct {
		ConversationID string
		Episode        int
		ConfirmedAt    Time
	}
	last := At(after.At)
	err := tx.all(&rows, `SELECT e.conversation_id, e.episode, e.confirmed_at FROM episodes e
		JOIN rounds r ON r.starts_at <= e.confirmed_at AND r.ends_at > e.confirmed_at AND r.state <> 'final'
		WHERE e.expert_id IS NOT NULL AND NOT (`+byStaff+`)
		AND (e.confirmed_at > ? OR (e.confirmed_at = ? AND (e.conversation_id > ? OR (e.conversation_id = ? AND e.episode > ?))))
		AND NOT EXISTS (SELECT 1 FROM awards a
			WHERE a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode)
		ORDER BY e.confirmed_at, e.conversation_id, e.episode LIMIT ?`,
		last, last, after.Conversation, after.Conversation, after.Episode, limit)
	found := make([]rewards.Confirmed, len(rows))
	for i, r := range rows {
		found[i] = rewards.Confirmed{Conversation: domain.ConversationID(r.ConversationID), Episode: r.Episode, At: r.ConfirmedAt.Time}
	}
	return found, err
}

// byStaff tells that a manager held the episode e last.
const byStaff = `EXISTS (SELECT 1 FROM assignments a WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode
	AND a.staff_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM assignments b WHERE b.conversation_id = a.conversation_id
		AND b.episode = a.episode AND b.expert_id IS NOT NULL AND b.started_at > a.started_at))`

// bonusFacts are the facts beside conversations that are worth an award of
// their own, by kind, with the moment they stood.
const bonusFacts = `
SELECT 'hand_over' AS kind, h.id AS source,
	CASE WHEN h.scored_at > e.confirmed_at THEN h.scored_at ELSE e.confirmed_at END AS earned_at
FROM hand_overs h JOIN episodes e ON e.conversation_id = h.conversation_id AND e.episode = h.episode
WHERE h.from_role = 'expert' AND h.score IS NOT NULL AND e.confirmed_at IS NOT NULL
UNION ALL SELECT 'follow_up', id, done_at FROM follow_ups WHERE done_at IS NOT NULL
UNION ALL SELECT 'follow_up_helped', id, helped_at FROM follow_ups
	WHERE helped = 'yes' AND missed_at IS NULL AND done_at <= due_at AND research <> ''
UNION ALL SELECT 'follow_up_missed', id, missed_at FROM follow_ups WHERE missed_at IS NOT NULL
UNION ALL SELECT CASE WHEN state = 'kept' THEN 'shift' ELSE 'no_show' END, id, ends_at FROM shifts WHERE state IN ('kept', 'missed')
UNION ALL SELECT 'review', l.sample_id || ':1', l.marked_at FROM second_looks l JOIN samples s ON s.id = l.sample_id
	JOIN experts x ON x.id = s.reviewer_id WHERE l.agrees
UNION ALL SELECT 'review', l.sample_id || ':2', l.marked_at FROM second_looks l JOIN experts x ON x.id = l.reviewer_id WHERE l.agrees
UNION ALL SELECT CASE WHEN ` + publishedFirst + ` THEN 'article' ELSE 'recheck' END, r.article_id || ':' || r.no, r.reviewed_at
	FROM article_reviews r JOIN experts x ON x.id = r.author_id WHERE r.verdict = 'publish' AND (r.late OR ` + publishedFirst + `)
UNION ALL SELECT 'article', article_id || ':helps:' || counted_at, counted_at FROM article_votes WHERE counted_at > 0 GROUP BY article_id, counted_at`

// publishedFirst tells that nothing of an article was published before the review r.
const publishedFirst = `NOT EXISTS (SELECT 1 FROM article_reviews b WHERE b.article_id = r.article_id AND b.verdict = 'publish' AND b.no < r.no)`

// unbookedBonuses are those without their award, in a round that pays them: the
// first version of the rules pays nothing but conversations, the second no shifts;
// reviews and articles are paid by those that say so.
const unbookedBonuses = ` FROM (` + bonusFacts + `) AS f JOIN rounds r ON r.starts_at <= f.earned_at AND r.ends_at > f.earned_at
JOIN seasons s ON s.id = r.season_id AND s.rule_set >= CASE WHEN f.kind IN ('shift', 'no_show') THEN 3 ELSE 2 END
WHERE NOT EXISTS (SELECT 1 FROM awards a WHERE a.kind = f.kind AND a.source = f.source)
AND (f.kind <> 'review' OR EXISTS (SELECT 1 FROM rule_sets v WHERE v.version = s.rule_set AND v.body LIKE '%"review":{%'))
AND (f.kind NOT IN ('article', 'recheck') OR EXISTS (SELECT 1 FROM rule_sets v WHERE v.version = s.rule_set AND v.body LIKE '%"article":{%'))`

// UnbookedBonuses lists hand-overs, follow-ups, shifts, reviews and articles without their
// award that come after the given one, in rounds that are not final.
func (tx Tx) UnbookedBonuses(after rewards.Fact, limit int) (found []rewards.Fact, err error) {
	err = tx.all(&found, "SELECT f.kind, f.source"+unbookedBonuses+` AND r.state <> 'final'
		AND (f.kind > ? OR (f.kind = ? AND f.source > ?)) ORDER BY f.kind, f.source LIMIT ?`, after.Kind, after.Kind, after.Source, limit)
	return found, err
}
