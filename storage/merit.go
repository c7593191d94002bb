package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
)

// Merit runs fn in one transaction of recognition.
func (db *DB) Merit(ctx context.Context, fn func(merit.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var (
	_ merit.Store   = Tx{}
	_ merit.Records = Views{}
)

// KudosOf lists whom somebody has praised in a week.
func (tx Tx) KudosOf(from domain.PersonID, w merit.Week) (to []domain.ExpertID, err error) {
	err = tx.all(&to, "SELECT to_id FROM kudos WHERE from_id = ? AND week = ? ORDER BY nth", from, w)
	return to, wrapped(err, "read the kudos of %s", from)
}

// AddKudos stores kudos, unless their place is taken.
func (tx Tx) AddKudos(k merit.Kudos) (bool, error) {
	n, err := tx.exec(`INSERT INTO kudos (id, from_id, to_id, week, nth, text, given_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		k.ID, k.From, k.To, k.Week, k.Nth, k.Text, At(k.GivenAt))
	return n == 1, wrapped(err, "add kudos for %s", k.To)
}

// Kudos reads kudos, locked, or refuses with ErrNoKudos.
func (tx Tx) Kudos(id merit.KudosID) (merit.Kudos, error) {
	var r struct {
		FromID   domain.PersonID
		ToID     domain.ExpertID
		Week     merit.Week
		Nth      int
		Text     string
		GivenAt  Time
		HiddenAt *Time
	}
	found, err := tx.maybe(&r, "SELECT from_id, to_id, week, nth, text, given_at, hidden_at FROM kudos WHERE id = ?"+tx.lock(), id)
	if err != nil || !found {
		return merit.Kudos{}, orRefused(err, merit.ErrNoKudos)
	}
	return merit.Kudos{
		ID: id, From: r.FromID, To: r.ToID, Week: r.Week, Nth: r.Nth, Text: r.Text, GivenAt: r.GivenAt.Time, HiddenAt: r.HiddenAt.OrZero(),
	}, nil
}

// HideKudos stores that kudos are hidden, once.
func (tx Tx) HideKudos(k merit.Kudos) error {
	return wrapped(tx.change("UPDATE kudos SET hidden_at = ?, hidden_by = ?, hidden_why = ? WHERE id = ? AND hidden_at IS NULL",
		At(k.HiddenAt), k.HiddenBy, k.HiddenWhy, k.ID), "hide kudos %s", k.ID)
}

// GladOf reads the rating that a card would rest on: that of the conversation's last rated episode.
func (tx Tx) GladOf(by domain.CustomerID, id domain.ConversationID) (merit.Glad, bool, error) {
	var r struct {
		Episode  int
		ExpertID domain.ExpertID
		Stars    int
		Linked   string
	}
	found, err := tx.maybe(&r, `SELECT r.episode, r.expert_id, r.stars, e.linked FROM ratings r
		JOIN episodes e ON e.conversation_id = r.conversation_id AND e.episode = r.episode JOIN conversations c ON c.id = r.conversation_id
		WHERE r.conversation_id = ? AND c.customer_id = ? ORDER BY r.episode DESC LIMIT 1`, id, by)
	return merit.Glad{Episode: r.Episode, Expert: r.ExpertID, Stars: r.Stars, Linked: r.Linked != ""}, found, wrapped(err, "read the rating of %s", id)
}

// AddThanks stores a card, unless its rating has one.
func (tx Tx) AddThanks(t merit.Thanks) (bool, error) {
	n, err := tx.exec(`INSERT INTO thanks (id, conversation_id, episode, customer_id, expert_id, text, given_at, show_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conversation_id, episode) DO NOTHING`,
		t.ID, t.Conversation, t.Episode, t.Customer, t.Expert, t.Text, At(t.GivenAt), At(t.ShowAt))
	return n == 1, wrapped(err, "add a card of %s", t.Conversation)
}

// Thanks reads a card that its expert was told of, locked, or refuses with ErrNoThanks.
func (tx Tx) Thanks(id merit.ThanksID) (merit.Thanks, error) {
	var r struct {
		ExpertID domain.ExpertID
		Text     string
		HiddenAt *Time
	}
	found, err := tx.maybe(&r, "SELECT expert_id, text, hidden_at FROM thanks WHERE id = ? AND told_at IS NOT NULL"+tx.lock(), id)
	if err != nil || !found {
		return merit.Thanks{}, orRefused(err, merit.ErrNoThanks)
	}
	return merit.Thanks{ID: id, Expert: r.ExpertID, Text: r.Text, HiddenAt: r.HiddenAt.OrZero()}, nil
}

// HideThanks stores that a card is hidden, once.
func (tx Tx) HideThanks(t merit.Thanks) error {
	return wrapped(tx.change("UPDATE thanks SET hidden_at = ?, hidden_by = ?, hidden_why = ? WHERE id = ? AND hidden_at IS NULL",
		At(t.HiddenAt), t.HiddenBy, t.HiddenWhy, t.ID), "hide card %s", t.ID)
}

// ThanksDue are the cards that are to be told, the oldest first.
func (tx Tx) ThanksDue(now time.Time, limit int) ([]merit.Thanks, error) {
	var rows []struct {
		ID       merit.ThanksID
		ExpertID domain.ExpertID
	}
	err := tx.all(&rows, "SELECT id, expert_id FROM thanks WHERE told_at IS NULL AND show_at <= ? ORDER BY show_at, id LIMIT ?", At(now), limit)
	due := make([]merit.Thanks, len(rows))
	for i, r := range rows {
		due[i] = merit.Thanks{ID: r.ID, Expert: r.ExpertID}
	}
	return due, wrapped(err, "find cards")
}

// TellThanks notes that the expert was told of a card, and whether this was the first time.
func (tx Tx) TellThanks(id merit.ThanksID, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE thanks SET told_at = ? WHERE id = ? AND told_at IS NULL", At(now), id)
	return n == 1, wrapped(err, "tell of card %s", id)
}

// AddSpot stores the award of a month, unless there is one.
func (tx Tx) AddSpot(s merit.Spot) (bool, error) {
	n, err := tx.exec("INSERT INTO spot_awards (id, month, expert_id, given_by, text, given_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (month) DO NOTHING",
		s.ID, s.Month, s.Expert, s.By, s.Text, At(s.GivenAt))
	return n == 1, wrapped(err, "add the spot award of %s", s.Month)
}

// WallConsent is the last word of an expert on the wall of merit.
func (tx Tx) WallConsent(id domain.ExpertID) (on bool, err error) {
	_, err = tx.maybe(&on, "SELECT given FROM wall_consents WHERE expert_id = ? ORDER BY no DESC LIMIT 1", id)
	return on, wrapped(err, "read the wall consent of %s", id)
}

// AddWallConsent stores another word; the ones before stay. Two at once: the second starts again.
func (tx Tx) AddWallConsent(id domain.ExpertID, on bool, now time.Time) error {
	n, err := tx.exec(`INSERT INTO wall_consents (expert_id, no, given, at)
		SELECT ?, COALESCE(MAX(no), 0) + 1, ?, ? FROM wall_consents WHERE expert_id = ? ON CONFLICT DO NOTHING`, id, on, At(now), id)
	if err == nil && n == 0 {
		err = domain.ErrStale
	}
	return wrapped(err, "keep the wall consent of %s", id)
}

// AddBadge stores a badge, unless the expert has it.
func (tx Tx) AddBadge(b merit.Badge) (bool, error) {
	n, err := tx.exec("INSERT INTO badges (expert_id, code, about, have, need, earned_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (expert_id, code, about) DO NOTHING",
		b.Expert, b.Code, b.About, b.Have, b.Need, At(b.EarnedAt))
	return n == 1, wrapped(err, "add badge %s of %s", b.Code, b.Expert)
}

// ToJudge finds experts with weeks that are not judged.
func (tx Tx) ToJudge(w merit.Week, end time.Time, limit int) (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, `SELECT x.id FROM experts x WHERE x.state <> 'retired'
		AND EXISTS (SELECT 1 FROM shifts s WHERE s.expert_id = x.id AND s.starts_at < ? AND (s.state IN ('kept', 'late', 'missed') OR s.ended_at IS NULL))
		AND NOT EXISTS (SELECT 1 FROM expert_weeks j WHERE j.expert_id = x.id AND j.week >= ?) ORDER BY x.id LIMIT ?`, At(end), w, limit)
	return ids, wrapped(err, "find weeks to judge")
}

// LastWeek reads the last judged week of an expert.
func (tx Tx) LastWeek(id domain.ExpertID) (merit.Judged, bool, error) {
	var r struct {
		Week            merit.Week
		Verdict         merit.Verdict
		Shifts, Kept    int
		Streak, Longest int
		JudgedAt        Time
	}
	found, err := tx.maybe(&r, `SELECT week, verdict, shifts, kept, streak, longest, judged_at FROM expert_weeks
		WHERE expert_id = ? ORDER BY week DESC LIMIT 1`, id)
	return merit.Judged{
		Expert: id, Week: r.Week, Verdict: r.Verdict, Shifts: r.Shifts, Kept: r.Kept, Streak: r.Streak, Longest: r.Longest, JudgedAt: r.JudgedAt.Time,
	}, found, wrapped(err, "read the last week of %s", id)
}

// stoodShift is a shift that was not given back in time; openShift one that is not judged yet.
const (
	stoodShift = "state IN ('kept', 'late', 'missed')"
	openShift  = "(state IN ('planned', 'on') OR state = 'cancelled' AND short_notice)"
)

// FirstShift is when the expert's first shift that stands begins.
func (tx Tx) FirstShift(id domain.ExpertID) (time.Time, bool, error) {
	var r struct{ StartsAt *Time }
	_, err := tx.maybe(&r, "SELECT MIN(starts_at) AS starts_at FROM shifts WHERE expert_id = ? AND ("+stoodShift+" OR "+openShift+")", id)
	return r.StartsAt.OrZero(), r.StartsAt != nil, wrapped(err, "read the first shift of %s", id)
}

// ShiftsIn counts the shifts of an expert that begin in a time.
func (tx Tx) ShiftsIn(id domain.ExpertID, from, to time.Time) (shifts, kept, open int, err error) {
	var r struct{ Shifts, Kept, Open int }
	_, err = tx.maybe(&r, `SELECT COUNT(CASE WHEN `+stoodShift+` THEN 1 END) AS shifts, COUNT(CASE WHEN state = 'kept' THEN 1 END) AS kept,
		COUNT(CASE WHEN `+openShift+` THEN 1 END) AS open FROM shifts WHERE expert_id = ? AND starts_at >= ? AND starts_at < ?`, id, At(from), At(to))
	return r.Shifts, r.Kept, r.Open, wrapped(err, "count the shifts of %s", id)
}

// FreeIn reports whether a week of a month, by its Monday, was free.
func (tx Tx) FreeIn(id domain.ExpertID, month string) (bool, error) {
	var n int
	err := tx.all(&n, "SELECT COUNT(*) FROM expert_weeks WHERE expert_id = ? AND verdict = 'free' AND week >= ? AND week <= ?", id, month+"-01", month+"-31")
	return n > 0, wrapped(err, "read the free week of %s", id)
}

// AddWeek stores what a week was, unless it is judged.
func (tx Tx) AddWeek(j merit.Judged) (bool, error) {
	n, err := tx.exec(`INSERT INTO expert_weeks (expert_id, week, verdict, shifts, kept, streak, longest, judged_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (expert_id, week) DO NOTHING`,
		j.Expert, j.Week, j.Verdict, j.Shifts, j.Kept, j.Streak, j.Longest, At(j.JudgedAt))
	return n == 1, wrapped(err, "judge week %s of %s", j.Week, j.Expert)
}
