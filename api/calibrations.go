package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

// calibrations are how raters are held against gold, and the gold itself.
type calibrations struct {
	c     Config
	trial *marking.Auditions
}

func (h calibrations) routes(r *router) {
	handle(r, operation{
		ID: "calibrateAgain", Method: http.MethodPost, Path: "/calibrations", Tag: "Markings", Summary: "Calibrate again",
		Details: "After one that was not passed, a day later. Who has one open gets that.", Status: http.StatusCreated,
		Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, h.again)
	handle(r, operation{
		ID: "getCalibrationGold", Method: http.MethodGet, Path: "/calibrations/{id}/golds/{no}", Tag: "Markings", Summary: "A gold audition that I calibrate on",
		Details: "As blind as any other. What is right is told when the calibration has ended.", Errors: []int{http.StatusForbidden, http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "putCalibrationMark", Method: http.MethodPut, Path: "/calibrations/{id}/golds/{no}/marks/{play}/{dimension}", Tag: "Markings",
		Summary: "Mark a gold audition", Status: http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, h.mark)
	handle(r, operation{
		ID: "submitCalibration", Method: http.MethodPost, Path: "/calibrations/{id}/submissions", Tag: "Markings", Summary: "Give a calibration in",
		Details: "Passed when 80 % of the marks are at most one from gold. Who does not pass marks no candidates until they do.",
		Status:  http.StatusNoContent, Errors: []int{http.StatusForbidden, http.StatusNotFound, http.StatusConflict},
	}, h.submit)
	handle(r, operation{
		ID: "listRaters", Method: http.MethodGet, Path: "/raters", Tag: "Scenarios", Summary: "Raters, and how close to gold they mark",
	}, h.raters)
	handle(r, operation{
		ID: "listGoldAuditions", Method: http.MethodGet, Path: "/gold-auditions", Tag: "Scenarios", Summary: "Gold auditions",
		Details: "Without their marks: who reads this may be a rater.",
	}, h.golds)
	handle(r, operation{
		ID: "putGoldAudition", Method: http.MethodPut, Path: "/gold-auditions/{id}", Tag: "Scenarios", Summary: "Make gold of a decided audition",
		Details: "With the eighteen marks that are right. From the first calibration that draws it they stay.", Status: http.StatusNoContent,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.choose)
	handle(r, operation{
		ID: "retireGoldAudition", Method: http.MethodPost, Path: "/gold-auditions/{id}/retirements", Tag: "Scenarios", Summary: "Take a gold audition out of use",
		Details: "Calibrations that have drawn it go on with it.", Status: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.retire)
}

func (h calibrations) again(ctx context.Context, _ *none) (*body[storage.MarkingDesk], error) {
	if err := h.trial.CalibrateAgain(ctx, rater(ctx)); err != nil {
		return nil, err
	}
	return reply(h.c.Views.MarkingDesk(ctx, rater(ctx)))
}

// GoldKey names a gold audition of a calibration.
type GoldKey struct {
	ByID[marking.CalibrationID]

	No int `path:"no" minimum:"1" maximum:"5"`
}

func (h calibrations) get(ctx context.Context, in *GoldKey) (*body[storage.GoldView], error) {
	return reply(h.c.Views.CalibrationGold(ctx, in.ID, in.No, rater(ctx), requestOf(ctx).language))
}

type goldMarkInput struct {
	GoldKey

	Play      int                `path:"play" minimum:"1" maximum:"3"`
	Dimension audition.Dimension `path:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Body      struct {
		Score int `json:"score" minimum:"1" maximum:"5"`
	}
}

func (h calibrations) mark(ctx context.Context, in *goldMarkInput) (*none, error) {
	return done(h.trial.Calibrate(ctx, in.ID, rater(ctx), in.No, marking.Place{Play: in.Play, Dimension: in.Dimension}, in.Body.Score))
}

func (h calibrations) submit(ctx context.Context, in *ByID[marking.CalibrationID]) (*none, error) {
	return done(h.trial.EndCalibration(ctx, in.ID, rater(ctx)))
}

func (h calibrations) raters(ctx context.Context, _ *none) (*body[storage.List[storage.RaterListed]], error) {
	return items(h.c.Views.RatersListed(ctx))
}

func (h calibrations) golds(ctx context.Context, _ *none) (*body[storage.List[storage.GoldListed]], error) {
	return items(h.c.Views.Golds(ctx))
}

// RightMark is the mark that is right in a place.
type RightMark struct {
	Play      int                `json:"play" minimum:"1" maximum:"3"`
	Dimension audition.Dimension `json:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Score     int                `json:"score" minimum:"1" maximum:"5"`
	Why       string             `json:"why,omitempty" maxLength:"300" doc:"Raters read it when their calibration has ended."`
}

type chooseInput struct {
	ByID[marking.AuditionID]

	Body struct {
		Marks []RightMark `json:"marks" minItems:"1" maxItems:"18"`
	}
}

func (h calibrations) choose(ctx context.Context, in *chooseInput) (*none, error) {
	marks := make(map[marking.Place]marking.GoldMark, len(in.Body.Marks))
	for _, m := range in.Body.Marks {
		marks[marking.Place{Play: m.Play, Dimension: m.Dimension}] = marking.GoldMark{Score: m.Score, Why: m.Why}
	}
	return done(h.trial.ChooseGold(ctx, rater(ctx), in.ID, marks))
}

func (h calibrations) retire(ctx context.Context, in *ByID[marking.AuditionID]) (*none, error) {
	return done(h.trial.RetireGold(ctx, in.ID))
}
