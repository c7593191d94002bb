package storage

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

type awardRow struct {
	ID             string
	Kind           rewards.Kind
	Source         string
	ExpertID       string
	ConversationID *string
	Episode        *int
	RoundID        string
	RuleSet        int
	Difficulty     *int
	Day            string
	DayNo          *int
	Pending        int64
	Settled        *int64
	Arithmetic     string
	EarnedAt       Time
	SettleAt       Time
	SettledAt      *Time
	Version        int
	CampaignID     *string
	Boost          *rewards.Factor
}

const awardColumns = `id, kind, source, expert_id, conversation_id, episode, round_id, rule_set, difficulty, day, day_no, pending, settled,
	arithmetic, earned_at, settle_at, settled_at, version, campaign_id,
	(SELECT factor FROM campaigns c WHERE c.id = awards.campaign_id) AS boost`

func (r awardRow) domain() (rewards.Award, error) {
	a := rewards.Award{
		ID: domain.AwardID(r.ID), Kind: r.Kind, Source: r.Source, Expert: domain.ExpertID(r.ExpertID),
		Conversation: domain.ConversationID(deref(r.ConversationID)), Episode: deref(r.Episode),
		Round: domain.RoundID(r.RoundID), RuleSet: r.RuleSet, Difficulty: deref(r.Difficulty), Day: r.Day,
		Pending: domain.Points(r.Pending), EarnedAt: r.EarnedAt.Time, SettleAt: r.SettleAt.Time,
		SettledAt: r.SettledAt.OrZero(), Version: r.Version,
	}
	if r.DayNo != nil {
		a.DayNo = *r.DayNo
	}
	if r.CampaignID != nil {
		a.Boost = rewards.Boost{Campaign: rewards.CampaignID(*r.CampaignID), Factor: deref(r.Boost)}
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

// LockEarner holds the expert's row until the transaction ends.
func (tx Tx) LockEarner(id domain.ExpertID) error {
	var found string
	return tx.one(&found, "expert", "SELECT id FROM experts WHERE id = ?"+tx.hold(), id)
}

// HasAward reports whether the fact has its award of that kind.
func (tx Tx) HasAward(k rewards.Kind, source string) (bool, error) {
	var found string
	return tx.maybe(&found, "SELECT id FROM awards WHERE kind = ? AND source = ?", k, source)
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

// AddAward stores a new award.
func (tx Tx) AddAward(a rewards.Award) error {
	arithmetic, err := json.Marshal(a.Arithmetic)
	if err != nil {
		return wrapped(err, "award %s", a.ID)
	}
	var settled any
	if !a.SettledAt.IsZero() {
		settled = a.Settled
	}
	_, err = tx.exec(`INSERT INTO awards (id, kind, source, expert_id, conversation_id, episode, round_id, rule_set, difficulty, day,
		day_no, pending, settled, arithmetic, earned_at, settle_at, settled_at, version, campaign_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		a.ID, a.Kind, a.Source, a.Expert, orNull(a.Conversation), orNull(a.Episode), a.Round, a.RuleSet, orNull(a.Difficulty), a.Day,
		orNull(a.DayNo), a.Pending, settled, string(arithmetic), At(a.EarnedAt), At(a.SettleAt), AtOrNull(a.SettledAt), a.Version, orNull(a.Boost.Campaign))
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
		AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.award_id = awards.id AND h.state = 'held') AND (settle_at > ? OR (settle_at = ? AND id > ?)) ORDER BY settle_at, id LIMIT ?`, At(now), last, last, after.ID, limit)
	due := make([]rewards.Due, 0, len(rows))
	for _, r := range rows {
		due = append(due, rewards.Due{ID: domain.AwardID(r.ID), SettleAt: r.SettleAt.Time})
	}
	return due, err
}

// LockAward returns an award and holds its row until the transaction ends. What
// penalties took of it, and whether it waits for a human, is read when the row is
// held: they hold it too.
func (tx Tx) LockAward(id domain.AwardID) (rewards.Award, error) {
	var r awardRow
	if err := tx.one(&r, "award", "SELECT "+awardColumns+" FROM awards WHERE id = ?"+tx.hold(), id); err != nil {
		return rewards.Award{}, err
	}
	a, err := r.domain()
	if err != nil {
		return a, err
	}
	if err := tx.all(&a.Taken, "SELECT COALESCE(SUM(amount - returned), 0) FROM takings WHERE award_id = ?", id); err != nil {
		return a, err
	}
	_, err = tx.maybe(&a.Held, "SELECT TRUE FROM holds WHERE award_id = ? AND state = 'held'", id)
	return a, err
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

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
