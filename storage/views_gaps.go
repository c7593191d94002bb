package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// TopicGapView is how well a topic is covered.
type TopicGapView struct {
	ReasonID      domain.ReasonID `json:"reasonId"`
	ParentID      domain.ReasonID `json:"parentId,omitempty"`
	Name          string          `json:"name"`
	Difficulty    int             `json:"difficulty" minimum:"1" maximum:"3"`
	Conversations int             `json:"conversations" doc:"Of the last 28 days."`
	Certified     int             `json:"certified" doc:"Active experts with a certificate of it, or of its group."`
	OnDuty        int             `json:"onDuty" doc:"How many of them are on duty now."`
	Learning      int             `json:"learning" doc:"Experts who learn it or are at its certificate."`
	Ending        int             `json:"ending" doc:"Certificates that end within 60 days."`
	Published     int             `json:"published" doc:"The version of the questions; 0: none are published."`
	Draft         int             `json:"draft" doc:"Questions that are written."`
	Coming        []int           `json:"coming" nullable:"false" doc:"Of each of the coming days, how many certified experts have a shift on it; empty where duty does not go by shifts."`
	Gap           string          `json:"gap" enum:"questions,nobody,shifts,duty,covered" doc:"What is missing, the worst first: questions, anybody certified, a shift of theirs in the coming days, anybody certified on duty."`
}

// TopicGapsView is the coverage of all topics.
type TopicGapsView struct {
	Open   bool           `json:"open" doc:"The brand is open now: outside its hours nobody is on duty."`
	Days   []string       `json:"days" nullable:"false" doc:"The coming days in the brand's time zone, today first, as 2026-11-21; empty where duty does not go by shifts."`
	Topics []TopicGapView `json:"topics" nullable:"false"`
}

const gapsWindow = 28 * 24 * time.Hour

type gapRow struct {
	ID            domain.ReasonID
	ParentID      *domain.ReasonID
	Name          string
	Translations  string
	Difficulty    int
	Conversations int
	Published     int
	Questions     *string
}

// TopicGaps shows how well each topic that experts answer is covered.
func (v Views) TopicGaps(ctx context.Context, l domain.Language, now time.Time) (g TopicGapsView, err error) {
	people, err := v.coverage(ctx, now)
	if err != nil {
		return g, err
	}
	g.Open, g.Days = people.open, people.days
	var rows []gapRow
	err = v.all(ctx, &rows, `SELECT r.id, r.parent_id, r.name, r.translations, r.difficulty, COALESCE(n.conversations, 0) AS conversations,
		COALESCE((SELECT MAX(version) FROM question_sets q WHERE q.reason_id = r.id), 0) AS published,
		(SELECT d.questions FROM question_drafts d WHERE d.reason_id = r.id) AS questions
		FROM contact_reasons r LEFT JOIN contact_reasons g ON g.id = r.parent_id
		LEFT JOIN (SELECT COALESCE(e.closing_reason_id, c.reason_id) AS reason_id, COUNT(*) AS conversations
			FROM episodes e JOIN conversations c ON c.id = e.conversation_id WHERE e.opened_at > ? GROUP BY COALESCE(e.closing_reason_id, c.reason_id)) n
			ON n.reason_id = r.id
		WHERE r.archived_at IS NULL AND NOT r.staff_only
		ORDER BY COALESCE(g.position, r.position), COALESCE(g.id, r.id), r.parent_id IS NOT NULL, r.position, r.id`, At(now.Add(-gapsWindow)))
	if err != nil {
		return g, wrapped(err, "look for gaps")
	}
	counted := map[domain.ReasonID]int{} // of a group: its reasons' and its own
	for _, r := range rows {
		counted[r.ID] += r.Conversations
		if r.ParentID != nil {
			counted[*r.ParentID] += r.Conversations
		}
	}
	g.Topics = make([]TopicGapView, len(rows))
	for i, r := range rows {
		t := TopicGapView{ReasonID: r.ID, ParentID: orEmpty(r.ParentID), Difficulty: r.Difficulty, Conversations: counted[r.ID], Published: r.Published}
		if t.Name, err = reasonName(&r.Name, &r.Translations, l); err != nil {
			return g, err
		}
		if r.Questions != nil {
			var questions []growth.Question
			if err := fromJSON("question_drafts.questions", *r.Questions, &questions); err != nil {
				return g, err
			}
			t.Draft = len(questions)
		}
		people.cover(&t)
		g.Topics[i] = t
	}
	for i := range g.Topics {
		t := &g.Topics[i]
		group := slices.IndexFunc(g.Topics, func(o TopicGapView) bool { return o.ReasonID == t.ParentID })
		t.Gap = gapOf(*t, group >= 0 && g.Topics[group].Published > 0)
	}
	return g, nil
}

// coveringRow is what one active expert has to do with one topic.
type coveringRow struct {
	ExpertID   domain.ExpertID
	ReasonID   domain.ReasonID
	Certified  bool
	ValidUntil *Time
	Presence   roster.Presence
}

