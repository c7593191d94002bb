package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
)

type followUpRow struct {
	ID             domain.FollowUpID
	ConversationID domain.ConversationID
	Episode        int
	ExpertID       domain.ExpertID
	ClientID       string
	Place          int
	Promise        string
	DueAt          Time
	FirstDueAt     Time
	ReplannedAt    *Time
	RemindAt       Time
	TimeBoxMinutes *int
	Research       string
	Sources        string
	State          desk.FollowUpState
	Outcome        *desk.FollowUpOutcome
	Result         string
	DoneAt         *Time
	MissedAt       *Time
	SurfacedAt     *Time
	StaleAt        *Time
	Helped         *desk.Answer
	HelpedAt       *Time
	DismissedAt    *Time
	DismissedBy    *domain.PersonID
	DismissReason  string
	Version        int
	CreatedAt      Time
}

const followUpColumns = `f.id, f.conversation_id, f.episode, f.expert_id, f.client_id, f.place, f.promise, f.due_at, f.first_due_at,
	f.replanned_at, f.remind_at, f.time_box_minutes, f.research, f.sources, f.state, f.outcome, f.result, f.done_at, f.missed_at,
	f.surfaced_at, f.stale_at, f.helped, f.helped_at, f.dismissed_at, f.dismissed_by, f.dismiss_reason, f.version, f.created_at`

func (r followUpRow) domain() (desk.FollowUp, error) {
	f := desk.FollowUp{
		ID: r.ID, Conversation: r.ConversationID, Episode: r.Episode, Expert: r.ExpertID, ClientID: r.ClientID, Place: r.Place,
		Promise: r.Promise, DueAt: r.DueAt.Time, FirstDueAt: r.FirstDueAt.Time, ReplannedAt: r.ReplannedAt.OrZero(),
		RemindAt: r.RemindAt.Time, SurfacedAt: r.SurfacedAt.OrZero(), Research: r.Research, State: r.State, Outcome: orEmpty(r.Outcome),
		Result: r.Result, DoneAt: r.DoneAt.OrZero(), MissedAt: r.MissedAt.OrZero(), StaleAt: r.StaleAt.OrZero(),
		Helped: orEmpty(r.Helped), HelpedAt: r.HelpedAt.OrZero(), DismissedAt: r.DismissedAt.OrZero(),
		DismissedBy: orEmpty(r.DismissedBy), DismissReason: r.DismissReason, CreatedAt: r.CreatedAt.Time, Version: r.Version,
	}
	if r.TimeBoxMinutes != nil {
		f.TimeBox = *r.TimeBoxMinutes
	}
	return f, fromJSON("follow_ups.sources", r.Sources, &f.Sources)
}

// BrandZone is the time zone the brand lives in.
func (tx Tx) BrandZone() (*time.Location, error) {
	var name string
	found, err := tx.maybe(&name, "SELECT time_zone FROM brand WHERE id = 1")
	switch {
	case err != nil:
		return nil, wrapped(err, "read the time zone")
	case !found:
		return nil, brand.ErrNotFounded
	}
	zone, err := time.LoadLocation(name)
	return zone, wrapped(err, "the time zone %s", name)
}

// ReadFollowUp reads a follow-up without holding it.
func (tx Tx) ReadFollowUp(id domain.FollowUpID) (desk.FollowUp, error) { return tx.followUp(id, "") }

// LockFollowUp reads a follow-up and holds it.
func (tx Tx) LockFollowUp(id domain.FollowUpID) (desk.FollowUp, error) {
	return tx.followUp(id, tx.hold())
}

func (tx Tx) followUp(id domain.FollowUpID, hold string) (desk.FollowUp, error) {
	var r followUpRow
	found, err := tx.maybe(&r, "SELECT "+followUpColumns+" FROM follow_ups f WHERE f.id = ?"+hold, id)
	switch {
	case err != nil:
		return desk.FollowUp{}, wrapped(err, "read follow-up %s", id)
	case !found:
		return desk.FollowUp{}, desk.ErrUnknownFollowUp
	}
	return r.domain()
}

