package storage

import (
	"context"
	"errors"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// asking makes an asker of the views.
type asking struct{ q *gorm.DB }

func (a asking) all(dst any, sql string, args ...any) error {
	_, err := fetch(a.q, dst, sql, args...)
	return err
}

// AuditionView is a candidate's own audition: what there is to do, and in the end
// what it came to.
type AuditionView struct {
	State       string          `json:"state" enum:"none,open,submitted,passed,failed" doc:"none: there has been none yet."`
	Attempt     int             `json:"attempt" doc:"Which one it is, 0 when there has been none."`
	Language    domain.Language `json:"language"`
	MayOpen     bool            `json:"mayOpen" doc:"An audition can be opened now."`
	OpensAt     *Time           `json:"opensAt,omitempty" doc:"When the next attempt can be opened."`
	SubmittedAt *Time           `json:"submittedAt,omitempty"`
	DecidedAt   *Time           `json:"decidedAt,omitempty"`
	Now         Time            `json:"now" doc:"The time that all others here are by."`
	WarmUp      *WarmUpView     `json:"warmUp,omitempty"`
	Plays       []PlayView      `json:"plays"`
	Feedback    *FeedbackView   `json:"feedback,omitempty" doc:"After the decision."`
}

// WarmUpView are the open-book questions. They are shown when the clock runs, and
// what is right when the audition is decided.
type WarmUpView struct {
	Count     int                  `json:"count"`
	Minutes   int                  `json:"minutes"`
	BeganAt   *Time                `json:"beganAt,omitempty"`
	Until     *Time                `json:"until,omitempty"`
	DoneAt    *Time                `json:"doneAt,omitempty"`
	Points    int                  `json:"points"`
	Of        int                  `json:"of"`
	Questions []WarmUpQuestionView `json:"questions"`
	Answers   []AnswerView         `json:"answers"`
	Review    []QuestionReview     `json:"review,omitempty"`
}

// WarmUpQuestionView is a question as it is asked.
type WarmUpQuestionView struct {
	ID      audition.QuestionID `json:"id"`
	Product string              `json:"product"`
	Ask     string              `json:"ask"`
	Choices []string            `json:"choices" doc:"What can be chosen; none: a short text."`
	Several bool                `json:"several" doc:"More than one is right."`
}

// AnswerView is an answer as it is kept.
type AnswerView struct {
	Question audition.QuestionID `json:"question"`
	Chosen   []int               `json:"chosen"`
	Text     string              `json:"text"`
}

// QuestionReview tells afterwards what was right.
type QuestionReview struct {
	Question    audition.QuestionID `json:"question"`
	Right       bool                `json:"right"`
	Explanation string              `json:"explanation"`
	Source      string              `json:"source"`
}

// BriefingView is what a candidate is told before a play.
type BriefingView struct {
	Situation string   `json:"situation"`
	Facts     []string `json:"facts"`
	May       []string `json:"may"`
	MayNot    []string `json:"mayNot"`
}

// PlayView is a play as its candidate sees it.
type PlayView struct {
	No        int           `json:"no"`
	Kind      audition.Kind `json:"kind" enum:"rude_refund,unreasonable_exchange,hard_question"`
	Minutes   int           `json:"minutes"`
	Turns     int           `json:"turns" doc:"How many texts it has at most."`
	Customer  string        `json:"customer"`
	Briefing  *BriefingView `json:"briefing,omitempty" doc:"When it is this play's turn."`
	StartedAt *Time         `json:"startedAt,omitempty"`
	Until     *Time         `json:"until,omitempty"`
	EndedAt   *Time         `json:"endedAt,omitempty"`
	Ending    audition.End  `json:"ending,omitempty" enum:"solved,walked_off,time_up"`
	LookAt    *Time         `json:"lookAt,omitempty" doc:"When the customer may say something into the silence."`
	Lines     []PlayLine    `json:"lines"`
}

// PlayLine is one utterance of a play.
type PlayLine struct {
	Seq      int              `json:"seq"`
	By       audition.Speaker `json:"by" enum:"customer,candidate"`
	Text     string           `json:"text"`
	At       Time             `json:"at"`
	ClientID string           `json:"clientId,omitempty"`
}

// FeedbackView is the arithmetic of a decision and a word for each dimension.
type FeedbackView struct {
	Result     AuditionResult      `json:"result"`
	Dimensions []DimensionFeedback `json:"dimensions"`
}

// AuditionResult is the arithmetic of a decision. Marks are in hundredths.
type AuditionResult struct {
	Rubric       int          `json:"rubric"`
	Raters       int          `json:"raters"`
	KnockedOut   []KnockedOut `json:"knockedOut" doc:"Where patience or courtesy was too low in one conversation."`
	WarmUpPoints int          `json:"warmUpPoints"`
	WarmUpOf     int          `json:"warmUpOf"`
	WarmUp       int          `json:"warmUp" doc:"On the scale from 1 to 5."`
	Social       int          `json:"social" doc:"The weighted mean of the five social dimensions."`
	Knowledge    int          `json:"knowledge" doc:"The mean of clarity and the warm-up."`
	SocialShare  int          `json:"socialShare" doc:"Percent."`
	Total        int          `json:"total"`
	PassMark     int          `json:"passMark"`
	Passed       bool         `json:"passed"`
	Why          []string     `json:"why" doc:"Why not: knock_out, pass_mark, warm_up."`
}

// KnockedOut is a dimension that was too low in a play.
type KnockedOut struct {
	Play      int                `json:"play"`
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
}

func resultView(r marking.Result) AuditionResult {
	view := AuditionResult{
		Rubric: r.Rubric, Raters: r.Raters, KnockedOut: []KnockedOut{}, WarmUpPoints: r.WarmUpPoints, WarmUpOf: r.WarmUpOf,
		WarmUp: int(r.WarmUp), Social: int(r.Social), Knowledge: int(r.Knowledge), SocialShare: r.SocialShare, Total: int(r.Total),
		PassMark: int(r.PassMark), Passed: r.Passed, Why: r.Why,
	}
	for _, p := range r.KnockedOut {
		view.KnockedOut = append(view.KnockedOut, KnockedOut{p.Play, p.Dimension})
	}
	return view
}

// DimensionFeedback says what raters saw, in their anchor and in the candidate's words.
type DimensionFeedback struct {
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Name      string             `json:"name"`
	Mark      int                `json:"mark" doc:"In hundredths."`
	Weight    int                `json:"weight" doc:"Among the social dimensions; 0: it belongs to knowledge."`
	ByPlay    []int              `json:"byPlay" doc:"In hundredths, play by play."`
	Saw       string             `json:"saw"`
	Next      string             `json:"next,omitempty" doc:"What would help; absent when there is little to better."`
	Best      *QuoteView         `json:"best,omitempty"`
	Weakest   *QuoteView         `json:"weakest,omitempty"`
}

// QuoteView is a piece of the candidate's own text.
type QuoteView struct {
	Play  int    `json:"play"`
	Quote string `json:"quote"`
}

// MyAudition is the newest audition of an application, at a time of the brand's clock.
func (v Views) MyAudition(ctx context.Context, id domain.ApplicationID, now time.Time) (AuditionView, error) {
	q := asking{v.on(ctx)}
	view := AuditionView{State: "none", Plays: []PlayView{}, Now: At(now)}
	var app []struct {
		Language domain.Language
		State    string
	}
	if err := q.all(&app, "SELECT language, state FROM applications WHERE id = ?", id); err != nil {
		return view, wrapped(err, "read application %s", id)
	}
	if len(app) == 0 {
		return view, marking.ErrNoAudition
	}
	view.Language = app[0].Language
	if err := v.next(ctx, &view, id, app[0].State == "auditioning", now); err != nil {
		return view, err
	}
	var rows []auditionRow
	err := q.all(&rows, "SELECT "+auditionColumns+" FROM auditions WHERE application_id = ? ORDER BY attempt DESC LIMIT 1", id)
	if err != nil || len(rows) == 0 {
		return view, wrapped(err, "read the audition of %s", id)
	}
	a, err := rows[0].domain()
	if err == nil {
		err = whole(q, &a)
	}
	if err != nil {
		return view, err
	}
	return view, view.show(q, a, now)
}

// next tells whether and when an audition can be opened.
func (v Views) next(ctx context.Context, view *AuditionView, id domain.ApplicationID, auditioning bool, now time.Time) error {
	past, err := Tx{DB: v.on(ctx)}.PastAuditions(id)
	if err != nil || !auditioning {
		return err
	}
	from, err := marking.NextAttempt(past)
	if _, refused := errors.AsType[*domain.Error](err); refused {
		return nil // a refusal is an answer: there is no next attempt
	}
	view.MayOpen = !now.Before(from)
	if len(past) > 0 && !view.MayOpen {
		view.OpensAt = AtOrNull(from)
	}
	return err
}

func (view *AuditionView) show(q asker, a marking.Audition, now time.Time) error {
	view.State, view.Attempt, view.Language = string(a.State), a.Attempt, a.Language
	view.SubmittedAt, view.DecidedAt = AtOrNull(a.SubmittedAt), AtOrNull(a.DecidedAt)
	view.WarmUp = warmUpView(a, now)
	ready := view.WarmUp.DoneAt != nil
	for _, p := range a.Plays {
		s, err := playedScenario(q, p.Scenario, a.Language, p.Version)
		if err != nil {
			return err
		}
		s = s.For(p.Names)
		one, err := playView(s, p, now)
		if err != nil {
			return err
		}
		if ready {
			told := s.Told()
			one.Briefing = &BriefingView{told.Situation, told.Facts, told.May, told.MayNot}
		}
		ready = ready && one.EndedAt != nil
		view.Plays = append(view.Plays, one)
	}
	if a.Result == nil {
		return nil
	}
	marks, err := markingsOf(q, "audition_id = ? AND state = 'submitted' ORDER BY slot", a.ID)
	if err != nil {
		return err
	}
	rubric, err := rubricOf(q, a.Rubric)
	view.Feedback = feedback(a, rubric.Settings, marks)
	return err
}

func warmUpView(a marking.Audition, now time.Time) *WarmUpView {
	w := a.WarmUp
	view := &WarmUpView{
		Count: len(w.Questions), Minutes: int(audition.WarmUpTime.Minutes()), BeganAt: AtOrNull(w.BeganAt), DoneAt: AtOrNull(w.DoneAt),
		Points: w.Points, Of: w.Of, Questions: []WarmUpQuestionView{}, Answers: []AnswerView{},
	}
	if w.BeganAt.IsZero() {
		return view
	}
	view.Until = AtOrNull(w.Until())
	if w.DoneAt.IsZero() && !now.Before(w.Until()) {
		view.DoneAt = view.Until // it is stored with the next step
	}
	decided := a.Result != nil
	if view.DoneAt != nil && !decided {
		return view
	}
	for _, q := range w.Questions {
		choices := q.Choices
		if choices == nil {
			choices = []string{}
		}
		view.Questions = append(view.Questions, WarmUpQuestionView{q.ID, q.Product, q.Ask, choices, len(q.Right) > 1})
	}
	for _, one := range w.Answers {
		chosen := one.Chosen
		if chosen == nil {
			chosen = []int{}
		}
		view.Answers = append(view.Answers, AnswerView{one.Question, chosen, one.Text})
	}
	if decided {
		for i, g := range audition.Grade(w.Questions, w.Answers).Each {
			view.Review = append(view.Review, QuestionReview{g.Question, g.Right, w.Questions[i].Explanation, w.Questions[i].Source})
		}
	}
	return view
}

// playView plays what is stored again, so that what silence has brought since is there.
func playView(s audition.Scenario, p marking.Play, now time.Time) (PlayView, error) {
	view := PlayView{
		No: p.No, Kind: s.Kind, Minutes: s.Minutes, Turns: s.MaxTurns, Customer: s.Customer.Name, StartedAt: AtOrNull(p.StartedAt),
		EndedAt: AtOrNull(p.EndedAt), Ending: p.Ending, Lines: []PlayLine{},
	}
	var said []audition.Said
	for _, l := range p.Lines {
		view.Lines = append(view.Lines, PlayLine{l.Seq, l.Speaker, l.Text, At(p.StartedAt.Add(l.After)), l.ClientID})
		if l.Speaker == audition.TheCandidate {
			said = append(said, audition.Said{Text: l.Text, At: l.After})
		}
	}
	if p.StartedAt.IsZero() {
		return view, nil
	}
	view.Until = AtOrNull(p.StartedAt.Add(time.Duration(s.Minutes) * time.Minute))
	if !p.EndedAt.IsZero() {
		return view, nil
	}
	engine, err := audition.Replay(s, p.Seed, said)
	if err != nil {
		return view, err
	}
	for _, l := range engine.Wait(now.Sub(p.StartedAt)) {
		view.Lines = append(view.Lines, PlayLine{Seq: len(view.Lines) + 1, By: audition.TheCustomer, Text: l.Text, At: At(p.StartedAt.Add(l.At))})
	}
	if end, _ := engine.Ended(); end != audition.Open {
		view.Ending, view.EndedAt = end, &view.Lines[len(view.Lines)-1].At
		return view, nil
	}
	if coming := engine.Wait(engine.Until()); len(coming) > 0 {
		view.LookAt = AtOrNull(p.StartedAt.Add(coming[0].At))
	}
	return view, nil
}

// feedback says for each dimension what raters saw and shows the candidate's own
// words: those that were marked best and, where something is missing, lowest.
func feedback(a marking.Audition, by marking.Settings, marks []marking.Marking) *FeedbackView {
	f := &FeedbackView{Result: resultView(*a.Result)}
	for _, d := range a.Result.Dimensions {
		anchor := by.AnchorOf(a.Language, d.Dimension)
		one := DimensionFeedback{
			Dimension: d.Dimension, Name: anchor.Name, Mark: int(d.Mark), Weight: d.Weight, ByPlay: []int{}, Saw: anchor.Marks[d.Mark.Nearest()-1],
		}
		for _, h := range d.ByPlay {
			one.ByPlay = append(one.ByPlay, int(h))
		}
		if d.Mark < 400 {
			one.Next = anchor.Next
		}
		type quoted struct {
			QuoteView

			score int
		}
		var all []quoted
		for _, m := range marks {
			for no := 1; no <= marking.Plays; no++ {
				if mark, ok := m.Marks[marking.Place{Play: no, Dimension: d.Dimension}]; ok {
					all = append(all, quoted{QuoteView{no, mark.Quote}, mark.Score})
				}
			}
		}
		slices.SortStableFunc(all, func(x, y quoted) int { return y.score - x.score })
		if n := len(all); n > 0 {
			if all[0].score >= 3 {
				one.Best = &all[0].QuoteView
			}
			if all[n-1].score <= 3 && all[n-1].Quote != all[0].Quote {
				one.Weakest = &all[n-1].QuoteView
			}
		}
		f.Dimensions = append(f.Dimensions, one)
	}
	return f
}
