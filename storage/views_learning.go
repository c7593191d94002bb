package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
)

// ReasonModelView is a version of what was learned from closed conversations.
type ReasonModelView struct {
	ID         domain.ModelID `json:"id"`
	TrainedAt  Time           `json:"trainedAt"`
	Examples   int            `json:"examples" doc:"Closed conversations that it learned from."`
	Reasons    int            `json:"reasons" doc:"That it knows."`
	HeldOut    int            `json:"heldOut" doc:"Conversations that it never learned from and was measured on."`
	Top1       int            `json:"top1" doc:"Of those, with the given reason suggested first."`
	Top3       int            `json:"top3" doc:"Of those, with the given reason among three."`
	Active     bool           `json:"active" doc:"It suggests."`
	Judged     int            `json:"judged" doc:"Conversations that were closed while it suggested, asked before it learned from them."`
	JudgedTop1 int            `json:"judgedTop1"`
	JudgedTop3 int            `json:"judgedTop3"`
}

// ReasonHitView is how one reason is recognised.
type ReasonHitView struct {
	ID        domain.ReasonID `json:"id"`
	Name      string          `json:"name"`
	Given     int             `json:"given" doc:"How often people gave it, in the last 90 days."`
	Top1      int             `json:"top1"`
	Top3      int             `json:"top3"`
	TakenFor  domain.ReasonID `json:"takenForId,omitempty" doc:"The other reason that was suggested first most often."`
	TakenName string          `json:"takenForName,omitempty"`
	Times     int             `json:"times,omitempty" doc:"How often."`
}

// LearningView is how suggestions of contact reasons do.
type LearningView struct {
	Models  []ReasonModelView `json:"models" nullable:"false" doc:"The newest first, a dozen at most."`
	Reasons []ReasonHitView   `json:"reasons" nullable:"false" doc:"Those that were given most, at most fifty."`
	Closed  int               `json:"closed" doc:"Closed conversations with a reason, to learn from."`
	Needed  int               `json:"needed" doc:"Before there is a first version."`
}

const (
	versionsShown = 12
	hitsShown     = 50
	hitsWithin    = 90 * 24 * time.Hour
)

// Learning shows how suggestions of contact reasons do, with names in the given
// language where there is one.
func (v Views) Learning(ctx context.Context, l domain.Language, now time.Time) (LearningView, error) {
	view := LearningView{Needed: insight.FewestClosed}
	since := At(now.Add(-insight.ExampleAge))
	if _, err := v.maybe(ctx, &view.Closed, `SELECT count(*) FROM (SELECT 1 FROM episodes e JOIN contact_reasons r ON r.id = e.closing_reason_id
		AND r.archived_at IS NULL WHERE e.closing_reason_id IS NOT NULL AND e.closed_at > ? LIMIT ?) closed`, since, insight.MostExamples); err != nil {
		return view, wrapped(err, "count closings")
	}
	err := v.all(ctx, &view.Models, `SELECT m.id, m.trained_at, m.examples, m.reasons, m.held_out, m.top1, m.top3, m.active,
		COUNT(j.model_id) AS judged, COALESCE(SUM(CASE WHEN j.place = 1 THEN 1 ELSE 0 END), 0) AS judged_top1,
		COALESCE(SUM(CASE WHEN j.place > 0 THEN 1 ELSE 0 END), 0) AS judged_top3
		FROM (SELECT * FROM reason_models ORDER BY trained_at DESC, id DESC LIMIT ?) m LEFT JOIN reason_judgements j ON j.model_id = m.id
		GROUP BY m.id, m.trained_at, m.examples, m.reasons, m.held_out, m.top1, m.top3, m.active ORDER BY m.trained_at DESC, m.id DESC`, versionsShown)
	if err != nil {
		return view, wrapped(err, "list reason models")
	}
	view.Models = list0(view.Models)
	view.Reasons, err = v.hits(ctx, l, At(now.Add(-hitsWithin)))
	return view, wrapped(err, "list how reasons are recognised")
}

// hits tells of each reason how often it was suggested, and what it was taken for.
func (v Views) hits(ctx context.Context, l domain.Language, since Time) ([]ReasonHitView, error) {
	var rows []struct {
		ID                       domain.ReasonID
		Name, Translations       *string
		Given, Top1, Top3, Times int
		TakenFor                 *domain.ReasonID
		TakenName, TakenWords    *string
	}
	err := v.all(ctx, &rows, `WITH told AS (SELECT reason_id, first_id, place FROM reason_judgements WHERE judged_at > ?),
		given AS (SELECT reason_id, COUNT(*) AS given, SUM(CASE WHEN place = 1 THEN 1 ELSE 0 END) AS top1,
			SUM(CASE WHEN place > 0 THEN 1 ELSE 0 END) AS top3 FROM told GROUP BY reason_id),
		taken AS (SELECT reason_id, first_id, COUNT(*) AS times, ROW_NUMBER() OVER (PARTITION BY reason_id ORDER BY COUNT(*) DESC, first_id) AS nth
			FROM told WHERE first_id <> reason_id GROUP BY reason_id, first_id)
		SELECT r.id, r.name, r.translations, g.given, g.top1, g.top3, COALESCE(t.times, 0) AS times, t.first_id AS taken_for,
			o.name AS taken_name, o.translations AS taken_words
		FROM given g JOIN contact_reasons r ON r.id = g.reason_id LEFT JOIN taken t ON t.reason_id = g.reason_id AND t.nth = 1
		LEFT JOIN contact_reasons o ON o.id = t.first_id ORDER BY g.given DESC, r.id LIMIT ?`, since, hitsShown)
	all := make([]ReasonHitView, len(rows))
	for i, r := range rows {
		all[i] = ReasonHitView{ID: r.ID, Given: r.Given, Top1: r.Top1, Top3: r.Top3, TakenFor: orEmpty(r.TakenFor), Times: r.Times}
		var bad error
		if all[i].Name, bad = reasonName(r.Name, r.Translations, l); bad != nil {
			return nil, bad
		}
		if all[i].TakenName, bad = reasonName(r.TakenName, r.TakenWords, l); bad != nil {
			return nil, bad
		}
	}
	return all, err
}
