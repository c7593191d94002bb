package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

// scenarios are the customers to be played, and the rubrics that marks are read by.
type scenarios struct {
	c     Config
	trial *marking.Auditions
}

func (h scenarios) routes(r *router) {
	handle(r, operation{
		ID: "listScenarios", Method: http.MethodGet, Path: "/scenarios", Tag: "Scenarios", Summary: "All scenarios, version by version",
	}, h.list)
	handle(r, operation{
		ID: "getScenario", Method: http.MethodGet, Path: "/scenarios/{id}/{language}/{version}", Tag: "Scenarios", Summary: "A scenario with its document",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "putScenarioDraft", Method: http.MethodPut, Path: "/scenarios/{id}/{language}/draft", Tag: "Scenarios", Summary: "Save a draft",
		Details: "The draft follows the last version and may be unfinished: only what has not the shape of a scenario is refused. " +
			"If-Match is the edition of the draft that was edited, \"0\" for a new one.",
		Errors: []int{http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.save)
	handle(r, operation{
		ID: "discardScenarioDraft", Method: http.MethodDelete, Path: "/scenarios/{id}/{language}/draft", Tag: "Scenarios", Summary: "Throw a draft away",
		Errors: []int{http.StatusConflict},
	}, h.discard)
	handle(r, operation{
		ID: "publishScenario", Method: http.MethodPost, Path: "/scenarios/{id}/{language}/publications", Tag: "Scenarios", Summary: "Make a draft live",
		Details: "It never changes again. What was live retires; auditions that have drawn it play on with it. What cannot be played " +
			"is refused, with a pointer into the document.",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, h.publish)
	handle(r, operation{
		ID: "retireScenario", Method: http.MethodPost, Path: "/scenarios/{id}/{language}/retirements", Tag: "Scenarios", Summary: "Take a scenario out of the draw",
		Details: "The last of its kind in a language stays.", Errors: []int{http.StatusConflict}, Status: http.StatusNoContent,
	}, h.retire)
	handle(r, operation{
		ID: "tryScenario", Method: http.MethodPost, Path: "/scenario-plays", Tag: "Scenarios", Summary: "Play a scenario to test it",
		Details: "Stores nothing. The same document, seed and texts make the same play. A document that cannot be played comes back with " +
			"everything that is wrong with it.", NoKey: true, Limits: []limit{limitAlikes},
	}, h.try)
	handle(r, operation{
		ID: "listWarmUpQuestions", Method: http.MethodGet, Path: "/warm-up-questions", Tag: "Scenarios", Summary: "The questions of the warm-up",
		Details: "With the right answers, those that were put away last.",
	}, h.questions)
	handle(r, operation{
		ID: "putWarmUpQuestion", Method: http.MethodPut, Path: "/warm-up-questions/{id}/{language}", Tag: "Scenarios", Summary: "Write a question",
		Details: "Or put it away, and bring it back. Auditions under way keep what they drew. If-Match is its version, \"0\" for a new one. " +
			"The last ten of a language stay.",
		Errors: []int{http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.putQuestion)
	handle(r, operation{
		ID: "tryWarmUpQuestion", Method: http.MethodPost, Path: "/warm-up-tries", Tag: "Scenarios", Summary: "Test a question",
		Details: "Stores nothing. Tells what is wrong with it, and which short texts it takes for right.", NoKey: true, Limits: []limit{limitAlikes},
	}, h.tryQuestion)
	handle(r, operation{
		ID: "listRubrics", Method: http.MethodGet, Path: "/rubrics", Tag: "Scenarios", Summary: "The rubric, version by version",
		Details: "The newest is in force; an audition keeps the one it opened with.",
	}, h.rubrics)
	handle(r, operation{
		ID: "simulateRubric", Method: http.MethodPost, Path: "/rubric-simulations", Tag: "Scenarios", Summary: "Decide past candidates anew",
		Details: "Tells how many would pass who failed, and the other way round. Changes nobody's result.", Status: http.StatusCreated,
	}, h.simulate)
	handle(r, operation{
		ID: "publishRubric", Method: http.MethodPost, Path: "/rubrics", Tag: "Scenarios", Summary: "Put a rubric in force",
		Details: "For auditions that open from now on, after a simulation of exactly it.", Errors: []int{http.StatusConflict}, Status: http.StatusCreated,
	}, h.publishRubric)
}

// ScenarioKey names a scenario in one language.
type ScenarioKey struct {
	ID       audition.ScenarioID `path:"id" maxLength:"40" doc:"Its languages share it."`
	Language domain.Language     `path:"language" maxLength:"64" doc:"en or nl."`
}

// ScenarioDocument is a version with its document, which is JSON as domain/audition reads it.
type ScenarioDocument struct {
	storage.ScenarioView

	Document string `json:"document"`
}

func (h scenarios) list(ctx context.Context, _ *none) (*body[storage.List[storage.ScenarioView]], error) {
	return items(h.c.Views.Scenarios(ctx))
}

type scenarioInput struct {
	ScenarioKey

	Version string `path:"version" maxLength:"64" doc:"A number."`
}

func (h scenarios) get(ctx context.Context, in *scenarioInput) (*taggedBody[ScenarioDocument], error) {
	version, err := strconv.Atoi(in.Version)
	if err != nil {
		return nil, marking.ErrNoScenario
	}
	return h.document(ctx, in.ScenarioKey, version)
}

func (h scenarios) document(ctx context.Context, key ScenarioKey, version int) (*taggedBody[ScenarioDocument], error) {
	view, s, err := h.c.Views.ScenarioDocument(ctx, key.ID, key.Language, version)
	if err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, err
	}
	return &taggedBody[ScenarioDocument]{versionTag(view.Edition), ScenarioDocument{view, string(raw)}}, nil
}

var errOtherScenario = domain.Refuse(domain.Invalid, "scenario_invalid", "The document is of another scenario or language.").At("/id")

type draftInput struct {
	ScenarioKey
	IfMatch

	Body struct {
		Edition  *int   `json:"edition,omitempty" minimum:"0" maximum:"1000000" doc:"Of the draft that was edited, 0 for a new one; the If-Match header does as well."`
		Document string `json:"document" minLength:"2" maxLength:"65536"`
	}
}

// edition is the one that was edited; a new draft must say that it is one.
func (in *draftInput) edition(ctx context.Context) (int, error) {
	if in.Tag == `"0"` || in.Body.Edition != nil && *in.Body.Edition == 0 && in.Tag == "" {
		return 0, nil
	}
	inBody := 0
	if in.Body.Edition != nil {
		inBody = *in.Body.Edition
	}
	return in.version(ctx, inBody)
}

func (h scenarios) save(ctx context.Context, in *draftInput) (*taggedBody[ScenarioDocument], error) {
	edition, err := in.edition(ctx)
	if err != nil {
		return nil, err
	}
	s, err := audition.ParseDraft([]byte(in.Body.Document))
	if err != nil {
		return nil, err
	}
	if s.ID != in.ID || s.Language != in.Language {
		return nil, errOtherScenario
	}
	v, err := h.trial.SaveDraft(ctx, rater(ctx), s, edition)
	if err != nil {
		return nil, err
	}
	return h.document(ctx, in.ScenarioKey, v.Version)
}

func (h scenarios) discard(ctx context.Context, in *ScenarioKey) (*none, error) {
	return done(h.trial.DropDraft(ctx, in.ID, in.Language))
}

type publishInput struct {
	ScenarioKey

	Body struct {
		Edition int `json:"edition" minimum:"1" maximum:"1000000"`
	}
}

func (h scenarios) publish(ctx context.Context, in *publishInput) (*taggedBody[ScenarioDocument], error) {
	v, err := h.trial.Publish(ctx, in.ID, in.Language, in.Body.Edition)
	if err != nil {
		return nil, err
	}
	return h.document(ctx, in.ScenarioKey, v.Version)
}

func (h scenarios) retire(ctx context.Context, in *ScenarioKey) (*none, error) {
	return done(h.trial.Retire(ctx, in.ID, in.Language))
}

func (h scenarios) rubrics(ctx context.Context, _ *none) (*body[storage.List[storage.RubricView]], error) {
	return items(h.c.Views.Rubrics(ctx))
}

type simulateInput struct {
	Body storage.RubricSettings
}

// RubricSimulation is what a rubric would have meant for past candidates.
type RubricSimulation struct {
	ID       marking.SimulationID `json:"id"`
	Marked   int                  `json:"marked" doc:"How many past auditions were decided anew."`
	Upward   int                  `json:"upward" doc:"Failed then, would pass."`
	Downward int                  `json:"downward" doc:"Passed then, would fail."`
	Turns    []storage.TurnView   `json:"turns" doc:"Whom it would turn, the newest first."`
}

func (h scenarios) simulate(ctx context.Context, in *simulateInput) (*body[RubricSimulation], error) {
	s, err := h.trial.Simulate(ctx, rater(ctx), in.Body.Domain())
	return reply(RubricSimulation{s.ID, s.Marked, s.Upward, s.Downward, storage.TurnViews(s.Turns)}, err)
}

type rubricInput struct {
	Body struct {
		Simulation marking.SimulationID `json:"simulation" minLength:"1" maxLength:"64"`
		Reason     string               `json:"reason" minLength:"3" maxLength:"500" doc:"Why it changes."`
	}
}

// NewRubric is the version that is in force now.
type NewRubric struct {
	Version int `json:"version"`
}

func (h scenarios) publishRubric(ctx context.Context, in *rubricInput) (*body[NewRubric], error) {
	r, err := h.trial.PublishRubric(ctx, rater(ctx), in.Body.Simulation, in.Body.Reason)
	return reply(NewRubric{r.Version}, err)
}
