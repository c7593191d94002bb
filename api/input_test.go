package api

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
)

// unread fails whoever reads it.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, errors.New("read")
}

func TestABodyThatIsSaidToBeTooLargeIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", unread{t})
	req.ContentLength = 10 << 30
	if p, ok := errors.AsType[*Problem](readBody(req, bodyNeeded)); !ok || p.Code != "body_too_large" {
		t.Error(p)
	}
}
