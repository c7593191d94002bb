package api_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain/access"
)

// FuzzIdentityToken: of all texts, one token is taken: the one that was signed,
// letter for letter.
func FuzzIdentityToken(f *testing.F) {
	h := apitest.Open(f)
	shop := h.Shop()
	good := shop.Sign(shop.Claims("1001"))
	parts := strings.Split(good, ".")
	for _, s := range []string{
		good, good + "=", good + "\n", good + ".", parts[0] + "." + parts[1] + ".", "..", "", "a.b.c", strings.Repeat("a", 9000), parts[1] + "." + parts[0] + "." + parts[2], "\x00", "\xff",
		"e30.e30.", "bnVsbA.bnVsbA.bnVsbA", "W10.W10.W10", strings.ToUpper(good), good[:len(good)-1] + "A", "eyJhbGciOiJub25lIn0." + parts[1] + ".", strings.Repeat(".", 5000),
	} {
		f.Add(s)
	}
	v, expect := identities(h)
	f.Fuzz(func(t *testing.T, token string) {
		_, err := v.Verify(t.Context(), token, expect)
		if (err == nil) != (token == good) {
			t.Errorf("%q: %v", token, err)
		}
		if _, findings, err := v.Inspect(t.Context(), token, expect); err != nil || len(findings) == 0 {
			t.Errorf("%q: %v, %v", token, findings, err)
		}
	})
}

func identities(h *apitest.House) (*auth.Identities, auth.Expect) {
	return auth.NewIdentities(h.DB.Views(), h.Keys.Sealer(), h.Machine.Now),
		auth.Expect{Audience: "http://localhost:8080", Issuers: []string{"Noorder Audio"}}
}

// FuzzIdentityClaims: whatever the brand's own backend signs by mistake, what is
// taken names somebody, is for us, and ends within five minutes.
func FuzzIdentityClaims(f *testing.F) {
	h := apitest.Open(f)
	shop := h.Shop()
	claims, err := json.Marshal(shop.Claims("1001"))
	if err != nil {
		f.Fatal(err)
	}
	head := `{"alg":"HS256","typ":"JWT","kid":"` + shop.Kid + `"}`
	for _, c := range []string{
		string(claims), `{}`, `null`, `[]`, `7`, ``, `{"sub":7}`, `{"exp":1e400}`, `{"exp":-1,"iat":"now"}`, `{"aud":["http://localhost:8080","x"]}`, `{"aud":{}}`, `{"sub":"\u0000"}`,
		strings.Replace(string(claims), `"sub":"1001"`, `"sub":""`, 1), strings.Replace(string(claims), `"sub"`, `"products":[null],"orders":[{"placed":"x"}],"sub"`, 1),
		strings.Replace(string(claims), `"iat":`, `"nbf":9e18,"iat":`, 1), strings.Replace(string(claims), `"exp":`, `"exp":9223372036854775808,"x":`, 1),
		strings.Replace(string(claims), `"exp":`, `"exp":0.5,"x":`, 1), strings.Repeat(`{"a":`, 5000),
	} {
		f.Add(head, c)
	}
	f.Add(strings.Replace(head, "HS256", "none", 1), string(claims))
	f.Add(strings.Replace(head, `"typ"`, `"crit":["x"],"typ"`, 1), string(claims))
	f.Add(strings.Replace(head, `"JWT"`, `7`, 1), string(claims))
	f.Add(`null`, string(claims))
	v, expect := identities(h)
	f.Fuzz(func(t *testing.T, head, claims string) {
		text := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString([]byte(claims))
		mac, err := jwt.SigningMethodHS256.Sign(text, []byte(shop.Secret))
		if err != nil {
			t.Fatal(err)
		}
		i, err := v.Verify(t.Context(), text+"."+base64.RawURLEncoding.EncodeToString(mac), expect)
		if err != nil {
			return
		}
		life, now := i.ExpiresAt.Sub(i.IssuedAt), h.Machine.Now()
		if i.Subject == "" || i.TokenID == "" || i.KeyID != shop.Kid || life <= 0 || life > access.IdentityValid || i.ExpiresAt.Before(now.Add(-time.Minute)) {
			t.Errorf("%s %s is taken: %+v", head, claims, i)
		}
	})
}

