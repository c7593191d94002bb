package api

import (
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
)

func TestAMessageNeverRepeatsTheValue(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]*huma.ErrorDetail{
		"in the middle":       {Message: `parsing time "hunter2" failed`, Location: "query.after", Value: "hunter2"},
		"in Go's own words":   {Message: "json: cannot unmarshal hunter2 into Go struct field secret.hunter2", Location: "body"},
		"as the value itself": {Message: "expected string", Location: "body.password", Value: "hunter2"},
	} {
		p := humaProblem(t.Context(), 422, "validation failed", d)
		if strings.Contains(string(p.json()), "hunter2") {
			t.Errorf("%s: %s", name, p.json())
		}
	}
}

func TestPointer(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{"body": "/body", "body.weekly[1].opens": "/body/weekly/1/opens", "query.limit": "/query/limit"} {
		if got := pointer(location); got != want {
			t.Errorf("%s: %s", location, got)
		}
	}
}
