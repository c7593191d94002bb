package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

type awardRow struct {
	ID             string
	ExpertID       string
	ConversationID string
	Episode        int
	RoundID        string
	RuleSet        int
	Difficulty     int
	Day            string
	DayNo          *int
	Pending        int64
	Settled        *int64
	Arithmetic     string
	EarnedAt       Time
	SettleAt       Time
	SettledAt      *Time
	Version        int
}

const awardColumns = `id, expert_id, conversation_id, episode, round_id, rule_set, difficulty, day, day_no, pending, settled,
	arithmetic, earned_at, settle_at, settled_at, version`

func (r awardRow) domain() (rewards.Award, error) {
	a := rewards.Award{
		ID: domain.AwardID(r.ID), Expert: domain.ExpertID(r.ExpertID),
		Conversation: domain.ConversationID(r.ConversationID), Episode: r.Episode,
		Round: domain.RoundID(r.RoundID), RuleSet: r.RuleSet, Difficulty: r.Difficulty, Day: r.Day,
		Pending: domain.Points(r.Pending), EarnedAt: r.EarnedAt.Time, SettleAt: r.SettleAt.Time,
		SettledAt: r.SettledAt.OrZero(), Version: r.Version,
	}
	if r.DayNo != nil {
		a.DayNo = *r.DayNo
	}
	if r.Settled != nil {
		a.Settled = domain.Points(*r.Settled)
	}
	if err := json.Unmarshal([]byte(r.Arithmetic), &a.Arithmetic); err != nil {
		return a, fmt.Errorf("storage: arithmetic of %s: %w", r.ID, err)
	}
	return a, nil
}

// Programme returns what the brand's settings say about awards.
func (tx Tx) Programme() (rewards.Programme, error) {
	var r struct {
		TimeZone         string
		AnonymousRatings bool
	}
	if err := tx.one(&r, "brand", "SELECT time_zone, anonymous_ratings FROM brand WHERE id = 1"); err != nil {
		return rewards.Programme{}, err
	}
	zone, err := time.LoadLocation(r.TimeZone)
	if err != nil {
		return rewards.Programme{}, fmt.Errorf("storage: the brand's time zone: %w", err)
	}
	return rewards.Programme{Zone: zone, AnonymousRatings: r.AnonymousRatings}, nil
}

type earnedRow struct {
	ExpertID          *string
	OpenedAt          Time
	ClosedAt          *Time
	ConfirmedAt       *Time
	ConfirmedBy       *desk.ConfirmedBy
	CustomerMessages  int
	ExpertMessages    int
	Outcome           *string
	ChosenDifficulty  int
	ClosingDifficulty int
	Stars             *int
	Controllable      *bool
}

// EarnedEpisode returns what rewards wants to know of one episode.
func (tx Tx) EarnedEpisode(id domain.ConversationID, episode int) (rewards.Episode, error) {
	var r earnedRow
	err := tx.one(&r, "episode", `SELECT e.expert_id, e.opened_at, e.closed_at, e.confirmed_at, e.confirmed_by,
			e.customer_messages, e.expert_messages, e.outcome, COALESCE(chosen.difficulty, 0) AS chosen_difficulty,
			COALESCE(closing.difficulty, 0) AS closing_difficulty, r.stars, r.controllable
		FROM episodes e JOIN conversations c ON c.id = e.conversation_id
		LEFT JOIN contact_reasons chosen ON chosen.id = c.reason_id
		LEFT JOIN contact_reasons closing ON closing.id = e.closing_reason_id
		LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE e.conversation_id = ? AND e.episode = ?`, id, episode)
	if err != nil {
		return rewards.Episode{}, err
	}
	e := rewards.Episode{
		Conversation: id, Number: episode, Expert: domain.ExpertID(deref(r.ExpertID)),
		OpenedAt: r.OpenedAt.Time, ClosedAt: r.ClosedAt.OrZero(), ConfirmedAt: r.ConfirmedAt.OrZero(),
		BySilence: deref(r.ConfirmedBy) == desk.BySilence, CustomerMessages: r.CustomerMessages, ExpertMessages: r.ExpertMessages,
		Outcome: r.Outcome != nil, ChosenDifficulty: r.ChosenDifficulty, ClosingDifficulty: r.ClosingDifficulty,
	}
	if r.Stars != nil {
		e.Rating = &rewards.Rating{Stars: *r.Stars, Controllable: deref(r.Controllable)}
	}
	return e, nil
}

// LockEarner holds the expert's row until the transaction ends.
func (tx Tx) LockEarner(id domain.ExpertID) error {
	var found string
	return tx.one(&found, "expert", "SELECT id FROM experts WHERE id = ?"+tx.hold(), id)
}

// HasAward reports whether the episode has its award.
func (tx Tx) HasAward(id domain.ConversationID, episode int) (bool, error) {
	var found string
	return tx.maybe(&found, "SELECT id FROM awards WHERE kind = 'conversation' AND conversation_id = ? AND episode = ?", id, episode)
}

// AwardsOn returns the highest number that was given out on the expert's day.
func (tx Tx) AwardsOn(e domain.ExpertID, day string) (n int, err error) {
	err = tx.all(&n, "SELECT COALESCE(MAX(day_no), 0) FROM awards WHERE expert_id = ? AND day = ?", e, day)
	return n, err
}

