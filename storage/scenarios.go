package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

type scenarioRow struct {
	ID          audition.ScenarioID
	Language    domain.Language
	Version     int
	Kind        audition.Kind
	State       marking.ScenarioState
	Title       string
	Document    string
	AuthorID    *domain.PersonID
	Edition     int
	MadeAt      Time
	PublishedAt *Time
}

const scenarioColumns = "id, language, version, kind, state, title, document, author_id, edition, made_at, published_at"

func (r scenarioRow) domain() marking.Version {
	return marking.Version{
		ID: r.ID, Language: r.Language, Version: r.Version, Kind: r.Kind, State: r.State, Title: r.Title, Document: r.Document,
		Author: orEmpty(r.AuthorID), Edition: r.Edition, MadeAt: r.MadeAt.Time, PublishedAt: r.PublishedAt.OrZero(),
	}
}

// parsed reads the scenario of a row under the number of its row.
func (r scenarioRow) parsed() (audition.Scenario, error) {
	var s audition.Scenario
	err := json.Unmarshal([]byte(r.Document), &s)
	s.Version = r.Version
	return s, wrapped(err, "read scenario %s/%s/%d", r.ID, r.Language, r.Version)
}

// LiveScenarios are those that auditions draw from.
func (tx Tx) LiveScenarios(l domain.Language) ([]audition.Scenario, error) {
	var rows []scenarioRow
	if err := tx.all(&rows, "SELECT "+scenarioColumns+" FROM scenarios WHERE language = ? AND state = 'live' ORDER BY id", l); err != nil {
		return nil, wrapped(err, "read scenarios")
	}
	all := make([]audition.Scenario, 0, len(rows))
	for _, r := range rows {
		s, err := r.parsed()
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// PlayedScenario is the version that a play was begun with.
func (tx Tx) PlayedScenario(id audition.ScenarioID, l domain.Language, version int) (audition.Scenario, error) {
	return playedScenario(tx, id, l, version)
}

func playedScenario(q asker, id audition.ScenarioID, l domain.Language, version int) (audition.Scenario, error) {
	var rows []scenarioRow
	err := q.all(&rows, "SELECT "+scenarioColumns+" FROM scenarios WHERE id = ? AND language = ? AND version = ?", id, l, version)
	if err == nil && len(rows) == 0 {
		err = marking.ErrNoScenario
	}
	if err != nil {
		return audition.Scenario{}, err
	}
	return rows[0].parsed()
}

// HoldScenario reads all versions of a scenario in a language, and holds them.
func (tx Tx) HoldScenario(id audition.ScenarioID, l domain.Language) ([]marking.Version, error) {
	var rows []scenarioRow
	err := tx.all(&rows, "SELECT "+scenarioColumns+" FROM scenarios WHERE id = ? AND language = ? ORDER BY version"+tx.hold(), id, l)
	all := make([]marking.Version, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "read scenario %s", id)
}

// AddVersion stores a new version, unless another writer has.
func (tx Tx) AddVersion(v marking.Version) (bool, error) {
	n, err := tx.exec("INSERT INTO scenarios ("+scenarioColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		v.ID, v.Language, v.Version, v.Kind, v.State, v.Title, v.Document, orNull(v.Author), v.Edition, At(v.MadeAt), AtOrNull(v.PublishedAt))
	return n == 1, wrapped(err, "scenario %s", v.ID)
}

// SaveVersion writes a version, if nobody has since it was read.
func (tx Tx) SaveVersion(v marking.Version) error {
	return tx.change(`UPDATE scenarios SET kind = ?, state = ?, title = ?, document = ?, author_id = ?, published_at = ?, edition = edition + 1
		WHERE id = ? AND language = ? AND version = ? AND edition = ?`,
		v.Kind, v.State, v.Title, v.Document, orNull(v.Author), AtOrNull(v.PublishedAt), v.ID, v.Language, v.Version, v.Edition)
}

// DropDraft deletes a draft.
func (tx Tx) DropDraft(v marking.Version) error {
	return tx.change("DELETE FROM scenarios WHERE id = ? AND language = ? AND version = ? AND state = 'draft'", v.ID, v.Language, v.Version)
}

type rubricRow struct {
	Version  int
	Document string
}

func (r rubricRow) domain() (marking.Rubric, error) {
	out := marking.Rubric{Version: r.Version}
	return out, wrapped(json.Unmarshal([]byte(r.Document), &out.Settings), "read rubric %d", r.Version)
}

// Rubric reads a version.
func (tx Tx) Rubric(version int) (marking.Rubric, error) {
	var r rubricRow
	if err := tx.one(&r, "rubric", "SELECT version, document FROM rubrics WHERE version = ?", version); err != nil {
		return marking.Rubric{}, err
	}
	return r.domain()
}

// NewestRubric is the one in force.
func (tx Tx) NewestRubric() (marking.Rubric, error) {
	var r rubricRow
	if err := tx.one(&r, "rubric", "SELECT version, document FROM rubrics ORDER BY version DESC LIMIT 1"); err != nil {
		return marking.Rubric{}, err
	}
	return r.domain()
}

// HoldRubrics holds the brand, so that one at a time changes what is in force.
func (tx Tx) HoldRubrics() (founded bool, err error) {
	var id int
	founded, err = tx.maybe(&id, "SELECT id FROM brand WHERE id = 1"+tx.hold())
	return founded, wrapped(err, "hold the brand")
}

// AddRubric stores a version, unless it is there.
func (tx Tx) AddRubric(r marking.Rubric, by domain.PersonID, reason string, at time.Time) (bool, error) {
	raw, err := json.Marshal(r.Settings)
	if err != nil {
		return false, wrapped(err, "rubric %d", r.Version)
	}
	n, err := tx.exec("INSERT INTO rubrics (version, document, author_id, reason, made_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		r.Version, string(raw), orNull(by), reason, At(at))
	return n == 1, wrapped(err, "rubric %d", r.Version)
}

// AddSimulation keeps what a rubric would have meant.
func (tx Tx) AddSimulation(s marking.Simulation) error {
	raw, err := json.Marshal(s.Settings)
	if err != nil {
		return wrapped(err, "simulation %s", s.ID)
	}
	_, err = tx.exec(`INSERT INTO rubric_simulations (id, document, marked, upward, downward, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		s.ID, string(raw), s.Marked, s.Upward, s.Downward, s.By, At(s.At))
	return wrapped(err, "simulation %s", s.ID)
}

// LockSimulation reads a simulation and holds it.
func (tx Tx) LockSimulation(id marking.SimulationID) (marking.Simulation, error) {
	var r struct {
		Document                 string
		Marked, Upward, Downward int
		MadeBy                   domain.PersonID
		MadeAt                   Time
		Rubric                   *int
	}
	found, err := tx.maybe(&r, `SELECT document, marked, upward, downward, made_by, made_at, rubric FROM rubric_simulations
		WHERE id = ?`+tx.hold(), id)
	if err == nil && !found {
		err = marking.ErrNoSimulation
	}
	s := marking.Simulation{
		ID: id, Marked: r.Marked, Upward: r.Upward, Downward: r.Downward, By: r.MadeBy, At: r.MadeAt.Time, Rubric: deref(r.Rubric),
	}
	if err == nil {
		err = json.Unmarshal([]byte(r.Document), &s.Settings)
	}
	return s, wrapped(err, "read simulation %s", id)
}

// UseSimulation notes which rubric was published after a simulation, once.
func (tx Tx) UseSimulation(id marking.SimulationID, rubric int) error {
	return tx.change("UPDATE rubric_simulations SET rubric = ? WHERE id = ? AND rubric IS NULL", rubric, id)
}
