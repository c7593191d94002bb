package storage

// voidTransfers is what people took back of entries that could be spent already,
// what was paid of it later, and what came back after an appeal.
const voidTransfers = `
UNION ALL
SELECT 'holds', a.id, 'void:' || a.fact, 'adjust', 'expert:' || a.expert_id || ':available', 'programme:issued', h.taken - a.took, h.ended_at, h.ended_at
FROM holds h JOIN (` + awardFacts + `) AS a ON a.id = h.award_id WHERE h.confirmed AND h.taken > a.took
UNION ALL
SELECT 'holds', a.id, 'clawback:' || a.fact, 'adjust', 'expert:' || a.expert_id || ':pending', 'programme:issued', a.took, h.ended_at, h.ended_at
FROM holds h JOIN (` + awardFacts + `) AS a ON a.id = h.award_id WHERE h.confirmed AND a.took > 0
UNION ALL
SELECT 'takings', p.id, 'again:' || t.award_id || ':' || p.fact, 'adjust', 'expert:' || p.expert_id || ':available', 'programme:issued', t.made_good,
	a.settled_at, a.settled_at
FROM takings t JOIN (` + awardFacts + `) AS p ON p.id = t.penalty_id JOIN awards a ON a.id = t.award_id WHERE t.made_good > 0
UNION ALL
SELECT 'takings', p.id, 'return:' || t.award_id || ':' || p.fact, 'adjust', 'programme:issued', 'expert:' || p.expert_id || ':pending', t.returned,
	h.restored_at, h.restored_at
FROM takings t JOIN (` + awardFacts + `) AS p ON p.id = t.penalty_id LEFT JOIN holds h ON h.award_id = p.id AND h.restored_at IS NOT NULL
WHERE t.returned > 0
UNION ALL
SELECT 'overdrafts', a.id, 'fraud:' || a.fact, 'adjust', 'expert:' || a.expert_id || ':owed', 'programme:issued', o.amount, o.began_at, o.began_at
FROM overdrafts o JOIN (` + awardFacts + `) AS a ON a.id = o.award_id
UNION ALL
SELECT 'overdrafts', a.id, 'pardon:' || a.fact, 'adjust', 'programme:issued', 'expert:' || a.expert_id || ':owed', o.pardoned, o.pardoned_at, o.pardoned_at
FROM overdrafts o JOIN (` + awardFacts + `) AS a ON a.id = o.award_id WHERE o.pardoned > 0
UNION ALL
SELECT 'repayments', a.id, CASE WHEN p.occasion = 'amend' THEN 'repay_amend:' ELSE 'repay:' END || a.fact, 'adjust',
	'expert:' || a.expert_id || ':available', 'expert:' || a.expert_id || ':owed', p.amount, p.paid_at, p.paid_at
FROM repayments p JOIN (` + awardFacts + `) AS a ON a.id = p.award_id
UNION ALL
SELECT 'debts', d.award_id, 'owed:' || d.award_id || ':' || p.returned, 'adjust', 'expert:' || d.expert_id || ':available', 'programme:issued',
	p.amount, p.paid_at, p.paid_at FROM debts d JOIN debt_payments p ON p.award_id = d.award_id
UNION ALL
SELECT 'holds', a.id, 'restore:' || a.fact, 'adjust', 'programme:issued', 'expert:' || a.expert_id || ':available', ` + takenInAll + `,
	h.restored_at, h.restored_at FROM holds h JOIN (` + awardFacts + `) AS a ON a.id = h.award_id
	WHERE h.restored_at IS NOT NULL AND ` + takenInAll + ` > 0`

// takenInAll is what was taken back of the entry of hold h, at once and later, out
// of what its expert had or earned: but for what is pending again, and what turned
// out never to have been.
const takenInAll = `(h.taken - COALESCE((SELECT SUM(t.missing - t.made_good + t.returned) FROM takings t WHERE t.penalty_id = h.award_id), 0)
	+ COALESCE((SELECT SUM(p.amount) FROM debt_payments p WHERE p.award_id = h.award_id), 0)
	+ COALESCE((SELECT o.amount - o.pardoned FROM overdrafts o WHERE o.award_id = h.award_id), 0))`

