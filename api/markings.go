package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

// markings is the raters' desk. Nothing in it tells who played, where they came
// from, or what another rater gave.
type markings struct {
	c     Config
	trial *marking.Auditions
}

func (h markings) routes(r *router) {
	handle(r, operation{
		ID: "getMarkingDesk", Method: http.MethodGet, Path: "/marking-desk", Tag: "Markings", Summary: "What there is to mark",
	}, h.desk)
	handle(r, operation{
		ID: "takeMarking", Method: http.MethodPost, Path: "/markings", Tag: "Markings", Summary: "Take the audition that waits longest",
		Details: "It is yours for 48 hours. Who has one gets that again.", Status: http.StatusCreated,
		Errors: []int{http.StatusForbidden, http.StatusConflict},
	}, h.take)
	handle(r, operation{
		ID: "getMarking", Method: http.MethodGet, Path: "/markings/{id}", Tag: "Markings", Summary: "An audition that I mark",
		Details: "What was said, and my own marks. Names are taken out of what the candidate wrote.", Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "putMark", Method: http.MethodPut, Path: "/markings/{id}/marks/{play}/{dimension}", Tag: "Markings", Summary: "Give a mark",
		Details: "With the candidate's own words that it rests on.", Status: http.StatusNoContent,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.mark)
	handle(r, operation{
		ID: "submitMarking", Method: http.MethodPost, Path: "/markings/{id}/submissions", Tag: "Markings", Summary: "Give a marking in",
		Details: "Complete: each dimension of each conversation. Two who agree decide; two who do not bring a third.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict}, Status: http.StatusNoContent,
	}, h.submit)
}

func rater(ctx context.Context) domain.PersonID { return domain.PersonID(actor(ctx).ID) }

func (h markings) desk(ctx context.Context, _ *none) (*body[storage.MarkingDesk], error) {
	return reply(h.c.Views.MarkingDesk(ctx, rater(ctx)))
}

func (h markings) take(ctx context.Context, _ *none) (*body[storage.MarkingView], error) {
	m, err := h.trial.Take(ctx, rater(ctx))
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.MarkingOf(ctx, m.ID, rater(ctx), requestOf(ctx).language))
}

func (h markings) get(ctx context.Context, in *ByID[marking.MarkingID]) (*body[storage.MarkingView], error) {
	return reply(h.c.Views.MarkingOf(ctx, in.ID, rater(ctx), requestOf(ctx).language))
}

type markInput struct {
	ByID[marking.MarkingID]

	Play      int                `path:"play" minimum:"1" maximum:"3"`
	Dimension audition.Dimension `path:"dimension" enum:"patience,courtesy,empathy,ownership,honesty,clarity"`
	Body      struct {
		Score int    `json:"score" minimum:"1" maximum:"5"`
		Line  int    `json:"line" minimum:"1" maximum:"1000" doc:"Whose words are quoted."`
		Quote string `json:"quote" minLength:"1" maxLength:"500"`
	}
}

func (h markings) mark(ctx context.Context, in *markInput) (*none, error) {
	return done(h.trial.Mark(ctx, in.ID, rater(ctx), marking.Place{Play: in.Play, Dimension: in.Dimension},
		marking.Mark{Score: in.Body.Score, Line: in.Body.Line, Quote: in.Body.Quote}))
}

func (h markings) submit(ctx context.Context, in *ByID[marking.MarkingID]) (*none, error) {
	return done(h.trial.Submit(ctx, in.ID, rater(ctx)))
}
