package apitest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/kennerhq/kenner/storage/storagetest"
)

// Provider is a small OpenID provider that really speaks: discovery, keys, the
// code flow with PKCE, and logging out. Tests change what it says.
type Provider struct {
	*httptest.Server

	T       testing.TB
	Clock   *storagetest.Clock
	Client  string
	Secret  string
	Key     *ecdsa.PrivateKey
	KID     string
	Subject string // who is signed in there
	SID     string
	// Says changes the claims of an ID token, Describes the description.
	Says      func(claims map[string]any)
	Describes func(map[string]any)
	// Sign signs instead of the key.
	Sign func(claims map[string]any) string
	// Down answers nothing.
	Down bool

	mu    sync.Mutex
	codes map[string]url.Values // what was asked for
	Asked int                   // how often the description was read
}

// NewProvider starts one at the machine's time.
func NewProvider(h *House) *Provider {
	h.T.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		h.T.Fatal(err)
	}
	p := &Provider{
		T: h.T, Clock: h.Machine, Client: "kenner", Secret: "a-secret-of-the-client", Key: key, KID: "k1", Subject: "248289761001", SID: "there-1",
		codes: map[string]url.Values{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.Down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	h.T.Cleanup(p.Close)
	return p
}

func (p *Provider) describe(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	p.Asked++
	p.mu.Unlock()
	d := map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"end_session_endpoint": p.URL + "/end?at=once", "backchannel_logout_supported": true, "backchannel_logout_session_supported": true,
		"id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"}, "code_challenge_methods_supported": []string{"S256"},
	}
	if p.Describes != nil {
		p.Describes(d)
	}
	_ = json.NewEncoder(w).Encode(d)
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.Key.Public(), KeyID: p.KID, Algorithm: "ES256", Use: "sig"}}})
}

// Come is a person at the provider's page: it sends the browser back with a code.
func (p *Provider) Come(address string) (state, code string) {
	p.T.Helper()
	u, err := url.Parse(address)
	if err != nil || u.Scheme+"://"+u.Host+u.Path != p.URL+"/authorize" {
		p.T.Fatalf("a browser was sent to %s", address)
	}
	q := u.Query()
	p.mu.Lock()
	defer p.mu.Unlock()
	code = rand.Text()
	p.codes[code] = q
	return q.Get("state"), code
}

// Query is what a browser was sent with.
func (p *Provider) Query(code string) url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.codes[code]
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	p.mu.Lock()
	asked, known := p.codes[r.PostFormValue("code")]
	delete(p.codes, r.PostFormValue("code"))
	p.mu.Unlock()
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if unescaped, _ := url.QueryUnescape(secret); id != p.Client || unescaped != p.Secret || !known || asked.Get("redirect_uri") != r.PostFormValue("redirect_uri") ||
		asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) || asked.Get("code_challenge_method") != "S256" {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant"}`))
		return
	}
	now := p.Clock.Now()
	claims := map[string]any{
		"iss": p.URL, "sub": p.Subject, "aud": p.Client, "iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "nonce": asked.Get("nonce"),
		"auth_time": now.Unix(), "sid": p.SID,
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": "none of ours", "token_type": "Bearer", "expires_in": 300, "id_token": p.Signed(claims, "JWT", p.Says),
	})
}

// Signed are claims, changed and signed.
func (p *Provider) Signed(claims map[string]any, typ string, change func(map[string]any)) string {
	p.T.Helper()
	if change != nil {
		change(claims)
	}
	maps.DeleteFunc(claims, func(_ string, v any) bool { return v == nil })
	if p.Sign != nil {
		return p.Sign(claims)
	}
	return p.SignWith(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.Key, KeyID: p.KID}}, typ, claims)
}

// SignWith signs claims with another key, or in another way.
func (p *Provider) SignWith(key jose.SigningKey, typ string, claims map[string]any) string {
	p.T.Helper()
	options := &jose.SignerOptions{}
	if typ != "" {
		options = options.WithType(jose.ContentType(typ))
	}
	signer, err := jose.NewSigner(key, options)
	if err != nil {
		p.T.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		p.T.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		p.T.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		p.T.Fatal(err)
	}
	return token
}

// Farewell is a logout token of the session there, changed.
func (p *Provider) Farewell(change func(map[string]any)) string {
	p.T.Helper()
	now := p.Clock.Now()
	return p.Signed(map[string]any{
		"iss": p.URL, "sub": p.Subject, "aud": p.Client, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(), "jti": rand.Text(), "sid": p.SID,
		"events": map[string]any{"http://schemas.openid.net/event/backchannel-logout": map[string]any{}},
	}, "logout+jwt", change)
}

// SignOut is the provider's request that tells us of it.
func (p *Provider) SignOut(c *Client, slug, token string) Answer {
	p.T.Helper()
	return c.Raw(http.MethodPost, "/api/v1/doors/"+slug+"/logouts", url.Values{"logout_token": {token}}.Encode(),
		"Content-Type", "application/x-www-form-urlencoded")
}
