package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
)

// AskedView is one question of an attempt. What is right is there only when the
// answers are in.
type AskedView struct {
	Prompt      string   `json:"prompt"`
	Options     []string `json:"options" nullable:"false"`
	Chosen      *int     `json:"chosen,omitempty"`
	Right       *int     `json:"right,omitempty" doc:"The option that is right; absent before the answers are in."`
	Explanation string   `json:"explanation,omitempty" doc:"Absent before the answers are in."`
}

// ShowableView is a conversation that can be handed in.
type ShowableView struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode" minimum:"1"`
	Question       string                `json:"question"`
	ClosedAt       Time                  `json:"closedAt" format:"date-time"`
}

// AttemptView is an expert's way to a certificate.
type AttemptView struct {
	ID         growth.AttemptID    `json:"id"`
	ReasonID   domain.ReasonID     `json:"reasonId"`
	Topic      string              `json:"topic"`
	SetVersion int                 `json:"setVersion" doc:"The questions as they were published."`
	State      growth.AttemptState `json:"state" enum:"answering,conversation,marking,passed,failed"`
	StartedAt  Time                `json:"startedAt" format:"date-time"`
	AnswerBy   Time                `json:"answerBy" format:"date-time"`
	LapsesAt   Time                `json:"lapsesAt" format:"date-time" doc:"When it ends unfinished."`
	ServerNow  Time                `json:"serverNow" format:"date-time"`
	PassMark   int                 `json:"passMark"`
	Correct    *int                `json:"correct,omitempty"`
	Questions  []AskedView         `json:"questions" nullable:"false"`
	Handed     int                 `json:"handed" doc:"Conversations that were shown."`
	MayShow    int                 `json:"mayShow" doc:"How many may be in all."`
	Showable   []ShowableView      `json:"showable" nullable:"false" doc:"Conversations that can be handed in now."`
	Sample     *SampleView         `json:"sample,omitempty" doc:"The one that was handed in last."`
	EndedWhy   growth.EndedWhy     `json:"endedWhy,omitempty" enum:"passed,answers,late,conversations,lapsed"`
	AgainAt    *Time               `json:"againAt,omitempty" format:"date-time"`
}

// Attempt shows an attempt to its expert, in their language.
func (v Views) Attempt(ctx context.Context, by domain.ExpertID, l domain.Language, id growth.AttemptID, now time.Time) (AttemptView, error) {
	var r struct {
		Attempt attemptRow `gorm:"embedded"`

		Questions    string
		Name         string
		Translations string
	}
	found, err := v.maybe(ctx, &r, `SELECT a.*, q.questions, r.name, r.translations FROM (`+selectAttempts+`id = ? AND expert_id = ?) a
		JOIN question_sets q ON q.reason_id = a.reason_id AND q.version = a.set_version JOIN contact_reasons r ON r.id = a.reason_id`, id, by)
	if err != nil || !found {
		return AttemptView{}, orRefused(wrapped(err, "show attempt %s", id), growth.ErrUnknownAttempt)
	}
	a, err := r.Attempt.domain()
	if err != nil {
		return AttemptView{}, err
	}
	var questions []growth.Question
	if err := fromJSON("question_sets.questions", r.Questions, &questions); err != nil {
		return AttemptView{}, err
	}
	topic, err := reasonName(&r.Name, &r.Translations, l)
	if err != nil {
		return AttemptView{}, err
	}
	view := AttemptView{
		ID: a.ID, ReasonID: a.Reason, Topic: topic, SetVersion: a.SetVersion, State: a.State, StartedAt: At(a.StartedAt), AnswerBy: At(a.AnswerBy),
		LapsesAt: At(a.LapsesAt), ServerNow: At(now), PassMark: growth.PassMark, Correct: r.Attempt.Correct, Handed: a.Handed, MayShow: growth.MaxHandedIn,
		Questions: askedIn(a, questions, l), Showable: []ShowableView{}, EndedWhy: a.EndedWhy, AgainAt: againAt(a.State, r.Attempt.EndedAt, now),
	}
	if a.Sample != "" {
		samples, err := v.sampleViews(ctx, l, "s.id = ?", a.Sample)
		if err != nil || len(samples) == 0 {
			return view, err
		}
		view.Sample = &samples[0]
	}
	if a.State == growth.Conversation {
		view.Showable, err = v.showable(ctx, a, now)
	}
	return view, err
}

