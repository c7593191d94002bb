package api_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// abroad is a house whose people come in by a real provider.
type abroad struct {
	*apitest.House
	p  *apitest.Provider
	id string // of the provider here
}

func openAbroad(t *testing.T, h *apitest.House) *abroad {
	t.Helper()
	a := &abroad{House: h, p: apitest.NewProvider(h)}
	a.id = a.add("house", a.p, "").String("id")
	return a
}

func (a *abroad) add(slug string, p *apitest.Provider, more string) apitest.Answer {
	a.T.Helper()
	return a.Admin.Post("/providers", fmt.Sprintf(`{"slug":%q,"name":"The %s","issuer":%q,"clientId":%q,"clientSecret":%q,"enabled":true%s}`,
		slug, slug, p.URL, p.Client, p.Secret, more)).Want(http.StatusCreated)
}

// trip is a browser on its way back.
type trip struct{ state, code, cookie string }

func (r trip) body(slug, more string) string {
	return fmt.Sprintf(`{"provider":%q,"state":%q,"code":%q%s}`, slug, r.state, r.code, more)
}

// leaves sends a browser to the provider and lets it come back with a code.
func (a *abroad) leaves(c *apitest.Client, path, body string) trip {
	a.T.Helper()
	sent := c.Post(path, body).Want(http.StatusCreated)
	state, code := a.p.Come(sent.String("url"))
	cookie, _, _ := strings.Cut(sent.Header.Get("Set-Cookie"), ";")
	return trip{state, code, cookie}
}

// comes brings a browser back that went to sign in.
func (a *abroad) comes() apitest.Answer {
	a.T.Helper()
	r := a.leaves(a.Stranger(), "/doors/house/errands", `{}`)
	return a.Stranger().Post("/sessions/providers", r.body("house", ""), "Cookie", r.cookie)
}

// links ties a person to the account that is signed in there.
func (a *abroad) links(c *apitest.Client) apitest.Answer {
	a.T.Helper()
	r := a.leaves(c, "/me/providers/house/links", "")
	return c.Post("/me/providers", r.body("house", ""), "Cookie", r.cookie)
}

func TestWhoIsLinkedComesInByAProvider(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := openAbroad(t, h)
		view := string(h.Admin.Get("/providers").Want(200).Body)
		require.Contains(t, view, `"hasSecret":true`)
		require.NotContains(t, view, a.p.Secret)
		require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM oidc_providers WHERE client_secret LIKE '%secret-of%'"))
		require.Equal(t, "house", h.Stranger().Get("/doors").Want(200).String("items.0.slug"))
		require.NotContains(t, string(h.Stranger().Get("/doors").Body), a.p.URL)

		// Nobody is found by an address, however sure the provider is of it.
		a.p.Says = func(c map[string]any) {
			c["email"], c["email_verified"], c["sub"] = "admin@example.com", true, "admin@example.com"
		}
		a.comes().Refused(401, "nobody_linked")
		require.Equal(t, "Bearer", a.comes().Header.Get("WWW-Authenticate"))
		a.p.Says = nil

		m := h.Manager()
		a.links(m).Want(204)
		a.links(h.Admin).Refused(409, "account_linked")
		m.Post("/me/providers/house/links", "").Refused(409, "provider_linked")
		in := a.comes().Want(200)
		require.Equal(t, m.ID, in.String("actor.id"))
		one := h.Stranger().Take(in)
		require.Equal(t, "provider", one.Get("/me/sessions").Want(200).String("items.0.factor"))
		require.Equal(t, "The house", one.Get("/me/sessions").String("items.0.provider"))
		require.NotEmpty(t, one.Get("/me/providers").Want(200).String("items.0.linkedAt"))

		// Who has a second factor is asked for it, and the session is still the provider's.
		app, _ := m.AddApp()
		h.Machine.Add(30 * time.Second)
		wants := a.comes().Refused(401, "second_factor")
		require.Empty(t, wants.Header.Get("Set-Cookie"))
		both := h.Stranger().Take(complete(h, wants.String("ticket"), app.Code()).Want(200))
		key, _ := m.AddKey("laptop")
		asked := h.Stranger().Post("/sessions/passkey-challenges", fmt.Sprintf(`{"ticket":%q}`, a.comes().Refused(401, "second_factor").String("ticket"))).Want(200)
		third := h.Stranger().Take(h.Stranger().Post("/sessions/passkeys", key.Sign(asked)).Want(200))
		password := h.Stranger().Take(h.Stranger().Post("/sessions/passkeys", key.Sign(h.Stranger().Post("/sessions/passkey-challenges", `{}`).Want(200))).Want(200))

		// It signs them out there, and everything that came by it ends here; nothing else does.
		a.p.SignOut(h.Stranger(), "house", a.p.Farewell(nil)).Want(200)
		for _, c := range []*apitest.Client{one, both, third} {
			c.Get("/me").Refused(401, "unauthorized")
			c.Refresh().Refused(401, "session_ended")
		}
		password.Get("/me").Want(200)
		m.Get("/me").Want(200)
		require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM sessions WHERE provider_token IS NOT NULL"))

		// A ticket that was waiting when the provider signed them out opens nothing.
		a.p.SID = "there-2"
		h.Machine.Add(time.Minute)
		waiting := a.comes().Refused(401, "second_factor").String("ticket")
		a.p.SignOut(h.Stranger(), "house", a.p.Farewell(nil)).Want(200)
		complete(h, waiting, app.Code()).Refused(401, "provider_signed_out")

		m.Do(http.MethodDelete, "/me/providers/"+a.id, "").Want(204)
		m.Do(http.MethodDelete, "/me/providers/"+a.id, "").Refused(404, "provider_not_linked")
		a.comes().Refused(401, "nobody_linked")
	})
}

