package storage

// shiftRules find what the plan promises and rows break.
func shiftRules() []rule {
	return []rule{
		{"R5", "awards", `SELECT a.id AS row_key, 'has no kept shift of its expert behind it' AS detail FROM awards a
			LEFT JOIN shifts h ON h.id = a.source AND h.expert_id = a.expert_id AND h.state = 'kept'
			WHERE a.kind = 'shift' AND h.id IS NULL`},
		{"R5", "awards", `SELECT a.id AS row_key, 'has no shift behind it that its expert missed' AS detail FROM awards a
			LEFT JOIN shifts h ON h.id = a.source AND h.expert_id = a.expert_id AND h.state = 'missed'
			WHERE a.kind = 'no_show' AND h.id IS NULL`},
		{"R9", "shifts", `SELECT h.id AS row_key, 'has place ' || h.place || ' of ' || s.seats || ' in slot ' || s.id || ', which is ' || s.state AS detail
			FROM shifts h JOIN slots s ON s.id = h.slot_id
			WHERE (h.` + standing + ` AND h.place > s.seats) OR (h.ended_at IS NULL AND s.state <> 'open')
			OR h.starts_at <> s.starts_at OR h.ends_at <> s.ends_at`},
		{"R9", "shifts", `SELECT a.id AS row_key, 'is at the same time as ' || b.id AS detail FROM shifts a
			JOIN shifts b ON b.expert_id = a.expert_id AND b.id > a.id AND b.starts_at < a.ends_at AND b.ends_at > a.starts_at
			WHERE a.` + standing + ` AND b.` + standing},
		{"R9", "shifts", `SELECT h.id AS row_key, 'is planned, though its expert is ' || e.state AS detail
			FROM shifts h JOIN experts e ON e.id = h.expert_id WHERE h.ended_at IS NULL AND h.state = 'planned' AND e.state <> 'active'
			AND h.starts_at > (SELECT MAX(signed_at) FROM shifts)`},
		{"R9", "swaps", `SELECT w.id AS row_key, 'is open, though shift ' || h.id || ' is ' || h.state AS detail
			FROM swaps w JOIN shifts h ON h.id = w.shift_id WHERE w.state = 'open' AND h.ended_at IS NOT NULL`},
	}
}
