package storage

import (
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// goldMark is one right mark as it is kept.
type goldMark struct {
	Play      int                `json:"play"`
	Dimension audition.Dimension `json:"dimension"`
	Score     int                `json:"score"`
	Why       string             `json:"why,omitempty"`
}

type goldRow struct {
	AuditionID marking.AuditionID
	Marks      string
	MadeBy     domain.PersonID
	MadeAt     Time
	RetiredAt  *Time
	Drawn      bool
}

const goldColumns = `g.audition_id, g.marks, g.made_by, g.made_at, g.retired_at,
	EXISTS (SELECT 1 FROM calibration_auditions c WHERE c.audition_id = g.audition_id) AS drawn`

func (r goldRow) domain() (marking.Gold, error) {
	g := marking.Gold{
		Audition: r.AuditionID, Marks: map[marking.Place]marking.GoldMark{}, By: r.MadeBy, At: r.MadeAt.Time, RetiredAt: r.RetiredAt.OrZero(),
	}
	var marks []goldMark
	if err := json.Unmarshal([]byte(r.Marks), &marks); err != nil {
		return g, wrapped(err, "read the gold marks of %s", r.AuditionID)
	}
	for _, m := range marks {
		g.Marks[marking.Place{Play: m.Play, Dimension: m.Dimension}] = marking.GoldMark{Score: m.Score, Why: m.Why}
	}
	return g, nil
}

// HoldGold reads a gold audition and holds it; drawn is whether a calibration has it.
func (tx Tx) HoldGold(id marking.AuditionID) (g marking.Gold, found, drawn bool, err error) {
	var held string
	if found, err = tx.maybe(&held, "SELECT audition_id FROM gold_auditions WHERE audition_id = ?"+tx.hold(), id); err != nil || !found {
		return g, false, false, wrapped(err, "hold gold %s", id)
	}
	var r goldRow // whether it is drawn is asked when it is ours
	if err := tx.one(&r, "gold", "SELECT "+goldColumns+" FROM gold_auditions g WHERE g.audition_id = ?", id); err != nil {
		return g, false, false, err
	}
	g, err = r.domain()
	return g, true, r.Drawn, err
}

// GoldSheet reads the right marks of a gold audition.
func (tx Tx) GoldSheet(id marking.AuditionID) (marking.Sheet, error) {
	g, err := tx.gold(id)
	return g.Sheet(), err
}

// PutGold writes a gold audition.
func (tx Tx) PutGold(g marking.Gold) error {
	marks := make([]goldMark, 0, len(g.Marks))
	for _, p := range marking.Places() {
		if m, ok := g.Marks[p]; ok {
			marks = append(marks, goldMark{p.Play, p.Dimension, m.Score, m.Why})
		}
	}
	_, err := tx.exec(`INSERT INTO gold_auditions (audition_id, marks, made_by, made_at, retired_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (audition_id) DO UPDATE SET marks = excluded.marks, made_by = excluded.made_by, made_at = excluded.made_at,
		retired_at = excluded.retired_at`, g.Audition, toJSON(marks), g.By, At(g.At), AtOrNull(g.RetiredAt))
	return wrapped(err, "gold %s", g.Audition)
}

// Drawable are the gold auditions in use that a rater may calibrate on, held.
func (tx Tx) Drawable(r marking.Rater) ([]marking.Drawable, error) {
	var rows []struct {
		AuditionID marking.AuditionID
		Seen       int
	}
	languages := r.Languages
	if languages == nil {
		languages = []domain.Language{"en", "nl"}
	}
	of := ""
	if hold := tx.hold(); hold != "" {
		of = hold + " OF g"
	}
	err := tx.all(&rows, `SELECT g.audition_id, (SELECT COUNT(*) FROM calibration_auditions c JOIN calibrations k ON k.id = c.calibration_id
			WHERE c.audition_id = g.audition_id AND k.rater_id = ?) AS seen
		FROM gold_auditions g JOIN auditions u ON u.id = g.audition_id JOIN applications a ON a.id = u.application_id
		WHERE g.retired_at IS NULL AND g.made_by <> ? AND u.language IN ? AND a.email <> ?
		AND NOT EXISTS (SELECT 1 FROM markings m WHERE m.audition_id = u.id AND m.rater_id = ? AND m.state = 'submitted')
		ORDER BY g.audition_id`+of, r.ID, r.ID, languages, r.Email, r.ID)
	golds := make([]marking.Drawable, len(rows))
	for i, row := range rows {
		golds[i] = marking.Drawable{Audition: row.AuditionID, Seen: row.Seen}
	}
	return golds, wrapped(err, "find gold for %s", r.ID)
}

// raterWhere says who is measured on gold: staff, active mentors, and active seniors who are asked to be mentors.
const raterWhere = `p.disabled_at IS NULL AND (p.role = 'manager' OR p.role = 'admin' OR (p.role = 'expert' AND e.state = 'active' AND
	(e.level = 4 OR (e.level = 3 AND EXISTS (SELECT 1 FROM mentor_invitations i WHERE i.expert_id = e.id AND i.answered_at IS NULL)))))`

// Uncalibrated are raters who have no calibration of a month, or an older one open, by id.
func (tx Tx) Uncalibrated(month string, limit int, after domain.PersonID) (ids []domain.PersonID, err error) {
	err = tx.all(&ids, `SELECT p.id FROM people p LEFT JOIN experts e ON e.id = p.id WHERE `+raterWhere+` AND p.id > ?
		AND NOT EXISTS (SELECT 1 FROM calibrations c WHERE c.rater_id = p.id AND c.month = ?)
		AND EXISTS (SELECT 1 FROM gold_auditions g WHERE g.retired_at IS NULL OR EXISTS
			(SELECT 1 FROM calibrations c WHERE c.rater_id = p.id AND c.state = 'open'))
		ORDER BY p.id LIMIT ?`, after, month, limit)
	return ids, wrapped(err, "find raters without a calibration")
}

type calibrationRow struct {
	ID         marking.CalibrationID
	RaterID    domain.PersonID
	Month      string
	Attempt    int
	State      marking.CalibrationState
	Within, Of *int
	BeganAt    Time
	EndedAt    *Time
	Version    int
}

const calibrationColumns = "id, rater_id, month, attempt, state, within, of, began_at, ended_at, version"

// calibrationsOf reads calibrations with what they drew and their marks.
func calibrationsOf(q asker, where string, args ...any) ([]marking.Calibration, error) {
	var rows []calibrationRow
	if err := q.all(&rows, "SELECT "+calibrationColumns+" FROM calibrations WHERE "+where, args...); err != nil {
		return nil, wrapped(err, "read calibrations")
	}
	all := make([]marking.Calibration, len(rows))
	for i, r := range rows {
		all[i] = marking.Calibration{
			ID: r.ID, Rater: r.RaterID, Month: r.Month, Attempt: r.Attempt, State: r.State, Within: deref(r.Within), Of: deref(r.Of),
			BeganAt: r.BeganAt.Time, EndedAt: r.EndedAt.OrZero(), Version: r.Version,
		}
		if err := drawn(q, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// drawn reads what a calibration drew, and the marks on it.
func drawn(q asker, c *marking.Calibration) error {
	err := q.all(&c.Auditions, "SELECT audition_id FROM calibration_auditions WHERE calibration_id = ? ORDER BY no", c.ID)
	if err != nil {
		return wrapped(err, "read what %s drew", c.ID)
	}
	c.Marks = make([]marking.Sheet, len(c.Auditions))
	for i := range c.Marks {
		c.Marks[i] = marking.Sheet{}
	}
	var marks []struct {
		No, Play  int
		Dimension audition.Dimension
		Score     int
	}
	err = q.all(&marks, "SELECT no, play, dimension, score FROM calibration_marks WHERE calibration_id = ?", c.ID)
	for _, m := range marks {
		c.Marks[m.No-1][marking.Place{Play: m.Play, Dimension: m.Dimension}] = m.Score
	}
	return wrapped(err, "read the marks of %s", c.ID)
}

// LastCalibration is the newest of a rater, held.
func (tx Tx) LastCalibration(id domain.PersonID) (marking.Calibration, bool, error) {
	all, err := calibrationsOf(tx, "rater_id = ? ORDER BY month DESC, attempt DESC LIMIT 1"+tx.hold(), id)
	if err != nil || len(all) == 0 {
		return marking.Calibration{}, false, err
	}
	return all[0], true, nil
}

// AddCalibration stores a calibration, unless there is one of its month and attempt, or an open one.
func (tx Tx) AddCalibration(c marking.Calibration) (bool, error) {
	n, err := tx.exec(`INSERT INTO calibrations (id, rater_id, month, attempt, state, began_at, version) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, c.ID, c.Rater, c.Month, c.Attempt, c.State, At(c.BeganAt), c.Version)
	if err != nil || n == 0 {
		return false, wrapped(err, "calibration of %s", c.Rater)
	}
	for i, one := range c.Auditions {
		if _, err := tx.exec("INSERT INTO calibration_auditions (calibration_id, no, audition_id) VALUES (?, ?, ?)", c.ID, i+1, one); err != nil {
			return false, wrapped(err, "calibration %s draws %s", c.ID, one)
		}
	}
	return true, nil
}

// LockCalibration reads a calibration and holds it.
func (tx Tx) LockCalibration(id marking.CalibrationID) (marking.Calibration, error) {
	all, err := calibrationsOf(tx, "id = ?"+tx.hold(), id)
	if err == nil && len(all) == 0 {
		err = marking.ErrNoCalibration
	}
	if err != nil {
		return marking.Calibration{}, err
	}
	return all[0], nil
}

// PutCalibrationMark stores a mark in its place, whatever stood there.
func (tx Tx) PutCalibrationMark(id marking.CalibrationID, no int, at marking.Place, score int) error {
	_, err := tx.exec(`INSERT INTO calibration_marks (calibration_id, no, play, dimension, score) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (calibration_id, no, play, dimension) DO UPDATE SET score = excluded.score`, id, no, at.Play, at.Dimension, score)
	return wrapped(err, "calibrate %s/%d at %s", id, no, at)
}

// SaveCalibration writes how a calibration ended.
func (tx Tx) SaveCalibration(c marking.Calibration) error {
	var within, of any
	if c.Of > 0 {
		within, of = c.Within, c.Of
	}
	return tx.change("UPDATE calibrations SET state = ?, within = ?, of = ?, ended_at = ?, version = version + 1 WHERE id = ? AND version = ?",
		c.State, within, of, AtOrNull(c.EndedAt), c.ID, c.Version)
}
