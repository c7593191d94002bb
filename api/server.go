package api

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/cache"
)

// Config is what the HTTP face of one process is made of.
type Config struct {
	Services Services
	Views    storage.Views
	Auth     *auth.Authenticator
	Tokens   *auth.Tokens
	// Identities verifies the brand's identity tokens, whose keys Sealer closes.
	Identities *auth.Identities
	Sealer     access.Sealer
	// Network names the address range of a caller; empty: it does not count.
	Network func(ip string) string
	// Once gives a request with an Idempotency-Key one effect: storage.DB.Once.
	Once Once
	// Witness keeps the audit log; nil keeps none.
	Witness Witness
	// Counter counts the rate limits; nil lifts them all.
	Counter cache.Counter
	// Live is the live connections; nil leaves them out.
	Live *live.Node
	// Meter counts what is answered; its zero value counts nothing.
	Meter Meter
	// Ready are the checks of /readyz, by name.
	Ready map[string]func(context.Context) error
	// Frontend is the built frontend, as frontend.FS.
	Frontend fs.FS
	// Demo serves the demo's shop page under /demo/, which loads the widget
	// from the origin DemoWidget.
	Demo       bool
	DemoWidget string
	// DemoIdentity is the demo's shop: its backend's word about a demo customer.
	DemoIdentity func(ctx context.Context, who string) (token string, err error)
	// PublicURL is the address that people type; empty takes the request's.
	PublicURL string
	// TrustedProxies may say in X-Forwarded-For and X-Forwarded-Proto who calls.
	TrustedProxies []netip.Prefix
	// MaxInFlight bounds the requests that are worked on at once; 0 means 512.
	MaxInFlight int
	// Timeout bounds how long a request may take, but for what it asks to wait; 0 means ten seconds.
	Timeout time.Duration
	// Now is the machine's clock, BrandNow the brand's, which a demo may shift.
	Now      func() time.Time
	BrandNow func() time.Time
	Logger   *slog.Logger
}

// Once runs do once for a scope and key, and gives its answer again to the same
// request; see storage.DB.Once.
type Once func(ctx context.Context, scope, key, requestHash string,
	do func(context.Context) ([]byte, error)) (response []byte, replayed bool, err error)

// Server is the HTTP face of one process.
type Server struct {
	echo   *echo.Echo
	router *router
	log    *slog.Logger
}

const (
	basePath       = "/api/v1"
	requestTimeout = 10 * time.Second
	maxHeaders     = 16 << 10
	readHeaders    = 80 << 10 // more is read than taken, so that too much is told in a problem
)

// New builds the server. It refuses an API in which an operation has no row in
// the authorisation matrix, or a row no operation.
func New(c Config) (*Server, error) {
	if c.Timeout == 0 {
		c.Timeout = requestTimeout
	}
	if c.MaxInFlight == 0 {
		c.MaxInFlight = 512
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Network == nil {
		c.Network = func(string) string { return "" }
	}
	c.Views = c.Views.Clocked(c.BrandNow)
	public, err := publicOrigin(c.PublicURL)
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Logger.SetOutput(discard{})
	e.IPExtractor = ipExtractor(c.TrustedProxies)
	e.HTTPErrorHandler = echoError
	r, err := newRouter(c, e)
	if err != nil {
		return nil, err
	}
	f := front{Config: c, public: public, gate: r.gate, cross: crossOrigin(public), other: c.Meter.operation("")}
	e.Pre(f.receive)
	e.Use(f.secure, f.limitInput, f.shed, f.timeout)
	r.outside(e)
	for _, res := range resources(c) {
		res.routes(r)
	}
	r.closeMethods(e)
	if err := r.matrix.check(r.routes); err != nil {
		return nil, err
	}
	plain(r.api.OpenAPI())
	optionalBodies(r.api.OpenAPI())
	return &Server{e, r, c.Logger}, nil
}

func newRouter(c Config, e *echo.Echo) (*router, error) {
	overrideHuma()
	m, err := authorisation()
	if err != nil {
		return nil, err
	}
	return &router{
		Config: c, matrix: m, gate: newGate(c.MaxInFlight), brand: newBrandCache(c),
		api: humaecho.NewWithGroup(e, e.Group(basePath), description()),
	}, nil
}

// hostLetters are all that a host and its port are made of; the origin stands
// in headers and links.
const hostLetters = "abcdefghijklmnopqrstuvwxyz0123456789-_.:[]"

// publicOrigin is the origin of the address that people type, or empty.
func publicOrigin(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || u.Path != "" && u.Path != "/" ||
		u.RawQuery != "" || u.Fragment != "" || u.Host == "" || strings.Trim(strings.ToLower(u.Host), hostLetters) != "" {
		return "", errors.New("api: the public URL must be an origin such as https://experts.example.com")
	}
	return u.Scheme + "://" + u.Host, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// HTTP is the server with every limit of the transport set; the caller listens.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		// OPTIONS * gets a problem like every address that is none.
		DisableGeneralOptionsHandler: true,
		MaxHeaderBytes:               readHeaders,
		ErrorLog:                     slog.NewLogLogger(s.log.Handler(), slog.LevelDebug),
	}
}

// Operations are the ids of every operation, in the order of registration.
func (s *Server) Operations() []string { return s.router.routes }

// ipExtractor takes the address of the connection, or what a trusted proxy says.
func ipExtractor(trusted []netip.Prefix) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range trusted {
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: p.Masked().Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// discard takes what Echo would write beside our own log.
type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// overrideHuma replaces what huma keeps in package variables: no nullable
// lists, our problem document, exact field names.
var overrideHuma = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(context.Background(), status, msg, errs...)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, msg string, errs ...error) huma.StatusError {
		return humaProblem(c.Context(), status, msg, errs...)
	}
})
