package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// MarkingDesk is what a rater finds: how much waits, and what they have at hand.
type MarkingDesk struct {
	May      bool              `json:"may" doc:"Mentors and staff mark."`
	Waiting  int               `json:"waiting" doc:"Auditions with a free place that you have not had."`
	Open     marking.MarkingID `json:"open,omitempty" doc:"The one that you have taken."`
	Until    *Time             `json:"until,omitempty" doc:"Until when it is yours."`
	GivenIn  int               `json:"givenIn" doc:"How many you have marked."`
	Required bool              `json:"calibrationRequired" doc:"Your last calibration was not passed: pass one first."`
	// Calibration is the newest one of the rater.
	Calibration *CalibrationView `json:"calibration,omitempty" doc:"Your newest one."`
}

// MarkingDesk counts for a rater.
func (v Views) MarkingDesk(ctx context.Context, id domain.PersonID) (MarkingDesk, error) {
	tx := Tx{DB: v.on(ctx)}
	r, err := tx.Rater(id)
	desk := MarkingDesk{May: r.May, Required: r.Uncalibrated}
	if err == nil && r.Calibrates {
		desk.Calibration, err = v.lastCalibration(ctx, id)
	}
	if err != nil || !r.May {
		return desk, err
	}
	const most = 200
	waiting, err := tx.WaitingFor(r, most)
	if err != nil {
		return desk, err
	}
	for _, w := range waiting {
		if w.Email != r.Email {
			desk.Waiting++
		}
	}
	mine, found, err := tx.OpenMarking(id)
	if err == nil && found {
		desk.Open, desk.Until = mine.ID, AtOrNull(mine.TakenAt.Add(marking.TakenFor))
	}
	if err == nil {
		_, err = tx.maybe(&desk.GivenIn, "SELECT COUNT(*) FROM markings WHERE rater_id = ? AND state = 'submitted'", id)
	}
	return desk, wrapped(err, "read the marking desk of %s", id)
}

// MarkingView is an audition as one rater sees it: what was said, and their own
// marks. It names no candidate, no source and no place in time, and nothing of
// what others gave.
type MarkingView struct {
	ID         marking.MarkingID    `json:"id"`
	State      marking.MarkingState `json:"state" enum:"open,submitted,lapsed"`
	Language   domain.Language      `json:"language"`
	Until      Time                 `json:"until" doc:"Until when it is yours."`
	Plays      []MarkedPlay         `json:"plays"`
	Dimensions []DimensionAnchors   `json:"dimensions"`
	Marks      []MarkView           `json:"marks"`
}

// MarkedPlay is a play without anything that tells who played it.
type MarkedPlay struct {
	No       int           `json:"no"`
	Kind     audition.Kind `json:"kind" enum:"rude_refund,unreasonable_exchange,hard_question"`
	Title    string        `json:"title"`
	Customer string        `json:"customer"`
	Story    string        `json:"story" doc:"Why the customer is like this."`
	Briefing BriefingView  `json:"briefing"`
	Ending   audition.End  `json:"ending" enum:"solved,walked_off,time_up"`
	Lines    []MarkedLine  `json:"lines"`
}

// MarkedLine is an utterance, at a time since the play began.
type MarkedLine struct {
	Seq    int              `json:"seq"`
	By     audition.Speaker `json:"by" enum:"customer,candidate"`
	Text   string           `json:"text"`
	Second int              `json:"second" doc:"Since the play began."`
}

// DimensionAnchors is what a dimension asks and what its marks look like.
type DimensionAnchors struct {
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Name      string             `json:"name"`
	Asks      string             `json:"asks"`
	Marks     []string           `json:"marks" doc:"From 1 to 5."`
	Weight    int                `json:"weight" doc:"Among the social dimensions; 0: it belongs to knowledge."`
	KnockOut  bool               `json:"knockOut"`
}

