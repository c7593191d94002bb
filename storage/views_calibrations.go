package storage

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// CalibrationView is a month's calibration as its rater sees it.
type CalibrationView struct {
	ID       marking.CalibrationID    `json:"id"`
	Month    string                   `json:"month" doc:"2026-11, in the brand's time zone."`
	Attempt  int                      `json:"attempt" doc:"The first is the month's task."`
	State    marking.CalibrationState `json:"state" enum:"open,passed,failed,lapsed"`
	Golds    []CalibrationPart        `json:"golds"`
	Within   int                      `json:"within" doc:"Marks at most one from gold, after the end."`
	Of       int                      `json:"of"`
	Needed   int                      `json:"needed" doc:"Percent of the marks."`
	LapsesAt Time                     `json:"lapsesAt" doc:"Until when it can be done."`
	EndedAt  *Time                    `json:"endedAt,omitempty"`
	AgainAt  *Time                    `json:"againAt,omitempty" doc:"When another attempt can be begun, after one that was not passed."`
}

// CalibrationPart is one gold audition of a calibration.
type CalibrationPart struct {
	No     int `json:"no"`
	Marks  int `json:"marks" doc:"How many are given."`
	Of     int `json:"of"`
	Within int `json:"within" doc:"After the end: how many are at most one from gold."`
}

// lastCalibration is the newest of a rater; nil: there was none.
func (v Views) lastCalibration(ctx context.Context, id domain.PersonID) (*CalibrationView, error) {
	all, err := calibrationsOf(asking{v.on(ctx)}, "rater_id = ? ORDER BY month DESC, attempt DESC LIMIT 1", id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	view, err := v.calibration(ctx, all[0])
	return &view, err
}

func (v Views) calibration(ctx context.Context, c marking.Calibration) (CalibrationView, error) {
	tx := Tx{DB: v.on(ctx)}
	zone, err := tx.BrandZone()
	if err != nil {
		return CalibrationView{}, err
	}
	view := CalibrationView{
		ID: c.ID, Month: c.Month, Attempt: c.Attempt, State: c.State, Golds: []CalibrationPart{}, Within: c.Within, Of: c.Of,
		Needed: marking.CalibrationPass, LapsesAt: At(marking.LapsesAt(c.Month, c.BeganAt, zone)), EndedAt: AtOrNull(c.EndedAt),
	}
	for i, id := range c.Auditions {
		part := CalibrationPart{No: i + 1, Marks: len(c.Marks[i]), Of: len(marking.Places())}
		if c.Of > 0 {
			gold, err := tx.GoldSheet(id)
			if err != nil {
				return view, err
			}
			part.Within = marking.Within(c.Marks[i], gold)
		}
		view.Golds = append(view.Golds, part)
	}
	switch c.State {
	case marking.CalibrationFailed:
		view.AgainAt = AtOrNull(c.EndedAt.Add(marking.CalibrateAgain))
	case marking.CalibrationLapsed:
		view.AgainAt = AtOrNull(c.EndedAt)
	case marking.CalibrationOpen, marking.CalibrationPassed:
	}
	return view, nil
}

// GoldView is a gold audition as a rater marks it: what was said and their own
// marks. What is right is told when the calibration has ended.
type GoldView struct {
	Calibration marking.CalibrationID    `json:"calibrationId"`
	No          int                      `json:"no"`
	State       marking.CalibrationState `json:"state" enum:"open,passed,failed,lapsed"`
	Language    domain.Language          `json:"language"`
	Plays       []MarkedPlay             `json:"plays"`
	Dimensions  []DimensionAnchors       `json:"dimensions"`
	Marks       []GoldMarkView           `json:"marks"`
}

// GoldMarkView is a mark that was given, and after the end the one that is right.
type GoldMarkView struct {
	Play      int                `json:"play"`
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Score     int                `json:"score"`
	Gold      int                `json:"gold,omitempty" doc:"After the end: what is right,"`
	Why       string             `json:"why,omitempty" doc:"and why."`
}

// CalibrationGold is a gold audition of a calibration, for the rater whose it is.
func (v Views) CalibrationGold(ctx context.Context, id marking.CalibrationID, no int, by domain.PersonID, l domain.Language) (GoldView, error) {
	q, tx := asking{v.on(ctx)}, Tx{DB: v.on(ctx)}
	all, err := calibrationsOf(q, "id = ? AND rater_id = ?", id, by)
	if err == nil && (len(all) == 0 || no < 1 || no > len(all[0].Auditions)) {
		err = marking.ErrNoCalibration
	}
	if err != nil {
		return GoldView{}, err
	}
	if r, err := tx.Rater(by); err != nil || !r.Calibrates {
		return GoldView{}, orRefuse(err, marking.ErrNoRater)
	}
	c := all[0]
	a, err := auditionWhole(q, c.Auditions[no-1])
	if err != nil {
		return GoldView{}, err
	}
	who, err := tx.Applicant(a.Application)
	if err != nil {
		return GoldView{}, err
	}
	rubric, err := rubricOf(q, a.Rubric)
	if err != nil {
		return GoldView{}, err
	}
	view := GoldView{
		Calibration: id, No: no, State: c.State, Language: a.Language, Plays: []MarkedPlay{}, Dimensions: dimensionAnchors(l, rubric.Settings),
		Marks: []GoldMarkView{},
	}
	blind := marking.NewBlind(who)
	for _, p := range a.Plays {
		one, err := markedPlay(q, a.Language, p, blind)
		if err != nil {
			return view, err
		}
		view.Plays = append(view.Plays, one)
	}
	gold := marking.Gold{}
	if c.Of > 0 {
		if gold, err = tx.gold(a.ID); err != nil {
			return view, err
		}
	}
	for _, at := range marking.Places() {
		if score := c.Marks[no-1][at]; score > 0 {
			view.Marks = append(view.Marks, GoldMarkView{at.Play, at.Dimension, score, gold.Marks[at].Score, gold.Marks[at].Why})
		}
	}
	return view, nil
}

func orRefuse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}

