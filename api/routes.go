package api

import (
	"github.com/danielgtaylor/huma/v2"
)

// Services are the use cases and views that the handlers call.
type Services struct{}

// resource is one group of operations.
type resource interface{ routes(r *router) }

// resources lists every resource of the API.
func resources(_ Services) []resource {
	return []resource{}
}

// router collects operations.
type router struct {
	api    huma.API
	matrix matrix
	routes []string // ids of what was registered
}
