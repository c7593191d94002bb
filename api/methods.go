package api

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// methods are those that an address of the API may be asked by at all.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodTrace, http.MethodConnect,
	http.MethodOptions,
}

// closeMethods answers for every address the methods that it does not have,
// with those that it has. Without, the pages' route for everything would answer
// some of them, and an address with an id in it others.
func (r *router) closeMethods(e *echo.Echo) {
	has := map[string][]string{}
	for path, item := range r.api.OpenAPI().Paths {
		for method, op := range map[string]bool{
			http.MethodGet: item.Get != nil, http.MethodPost: item.Post != nil, http.MethodPut: item.Put != nil,
			http.MethodPatch: item.Patch != nil, http.MethodDelete: item.Delete != nil,
		} {
			if op {
				has[path] = append(has[path], method)
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(has)) {
		allow := strings.Join(append(slices.Sorted(slices.Values(has[path])), http.MethodOptions), ", ")
		for _, method := range methods {
			if !slices.Contains(has[path], method) {
				e.Add(method, echoPath(path), notAllowed(allow))
			}
		}
	}
}

// asEcho writes a parameter of a path as Echo does.
var asEcho = strings.NewReplacer("{", ":", "}", "")

// echoPath is a path of the description as Echo writes it.
func echoPath(path string) string {
	return basePath + asEcho.Replace(strings.TrimPrefix(path, basePath))
}

func notAllowed(allow string) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Allow", allow)
		if c.Request().Method == http.MethodOptions {
			return c.NoContent(http.StatusNoContent)
		}
		return echo.ErrMethodNotAllowed
	}
}