// TestTheBrandDecidesWhatAProvidersWordIsWorth: one factor, unless it says that it
// asked for a second one and the brand lets that count.
func TestTheBrandDecidesWhatAProvidersWordIsWorth(t *testing.T) {
	t.Parallel()
	h := apitest.OpenStrict(t, storagetest.Open(t))
	app, _ := h.Admin.AddApp()
	a := openAbroad(t, h)
	a.links(h.Admin).Want(204)
	set := func(body string) {
		t.Helper()
		h.Admin.Patch("/providers/"+a.id, body, "If-Match", h.Admin.Get("/providers/"+a.id).Header.Get("ETag")).Want(200)
	}
	says := func(acr any, amr ...string) { a.p.Says = func(c map[string]any) { c["acr"], c["amr"] = acr, amr } }
	says("phr", "mfa")
	a.comes().Refused(401, "second_factor") // the brand has not said so
	set(`{"acr":["phr"],"amr":["mfa","hwk"]}`)
	for name, tt := range map[string]struct {
		acr  any
		amr  []string
		good bool
	}{
		"a class that counts":       {"phr", nil, true},
		"a method that counts":      {"0", []string{"pwd", "mfa"}, true},
		"another class":             {"1", []string{"pwd"}, false},
		"a method as a class":       {"mfa", nil, false},
		"a class as a method":       {nil, []string{"phr"}, false},
		"nothing":                   {nil, nil, false},
		"a class that is not named": {"", nil, false},
	} {
		says(tt.acr, tt.amr...)
		if in := a.comes(); tt.good != (in.Status == 200) || !tt.good && in.Code() != "second_factor" {
			t.Errorf("%s: %d %s", name, in.Status, in.Body)
		}
	}
	says("phr")
	r := a.leaves(h.Stranger(), "/doors/house/errands", `{}`)
	require.Equal(t, "phr", a.p.Query(r.code).Get("acr_values"))

	// Staff without a factor of their own are inside with it, and nowhere without.
	link := h.Admin.Post("/people", `{"role":"manager","email":"bo@example.com","name":"Bo Jansen"}`).Want(201).String("link")
	_, token, _ := strings.Cut(link, "#")
	a.p.Subject = "bo-there"
	says("1")
	r = a.leaves(h.Stranger(), "/doors/house/errands", fmt.Sprintf(`{"invitation":%q}`, token))
	bare := h.Stranger().Post("/sessions/providers", r.body("house", ""), "Cookie", r.cookie).Want(200)
	require.Equal(t, true, bare.At("factorNeeded"))
	h.Stranger().Take(bare).Get("/settings").Refused(403, "factor_required")
	says("phr")
	in := a.comes().Want(200)
	require.Nil(t, in.At("factorNeeded"))
	h.Stranger().Take(in).Get("/settings").Want(200)
	set(`{"roles":["expert"]}`)
	a.comes().Refused(401, "nobody_linked")
	require.NotEmpty(t, app)
}

