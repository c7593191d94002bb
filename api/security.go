package api

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/domain"
)

// crossOrigin refuses what another site's page sends with the reader's cookies.
func crossOrigin(public string) *http.CrossOriginProtection {
	p := http.NewCrossOriginProtection()
	if public != "" {
		_ = p.AddTrustedOrigin(public) // publicOrigin made it
	}
	return p
}

// secure puts the protecting headers on every answer and refuses cross-site
// requests that could change something.
func (f front) secure(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h, known := c.Response().Header(), requestOf(c.Request().Context())
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
		if strings.HasPrefix(known.origin, "https://") {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if strings.HasPrefix(known.path, "/api/") {
			h.Set("Cache-Control", "no-store")
		}
		if c.Path() != livePath { // its own origin check knows the brand's domains
			if err := f.cross.Check(c.Request()); err != nil {
				return newProblem(c.Request().Context(), http.StatusForbidden, "cross_origin", "Another site's page may not send this.")
			}
		}
		return next(c)
	}
}

// appPolicy is the policy of the pages that staff and experts work in.
func appPolicy(origin, nonce string) string {
	return policy(origin, nonce, "'none'")
}

// framePolicy is the policy of the widget: the brand's own domains may frame it.
func framePolicy(origin, nonce string, domains []string) string {
	return policy(origin, nonce, strings.Join(append([]string{"'self'"}, domains...), " "))
}

func policy(origin, nonce, ancestors string) string {
	socket := "ws" + strings.TrimPrefix(origin, "http")
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self' 'nonce-" + nonce + "'", "img-src 'self' data: blob:",
		"font-src 'self'", "connect-src 'self' " + socket, "manifest-src 'self'", "worker-src 'self'",
		"frame-ancestors " + ancestors, "base-uri 'none'", "form-action 'none'", "object-src 'none'",
	}, "; ")
}

// demoPolicy is the policy of the demo's shop page: a stranger's page that has
// let our loader in and nobody else.
func demoPolicy(widget string) string {
	return strings.Join([]string{
		"default-src 'none'", "script-src 'self' " + widget, "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
		"connect-src 'self'", "frame-src " + widget, "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "object-src 'none'",
	}, "; ")
}

// allowOrigin lets the pages of the brand's domains read an answer that is for
// everybody anyway. Nothing else of the API is readable from another origin.
func (r *router) allowOrigin(ctx context.Context, origin string) string {
	if origin == "" {
		return ""
	}
	known, err := r.brand.get(ctx)
	if err == nil && slices.Contains(known.settings.Domains, origin) {
		return origin
	}
	return ""
}

// loopback reports whether an origin is the machine itself.
func loopback(origin string) bool {
	u, err := url.Parse(origin)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost") || err == nil && ip.IsLoopback()
}

var errHTTPS = domain.Refuse(domain.Forbidden, "https_required", "Signing in needs https. Plain http works on the machine itself alone.")

// needsHTTPS refuses to hand a session to a connection that others can read.
func needsHTTPS(ctx context.Context) error {
	origin := requestOf(ctx).origin
	if strings.HasPrefix(origin, "https://") || loopback(origin) {
		return nil
	}
	return errHTTPS
}
