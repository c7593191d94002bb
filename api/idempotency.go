package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// stored is an answer as it is kept for repetition.
type stored struct {
	Status int             `json:"status"`
	ETag   string          `json:"etag,omitempty"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// storable is an output that can be kept.
type storable interface {
	parts() (status int, etag string, body any)
}

func (b body[T]) parts() (int, string, any)       { return 0, "", b.Body }
func (b statusBody[T]) parts() (int, string, any) { return b.Status, "", b.Body }
func (b taggedBody[T]) parts() (int, string, any) { return 0, b.ETag, b.Body }
func (none) parts() (int, string, any)            { return http.StatusNoContent, "", nil }

// once runs fn, and for a POST with an Idempotency-Key sees to it that the same
// request of the same actor has one effect and one answer. A refused request
// has no effect and keeps no answer.
func once[In, Out any](ctx context.Context, r *router, op operation, in *In, fn func(context.Context, *In) (*Out, error)) (*Out, error) {
	known := requestOf(ctx)
	fn = witnessed(r, op, fn)
	if op.Method != http.MethodPost || op.NoKey || known.key == "" {
		return fn(ctx, in)
	}
	request, err := json.Marshal(in)
	if err != nil {
		return nil, fmt.Errorf("api: hash request of %s: %w", op.ID, err)
	}
	hash := sha256.Sum256(request)
	scope := string(known.actor.Role) + " " + known.actor.ID + " " + op.ID + " " + known.path
	var out *Out
	response, replayed, err := r.Once(ctx, scope, known.key, hex.EncodeToString(hash[:]), func(ctx context.Context) ([]byte, error) {
		var err error
		if out, err = fn(ctx, in); err != nil {
			return nil, err
		}
		return keep(op, any(out))
	})
	switch {
	case err != nil:
		return nil, err
	case replayed:
		return nil, replay(response)
	default:
		return out, nil
	}
}

func keep(op operation, out any) ([]byte, error) {
	s, ok := out.(storable)
	if !ok {
		return nil, fmt.Errorf("api: the answer of %s cannot be kept", op.ID)
	}
	status, etag, b := s.parts()
	kept := stored{Status: cmp.Or(status, op.Status, http.StatusOK), ETag: etag}
	if status != http.StatusNoContent {
		var err error
		if kept.Body, err = json.Marshal(b); err != nil {
			return nil, fmt.Errorf("api: keep the answer of %s: %w", op.ID, err)
		}
	}
	return json.Marshal(kept)
}

// replay answers with what was kept.
func replay(response []byte) error {
	var kept stored
	if err := json.Unmarshal(response, &kept); err != nil {
		return fmt.Errorf("api: read a kept answer: %w", err)
	}
	return replayed(kept)
}

// replayed is a kept answer on its way out. To huma it is an error with a
// status, which is how an answer passes whose type is forgotten.
type replayed stored

func (replayed) Error() string                  { return "replayed" }
func (a replayed) GetStatus() int               { return a.Status }
func (replayed) ContentType(string) string      { return "application/json" }
func (a replayed) MarshalJSON() ([]byte, error) { return a.Body, nil }

// GetHeaders tells the client that it asked before.
func (a replayed) GetHeaders() http.Header {
	h := http.Header{"Idempotency-Replayed": {"true"}}
	if a.ETag != "" {
		h.Set("ETag", a.ETag)
	}
	return h
}

func idempotencyHeader() *huma.Param {
	return &huma.Param{
		Name: "Idempotency-Key", In: "header", Description: "Makes a repeated request have one effect and one answer for 24 hours.",
		Schema: &huma.Schema{Type: huma.TypeString, MinLength: new(1), MaxLength: new(128)},
	}
}
