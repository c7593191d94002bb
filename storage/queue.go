package storage

import (
	"fmt"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
)

// inLine is the condition that a conversation waits for an expert and is
// nobody's open question. It names the status twice for the index of the queue.
const inLine = `status IN ('queued', 'offered') AND status = 'queued' AND desk = 'experts' AND left_at IS NULL AND class < 3`

// rushAt is when the allocator takes on an open question: see desk.Conversation.RushAt.
const rushAt = `(answer_by - CASE WHEN (answer_by - left_at) / 4 > 1800000 THEN (answer_by - left_at) / 4 ELSE 1800000 END)`

// ready is the condition on experts that they can be on duty; the plan has its say, see floorAt.
const ready = `state = 'active' AND presence = 'available'
	AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = experts.id AND p.disabled_at IS NOT NULL)`

// orZero is a nullable value as the domain has it.
func orZero[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}

// leftClass is the class that an open question comes back to.
func leftClass(c desk.Conversation) *desk.Class {
	if !c.IsLeft() {
		return nil
	}
	return &c.LeftClass
}

// LockCustomer holds a customer's row and tells whether the brand knows who it
// is. It refuses access.ErrSessionEnded for one who turned out to be another
// customer meanwhile: what they ask would be nobody's.
func (tx Tx) LockCustomer(id domain.CustomerID) (verified bool, err error) {
	var r struct {
		VerifiedAt *Time
		MergedInto *domain.CustomerID
	}
	err = tx.one(&r, "customer", "SELECT verified_at, merged_into FROM customers WHERE id = ?"+tx.hold(), id)
	if err == nil && r.MergedInto != nil {
		err = access.ErrSessionEnded
	}
	return r.VerifiedAt != nil, err
}

// Verified tells whether the brand knows who a customer is.
func (tx Tx) Verified(id domain.CustomerID) (bool, error) {
	var r struct{ VerifiedAt *Time }
	err := tx.one(&r, "customer", "SELECT verified_at FROM customers WHERE id = ?", id)
	return r.VerifiedAt != nil, err
}

// LockNetwork lets one transaction of an address range go on at a time. SQLite
// has one writer anyway.
func (tx Tx) LockNetwork(network string) error {
	if tx.state.dialect != postgresDialect {
		return nil
	}
	_, err := tx.exec("SELECT pg_advisory_xact_lock(hashtextextended(?, 6))", network)
	return wrapped(err, "lock a network")
}

// WaitingOf finds a conversation of the customer that waits.
func (tx Tx) WaitingOf(by domain.CustomerID) (id domain.ConversationID, found bool, err error) {
	var ids []domain.ConversationID
	err = tx.all(&ids, `SELECT id FROM conversations WHERE customer_id = ? AND status IN ('queued', 'offered')
		ORDER BY id DESC LIMIT 1`, by)
	if len(ids) > 0 {
		id, found = ids[0], true
	}
	return id, found, wrapped(err, "find what %s waits for", by)
}

// WaitingFrom counts the conversations of an address range that wait.
func (tx Tx) WaitingFrom(network string) (n int, err error) {
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM conversations WHERE network = ? AND network <> '' AND status IN ('queued', 'offered')", network)
	return n, wrapped(err, "count who waits in a network")
}

// Answering reads when the brand answers; its row is not held.
func (tx Tx) Answering() (desk.Answering, error) {
	var r struct {
		TimeZone     string
		AnswerHours  int
		HoursVersion int
	}
	found, err := tx.maybe(&r, "SELECT time_zone, answer_hours, hours_version FROM brand WHERE id = 1")
	switch {
	case err != nil:
		return desk.Answering{}, wrapped(err, "read when the brand answers")
	case !found:
		return desk.Answering{}, brand.ErrNotFounded
	}
	zone, err := time.LoadLocation(r.TimeZone)
	if err != nil {
		return desk.Answering{}, wrapped(err, "read the brand's time zone")
	}
	h, err := hours(tx.DB, r.HoursVersion)
	if err != nil {
		return desk.Answering{}, wrapped(err, "read the brand's hours")
	}
	plan, err := staffed(tx.DB)
	return desk.Answering{Hours: h, Zone: zone, Within: time.Duration(r.AnswerHours) * time.Hour, Staffed: plan}, err
}

// speaks is the pattern of a list of languages with this one.
func speaks(l domain.Language) string { return `%"` + string(l) + `"%` }

// OnDuty reports whether somebody who speaks the language is, while the brand is open.
func (tx Tx) OnDuty(l domain.Language, now time.Time) (bool, error) {
	plan, err := floorAt(tx.DB, now)
	if err != nil {
		return false, err
	}
	return tx.onDuty(plan, l)
}

func (tx Tx) onDuty(plan floor, l domain.Language) (bool, error) {
	var all []present
	err := tx.all(&all, "SELECT id, state, presence, languages FROM experts WHERE languages LIKE ? AND "+ready, speaks(l))
	return len(plan.onDuty(all)) > 0, wrapped(err, "find who is on duty")
}

// WishOf is whether a customer wants to meet an expert again, when they said so.
func (tx Tx) WishOf(by domain.CustomerID, e domain.ExpertID) (w desk.Wish, found bool, err error) {
	var r struct {
		Again bool
		SetAt Time
	}
	found, err = tx.maybe(&r, "SELECT again, set_at FROM expert_wishes WHERE customer_id = ? AND expert_id = ?", by, e)
	return desk.Wish{Again: r.Again, At: r.SetAt.Time}, found, wrapped(err, "read a wish")
}

