package storage

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/roster"
)

// Rater reads whether and in which languages a person marks.
func (tx Tx) Rater(id domain.PersonID) (marking.Rater, error) {
	var r struct {
		Email, Role string
		Level       *int
		State       *roster.State
		Languages   *string
		Disabled    bool
		Calibration *marking.CalibrationState
		Calibrates  bool
	}
	found, err := tx.maybe(&r, `SELECT p.email, p.role, p.disabled_at IS NOT NULL AS disabled, e.level, e.state, e.languages,
		(SELECT c.state FROM calibrations c WHERE c.rater_id = p.id AND c.state <> 'open' ORDER BY c.ended_at DESC, c.id DESC LIMIT 1) AS calibration,
		COALESCE(`+raterWhere+`, FALSE) AS calibrates FROM people p LEFT JOIN experts e ON e.id = p.id WHERE p.id = ?`, id)
	if err != nil || !found || r.Disabled {
		return marking.Rater{ID: id}, wrapped(err, "read rater %s", id)
	}
	rater := marking.Rater{
		ID: id, Email: r.Email, Calibrates: r.Calibrates, Uncalibrated: r.Calibration != nil && *r.Calibration != marking.CalibrationPassed,
	}
	switch domain.Role(r.Role) {
	case domain.RoleManager, domain.RoleAdmin:
		rater.May = true
	case domain.RoleExpert:
		rater.May = r.Level != nil && roster.Level(*r.Level) == roster.Mentor && orEmpty(r.State) == roster.Active
		if err := json.Unmarshal([]byte(deref(r.Languages)), &rater.Languages); err != nil {
			return rater, wrapped(err, "read the languages of %s", id)
		}
	default:
	}
	return rater, nil
}

type markingRow struct {
	ID          marking.MarkingID
	AuditionID  marking.AuditionID
	Slot        int
	RaterID     domain.PersonID
	State       marking.MarkingState
	TakenAt     Time
	SubmittedAt *Time
	Version     int
}

const markingColumns = "id, audition_id, slot, rater_id, state, taken_at, submitted_at, version"

// markingsOf reads markings with their marks.
func markingsOf(q asker, where string, args ...any) ([]marking.Marking, error) {
	var rows []markingRow
	if err := q.all(&rows, "SELECT "+markingColumns+" FROM markings WHERE "+where, args...); err != nil {
		return nil, wrapped(err, "read markings")
	}
	ids, all := make([]string, len(rows)), make([]marking.Marking, len(rows))
	for i, r := range rows {
		ids[i] = string(r.ID)
		all[i] = marking.Marking{
			ID: r.ID, Audition: r.AuditionID, Slot: r.Slot, Rater: r.RaterID, State: r.State, TakenAt: r.TakenAt.Time,
			SubmittedAt: r.SubmittedAt.OrZero(), Marks: map[marking.Place]marking.Mark{}, Version: r.Version,
		}
	}
	var marks []struct {
		MarkingID marking.MarkingID
		Play      int
		Dimension audition.Dimension
		Score     int
		Line      int
		Quote     string
	}
	err := q.all(&marks, "SELECT marking_id, play, dimension, score, line, quote FROM marks WHERE marking_id IN ?", ids)
	for _, m := range marks {
		i := slices.IndexFunc(all, func(one marking.Marking) bool { return one.ID == m.MarkingID })
		all[i].Marks[marking.Place{Play: m.Play, Dimension: m.Dimension}] = marking.Mark{Score: m.Score, Line: m.Line, Quote: m.Quote}
	}
	return all, wrapped(err, "read marks")
}

// OpenMarking is the rater's own open marking.
func (tx Tx) OpenMarking(id domain.PersonID) (marking.Marking, bool, error) {
	all, err := markingsOf(tx, "rater_id = ? AND state = 'open'", id)
	if err != nil || len(all) == 0 {
		return marking.Marking{}, false, err
	}
	return all[0], true, nil
}

// WaitingFor lists submitted auditions in a language of the rater that they have not had.
func (tx Tx) WaitingFor(r marking.Rater, limit int) ([]marking.Waiting, error) {
	var rows []struct {
		ID    marking.AuditionID
		Email string
	}
	languages := r.Languages
	if languages == nil {
		languages = []domain.Language{"en", "nl"}
	}
	err := tx.all(&rows, `SELECT u.id, a.email FROM auditions u JOIN applications a ON a.id = u.application_id
		WHERE u.state = 'submitted' AND u.language IN ?
		AND NOT EXISTS (SELECT 1 FROM markings m WHERE m.audition_id = u.id AND m.rater_id = ? AND m.state <> 'lapsed')
		AND (SELECT COUNT(*) FROM markings m WHERE m.audition_id = u.id AND m.state <> 'lapsed') < 3
		AND ((SELECT COUNT(*) FROM markings m WHERE m.audition_id = u.id AND m.state <> 'lapsed') < 2
			OR (SELECT COUNT(*) FROM markings m WHERE m.audition_id = u.id AND m.state = 'submitted') = 2)
		ORDER BY u.submitted_at, u.id LIMIT ?`, languages, r.ID, limit)
	waiting := make([]marking.Waiting, len(rows))
	for i, row := range rows {
		waiting[i] = marking.Waiting{Audition: row.ID, Email: row.Email}
	}
	return waiting, wrapped(err, "find what waits for %s", r.ID)
}

