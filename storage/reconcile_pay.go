package storage

// payRules recompute compensation from the facts and the rates behind it.
func payRules() []rule {
	return []rule{
		{"R14", "pay_lines", `SELECT l.id AS row_key, 'is worth ' || l.cents || ', rate ' || r.version || ' says otherwise' AS detail
			FROM pay_lines l JOIN pay_rates r ON r.version = l.rate_version WHERE NOT CASE
			WHEN l.kind = 'conversation' THEN r.basis = 'conversation' AND l.cents = r.cents
			WHEN l.kind = 'shift' THEN r.basis = 'shift_hour' AND l.cents = (r.cents * l.minutes + 30) / 60
			ELSE FALSE END`},
		{"R14", "pay_lines", `SELECT l.id AS row_key, 'pays ' || l.fact || ', which did not happen like that' AS detail
			FROM pay_lines l LEFT JOIN (` + payFacts + payShifts + `) AS facts) AS f ON f.fact = l.fact AND f.expert_id = l.expert_id
				AND f.happened_at = l.happened_at AND f.minutes = l.minutes
			WHERE l.kind <> 'correction' AND f.fact IS NULL`},
		{"R14", "pay_lines", `SELECT l.id AS row_key, 'comes to ' || (l.cents + SUM(c.cents)) || ' with its corrections' AS detail
			FROM pay_lines l JOIN pay_lines c ON c.corrects = l.id GROUP BY l.id, l.cents
			HAVING l.cents + SUM(c.cents) < 0 OR MIN(c.expert_id) <> MAX(c.expert_id)`},
		{"R14", "pay_statements", `SELECT s.expert_id || '/' || s.month AS row_key, 'says ' || s.cents || ' in ' || s.lines || ' lines; its lines say '
			|| COALESCE(SUM(l.cents), 0) || ' in ' || COUNT(l.id) AS detail
			FROM pay_statements s LEFT JOIN pay_lines l ON l.expert_id = s.expert_id AND l.month = s.month
			GROUP BY s.expert_id, s.month, s.cents, s.lines HAVING s.cents <> COALESCE(SUM(l.cents), 0) OR s.lines <> COUNT(l.id)`},
		{"R14", "pay_lines", `SELECT l.id AS row_key, 'is of ' || l.month || ', which is closed, and stands on no statement' AS detail
			FROM pay_lines l JOIN pay_book b ON l.month <= b.closed
			LEFT JOIN pay_statements s ON s.expert_id = l.expert_id AND s.month = l.month WHERE s.month IS NULL`},
	}
}
