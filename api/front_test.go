package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
)

func TestEveryErrorIsAProblem(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	deep := strings.Repeat(`{"a":`, 20) + `{}` + strings.Repeat(`}`, 20)
	tests := map[string]struct {
		method, path, body string
		headers            []string
		status             int
		code               string
	}{
		"an address that is not there":     {"GET", "/nothing", "", nil, 404, "not_found"},
		"a method that is not there":       {"DELETE", "/products", "", nil, 405, "method_not_allowed"},
		"TRACE":                            {"TRACE", "/products", "", nil, 405, "method_not_allowed"},
		"a body that is not JSON":          {"POST", "/products", `{"name":`, nil, 400, "malformed_body"},
		"two documents":                    {"POST", "/products", `{"name":"a"}{"name":"b"}`, nil, 400, "malformed_body"},
		"no body":                          {"POST", "/products", ``, nil, 400, "body_missing"},
		"no body, and nothing is missing":  {"POST", "/visitors", ``, []string{"Content-Type", "application/x-www-form-urlencoded"}, 201, ""},
		"nothing to change":                {"PATCH", "/products/1", ``, nil, 400, "body_missing"},
		"a form":                           {"POST", "/products", `name=a`, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "unsupported_media_type"},
		"plain text":                       {"POST", "/products", `{"name":"a"}`, []string{"Content-Type", "text/plain"}, 415, "unsupported_media_type"},
		"JSON with a charset is fine":      {"POST", "/products", `{"name":"a"}`, []string{"Content-Type", "application/json; charset=utf-8"}, 201, ""},
		"an unknown field":                 {"POST", "/products", `{"name":"a","admin":true}`, nil, 422, "invalid"},
		"a field in other letters":         {"POST", "/products", `{"Name":"a"}`, nil, 422, "invalid"},
		"a field twice":                    {"POST", "/products", `{"name":"a","name":"b"}`, nil, 400, "malformed_body"},
		"a wrong type":                     {"POST", "/products", `{"name":{"hunter2":1}}`, nil, 422, "invalid"},
		"too deep":                         {"POST", "/products", deep, nil, 400, "malformed_body"},
		"too large":                        {"POST", "/products", `{"name":"` + strings.Repeat("x", 256<<10) + `"}`, nil, 413, "body_too_large"},
		"a NUL":                            {"POST", "/products", `{"name":"a\u0000b"}`, nil, 400, "malformed_body"},
		"no UTF-8":                         {"POST", "/products", "{\"name\":\"\xff\"}", nil, 400, "malformed_body"},
		"a body where none is wanted":      {"DELETE", "/sessions/current", `{"all":true}`, nil, 422, "invalid"},
		"an unknown query":                 {"GET", "/products?limits=1", "", nil, 422, "invalid"},
		"a query twice":                    {"GET", "/products?archived=true&archived=false", "", nil, 400, "malformed_url"},
		"a query with a NUL":               {"GET", "/products?archived=%00", "", nil, 400, "malformed_url"},
		"a broken escape":                  {"GET", "/products?archived=%zz", "", nil, 400, "malformed_url"},
		"a path with a NUL":                {"PATCH", "/products/%00", `{}`, nil, 400, "malformed_url"},
		"a long path":                      {"GET", "/" + strings.Repeat("x", 2<<10), "", nil, 414, "path_too_long"},
		"a long query":                     {"GET", "/products?archived=" + strings.Repeat("x", 4<<10), "", nil, 414, "query_too_long"},
		"a page of a thousand":             {"GET", "/people?limit=1000", "", nil, 422, "invalid"},
		"somebody else's cursor":           {"GET", "/people?cursor=%21", "", nil, 422, "cursor_invalid"},
		"a cursor of nonsense":             {"GET", "/people?cursor=YQ", "", nil, 200, ""},
		"another site's page":              {"POST", "/products", `{"name":"a"}`, []string{"Sec-Fetch-Site", "cross-site"}, 403, "cross_origin"},
		"another site's page, old browser": {"POST", "/products", `{"name":"a"}`, []string{"Origin", "https://evil.example"}, 403, "cross_origin"},
		"our own page":                     {"POST", "/products", `{"name":"a"}`, []string{"Origin", "http://localhost:8080"}, 201, ""},
		"an id that is not ours":           {"PATCH", "/products/1", `{}`, nil, 404, "product_not_found"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := h.Admin.Do(tt.method, tt.path, tt.body, tt.headers...)
			if a.Status != tt.status || a.Code() != tt.code {
				t.Fatalf("want %d %s, got %d %s", tt.status, tt.code, a.Status, a.Body)
			}
			if tt.status >= 400 && (a.String("instance") == "" || a.String("instance") != a.Header.Get("X-Request-Id")) {
				t.Errorf("instance %q is not the request %q", a.String("instance"), a.Header.Get("X-Request-Id"))
			}
			if tt.status >= 400 && strings.Contains(string(a.Body), "hunter2") {
				t.Errorf("repeats what was sent: %s", a.Body)
			}
		})
	}
}

