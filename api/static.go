package api

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const (
	noncePlace  = "__NONCE__"
	widgetPlace = "__WIDGET_ORIGIN__"
)

// pages are the addresses of the app; everything else that is not a file is not
// found.
var pages = []string{
	"/", "/work", "/season", "/shop", "/board", "/manage", "/manage/*", "/sign-in", "/sign-in/back/*", "/setup", "/invite", "/profile",
	"/questions", "/shifts", "/connection", "/growth", "/growth/*", "/samples", "/samples/*", "/second-looks", "/second-looks/*", "/shadowing", "/application", "/security", "/secure", "/season/*", "/audition", "/marking", "/alumni", "/pay", "/merit", "/cases", "/offers", "/ratings", "/points", "/draws/*", "/articles", "/articles/*", "/league", "/league/*", "/ideas",
}

// static serves the built frontend from inside the binary.
func (r *router) static(e *echo.Echo) {
	zip := middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024})
	for _, page := range pages {
		r.page(e, page, r.app, zip)
	}
	r.join(e, zip)
	r.help(e, zip)
	r.page(e, "/widget", r.widget, zip)
	r.page(e, "/chat", r.chat, zip)
	r.page(e, "/embed/kenner.js", r.loader, zip)
	r.page(e, "/assets/*", r.asset, zip)
	r.page(e, "/:file", r.rootFile, zip)
	if r.Demo {
		r.page(e, "/demo", func(c echo.Context) error { return c.Redirect(http.StatusFound, "/demo/") })
		r.page(e, "/demo/", r.demoPage, zip)
		e.GET("/demo/identity", r.demoIdentity)
		r.page(e, "/demo/*", r.demoFile, zip)
	}
}

func (r *router) page(e *echo.Echo, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	e.GET(path, h, m...)
	e.HEAD(path, h, m...)
}

// read returns a file of the built frontend.
func (r *router) read(name string) ([]byte, error) {
	if r.Frontend == nil || !fs.ValidPath(name) {
		return nil, fs.ErrNotExist
	}
	info, err := fs.Stat(r.Frontend, name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(r.Frontend, name)
}

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Kenner</title>
<p>This binary was built without its frontend. Run <code>make build</code>, which builds both. The API works.</p></html>
`

// html answers a page of the app or the widget with its own nonce.
func (r *router) html(c echo.Context, name string, csp func(origin, nonce string) string) error {
	b, err := r.read(name)
	status := http.StatusOK
	if errors.Is(err, fs.ErrNotExist) {
		b, err, status = []byte(notBuilt), nil, http.StatusServiceUnavailable
	}
	if err != nil {
		return err
	}
	nonce := rand.Text()
	h := c.Response().Header()
	h.Set("Content-Security-Policy", csp(requestOf(c.Request().Context()).origin, nonce))
	h.Set("Cache-Control", "no-store") // the nonce is for one reader
	return c.HTMLBlob(status, bytes.ReplaceAll(b, []byte(noncePlace), []byte(nonce)))
}

func (r *router) app(c echo.Context) error { return r.html(c, "index.html", appPolicy) }

// chat is the widget as a page of its own, which nobody frames.
func (r *router) chat(c echo.Context) error { return r.html(c, "widget.html", appPolicy) }

// widget is the frame in the brand's pages. Who may frame it is read anew, so a
// domain that was taken away is out within seconds.
func (r *router) widget(c echo.Context) error {
	var domains []string
	if known, err := r.brand.get(c.Request().Context()); err == nil {
		domains = known.settings.Domains
	}
	c.Response().Header().Del("Cross-Origin-Opener-Policy")
	c.Response().Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	return r.html(c, "widget.html", func(origin, nonce string) string { return framePolicy(origin, nonce, domains) })
}

// loader is the script that the brand puts on its pages.
func (r *router) loader(c echo.Context) error {
	b, err := r.read("embed/kenner.js")
	if err != nil {
		return missingFile(err)
	}
	h := c.Response().Header()
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("Cache-Control", "public, max-age=300")
	h.Add("Vary", "Origin")
	if origin := r.allowOrigin(c.Request().Context(), c.Request().Header.Get("Origin")); origin != "" {
		h.Set("Access-Control-Allow-Origin", origin)
	}
	return c.Blob(http.StatusOK, "text/javascript; charset=utf-8", b)
}

// asset is a file whose name has the hash of its content.
func (r *router) asset(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return r.file(c, "assets/"+c.Param("*"))
}

func (r *router) rootFile(c echo.Context) error {
	name := c.Param("file")
	switch path.Ext(name) {
	case ".svg", ".png", ".ico", ".js", ".webmanifest": // and not the build's own lists
	default:
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return r.file(c, name)
}

func (r *router) file(c echo.Context, name string) error {
	b, err := r.read(name)
	if err != nil {
		return missingFile(err)
	}
	return c.Blob(http.StatusOK, contentType(name), b)
}

func missingFile(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return echo.ErrNotFound
	}
	return err
}

// contentType comes from a closed list, so that no file is ever guessed at.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg", ".png", ".ico", ".webp", ".json":
		return mime.TypeByExtension(path.Ext(name))
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	default:
		return "application/octet-stream"
	}
}

func (r *router) demoPage(c echo.Context) error { return r.demoHTML(c, "index.html") }

// demoHTML is a page of the demo brand's shop. Its script comes from the other
// origin, as in real life.
func (r *router) demoHTML(c echo.Context, name string) error {
	b, err := r.read("demo/" + name)
	if err != nil {
		return missingFile(err)
	}
	c.Response().Header().Set("Content-Security-Policy", demoPolicy(r.DemoWidget))
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.HTMLBlob(http.StatusOK, bytes.ReplaceAll(b, []byte(widgetPlace), []byte(r.DemoWidget)))
}

// demoIdentity is the backend of the demo's shop: its word about who is signed
// in there. The shop's own page asks; no other origin can read the answer.
func (r *router) demoIdentity(c echo.Context) error {
	if r.DemoIdentity == nil {
		return echo.ErrNotFound
	}
	token, err := r.DemoIdentity(c.Request().Context(), c.QueryParam("who"))
	if err != nil {
		return answer(c.Request().Context(), err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.String(http.StatusOK, token)
}

func (r *router) demoFile(c echo.Context) error {
	name := c.Param("*")
	if strings.HasSuffix(name, ".html") {
		return r.demoHTML(c, name)
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return r.file(c, "demo/"+name)
}