// MarkView is one mark with its quote.
type MarkView struct {
	Play      int                `json:"play"`
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Score     int                `json:"score"`
	Line      int                `json:"line"`
	Quote     string             `json:"quote"`
}

// MarkingOf is a marking for the rater whose it is; the anchors are in the rater's language.
func (v Views) MarkingOf(ctx context.Context, id marking.MarkingID, by domain.PersonID, l domain.Language) (MarkingView, error) {
	q := asking{v.on(ctx)}
	all, err := markingsOf(q, "id = ? AND rater_id = ?", id, by)
	if err == nil && (len(all) == 0 || all[0].State == marking.MarkingLapsed) {
		err = marking.ErrNoMarking
	}
	if err != nil {
		return MarkingView{}, err
	}
	m := all[0]
	a, err := auditionWhole(q, m.Audition)
	if err != nil {
		return MarkingView{}, err
	}
	who, err := Tx{DB: v.on(ctx)}.Applicant(a.Application)
	if err != nil {
		return MarkingView{}, err
	}
	rubric, err := Tx{DB: v.on(ctx)}.Rubric(a.Rubric)
	if err != nil {
		return MarkingView{}, err
	}
	view := MarkingView{
		ID: id, State: m.State, Language: a.Language, Until: At(m.TakenAt.Add(marking.TakenFor)), Plays: []MarkedPlay{},
		Dimensions: dimensionAnchors(l, rubric.Settings), Marks: []MarkView{},
	}
	blind := marking.NewBlind(who)
	for _, p := range a.Plays {
		one, err := markedPlay(q, a.Language, p, blind)
		if err != nil {
			return view, err
		}
		view.Plays = append(view.Plays, one)
	}
	for _, at := range marking.Places() {
		if mark, ok := m.Marks[at]; ok {
			view.Marks = append(view.Marks, MarkView{at.Play, at.Dimension, mark.Score, mark.Line, mark.Quote})
		}
	}
	return view, nil
}

func auditionWhole(q asker, id marking.AuditionID) (marking.Audition, error) {
	var rows []auditionRow
	err := q.all(&rows, "SELECT "+auditionColumns+" FROM auditions WHERE id = ?", id)
	if err == nil && len(rows) == 0 {
		err = marking.ErrNoAudition
	}
	if err != nil {
		return marking.Audition{}, err
	}
	a, err := rows[0].domain()
	if err == nil {
		err = whole(q, &a)
	}
	return a, err
}

func dimensionAnchors(l domain.Language, s marking.Settings) []DimensionAnchors {
	all := make([]DimensionAnchors, 0, len(audition.Dimensions))
	for _, d := range audition.Dimensions {
		a := s.AnchorOf(l, d)
		one := DimensionAnchors{Dimension: d, Name: a.Name, Asks: a.Asks, Marks: a.Marks[:], Weight: s.Weights[d]}
		for _, k := range s.KnockOut {
			one.KnockOut = one.KnockOut || k == d
		}
		all = append(all, one)
	}
	return all
}

func markedPlay(q asker, l domain.Language, p marking.Play, blind marking.Blind) (MarkedPlay, error) {
	s, err := playedScenario(q, p.Scenario, l, p.Version)
	if err != nil {
		return MarkedPlay{}, err
	}
	s = s.For(p.Names)
	told := s.Told()
	one := MarkedPlay{
		No: p.No, Kind: s.Kind, Title: s.Title, Customer: s.Customer.Name, Story: s.Customer.Story,
		Briefing: BriefingView{told.Situation, told.Facts, told.May, told.MayNot}, Ending: p.Ending, Lines: []MarkedLine{},
	}
	for _, line := range p.Lines {
		text := line.Text
		if line.Speaker == audition.TheCandidate {
			text = blind.Of(text)
		}
		one.Lines = append(one.Lines, MarkedLine{line.Seq, line.Speaker, text, int(line.After / time.Second)})
	}
	return one, nil
}