// fairnessRules look at what was held, taken and given back.
func fairnessRules() []rule {
	return []rule{
		{"R5", "holds", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'holds'`},
		{"R5", "holds", `SELECT h.id AS row_key, 'was taken back, and ' || h.award_id || ' is still worth ' || COALESCE(a.settled, a.pending) AS detail
			FROM holds h JOIN awards a ON a.id = h.award_id
			WHERE (h.state = 'voided' OR h.state = 'restored') AND NOT h.confirmed AND h.taken > 0 AND (a.settled IS NULL OR a.settled > 0)`},
		{"R5", "debts", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'debts'`},
		{"R5", "debts", `SELECT d.award_id AS row_key, 'owes ' || d.owed || ' of ' || COALESCE(a.settled, 0) || ', and ' || COALESCE(p.paid, 0)
			|| ' is paid' AS detail FROM debts d JOIN awards a ON a.id = d.award_id
			LEFT JOIN (SELECT award_id, SUM(amount) AS paid FROM debt_payments GROUP BY award_id) AS p ON p.award_id = d.award_id
			LEFT JOIN holds h ON h.award_id = d.award_id AND h.confirmed AND (h.state = CASE WHEN d.waived_at IS NULL THEN 'voided' ELSE 'restored' END)
			WHERE COALESCE(p.paid, 0) > d.owed OR h.id IS NULL OR a.expert_id <> d.expert_id OR h.taken + d.owed > COALESCE(a.settled, 0)`},
		{"R5", "takings", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'takings'`},
		{"R5", "takings", `SELECT row_key, 'lost ' || missing || ' of its claims, and ' || short || ' of it never was' AS detail FROM (
			SELECT a.id AS row_key, SUM(t.missing) AS missing, CASE WHEN a.settled_at IS NULL OR a.taken <= a.worth THEN 0
				WHEN a.taken - a.worth > SUM(CASE WHEN p.settled >= 0 THEN t.amount - t.returned ELSE 0 END)
				THEN SUM(CASE WHEN p.settled >= 0 THEN t.amount - t.returned ELSE 0 END) ELSE a.taken - a.worth END AS short
			FROM takings t JOIN awards p ON p.id = t.penalty_id JOIN (SELECT id, settled_at, taken,
				CASE WHEN settled < 0 THEN 0 WHEN settled < pending THEN settled ELSE pending END AS worth FROM (` + awardFacts + `) AS f) AS a
				ON a.id = t.award_id GROUP BY a.id, a.settled_at, a.taken, a.worth) AS claims WHERE missing <> short`},
		{"R6", "holds", `SELECT id AS row_key, 'waits longer than 72 hours' AS detail FROM holds
			WHERE state = 'held' AND until_at < (SELECT MAX(settled_at) FROM awards) - 86400000`},
	}
}

// overdraftRules look at what went below zero, and what paid it back.
func overdraftRules() []rule {
	return []rule{
		{"R5", "overdrafts", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'overdrafts'`},
		{"R5", "repayments", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'repayments'`},
		{"R5", "overdrafts", `SELECT o.award_id AS row_key, 'went ' || o.amount || ' below zero for what two people did not call fraud, or for more than it was' AS detail
			FROM overdrafts o JOIN awards a ON a.id = o.award_id
			LEFT JOIN holds h ON h.award_id = o.award_id AND h.confirmed AND h.state = CASE WHEN o.pardoned IS NULL THEN 'voided' ELSE 'restored' END
			LEFT JOIN cases c ON c.id = h.case_id AND c.fraud AND c.second_id IS NOT NULL
			LEFT JOIN debts d ON d.award_id = o.award_id
			WHERE c.id IS NULL OR a.expert_id <> o.expert_id OR h.taken + o.amount + COALESCE(d.owed, 0) > a.settled`},
		{"R5", "repayments", `SELECT p.award_id AS row_key, 'says that ' || p.points || ' points were new' AS detail
			FROM repayments p JOIN (` + awardFacts + `) AS a ON a.id = p.award_id LEFT JOIN award_amends m ON m.award_id = p.award_id
			WHERE p.points <> CASE WHEN p.occasion = 'amend' THEN COALESCE(m.points, 0)
				ELSE CASE WHEN a.kept > 0 THEN a.kept ELSE 0 END + CASE WHEN a.settled > a.pending THEN a.settled - a.pending ELSE 0 END END`},
	}
}
