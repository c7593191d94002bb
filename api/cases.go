package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/storage"
)

const tagCases = "Cases"

// cases are what people decide about experts, and what experts ask people.
type cases struct {
	c     Config
	cases *fairness.Cases
}

func (h cases) routes(r *router) {
	handle(r, operation{
		ID: "listCases", Method: http.MethodGet, Path: "/cases", Tag: tagCases, Summary: "What people decide about experts",
		Details: "Newest first: all for staff, an expert's own for them, each with what was found and which points wait.",
	}, h.list)
	handle(r, operation{
		ID: "getCase", Method: http.MethodGet, Path: "/cases/{id}", Tag: tagCases, Summary: "A case with its evidence",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "openCase", Method: http.MethodPost, Path: "/cases", Tag: tagCases, Summary: "Open a case about what I saw", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound},
	}, h.open)
	handle(r, operation{
		ID: "askPerson", Method: http.MethodPost, Path: "/questions", Tag: tagCases, Summary: "Ask a person to look at what was decided about me",
		Details: "About points (award:…), points that wait (hold:…), an offer (offer:…), a look at my level (level:…) or what a moderator decided (decision:…): once each.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.ask)
	act := func(id, path, summary, details string) operation {
		return operation{
			ID: id, Method: http.MethodPost, Path: "/cases/{id}/" + path, Tag: tagCases, Summary: summary, Details: details,
			Errors: []int{http.StatusNotFound, http.StatusConflict},
		}
	}
	handle(r, act("decideCase", "decisions", "Decide an open case", "One step of the ladder at a time; a suspension and exclusion take a second person. "+
		"The points concerned are taken back or let go."), h.decide)
	handle(r, act("secondCase", "seconds", "Agree with a proposal, or not", "By somebody else. Who does not agree opens the case again."), h.second)
	handle(r, act("appealCase", "appeals", "Say that a decision about me is wrong", "Once, within 14 days. Somebody else answers within seven."), h.appeal)
	handle(r, act("answerAppeal", "answers", "Answer an appeal", "By nobody who decided. Upheld, everything comes back."), h.answer)
}

type casesInput struct {
	Page

	State fairness.State `query:"state" enum:"open,proposed,decided,appealed,answered"`
}

func (h cases) list(ctx context.Context, in *casesInput) (*body[storage.List[storage.CaseView]], error) {
	return reply(h.c.Views.Cases(ctx, actor(ctx), in.State, in.page()))
}

func (h cases) get(ctx context.Context, in *ByID[fairness.CaseID]) (*body[storage.CaseView], error) {
	return reply(h.c.Views.CaseOf(ctx, actor(ctx), in.ID))
}

// show answers with what a case became.
func (h cases) show(ctx context.Context, id fairness.CaseID, err error) (*body[storage.CaseView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.CaseOf(ctx, actor(ctx), id))
}

// NewCase is what staff saw.
type NewCase struct {
	ExpertID domain.ExpertID `json:"expertId" maxLength:"64"`
	Words    string          `json:"words" minLength:"1" maxLength:"1000" doc:"The expert reads it."`
}

func (h cases) open(ctx context.Context, in *body[NewCase]) (*body[storage.CaseView], error) {
	id, err := h.cases.Open(ctx, actor(ctx), in.Body.ExpertID, in.Body.Words)
	return h.show(ctx, id, err)
}

// NewQuestion is what an expert asks a person.
type NewQuestion struct {
	About string `json:"about" minLength:"1" maxLength:"80" doc:"award:awd_…, hold:hld_…, offer:ofr_…, level:lrv_… or decision:dcs_…"`
	Words string `json:"words" minLength:"1" maxLength:"1000"`
}

func (h cases) ask(ctx context.Context, in *body[NewQuestion]) (*body[storage.CaseView], error) {
	id, err := h.cases.Ask(ctx, actor(ctx).Expert(), in.Body.About, in.Body.Words)
	return h.show(ctx, id, err)
}

type decisionInput struct {
	ByID[fairness.CaseID]

	Body struct {
		Step  fairness.Step `json:"step" enum:"none,coaching,warning,suspension,exclusion"`
		Voids bool          `json:"voids,omitempty" doc:"Take the points concerned back; more than 500 take a second person."`

		Readmits bool `json:"readmits,omitempty" doc:"Let an expert who was put out come back; takes a second person."`

		Fraud bool `json:"fraud,omitempty" doc:"Proven: what cannot be taken goes below zero, to -200 at most; takes a second person."`

		Reason string `json:"reason" minLength:"1" maxLength:"1000" doc:"The expert reads it."`
	}
}

func (h cases) decide(ctx context.Context, in *decisionInput) (*body[storage.CaseView], error) {
	b := in.Body
	return h.show(ctx, in.ID, h.cases.Decide(ctx, actor(ctx), in.ID, fairness.Decision{Step: b.Step, Voids: b.Voids, Readmits: b.Readmits, Fraud: b.Fraud, Reason: b.Reason}))
}

type secondInput struct {
	ByID[fairness.CaseID]

	Body struct {
		Agrees bool `json:"agrees"`
	}
}

func (h cases) second(ctx context.Context, in *secondInput) (*body[storage.CaseView], error) {
	return h.show(ctx, in.ID, h.cases.Second(ctx, actor(ctx), in.ID, in.Body.Agrees))
}

type appealInput struct {
	ByID[fairness.CaseID]

	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"1000"`
	}
}

func (h cases) appeal(ctx context.Context, in *appealInput) (*body[storage.CaseView], error) {
	return h.show(ctx, in.ID, h.cases.Appeal(ctx, actor(ctx).Expert(), in.ID, in.Body.Words))
}

type appealAnswerInput struct {
	ByID[fairness.CaseID]

	Body struct {
		Upheld bool   `json:"upheld" doc:"The expert was right: everything comes back."`
		Words  string `json:"words" minLength:"1" maxLength:"1000" doc:"The expert reads it."`
	}
}

func (h cases) answer(ctx context.Context, in *appealAnswerInput) (*body[storage.CaseView], error) {
	return h.show(ctx, in.ID, h.cases.Answer(ctx, actor(ctx), in.ID, in.Body.Upheld, in.Body.Words))
}
