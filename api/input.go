package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

const (
	// maxBody is the size of a JSON body, in bytes.
	maxBody  = 256 << 10
	maxDepth = 20
)

// wanted says what an operation does with a body.
type wanted uint8

const (
	bodyNone     wanted = iota
	bodyOptional        // nothing is {}
	bodyNeeded
)

func wants(op *huma.Operation) wanted {
	switch {
	case op.RequestBody == nil:
		return bodyNone
	case op.RequestBody.Required:
		return bodyNeeded
	default:
		return bodyOptional
	}
}

// optionalBodies lets a POST come without a body when none of its fields must
// be there.
func optionalBodies(doc *huma.OpenAPI) {
	for _, path := range doc.Paths {
		if path.Post == nil || path.Post.RequestBody == nil {
			continue
		}
		s := path.Post.RequestBody.Content["application/json"].Schema
		if s.Ref != "" {
			s = doc.Components.Schemas.SchemaFromRef(s.Ref)
		}
		if len(s.Required) == 0 {
			path.Post.RequestBody.Required = false
		}
	}
}

// readBody reads the whole body, refuses what is no plain JSON document, and
// puts it back for the decoder. An operation without a body takes nothing, or
// {}; one whose body is optional takes nothing for {}.
func readBody(req *http.Request, wanted wanted) error {
	ctx := req.Context()
	if req.ContentLength > maxBody { // said before it is sent
		return tooLarge(ctx)
	}
	b, err := io.ReadAll(io.LimitReader(req.Body, maxBody+1))
	var timeout net.Error
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return newProblem(ctx, http.StatusRequestTimeout, "body_timeout", "The body did not come in time.")
	case err != nil:
		return newProblem(ctx, http.StatusBadRequest, "body_cut", "The body ended early.")
	case len(b) > maxBody:
		return tooLarge(ctx)
	}
	req.Body = io.NopCloser(bytes.NewReader(b))
	req.ContentLength = int64(len(b))
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		if wanted == bodyNeeded {
			return newProblem(ctx, http.StatusBadRequest, "body_missing", "This operation needs a JSON body.")
		}
		if wanted == bodyOptional {
			empty(req)
		}
		return nil
	case unsupportedType(req):
		return newProblem(ctx, http.StatusUnsupportedMediaType, "unsupported_media_type", "A body must be application/json.")
	}
	if why := malformed(b); why != "" {
		return newProblem(ctx, http.StatusBadRequest, "malformed_body", why)
	}
	if wanted == bodyNone && string(bytes.TrimSpace(b)) != "{}" {
		return newProblem(ctx, http.StatusUnprocessableEntity, "invalid", "This operation takes no body, or {}.")
	}
	return nil
}

func tooLarge(ctx context.Context) error {
	return newProblem(ctx, http.StatusRequestEntityTooLarge, "body_too_large", "The body is larger than 256 KB.")
}

// empty gives a request without a body an empty object.
func empty(req *http.Request) {
	const object = "{}"
	req.Body, req.ContentLength = io.NopCloser(strings.NewReader(object)), int64(len(object))
	req.Header.Set("Content-Type", "application/json")
}

const notJSON = "The body is not a JSON document."

// malformed says what is wrong with a body before anything is made of it.
func malformed(b []byte) string {
	if !utf8.Valid(b) {
		return "The body is not valid UTF-8."
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if why := value(d, 0); why != "" {
		return why
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return notJSON
	}
	return ""
}

// value walks one JSON value.
func value(d *json.Decoder, depth int) string {
	t, err := d.Token()
	if err != nil {
		return notJSON
	}
	switch t := t.(type) {
	case string:
		return text(t)
	case json.Number:
		if _, err := t.Float64(); err != nil { // a reader would make infinity of it, or fail
			return "The body has a number that is too large."
		}
		return ""
	case json.Delim:
		if depth >= maxDepth {
			return "The body is nested deeper than 20 levels."
		}
		return inside(d, t == '{', depth+1)
	default:
		return ""
	}
}

// inside walks the members of an object, or the items of a list, to its end.
func inside(d *json.Decoder, object bool, depth int) string {
	var seen map[string]bool
	for d.More() {
		if object {
			t, err := d.Token()
			key, ok := t.(string)
			switch {
			case err != nil || !ok:
				return notJSON
			case text(key) != "":
				return text(key)
			case seen[key]:
				return "The body has a field twice."
			case seen == nil:
				seen = map[string]bool{}
			}
			seen[key] = true
		}
		if why := value(d, depth); why != "" {
			return why
		}
	}
	if _, err := d.Token(); err != nil {
		return notJSON
	}
	return ""
}

func text(s string) string {
	if strings.ContainsRune(s, 0) {
		return "The body has a NUL character."
	}
	return ""
}
