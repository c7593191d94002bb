package storage

import (
	"fmt"
	"strings"

	"github.com/kennerhq/kenner/domain/roster"
)

// rules lists what must hold between rows. "Long ago" is measured against the
// latest row of the same kind, not against a clock: a database that was switched
// off for a week is not wrong.
func rules() []rule {
	return append(pointRules(), deskRules()...)
}

// expected is every transfer that awards and redemptions say there is, with the
// time it was made, give or take a minute.
const expected = `
SELECT 'awards' AS source, id AS source_id, 'award:' || conversation_id || ':' || episode AS key, 'award' AS kind,
	'programme:issued' AS debit, 'expert:' || expert_id || ':pending' AS credit, pending AS amount,
	earned_at AS since, 9000000000000000 AS until FROM awards WHERE pending > 0
UNION ALL
SELECT 'awards', id, 'settle:' || conversation_id || ':' || episode, 'settle',
	'expert:' || expert_id || ':pending', 'expert:' || expert_id || ':available',
	CASE WHEN pending < settled THEN pending ELSE settled END, settled_at, settled_at
FROM awards WHERE pending > 0 AND settled > 0
UNION ALL
SELECT 'awards', id, 'adjust:' || conversation_id || ':' || episode, 'adjust',
	CASE WHEN settled > pending THEN 'programme:issued' ELSE 'expert:' || expert_id || ':pending' END,
	CASE WHEN settled > pending THEN 'expert:' || expert_id || ':available' ELSE 'programme:issued' END,
	ABS(settled - pending), settled_at, settled_at FROM awards WHERE settled <> pending
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
FROM redemptions WHERE state = 'cancelled' AND approved_at IS NOT NULL`

// disagreeing compares expected transfers with those that are there.
const disagreeing = ` FROM (` + expected + `) AS e LEFT JOIN transfers t ON t.key = e.key
WHERE (t.id IS NULL OR t.kind <> e.kind OR t.debit_account <> e.debit OR t.credit_account <> e.credit OR t.amount <> e.amount
	OR t.source_id <> e.source_id OR t.created_at < COALESCE(e.since, 0) - 60000 OR t.created_at > COALESCE(e.until, 0) + 60000)`

// disagreement says what both sides tell.
const disagreement = `e.source || ' ' || e.source_id || ' says ' || e.key || ' is ' || e.kind || ' of ' || e.amount || ' from ' || e.debit
	|| ' to ' || e.credit || ', the transfer ' || COALESCE(t.id || ' is ' || t.kind || ' of ' || t.amount || ' from ' || t.debit_account
	|| ' to ' || t.credit_account || ' at ' || t.created_at, 'is missing')`

func pointRules() []rule {
	return []rule{
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
				'expert:' || owner_id || ':reserved', 'programme:issued', 'programme:redeemed', 'programme:expired')
			OR (owner_id = 'programme') <> (id LIKE 'programme:%') OR (owner_id <> 'programme' AND may_be_negative)`},
		{"R3", "rewards", `SELECT r.id AS row_key, (r.stock - r.remaining) || ' of ' || r.stock || ' pieces are gone, '
			|| COUNT(m.id) || ' redemptions hold one' AS detail
			FROM rewards r LEFT JOIN redemptions m ON m.reward_id = r.id AND m.state <> 'cancelled'
			GROUP BY r.id, r.stock, r.remaining HAVING r.stock - r.remaining <> COUNT(m.id)`},
		{"R4", "redemptions", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'redemptions'`},
		{"R4", "redemptions", `SELECT id AS row_key, 'is ' || state || ', but its times say otherwise' AS detail FROM redemptions
			WHERE (state = 'cancelled') <> (cancelled_at IS NOT NULL) OR (state = 'requested' AND approved_at IS NOT NULL)
			OR (state IN ('approved', 'shipped', 'delivered') AND approved_at IS NULL)
			OR (state IN ('shipped', 'delivered') AND shipped_at IS NULL) OR (state = 'delivered') <> (delivered_at IS NOT NULL)`},
		{"R5", "awards", `SELECT e.source_id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND e.source = 'awards'`},
		{"R5", "transfers", `SELECT t.id AS row_key, ` + disagreement + ` AS detail` + disagreeing + ` AND t.id IS NOT NULL`},
		{"R5", "transfers", `SELECT t.id AS row_key, 'no award and no redemption is behind ' || t.key AS detail
			FROM transfers t LEFT JOIN (` + expected + `) AS e ON e.key = t.key WHERE e.key IS NULL AND t.kind <> 'expire'`},
		{"R5", "episodes", `SELECT e.conversation_id || ':' || e.episode AS row_key, 'was confirmed and has no award' AS detail
			FROM episodes e LEFT JOIN awards a ON a.conversation_id = e.conversation_id AND a.episode = e.episode
			WHERE e.confirmed_at IS NOT NULL AND e.expert_id IS NOT NULL AND a.id IS NULL
			AND e.confirmed_at < (SELECT MAX(confirmed_at) FROM episodes) - 3600000
			AND NOT EXISTS (SELECT 1 FROM outbox WHERE name = 'conversation.confirmed' AND dead_at IS NULL)`},
		{"R6", "awards", `SELECT id AS row_key, 'is still pending, though later ones are settled' AS detail FROM awards
			WHERE settled_at IS NULL AND settle_at < (SELECT MAX(settled_at) FROM awards) - 86400000`},
	}
}

