package api_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain"
)

// town has two of everything: a conversation that ada holds and bo held, and
// customers, experts and staff who have nothing to do with it.
type town struct {
	*counter
	principals map[string]*apitest.Client // who has a token that works
	strangers  map[string]*apitest.Client // who has none
	role       map[string]domain.Role
}

func openTown(t *testing.T) *town {
	t.Helper()
	return townOf(t, openCounter(t))
}

func townOf(t *testing.T, c *counter) *town {
	t.Helper()
	h := c.House
	former := c.expert // holds it first, and lets it go
	c.accepted()
	holder := h.Expert("bo")
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	c.expert.Put("/me/presence", `{"state":"away"}`).Want(http.StatusOK)
	c.visitor.Post(c.path("/messages"), `{"clientId":"again","text":"It is back."}`).Want(http.StatusCreated)
	holder.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	c.expert = holder
	c.accepted()

	disabled := h.Manager()
	h.Admin.Patch("/people/"+disabled.ID, `{"disabled":true}`).Want(http.StatusOK)
	out := h.Stranger().SignIn("admin@example.com")
	out.Do(http.MethodDelete, "/sessions/current", "").Want(http.StatusOK)
	refresh := h.Stranger().SignIn("admin@example.com")
	_, cookie, _ := strings.Cut(refresh.Cookie, "=")
	link := h.Admin.Post("/people", `{"role":"manager","email":"later@example.com","name":"Later"}`).Want(http.StatusCreated).String("link")
	_, invitation, _ := strings.Cut(link, "#")
	tw := &town{
		counter: c,
		principals: map[string]*apitest.Client{
			"VA": c.visitor, "VB": h.Visitor(), "EA": holder, "EF": former, "EX": h.Expert("cy"), "M": c.manager, "A": h.Admin, "SCR": c.screen(), "CND": candidateOf(h),
		},
		role: map[string]domain.Role{
			"VA": domain.RoleCustomer, "VB": domain.RoleCustomer, "EA": domain.RoleExpert, "EF": domain.RoleExpert, "EX": domain.RoleExpert,
			"M": domain.RoleManager, "A": domain.RoleAdmin, "SCR": domain.RoleScreen, "CND": domain.RoleCandidate,
		},
		strangers: map[string]*apitest.Client{
			"N": h.Stranger(), "DIS": disabled, "OUT": out, "a refresh token": h.With(cookie), "an invitation": h.With(invitation),
			"nonsense": h.With("nonsense"), "a visitor's prefix": h.With("vis_nonsense"), "a whole header": h.With(strings.Repeat("x", 9000)),
		},
	}
	for name, token := range forged(h) {
		tw.strangers[name] = h.With(token)
	}
	return tw
}

func candidateOf(h *apitest.House) *apitest.Client {
	h.Vacancy("town")
	return h.Candidate("town", "applicant@example.org")
}

// forged are access tokens that look like the admin's and are not.
func forged(h *apitest.House) map[string]string {
	parts := strings.Split(h.Admin.Token, ".")
	kid, secret := h.Keys.Current, h.Keys.Access[h.Keys.Current]
	signBy := func(method jwt.SigningMethod, secret []byte, change func(header, claims map[string]any)) string {
		claims := jwt.MapClaims{}
		_, _, err := jwt.NewParser().ParseUnverified(h.Admin.Token, claims)
		require.NoError(h.T, err)
		token := jwt.NewWithClaims(method, claims)
		token.Header["typ"], token.Header["kid"] = "at+jwt", kid
		change(token.Header, claims)
		s, err := token.SignedString(secret)
		require.NoError(h.T, err)
		return s
	}
	sign := func(secret []byte, change func(header, claims map[string]any)) string {
		return signBy(jwt.SigningMethodHS256, secret, change)
	}
	header := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	return map[string]string{
		"no algorithm":       header(`{"alg":"none","typ":"at+jwt","kid":"1"}`) + "." + parts[1] + ".",
		"another algorithm":  signBy(jwt.SigningMethodHS512, secret, func(_, _ map[string]any) {}),
		"no signature":       parts[0] + "." + parts[1] + ".",
		"another key":        sign([]byte(strings.Repeat("k", 32)), func(_, _ map[string]any) {}),
		"an empty key":       sign([]byte{}, func(h, _ map[string]any) { h["kid"] = "" }),
		"an unknown kid":     sign(secret, func(h, _ map[string]any) { h["kid"] = "../keys.json" }),
		"a kid that is none": sign(secret, func(h, _ map[string]any) { h["kid"] = 1 }),
		"another type":       sign(secret, func(h, _ map[string]any) { h["typ"] = "ws+jwt" }),
		"another audience":   sign(secret, func(_, c map[string]any) { c["aud"] = "kenner-widget" }),
		"another issuer":     sign(secret, func(_, c map[string]any) { c["iss"] = "evil" }),
		"no expiry":          sign(secret, func(_, c map[string]any) { delete(c, "exp") }),
		"an old one":         sign(secret, func(_, c map[string]any) { c["exp"] = h.Machine.Now().Add(-time.Hour).Unix() }),
		"other rights":       sign(secret, func(_, c map[string]any) { c["ver"] = 2 }),
		"another person":     sign(secret, func(_, c map[string]any) { c["sub"] = "mgr_other" }),
		"another session":    sign(secret, func(_, c map[string]any) { c["sid"] = "ses_other" }),
	}
}