// RoundAt returns the round that covers at.
func (tx Tx) RoundAt(at time.Time) (rewards.Round, error) {
	var r struct {
		ID      string
		RuleSet int
	}
	found, err := tx.maybe(&r, `SELECT r.id, s.rule_set FROM rounds r JOIN seasons s ON s.id = r.season_id
		WHERE r.starts_at <= ? AND r.ends_at > ?`, At(at), At(at))
	if err == nil && !found {
		err = rewards.ErrNoRound
	}
	return rewards.Round{ID: domain.RoundID(r.ID), RuleSet: r.RuleSet}, err
}

// Unbooked lists confirmed episodes without an award that come after the given
// one, in rounds that are not final.
func (tx Tx) Unbooked(after rewards.Confirmed, limit int) ([]rewards.Confirmed, error) {
	var rows []struct {
		ConversationID string
		Episode        int
		ConfirmedAt    Time
	}
	last := At(after.At)
	err := tx.all(&rows, `SELECT e.conversation_id, e.episode, e.confirmed_at FROM episodes e
		JOIN rounds r ON r.starts_at <= e.confirmed_at AND r.ends_at > e.confirmed_at AND r.state <> 'final'
		WHERE e.expert_id IS NOT NULL
		AND (e.confirmed_at > ? OR (e.confirmed_at = ? AND (e.conversation_id > ? OR (e.conversation_id = ? AND e.episode > ?))))
		AND NOT EXISTS (SELECT 1 FROM awards a
			WHERE a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode)
		ORDER BY e.confirmed_at, e.conversation_id, e.episode LIMIT ?`,
		last, last, after.Conversation, after.Conversation, after.Episode, limit)
	found := make([]rewards.Confirmed, len(rows))
	for i, r := range rows {
		found[i] = rewards.Confirmed{Conversation: domain.ConversationID(r.ConversationID), Episode: r.Episode, At: r.ConfirmedAt.Time}
	}
	return found, err
}

// AddAward stores a new award.
func (tx Tx) AddAward(a rewards.Award) error {
	arithmetic, err := json.Marshal(a.Arithmetic)
	if err != nil {
		return wrapped(err, "award %s", a.ID)
	}
	_, err = tx.exec(`INSERT INTO awards (id, expert_id, kind, source, conversation_id, episode, round_id, rule_set, difficulty, day, day_no,
		pending, arithmetic, earned_at, settle_at, version) VALUES (?, ?, 'conversation', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.Expert, fmt.Sprintf("%s:%d", a.Conversation, a.Episode), a.Conversation, a.Episode, a.Round, a.RuleSet, a.Difficulty, a.Day, orNull(a.DayNo),
		a.Pending, string(arithmetic), At(a.EarnedAt), At(a.SettleAt), a.Version)
	return wrapped(err, "award %s", a.ID)
}

// DueAwards lists what may be settled at now and comes after the given one, in
// the order it was due.
func (tx Tx) DueAwards(now time.Time, after rewards.Due, limit int) ([]rewards.Due, error) {
	var rows []struct {
		ID       string
		SettleAt Time
	}
	last := At(after.SettleAt)
	err := tx.all(&rows, `SELECT id, settle_at FROM awards WHERE settled_at IS NULL AND settle_at <= ?
		AND (settle_at > ? OR (settle_at = ? AND id > ?)) ORDER BY settle_at, id LIMIT ?`, At(now), last, last, after.ID, limit)
	due := make([]rewards.Due, 0, len(rows))
	for _, r := range rows {
		due = append(due, rewards.Due{ID: domain.AwardID(r.ID), SettleAt: r.SettleAt.Time})
	}
	return due, err
}

// LockAward returns an award and holds its row until the transaction ends.
func (tx Tx) LockAward(id domain.AwardID) (rewards.Award, error) {
	var r awardRow
	if err := tx.one(&r, "award", "SELECT "+awardColumns+" FROM awards WHERE id = ?"+tx.hold(), id); err != nil {
		return rewards.Award{}, err
	}
	return r.domain()
}

// SaveAward writes what settling changes, if nobody has since it was read.
func (tx Tx) SaveAward(a rewards.Award) error {
	if a.SettledAt.IsZero() {
		return errors.New("storage: an award changes only when it is settled")
	}
	arithmetic, err := json.Marshal(a.Arithmetic)
	if err != nil {
		return wrapped(err, "award %s", a.ID)
	}
	return tx.change(`UPDATE awards SET settled = ?, settled_at = ?, arithmetic = ?, version = version + 1
		WHERE id = ? AND version = ? AND settled_at IS NULL`, a.Settled, At(a.SettledAt), string(arithmetic), a.ID, a.Version)
}

// SettleRating ends the time in which the episode's rating can be edited. An
// episode without a rating is fine. It holds the conversation: a rating that is
// given at this very moment comes before, and counts, or after, and finds the
// points settled.
func (tx Tx) SettleRating(id domain.ConversationID, episode int, at time.Time) error {
	if err := tx.holdConversations([]domain.ConversationID{id}); err != nil {
		return wrapped(err, "lock conversation %s", id)
	}
	_, err := tx.exec(`UPDATE ratings SET settled_at = ?, version = version + 1
		WHERE conversation_id = ? AND episode = ? AND settled_at IS NULL`, At(at), id, episode)
	return err
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