// TestAnInvitationIsUsedByAnAccount: it stands in for a password, once.
func TestAnInvitationIsUsedByAnAccount(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := openAbroad(t, h)
		link := h.Admin.Post("/people", `{"role":"manager","email":"bo@example.com","name":"Bo Jansen"}`).Want(201).String("link")
		_, token, _ := strings.Cut(link, "#")
		body := fmt.Sprintf(`{"invitation":%q}`, token)
		r, late := a.leaves(h.Stranger(), "/doors/house/errands", body), a.leaves(h.Stranger(), "/doors/house/errands", body)
		bo := h.Stranger().Take(h.Stranger().Post("/sessions/providers", r.body("house", ""), "Cookie", r.cookie).Want(200))
		a.p.Subject = "somebody-else-there"
		h.Stranger().Post("/sessions/providers", late.body("house", ""), "Cookie", late.cookie).Refused(410, "invitation_used")
		h.Stranger().Post("/doors/house/errands", body).Refused(410, "invitation_used")
		h.Stranger().Post("/doors/house/errands", `{"invitation":"guessed"}`).Refused(404, "invitation_not_found")
		a.p.Subject = "248289761001"

		// No password matches, none was chosen, and the account is the only way in.
		for _, p := range []string{access.NoPassword, apitest.Password} {
			h.Stranger().Post("/sessions", fmt.Sprintf(`{"email":"bo@example.com","password":%q}`, p)).Refused(401, "invalid_credentials")
			bo.Post("/me/reauthentications", fmt.Sprintf(`{"password":%q}`, p)).Refused(403, "wrong_password")
		}
		require.Equal(t, false, bo.Get("/me/factors").Want(200).At("password"))
		require.Contains(t, string(h.Admin.Get("/people?role=manager").Body), `"state":"active"`)
		bo.Do(http.MethodDelete, "/me/providers/"+a.id, "").Refused(409, "last_way_in")
		bo.AddKey("laptop")
		bo.Do(http.MethodDelete, "/me/providers/"+a.id, "").Want(204)

		// A link that gives another password is none that links.
		again := h.Admin.Post("/people/"+bo.ID+"/invitations", `{}`).Want(201).String("link")
		_, token, _ = strings.Cut(again, "#")
		h.Stranger().Post("/doors/house/errands", fmt.Sprintf(`{"invitation":%q}`, token)).Refused(404, "invitation_not_found")
		// The console takes accounts away with the factors.
		m := h.Manager()
		a.links(m).Want(204)
		if _, err := h.Services.Access.Reset(t.Context(), "manager1@example.com"); err != nil {
			t.Fatal(err)
		}
		a.comes().Refused(401, "nobody_linked")
		m.Refresh().Refused(401, "session_ended")
	})
}

