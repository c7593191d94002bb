package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/storage"
)

// problemBook is problems, what is done about them and what that saves.
type problemBook struct {
	c        Config
	problems *problems.Problems
}

const tagProblems = "Problems"

// stale are the refusals of a change that must say what was read.
var stale = []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired}

func (h problemBook) routes(r *router) {
	missing := []int{http.StatusNotFound}
	handle(r, operation{
		ID: "getProblemOverview", Method: http.MethodGet, Path: "/problem-overview", Tag: tagProblems, Summary: "What reasons cost, and how candidates are decided about",
		Details: "The twenty reasons that cost most in a month, the share of candidates that was decided about within thirty days, and the last weekly review list.",
	}, h.overview)
	handle(r, operation{
		ID: "listProblems", Method: http.MethodGet, Path: "/problems", Tag: tagProblems, Summary: "Problems, with what they cost",
		Details: "At most two hundred: what costs most in a month stands first, and of closed ones the newest.",
	}, h.list)
	handle(r, operation{
		ID: "exportProblems", Method: http.MethodGet, Path: "/problems/export", Tag: tagProblems, Summary: "Problems as CSV",
	}, h.export)
	handle(r, operation{
		ID: "addProblem", Method: http.MethodPost, Path: "/problems", Tag: tagProblems, Summary: "Name a problem", Status: http.StatusCreated,
		Details: "It is a candidate. There is one living problem of a reason and product.", Errors: []int{http.StatusConflict},
	}, h.add)
	handle(r, operation{
		ID: "getProblem", Method: http.MethodGet, Path: "/problems/{id}", Tag: tagProblems, Summary: "A problem with everything that shows it",
		Details: "Its effect is measured at the moment of asking.", Errors: missing,
	}, h.get)
	handle(r, operation{
		ID: "listProblemContacts", Method: http.MethodGet, Path: "/problems/{id}/contacts", Tag: tagProblems, Summary: "The conversations behind a problem",
		Details: "The newest first.", Errors: missing,
	}, h.contacts)
	handle(r, operation{
		ID: "changeProblem", Method: http.MethodPatch, Path: "/problems/{id}", Tag: tagProblems, Summary: "Say who sees to a problem, and until when", Errors: stale,
	}, h.change)
	handle(r, operation{
		ID: "openProblem", Method: http.MethodPost, Path: "/problems/{id}/openings", Tag: tagProblems, Summary: "Take a candidate up", Errors: stale,
	}, h.open)
	handle(r, operation{
		ID: "closeProblem", Method: http.MethodPost, Path: "/problems/{id}/closings", Tag: tagProblems, Summary: "Close a problem",
		Details: "As solved only when contacts have fallen measurably; else with a reason, without an effect; a candidate is dismissed with a reason.",
		Errors:  stale,
	}, h.close)
	handle(r, operation{
		ID: "reopenProblem", Method: http.MethodPost, Path: "/problems/{id}/reopenings", Tag: tagProblems, Summary: "Open a closed problem again", Errors: stale,
	}, h.reopen)
	handle(r, operation{
		ID: "planImprovement", Method: http.MethodPost, Path: "/problems/{id}/improvements", Tag: tagProblems, Summary: "Say what is changed, and from when on",
		Details: "It is measured from that day on: eight weeks before it are compared with those since, and with all other contacts of the same weeks.",
		Errors:  stale,
	}, h.plan)
	handle(r, operation{
		ID: "attachSearch", Method: http.MethodPut, Path: "/problems/{id}/searches", Tag: tagProblems, Summary: "Count a search in vain among what shows a problem", Errors: missing,
	}, h.attach)
	handle(r, operation{
		ID: "tellCustomers", Method: http.MethodPost, Path: "/problems/{id}/messages", Tag: tagProblems, Summary: "Tell the customers who asked that it is solved",
		Details: "Each who asked in one of these languages reads it once, in the last conversation about it. What is told in a language never changes.",
		Errors:  stale,
	}, h.tell)
	handle(r, operation{
		ID: "listBenefits", Method: http.MethodGet, Path: "/benefits", Tag: tagProblems, Summary: "What solved problems save",
		Details: "As it was measured when they were closed. Sums are of those that still are.",
	}, h.benefits)
	handle(r, operation{
		ID: "exportBenefits", Method: http.MethodGet, Path: "/benefits/export", Tag: tagProblems, Summary: "What solved problems save, as CSV",
	}, h.exportBenefits)
	handle(r, operation{
		ID: "getProblemSettings", Method: http.MethodGet, Path: "/problem-settings", Tag: tagProblems, Summary: "What contacts are assumed to cost",
	}, h.settings)
	handle(r, operation{
		ID: "changeProblemSettings", Method: http.MethodPut, Path: "/problem-settings", Tag: tagProblems, Summary: "Change what contacts are assumed to cost",
		Errors: []int{http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.assume)
}

func (h problemBook) overview(ctx context.Context, _ *none) (*body[storage.ProblemOverview], error) {
	return reply(h.c.Views.ProblemOverview(ctx, h.c.BrandNow()))
}

type problemsInput struct {
	Closed bool `query:"closed" doc:"Closed ones instead of living ones."`
}

func (h problemBook) list(ctx context.Context, in *problemsInput) (*body[storage.List[storage.ProblemLineView]], error) {
	return items(h.c.Views.ProblemList(ctx, in.Closed, h.c.BrandNow()))
}

// NewProblem is a problem that one of the staff names.
type NewProblem struct {
	ReasonID  domain.ReasonID  `json:"reasonId" minLength:"1" maxLength:"64"`
	ProductID domain.ProductID `json:"productId,omitempty" maxLength:"64" doc:"Absent: of every product."`
	Title     string           `json:"title" minLength:"3" maxLength:"120"`
}

func (h problemBook) add(ctx context.Context, in *body[NewProblem]) (*taggedBody[storage.ProblemDetail], error) {
	p, err := h.problems.Add(ctx, problems.Key{Reason: in.Body.ReasonID, Product: in.Body.ProductID}, in.Body.Title)
	return h.show(ctx, p.ID, err)
}

func (h problemBook) get(ctx context.Context, in *ByID[problems.ProblemID]) (*taggedBody[storage.ProblemDetail], error) {
	return h.show(ctx, in.ID, nil)
}

// show is a problem as it stands now, with its effect.
func (h problemBook) show(ctx context.Context, id problems.ProblemID, err error) (*taggedBody[storage.ProblemDetail], error) {
	if err != nil {
		return nil, err
	}
	d, err := h.c.Views.ProblemDetail(ctx, id, h.c.BrandNow())
	if err != nil {
		return nil, err
	}
	e, i, found, err := h.problems.EffectOf(ctx, id)
	if err != nil {
		return nil, err
	}
	if today := h.c.BrandNow().Format(time.DateOnly); found && (d.State != problems.Changing || i.On <= today) {
		view := storage.EffectViewOf(e)
		d.Effect = &view
	}
	return &taggedBody[storage.ProblemDetail]{versionTag(d.Version), d}, nil
}

type contactsInput struct {
	ByID[problems.ProblemID]
	Page

	Low bool `query:"low" doc:"Only those that were rated low for what no expert could have changed."`
}

func (h problemBook) contacts(ctx context.Context, in *contactsInput) (*body[storage.List[storage.ContactView]], error) {
	return reply(h.c.Views.ProblemContacts(ctx, in.ID, in.Low, in.page()))
}

// ProblemCare is who sees to a problem, and what is known of it; what is absent stays.
type ProblemCare struct {
	Title        *string                `json:"title,omitempty" minLength:"3" maxLength:"120"`
	Cause        *problems.Cause        `json:"cause,omitempty" enum:"it,process,product,communication,knowledge" doc:"The type of its root cause."`
	DepartmentID *problems.DepartmentID `json:"departmentId,omitempty" maxLength:"64" doc:"Empty: none."`
	OwnerID      *domain.PersonID       `json:"ownerId,omitempty" maxLength:"64" doc:"A manager or admin; empty: nobody."`
	DueOn        *string                `json:"dueOn,omitempty" maxLength:"10" doc:"A day such as 2026-12-31; empty: none."`
	Version      int                    `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

func (c ProblemCare) care(version int) problems.Care {
	return problems.Care{Title: c.Title, Cause: c.Cause, Department: c.DepartmentID, Owner: c.OwnerID, DueOn: c.DueOn, Version: version}
}

type careInput struct {
	ByID[problems.ProblemID]
	IfMatch

	Body ProblemCare
}

func (h problemBook) change(ctx context.Context, in *careInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx, in.ID, h.problems.Change(ctx, in.ID, in.Body.care(v)))
}

func (h problemBook) open(ctx context.Context, in *careInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx, in.ID, h.problems.Open(ctx, in.ID, in.Body.care(v)))
}

type closingInput struct {
	ByID[problems.ProblemID]
	IfMatch

	Body struct {
		Outcome problems.Outcome `json:"outcome" enum:"solved,no_effect,dismissed"`
		Why     string           `json:"why,omitempty" maxLength:"1000" doc:"Needed unless it is solved."`
		Version int              `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h problemBook) close(ctx context.Context, in *closingInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	switch in.Body.Outcome {
	case problems.Solved:
		err = h.problems.Solve(ctx, in.ID, v)
	case problems.NoFall:
		err = h.problems.GiveUp(ctx, in.ID, in.Body.Why, v)
	case problems.Dismissed:
		err = h.problems.Dismiss(ctx, in.ID, in.Body.Why, v)
	}
	return h.show(ctx, in.ID, err)
}

type reopenProblemInput struct {
	ByID[problems.ProblemID]
	IfMatch

	Body struct {
		Why     string `json:"why" minLength:"3" maxLength:"1000"`
		Version int    `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h problemBook) reopen(ctx context.Context, in *reopenProblemInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx, in.ID, h.problems.Reopen(ctx, in.ID, in.Body.Why, v))
}

type planImprovementInput struct {
	ByID[problems.ProblemID]
	IfMatch

	Body struct {
		What       string `json:"what" minLength:"3" maxLength:"1000"`
		Hypothesis string `json:"hypothesis" minLength:"3" maxLength:"1000" doc:"What should come of it."`
		On         string `json:"on" minLength:"10" maxLength:"10" doc:"From which day on it counts, such as 2026-12-31."`
		QuickWin   bool   `json:"quickWin,omitempty"`
		Version    int    `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h problemBook) plan(ctx context.Context, in *planImprovementInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	i := problems.Improvement{What: b.What, Hypothesis: b.Hypothesis, On: b.On, QuickWin: b.QuickWin}
	return h.show(ctx, in.ID, h.problems.Plan(ctx, actor(ctx), in.ID, i, v))
}

type attachInput struct {
	ByID[problems.ProblemID]

	Body struct {
		Language domain.Language `json:"language" minLength:"2" maxLength:"3"`
		Term     string          `json:"term" minLength:"1" maxLength:"80"`
		Attached bool            `json:"attached"`
	}
}

func (h problemBook) attach(ctx context.Context, in *attachInput) (*none, error) {
	b := in.Body
	return done(h.problems.Attach(ctx, in.ID, b.Language, b.Term, b.Attached))
}

type tellInput struct {
	ByID[problems.ProblemID]
	IfMatch

	Body struct {
		Messages map[domain.Language]string `json:"messages" doc:"By language, 3 to 2,000 characters each."`
		Version  int                        `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h problemBook) tell(ctx context.Context, in *tellInput) (*taggedBody[storage.ProblemDetail], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.show(ctx, in.ID, h.problems.Write(ctx, actor(ctx), in.ID, in.Body.Messages, v))
}

func (h problemBook) benefits(ctx context.Context, _ *none) (*body[storage.Register], error) {
	return reply(h.c.Views.Benefits(ctx))
}

// ProblemSettings are the brand's assumptions.
type ProblemSettings struct {
	ContactCents  int `json:"contactCents" minimum:"0" maximum:"100000" doc:"What a contact costs, in cents."`
	HourCents     int `json:"hourCents" minimum:"0" maximum:"100000" doc:"What an hour of handling costs, in cents."`
	VolumePercent int `json:"volumePercent" minimum:"5" maximum:"100" doc:"From which share of all contacts of four weeks on a reason is a candidate."`
	Version       int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

func (h problemBook) settings(ctx context.Context, _ *none) (*taggedBody[ProblemSettings], error) {
	s, err := h.c.Views.CurrentSettings(ctx)
	if err != nil {
		return nil, err
	}
	return &taggedBody[ProblemSettings]{versionTag(s.Version), ProblemSettings{s.ContactCents, s.HourCents, s.VolumePercent, s.Version}}, nil
}

type problemSettingsInput struct {
	IfMatch

	Body ProblemSettings
}

func (h problemBook) assume(ctx context.Context, in *problemSettingsInput) (*taggedBody[ProblemSettings], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	s := problems.Settings{ContactCents: b.ContactCents, HourCents: b.HourCents, VolumePercent: b.VolumePercent, Version: v}
	if err := h.problems.Assume(ctx, s); err != nil {
		return nil, err
	}
	return h.settings(ctx, nil)
}
