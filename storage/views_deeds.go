package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
)

// Deserving lists the experts who have not left and are not suspended.
func (v Views) Deserving(ctx context.Context) (ids []domain.ExpertID, err error) {
	err = v.all(ctx, &ids, "SELECT id FROM experts WHERE state IN ('active', 'paused') ORDER BY id")
	return ids, wrapped(err, "list the experts who deserve")
}

// solvedBy are confirmed and solved episodes of an expert, with somebody not linked to them.
const solvedBy = ` FROM episodes e JOIN conversations c ON c.id = e.conversation_id
	WHERE e.expert_id = x.id AND e.outcome = 'solved' AND e.confirmed_by IN ('customer', 'rating') AND e.linked = '' `

// deedsOf counts what badges ask for: different customers, colleagues, topics.
const deedsOf = `SELECT x.id AS expert,
	(SELECT COUNT(DISTINCT c.customer_id)` + solvedBy + `AND e.confirmed_at <= x.created_at + 1209600000) AS early_solve,
	(SELECT COUNT(DISTINCT c.customer_id)` + solvedBy + `AND EXISTS (SELECT 1 FROM contact_reasons r WHERE r.id = e.closing_reason_id
		AND (r.difficulty = 3 OR r.complaint))) AS hard,
	(SELECT COALESCE(SUM(s.tone) * 100 / COUNT(*), 0) FROM samples s WHERE s.expert_id = x.id AND s.state = 'marked') AS courtesy,
	(SELECT COUNT(*) FROM samples s WHERE s.expert_id = x.id AND s.state = 'marked') AS cards,
	(SELECT COUNT(*) FROM samples s WHERE s.expert_id = x.id AND s.state = 'marked' AND s.breach) AS breaches,
	(SELECT COUNT(DISTINCT c.customer_id) FROM follow_ups f JOIN episodes e ON e.conversation_id = f.conversation_id AND e.episode = f.episode
		JOIN conversations c ON c.id = f.conversation_id
		WHERE f.expert_id = x.id AND f.state = 'done' AND f.helped = 'yes' AND e.linked = '') AS helped,
	(SELECT COUNT(DISTINCT c.customer_id) FROM follow_ups f JOIN episodes e ON e.conversation_id = f.conversation_id AND e.episode = f.episode
		JOIN conversations c ON c.id = f.conversation_id
		WHERE f.expert_id = x.id AND f.state = 'done' AND f.missed_at IS NULL AND e.linked = '') AS promises,
	(SELECT COUNT(DISTINCT h.received_by) FROM hand_overs h WHERE h.from_id = x.id AND h.score >= 4) AS summaries,
	(SELECT COUNT(*) FROM second_looks l WHERE l.reviewer_id = x.id AND l.agrees) AS agreed,
	(SELECT COUNT(DISTINCT h.expert_id) FROM shadowings h JOIN level_changes l ON l.expert_id = h.expert_id AND l.cause = 'shadowed'
		WHERE h.mentor_id = x.id AND h.began_at <= l.at) AS taught,
	(SELECT COUNT(*) FROM (SELECT c.language` + solvedBy + `GROUP BY c.language HAVING COUNT(DISTINCT c.customer_id) >= 5) spoken) AS languages,
	(SELECT COUNT(DISTINCT t.customer_id) FROM thanks t WHERE t.expert_id = x.id AND t.told_at IS NOT NULL) AS thankful,
	(SELECT COUNT(*) FROM certificates k WHERE k.expert_id = x.id AND k.ended_at IS NULL) AS good,
	(SELECT COUNT(*) FROM swaps w JOIN shifts g ON g.id = w.shift_id JOIN shifts s ON s.slot_id = g.slot_id AND s.expert_id = w.taken_by
		AND s.state = 'kept' WHERE w.taken_by = x.id AND w.state = 'taken') AS stood_in,
	(SELECT COALESCE(MAX(j.longest), 0) FROM expert_weeks j WHERE j.expert_id = x.id) AS longest,
	(SELECT COUNT(*) FROM expert_wishes w WHERE w.expert_id = x.id AND w.again) AS again
	FROM experts x WHERE x.id = ?`

// Deeds counts what an expert has done for badges.
func (v Views) Deeds(ctx context.Context, id domain.ExpertID) (merit.Deeds, error) {
	var d struct {
		Expert                                               domain.ExpertID
		EarlySolve, Hard, Courtesy, Cards, Breaches, Helped  int
		Promises, Summaries, Agreed, Taught, Languages, Good int
		Thankful, StoodIn, Longest, Again                    int
	}
	if err := v.one(ctx, &d, "expert", deedsOf, id); err != nil {
		return merit.Deeds{}, err
	}
	var owned []merit.Owning
	err := v.all(ctx, &owned, `SELECT o.product_id AS product, (SELECT COUNT(DISTINCT c.customer_id)`+solvedBy+`AND c.product_id = o.product_id) AS customers
		FROM owned_products o JOIN experts x ON x.id = o.expert_id WHERE x.id = ? AND o.verified_at IS NOT NULL ORDER BY o.product_id`, id)
	return merit.Deeds{
		Expert: id, EarlySolve: d.EarlySolve, Hard: d.Hard, Courtesy: d.Courtesy, Cards: d.Cards, Breaches: d.Breaches, Helped: d.Helped,
		Promises: d.Promises, Summaries: d.Summaries, Agreed: d.Agreed, Taught: d.Taught, Languages: d.Languages, Thankful: d.Thankful,
		Good: d.Good, StoodIn: d.StoodIn, Longest: d.Longest, Again: d.Again, Products: owned,
	}, wrapped(err, "read what %s owns", id)
}
