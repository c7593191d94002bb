package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// ScenarioView is a version of a scenario; its document when one asks for it.
type ScenarioView struct {
	ID          audition.ScenarioID   `json:"id"`
	Language    domain.Language       `json:"language"`
	Version     int                   `json:"version"`
	Kind        audition.Kind         `json:"kind" enum:"rude_refund,unreasonable_exchange,hard_question"`
	State       marking.ScenarioState `json:"state" enum:"draft,live,retired"`
	Title       string                `json:"title"`
	Shipped     bool                  `json:"shipped" doc:"It came with the product."`
	Author      string                `json:"author,omitempty" doc:"Who wrote it last; empty when it came with the product."`
	Edition     int                   `json:"edition" doc:"Of a draft: name it when you save."`
	MadeAt      Time                  `json:"madeAt"`
	PublishedAt *Time                 `json:"publishedAt,omitempty"`
	Played      int                   `json:"played" doc:"How many candidates have begun it."`
	Solved      int                   `json:"solved" doc:"Of them, how many left the customer content."`
	WalkedOff   int                   `json:"walkedOff" doc:"How many lost the customer."`
	TimeUp      int                   `json:"timeUp" doc:"How many ran out of time."`
}

// scenarioViewRow is a version with its author's name and what came of it.
type scenarioViewRow struct {
	Row                               scenarioRow `gorm:"embedded"`
	Author                            *string
	Played, Solved, WalkedOff, TimeUp int
}

const scenarioViews = `SELECT s.id, s.language, s.version, s.kind, s.state, s.title, s.document, s.author_id, s.edition, s.made_at, s.published_at,
	p.name AS author, COALESCE(c.played, 0) AS played, COALESCE(c.solved, 0) AS solved,
	COALESCE(c.walked_off, 0) AS walked_off, COALESCE(c.time_up, 0) AS time_up
	FROM scenarios s LEFT JOIN people p ON p.id = s.author_id
	LEFT JOIN (SELECT scenario_id, language, scenario_version, COUNT(*) AS played,
		SUM(CASE WHEN ending = 'solved' THEN 1 ELSE 0 END) AS solved,
		SUM(CASE WHEN ending = 'walked_off' THEN 1 ELSE 0 END) AS walked_off,
		SUM(CASE WHEN ending = 'time_up' THEN 1 ELSE 0 END) AS time_up
		FROM audition_plays WHERE started_at IS NOT NULL GROUP BY scenario_id, language, scenario_version) c
	ON c.scenario_id = s.id AND c.language = s.language AND c.scenario_version = s.version`

func (v scenarioViewRow) view() ScenarioView {
	r := v.Row
	return ScenarioView{
		ID: r.ID, Language: r.Language, Version: r.Version, Kind: r.Kind, State: r.State, Title: r.Title,
		Shipped: r.AuthorID == nil, Author: deref(v.Author), Edition: r.Edition, MadeAt: r.MadeAt, PublishedAt: r.PublishedAt,
		Played: v.Played, Solved: v.Solved, WalkedOff: v.WalkedOff, TimeUp: v.TimeUp,
	}
}

// Scenarios are all versions, the newest of each first.
func (v Views) Scenarios(ctx context.Context) ([]ScenarioView, error) {
	var rows []scenarioViewRow
	if err := v.all(ctx, &rows, scenarioViews+" ORDER BY s.kind DESC, s.id, s.language, s.version DESC"); err != nil {
		return nil, wrapped(err, "list scenarios")
	}
	views := make([]ScenarioView, len(rows))
	for i, r := range rows {
		views[i] = r.view()
	}
	return views, nil
}

// ScenarioDocument is a version with its document.
func (v Views) ScenarioDocument(ctx context.Context, id audition.ScenarioID, l domain.Language, version int) (ScenarioView, audition.Scenario, error) {
	var rows []scenarioViewRow
	err := v.all(ctx, &rows, scenarioViews+" WHERE s.id = ? AND s.language = ? AND s.version = ?", id, l, version)
	if err == nil && len(rows) == 0 {
		err = marking.ErrNoScenario
	}
	if err != nil {
		return ScenarioView{}, audition.Scenario{}, err
	}
	s, err := rows[0].Row.parsed()
	return rows[0].view(), s, err
}

// WrittenQuestionView is a question of the warm-up as its writers see it.
type WrittenQuestionView struct {
	audition.Question

	Author   string `json:"author,omitempty" doc:"Who wrote it last."`
	Archived bool   `json:"archived" doc:"Auditions draw it no more."`
	Version  int    `json:"version"`
}

// WarmUpQuestions are all questions, those in use first; id and l narrow it to one.
func (v Views) WarmUpQuestions(ctx context.Context, id audition.QuestionID, l domain.Language) ([]WrittenQuestionView, error) {
	var rows []struct {
		Row    questionRow `gorm:"embedded"`
		Author *string
	}
	err := v.all(ctx, &rows, `SELECT q.document, q.author_id, q.archived_at, q.version, p.name AS author
		FROM warm_up_questions q LEFT JOIN people p ON p.id = q.author_id WHERE ? = '' OR q.id = ? AND q.language = ?
		ORDER BY q.archived_at IS NOT NULL, q.id, q.language`, id, id, l)
	if err != nil {
		return nil, wrapped(err, "list questions")
	}
	views := make([]WrittenQuestionView, 0, len(rows))
	for _, r := range rows {
		w, err := r.Row.domain()
		if err != nil {
			return nil, err
		}
		views = append(views, WrittenQuestionView{w.Question, deref(r.Author), !w.ArchivedAt.IsZero(), w.Version})
	}
	return views, nil
}