var parameter = regexp.MustCompile(`\{\w+\}`)

// example puts an id that nobody has into a path.
func example(path string) string {
	return parameter.ReplaceAllString(strings.NewReplacer("{no}", "1", "{month}", "2026-11").Replace(path), "xyz_0190aaaa")
}

// TestEveryOperationAsEveryPrincipal walks the matrix: who has no token that
// works gets 401 and who has the wrong role 403, before anybody looks at what
// was sent; whoever may call it gets neither.
func TestEveryOperationAsEveryPrincipal(t *testing.T) {
	t.Parallel()
	tw := openTown(t)
	operations := tw.Server.Walk()
	require.Greater(t, len(operations), 60)
	cells := 0
	for _, op := range operations {
		body := ""
		if op.Method != http.MethodGet {
			body = "{{{ nobody reads this"
		}
		for name, c := range tw.strangers {
			if a := c.Do(op.Method, example(op.Path), body); !op.Public && (a.Status != 401 || a.Code() != "unauthorized" || a.Header.Get("WWW-Authenticate") == "") {
				t.Errorf("%s as %s: want 401, got %d %s", op.ID, name, a.Status, a.Body)
			}
			cells++
		}
		if op.Public || op.ID == "signOut" { // nobody is refused; the walk goes on with its sessions
			continue
		}
		for name, c := range tw.principals {
			a := c.Do(op.Method, example(op.Path), body)
			may := op.Has(tw.role[name])
			switch {
			case !may && (a.Status != 403 || a.Code() != "forbidden"):
				t.Errorf("%s as %s: want 403, got %d %s", op.ID, name, a.Status, a.Body)
			case may && (a.Status == 401 || a.Status == 403):
				t.Errorf("%s as %s: got %d %s", op.ID, name, a.Status, a.Body)
			case may && body == "" && strings.Contains(op.Path, "{id}") && a.Status != 404:
				t.Errorf("%s of nothing as %s: want 404, got %d %s", op.ID, name, a.Status, a.Body)
			}
			cells++
		}
	}
	t.Logf("%d operations, %d cells", len(operations), cells)
}

