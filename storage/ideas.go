package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
)

// AddIdea adds an idea, unless its place of the author's day is taken.
func (tx Tx) AddIdea(i problems.Idea) (bool, error) {
	n, err := tx.exec(`INSERT INTO ideas (id, author_id, title, text, day, place, state, posted_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, i.ID, i.Author, i.Title, i.Text, i.Day, i.Place, i.State, At(i.At), i.Version)
	return n == 1, wrapped(err, "post idea %s", i.ID)
}

// LockIdea reads an idea and locks it, or refuses problems.ErrNoIdea.
func (tx Tx) LockIdea(id problems.IdeaID) (problems.Idea, error) {
	var r struct {
		AuthorID         domain.PersonID
		Title, Text, Day string
		Place            int
		State            problems.IdeaState
		Answer           string
		ProblemID        problems.ProblemID
		DecidedBy        domain.PersonID
		PostedAt         Time
		Version          int
	}
	found, err := tx.maybe(&r, `SELECT author_id, title, text, day, place, state, answer, problem_id, decided_by, posted_at, version
		FROM ideas WHERE id = ?`+tx.hold(), id)
	if err != nil || !found {
		return problems.Idea{}, orRefused(err, problems.ErrNoIdea)
	}
	return problems.Idea{
		ID: id, Author: r.AuthorID, Title: r.Title, Text: r.Text, Day: r.Day, Place: r.Place, State: r.State, Answer: r.Answer,
		Problem: r.ProblemID, By: r.DecidedBy, At: r.PostedAt.Time, Version: r.Version,
	}, nil
}

// SaveIdea writes what became of an idea, if nobody has since it was read.
func (tx Tx) SaveIdea(i problems.Idea) error {
	return tx.change("UPDATE ideas SET state = ?, answer = ?, problem_id = ?, decided_by = ?, version = version + 1 WHERE id = ? AND version = ?",
		i.State, i.Answer, orNull(i.Problem), orNull(i.By), i.ID, i.Version)
}

// SaveVote is somebody's vote for an idea, or its end.
func (tx Tx) SaveVote(id problems.IdeaID, by domain.PersonID, vote bool, at time.Time) (err error) {
	if vote {
		_, err = tx.exec("INSERT INTO idea_votes (idea_id, person_id, voted_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, by, At(at))
	} else {
		_, err = tx.exec("DELETE FROM idea_votes WHERE idea_id = ? AND person_id = ?", id, by)
	}
	return wrapped(err, "vote for %s", id)
}

// AddDepartment adds a department, unless its name is taken.
func (tx Tx) AddDepartment(d problems.Department) (bool, error) {
	n, err := tx.exec("INSERT INTO departments (id, name, email, archived_at, version) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		d.ID, d.Name, d.Email, AtOrNull(d.ArchivedAt), d.Version)
	return n == 1, wrapped(err, "add department %s", d.ID)
}

// LockDepartment reads a department and locks it, or refuses problems.ErrNoDepartment.
func (tx Tx) LockDepartment(id problems.DepartmentID) (problems.Department, error) {
	var r struct {
		Name, Email string
		ArchivedAt  *Time
		Version     int
	}
	found, err := tx.maybe(&r, "SELECT name, email, archived_at, version FROM departments WHERE id = ?"+tx.hold(), id)
	if err != nil || !found {
		return problems.Department{}, orRefused(err, problems.ErrNoDepartment)
	}
	return problems.Department{ID: id, Name: r.Name, Email: r.Email, ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version}, nil
}

// SaveDepartment writes a department, unless its name is taken.
func (tx Tx) SaveDepartment(d problems.Department) (taken bool, err error) {
	if taken, err = tx.maybe(new(int), "SELECT 1 FROM departments WHERE name = ? AND id <> ?", d.Name, d.ID); err != nil || taken {
		return taken, wrapped(err, "look for department %s", d.Name)
	}
	err = tx.change("UPDATE departments SET name = ?, email = ?, archived_at = ?, version = version + 1 WHERE id = ? AND version = ?",
		d.Name, d.Email, AtOrNull(d.ArchivedAt), d.ID, d.Version)
	if duplicate(err) {
		return true, nil // the transaction is over: its use case refuses
	}
	return false, err
}

// ProblemSettings are the brand's assumptions about costs.
func (tx Tx) ProblemSettings() (problems.Settings, error) { return problemSettings(asking{tx.DB}) }

func problemSettings(q asker) (problems.Settings, error) {
	var rows []struct{ ContactCents, HourCents, VolumePercent, Version int }
	err := q.all(&rows, "SELECT contact_cents, hour_cents, volume_percent, version FROM problem_settings WHERE id = 1")
	if err != nil || len(rows) == 0 {
		return problems.DefaultSettings(), wrapped(err, "read what contacts cost")
	}
	r := rows[0]
	return problems.Settings{ContactCents: r.ContactCents, HourCents: r.HourCents, VolumePercent: r.VolumePercent, Version: r.Version}, nil
}

// SaveProblemSettings writes them if nobody has since they were read.
func (tx Tx) SaveProblemSettings(s problems.Settings) error {
	return tx.change(`INSERT INTO problem_settings (id, contact_cents, hour_cents, volume_percent, version) VALUES (1, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET contact_cents = excluded.contact_cents, hour_cents = excluded.hour_cents,
		volume_percent = excluded.volume_percent, version = excluded.version WHERE problem_settings.version = excluded.version - 1`,
		s.ContactCents, s.HourCents, s.VolumePercent, s.Version+1)
}