// GoldListed is a gold audition as staff see it: no marks, because some of them are raters.
type GoldListed struct {
	ID            marking.AuditionID   `json:"id"`
	ApplicationID domain.ApplicationID `json:"applicationId"`
	Language      domain.Language      `json:"language"`
	Title         string               `json:"title" doc:"Of its first scenario."`
	Passed        bool                 `json:"passed"`
	ChosenBy      string               `json:"chosenBy"`
	ChosenAt      Time                 `json:"chosenAt"`
	RetiredAt     *Time                `json:"retiredAt,omitempty"`
	Drawn         int                  `json:"drawn" doc:"How often raters had it; from the first time on its marks stay."`
}

// Golds are all gold auditions, those in use first.
func (v Views) Golds(ctx context.Context) (all []GoldListed, err error) {
	err = v.all(ctx, &all, `SELECT g.audition_id AS id, u.application_id, u.language, u.state = 'passed' AS passed, p.name AS chosen_by,
		g.made_at AS chosen_at, g.retired_at, (SELECT COUNT(*) FROM calibration_auditions c WHERE c.audition_id = g.audition_id) AS drawn,
		(SELECT s.title FROM audition_plays y JOIN scenarios s ON s.id = y.scenario_id AND s.language = y.language AND s.version = y.scenario_version
			WHERE y.audition_id = g.audition_id AND y.no = 1) AS title
		FROM gold_auditions g JOIN auditions u ON u.id = g.audition_id JOIN people p ON p.id = g.made_by
		ORDER BY CASE WHEN g.retired_at IS NULL THEN 0 ELSE 1 END, g.made_at DESC, g.audition_id`)
	return all, wrapped(err, "list gold auditions")
}

// RaterListed is a rater with how close they are to gold.
type RaterListed struct {
	ID      domain.PersonID          `json:"id"`
	Name    string                   `json:"name"`
	Role    domain.Role              `json:"role" enum:"expert,manager,admin"`
	Month   string                   `json:"month,omitempty" doc:"Of the newest calibration; absent: there was none."`
	State   marking.CalibrationState `json:"state,omitempty" enum:"open,passed,failed,lapsed"`
	Within  int                      `json:"within"`
	Of      int                      `json:"of"`
	Marked  int                      `json:"marked" doc:"How many auditions they have marked."`
	Blocked bool                     `json:"blocked" doc:"The last calibration that ended was not passed: no candidates until one is."`
}

// RatersListed are everybody who is measured on gold.
func (v Views) RatersListed(ctx context.Context) ([]RaterListed, error) {
	var rows []struct {
		ID, Name   string
		Role       domain.Role
		Month      *string
		State      *marking.CalibrationState
		Within, Of *int
		Marked     int
		Blocked    bool
	}
	const newest = "(SELECT %s FROM calibrations c WHERE c.rater_id = p.id ORDER BY c.month DESC, c.attempt DESC LIMIT 1) AS %[1]s"
	err := v.all(ctx, &rows, `SELECT p.id, COALESCE(e.display_name, p.name) AS name, p.role, `+
		fmt.Sprintf(newest, "month")+", "+fmt.Sprintf(newest, "state")+", "+fmt.Sprintf(newest, "within")+", "+fmt.Sprintf(newest, "of")+`,
		(SELECT COUNT(*) FROM markings m WHERE m.rater_id = p.id AND m.state = 'submitted') AS marked,
		COALESCE((SELECT c.state FROM calibrations c WHERE c.rater_id = p.id AND c.state <> 'open'
			ORDER BY c.ended_at DESC, c.id DESC LIMIT 1) <> 'passed', FALSE) AS blocked
		FROM people p LEFT JOIN experts e ON e.id = p.id WHERE `+raterWhere+" ORDER BY name, p.id")
	all := make([]RaterListed, len(rows))
	for i, r := range rows {
		all[i] = RaterListed{
			ID: domain.PersonID(r.ID), Name: r.Name, Role: r.Role, Month: deref(r.Month), State: orEmpty(r.State), Within: deref(r.Within),
			Of: deref(r.Of), Marked: r.Marked, Blocked: r.Blocked,
		}
	}
	return all, wrapped(err, "list raters")
}

// gold reads a gold audition with its reasons.
func (tx Tx) gold(id marking.AuditionID) (marking.Gold, error) {
	var r goldRow
	if err := tx.one(&r, "gold", "SELECT "+goldColumns+" FROM gold_auditions g WHERE g.audition_id = ?", id); err != nil {
		return marking.Gold{}, err
	}
	return r.domain()
}