// Crowds are who waits for an expert, by language.
func (tx Tx) Crowds(now time.Time) ([]desk.Crowd, error) {
	var rows []struct {
		Language domain.Language
		First    Time
	}
	err := tx.all(&rows, "SELECT language, MIN(COALESCE(entered_at, queued_at)) AS first FROM conversations WHERE "+inLine+" GROUP BY language ORDER BY language")
	if err != nil || len(rows) == 0 {
		return nil, wrapped(err, "find who waits")
	}
	plan, err := floorAt(tx.DB, now)
	crowds := make([]desk.Crowd, len(rows))
	for i, r := range rows {
		var quiet struct{ QuietAt *Time }
		onDuty := false
		if err == nil {
			_, err = tx.maybe(&quiet, `SELECT MAX(CASE WHEN shift_at > presence_at THEN shift_at ELSE presence_at END) AS quiet_at FROM (
				SELECT presence_at, COALESCE((SELECT MAX(ends_at) FROM shifts h WHERE h.expert_id = experts.id AND h.ends_at <= ?), 0) AS shift_at
				FROM experts WHERE languages LIKE ?) AS quiet`, At(now), speaks(r.Language))
		}
		if err == nil {
			onDuty, err = tx.onDuty(plan, r.Language)
		}
		crowds[i] = desk.Crowd{Language: r.Language, First: r.First.Time, OnDuty: onDuty, QuietAt: quiet.QuietAt.OrZero()}
	}
	return crowds, wrapped(err, "find who waits")
}

// WaitingSince finds who of a language came into the queue until a time.
func (tx Tx) WaitingSince(l domain.Language, entered time.Time, limit int) (ids []domain.ConversationID, err error) {
	err = tx.all(&ids, "SELECT id FROM conversations WHERE "+inLine+
		" AND language = ? AND COALESCE(entered_at, queued_at) <= ? ORDER BY class, queued_at, id LIMIT ?", l, At(entered), limit)
	return ids, wrapped(err, "find who waits alone")
}

const onBoard = "answer_by IS NOT NULL AND status = 'queued' AND class = 3"

// Rushing finds open questions whose time comes.
func (tx Tx) Rushing(now time.Time, limit int) (ids []domain.ConversationID, err error) {
	err = tx.all(&ids, "SELECT id FROM conversations WHERE "+onBoard+" AND "+rushAt+" <= ? ORDER BY answer_by, id LIMIT ?", At(now), limit)
	return ids, wrapped(err, "find open questions that are due")
}

// NextRush is when the time of the next open question comes.
func (tx Tx) NextRush(now time.Time) (time.Time, error) {
	var r struct{ RushAt *Time }
	_, err := tx.maybe(&r, "SELECT MIN("+rushAt+") AS rush_at FROM conversations WHERE "+onBoard+" AND "+rushAt+" > ?", At(now))
	return r.RushAt.OrZero(), wrapped(err, "find the next open question")
}

// AddPromise stores what an open question was promised, in place of what the
// episode was promised before.
func (tx Tx) AddPromise(c desk.Conversation) error {
	_, err := tx.exec(`INSERT INTO promises (conversation_id, episode, left_at, answer_by) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation_id, episode) DO UPDATE SET left_at = excluded.left_at, answer_by = excluded.answer_by,
		answered_at = NULL, withdrawn_at = NULL`, c.ID, c.Episode.No, At(c.LeftAt), At(c.AnswerBy))
	return wrapped(err, "promise an answer to %s", c.ID)
}

// KeepPromise notes when an open question was answered.
func (tx Tx) KeepPromise(id domain.ConversationID, episode int, answered time.Time) error {
	_, err := tx.exec("UPDATE promises SET answered_at = ? WHERE conversation_id = ? AND episode = ? AND answered_at IS NULL", At(answered), id, episode)
	return wrapped(err, "keep the promise to %s", id)
}

// WithdrawPromise notes that the customer waits again, or asked somebody else.
func (tx Tx) WithdrawPromise(id domain.ConversationID, episode int, at time.Time) error {
	_, err := tx.exec("UPDATE promises SET withdrawn_at = ? WHERE conversation_id = ? AND episode = ? AND answered_at IS NULL", At(at), id, episode)
	return wrapped(err, "withdraw the promise to %s", id)
}

// Promised reports whether the episode was an open question at some time.
func (tx Tx) Promised(id domain.ConversationID, episode int) (bool, error) {
	var n int
	return tx.maybe(&n, "SELECT 1 FROM promises WHERE conversation_id = ? AND episode = ?", id, episode)
}

// AddWaitChecks stores the first ranges that customers were told.
func (tx Tx) AddWaitChecks(checks []desk.WaitCheck) error {
	const columns, most = 8, 500
	for from := 0; from < len(checks); from += most {
		part := checks[from:min(from+most, len(checks))]
		args := make([]any, 0, columns*len(part))
		for _, c := range part {
			args = append(args, c.Conversation, c.Episode, At(c.AskedAt), c.Place, int(c.Range.From.Seconds()), int(c.Range.To.Seconds()), c.Seats, c.Finished)
		}
		rows := strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?)", len(part))[2:]
		_, err := tx.exec(fmt.Sprintf(`INSERT INTO wait_checks (conversation_id, episode, asked_at, place, from_s, to_s, seats, finished)
			VALUES %s ON CONFLICT (conversation_id, episode) DO NOTHING`, rows), args...)
		if err != nil {
			return wrapped(err, "store what waits were told")
		}
	}
	return nil
}

// Waited completes the wait check of an episode.
func (tx Tx) Waited(id domain.ConversationID, episode int, accepted time.Time) error {
	_, err := tx.exec("UPDATE wait_checks SET accepted_at = ? WHERE conversation_id = ? AND episode = ? AND accepted_at IS NULL",
		At(accepted), id, episode)
	return wrapped(err, "end the wait of %s", id)
}
