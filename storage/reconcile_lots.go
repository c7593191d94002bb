package storage

// lotRules find lots that are not what the ledger says: what is left of them is
// what their expert can spend, and nothing left them without a transfer.
func lotRules() []rule {
	return []rule{
		{"R2", "lots", `SELECT a.owner_id AS row_key, 'have ' || COALESCE(l.living, 0) || ' points left, and ' || a.balance || ' can be spent' AS detail
			FROM accounts a LEFT JOIN (SELECT expert_id, SUM(remaining) AS living FROM lots GROUP BY expert_id) AS l ON l.expert_id = a.owner_id
			WHERE a.id = 'expert:' || a.owner_id || ':available' AND a.balance <> COALESCE(l.living, 0)`},
		{"R2", "lots", `SELECT l.id AS row_key, 'has ' || l.remaining || ' of ' || l.amount || ' left, and '
			|| COALESCE(SUM(u.amount), 0) || ' were taken' AS detail
			FROM lots l LEFT JOIN lot_uses u ON u.lot_id = l.id
			GROUP BY l.id, l.remaining, l.amount HAVING l.amount - l.remaining <> COALESCE(SUM(u.amount), 0)`},
		{"R2", "lots", `SELECT l.id AS row_key, 'is of ' || l.expert_id || ' with ' || l.amount || ', its transfer put ' || t.amount
			|| ' into ' || t.credit_account AS detail FROM lots l JOIN transfers t ON t.id = l.id
			WHERE t.credit_account <> 'expert:' || l.expert_id || ':available' OR l.amount > t.amount
			OR l.confirmed_at <> t.created_at OR l.expires_at < l.confirmed_at + 31536000000`},
		{"R2", "lot_uses", `SELECT t.id AS row_key, 'moves ' || t.amount || ', its lots ' || SUM(u.amount) AS detail
			FROM lot_uses u JOIN transfers t ON t.id = u.transfer_id LEFT JOIN lots n ON n.id = t.id
			GROUP BY t.id, t.amount, t.debit_account, n.amount
			HAVING SUM(u.amount) <> CASE WHEN t.debit_account LIKE 'expert:%:available' THEN t.amount
				ELSE COALESCE(n.amount, 0) - t.amount END`},
		{"R2", "lot_uses", `SELECT t.id AS row_key, 'takes from lot ' || l.id || ' of ' || l.expert_id AS detail
			FROM lot_uses u JOIN transfers t ON t.id = u.transfer_id JOIN lots l ON l.id = u.lot_id
			WHERE 'expert:' || l.expert_id || ':available' NOT IN (t.debit_account, t.credit_account)`},
		{"R5", "transfers", `SELECT t.id AS row_key, 'expires what no lot had, or before its end was told' AS detail FROM transfers t
			WHERE t.kind = 'expire' AND NOT EXISTS (SELECT 1 FROM lot_uses u JOIN lot_warnings w ON w.lot_id = u.lot_id
				WHERE u.transfer_id = t.id AND u.lot_id = t.source_id AND u.amount = t.amount
				AND w.expires_at <= t.created_at AND w.told_at <= t.created_at - 518400000)`},
	}
}
