// Package api is everything that crosses the process boundary: Echo carries the
// requests, huma types them, and this package says which operation means which
// use case. It knows no rules and no SQL: a handler decodes, calls, encodes.
//
// # How to add a resource
//
//  1. Put the service it calls into Services (routes.go).
//  2. Write <resource>.go with a struct of what its handlers need, a method
//     routes(r *router) that calls handle once per operation, and the handlers.
//  3. Add the resource to resources() in routes.go.
//  4. Add one row per operation to the matrix of your area, authz_<area>.go: who
//     may call it, whose object it must be, whether it is audited. The server
//     refuses to start when an operation has no row or a row no operation.
//
// For example:
//
//	type offers struct {
//		desk  *desk.Desk
//		views storage.Views
//	}
//
//	func (h offers) routes(r *router) {
//		handle(r, operation{
//			ID: "acceptOffer", Method: http.MethodPost, Path: "/offers/{id}/acceptances", Tag: "Offers",
//			Summary: "Accept an offer", Errors: []int{404, 409},
//		}, h.accept)
//	}
//
//	func (h offers) accept(ctx context.Context, in *ByID[domain.OfferID]) (*body[Conversation], error) {
//		c, err := h.desk.Accept(ctx, actor(ctx).Expert(), in.ID)
//		return reply(c, err)
//	}
//
//	var deskRows = matrix{
//		"acceptOffer": {roles: experts, own: "the expert it was made to"},
//	}
//
// The wrapper does the rest before a handler runs: it knows the caller (401),
// checks the row (403), counts the rate limits (429), decodes and validates
// (415, 422), and for a POST keeps the Idempotency-Key. A handler that is
// reached has an actor(ctx) that the row allows; whether the object is the
// actor's own is the use case's or the view's business: not found, never
// forbidden.
//
// Inputs: exported embedded structs only (ByID, Page), huma sees no others.
// Path, query and body are different fields; bodies refuse unknown fields.
// Outputs: body[T], statusBody[T] (200 or 201), taggedBody[T] (ETag), none (204);
// a list is body[storage.List[T]], times are storage.Time.
// Wire types are structs of this package or view structs of package storage,
// never domain structs.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// operation describes one call of the API.
type operation struct {
	ID      string // unique, camelCase; also the key of its row in the matrix
	Method  string
	Path    string // below /api/v1
	Tag     string
	Summary string
	Details string // optional, CommonMark
	// Status of success; 0 means 200, or 204 without a body.
	Status int
	// Errors are the statuses of the refusals that the use case gives. What the
	// wrapper itself answers (401, 403, 422, 429, 500) is added.
	Errors []int
	// Limits are counted before any work.
	Limits []limit
	// NoKey makes a POST ignore the Idempotency-Key: sign-in and the like,
	// whose answers must never be stored.
	NoKey bool
	// First marks what is shed first when the server is full.
	First bool
}

// handle registers one operation. It is the only way into huma: a refusal is
// told, a fault is logged once and hidden, and neither repeats a rejected value.
func handle[In, Out any](r *router, op operation, fn func(context.Context, *In) (*Out, error)) {
	described := r.describe(op)
	huma.Register(r.api, described, func(ctx context.Context, in *In) (*Out, error) {
		out, err := once(ctx, r, op, in, fn)
		if err != nil {
			return nil, answer(ctx, err)
		}
		return out, nil
	})
	r.routes = append(r.routes, op.ID)
}

// describe turns an operation into huma's, with its guards in front.
func (r *router) describe(op operation) huma.Operation {
	row, known := r.matrix[op.ID]
	if known {
		row = audited(op.Method, row)
		r.matrix[op.ID] = row
	}
	errs := append(slices.Clone(op.Errors), http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError)
	described := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: op.Path, Tags: []string{op.Tag}, Summary: op.Summary,
		Description: op.Details, DefaultStatus: op.Status, MaxBodyBytes: maxBody + 1, BodyReadTimeout: -1,
		Middlewares: huma.Middlewares{r.guard(op)}, RejectUnknownQueryParameters: true,
	}
	if !row.public {
		errs = append(errs, http.StatusUnauthorized)
		described.Security = []map[string][]string{{"bearer": {}}}
	}
	if !row.public && row.roles&^auditors != everybody {
		errs = append(errs, http.StatusForbidden)
	}
	if op.Method == http.MethodPost && !op.NoKey {
		errs = append(errs, http.StatusConflict)
		described.Parameters = append(described.Parameters, idempotencyHeader())
	}
	slices.Sort(errs)
	described.Errors = slices.Compact(errs)
	return described
}

// body is an answer of status 200, or the operation's.
type body[T any] struct{ Body T }

// statusBody is an answer whose status the handler decides: 201 for what is
// new, 200 for what was known.
type statusBody[T any] struct {
	Status int
	Body   T
}

// taggedBody is an answer with the version of the thing in its ETag.
type taggedBody[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// none is an answer of status 204, and the input of an operation without any.
type none struct{}

// reply wraps what a use case returned.
func reply[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// done answers 204.
func done(err error) (*none, error) {
	if err != nil {
		return nil, err
	}
	return &none{}, nil
}

// items makes a list of everything; an empty one is [] and never null.
func items[T any](all []T, err error) (*body[storage.List[T]], error) {
	if all == nil {
		all = []T{}
	}
	return reply(storage.List[T]{Items: all}, err)
}

// ByID is the input of an operation on one thing.
type ByID[ID ~string] struct {
	ID ID `path:"id" maxLength:"64" doc:"Its id."`
}

// Page is the input of a list; embed it, and give page() to the view.
type Page struct {
	Cursor string `query:"cursor" maxLength:"512" doc:"The next of the page before."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"Items per page."`
}

func (p Page) page() storage.Page { return storage.Page{Cursor: p.Cursor, Limit: p.Limit} }

type contextKey int

const requestKey contextKey = iota

// request is what the wrapper knows about the call in ctx.
type request struct {
	id        string
	ip        string
	origin    string // scheme and host under which the caller sees us
	method    string
	path      string
	cookie    string    // the refresh token
	browser   string    // what a browser is known by that goes to a provider
	agent     string    // what the browser says of itself
	fresh     time.Time // when the actor last proved who they are
	operation string
	tell      tell // of the operation: what it answered
	waited    bool // on purpose: how long it took says nothing
	audit     bool
	actor     domain.Actor
	language  domain.Language
	token     string // how the actor was known
	key       string // Idempotency-Key
	gate      *gate  // whose place the request has; nil: none
	log       *slog.Logger
	header    http.Header // of the answer
}

func requestOf(ctx context.Context) *request {
	if r, ok := ctx.Value(requestKey).(*request); ok {
		return r
	}
	return &request{log: slog.Default(), header: http.Header{}}
}

// actor returns who calls. It is the zero Actor only in public operations.
func actor(ctx context.Context) domain.Actor { return requestOf(ctx).actor }
