package storage

import "slices"

// awardFacts are the awards with the name of their fact in the ledger, what penalties
// took of them (taken), what they took of others (took), and what settling makes
// spendable of the pending points (kept, when it is positive).
const awardFacts = `SELECT a.id, a.expert_id, a.pending, a.settled, a.earned_at, a.settled_at, a.fact, a.taken, a.took,
	CASE WHEN a.settled < a.pending THEN a.settled ELSE a.pending END - a.taken AS kept
FROM (SELECT id, expert_id, pending, settled - COALESCE((SELECT m.points FROM award_amends m WHERE m.award_id = awards.id), 0) AS settled, earned_at, settled_at,
	CASE WHEN kind = 'conversation' THEN '' ELSE kind || ':' END || source AS fact,
	COALESCE((SELECT SUM(t.amount - t.returned) FROM takings t WHERE t.award_id = awards.id), 0) AS taken,
	COALESCE((SELECT SUM(t.amount) FROM takings t WHERE t.penalty_id = awards.id), 0) AS took FROM awards) AS a`

// expected is every transfer that awards and redemptions say there is, with the
// time it was made, give or take a minute.
const expected = `
SELECT 'awards' AS source, id AS source_id, 'award:' || fact AS key, 'award' AS kind,
	'programme:issued' AS debit, 'expert:' || expert_id || ':pending' AS credit, pending AS amount,
	earned_at AS since, 9000000000000000 AS until FROM (` + awardFacts + `) AS a WHERE pending > 0
UNION ALL
SELECT 'awards', id, 'settle:' || fact, 'settle', 'expert:' || expert_id || ':pending', 'expert:' || expert_id || ':available',
	kept, settled_at, settled_at FROM (` + awardFacts + `) AS a WHERE settled >= 0 AND kept > 0
UNION ALL
SELECT 'awards', id, 'adjust:' || fact, 'adjust', 'programme:issued', 'expert:' || expert_id || ':available',
	settled - pending, settled_at, settled_at FROM (` + awardFacts + `) AS a WHERE settled > pending
UNION ALL
SELECT 'awards', id, 'adjust:' || fact, 'adjust', 'expert:' || expert_id || ':pending', 'programme:issued',
	pending - taken - CASE WHEN kept > 0 THEN kept ELSE 0 END, settled_at, settled_at FROM (` + awardFacts + `) AS a
	WHERE settled >= 0 AND pending - taken > CASE WHEN kept > 0 THEN kept ELSE 0 END
UNION ALL
SELECT 'awards', id, 'penalty:' || fact, 'adjust', 'expert:' || expert_id || ':pending', 'programme:issued',
	took, settled_at, settled_at FROM (` + awardFacts + `) AS a WHERE settled < 0 AND took > 0
UNION ALL
SELECT 'awards', id, 'forfeit:' || fact, 'adjust', 'expert:' || expert_id || ':available', 'programme:issued',
	-settled - took, settled_at, settled_at FROM (` + awardFacts + `) AS a WHERE settled < 0 AND -settled > took
UNION ALL
SELECT 'redemptions', id, 'reserve:' || id, 'reserve', 'expert:' || expert_id || ':available',
	'expert:' || expert_id || ':reserved', price, requested_at, requested_at FROM redemptions
UNION ALL
SELECT 'redemptions', id, 'resolve:' || id, 'spend', 'expert:' || expert_id || ':reserved', 'programme:redeemed',
	price, approved_at, approved_at
FROM redemptions WHERE state IN ('approved', 'shipped', 'delivered') OR (state = 'cancelled' AND approved_at IS NOT NULL)
UNION ALL
SELECT 'redemptions', id, 'resolve:' || id, 'return', 'expert:' || expert_id || ':reserved',
	'expert:' || expert_id || ':available', price, cancelled_at, cancelled_at
FROM redemptions WHERE state = 'cancelled' AND approved_at IS NULL
UNION ALL
SELECT 'redemptions', id, 'reverse:resolve:' || id, 'reversal', 'programme:redeemed',
	'expert:' || expert_id || ':available', price, cancelled_at, cancelled_at
FROM redemptions WHERE state = 'cancelled' AND approved_at IS NOT NULL` + entryTransfers + voidTransfers + amendTransfers

// amendTransfers is what awards are worth more since their rating was set aside.
const amendTransfers = `
UNION ALL
SELECT 'awards', a.id, 'amend:' || a.fact, 'adjust', 'programme:issued', 'expert:' || a.expert_id || ':available', m.points, m.at, m.at
FROM award_amends m JOIN (` + awardFacts + `) AS a ON a.id = m.award_id`

// disagreeing compares expected transfers with those that are there.
const disagreeing = ` FROM (` + expected + `) AS e LEFT JOIN transfers t ON t.key = e.key
WHERE (t.id IS NULL OR t.kind <> e.kind OR t.debit_account <> e.debit OR t.credit_account <> e.credit OR t.amount <> e.amount
	OR t.source_id <> e.source_id OR t.created_at < COALESCE(e.since, 0) - 60000 OR t.created_at > COALESCE(e.until, 0) + 60000)`

