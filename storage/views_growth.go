package storage

import (
	"context"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// CertificateView is a certificate as its expert and staff see it.
type CertificateView struct {
	ID         growth.CertificateID `json:"id"`
	IssuedAt   Time                 `json:"issuedAt" format:"date-time"`
	ValidUntil Time                 `json:"validUntil" format:"date-time"`
	Renewable  bool                 `json:"renewable" doc:"In its last 60 days the next one may be begun."`
	Product    string               `json:"product,omitempty" doc:"Whose new generation would end it."`
	Generation int                  `json:"generation,omitempty"`
	EndedAt    *Time                `json:"endedAt,omitempty" format:"date-time"`
	EndedWhy   growth.EndReason     `json:"endedWhy,omitempty" enum:"expired,generation,renewed,withdrawn"`
	Note       string               `json:"note,omitempty" doc:"Why staff withdrew it."`
}

// RunningAttemptView is the newest attempt at a topic.
type RunningAttemptView struct {
	ID       growth.AttemptID    `json:"id"`
	State    growth.AttemptState `json:"state" enum:"answering,conversation,marking,passed,failed"`
	AnswerBy Time                `json:"answerBy" format:"date-time"`
	AgainAt  *Time               `json:"againAt,omitempty" format:"date-time" doc:"When another one may be begun after one that failed."`
}

// TopicGrowthView is how an expert stands to one topic.
type TopicGrowthView struct {
	ReasonID    domain.ReasonID     `json:"reasonId"`
	ParentID    domain.ReasonID     `json:"parentId,omitempty"`
	Name        string              `json:"name"`
	Kind        string              `json:"kind" enum:"qualified,learning,any,none" doc:"any: an expert without topics answers everything."`
	Mean        float64             `json:"mean" minimum:"1" maximum:"5" doc:"Skill: the Bayesian mean of the ratings on this topic."`
	Ratings     int                 `json:"ratings" minimum:"0" doc:"How many it rests on."`
	Questions   int                 `json:"questions" minimum:"0" doc:"The version of the published questions; 0: there is no certificate."`
	Minutes     int                 `json:"minutes" minimum:"0" doc:"To answer them."`
	Certificate *CertificateView    `json:"certificate,omitempty" doc:"The newest one, also when it ended."`
	Attempt     *RunningAttemptView `json:"attempt,omitempty"`
}

// GoalView is one line of a development plan.
type GoalView struct {
	ID          growth.GoalID    `json:"id"`
	Dimension   growth.Dimension `json:"dimension" enum:"helpful,correct,tone,own_words"`
	State       growth.GoalState `json:"state" enum:"open,reached,dropped"`
	FromMean    float64          `json:"fromMean" doc:"Of the conversations that made it a goal."`
	FromSamples int              `json:"fromSamples"`
	Target      float64          `json:"target"`
	NowMean     float64          `json:"nowMean" doc:"Of the conversations since; 0 before the first."`
	NowSamples  int              `json:"nowSamples"`
	OpenedAt    Time             `json:"openedAt" format:"date-time"`
	DueAt       Time             `json:"dueAt" format:"date-time"`
	EndedAt     *Time            `json:"endedAt,omitempty" format:"date-time"`
	Note        string           `json:"note,omitempty"`
}

// CourseView is something to learn.
type CourseView struct {
	ID        growth.CourseItemID `json:"id"`
	ReasonID  domain.ReasonID     `json:"reasonId,omitempty"`
	Dimension growth.Dimension    `json:"dimension,omitempty" enum:"helpful,correct,tone,own_words"`
	Title     growth.Texts        `json:"title"`
	Body      growth.Texts        `json:"body"`
	URL       string              `json:"url,omitempty"`
	Minutes   int                 `json:"minutes"`
	DoneAt    *Time               `json:"doneAt,omitempty" format:"date-time" doc:"By the expert who looks, or who is looked at."`
	Done      int                 `json:"done" minimum:"0" doc:"How many experts did it."`
	Archived  bool                `json:"archived"`
	Version   int                 `json:"version"`
}

// ShadowProgressView is how far a candidate is.
type ShadowProgressView struct {
	Needed   int            `json:"needed"`
	Marked   int            `json:"marked" doc:"Of the newest five."`
	Waiting  int            `json:"waiting" doc:"Conversations that the mentor has not marked yet."`
	Mean     float64        `json:"mean"`
	NeedMean float64        `json:"needMean"`
	Breach   bool           `json:"breach" doc:"Of courtesy, among the newest five."`
	Mentor   *ColleagueView `json:"mentor,omitempty" doc:"Who shadows now."`
}

// GrowthView is how an expert grows: topics, plan, what was said, what to learn.
type GrowthView struct {
	ExpertID  domain.ExpertID     `json:"expertId"`
	Name      string              `json:"name"`
	Level     roster.Level        `json:"level" minimum:"0" maximum:"4"`
	Topics    []TopicGrowthView   `json:"topics" nullable:"false"`
	Goals     []GoalView          `json:"goals" nullable:"false" doc:"Open ones first."`
	Cards     []SampleView        `json:"cards" nullable:"false" doc:"The newest ten score cards."`
	Courses   []CourseView        `json:"courses" nullable:"false"`
	Shadowing *ShadowProgressView `json:"shadowing,omitempty" doc:"Of a candidate."`
}

// Growth shows how an expert grows to the expert and to staff.
func (v Views) Growth(ctx context.Context, id domain.ExpertID, l domain.Language, now time.Time) (GrowthView, error) {
	var e struct {
		DisplayName string
		Level       roster.Level
	}
	found, err := v.maybe(ctx, &e, "SELECT display_name, level FROM experts WHERE id = ?", id)
	if err != nil || !found {
		return GrowthView{}, orRefused(wrapped(err, "show how %s grows", id), roster.ErrUnknownExpert)
	}
	g := GrowthView{ExpertID: id, Name: e.DisplayName, Level: e.Level}
	if g.Topics, err = v.growthTopics(ctx, id, l, now); err != nil {
		return g, err
	}
	if g.Cards, err = v.cardsOf(ctx, id, l); err != nil {
		return g, err
	}
	if g.Goals, err = v.goalsOf(ctx, id); err != nil {
		return g, err
	}
	if g.Courses, err = v.courses(ctx, id, false); err != nil {
		return g, err
	}
	if e.Level == roster.Candidate {
		g.Shadowing, err = v.shadowProgress(ctx, id)
	}
	return g, err
}

type growthTopicRow struct {
	ID           domain.ReasonID
	ParentID     *domain.ReasonID
	Name         string
	Translations string
	Kind         *string
	SetVersion   *int
	Minutes      *int
}

func (v Views) growthTopics(ctx context.Context, id domain.ExpertID, l domain.Language, now time.Time) ([]TopicGrowthView, error) {
	var rows []growthTopicRow
	err := v.all(ctx, &rows, `SELECT r.id, r.parent_id, r.name, r.translations, t.kind, q.version AS set_version, q.minutes
		FROM contact_reasons r LEFT JOIN contact_reasons g ON g.id = r.parent_id
		LEFT JOIN expert_topics t ON t.reason_id = r.id AND t.expert_id = ?
		LEFT JOIN question_sets q ON q.reason_id = r.id AND q.version = (SELECT MAX(version) FROM question_sets n WHERE n.reason_id = r.id)
		WHERE r.archived_at IS NULL AND (t.kind IS NOT NULL OR q.version IS NOT NULL)
		ORDER BY COALESCE(g.position, r.position), COALESCE(g.id, r.id), r.parent_id IS NOT NULL, r.position, r.id`, id)
	if err != nil {
		return nil, wrapped(err, "show the topics of %s", id)
	}
	ratings, err := v.RatingsOf(ctx, []domain.ExpertID{id})
	if err != nil {
		return nil, err
	}
	means, err := v.ProgrammeMeans(ctx, now.Add(-roster.MeanWindow))
	if err != nil {
		return nil, err
	}
	unlimited := !slices.ContainsFunc(rows, func(r growthTopicRow) bool { return r.Kind != nil })
	all := make([]TopicGrowthView, len(rows))
	for i, r := range rows {
		name, err := reasonName(&r.Name, &r.Translations, l)
		if err != nil {
			return nil, err
		}
		mean, n := desk.TopicSkill(ratings[id], means, now, r.ID, orEmpty(r.ParentID))
		all[i] = TopicGrowthView{
			ReasonID: r.ID, ParentID: orEmpty(r.ParentID), Name: name, Kind: topicKind(r.Kind, unlimited),
			Mean: math.Round(mean*100) / 100, Ratings: n, Questions: orZero(r.SetVersion), Minutes: orZero(r.Minutes),
		}
	}
	if err := v.growthCertificates(ctx, id, now, all); err != nil {
		return nil, err
	}
	return all, v.growthAttempts(ctx, id, now, all)
}

func topicKind(kind *string, unlimited bool) string {
	switch {
	case kind != nil:
		return *kind
	case unlimited:
		return "any"
	default:
		return "none"
	}
}

func topicAt(all []TopicGrowthView, id domain.ReasonID) *TopicGrowthView {
	if i := slices.IndexFunc(all, func(t TopicGrowthView) bool { return t.ReasonID == id }); i >= 0 {
		return &all[i]
	}
	return nil
}

// growthCertificates adds the newest certificate of each topic.
func (v Views) growthCertificates(ctx context.Context, id domain.ExpertID, now time.Time, all []TopicGrowthView) error {
	var rows []struct {
		Certificate certificateRow `gorm:"embedded"`

		ProductName *string
	}
	err := v.all(ctx, &rows, "SELECT "+certificateColumns+`, p.name AS product_name FROM certificates c LEFT JOIN products p ON p.id = c.product_id
		WHERE c.expert_id = ? ORDER BY c.issued_at, c.id`, id)
	for _, r := range rows {
		if t := topicAt(all, r.Certificate.ReasonID); t != nil {
			c := r.Certificate.domain()
			t.Certificate = &CertificateView{
				ID: c.ID, IssuedAt: At(c.IssuedAt), ValidUntil: At(c.ValidUntil), Renewable: c.EndedAt.IsZero() && c.Renewable(now),
				Product: orEmpty(r.ProductName), Generation: c.Generation, EndedAt: r.Certificate.EndedAt, EndedWhy: c.EndedWhy, Note: c.EndedNote,
			}
		}
	}
	return wrapped(err, "show the certificates of %s", id)
}

// growthAttempts adds the newest attempt at each topic, while it says something.
func (v Views) growthAttempts(ctx context.Context, id domain.ExpertID, now time.Time, all []TopicGrowthView) error {
	var rows []attemptRow
	err := v.all(ctx, &rows, selectAttempts+"expert_id = ? ORDER BY started_at, id", id)
	for _, r := range rows {
		if t := topicAt(all, r.ReasonID); t != nil {
			t.Attempt = &RunningAttemptView{r.ID, r.State, r.AnswerBy, againAt(r.State, r.EndedAt, now)}
		}
	}
	return wrapped(err, "show the attempts of %s", id)
}

func againAt(state growth.AttemptState, ended *Time, now time.Time) *Time {
	if state != growth.Failed || ended == nil {
		return nil
	}
	again := ended.Add(growth.AgainAfter)
	if !now.Before(again) {
		return nil
	}
	return new(At(again))
}

// goalsOf shows an expert's plan: open goals first, and the newest that ended.
func (v Views) goalsOf(ctx context.Context, id domain.ExpertID) ([]GoalView, error) {
	var rows []goalRow
	err := v.all(ctx, &rows, "SELECT "+goalColumns+` FROM goals WHERE expert_id = ?
		ORDER BY CASE state WHEN 'open' THEN 0 ELSE 1 END, opened_at DESC, id DESC LIMIT 12`, id)
	if err != nil {
		return nil, wrapped(err, "show the plan of %s", id)
	}
	all := make([]GoalView, len(rows))
	for i, r := range rows {
		all[i] = GoalView{
			ID: r.ID, Dimension: r.Dimension, State: r.State, FromMean: float64(r.FromMean) / 100, FromSamples: r.FromSamples, Target: growth.PassingMean,
			OpenedAt: r.OpenedAt, DueAt: r.DueAt, EndedAt: r.EndedAt, Note: r.Note,
		}
		var now struct {
			Sum *int
			N   int
		}
		_, err := v.maybe(ctx, &now, `SELECT SUM(CASE ? WHEN 'helpful' THEN helpful WHEN 'correct' THEN correct WHEN 'tone' THEN tone ELSE own_words END) AS sum,
			COUNT(*) AS n FROM samples WHERE expert_id = ? AND marked_at > ? AND (marked_at <= ? OR ?)`,
			string(r.Dimension), id, r.OpenedAt, At(r.EndedAt.OrZero()), r.EndedAt == nil)
		if err != nil {
			return nil, wrapped(err, "show the plan of %s", id)
		}
		if all[i].NowSamples = now.N; now.N > 0 {
			all[i].NowMean = math.Round(100*float64(orZero(now.Sum))/float64(now.N)) / 100
		}
	}
	return all, nil
}

// courses are what can be learnt, with what an expert did.
func (v Views) courses(ctx context.Context, e domain.ExpertID, archived bool) ([]CourseView, error) {
	var rows []struct {
		Item courseRow `gorm:"embedded"`

		DoneAt *Time
		Done   int
	}
	err := v.all(ctx, &rows, `SELECT i.id, i.reason_id, i.dimension, i.title, i.body, i.url, i.minutes, i.archived_at, i.version, i.created_at,
		(SELECT p.done_at FROM course_progress p WHERE p.item_id = i.id AND p.expert_id = ?) AS done_at,
		(SELECT COUNT(*) FROM course_progress p WHERE p.item_id = i.id) AS done
		FROM course_items i WHERE (i.archived_at IS NULL OR ?) ORDER BY i.created_at, i.id`, e, archived)
	all := make([]CourseView, len(rows))
	for i, r := range rows {
		c, err := r.Item.domain()
		if err != nil {
			return nil, err
		}
		all[i] = CourseView{c.ID, c.Reason, c.Dimension, c.Title, c.Body, c.URL, c.Minutes, r.DoneAt, r.Done, r.Item.ArchivedAt != nil, c.Version}
	}
	return all, wrapped(err, "list what can be learnt")
}

// Courses lists what can be learnt; staff see what is archived when they ask.
func (v Views) Courses(ctx context.Context, by domain.Actor, archived bool) ([]CourseView, error) {
	return v.courses(ctx, by.Expert(), archived && by.Staff())
}

// Course shows one thing to learn.
func (v Views) Course(ctx context.Context, by domain.Actor, id growth.CourseItemID) (CourseView, error) {
	all, err := v.courses(ctx, by.Expert(), true)
	if i := slices.IndexFunc(all, func(c CourseView) bool { return c.ID == id }); err == nil && i >= 0 {
		return all[i], nil
	}
	return CourseView{}, orRefused(err, growth.ErrUnknownItem)
}

// shadowProgress is how far a candidate is.
func (v Views) shadowProgress(ctx context.Context, id domain.ExpertID) (*ShadowProgressView, error) {
	all, err := v.shadowProgresses(ctx, []domain.ExpertID{id})
	if err != nil {
		return nil, err
	}
	p := all[id]
	var r colleagueRow
	found, err := v.maybe(ctx, &r, "SELECT "+colleagueColumns+" FROM shadowings s"+fromColleagues+`s.mentor_id LEFT JOIN experts x ON x.id = p.id
		WHERE s.expert_id = ? AND s.ended_at IS NULL`, id)
	if found {
		p.Mentor = new(r.view())
	}
	return &p, wrapped(err, "show who shadows %s", id)
}

func (v Views) shadowProgresses(ctx context.Context, ids []domain.ExpertID) (map[domain.ExpertID]ShadowProgressView, error) {
	var rows []sampleRow
	err := v.all(ctx, &rows, "SELECT "+sampleColumns+` FROM samples s WHERE s.expert_id IN ? AND s.purpose = 'shadowing'
		ORDER BY s.expert_id, s.marked_at DESC, s.id DESC`, ids)
	cards, waiting := map[domain.ExpertID][]growth.Card{}, map[domain.ExpertID]int{}
	for _, r := range rows {
		if r.State == growth.SampleMarked {
			cards[r.ExpertID] = append(cards[r.ExpertID], r.domain().Card)
		} else {
			waiting[r.ExpertID]++
		}
	}
	all := make(map[domain.ExpertID]ShadowProgressView, len(ids))
	for _, id := range ids {
		p := growth.ProgressOf(cards[id])
		all[id] = ShadowProgressView{
			Needed: growth.ShadowedChats, Marked: p.Marked, Waiting: waiting[id], Mean: math.Round(p.Mean()*100) / 100, NeedMean: growth.PassingMean, Breach: p.Breach,
		}
	}
	return all, wrapped(err, "count shadowed conversations")
}
