package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
)

func TestPagesHaveTheirOwnNonce(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	seen := map[string]bool{}
	for _, page := range []string{"/", "/work", "/season", "/shop", "/board", "/manage/experts", "/sign-in", "/setup", "/invite", "/connection", "/chat"} {
		a := h.Stranger().Raw("GET", page, "").Want(200)
		nonce := regexp.MustCompile(`content="(\w{26})"`).FindStringSubmatch(string(a.Body))
		require.Len(t, nonce, 2, page)
		require.False(t, seen[nonce[1]])
		seen[nonce[1]] = true
		csp := a.Header.Get("Content-Security-Policy")
		require.Contains(t, csp, "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"+nonce[1]+"'")
		require.Contains(t, csp, "connect-src 'self' ws://localhost:8080")
		require.Contains(t, csp, "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'")
		require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	}
}

func TestHeadersThatProtect(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	for _, a := range []apitest.Answer{
		h.Stranger().Raw("GET", "/", ""), h.Admin.Get("/me"), h.Stranger().Get("/nothing"), h.Stranger().Raw("GET", "/nothing", ""),
		h.Stranger().Get("/me"), h.Stranger().Raw("GET", "/assets/app-0a1b2c3d.js", ""), h.Stranger().Get("/%00").Want(400),
	} {
		require.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"))
		require.Equal(t, "same-origin", a.Header.Get("Referrer-Policy"))
		require.Equal(t, "same-origin", a.Header.Get("Cross-Origin-Opener-Policy"))
		require.Contains(t, a.Header.Get("Content-Security-Policy"), "frame-ancestors 'none'")
		require.Empty(t, a.Header.Get("Strict-Transport-Security"))
	}
	require.Equal(t, "no-store", h.Admin.Get("/me").Header.Get("Cache-Control"))
	require.Equal(t, "no-store", h.Stranger().Get("/me").Header.Get("Cache-Control"))
}

func TestOnlyTheBrandsPagesFrameTheWidget(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	require.Contains(t, h.Stranger().Raw("GET", "/widget", "").Want(200).Header.Get("Content-Security-Policy"), "frame-ancestors 'self';")
	h.Admin.Put("/settings", fmt.Sprintf(noorder, `,"version":1`)).Want(200)
	a := h.Stranger().Raw("GET", "/widget", "").Want(200)
	require.Contains(t, a.Header.Get("Content-Security-Policy"), "frame-ancestors 'self' https://shop.example http://127.0.0.1:8080;")
	require.Equal(t, "cross-origin", a.Header.Get("Cross-Origin-Resource-Policy"))
}

func TestFiles(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := h.Stranger().Raw("GET", "/assets/app-0a1b2c3d.js", "").Want(200)
	require.Equal(t, "public, max-age=31536000, immutable", a.Header.Get("Cache-Control"))
	require.Equal(t, "text/javascript; charset=utf-8", a.Header.Get("Content-Type"))
	require.Equal(t, "image/svg+xml", h.Stranger().Raw("GET", "/favicon.svg", "").Want(200).Header.Get("Content-Type"))
	a = h.Stranger().Raw("GET", "/embed/kenner.js", "").Want(200)
	require.Equal(t, "cross-origin", a.Header.Get("Cross-Origin-Resource-Policy"))
	h.Stranger().Raw("HEAD", "/embed/kenner.js", "").Want(200)
	for _, path := range []string{
		"/index.html", "/widget.html", "/.gitkeep", "/assets/", "/assets", "/assets/none.js", "/assets/../index.html", "/assets/%2e%2e/index.html",
		"/.git/config", "/debug/pprof", "/metrics", "/demo/", "/demo/index.html", "/app.manifest.json", "/nothing", "/work/x",
	} {
		h.Stranger().Raw("GET", path, "").Refused(404, "not_found")
	}
	h.Stranger().Raw("POST", "/work", "").Refused(405, "method_not_allowed")
	require.Contains(t, string(h.Stranger().Raw("GET", "/api/openapi.yaml", "").Want(200).Body), "openapi: 3.1.0")
}

func TestTheDemosShopCrossesOrigins(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) { c.Demo, c.DemoWidget = true, "http://localhost:8080" })
	a := h.Stranger().Raw("GET", "/demo/", "", "Host", "127.0.0.1:8080").Want(200)
	require.Contains(t, string(a.Body), `src="http://localhost:8080/embed/kenner.js"`)
	csp := a.Header.Get("Content-Security-Policy")
	require.Contains(t, csp, "script-src 'self' http://localhost:8080;")
	require.Contains(t, csp, "frame-src http://localhost:8080;")
	require.NotContains(t, csp, "unsafe")
	require.Equal(t, "/demo/", h.Stranger().Raw("GET", "/demo", "").Want(http.StatusFound).Header.Get("Location"))
}

func TestWithoutAFrontendThePageSaysSo(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) { c.Frontend = nil })
	require.Contains(t, string(h.Stranger().Raw("GET", "/", "").Want(503).Body), "make build")
}