// FollowUpSaid finds a follow-up by the id that its author's client gave it.
func (tx Tx) FollowUpSaid(id domain.ConversationID, clientID string) (f desk.FollowUp, found bool, err error) {
	var r followUpRow
	found, err = tx.maybe(&r, "SELECT "+followUpColumns+" FROM follow_ups f WHERE f.conversation_id = ? AND f.client_id = ?", id, clientID)
	if err != nil || !found {
		return f, false, wrapped(err, "find follow-up in %s", id)
	}
	f, err = r.domain()
	return f, true, err
}

// OpenFollowUpPlaces are the places that open follow-ups of a conversation have.
// The conversation is held.
func (tx Tx) OpenFollowUpPlaces(id domain.ConversationID) (places []int, err error) {
	err = tx.all(&places, "SELECT place FROM follow_ups WHERE conversation_id = ? AND state = 'open'", id)
	return places, wrapped(err, "read open follow-ups of %s", id)
}

// AddFollowUp stores a new follow-up.
func (tx Tx) AddFollowUp(f desk.FollowUp) error {
	_, err := tx.exec(`INSERT INTO follow_ups (id, conversation_id, episode, expert_id, client_id, place, promise, due_at, first_due_at,
		remind_at, time_box_minutes, state, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
		f.ID, f.Conversation, f.Episode, f.Expert, f.ClientID, f.Place, f.Promise, At(f.DueAt), At(f.FirstDueAt),
		At(f.RemindAt), orNull(f.TimeBox), f.State, At(f.CreatedAt))
	return wrapped(err, "add follow-up %s", f.ID)
}

// SaveFollowUp stores what somebody changed of a follow-up.
func (tx Tx) SaveFollowUp(f desk.FollowUp) error {
	return tx.change(`UPDATE follow_ups SET expert_id = ?, due_at = ?, replanned_at = ?, remind_at = ?, surfaced_at = ?,
		time_box_minutes = ?, research = ?, sources = ?, state = ?, outcome = ?, result = ?, done_at = ?, helped = ?, helped_at = ?,
		dismissed_at = ?, dismissed_by = ?, dismiss_reason = ?, version = version + 1 WHERE id = ? AND version = ?`,
		f.Expert, At(f.DueAt), AtOrNull(f.ReplannedAt), At(f.RemindAt), AtOrNull(f.SurfacedAt),
		orNull(f.TimeBox), f.Research, toJSON(list0(f.Sources)), f.State, orNull(f.Outcome), f.Result, AtOrNull(f.DoneAt),
		orNull(f.Helped), AtOrNull(f.HelpedAt), AtOrNull(f.DismissedAt), orNull(f.DismissedBy), f.DismissReason, f.ID, f.Version)
}

// MarkFollowUp stores what time alone changed of an open follow-up.
func (tx Tx) MarkFollowUp(f desk.FollowUp) error {
	return tx.change("UPDATE follow_ups SET surfaced_at = ?, missed_at = ?, stale_at = ? WHERE id = ? AND version = ? AND state = 'open'",
		AtOrNull(f.SurfacedAt), AtOrNull(f.MissedAt), AtOrNull(f.StaleAt), f.ID, f.Version)
}

// RemindFollowUps finds those of which the expert is to be reminded.
func (tx Tx) RemindFollowUps(until time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error) {
	return tx.openFollowUps("remind_at <= ? AND surfaced_at IS NULL", until, after, limit)
}

// LateFollowUps finds those that are late and not marked as missed.
func (tx Tx) LateFollowUps(before time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error) {
	return tx.openFollowUps("due_at < ? AND missed_at IS NULL", before, after, limit)
}

// StaleFollowUps finds those that were due until a time and are not marked as stale.
func (tx Tx) StaleFollowUps(before time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error) {
	return tx.openFollowUps("due_at <= ? AND stale_at IS NULL", before, after, limit)
}

func (tx Tx) openFollowUps(what string, at time.Time, after domain.FollowUpID, limit int) (ids []domain.FollowUpID, err error) {
	err = tx.all(&ids, "SELECT id FROM follow_ups WHERE state = 'open' AND "+what+" AND id > ? ORDER BY id LIMIT ?", At(at), after, limit)
	return ids, wrapped(err, "find follow-ups")
}
