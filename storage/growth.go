package storage

import (
	"context"
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// Growth runs a use case of package growth in one transaction.
func (db *DB) Growth(ctx context.Context, fn func(growth.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ growth.Store = Tx{}

// asJSON writes a value as the JSON of a column.
func asJSON(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), wrapped(err, "encode")
}

type setRow struct {
	ReasonID    domain.ReasonID
	ProductID   *domain.ProductID
	Questions   string
	Minutes     int
	ChangedBy   domain.PersonID
	ChangedAt   Time
	PublishedBy domain.PersonID
	PublishedAt Time
	Version     int
}

// Draft reads and locks a topic's questions as managers write them.
func (tx Tx) Draft(id domain.ReasonID) (growth.Draft, error) {
	var r setRow
	found, err := tx.maybe(&r, `SELECT reason_id, product_id, questions, minutes, changed_by, changed_at, version FROM question_drafts
		WHERE reason_id = ?`+tx.lock(), id)
	switch {
	case err != nil:
		return growth.Draft{}, wrapped(err, "read the questions of %s", id)
	case !found:
		return growth.Draft{}, growth.ErrNoDraft
	}
	d := growth.Draft{
		Reason: r.ReasonID, Product: orEmpty(r.ProductID), Minutes: r.Minutes, ChangedBy: r.ChangedBy, ChangedAt: r.ChangedAt.Time, Version: r.Version,
	}
	return d, fromJSON("question_drafts.questions", r.Questions, &d.Questions)
}

// AddDraft stores the first draft of a topic, unless somebody was first.
func (tx Tx) AddDraft(d growth.Draft) (bool, error) {
	questions, err := asJSON(d.Questions)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(`INSERT INTO question_drafts (reason_id, product_id, questions, minutes, changed_by, changed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, 1) ON CONFLICT (reason_id) DO NOTHING`,
		d.Reason, orNull(d.Product), questions, d.Minutes, d.ChangedBy, At(d.ChangedAt))
	return n == 1, wrapped(err, "add the questions of %s", d.Reason)
}

// SaveDraft writes a draft if nobody has since it was read.
func (tx Tx) SaveDraft(d growth.Draft) error {
	questions, err := asJSON(d.Questions)
	if err != nil {
		return err
	}
	return tx.change(`UPDATE question_drafts SET product_id = ?, questions = ?, minutes = ?, changed_by = ?, changed_at = ?,
		version = version + 1 WHERE reason_id = ? AND version = ?`,
		orNull(d.Product), questions, d.Minutes, d.ChangedBy, At(d.ChangedAt), d.Reason, d.Version)
}

const selectSets = "SELECT reason_id, product_id, questions, minutes, published_by, published_at, version FROM question_sets WHERE reason_id = ?"

func (tx Tx) set(id domain.ReasonID, sql string, args ...any) (growth.Set, error) {
	var r setRow
	found, err := tx.maybe(&r, sql, args...)
	switch {
	case err != nil:
		return growth.Set{}, wrapped(err, "read the questions of %s", id)
	case !found:
		return growth.Set{}, growth.ErrNoQuestions
	}
	s := growth.Set{
		Reason: r.ReasonID, Version: r.Version, Product: orEmpty(r.ProductID), Minutes: r.Minutes, PublishedBy: r.PublishedBy, PublishedAt: r.PublishedAt.Time,
	}
	return s, fromJSON("question_sets.questions", r.Questions, &s.Questions)
}

// NewestSet reads the newest published questions of a topic.
func (tx Tx) NewestSet(id domain.ReasonID) (growth.Set, error) {
	return tx.set(id, selectSets+" ORDER BY version DESC LIMIT 1", id)
}

// SetOf reads one published version.
func (tx Tx) SetOf(id domain.ReasonID, version int) (growth.Set, error) {
	return tx.set(id, selectSets+" AND version = ?", id, version)
}

// AddSet publishes a version, unless it is there.
func (tx Tx) AddSet(s growth.Set) (bool, error) {
	questions, err := asJSON(s.Questions)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(`INSERT INTO question_sets (reason_id, version, product_id, questions, minutes, published_by, published_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reason_id, version) DO NOTHING`,
		s.Reason, s.Version, orNull(s.Product), questions, s.Minutes, s.PublishedBy, At(s.PublishedAt))
	return n == 1, wrapped(err, "publish the questions of %s", s.Reason)
}

// Standing is an expert's level, and whether they are active.
func (tx Tx) Standing(e domain.ExpertID) (roster.Level, bool, error) {
	var r struct {
		Level roster.Level
		State roster.State
	}
	found, err := tx.maybe(&r, "SELECT level, state FROM experts WHERE id = ?", e)
	return r.Level, found && r.State == roster.Active, wrapped(err, "read the level of %s", e)
}

// CourseItem reads and locks something to learn.
func (tx Tx) CourseItem(id growth.CourseItemID) (growth.CourseItem, error) {
	var r courseRow
	found, err := tx.maybe(&r, "SELECT "+courseColumns+" FROM course_items WHERE id = ?"+tx.lock(), id)
	switch {
	case err != nil:
		return growth.CourseItem{}, wrapped(err, "read course item %s", id)
	case !found:
		return growth.CourseItem{}, growth.ErrUnknownItem
	}
	return r.domain()
}

type courseRow struct {
	ID         growth.CourseItemID
	ReasonID   *domain.ReasonID
	Dimension  *growth.Dimension
	Title      string
	Body       string
	URL        string
	Minutes    int
	ArchivedAt *Time
	Version    int
	CreatedAt  Time
}

const courseColumns = "id, reason_id, dimension, title, body, url, minutes, archived_at, version, created_at"

func (r courseRow) domain() (growth.CourseItem, error) {
	c := growth.CourseItem{
		ID: r.ID, Reason: orEmpty(r.ReasonID), Dimension: orEmpty(r.Dimension), URL: r.URL, Minutes: r.Minutes,
		ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
	if err := fromJSON("course_items.title", r.Title, &c.Title); err != nil {
		return c, err
	}
	return c, fromJSON("course_items.body", r.Body, &c.Body)
}

// AddCourseItem adds something to learn.
func (tx Tx) AddCourseItem(c growth.CourseItem) error {
	title, body, err := courseTexts(c)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO course_items ("+courseColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", c.ID, orNull(c.Reason),
		orNull(c.Dimension), title, body, c.URL, c.Minutes, AtOrNull(c.ArchivedAt), c.Version, At(c.CreatedAt))
	return wrapped(err, "add course item %s", c.ID)
}

func courseTexts(c growth.CourseItem) (title, body string, err error) {
	if title, err = asJSON(c.Title); err != nil {
		return "", "", err
	}
	body, err = asJSON(c.Body)
	return title, body, err
}

// SaveCourseItem writes c if nobody has since it was read.
func (tx Tx) SaveCourseItem(c growth.CourseItem) error {
	title, body, err := courseTexts(c)
	if err != nil {
		return err
	}
	return tx.change(`UPDATE course_items SET reason_id = ?, dimension = ?, title = ?, body = ?, url = ?, minutes = ?, archived_at = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
		orNull(c.Reason), orNull(c.Dimension), title, body, c.URL, c.Minutes, AtOrNull(c.ArchivedAt), c.ID, c.Version)
}

// CompleteItem notes who did a course item, and when first.
func (tx Tx) CompleteItem(id growth.CourseItemID, e domain.ExpertID, at time.Time) error {
	_, err := tx.exec("INSERT INTO course_progress (item_id, expert_id, done_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, e, At(at))
	return wrapped(err, "complete %s", id)
}

// UncompleteItem takes that back.
func (tx Tx) UncompleteItem(id growth.CourseItemID, e domain.ExpertID) error {
	_, err := tx.exec("DELETE FROM course_progress WHERE item_id = ? AND expert_id = ?", id, e)
	return wrapped(err, "take %s back", id)
}

type goalRow struct {
	ID          growth.GoalID
	ExpertID    domain.ExpertID
	Dimension   growth.Dimension
	State       growth.GoalState
	FromMean    int
	FromSamples int
	OpenedAt    Time
	DueAt       Time
	ReachedMean *int
	EndedAt     *Time
	EndedBy     *domain.PersonID
	Note        string
	Version     int
}

const goalColumns = "id, expert_id, dimension, state, from_mean, from_samples, opened_at, due_at, reached_mean, ended_at, ended_by, note, version"

func (r goalRow) domain() growth.Goal {
	return growth.Goal{
		ID: r.ID, Expert: r.ExpertID, Dimension: r.Dimension, State: r.State, FromMean: r.FromMean, FromSamples: r.FromSamples,
		OpenedAt: r.OpenedAt.Time, DueAt: r.DueAt.Time, ReachedMean: orZero(r.ReachedMean), EndedAt: r.EndedAt.OrZero(), EndedBy: orEmpty(r.EndedBy),
		Note: r.Note, Version: r.Version,
	}
}

// LockGoal reads and holds a goal.
func (tx Tx) LockGoal(id growth.GoalID) (growth.Goal, error) {
	var r goalRow
	found, err := tx.maybe(&r, "SELECT "+goalColumns+" FROM goals WHERE id = ?"+tx.lock(), id)
	if err == nil && !found {
		return growth.Goal{}, growth.ErrUnknownGoal
	}
	return r.domain(), wrapped(err, "read goal %s", id)
}

// NewestGoals are an expert's newest of each dimension.
func (tx Tx) NewestGoals(e domain.ExpertID) (map[growth.Dimension]growth.Goal, error) {
	var rows []goalRow
	err := tx.all(&rows, "SELECT "+goalColumns+" FROM goals WHERE expert_id = ? ORDER BY opened_at, id", e)
	newest := map[growth.Dimension]growth.Goal{}
	for _, r := range rows {
		newest[r.Dimension] = r.domain()
	}
	return newest, wrapped(err, "read the goals of %s", e)
}

// AddGoal opens a goal, unless one of its dimension is open.
func (tx Tx) AddGoal(g growth.Goal) (bool, error) {
	n, err := tx.exec(`INSERT INTO goals (id, expert_id, dimension, state, from_mean, from_samples, opened_at, due_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
		g.ID, g.Expert, g.Dimension, g.State, g.FromMean, g.FromSamples, At(g.OpenedAt), At(g.DueAt))
	return n == 1, wrapped(err, "open a goal of %s", g.Expert)
}

// SaveGoal writes g if nobody has since it was read.
func (tx Tx) SaveGoal(g growth.Goal) error {
	var reached *int
	if g.State == growth.GoalReached {
		reached = &g.ReachedMean
	}
	return tx.change(`UPDATE goals SET state = ?, reached_mean = ?, ended_at = ?, ended_by = ?, note = ?, version = version + 1
		WHERE id = ? AND version = ?`, g.State, reached, AtOrNull(g.EndedAt), orNull(g.EndedBy), g.Note, g.ID, g.Version)
}
