package storage

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
)

// AuditionReport is what staff see of an attempt: its state, and after the
// decision everything but who marked. Before that there is nothing that a rater
// among them must not know.
type AuditionReport struct {
	ID          marking.AuditionID `json:"id"`
	Attempt     int                `json:"attempt"`
	State       marking.State      `json:"state" enum:"open,submitted,passed,failed"`
	OpenedAt    Time               `json:"openedAt"`
	SubmittedAt *Time              `json:"submittedAt,omitempty"`
	DecidedAt   *Time              `json:"decidedAt,omitempty"`
	RetakeAt    *Time              `json:"retakeAt,omitempty" doc:"Of the newest one, when it was failed: from when the candidate may try again."`
	Feedback    *FeedbackView      `json:"feedback,omitempty"`
	Plays       []PlayView         `json:"plays" doc:"After the decision."`
	Sheets      []SheetView        `json:"sheets" doc:"After the decision: what each rater gave, in no order of names."`
	Gold        string             `json:"gold,omitempty" enum:"in_use,retired" doc:"Raters calibrate on it."`
	Withheld    bool               `json:"withheld,omitempty" doc:"You have a calibration open, and somebody chose this one as gold: its marks are here when you have given yours."`
}

// SheetView is what one rater gave.
type SheetView struct {
	Rater int        `json:"rater" doc:"1, 2, or the third who was asked because the two disagreed."`
	Marks []MarkView `json:"marks"`
}

// AuditionsOf are the attempts of an application as one of the staff sees them, the
// newest first. Who calibrates reads no marks of what is gold before they gave theirs.
func (v Views) AuditionsOf(ctx context.Context, id domain.ApplicationID, by domain.PersonID) ([]AuditionReport, error) {
	q := asking{v.on(ctx)}
	var known string
	if err := v.one(ctx, &known, "application", "SELECT id FROM applications WHERE id = ?", id); err != nil {
		return nil, err
	}
	var blind []marking.AuditionID
	if err := q.all(&blind, `SELECT g.audition_id FROM gold_auditions g JOIN auditions a ON a.id = g.audition_id
		WHERE a.application_id = ? AND g.made_by <> ? AND EXISTS (SELECT 1 FROM calibrations c WHERE c.rater_id = ? AND c.state = 'open')`,
		id, by, by); err != nil {
		return nil, wrapped(err, "read what %s calibrates on", by)
	}
	var rows []auditionRow
	if err := q.all(&rows, "SELECT "+auditionColumns+" FROM auditions WHERE application_id = ? ORDER BY attempt DESC", id); err != nil {
		return nil, wrapped(err, "read the auditions of %s", id)
	}
	reports := make([]AuditionReport, 0, len(rows))
	for _, r := range rows {
		one := AuditionReport{
			ID: r.ID, Attempt: r.Attempt, State: r.State, OpenedAt: r.OpenedAt, SubmittedAt: r.SubmittedAt, DecidedAt: r.DecidedAt,
			Plays: []PlayView{}, Sheets: []SheetView{}, Withheld: slices.Contains(blind, r.ID),
		}
		if r.Result != nil && !one.Withheld {
			if err := one.tell(q, r); err != nil {
				return nil, err
			}
		}
		reports = append(reports, one)
	}
	if len(rows) > 0 && rows[0].State == marking.Failed {
		past, err := Tx{DB: v.on(ctx)}.PastAuditions(id)
		if err != nil {
			return nil, err
		}
		if from, err := marking.NextAttempt(past); err == nil {
			reports[0].RetakeAt = AtOrNull(from)
		}
	}
	return reports, nil
}

// tell adds what is known after the decision.
func (one *AuditionReport) tell(q asker, r auditionRow) error {
	a, err := r.domain()
	if err == nil {
		err = whole(q, &a)
	}
	var shown AuditionView
	if err == nil {
		err = shown.show(q, a, a.DecidedAt)
	}
	if err != nil {
		return err
	}
	one.Feedback, one.Plays = shown.Feedback, shown.Plays
	given, err := markingsOf(q, "audition_id = ? AND state = 'submitted' ORDER BY slot", a.ID)
	if err != nil {
		return err
	}
	for i, m := range given {
		one.Sheets = append(one.Sheets, SheetView{i + 1, markViews(m.Marks)})
	}
	var gold []string
	err = q.all(&gold, "SELECT CASE WHEN retired_at IS NULL THEN 'in_use' ELSE 'retired' END FROM gold_auditions WHERE audition_id = ?", a.ID)
	if len(gold) > 0 {
		one.Gold = gold[0]
	}
	return wrapped(err, "read whether %s is gold", a.ID)
}

func markViews(marks map[marking.Place]marking.Mark) []MarkView {
	all := make([]MarkView, 0, len(marks))
	for _, at := range marking.Places() {
		if mark, ok := marks[at]; ok {
			all = append(all, MarkView{at.Play, at.Dimension, mark.Score, mark.Line, mark.Quote})
		}
	}
	return slices.Clip(all)
}