// FuzzAccessToken: nothing but the token that was issued lets somebody in.
func FuzzAccessToken(f *testing.F) {
	h := apitest.Open(f)
	good := h.Admin.Token
	visitor := h.Visitor().Token
	for _, s := range []string{good, visitor, good + "=", visitor + "=", strings.ToLower(good), "Bearer " + good, "", "..", "vis_", "a.b.c", good[:len(good)-2], "\x00", strings.Repeat("x", 9000), good + "." + good} {
		f.Add(s)
	}
	for _, s := range forged(h) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		known, err := h.Auth.Actor(t.Context(), token)
		if (err == nil) != (token == good || token == visitor) {
			t.Errorf("%q is %v: %v", token, known.Actor, err)
		}
	})
}

// FuzzIdempotencyKey: a key is refused, or makes two requests one.
func FuzzIdempotencyKey(f *testing.F) {
	h := apitest.Open(f)
	for _, s := range []string{"k", "", " ", "a b", "\x00", "\xff", "é", strings.Repeat("k", 128), strings.Repeat("k", 129), `"quoted"`, "a,b", "'--", "%00", "\t", "👩‍👩‍👧"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, key string) {
		h.T = t
		send := func() apitest.Answer {
			return h.Admin.Post("/contact-reasons", `{"name":"Shipping","difficulty":2}`, "Idempotency-Key", key)
		}
		first, second := send(), send()
		switch {
		case first.Status >= 500 || second.Status >= 500 || first.Status >= 400 && first.Code() == "":
			t.Errorf("%q: %d %s, %d", key, first.Status, first.Body, second.Status)
		case first.Status != second.Status:
			t.Errorf("%q: first %d, then %d", key, first.Status, second.Status)
		case first.Status == http.StatusCreated && key != "" && string(first.Body) != string(second.Body):
			t.Errorf("%q: first %s, then %s", key, first.Body, second.Body)
		}
	})
}

// FuzzList: every list, asked with any cursor and any query, answers or refuses.
func FuzzList(f *testing.F) {
	h := apitest.Open(f)
	var lists []string
	for _, op := range h.Server.Walk() {
		if op.Method == http.MethodGet && !strings.Contains(op.Path, "{") && op.ID != "pollLive" {
			lists = append(lists, op.Path)
		}
	}
	slices.Sort(lists)
	for i, cursor := range cursors() {
		for which := range lists {
			f.Add(uint8(which), "cursor="+cursor)
		}
		f.Add(uint8(i), "wait=0&cursor="+cursor)
	}
	for _, q := range []string{"limit=1", "limit=0", "limit=101", "limit=1e2", "limit=%2B1", "state=", "query=%25", "since=2026-01-01", "after=9223372036854775808", "wait=0", "&", "cursor=&limit="} {
		f.Add(uint8(3), q)
	}
	f.Fuzz(func(t *testing.T, which uint8, query string) {
		h.T = t
		path := lists[int(which)%len(lists)]
		_, err := url.ParseRequestURI(path + "?" + query)
		if err != nil || strings.ContainsFunc(query, func(r rune) bool { return r <= ' ' || r == '#' || r == 0x7f }) {
			return // no server hands it on
		}
		if a := h.Admin.Get(path + "?" + query); a.Status >= 500 || a.Status >= 400 && a.Code() == "" {
			t.Errorf("%s?%s: %d %s", path, query, a.Status, a.Body)
		}
	})
}

// cursors look like ours and are not: one to four keys of every kind.
func cursors() []string {
	var all []string
	for _, key := range []string{"", "a", "-1", "9223372036854775808", "1e400", "2026-11-22", "exp_0190aaaa", "'--", "%", "NaN", "true", strings.Repeat("9", 400)} {
		for n := 1; n <= 4; n++ {
			all = append(all, base64.RawURLEncoding.EncodeToString([]byte(strings.TrimSuffix(strings.Repeat(key+"\x1f", n), "\x1f"))))
		}
	}
	return append(all, "!", "YQ==", "AA", "_w", "YR")
}