// TestNobodyComesInByAnotherAnswer walks what an attacker can put in the way of a
// browser that comes back.
func TestNobodyComesInByAnotherAnswer(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	a := openAbroad(t, h)
	other := apitest.NewProvider(h)
	a.add("other", other, "")
	a.links(h.Admin).Want(204)
	was := storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM sessions")
	key := func(alg jose.SignatureAlgorithm, k any) func(map[string]any) string {
		return func(c map[string]any) string { return a.p.SignWith(jose.SigningKey{Algorithm: alg, Key: k}, "JWT", c) }
	}
	unsigned := func(c map[string]any) string {
		b, _ := json.Marshal(c)
		return base64url(`{"alg":"none","typ":"JWT"}`) + "." + base64url(string(b)) + "."
	}
	set := func(claim string, v any) func(map[string]any) { return func(c map[string]any) { c[claim] = v } }
	now := h.Machine.Now
	for name, says := range map[string]func(map[string]any){
		"another nonce":         set("nonce", "guessed"),
		"no nonce":              set("nonce", nil),
		"another issuer":        set("iss", other.URL),
		"no issuer":             set("iss", nil),
		"another client":        set("aud", "another client"),
		"no client":             set("aud", nil),
		"two clients":           set("aud", []string{"kenner", "another client"}),
		"for another party":     set("azp", "another client"),
		"over":                  set("exp", now().Add(-time.Minute).Unix()),
		"no end":                set("exp", nil),
		"of yesterday":          set("iat", now().Add(-24*time.Hour).Unix()),
		"of tomorrow":           set("iat", now().Add(24*time.Hour).Unix()),
		"nobody":                set("sub", nil),
		"a subject of spaces":   set("sub", "a b"),
		"a subject without end": set("sub", strings.Repeat("x", 300)),
		"a session without end": set("sid", strings.Repeat("x", 300)),
	} {
		a.p.Says = says
		if in := a.comes(); in.Code() != "provider_word" || in.Status != 401 {
			t.Errorf("%s: %d %s", name, in.Status, in.Body)
		}
	}
	a.p.Says = nil
	for name, sign := range map[string]func(map[string]any) string{
		"not signed":               unsigned,
		"signed by our own secret": key(jose.HS256, []byte(strings.Repeat(a.p.Secret, 2))),
		"signed by another key":    key(jose.ES256, other.Key),
		"a token of another type": func(c map[string]any) string {
			return a.p.SignWith(jose.SigningKey{Algorithm: jose.ES256, Key: a.p.Key}, "at+jwt", c)
		},
		"no token":                  func(map[string]any) string { return "" },
		"a token that is none":      func(map[string]any) string { return "a.b.c" },
		"a token that is too large": func(map[string]any) string { return strings.Repeat("a", 20_000) },
		"a logout token":            func(map[string]any) string { a.p.Sign = nil; return a.p.Farewell(nil) },
	} {
		a.p.Sign = sign
		if in := a.comes(); in.Code() != "provider_word" {
			t.Errorf("%s: %d %s", name, in.Status, in.Body)
		}
		a.p.Sign = nil
	}
	back := func(slug, more, cookie string, change func(*trip)) apitest.Answer {
		r := a.leaves(h.Stranger(), "/doors/house/errands", `{}`)
		if cookie == "" {
			cookie = r.cookie
		}
		change(&r)
		return h.Stranger().Post("/sessions/providers", r.body(slug, more), "Cookie", cookie)
	}
	same := func(*trip) {}
	back("other", "", "", same).Refused(401, "errand_over") // another provider's address: mix-up
	back("house", fmt.Sprintf(`,"iss":%q`, other.URL), "", same).Refused(401, "provider_word")
	back("house", "", "kenner_browser_8080=an-attackers-own-browser-000", same).Refused(401, "errand_over") // a link sent to a victim
	back("house", "", "a=b", same).Refused(401, "errand_over")
	back("house", "", "", func(r *trip) { r.code = "guessed" }).Refused(401, "provider_word")
	back("house", "", "", func(r *trip) { r.state = "guessed" }).Refused(401, "errand_over")
	// A code of another errand: its verifier is not this one's (PKCE).
	stolen := a.leaves(h.Stranger(), "/doors/house/errands", `{}`)
	back("house", "", "", func(r *trip) { r.code = stolen.code }).Refused(401, "provider_word")
	require.Equal(t, was, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM sessions"))

	r := a.leaves(h.Stranger(), "/doors/house/errands", `{}`)
	h.Stranger().Post("/sessions/providers", r.body("house", fmt.Sprintf(`,"iss":%q`, a.p.URL)), "Cookie", r.cookie).Want(200)
	h.Stranger().Post("/sessions/providers", r.body("house", ""), "Cookie", r.cookie).Refused(401, "errand_over") // a state used again
	// A provider that promises to say who it is says so.
	a.p.Describes = func(d map[string]any) { d["authorization_response_iss_parameter_supported"] = true }
	h.Admin.Post("/providers/"+a.id+"/checks", "").Want(200)
	back("house", "", "", same).Refused(401, "provider_word")
}

// TestAProviderProvesWhoIsSignedIn: when it says that they showed it just now.
func TestAProviderProvesWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := openAbroad(t, h)
		m := h.Manager()
		a.links(m).Want(204)
		in := h.Stranger().Take(a.comes().Want(200))
		prove := func(c *apitest.Client) apitest.Answer {
			r := a.leaves(c, "/me/providers/house/proofs", "")
			require.Equal(t, "login", a.p.Query(r.code).Get("prompt"))
			require.Equal(t, "0", a.p.Query(r.code).Get("max_age"))
			return c.Post("/me/reauthentications/providers", r.body("house", ""), "Cookie", r.cookie)
		}
		h.Machine.Add(access.FreshFor)
		in.Refresh().Want(200)
		in.Post("/me/totp", `{}`).Refused(403, "reauthentication_required")
		in.Post("/me/providers/house/links", "").Refused(403, "reauthentication_required")
		in.Do(http.MethodDelete, "/me/providers/"+a.id, "").Refused(403, "reauthentication_required")
		long := h.Machine.Now().Add(-time.Hour).Unix()
		for name, says := range map[string]func(map[string]any){
			"it knew them already": func(c map[string]any) { c["auth_time"] = long },
			"it does not say when": func(c map[string]any) { c["auth_time"] = nil },
			"somebody else's word": func(c map[string]any) { c["sub"] = "somebody else" },
		} {
			a.p.Says = says
			if got := prove(in); got.Status != 401 && got.Status != 403 || got.Code() == "" {
				t.Errorf("%s: %d %s", name, got.Status, got.Body)
			}
			in.Post("/me/totp", `{}`).Refused(403, "reauthentication_required")
		}
		// Who comes in by a provider that knew them is not fresh.
		a.p.Says = func(c map[string]any) { c["auth_time"] = long }
		h.Stranger().Take(a.comes().Want(200)).Post("/me/totp", `{}`).Refused(403, "reauthentication_required")
		a.p.Says = nil
		prove(in).Want(200)
		in.AddApp()
		prove(in).Refused(403, "proof_too_weak") // they have something better now
		m.Post("/me/providers/house/proofs", "").Want(201)
		h.Admin.Post("/me/providers/house/proofs", "").Refused(404, "provider_not_linked")
	})
}

func base64url(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