// covering is who covers what, now and on the coming days.
type covering struct {
	rows   []coveringRow
	open   bool
	floor  floor
	days   []string
	coming map[domain.ExpertID][]bool // by day, who has a shift
}

const comingDays = 7

func (v Views) coverage(ctx context.Context, now time.Time) (c covering, err error) {
	if c.open, err = v.OpenNow(ctx, now); err != nil {
		return c, err
	}
	if c.floor, err = floorAt(v.on(ctx), now); err != nil {
		return c, err
	}
	c.floor.rules.Closed = !c.open
	if err := v.comingShifts(ctx, &c, now); err != nil {
		return c, err
	}
	err = v.all(ctx, &c.rows, `SELECT x.id AS expert_id, c.reason_id, TRUE AS certified, c.valid_until, x.presence
			FROM certificates c JOIN experts x ON x.id = c.expert_id WHERE c.ended_at IS NULL AND c.valid_until > ? AND x.state = 'active'
		UNION ALL SELECT x.id, t.reason_id, FALSE, NULL, x.presence FROM expert_topics t JOIN experts x ON x.id = t.expert_id
			WHERE t.kind = 'learning' AND x.state = 'active'
		UNION ALL SELECT x.id, a.reason_id, FALSE, NULL, x.presence FROM attempts a JOIN experts x ON x.id = a.expert_id
			WHERE a.ended_at IS NULL AND x.state = 'active'`, At(now))
	for i := range c.rows {
		if u := c.rows[i].ValidUntil; u != nil && u.Sub(now) > growth.RenewalBefore {
			c.rows[i].ValidUntil = nil // only those that end soon are counted by it
		}
	}
	return c, wrapped(err, "look who covers what")
}

// comingShifts reads who has a shift on which of the coming days, where duty goes by shifts.
func (v Views) comingShifts(ctx context.Context, c *covering, now time.Time) error {
	c.days, c.coming = []string{}, map[domain.ExpertID][]bool{}
	if !c.floor.rules.ByShifts {
		return nil
	}
	settings, _, err := v.Brand(ctx)
	if err != nil {
		return err
	}
	zone, err := settings.Zone()
	if err != nil {
		return err
	}
	local := now.In(zone)
	starts := make([]time.Time, comingDays+1)
	for i := range starts {
		starts[i] = time.Date(local.Year(), local.Month(), local.Day()+i, 0, 0, 0, 0, zone)
	}
	for _, day := range starts[:comingDays] {
		c.days = append(c.days, day.Format(time.DateOnly))
	}
	var rows []struct {
		ExpertID         domain.ExpertID
		StartsAt, EndsAt Time
	}
	err = v.all(ctx, &rows, "SELECT expert_id, starts_at, ends_at FROM shifts WHERE ended_at IS NULL AND ends_at > ? AND starts_at < ?",
		At(now), At(starts[comingDays]))
	for _, r := range rows {
		if c.coming[r.ExpertID] == nil {
			c.coming[r.ExpertID] = make([]bool, comingDays)
		}
		for i := range comingDays {
			if r.StartsAt.Before(starts[i+1]) && r.EndsAt.After(starts[i]) {
				c.coming[r.ExpertID][i] = true
			}
		}
	}
	return wrapped(err, "look who has a shift")
}

// cover counts who covers a topic: a certificate of its group counts as well.
func (c covering) cover(t *TopicGapView) {
	certified, learning := map[domain.ExpertID]bool{}, map[domain.ExpertID]bool{}
	t.Coming = make([]int, len(c.days))
	for _, r := range c.rows {
		if r.ReasonID != t.ReasonID && r.ReasonID != t.ParentID {
			continue
		}
		switch {
		case !r.Certified:
			learning[r.ExpertID] = true
		case !certified[r.ExpertID]:
			certified[r.ExpertID] = true
			t.Certified++
			if (roster.Expert{State: roster.Active, Presence: r.Presence}).OnDuty(c.floor.of(r.ExpertID)) {
				t.OnDuty++
			}
			for i, has := range c.coming[r.ExpertID] {
				if has {
					t.Coming[i]++
				}
			}
			if r.ValidUntil != nil {
				t.Ending++
			}
		}
	}
	for id := range learning {
		if !certified[id] {
			t.Learning++
		}
	}
}

func gapOf(t TopicGapView, groupHasQuestions bool) string {
	planned := func(n int) bool { return n > 0 }
	switch {
	case t.Published == 0 && !groupHasQuestions && t.Certified == 0:
		return "questions"
	case t.Certified == 0:
		return "nobody"
	case len(t.Coming) > 0 && t.OnDuty == 0 && !slices.ContainsFunc(t.Coming, planned):
		return "shifts"
	case t.OnDuty == 0:
		return "duty"
	default:
		return "covered"
	}
}