// Markings are those of an audition that have not lapsed, by place.
func (tx Tx) Markings(id marking.AuditionID) ([]marking.Marking, error) {
	return markingsOf(tx, "audition_id = ? AND state <> 'lapsed' ORDER BY slot", id)
}

// AddMarking takes a place, unless it or the rater's other look is there.
func (tx Tx) AddMarking(m marking.Marking) (bool, error) {
	n, err := tx.exec(`INSERT INTO markings (id, audition_id, slot, rater_id, state, taken_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, m.ID, m.Audition, m.Slot, m.Rater, m.State, At(m.TakenAt), m.Version)
	return n == 1, wrapped(err, "take a marking of %s", m.Audition)
}

// Marking reads one without holding it.
func (tx Tx) Marking(id marking.MarkingID) (marking.Marking, error) { return tx.markingBy(id, "") }

// LockMarking reads one and holds it.
func (tx Tx) LockMarking(id marking.MarkingID) (marking.Marking, error) {
	return tx.markingBy(id, tx.hold())
}

func (tx Tx) markingBy(id marking.MarkingID, hold string) (marking.Marking, error) {
	all, err := markingsOf(tx, "id = ?"+hold, id)
	if err == nil && len(all) == 0 {
		err = marking.ErrNoMarking
	}
	if err != nil {
		return marking.Marking{}, err
	}
	return all[0], nil
}

// PutMark stores a mark in its place, whatever stood there.
func (tx Tx) PutMark(id marking.MarkingID, at marking.Place, m marking.Mark) error {
	_, err := tx.exec(`INSERT INTO marks (marking_id, play, dimension, score, line, quote) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (marking_id, play, dimension) DO UPDATE SET score = excluded.score, line = excluded.line, quote = excluded.quote`,
		id, at.Play, at.Dimension, m.Score, m.Line, m.Quote)
	return wrapped(err, "mark %s at %s", id, at)
}

// SaveMarking writes the state of a marking.
func (tx Tx) SaveMarking(m marking.Marking) error {
	return tx.change("UPDATE markings SET state = ?, submitted_at = ?, version = version + 1 WHERE id = ? AND version = ?",
		m.State, AtOrNull(m.SubmittedAt), m.ID, m.Version)
}

// LapsedMarkings are the open ones that were taken before a moment.
func (tx Tx) LapsedMarkings(before time.Time, limit int) (ids []marking.MarkingID, err error) {
	err = tx.all(&ids, "SELECT id FROM markings WHERE state = 'open' AND taken_at <= ? ORDER BY taken_at, id LIMIT ?", At(before), limit)
	return ids, wrapped(err, "find markings that were left")
}

// DecidedAuditions are all past auditions with what decided them.
func (tx Tx) DecidedAuditions() ([]marking.Decided, error) {
	var rows []struct {
		ID                     marking.AuditionID
		ApplicationID          domain.ApplicationID
		Name                   string
		DecidedAt              Time
		State                  marking.State
		WarmUpPoints, WarmUpOf int
		Result                 string
	}
	if err := tx.all(&rows, `SELECT u.id, u.application_id, a.name, u.decided_at, u.state, u.warm_up_points, u.warm_up_of, u.result
		FROM auditions u JOIN applications a ON a.id = u.application_id
		WHERE u.state IN ('passed', 'failed') ORDER BY u.decided_at DESC, u.id`); err != nil {
		return nil, wrapped(err, "read decided auditions")
	}
	marked, err := markingsOf(tx, `state = 'submitted' AND audition_id IN (SELECT id FROM auditions WHERE state IN ('passed', 'failed'))
		ORDER BY audition_id, slot`)
	if err != nil {
		return nil, err
	}
	past := make([]marking.Decided, len(rows))
	for i, r := range rows {
		var result marking.Result
		if err := json.Unmarshal([]byte(r.Result), &result); err != nil {
			return nil, wrapped(err, "read the result of %s", r.ID)
		}
		past[i] = marking.Decided{
			Application: r.ApplicationID, Name: r.Name, At: r.DecidedAt.Time, Points: r.WarmUpPoints, Of: r.WarmUpOf,
			Total: result.Total, Passed: r.State == marking.Passed,
		}
		for _, m := range marked {
			if m.Audition == r.ID {
				past[i].Sheets = append(past[i].Sheets, m.Sheet())
			}
		}
	}
	return past, nil
}
