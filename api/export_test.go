package api

import (
	"errors"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/kennerhq/kenner/domain"
)

// Operation is one operation with its row, for the walking test.
type Operation struct {
	ID, Method, Path string
	Public           bool
	row              row
}

// Has reports whether a role may call it.
func (o Operation) Has(r domain.Role) bool { return o.row.roles.has(r) }

// Walk returns every operation of the server.
func (s *Server) Walk() []Operation {
	var all []Operation
	for path, item := range s.router.api.OpenAPI().Paths {
		for method, op := range map[string]string{
			"GET": idOf(item.Get), "POST": idOf(item.Post), "PUT": idOf(item.Put), "PATCH": idOf(item.Patch), "DELETE": idOf(item.Delete),
		} {
			if op != "" {
				r := s.router.matrix[op]
				all = append(all, Operation{op, method, strings.TrimPrefix(path, basePath), r.public, r})
			}
		}
	}
	return all
}

func idOf(op *huma.Operation) string {
	if op == nil {
		return ""
	}
	return op.OperationID
}

// CheckMatrix checks the real matrix against operations of a test's own.
func CheckMatrix(operations ...string) error {
	m, err := authorisation()
	return errors.Join(err, m.check(operations))
}