// TestWhoseIsIt walks what belongs to somebody, as everybody whose role may call
// the operation: who does not own it gets 404, as if it were not there.
func TestWhoseIsIt(t *testing.T) {
	t.Parallel()
	tw := openTown(t)
	manager2 := tw.Manager()
	tests := map[string]struct {
		method, path, body string
		owners             string // of VA VB EA EF EX M A; the others get 404, or 403 by role
		ok                 []int
	}{
		"the conversation":    {"GET", tw.path(""), "", "VA EA M A", []int{200}},
		"its timeline":        {"GET", tw.path("/timeline"), "", "VA EA M A", []int{200}},
		"its context":         {"GET", tw.path("/context"), "", "EA M A", []int{200}},
		"facts for it":        {"GET", tw.path("/facts"), "", "EA M A", []int{200}},
		"suggestions for it":  {"GET", tw.path("/suggestions"), "", "EA M A", []int{200}},
		"a text compared":     {"POST", tw.path("/alikes"), `{"text":"Hello."}`, "EA", []int{200}},
		"its offers":          {"GET", tw.path("/offers"), "", "M A", []int{200}},
		"a message in it":     {"POST", tw.path("/messages"), `{"clientId":"walk","text":"Hello."}`, "VA EA", []int{200, 201}},
		"its notes":           {"GET", tw.path("/notes"), "", "EA M A", []int{200}},
		"a note beside it":    {"POST", tw.path("/notes"), `{"clientId":"walk","text":"Hm."}`, "EA M A", []int{200, 201}},
		"who looks at it":     {"GET", tw.path("/watchers"), "", "EA M A", []int{200}},
		"looking at it":       {"PUT", tw.path("/watch"), "", "EA M A", []int{204}},
		"looking away":        {"DELETE", tw.path("/watch"), "", "EA M A", []int{204}},
		"how far it was read": {"PUT", tw.path("/read"), `{"seq":1}`, "VA EA", []int{200}},
		"typing in it":        {"POST", tw.path("/typing"), `{}`, "VA EA", []int{204}},
		"its confirmation":    {"POST", tw.path("/confirmations"), `{}`, "VA", []int{200, 409}},
		"its hand-overs":      {"GET", tw.path("/hand-overs"), "", "EA M A", []int{200}},
		"its receivers":       {"GET", tw.path("/receivers"), "", "EA", []int{200}},
		"a hand-over of it":   {"POST", tw.path("/hand-overs"), `{"to":"exp_none","summary":"Long enough to be one."}`, "EA", []int{409}},
		"its rating":          {"POST", tw.path("/ratings"), `{"stars":5,"solved":"yes"}`, "VA", []int{200, 201, 409}},
		"a colleague":         {"PATCH", "/people/" + manager2.ID, `{}`, "A", []int{200}},
		"a colleague's link":  {"POST", "/people/" + manager2.ID + "/invitations", `{}`, "A", []int{201}},
		"an expert's person":  {"PATCH", "/people/" + tw.principals["EX"].ID, `{}`, "M A", []int{200}},
	}
	for name, tt := range tests {
		for who, c := range tw.principals {
			a := c.Do(tt.method, tt.path, tt.body)
			owns := strings.Contains(" "+tt.owners+" ", " "+who+" ")
			switch {
			case owns && !slices.Contains(tt.ok, a.Status):
				t.Errorf("%s as %s: want %v, got %d %s", name, who, tt.ok, a.Status, a.Body)
			case !owns && a.Status != 404 && a.Code() != "forbidden" && a.Code() != "not_holder":
				t.Errorf("%s as %s: want 404, got %d %s", name, who, a.Status, a.Body)
			}
		}
	}
	for who, c := range tw.principals {
		if who == "SCR" || who == "CND" {
			c.Get("/conversations").Refused(403, "forbidden")
			continue
		}
		a := c.Get("/conversations").Want(200)
		sees := strings.Contains(string(a.Body), tw.conversation)
		if want := slices.Contains([]string{"VA", "EA", "M", "A"}, who); sees != want {
			t.Errorf("the list as %s: %v", who, sees)
		}
	}
}

func TestManagersDoNotKnowTheAdmins(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	m := h.Manager()
	require.NotContains(t, string(m.Get("/people").Want(200).Body), h.Admin.ID)
	require.Equal(t, 0, m.Get("/people?role=admin").Want(200).Len("items"))
	require.Contains(t, string(h.Admin.Get("/people").Want(200).Body), m.ID)
	m.Patch("/people/"+h.Admin.ID, `{"disabled":true}`).Refused(404, "person_not_found")
	m.Post("/people/"+h.Admin.ID+"/invitations", `{}`).Refused(404, "person_not_found")
	e := h.Expert("ada")
	m.Patch("/people/"+e.ID, `{"role":"admin"}`).Refused(409, "expert_role")
	h.Admin.Post("/people/"+h.Admin.ID+"/invitations", `{}`).Refused(409, "own_account")
	first := h.Admin.Get("/people?limit=1").Want(200)
	second := h.Admin.Get("/people?limit=1&cursor=" + first.String("next")).Want(200)
	require.NotEqual(t, first.String("items.0.id"), second.String("items.0.id"))
}

func TestAnOperationWithoutARowStopsTheServer(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	all := h.Server.Operations()
	require.NoError(t, api.CheckMatrix(all...))
	require.ErrorContains(t, api.CheckMatrix(append(all, "grantPoints")...), "grantPoints has no row")
	require.ErrorContains(t, api.CheckMatrix(all[1:]...), "which is no operation")
	require.ErrorContains(t, api.CheckMatrix(append(all, all[0])...), "twice")
}
