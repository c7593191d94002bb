package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
)

var _ desk.Shadows = Tx{}

type shadowingRow struct {
	ID       string
	ExpertID domain.ExpertID
	MentorID domain.PersonID
	BeganAt  Time
	SeenAt   Time
}

const selectShadowings = "SELECT id, expert_id, mentor_id, began_at, seen_at FROM shadowings WHERE ended_at IS NULL AND "

func (r shadowingRow) domain() desk.Shadowing {
	return desk.Shadowing{ID: r.ID, Expert: r.ExpertID, Mentor: r.MentorID, BeganAt: r.BeganAt.Time, SeenAt: r.SeenAt.Time}
}

func (tx Tx) shadowing(where string, args ...any) (desk.Shadowing, bool, error) {
	var r shadowingRow
	found, err := tx.maybe(&r, selectShadowings+where+tx.hold(), args...)
	return r.domain(), found, wrapped(err, "read shadowing")
}

// ShadowOf reads who shadows a candidate now.
func (tx Tx) ShadowOf(e domain.ExpertID) (desk.Shadowing, bool, error) {
	return tx.shadowing("expert_id = ?", e)
}

// ShadowBy reads whom a mentor shadows now.
func (tx Tx) ShadowBy(p domain.PersonID) (desk.Shadowing, bool, error) {
	return tx.shadowing("mentor_id = ?", p)
}

// AddShadowing begins one, unless one of the two is in another.
func (tx Tx) AddShadowing(s desk.Shadowing) (bool, error) {
	n, err := tx.exec(`INSERT INTO shadowings (id, expert_id, mentor_id, began_at, seen_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, s.ID, s.Expert, s.Mentor, At(s.BeganAt), At(s.SeenAt))
	return n == 1, wrapped(err, "begin to shadow %s", s.Expert)
}

// SawShadowing notes a sign of life of the mentor.
func (tx Tx) SawShadowing(id string, by domain.PersonID, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE shadowings SET seen_at = ? WHERE id = ? AND mentor_id = ? AND ended_at IS NULL", At(at), id, by)
	return n == 1, wrapped(err, "see the mentor of %s", id)
}

// EndShadowing ends one that is live.
func (tx Tx) EndShadowing(id string, why desk.ShadowEnd, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE shadowings SET ended_at = ?, ended_why = ? WHERE id = ? AND ended_at IS NULL", At(at), why, id)
	return n == 1, wrapped(err, "end shadowing %s", id)
}

// EndShadowOf ends the live shadowing of an expert, if any, and tells who the mentor was.
func (tx Tx) EndShadowOf(e domain.ExpertID, why string, at time.Time) (growth.ShadowingID, domain.PersonID, error) {
	s, found, err := tx.ShadowOf(e)
	if err != nil || !found {
		return "", "", err
	}
	ended, err := tx.EndShadowing(s.ID, desk.ShadowEnd(why), at)
	if err != nil || !ended {
		return "", "", err
	}
	return growth.ShadowingID(s.ID), s.Mentor, nil
}

// UnseenShadowings are the live ones whose mentor gave no sign of life since.
func (tx Tx) UnseenShadowings(before time.Time, limit int) ([]desk.Shadowing, error) {
	var rows []shadowingRow
	err := tx.all(&rows, selectShadowings+"seen_at <= ? ORDER BY seen_at LIMIT ?", At(before), limit)
	all := make([]desk.Shadowing, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "find missed mentors")
}

// AddShadowed makes an episode one that its mentor will mark; a second time it
// changes nothing.
func (tx Tx) AddShadowed(id string, c domain.ConversationID, episode int, s desk.Shadowing, at time.Time) error {
	_, err := tx.AddSample(growth.Sample{
		Part: growth.Part{Conversation: c, Episode: episode}, ID: growth.SampleID(id), Expert: s.Expert, Purpose: growth.InShadow,
		State: growth.SampleOpen, Mentor: s.Mentor, DrawnAt: at,
	})
	return err
}