func TestAProblemSaysWhereAndNeverWhat(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := h.Stranger().Post("/sessions", `{"email":"a@example.com","password":["hunter2"]}`).Refused(422, "invalid")
	require.Equal(t, "/body/password", a.String("errors.0.location"))
	require.NotContains(t, string(a.Body), "hunter2")
	a = h.Admin.Get("/people?role=hunter2").Refused(422, "invalid")
	require.Equal(t, "/query/role", a.String("errors.0.location"))
	require.NotContains(t, string(a.Body), "hunter2")
	a = h.Admin.Get("/people?limit=hunter2").Refused(422, "invalid")
	require.NotContains(t, string(a.Body), "hunter2")
	a = h.Admin.Put("/opening-hours", `{"weekly":[{"weekday":1,"opens":"09:00","closes":"10:00"},{"weekday":9,"opens":"hunter2","closes":"10:00"}],"holidays":[],"version":1}`).
		Refused(422, "invalid")
	require.Contains(t, string(a.Body), "/body/weekly/1/opens")
	require.NotContains(t, string(a.Body), "hunter2")
	a = h.Admin.Post("/people", `{"role":"manager","email":"hunter2","name":"x"}`).Refused(422, "bad_email")
	require.Equal(t, "/body/email", a.String("errors.0.location"))
	require.NotContains(t, h.Log.String(), "hunter2")
}

func TestAFaultIsLoggedOnceAndHidden(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) {
		c.Once = func(context.Context, string, string, string, func(context.Context) ([]byte, error)) ([]byte, bool, error) {
			return nil, false, errors.New("pq: password is hunter2")
		}
	})
	a := h.Admin.Post("/products", `{"name":"a"}`, "Idempotency-Key", "k").Refused(500, "internal")
	require.NotContains(t, string(a.Body), "hunter2")
	require.Equal(t, 1, strings.Count(h.Log.String(), "hunter2"))
	require.Contains(t, h.Log.String(), a.String("instance"))
}

func TestAPanicIsKeptToItself(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t, func(c *api.Config) {
		c.Once = func(context.Context, string, string, string, func(context.Context) ([]byte, error)) ([]byte, bool, error) {
			panic("hunter3")
		}
	})
	a := h.Admin.Post("/products", `{"name":"a"}`, "Idempotency-Key", "k").Refused(500, "internal")
	require.NotContains(t, string(a.Body), "hunter3")
	require.Contains(t, h.Log.String(), "hunter3")
	h.Stranger().Raw("GET", "/healthz", "").Want(200)
}

func TestTheLogTellsWhoAndWhatWithoutSecrets(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Post("/products?x=secret-in-query", `{"name":"secret-in-body"}`)
	h.Admin.Get("/people").Want(200)
	log := h.Log.String()
	require.Contains(t, log, `"operation":"listPeople"`)
	require.Contains(t, log, `"actor":"`+h.Admin.ID+`"`)
	require.Contains(t, log, `"path":"/api/v1/products"`)
	require.Regexp(t, `"operation":"setUp","status":201,.*"actor":"mgr_[\w-]+","audit":true`, log)
	for _, secret := range []string{"secret-in-query", "secret-in-body", h.Admin.Token, apitest.Password, strings.TrimPrefix(h.Admin.Cookie, "kenner_refresh_8080=")} {
		require.NotContains(t, log, secret)
	}
}

