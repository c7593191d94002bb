package storage

import (
	"context"
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/rewards"
)

var _ marking.Store = Tx{}

// Marking runs fn with the Store of domain/marking.
func (db *DB) Marking(ctx context.Context, fn func(marking.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// Applicant reads what an audition knows of an application.
func (tx Tx) Applicant(id domain.ApplicationID) (marking.Applicant, error) {
	return tx.applicant(id, "")
}

// LockApplicant reads it and holds it until the transaction ends.
func (tx Tx) LockApplicant(id domain.ApplicationID) (marking.Applicant, error) {
	return tx.applicant(id, tx.hold())
}

func (tx Tx) applicant(id domain.ApplicationID, hold string) (marking.Applicant, error) {
	var r struct{ Name, Email, Language, State string }
	found, err := tx.maybe(&r, "SELECT name, email, language, state FROM applications WHERE id = ?"+hold, id)
	if err == nil && !found {
		err = marking.ErrNoAudition
	}
	return marking.Applicant{
		ID: id, Name: r.Name, Email: r.Email, Language: domain.Language(r.Language), Auditioning: r.State == "auditioning",
	}, wrapped(err, "read application %s", id)
}

// PastAuditions are those of everybody with the mailbox of an application, the oldest first.
func (tx Tx) PastAuditions(id domain.ApplicationID) ([]marking.Past, error) {
	var rows []struct {
		ID          string
		State       marking.State
		OpenedAt    Time
		SubmittedAt *Time
		ScenarioID  *audition.ScenarioID
	}
	err := tx.all(&rows, `SELECT u.id, u.state, u.opened_at, u.submitted_at, p.scenario_id FROM applications me
		JOIN applications a ON a.email_key = me.email_key JOIN auditions u ON u.application_id = a.id
		LEFT JOIN audition_plays p ON p.audition_id = u.id WHERE me.id = ? ORDER BY u.opened_at, u.id, p.no`, id)
	var past []marking.Past
	last := ""
	for _, r := range rows {
		if r.ID != last {
			past, last = append(past, marking.Past{State: r.State, OpenedAt: r.OpenedAt.Time, SubmittedAt: r.SubmittedAt.OrZero()}), r.ID
		}
		p := &past[len(past)-1]
		if r.ScenarioID != nil {
			p.Scenarios = append(p.Scenarios, *r.ScenarioID)
		}
	}
	return past, wrapped(err, "read past auditions of %s", id)
}

type auditionRow struct {
	ID            marking.AuditionID
	ApplicationID domain.ApplicationID
	Attempt       int
	Language      domain.Language
	Rubric        int
	Seed          int64
	State         marking.State
	Questions     string
	Answers       string
	WarmUpAt      *Time
	WarmUpDoneAt  *Time
	WarmUpPoints  *int
	WarmUpOf      *int
	OpenedAt      Time
	SubmittedAt   *Time
	DecidedAt     *Time
	Result        *string
	Version       int
}

const auditionColumns = `id, application_id, attempt, language, rubric, seed, state, questions, answers, warm_up_at, warm_up_done_at,
	warm_up_points, warm_up_of, opened_at, submitted_at, decided_at, result, version`

func (r auditionRow) domain() (marking.Audition, error) {
	a := marking.Audition{
		ID: r.ID, Application: r.ApplicationID, Attempt: r.Attempt, Language: r.Language, Rubric: r.Rubric, Seed: uint64(r.Seed), //nolint:gosec // the same bits
		State: r.State, OpenedAt: r.OpenedAt.Time, SubmittedAt: r.SubmittedAt.OrZero(), DecidedAt: r.DecidedAt.OrZero(), Version: r.Version,
	}
	a.WarmUp = marking.WarmUp{
		BeganAt: r.WarmUpAt.OrZero(), DoneAt: r.WarmUpDoneAt.OrZero(), Points: deref(r.WarmUpPoints), Of: deref(r.WarmUpOf),
	}
	if err := json.Unmarshal([]byte(r.Questions), &a.WarmUp.Questions); err != nil {
		return a, wrapped(err, "read the questions of %s", r.ID)
	}
	if err := json.Unmarshal([]byte(r.Answers), &a.WarmUp.Answers); err != nil {
		return a, wrapped(err, "read the answers of %s", r.ID)
	}
	if r.Result == nil {
		return a, nil
	}
	a.Result = &marking.Result{}
	return a, wrapped(json.Unmarshal([]byte(*r.Result), a.Result), "read the result of %s", r.ID)
}

type playRow struct {
	AuditionID      marking.AuditionID
	No              int
	ScenarioID      audition.ScenarioID
	ScenarioVersion int
	Seed            int64
	Rules           int
	Names           string
	StartedAt       *Time
	EndedAt         *Time
	Ending          *audition.End
}

const playColumns = "audition_id, no, scenario_id, scenario_version, seed, rules, names, started_at, ended_at, ending"

type lineRow struct {
	Play     int
	Seq      int
	Speaker  audition.Speaker
	Text     string
	AfterMs  int64
	ClientID *string
}

// asker is a transaction or the views: both read auditions.
type asker interface {
	all(dst any, sql string, args ...any) error
}

// whole reads the plays and lines of an audition into it.
func whole(q asker, a *marking.Audition) error {
	var plays []playRow
	if err := q.all(&plays, "SELECT "+playColumns+" FROM audition_plays WHERE audition_id = ? ORDER BY no", a.ID); err != nil {
		return wrapped(err, "read the plays of %s", a.ID)
	}
	var lines []lineRow
	err := q.all(&lines, "SELECT play, seq, speaker, text, after_ms, client_id FROM play_lines WHERE audition_id = ? ORDER BY play, seq", a.ID)
	if err != nil {
		return wrapped(err, "read the lines of %s", a.ID)
	}
	for _, r := range plays {
		p := marking.Play{
			No: r.No, Scenario: r.ScenarioID, Version: r.ScenarioVersion, Seed: uint64(r.Seed), Rules: r.Rules, //nolint:gosec // the same bits
			StartedAt: r.StartedAt.OrZero(), EndedAt: r.EndedAt.OrZero(), Ending: orEmpty(r.Ending),
		}
		if err := json.Unmarshal([]byte(r.Names), &p.Names); err != nil {
			return wrapped(err, "read the names of %s/%d", a.ID, r.No)
		}
		for _, l := range lines {
			if l.Play == r.No {
				p.Lines = append(p.Lines, marking.Line{
					Seq: l.Seq, Speaker: l.Speaker, Text: l.Text, After: time.Duration(l.AfterMs) * time.Millisecond, ClientID: orEmpty(l.ClientID),
				})
			}
		}
		a.Plays = append(a.Plays, p)
	}
	return nil
}

// AddAudition stores an audition, unless its application has a running one.
func (tx Tx) AddAudition(a marking.Audition) (bool, error) {
	questions, err := json.Marshal(a.WarmUp.Questions)
	if err != nil {
		return false, wrapped(err, "audition %s", a.ID)
	}
	n, err := tx.exec(`INSERT INTO auditions (id, application_id, attempt, language, rubric, seed, state, questions, opened_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		a.ID, a.Application, a.Attempt, a.Language, a.Rubric, int64(a.Seed), a.State, string(questions), At(a.OpenedAt), a.Version) //nolint:gosec // the same bits
	if err != nil || n == 0 {
		return false, wrapped(err, "audition %s", a.ID)
	}
	for _, p := range a.Plays {
		names, err := json.Marshal(p.Names)
		if err != nil {
			return false, wrapped(err, "audition %s", a.ID)
		}
		if _, err := tx.exec(`INSERT INTO audition_plays (audition_id, no, scenario_id, language, scenario_version, seed, names)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, a.ID, p.No, p.Scenario, a.Language, p.Version, int64(p.Seed), string(names)); err != nil { //nolint:gosec // the same bits
			return false, wrapped(err, "play %s/%d", a.ID, p.No)
		}
	}
	return true, nil
}

// LockRunning reads the audition of an application that is open or being marked, and holds it.
func (tx Tx) LockRunning(id domain.ApplicationID) (marking.Audition, bool, error) {
	var r auditionRow
	found, err := tx.maybe(&r, "SELECT "+auditionColumns+` FROM auditions
		WHERE application_id = ? AND state IN ('open', 'submitted')`+tx.hold(), id)
	if err != nil || !found {
		return marking.Audition{}, false, wrapped(err, "read the audition of %s", id)
	}
	a, err := r.domain()
	if err == nil {
		err = whole(tx, &a)
	}
	return a, true, err
}

// LockAudition reads an audition and holds it.
func (tx Tx) LockAudition(id marking.AuditionID) (marking.Audition, error) {
	var r auditionRow
	found, err := tx.maybe(&r, "SELECT "+auditionColumns+" FROM auditions WHERE id = ?"+tx.hold(), id)
	if err == nil && !found {
		err = marking.ErrNoAudition
	}
	if err != nil {
		return marking.Audition{}, wrapped(err, "read audition %s", id)
	}
	a, err := r.domain()
	if err == nil {
		err = whole(tx, &a)
	}
	return a, err
}

// SaveAudition writes what steps of an audition change, and its plays.
func (tx Tx) SaveAudition(a marking.Audition) error {
	answers, err := json.Marshal(a.WarmUp.Answers)
	if err != nil {
		return wrapped(err, "audition %s", a.ID)
	}
	if a.WarmUp.Answers == nil {
		answers = []byte("[]")
	}
	var result, points, of any
	if a.Result != nil {
		raw, err := json.Marshal(a.Result)
		if err != nil {
			return wrapped(err, "audition %s", a.ID)
		}
		result = string(raw)
	}
	if !a.WarmUp.DoneAt.IsZero() {
		points, of = a.WarmUp.Points, a.WarmUp.Of
	}
	if err := tx.change(`UPDATE auditions SET state = ?, answers = ?, warm_up_at = ?, warm_up_done_at = ?, warm_up_points = ?, warm_up_of = ?,
		submitted_at = ?, decided_at = ?, result = ?, version = version + 1 WHERE id = ? AND version = ?`,
		a.State, string(answers), AtOrNull(a.WarmUp.BeganAt), AtOrNull(a.WarmUp.DoneAt), points, of,
		AtOrNull(a.SubmittedAt), AtOrNull(a.DecidedAt), result, a.ID, a.Version); err != nil {
		return wrapped(err, "save audition %s", a.ID)
	}
	for _, p := range a.Plays {
		if _, err := tx.exec(`UPDATE audition_plays SET rules = ?, started_at = ?, ended_at = ?, ending = ?
			WHERE audition_id = ? AND no = ? AND ended_at IS NULL`,
			p.Rules, AtOrNull(p.StartedAt), AtOrNull(p.EndedAt), orNull(p.Ending), a.ID, p.No); err != nil {
			return wrapped(err, "save play %s/%d", a.ID, p.No)
		}
	}
	return nil
}

// AddLines appends lines to a play; their numbers and client ids are there once.
func (tx Tx) AddLines(id marking.AuditionID, play int, lines []marking.Line) error {
	for _, l := range lines {
		if _, err := tx.exec(`INSERT INTO play_lines (audition_id, play, seq, speaker, text, after_ms, client_id) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			id, play, l.Seq, l.Speaker, l.Text, l.After.Milliseconds(), orNull(l.ClientID)); err != nil {
			return wrapped(err, "line %s/%d/%d", id, play, l.Seq)
		}
	}
	return nil
}

// PlayedNames are what {brand} stands for; a scenario names its own product.
func (tx Tx) PlayedNames() (audition.Names, error) {
	var name string
	err := tx.one(&name, "brand", "SELECT name FROM brand WHERE id = 1")
	return audition.Names{Brand: name}, err
}

// OwedAuditions are those that were played to the end by somebody who is an
// expert now, under whichever application of theirs, and that have no award.
func (tx Tx) OwedAuditions(limit int) ([]rewards.Owed, error) {
	var rows []struct {
		ID       string
		ExpertID domain.ExpertID
	}
	err := tx.all(&rows, `SELECT u.id, MIN(e.expert_id) AS expert_id FROM auditions u JOIN applications a ON a.id = u.application_id
		JOIN applications e ON e.email_key = a.email_key AND e.expert_id IS NOT NULL
		WHERE u.submitted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM awards w WHERE w.kind = 'audition' AND w.source = u.id)
		GROUP BY u.id ORDER BY u.id LIMIT ?`, limit)
	owed := make([]rewards.Owed, len(rows))
	for i, r := range rows {
		owed[i] = rewards.Owed{Audition: r.ID, Expert: r.ExpertID}
	}
	return owed, wrapped(err, "find auditions without an award")
}

// RunningPlays are the applications whose warm-up or play has run for longer than it may.
func (tx Tx) RunningPlays(now time.Time, limit int) (ids []domain.ApplicationID, err error) {
	const longest = 12 * time.Minute // no scenario has more
	err = tx.all(&ids, `SELECT application_id FROM auditions a WHERE state = 'open' AND
		((warm_up_at <= ? AND warm_up_done_at IS NULL) OR EXISTS (SELECT 1 FROM audition_plays p
			WHERE p.audition_id = a.id AND p.started_at <= ? AND p.ended_at IS NULL)) ORDER BY id LIMIT ?`,
		At(now.Add(-audition.WarmUpTime)), At(now.Add(-longest)), limit)
	return ids, wrapped(err, "find plays that ran out")
}
