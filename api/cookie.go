package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain/access"
)

// The refresh token lives in a cookie that no script reads and no other site
// sends. Over https its name binds it to this very host. Browsers disagree
// about Secure cookies on plain http, which is for the machine itself alone:
// there the name carries the port, since cookies of one host share all ports.
const (
	secureCookie   = "__Host-kenner_refresh"
	loopbackCookie = "kenner_refresh_"
)

func cookieName(origin string) (name string, secure bool) {
	return cookieNamed(origin, secureCookie, loopbackCookie)
}

func cookieNamed(origin, https, here string) (name string, secure bool) {
	if strings.HasPrefix(origin, "https://") {
		return https, true
	}
	port := "80"
	if u, err := url.Parse(origin); err == nil && u.Port() != "" {
		port = u.Port()
	}
	return here + port, false
}

// refreshCookie is the refresh token that a request came with.
func refreshCookie(req *http.Request, origin string) string {
	name, _ := cookieName(origin)
	return cookieValue(req, name)
}

func cookieValue(req *http.Request, name string) string {
	c, err := req.Cookie(name)
	if err != nil || len(c.Value) > 256 {
		return ""
	}
	return c.Value
}

// A browser that goes to a provider comes back with the cookie that it went with:
// what a provider answers to one browser lets in no other. It is only ever sent
// to us by our own pages.
const (
	secureBrowser   = "__Host-kenner_browser"
	loopbackBrowser = "kenner_browser_"
)

// browserCookie is what a browser is known by; empty: it has never gone.
func browserCookie(req *http.Request, origin string) string {
	name, _ := cookieNamed(origin, secureBrowser, loopbackBrowser)
	return cookieValue(req, name)
}

// browserOf is the cookie that a browser goes with. Two errands of one browser,
// in two tabs, have the same.
func browserOf(ctx context.Context) http.Cookie {
	known := requestOf(ctx)
	name, secure := cookieNamed(known.origin, secureBrowser, loopbackBrowser)
	value := known.browser
	if len(value) < len(rand.Text()) {
		value = rand.Text()
	}
	//nolint:gosec // not Secure on the machine itself alone; see above
	return http.Cookie{
		Name: name, Value: value, MaxAge: int(access.ErrandValid.Seconds()), Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

// setRefresh is the cookie that keeps a session.
func setRefresh(ctx context.Context, g access.Grant, now time.Time) http.Cookie {
	return refresh(ctx, g.RefreshToken, max(1, int(min(access.SessionIdle, g.Session.ExpiresAt.Sub(now)).Seconds())))
}

// clearRefresh is the cookie that forgets a session.
func clearRefresh(ctx context.Context) http.Cookie {
	return refresh(ctx, "", -1)
}

func refresh(ctx context.Context, token string, seconds int) http.Cookie {
	name, secure := cookieName(requestOf(ctx).origin)
	//nolint:gosec // not Secure on the machine itself alone; see above
	return http.Cookie{
		Name: name, Value: token, MaxAge: seconds, Path: "/", Secure: secure, HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}
