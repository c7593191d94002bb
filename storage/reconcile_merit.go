package storage

// meritRules check that streaks follow from their weeks, and that what was said stands on what happened.
func meritRules() []rule {
	return []rule{
		{"R9", "expert_weeks", `SELECT expert_id || '/' || week AS row_key, 'is ' || verdict || ' with a streak of ' || streak || ' after ' || before AS detail
			FROM (SELECT w.*, COALESCE(LAG(w.streak) OVER (PARTITION BY w.expert_id ORDER BY w.week), 0) AS before FROM expert_weeks w) AS chain
			WHERE streak <> CASE verdict WHEN 'kept' THEN before + 1 WHEN 'free' THEN before ELSE 0 END`},
		{"R9", "expert_weeks", `SELECT expert_id || '/' || MAX(week) AS row_key, 'is one of ' || COUNT(*) || ' free weeks in a month' AS detail
			FROM expert_weeks WHERE verdict = 'free' GROUP BY expert_id, SUBSTR(week, 1, 7) HAVING COUNT(*) > 1`},
		{"R9", "thanks", `SELECT t.id AS row_key, 'thanks ' || t.expert_id || ' for a conversation that ' || r.expert_id || ' was rated for' AS detail
			FROM thanks t JOIN ratings r ON r.conversation_id = t.conversation_id AND r.episode = t.episode
			WHERE r.expert_id <> t.expert_id OR r.customer_id <> t.customer_id`},
	}
}
