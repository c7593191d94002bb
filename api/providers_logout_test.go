package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

// TestABrowserIsSentToTheProviderAndBackToUs: where it goes is nobody's to choose.
func TestABrowserIsSentToTheProviderAndBackToUs(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := openAbroad(t, h)
	sent := h.Stranger().Post("/doors/house/errands", `{}`, "Referer", "https://evil.example/").Want(201)
	require.Regexp(t, `^kenner_browser_8080=[A-Z0-9]{26}; Path=/; Max-Age=600; HttpOnly; SameSite=Strict$`, sent.Header.Get("Set-Cookie"))
	u, err := url.Parse(sent.String("url"))
	require.NoError(t, err)
	q := u.Query()
	require.Equal(t, "http://localhost:8080/sign-in/back/house", q.Get("redirect_uri"))
	require.Equal(t, "openid", q.Get("scope")) // no address, no name
	require.Equal(t, "code", q.Get("response_type"))
	require.Equal(t, "S256", q.Get("code_challenge_method"))
	require.Len(t, q.Get("code_challenge"), 43)
	require.NotEmpty(t, q.Get("nonce"))
	require.NotEqual(t, q.Get("nonce"), q.Get("state"))
	for _, name := range []string{"to", "redirect_uri", "next", "url"} {
		h.Stranger().Post("/doors/house/errands", fmt.Sprintf(`{%q:"https://evil.example/"}`, name)).Refused(422, "invalid")
	}
	again := h.Stranger().Post("/doors/house/errands", `{}`, "Cookie", "kenner_browser_8080="+strings.Repeat("A", 26)).Want(201)
	require.Contains(t, again.Header.Get("Set-Cookie"), strings.Repeat("A", 26)) // two tabs are one browser
	h.Stranger().Post("/doors/house/errands", `{}`, "Sec-Fetch-Site", "cross-site").Refused(403, "cross_origin")
	h.Stranger().Post("/doors/nowhere/errands", `{}`).Refused(404, "provider_not_found")
	h.Stranger().Raw(http.MethodGet, "/sign-in/back/house?code=a&state=b", "").Want(200)

	// Who signs out goes on to the provider and comes to our door.
	a.links(h.Admin).Want(204)
	out := h.Stranger().Take(a.comes().Want(200)).Do(http.MethodDelete, "/sessions/current", "").Want(200)
	leave, err := url.Parse(out.String("url"))
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(out.String("url"), a.p.URL+"/end?"))
	require.Equal(t, "once", leave.Query().Get("at"))
	require.Equal(t, "http://localhost:8080/sign-in", leave.Query().Get("post_logout_redirect_uri"))
	require.Equal(t, "kenner", leave.Query().Get("client_id"))
	require.Len(t, strings.Split(leave.Query().Get("id_token_hint"), "."), 3)
	require.Empty(t, h.Stranger().SignIn("admin@example.com").Do(http.MethodDelete, "/sessions/current", "").Want(200).String("url"))
}

