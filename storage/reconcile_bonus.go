package storage

// reasonOf are the levels of what episode e of conversation c was about, as
// rewards.ReasonOf says it, with its chosen and closing reasons.
const (
	secondOf = `CASE WHEN e.episode = 1 AND chosen.parent_id IS NOT NULL THEN chosen.id
		WHEN closing.id IS NOT NULL THEN CASE WHEN closing.parent_id IS NOT NULL THEN closing.id END
		WHEN chosen.parent_id IS NOT NULL THEN chosen.id END`
	firstOf = `CASE WHEN e.episode = 1 AND chosen.parent_id IS NOT NULL THEN chosen.parent_id
		WHEN closing.id IS NOT NULL THEN COALESCE(closing.parent_id, closing.id) ELSE COALESCE(chosen.parent_id, chosen.id) END`
	asked = `SELECT c.customer_id, e.conversation_id, e.episode, e.opened_at, e.closed_at, ` + firstOf + ` AS first_level,
		` + secondOf + ` AS second_level FROM episodes e JOIN conversations c ON c.id = e.conversation_id` + joinReasons
)

// severalInOne tells that the customer of conversation c came under other names
// before the brand said who it is: what was settled until then was right.
const severalInOne = `EXISTS (SELECT 1 FROM customers m WHERE m.merged_into = c.customer_id)`

