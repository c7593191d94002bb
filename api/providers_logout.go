package api

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/domain"
)

// logoutPath is where a provider tells us that somebody signed out there: OpenID
// Connect Back-Channel Logout 1.0. It is no operation, because a provider sends a
// form and nothing of ours; its token proves who sends it.
const logoutPath = basePath + "/doors/:slug/logouts"

// maxLogout is how long what a provider sends may be.
const maxLogout = 32 << 10

func (r *router) providerLogouts(e *echo.Echo) {
	e.POST(logoutPath, r.providerLogout)
	for _, method := range methods {
		if method != http.MethodPost {
			e.Add(method, logoutPath, notAllowed("OPTIONS, POST"))
		}
	}
}

// logoutFault is what the standard answers to a token that does not count.
type logoutFault struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

func (r *router) providerLogout(c echo.Context) error {
	ctx := c.Request().Context()
	known := requestOf(ctx)
	known.operation, known.audit = "providerSignedOut", true
	if err := r.count(ctx, limitLogouts.asked(), limitLogouts.subject(known)); err != nil {
		return err
	}
	ended, fault, err := r.farewell(ctx, c)
	if fault != "" || err != nil {
		// What counts is what does not hold: a provider that signs a thousand people out
		// is heard a thousand times. This one was allowed, whatever the count is now.
		_ = r.count(ctx, limitLogouts, limitLogouts.subject(known))
	}
	if fault != "" {
		return c.JSON(http.StatusBadRequest, logoutFault{"invalid_request", fault})
	}
	if refused, ok := errors.AsType[*domain.Error](err); ok && refused.Kind == domain.Invalid {
		return c.JSON(http.StatusBadRequest, logoutFault{"invalid_request", refused.Code + ": " + refused.Detail})
	}
	if err != nil {
		return answer(ctx, err)
	}
	r.Auth.ForgetSessions(ended...)
	return c.NoContent(http.StatusOK)
}

// farewell reads a logout token and does what it says; fault is what is wrong with
// the request.
func (r *router) farewell(ctx context.Context, c echo.Context) (ended []domain.SessionID, fault string, err error) {
	token, fault := logoutToken(c.Request())
	if fault != "" {
		return nil, fault, nil
	}
	ended, err = r.Services.Access.SignedOutByProvider(ctx, c.Param("slug"), token)
	return ended, "", err
}

// logoutToken reads the form, which has one field that counts; once.
func logoutToken(req *http.Request) (token, fault string) {
	media, _, _ := strings.Cut(req.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(media), echo.MIMEApplicationForm) {
		return "", "The body must be a form with a logout_token."
	}
	b, err := io.ReadAll(io.LimitReader(req.Body, maxLogout+1))
	if err != nil || len(b) > maxLogout {
		return "", "The body is too large."
	}
	form, err := url.ParseQuery(string(b))
	if err != nil || len(form["logout_token"]) != 1 {
		return "", "The body must be a form with one logout_token."
	}
	return form.Get("logout_token"), ""
}
