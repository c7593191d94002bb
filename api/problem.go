package api

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Problem is every error of the API: RFC 9457 with a code that programs can
// rely on. It never repeats a value that was sent.
type Problem struct { //nolint:errname // the word of RFC 9457, and of the description
	Type     string         `json:"type" example:"about:blank" doc:"Always about:blank: the code says more."`
	Title    string         `json:"title" example:"Conflict"`
	Status   int            `json:"status" example:"409"`
	Detail   string         `json:"detail,omitempty" doc:"One sentence for people."`
	Instance string         `json:"instance,omitempty" doc:"The id of the request, as in X-Request-Id."`
	Code     string         `json:"code" example:"seat_taken" doc:"Stable code for programs."`
	Errors   []ProblemField `json:"errors,omitempty" doc:"What is wrong where."`
	About    string         `json:"about,omitempty" doc:"The id of what stands in the way: of already_waiting the conversation that waits."`

	Ticket  string          `json:"ticket,omitempty" doc:"With second_factor: what ends the sign-in, with a code or a passkey; five minutes."`
	Methods []access.Factor `json:"methods,omitempty" enum:"passkey,code,recovery" doc:"With second_factor: what the person has."`

	headers http.Header
}

// ProblemField is one thing that is wrong with a request.
type ProblemField struct {
	Location string `json:"location" example:"/body/stars" doc:"JSON pointer into the request: /body/…, /query/…, /path/…, /header/…"`
	Message  string `json:"message"`
}

func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus makes a Problem a huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders makes a Problem a huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType makes huma send a Problem as what it is.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

func newProblem(ctx context.Context, status int, code, detail string) *Problem {
	return &Problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail,
		Instance: requestOf(ctx).id, headers: http.Header{},
	}
}

func statusOf(k domain.Kind) int {
	switch k {
	case domain.Invalid:
		return http.StatusUnprocessableEntity
	case domain.NotFound:
		return http.StatusNotFound
	case domain.Conflict:
		return http.StatusConflict
	case domain.Forbidden:
		return http.StatusForbidden
	case domain.Unauthorized:
		return http.StatusUnauthorized
	case domain.Gone:
		return http.StatusGone
	case domain.TooMany:
		return http.StatusTooManyRequests
	case domain.Unavailable:
		return http.StatusServiceUnavailable
	case domain.Stale:
		return http.StatusPreconditionFailed
	default:
		return http.StatusInternalServerError
	}
}

// answer turns an error into what the client may see. A refusal is told as it
// is; a fault is logged and hidden.
func answer(ctx context.Context, err error) error {
	if _, ok := errors.AsType[huma.StatusError](err); ok {
		return err // made by this package: a problem, a replay, not modified
	}
	if refused, ok := errors.AsType[*domain.Error](err); ok {
		return refusal(ctx, refused)
	}
	switch {
	case errors.Is(err, domain.ErrStale):
		return newProblem(ctx, http.StatusConflict, "stale", "Somebody else changed this at the same moment. Try again.")
	case errors.Is(err, context.DeadlineExceeded):
		return unavailable(ctx, "timeout", "This took too long. Try again.")
	case errors.Is(err, context.Canceled):
		return newProblem(ctx, 499, "cancelled", "The client went away.")
	}
	known := requestOf(ctx)
	known.log.ErrorContext(ctx, "request failed", "request", known.id, "operation", known.operation, "err", err)
	return newProblem(ctx, http.StatusInternalServerError, "internal", internalDetail)
}

const internalDetail = "Something went wrong on our side."

func refusal(ctx context.Context, refused *domain.Error) *Problem {
	p := newProblem(ctx, statusOf(refused.Kind), refused.Code, refused.Detail)
	if refused.Field != "" {
		where := "/body"
		if requestOf(ctx).method == http.MethodGet {
			where = "/query"
		}
		p.Errors = []ProblemField{{Location: where + refused.Field, Message: refused.Detail}}
	}
	p.About = refused.About
	if refused.RetryAfter > 0 {
		p.headers.Set("Retry-After", strconv.Itoa(int(math.Ceil(refused.RetryAfter.Seconds()))))
	}
	if refused.Kind == domain.Unauthorized {
		p.headers.Set("WWW-Authenticate", "Bearer")
	}
	return p
}

func unavailable(ctx context.Context, code, detail string) *Problem {
	p := newProblem(ctx, http.StatusServiceUnavailable, code, detail)
	p.headers.Set("Retry-After", "1")
	return p
}

// json is the document as it is sent.
func (p *Problem) json() []byte {
	b, _ := json.Marshal(p) // strings and numbers cannot fail
	return append(b, '\n')
}

// humaProblem turns huma's own errors into ours: where it was wrong, never what.
func humaProblem(ctx context.Context, status int, _ string, errs ...error) *Problem {
	p := newProblem(ctx, status, codeOf(status), "")
	if status == http.StatusUnprocessableEntity {
		p.Detail = "Something in the request is not as it must be."
	}
	for _, err := range errs {
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			p.Errors = append(p.Errors, ProblemField{pointer(d.Location), withoutValue(d)})
		}
	}
	return p
}

// pointer turns huma's body.items[3].tags into /body/items/3/tags.
func pointer(location string) string {
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(location)
}

// withoutValue is the message of d, unless it repeats the value or is Go's own.
func withoutValue(d *huma.ErrorDetail) string {
	value, isText := d.Value.(string)
	if strings.HasPrefix(d.Message, "json:") || isText && value != "" && strings.Contains(d.Message, value) {
		return "is not valid"
	}
	return d.Message
}

// codeOf is the code of an error that has no better one than its status.
func codeOf(status int) string {
	if status == http.StatusUnprocessableEntity {
		return "invalid"
	}
	return strings.ReplaceAll(strings.ToLower(http.StatusText(status)), " ", "_")
}
