package api

import (
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/storage"
)

// Description is the OpenAPI 3.1 document of the API, as YAML. It is printed
// from the operations and needs no running server.
func Description() ([]byte, error) {
	s, err := New(Config{Now: time.Time{}.UTC, BrandNow: time.Time{}.UTC})
	if err != nil {
		return nil, err
	}
	return s.router.api.OpenAPI().YAML()
}

// description is what the document says before any operation.
func description() huma.Config {
	registry := huma.NewMapRegistry("#/components/schemas/", schemaName)
	registry.RegisterTypeAlias(reflect.TypeFor[storage.Time](), reflect.TypeFor[time.Time]())
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info: &huma.Info{
				Title: "Kenner", Version: "1",
				Description: "A brand's best customers answer the others. Times are RFC 3339 in UTC with milliseconds, " +
					"points are integers, every list is {items, next}, every error is a problem document (RFC 9457) with a stable code.",
			},
			Servers: []*huma.Server{{URL: basePath}},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{"bearer": {
					Type: "http", Scheme: "bearer", Description: "An access token (POST /sessions) or a visitor's token (POST /visitors).",
				}},
			},
		},
		Formats:       map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}, // "json": what ends in +json
		DefaultFormat: "application/json",
	}
}

// schemaName names a schema after its Go type; a read model is called what it shows.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	if item, isList := strings.CutPrefix(name, "List"); isList && strings.HasSuffix(item, "View") {
		return strings.TrimSuffix(item, "View") + "List"
	}
	return strings.TrimSuffix(name, "View")
}

// plain takes int64 off integers: every number of the API fits a JavaScript
// number, and code is generated from this document.
func plain(doc *huma.OpenAPI) {
	for _, s := range doc.Components.Schemas.Map() {
		plainSchema(s)
	}
	for _, path := range doc.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post, path.Put, path.Patch, path.Delete} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				plainSchema(p.Schema)
			}
		}
	}
}

func plainSchema(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeInteger {
		s.Format = ""
	}
	plainSchema(s.Items)
	for _, p := range s.Properties {
		plainSchema(p)
	}
}

func (r *router) description(e *echo.Echo) {
	e.GET("/api/openapi.yaml", func(c echo.Context) error {
		b, err := r.api.OpenAPI().YAML()
		if err != nil {
			return err
		}
		return c.Blob(http.StatusOK, "application/yaml", b)
	})
}