func TestASlowRequestIsAWarning(t *testing.T) {
	t.Parallel()
	var h *apitest.House
	h = apitest.Open(t, func(c *api.Config) {
		inner := c.Once
		c.Once = func(ctx context.Context, scope, key, hash string, do func(context.Context) ([]byte, error)) ([]byte, bool, error) {
			h.Machine.Add(2 * time.Second)
			return inner(ctx, scope, key, hash, do)
		}
	})
	h.Admin.Post("/products", `{"name":"a"}`, "Idempotency-Key", "k").Want(201)
	h.Admin.Get("/people").Want(200)
	require.Regexp(t, `"level":"WARN".*"operation":"createProduct".*"role":"admin","slow":true`, h.Log.String())
	require.Regexp(t, `"level":"INFO".*"operation":"listPeople".*"role":"admin","slow":false`, h.Log.String())
}

func TestNobodyChoosesTheirOwnAddress(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Get("/me", "X-Forwarded-For", "203.0.113.9", "X-Real-IP", "203.0.113.9").Want(200)
	require.NotContains(t, h.Log.String(), "203.0.113.9")

	behind := apitest.Open(t, func(c *api.Config) {
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	})
	behind.Admin.Get("/me", "X-Forwarded-For", "198.51.100.7, 203.0.113.9").Want(200)
	require.Contains(t, behind.Log.String(), `"ip":"203.0.113.9"`)
	require.NotContains(t, behind.Log.String(), "198.51.100.7")
	far := *behind.Admin
	far.IP = "192.0.2.1:1000"
	far.Get("/me", "X-Forwarded-For", "203.0.113.10").Want(200)
	require.NotContains(t, behind.Log.String(), "203.0.113.10")
}

func TestSigningInNeedsHTTPS(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	form := fmt.Sprintf(`{"email":"admin@example.com","password":%q}`, apitest.Password)
	h.Stranger().Post("/sessions", form, "Host", "kenner.example.com").Refused(403, "https_required")
	h.Stranger().Post("/sessions", form, "Host", "kenner.example.com", "X-Forwarded-Proto", "https").Refused(403, "https_required")
	a := h.Stranger().Post("/sessions", form, "Host", "127.0.0.1:8080").Want(200)
	require.Regexp(t, `^kenner_refresh_8080=[\w-]{43}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Strict$`, a.Header.Get("Set-Cookie"))

	safe := apitest.Open(t, func(c *api.Config) { c.PublicURL = "https://kenner.example.com" })
	a = safe.Stranger().Post("/sessions", form).Want(200)
	require.Regexp(t, `^__Host-kenner_refresh=[\w-]{43}; Path=/; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$`, a.Header.Get("Set-Cookie"))
	require.Equal(t, "max-age=31536000", a.Header.Get("Strict-Transport-Security"))
	require.True(t, strings.HasPrefix(safe.Admin.Post("/people", `{"role":"manager","email":"m@example.com","name":"M"}`).Want(201).String("link"),
		"https://kenner.example.com/invite#"))
}

func TestAFullServerShedsWhatMayWait(t *testing.T) {
	t.Parallel()
	hold, held := make(chan struct{}), make(chan struct{}, 4)
	h := apitest.Open(t, func(c *api.Config) {
		c.MaxInFlight = 2
		inner := c.Once
		c.Once = func(ctx context.Context, scope, key, hash string, do func(context.Context) ([]byte, error)) ([]byte, bool, error) {
			held <- struct{}{}
			<-hold
			return inner(ctx, scope, key, hash, do)
		}
	})
	done := make(chan int, 2)
	send := func(key string) {
		go func() { done <- h.Admin.Post("/products", `{"name":"a"}`, "Idempotency-Key", key).Status }()
		<-held
	}
	send("1")
	h.Admin.Get("/people").Want(200)
	a := h.Stranger().Post("/visitors", `{}`).Refused(503, "overloaded") // anonymous strangers first
	require.Equal(t, "1", a.Header.Get("Retry-After"))
	send("2")
	h.Admin.Get("/people").Refused(503, "overloaded")
	h.Stranger().Raw("GET", "/healthz", "").Want(200)
	h.Stranger().Raw("GET", "/readyz", "").Want(200)
	close(hold)
	require.Equal(t, []int{201, 201}, []int{<-done, <-done})
	h.Stranger().Post("/visitors", `{}`).Want(201)
}

func TestTheTransportHasEveryLimit(t *testing.T) {
	t.Parallel()
	s := apitest.Open(t).Server.HTTP()
	require.Equal(t, []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second, 60 * time.Second},
		[]time.Duration{s.ReadHeaderTimeout, s.ReadTimeout, s.WriteTimeout, s.IdleTimeout})
	require.Equal(t, 80<<10, s.MaxHeaderBytes)
}
