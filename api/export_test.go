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

// Body is an object that the operation's schema takes, with every field that it
// knows; nil when it takes none.
func (s *Server) Body(o Operation) map[string]any {
	item := s.router.api.OpenAPI().Paths[o.Path]
	if item == nil {
		item = s.router.api.OpenAPI().Paths[basePath+o.Path]
	}
	op := map[string]*huma.Operation{"POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete}[o.Method]
	if op == nil || op.RequestBody == nil {
		return nil
	}
	media := op.RequestBody.Content["application/json"]
	if media == nil || media.Schema == nil {
		return nil
	}
	all, _ := s.sample(media.Schema).(map[string]any)
	return all
}

// sample is a value that a schema takes.
func (s *Server) sample(of *huma.Schema) any {
	if of.Ref != "" {
		return s.sample(s.router.api.OpenAPI().Components.Schemas.SchemaFromRef(of.Ref))
	}
	switch {
	case len(of.Enum) > 0:
		return of.Enum[0]
	case of.Type == huma.TypeObject:
		all := map[string]any{}
		for name, p := range of.Properties {
			all[name] = s.sample(p)
		}
		return all
	case of.Type == huma.TypeArray:
		return []any{s.sample(of.Items)}
	case of.Type == huma.TypeBoolean:
		return true
	case of.Type == huma.TypeInteger, of.Type == huma.TypeNumber:
		if of.Minimum != nil {
			return *of.Minimum
		}
		return 1
	case of.Format == "date-time":
		return "2026-09-03T12:00:00Z"
	case of.MinLength != nil:
		return strings.Repeat("x", *of.MinLength)
	}
	return "x"
}

// Inside is how many requests have a place at the moment.
func (s *Server) Inside() int64 { return s.router.gate.inside.Load() }

// Own are the operations by which people change their own account and nothing else.
var Own = []string{
	"addPasskey", "askProof", "changeMe", "changePassword", "confirmCodeApp", "endMySession", "endOtherSessions", "goToLinkProvider",
	"goToProveByProvider", "linkProvider", "makeRecoveryCodes", "prove", "proveByProvider", "removeCodeApp", "removePasskey", "renamePasskey", "signOut",
	"startCodeApp", "startPasskey", "unlinkProvider",
}