// disagreement says what both sides tell.
const disagreement = `e.source || ' ' || e.source_id || ' says ' || e.key || ' is ' || e.kind || ' of ' || e.amount || ' from ' || e.debit
	|| ' to ' || e.credit || ', the transfer ' || COALESCE(t.id || ' is ' || t.kind || ' of ' || t.amount || ' from ' || t.debit_account
	|| ' to ' || t.credit_account || ' at ' || t.created_at, 'is missing')`

func pointRules() []rule {
	return slices.Concat([]rule{
		{"R1", "accounts", `SELECT 'all' AS row_key,
			'experts hold ' || held || ' points, the programme gave out ' || given AS detail FROM (SELECT
			(SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE owner_id <> 'programme') AS held,
			(SELECT COALESCE(SUM(CASE WHEN d.owner_id = 'programme' THEN t.amount ELSE 0 END
				- CASE WHEN c.owner_id = 'programme' THEN t.amount ELSE 0 END), 0) FROM transfers t
				JOIN accounts d ON d.id = t.debit_account JOIN accounts c ON c.id = t.credit_account) AS given) AS sums
			WHERE held <> given`},
		{"R2", "accounts", `SELECT a.id AS row_key,
			'the balance is ' || a.balance || ', its transfers add up to ' || COALESCE(m.total, 0) AS detail
			FROM accounts a LEFT JOIN (SELECT account, SUM(amount) AS total FROM (
				SELECT credit_account AS account, amount FROM transfers
				UNION ALL SELECT debit_account, -amount FROM transfers) AS movements GROUP BY account) AS m ON m.account = a.id
			WHERE a.balance <> CASE WHEN a.owner_id = 'programme' THEN 0 ELSE COALESCE(m.total, 0) END`},
		{"R2", "accounts", `SELECT id AS row_key, 'the owner is ' || owner_id AS detail FROM accounts
			WHERE id NOT IN ('expert:' || owner_id || ':pending', 'expert:' || owner_id || ':available',
				'expert:' || owner_id || ':reserved', 'expert:' || owner_id || ':owed', 'programme:issued', 'programme:redeemed', 'programme:expired')
			OR (owner_id = 'programme') <> (id LIKE 'programme:%') OR (owner_id <> 'programme' AND may_be_negative <> (id = 'expert:' || owner_id || ':owed'))`},
		{"R3", "rewards", `SELECT r.id AS row_key, (r.stock - r.remaining) || ' of ' || r.stock || ' pieces are gone, '
			|| COUNT(m.id) || ' redemptions hold one' AS detail
			FROM rewards r LEFT JOIN redemptions m ON m.reward_id = r.id AND m.state <> 'cancelled'
			GROUP BY r.id, r.stock, r.remaining HAVING r.stock - r.remaining <> COUNT(m.id)`},
		{"R3", "rewards", `SELECT r.id AS row_key, 'costs ' || r.price || ', and the newest price on its list is ' || COALESCE(p.price, 0) AS detail
			FROM rewards r LEFT JOIN reward_prices p ON p.reward_id = r.id
				AND p.nth = (SELECT MAX(nth) FROM reward_prices o WHERE o.reward_id = r.id)
			WHERE p.price IS NULL OR p.price <> r.price`},
		{"R4", "redemptions", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'redemptions'`},
		{"R4", "redemptions", `SELECT id AS row_key, 'is ' || state || ', but its times say otherwise' AS detail FROM redemptions
			WHERE (state = 'cancelled') <> (cancelled_at IS NOT NULL) OR (state = 'requested' AND approved_at IS NOT NULL)
			OR (state IN ('approved', 'shipped', 'delivered') AND approved_at IS NULL)
			OR (state IN ('shipped', 'delivered') AND shipped_at IS NULL) OR (state = 'delivered') <> (delivered_at IS NOT NULL)`},
		{"R5", "awards", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'awards'`},
		{"R5", "transfers", `SELECT t.id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND t.id IS NOT NULL`},
		{"R5", "transfers", `SELECT t.id AS row_key, 'no award, no redemption and no entry is behind ' || t.key AS detail
			FROM transfers t LEFT JOIN (` + expected + `) AS e ON e.key = t.key WHERE e.key IS NULL AND t.kind <> 'expire'`},
		{"R5", "episodes", `SELECT e.conversation_id || ':' || e.episode AS row_key, 'was confirmed and has no award' AS detail
			FROM episodes e LEFT JOIN awards a ON a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode
			WHERE e.confirmed_at IS NOT NULL AND e.expert_id IS NOT NULL AND a.id IS NULL AND NOT (` + byStaff + `)
			AND e.confirmed_at < (SELECT MAX(confirmed_at) FROM episodes) - 3600000
			AND NOT EXISTS (SELECT 1 FROM outbox WHERE name = 'conversation.confirmed' AND dead_at IS NULL)`},
		{"R6", "awards", `SELECT id AS row_key, 'is still pending, though later ones are settled' AS detail FROM awards
			WHERE settled_at IS NULL AND settle_at < (SELECT MAX(settled_at) FROM awards) - 86400000
			AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.award_id = awards.id AND (h.state = 'held'
				OR h.ended_at > (SELECT MAX(settled_at) FROM awards) - 86400000))
			AND NOT EXISTS (SELECT 1 FROM ratings r WHERE r.conversation_id = awards.conversation_id AND r.episode = awards.episode
				AND r.tell_at > (SELECT MAX(settled_at) FROM awards) - 86400000)`},
	}, bonusRules(), fairnessRules(), overdraftRules())
}