func TestALogoutTokenIsWhatTheStandardSays(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := openAbroad(t, h)
	a.links(h.Admin).Want(204)
	in := h.Stranger().Take(a.comes().Want(200))
	other := apitest.NewProvider(h)
	set := func(claim string, v any) string { return a.p.Farewell(func(c map[string]any) { c[claim] = v }) }
	now := h.Machine.Now
	claims := map[string]any{}
	a.p.Farewell(func(c map[string]any) { claims = c })
	b, _ := json.Marshal(claims)
	sign := func(alg jose.SignatureAlgorithm, k any, typ string) string {
		return a.p.SignWith(jose.SigningKey{Algorithm: alg, Key: k}, typ, claims)
	}
	event := "http://schemas.openid.net/event/backchannel-logout"
	for name, token := range map[string]string{
		"another issuer":        set("iss", other.URL),
		"another client":        set("aud", "another client"),
		"no client":             set("aud", nil),
		"over":                  set("exp", now().Add(-time.Hour).Unix()),
		"no end":                set("exp", nil),
		"of an hour ago":        set("iat", now().Add(-time.Hour).Unix()),
		"of tomorrow":           set("iat", now().Add(24*time.Hour).Unix()),
		"of no time":            set("iat", nil),
		"no event":              set("events", nil),
		"another event":         set("events", map[string]any{"http://schemas.openid.net/event/other": map[string]any{}}),
		"an event of nothing":   set("events", map[string]any{event: nil}),
		"an event that is text": set("events", map[string]any{event: "yes"}),
		"a nonce":               set("nonce", "of an ID token"),
		"a nonce of nothing":    set("nonce", ""),
		"no id":                 set("jti", nil),
		"an id without end":     set("jti", strings.Repeat("x", 300)),
		"nobody":                a.p.Farewell(func(c map[string]any) { delete(c, "sub"); delete(c, "sid") }),
		"not signed":            base64url(`{"alg":"none","typ":"logout+jwt"}`) + "." + base64url(string(b)) + ".",
		"signed by our secret":  sign(jose.HS256, []byte(strings.Repeat(a.p.Secret, 2)), "logout+jwt"),
		"signed by another key": sign(jose.ES256, other.Key, "logout+jwt"),
		"an access token":       sign(jose.ES256, jose.JSONWebKey{Key: a.p.Key, KeyID: a.p.KID}, "at+jwt"),
		"no token":              "",
		"nonsense":              "nonsense",
		"too large":             strings.Repeat("a", 20_000),
	} {
		got := a.p.SignOut(h.Stranger(), "house", token)
		if got.Status != 400 || got.String("error") != "invalid_request" || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	post := func(body, kind string) apitest.Answer {
		return h.Stranger().Raw(http.MethodPost, "/api/v1/doors/house/logouts", body, "Content-Type", kind)
	}
	const form = "application/x-www-form-urlencoded"
	twice := a.p.Farewell(nil)
	post("logout_token="+twice+"&logout_token="+twice, form).Want(400)
	post(`{"logout_token":"`+twice+`"}`, "application/json").Want(400)
	post("logout_token="+strings.Repeat("a", 40_000), form).Want(400)
	h.Stranger().Raw(http.MethodGet, "/api/v1/doors/house/logouts", "").Want(405)
	a.p.SignOut(h.Stranger(), "nowhere", twice).Refused(404, "provider_not_found")
	in.Get("/me").Want(200) // and after all of that

	a.p.SID = "another-session-there"
	a.p.SignOut(h.Stranger(), "house", a.p.Farewell(nil)).Want(200)
	in.Get("/me").Want(200)
	a.p.SID = "there-1"
	token := a.p.Farewell(func(c map[string]any) { c["sub"] = nil }) // of the session alone
	a.p.SignOut(h.Stranger(), "house", token).Want(200)
	in.Get("/me").Refused(401, "unauthorized")
	require.Contains(t, a.p.SignOut(h.Stranger(), "house", token).Want(400).String("error_description"), "logout_token_used")
	h.Admin.Get("/me").Want(200)
	require.Contains(t, h.Log.String(), `"operation":"providerSignedOut"`)
}

// TestWhatAProviderSaysIsNotCounted: however many it signs out, each is heard; what
// does not hold is counted, and then nobody there is heard for a while.
func TestWhatAProviderSaysIsNotCounted(t *testing.T) {
	t.Parallel()
	h, clock := limited(t)
	a := openAbroad(t, h)
	for range 130 {
		a.p.SignOut(h.Stranger(), "house", a.p.Farewell(nil)).Want(200)
	}
	twice := a.p.Farewell(nil)
	a.p.SignOut(h.Stranger(), "house", twice).Want(200)
	for i, bad := range []func() apitest.Answer{
		func() apitest.Answer { return a.p.SignOut(h.Stranger(), "house", "nonsense") },
		func() apitest.Answer { return a.p.SignOut(h.Stranger(), "house", twice) },
		func() apitest.Answer { return a.p.SignOut(h.Stranger(), "nowhere", twice) },
		func() apitest.Answer { return h.Stranger().Raw(http.MethodPost, "/api/v1/doors/house/logouts", "") },
	} {
		clock.Add(time.Hour)
		n, _ := until(t, func(int) apitest.Answer { return bad() })
		require.Equal(t, 120, n, "kind %d of what does not hold", i)
	}
	a.p.SignOut(h.Stranger(), "house", a.p.Farewell(nil)).Refused(429, "rate_limited")
}

// TestAProviderThatDoesNotAnswerIsTold: plainly, quickly, and to nobody who is inside.
func TestAProviderThatDoesNotAnswerIsTold(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := openAbroad(t, h)
	a.links(h.Admin).Want(204)
	require.Equal(t, 1, a.p.Asked, "what a provider says of itself is kept")
	in := h.Stranger().Take(a.comes().Want(200))
	r := a.leaves(h.Stranger(), "/doors/house/errands", `{}`)
	a.p.Down = true
	h.Stranger().Post("/sessions/providers", r.body("house", ""), "Cookie", r.cookie).Refused(503, "provider_unreachable")
	h.Machine.Add(time.Hour)
	h.Stranger().Post("/doors/house/errands", `{}`).Refused(503, "provider_unreachable")
	h.Admin.SignIn("admin@example.com").Post("/providers/"+a.id+"/checks", "").Refused(503, "provider_unreachable")
	in.Refresh().Want(200)
	require.Empty(t, in.Do(http.MethodDelete, "/sessions/current", "").Want(200).String("url"), "it keeps nobody inside")
	a.p.Down = false
	check := h.Admin.Post("/providers/"+a.id+"/checks", "").Want(200)
	require.Equal(t, []any{true, true, true}, []any{check.At("signOut"), check.At("backChannel"), check.At("sessions")})
	for name, describes := range map[string]func(map[string]any){
		"another issuer":       func(d map[string]any) { d["issuer"] = "https://evil.example" },
		"a page on plain http": func(d map[string]any) { d["authorization_endpoint"] = "http://id.example/authorize" },
		"a script as a page":   func(d map[string]any) { d["end_session_endpoint"] = "javascript:alert(1)" },
		"no keys":              func(d map[string]any) { delete(d, "jwks_uri") },
		"no PKCE":              func(d map[string]any) { d["code_challenge_methods_supported"] = []string{"plain"} },
		"a book":               func(d map[string]any) { d["more"] = strings.Repeat("x", 1<<20) },
	} {
		a.p.Describes = describes
		if got := h.Admin.Post("/providers/"+a.id+"/checks", ""); got.Code() != "provider_unusable" {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
}