// askedIn are the questions of an attempt; right answers only when they are in.
func askedIn(a growth.Attempt, questions []growth.Question, l domain.Language) []AskedView {
	all := make([]AskedView, len(a.Drawn))
	for i, d := range a.Drawn {
		q := questions[d.Question]
		shown := AskedView{Prompt: q.Prompt.In(l, "en"), Options: make([]string, len(d.Order))}
		for j, o := range d.Order {
			shown.Options[j] = q.Options[o].Text.In(l, "en")
		}
		if !a.AnsweredAt.IsZero() {
			right := slices.IndexFunc(d.Order, func(o int) bool { return q.Options[o].Right })
			shown.Chosen, shown.Right, shown.Explanation = &a.Answers[i], &right, q.Explanation.In(l, "en")
		}
		all[i] = shown
	}
	return all
}

const showableShown = 20

// showable are the closed conversations of an expert on the topic that no attempt has shown.
func (v Views) showable(ctx context.Context, a growth.Attempt, now time.Time) (all []ShowableView, err error) {
	err = v.all(ctx, &all, `SELECT e.conversation_id, e.episode, c.question, e.closed_at FROM episodes e JOIN conversations c ON c.id = e.conversation_id
		JOIN contact_reasons r ON r.id = COALESCE(e.closing_reason_id, c.reason_id)
		WHERE e.expert_id = ? AND e.closed_at > ? AND (r.id = ? OR r.parent_id = ?) AND e.expert_messages > 0
		AND NOT EXISTS (SELECT 1 FROM samples s WHERE s.conversation_id = e.conversation_id AND s.episode = e.episode AND s.purpose = 'certificate')
		ORDER BY e.closed_at DESC, e.conversation_id LIMIT ?`, a.Expert, At(now.Add(-growth.HandInWindow)), a.Reason, a.Reason, showableShown)
	return list0(all), wrapped(err, "find conversations to show")
}

// PublishedView is the newest published version of a topic's questions.
type PublishedView struct {
	Version   int  `json:"version" minimum:"1"`
	Questions int  `json:"questions"`
	At        Time `json:"at" format:"date-time"`
	Changed   bool `json:"changed" doc:"The draft is another by now."`
}

// QuestionSetView is a topic's questions as managers write them.
type QuestionSetView struct {
	ReasonID  domain.ReasonID   `json:"reasonId"`
	Topic     string            `json:"topic"`
	ProductID domain.ProductID  `json:"productId,omitempty" doc:"Whose new generation ends the certificates."`
	Minutes   int               `json:"minutes"`
	Questions []growth.Question `json:"questions" nullable:"false"`
	Published *PublishedView    `json:"published,omitempty"`
	ChangedAt *Time             `json:"changedAt,omitempty" format:"date-time"`
	Version   int               `json:"version" minimum:"0" doc:"Of the draft; 0: nothing is written yet."`
}

// defaultMinutes is the time for five questions until a manager says otherwise.
const defaultMinutes = 15

// QuestionSet shows a topic's questions to managers, with the right answers.
func (v Views) QuestionSet(ctx context.Context, l domain.Language, id domain.ReasonID) (QuestionSetView, error) {
	var r struct {
		Name         string
		Translations string
		ProductID    *domain.ProductID
		Minutes      *int
		Questions    *string
		ChangedAt    *Time
		Version      *int
	}
	found, err := v.maybe(ctx, &r, `SELECT r.name, r.translations, d.product_id, d.minutes, d.questions, d.changed_at, d.version
		FROM contact_reasons r LEFT JOIN question_drafts d ON d.reason_id = r.id WHERE r.id = ?`, id)
	if err != nil || !found {
		return QuestionSetView{}, orRefused(wrapped(err, "show the questions of %s", id), growth.ErrNoDraft)
	}
	s := QuestionSetView{ReasonID: id, ProductID: orEmpty(r.ProductID), Minutes: defaultMinutes, Questions: []growth.Question{}, ChangedAt: r.ChangedAt, Version: orZero(r.Version)}
	if s.Topic, err = reasonName(&r.Name, &r.Translations, l); err != nil {
		return s, err
	}
	if r.Questions != nil {
		s.Minutes = orZero(r.Minutes)
		if err := fromJSON("question_drafts.questions", *r.Questions, &s.Questions); err != nil {
			return s, err
		}
	}
	var p struct {
		Version     int
		Questions   string
		PublishedAt Time
		Minutes     int
		ProductID   *domain.ProductID
	}
	found, err = v.maybe(ctx, &p, `SELECT version, questions, published_at, minutes, product_id FROM question_sets
		WHERE reason_id = ? ORDER BY version DESC LIMIT 1`, id)
	if err != nil || !found {
		return s, wrapped(err, "show the questions of %s", id)
	}
	var questions []growth.Question
	if err := fromJSON("question_sets.questions", p.Questions, &questions); err != nil {
		return s, err
	}
	changed := r.Questions == nil || *r.Questions != p.Questions || p.Minutes != s.Minutes || orEmpty(p.ProductID) != s.ProductID
	s.Published = &PublishedView{p.Version, len(questions), p.PublishedAt, changed}
	return s, nil
}