// bonusRules recompute awards from the facts behind them: whoever changes an
// award and its transfers alike is found out by what really happened.
func bonusRules() []rule {
	return []rule{
		{"R5", "awards", `SELECT id AS row_key, 'is worth ' || COALESCE(settled, pending) || ', its arithmetic says otherwise' AS detail
			FROM awards WHERE arithmetic NOT LIKE '%"points":' || COALESCE(settled, pending) || '}'`},
		{"R5", "awards", `SELECT a.id AS row_key, 'earned ' || a.settled || ', though customer and expert belong together' AS detail
			FROM awards a JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
			WHERE a.kind = 'conversation' AND e.linked <> '' AND a.settled > 0`},
		{"R5", "awards", `SELECT a.id AS row_key, 'scores, though another conversation of the pair ended within a day' AS detail
			FROM awards a JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
			JOIN conversations c ON c.id = a.conversation_id
			WHERE a.kind = 'conversation' AND a.day_no IS NOT NULL AND a.rule_set >= 2 AND EXISTS (SELECT 1 FROM awards b
				JOIN episodes f ON f.conversation_id = b.conversation_id AND f.episode = b.episode
				JOIN conversations d ON d.id = b.conversation_id
				WHERE b.kind = 'conversation' AND b.day_no IS NOT NULL AND b.rule_set >= 2 AND b.expert_id = a.expert_id
				AND d.customer_id = c.customer_id AND b.id <> a.id AND f.closed_at <= e.closed_at AND f.closed_at > e.closed_at - 86400000
				AND (b.settled IS NULL OR b.settled > 0)) AND (a.settled IS NULL OR a.settled > 0) AND NOT ` + severalInOne},
		{"R5", "awards", `SELECT a.id AS row_key, 'was first time right, though ' || a.source || ' was ' || COALESCE(e.outcome, 'not closed')
			|| ' after ' || (e.transfers + e.hand_overs) || ' transfers' AS detail
			FROM awards a JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
			WHERE a.kind = 'first_time_right' AND COALESCE(a.settled, a.pending) > 0
			AND (e.outcome IS NULL OR e.outcome <> 'solved' OR e.transfers + e.hand_overs > 0)`},
		{"R5", "awards", `SELECT a.id AS row_key, 'was first time right, though the customer came back with ' || r.conversation_id AS detail
			FROM awards a JOIN (` + asked + `) AS q ON q.conversation_id = a.conversation_id AND q.episode = a.episode
			JOIN conversations c ON c.id = q.conversation_id AND NOT ` + severalInOne + `
			JOIN (` + asked + `) AS r ON r.customer_id = q.customer_id AND r.opened_at > q.closed_at AND r.opened_at < a.settle_at - 60000
				AND r.closed_at <= a.settled_at AND CASE WHEN r.second_level IS NULL OR q.second_level IS NULL
					THEN r.first_level = q.first_level ELSE r.second_level = q.second_level END
			WHERE a.kind = 'first_time_right' AND a.settled > 0`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no hand-over behind it that was scored, ended and given by its expert' AS detail
			FROM awards a LEFT JOIN hand_overs h ON h.id = a.source AND h.from_id = a.expert_id AND h.score IS NOT NULL
			LEFT JOIN episodes e ON e.conversation_id = h.conversation_id AND e.episode = h.episode AND e.confirmed_at IS NOT NULL
			WHERE a.kind = 'hand_over' AND COALESCE(a.settled, a.pending) > 0 AND e.episode IS NULL`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no follow-up behind it that was kept in time' AS detail
			FROM awards a LEFT JOIN follow_ups f ON f.id = a.source AND f.expert_id = a.expert_id AND f.done_at <= f.due_at
				AND f.missed_at IS NULL AND f.research <> '' AND (a.kind = 'follow_up' OR f.helped = 'yes' OR a.settled IS NULL)
			WHERE a.kind IN ('follow_up', 'follow_up_helped') AND COALESCE(a.settled, a.pending) > 0 AND f.id IS NULL`},
		{"R5", "awards", `SELECT a.id AS row_key, 'takes points for a follow-up that was not missed' AS detail
			FROM awards a LEFT JOIN follow_ups f ON f.id = a.source AND f.missed_at IS NOT NULL
			WHERE a.kind = 'follow_up_missed' AND f.id IS NULL`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no audition behind it that its expert played to the end' AS detail
			FROM awards a LEFT JOIN auditions u ON u.id = a.source AND u.submitted_at IS NOT NULL
			LEFT JOIN applications p ON p.id = u.application_id
			LEFT JOIN applications e ON e.email_key = p.email_key AND e.expert_id = a.expert_id
			WHERE a.kind = 'audition' AND e.id IS NULL`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no two score cards behind it that agree, one of them its expert''s' AS detail FROM awards a
			LEFT JOIN (` + bonusFacts + `) AS f ON f.kind = 'review' AND f.source = a.source
			LEFT JOIN samples s ON s.id || ':1' = a.source AND s.reviewer_id = a.expert_id
			LEFT JOIN second_looks l ON l.sample_id || ':2' = a.source AND l.reviewer_id = a.expert_id
			WHERE a.kind = 'review' AND (f.source IS NULL OR (s.id IS NULL AND l.sample_id IS NULL))`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no published version of an article behind it that its expert wrote' AS detail FROM awards a
			LEFT JOIN (` + bonusFacts + `) AS f ON f.kind = a.kind AND f.source = a.source
			LEFT JOIN article_versions v ON v.article_id || ':' || v.no = a.source AND v.author_id = a.expert_id
			WHERE a.kind IN ('article', 'recheck') AND a.source NOT LIKE '%:helps:%' AND (f.source IS NULL OR v.no IS NULL)`},
		{"R5", "awards", `SELECT a.id AS row_key, 'pays for readers of an article who are not there, or another expert' AS detail FROM awards a
			LEFT JOIN (SELECT v.article_id || ':helps:' || v.counted_at AS source, ` + firstWriter + ` AS writer, COUNT(*) AS readers
				FROM article_votes v WHERE v.counted_at > 0 GROUP BY v.article_id, v.counted_at) AS h ON h.source = a.source
			WHERE a.kind = 'article' AND a.source LIKE '%:helps:%' AND (h.source IS NULL OR h.writer IS NULL OR h.writer <> a.expert_id
				OR (a.arithmetic NOT LIKE '%_' || h.readers || '"%' AND a.arithmetic NOT LIKE '%voided"%'))`},
		{"R5", "takings", `SELECT t.penalty_id || '/' || t.award_id AS row_key, 'takes ' || t.amount || ' that is not there to take' AS detail
			FROM takings t JOIN awards p ON p.id = t.penalty_id JOIN awards a ON a.id = t.award_id
			LEFT JOIN holds h ON h.award_id = p.id AND h.confirmed AND (h.state = 'voided' OR h.state = 'restored')
			WHERE p.expert_id <> a.expert_id OR (COALESCE(p.settled, 0) >= 0 AND h.id IS NULL)
			OR (SELECT SUM(o.amount - o.returned) FROM takings o WHERE o.award_id = t.award_id) > a.pending
			OR (SELECT SUM(o.amount) FROM takings o WHERE o.penalty_id = t.penalty_id) > COALESCE(h.taken, -p.settled)`},
		{"R5", "awards", `SELECT a.id AS row_key, 'may be first time right and has no award for it' AS detail
			FROM awards a JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
			WHERE a.kind = 'conversation' AND a.day_no IS NOT NULL AND a.rule_set >= 2 AND e.outcome = 'solved'
			AND e.transfers + e.hand_overs = 0
			AND NOT EXISTS (SELECT 1 FROM awards f WHERE f.kind = 'first_time_right' AND f.source = a.source)`},
		{"R5", "facts", `SELECT f.kind || ':' || f.source AS row_key, 'stood long ago and has no award' AS detail` + unbookedBonuses + `
			AND f.earned_at < (SELECT MAX(earned_at) FROM awards) - 86400000`},
	}
}