// held names what a conversation c has: a seat s, an active assignment a, an open offer o.
const held = ` FROM conversations c LEFT JOIN seats s ON s.conversation_id = c.id
LEFT JOIN assignments a ON a.conversation_id = c.id AND a.ended_at IS NULL
LEFT JOIN offers o ON o.conversation_id = c.id AND o.state = 'open' `

func deskRules() []rule {
	return []rule{
		{"R6", "offers", `SELECT id AS row_key, 'ran out long ago and is still open' AS detail FROM offers
			WHERE state = 'open' AND expires_at < (SELECT MAX(at) FROM timeline_entries) - 3600000`},
		{"R6", "seats", `SELECT expert_id || '/' || seat_no AS row_key, due || ' was due long ago' AS detail FROM seats
			WHERE due_at < (SELECT MAX(at) FROM timeline_entries) - 3600000`},
		{"R9", "conversations", `SELECT c.id AS row_key, 'is ' || c.status || ' with expert ' || COALESCE(c.expert_id, 'none')
			|| ', seat ' || COALESCE(s.expert_id || '/' || s.seat_no, 'none')
			|| ', manager ' || COALESCE(c.staff_id, 'none')
			|| ', assignment ' || COALESCE(a.expert_id || '/' || a.seat_no, a.staff_id, 'none')
			|| ', offer ' || COALESCE(o.id, 'none') AS detail` + held + `WHERE NOT CASE
			WHEN c.status = 'offered' THEN s.expert_id IS NULL AND a.id IS NULL AND o.id IS NOT NULL
			WHEN c.staff_id IS NOT NULL THEN s.expert_id IS NULL AND o.id IS NULL AND COALESCE(a.staff_id = c.staff_id, FALSE)
			WHEN c.status IN ('queued', 'closed') OR c.expert_id IS NULL THEN s.expert_id IS NULL AND a.id IS NULL AND o.id IS NULL
			ELSE o.id IS NULL AND COALESCE(s.expert_id = c.expert_id AND a.expert_id = c.expert_id AND a.seat_no = s.seat_no, FALSE)
			END`},
		{"R9", "seats", `SELECT s.expert_id || '/' || s.seat_no AS row_key, 'holds ' || c.id || ', which is ' || c.status
			|| ' with ' || COALESCE(c.expert_id, 'nobody') || '; due ' || COALESCE(s.due, 'nothing') AS detail` + held + `
			WHERE s.conversation_id IS NOT NULL AND NOT COALESCE(s.open AND c.expert_id = s.expert_id AND a.expert_id = s.expert_id
			AND a.seat_no = s.seat_no AND ABS(a.started_at - s.taken_at) <= 60000
			AND (c.status = 'assigned') = (s.due IN ('nudge', 'reoffer')) AND (c.status = 'waiting') = (s.due = 'free'), FALSE)`},
		{"R9", "seats", `SELECT a.expert_id || '/' || a.seat_no AS row_key, 'does not hold ' || a.conversation_id
			|| ', though assignment ' || a.id || ' says so' AS detail
			FROM assignments a LEFT JOIN seats s ON s.expert_id = a.expert_id AND s.seat_no = a.seat_no
			WHERE a.ended_at IS NULL AND a.expert_id IS NOT NULL AND (s.conversation_id IS NULL OR s.conversation_id <> a.conversation_id)`},
		{"R9", "seats", openSeats()},
		{"R9", "episodes", handOverCounts},
		{"R10", "conversations", `SELECT c.id AS row_key, 'last_seq is ' || c.last_seq || ', the timeline has ' || COUNT(t.seq)
			|| ' entries from ' || COALESCE(MIN(t.seq), 0) || ' to ' || COALESCE(MAX(t.seq), 0) AS detail
			FROM conversations c LEFT JOIN timeline_entries t ON t.conversation_id = c.id
			GROUP BY c.id, c.last_seq HAVING c.last_seq <> COUNT(t.seq) OR c.last_seq <> COALESCE(MAX(t.seq), 0)`},
		{"R10", "conversations", `SELECT id AS row_key, 'the read marks ' || customer_read_seq || ' and ' || expert_read_seq
			|| ' pass the last entry ' || last_seq AS detail FROM conversations
			WHERE customer_read_seq > last_seq OR expert_read_seq > last_seq`},
	}
}

// openSeats finds experts whose open seats are not what level and brand allow:
// the taken ones, and free ones up to the limit. After a change of the brand the
// seats follow by an event, which is waited for.
func openSeats() string {
	var levels strings.Builder
	for l := roster.Candidate; l <= roster.Mentor; l++ {
		fmt.Fprintf(&levels, " WHEN %d THEN %d", l, l.Seats())
	}
	return `SELECT expert_id AS row_key, 'has ' || seats || ' seats, ' || open_seats || ' open and ' || taken || ' taken; the limit is '
		|| seat_limit AS detail FROM (SELECT e.id AS expert_id, COUNT(s.seat_no) AS seats,
			SUM(CASE WHEN s.open THEN 1 ELSE 0 END) AS open_seats, COUNT(s.conversation_id) AS taken,
			CASE WHEN b.max_seats < (CASE e.level` + levels.String() + ` END) THEN b.max_seats
				ELSE (CASE e.level` + levels.String() + ` END) END AS seat_limit
			FROM experts e CROSS JOIN brand b LEFT JOIN seats s ON s.expert_id = e.id
			GROUP BY e.id, e.level, b.max_seats) AS places
		WHERE (seats <> 3 OR open_seats <> CASE WHEN taken > seat_limit THEN taken ELSE seat_limit END)
		AND NOT EXISTS (SELECT 1 FROM outbox WHERE name = 'brand.changed' AND dead_at IS NULL)`
}
