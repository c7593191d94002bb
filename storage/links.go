package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// together tells that the sighting named was within a day of the episode e,
// which may still be open. An address range that does not count is never written
// down, and empty in a conversation.
func together(sighting string) string {
	return "(" + sighting + ".seen_at BETWEEN e.opened_at - 86400000 AND COALESCE(e.closed_at, 9000000000000000) + 86400000)"
}

// linkedPairs finds which experts are tied to the customers of conversations c
// with episodes e, under a condition that names the conversations: they are one
// customer of the brand, one person, or were seen in one address range.
func linkedPairs(conversations, episodes string) string {
	from := `, e.conversation_id, e.episode FROM conversations c
	JOIN episodes e ON e.conversation_id = c.id AND ` + episodes + ` JOIN customers k ON k.id = c.customer_id `
	where := " WHERE " + conversations + " "
	return `SELECT 'customer' AS link, x.id AS expert_id` + from + `JOIN experts x ON x.brand_customer_id = k.brand_customer_id` + where +
		`UNION ALL SELECT 'person', p.id` + from + `JOIN people p ON p.email = lower(k.email) AND p.role = 'expert'` + where +
		`UNION ALL SELECT 'network', x.id` + from + `JOIN sightings z ON c.network <> '' AND z.network = c.network AND ` + together("z") +
		` JOIN experts x ON x.id = z.actor_id` + where +
		`UNION ALL SELECT 'network', x.id` + from + `JOIN sightings y ON y.actor_id = k.id AND ` + together("y") +
		` JOIN sightings z ON z.network = y.network AND ` + together("z") + ` JOIN experts x ON x.id = z.actor_id` + where
}

// Link looks for what ties the customer of an episode to an expert; the closest
// comes first: of two who were seen in one place, one may be the other.
func (tx Tx) Link(e domain.ExpertID, id domain.ConversationID, episode int) (link desk.Link, err error) {
	_, err = tx.maybe(&link, "SELECT link FROM ("+linkedPairs("c.id = ?", "e.episode = ?")+`) AS pairs WHERE expert_id = ?
		ORDER BY CASE WHEN link = 'network' THEN 1 ELSE 0 END, link LIMIT 1`, episode, id, episode, id, episode, id, episode, id, e)
	return link, wrapped(err, "link of %s with %s", id, e)
}

// LinkedTo returns the experts who are tied to the customer of an episode.
func (tx Tx) LinkedTo(id domain.ConversationID, episode int) (experts []domain.ExpertID, err error) {
	err = tx.all(&experts, "SELECT DISTINCT expert_id FROM ("+linkedPairs("c.id = ?", "e.episode = ?")+") AS pairs ORDER BY expert_id",
		episode, id, episode, id, episode, id, episode, id)
	return experts, wrapped(err, "experts tied to the customer of %s", id)
}

// MarkLinked writes down what ties the customer of an episode to its expert. The
// first word stays, and what is found out after the points were settled changes
// nothing. The conversation is held.
func (tx Tx) MarkLinked(id domain.ConversationID, episode int, link desk.Link) error {
	_, err := tx.exec("UPDATE episodes SET linked = ? WHERE conversation_id = ? AND episode = ? AND linked = ''"+
		` AND NOT EXISTS (SELECT 1 FROM awards a WHERE a.kind = 'conversation' AND a.conversation_id = episodes.conversation_id
			AND a.episode = episodes.episode AND a.settled_at IS NOT NULL)`, link, id, episode)
	return wrapped(err, "mark the link of %s", id)
}

// UnmarkedLinks lists episodes whose expert is tied to the customer, though the
// episode does not say so and its points are not settled.
func (tx Tx) UnmarkedLinks(limit int) (found []rewards.Linked, err error) {
	const unsettled = `e.linked = '' AND e.expert_id IS NOT NULL AND (e.confirmed_at IS NULL OR EXISTS (SELECT 1 FROM awards a
		WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode AND a.kind = 'conversation' AND a.settled_at IS NULL))`
	err = tx.all(&found, `SELECT pairs.conversation_id AS conversation, pairs.episode, MIN(link) AS link
		FROM (`+linkedPairs("1 = 1", unsettled)+`) AS pairs
		JOIN episodes e ON e.conversation_id = pairs.conversation_id AND e.episode = pairs.episode AND e.expert_id = pairs.expert_id
		GROUP BY pairs.conversation_id, pairs.episode ORDER BY pairs.conversation_id, pairs.episode LIMIT ?`, limit)
	return found, wrapped(err, "find links")
}

// PairEnds returns when other conversations of the expert with the same customer
// ended that earn something, within the span around at.
func (tx Tx) PairEnds(e domain.ExpertID, id domain.ConversationID, at time.Time, span time.Duration) ([]time.Time, error) {
	var rows []Time
	err := tx.all(&rows, `SELECT o.closed_at FROM conversations own JOIN conversations c ON c.customer_id = own.customer_id
		JOIN awards a ON a.kind = 'conversation' AND a.conversation_id = c.id AND a.expert_id = ? AND a.day_no IS NOT NULL
			AND (a.settled IS NULL OR a.settled > 0)
		JOIN episodes o ON o.conversation_id = a.conversation_id AND o.episode = a.episode
		WHERE own.id = ? AND o.closed_at > ? AND o.closed_at < ? ORDER BY o.closed_at`, e, id, At(at.Add(-span)), At(at.Add(span)))
	ends := make([]time.Time, len(rows))
	for i, r := range rows {
		ends[i] = r.Time
	}
	return ends, wrapped(err, "conversations of %s with the customer of %s", e, id)
}

// links notes which experts are tied to the customers who wait.
func (v Views) links(ctx context.Context, queue []desk.InQueue) error {
	ids, at := make([]domain.ConversationID, len(queue)), make(map[domain.ConversationID]int, len(queue))
	for i := range queue {
		ids[i], at[queue[i].ID] = queue[i].ID, i
	}
	var rows []struct {
		ConversationID domain.ConversationID
		ExpertID       domain.ExpertID
	}
	err := v.all(ctx, &rows, "SELECT conversation_id, expert_id FROM ("+linkedPairs("c.id IN ?", "e.episode = c.episode")+") AS pairs",
		ids, ids, ids, ids)
	for _, r := range rows {
		q := &queue[at[r.ConversationID]]
		q.Linked = append(q.Linked, r.ExpertID)
	}
	return wrapped(err, "read who is tied to the customers who wait")
}
