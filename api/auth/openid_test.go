package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/kennerhq/kenner/domain/access"
)

// FuzzTyped reads what anybody may send as a token: without a key in public there
// is none, whatever else it says.
func FuzzTyped(f *testing.F) {
	text := base64.RawURLEncoding.EncodeToString
	for _, head := range []string{`{"alg":"ES256","typ":"JWT"}`, `{"alg":"none"}`, `{"alg":"HS256"}`, `{"alg":"ES256","typ":1}`, `{"alg":"RS256","crit":["b64"],"b64":false}`, `[]`, ``} {
		f.Add(text([]byte(head)) + "." + text([]byte(`{}`)) + "." + text([]byte("x")))
	}
	f.Add(`{"payload":"e30","signatures":[]}`)
	f.Fuzz(func(t *testing.T, raw string) {
		head, _, _ := strings.Cut(raw, ".")
		var says map[string]any
		if b, err := base64.RawURLEncoding.DecodeString(head); err != nil || json.Unmarshal(b, &says) != nil {
			return // not the short form, or no header: nothing is promised of it but that it is read
		}
		alg, _ := says["alg"].(string)
		if typed(raw, "JWT") && !slices.Contains(algorithms, jose.SignatureAlgorithm(alg)) {
			t.Errorf("%s is taken for a token", raw)
		}
	})
}

// TestAProviderElsewhereNamesNothingHere: only one on the machine itself sends us,
// or a browser, to it.
func TestAProviderElsewhereNamesNothingHere(t *testing.T) {
	t.Parallel()
	const far = "https://id.example/realm"
	at := func(authorization, token, keys, end string) says {
		return says{Authorization: authorization, Token: token, Keys: keys, EndSession: end}
	}
	if !at(far, far, far, "").good(far) || !at(far, far, far, far).good("http://localhost:8081") {
		t.Error("an address elsewhere is refused")
	}
	for _, here := range []string{
		"http://127.0.0.1:9200/", "https://127.0.0.1/", "http://localhost/", "https://LOCALHOST./", "https://a.localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://127.1.2.3/",
	} {
		for i, s := range []says{at(here, far, far, far), at(far, here, far, far), at(far, far, here, far), at(far, far, far, here)} {
			if s.good(far) {
				t.Errorf("%s as address %d of a provider elsewhere", here, i)
			}
			if !s.good("http://127.0.0.1:8081") {
				t.Errorf("%s as address %d of one here", here, i)
			}
		}
	}
}

// TestAProviderIsAskedWithLimits: in time, at addresses that are one, and without
// following anybody.
func TestAProviderIsAskedWithLimits(t *testing.T) {
	t.Parallel()
	followed := false
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/elsewhere" {
			followed = true
			return
		}
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	}))
	defer s.Close()
	o := NewOpenID(time.Now)
	if _, err := o.Look(t.Context(), s.URL); !errors.Is(err, access.ErrProviderOdd) || followed {
		t.Errorf("a redirect: %v, followed %v", err, followed)
	}
	for _, issuer := range []string{"http://169.254.169.254", "http://[fe80::1]", "http://0.0.0.0:1", "http://127.0.0.1:1"} {
		if _, err := o.Look(t.Context(), issuer); !errors.Is(err, access.ErrProviderDown) {
			t.Errorf("%s: %v", issuer, err)
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Look(over, s.URL); !errors.Is(err, access.ErrProviderDown) {
		t.Errorf("nobody waits any more: %v", err)
	}
}
