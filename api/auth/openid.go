package auth

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"
	"golang.org/x/oauth2"

	"github.com/kennerhq/kenner/domain/access"
)

// What a provider may take, and how long its description is believed.
const (
	providerDeadline  = 8 * time.Second // for all that one request asks of it
	descriptionValid  = time.Hour
	maxProviderTokens = 16 << 10
	// provedWithin asks every provider to say when somebody showed who they are: who
	// did so longer ago than a session lasts does it again.
	provedWithin = access.SessionMax
)

// OpenID speaks OpenID Connect: discovery, the code flow with PKCE, and both ways
// of logging out. What a provider says of itself is kept for an hour.
type OpenID struct {
	now    func() time.Time
	client *http.Client

	mu    sync.Mutex
	known map[string]described
}

var _ access.OpenID = (*OpenID)(nil)

// described is a provider as it describes itself.
type described struct {
	provider *oidc.Provider
	says     says
	until    time.Time
}

// says is what we read of a provider's description besides what the library does.
type says struct {
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	Keys          string   `json:"jwks_uri"`
	EndSession    string   `json:"end_session_endpoint"`
	BackChannel   bool     `json:"backchannel_logout_supported"`
	Sessions      bool     `json:"backchannel_logout_session_supported"`
	IssuerBack    bool     `json:"authorization_response_iss_parameter_supported"`
	TokenAuth     []string `json:"token_endpoint_auth_methods_supported"`
	Challenges    []string `json:"code_challenge_methods_supported"`
}

// NewOpenID asks providers with deadlines and limits of their own.
func NewOpenID(now func() time.Time) *OpenID {
	return &OpenID{now: now, client: newProviderClient(), known: map[string]described{}}
}

// describe asks a provider what it is, or remembers it. A failure is not kept.
func (o *OpenID) describe(ctx context.Context, issuer string) (described, error) {
	o.mu.Lock()
	d, known := o.known[issuer]
	o.mu.Unlock()
	if known && o.now().Before(d.until) {
		return d, nil
	}
	p, err := oidc.NewProvider(o.with(ctx), issuer)
	if err != nil {
		return described{}, undescribed(err)
	}
	d = described{provider: p, until: o.now().Add(descriptionValid)}
	if err := p.Claims(&d.says); err != nil || !d.says.good(issuer) {
		return described{}, access.ErrProviderOdd
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.known) >= maxKnownProviders {
		clear(o.known)
	}
	o.known[issuer] = d
	return d, nil
}

const maxKnownProviders = 64

// undescribed tells a provider that does not answer from one that answers something else.
func undescribed(err error) error {
	_, unheard := errors.AsType[*url.Error](err)
	if unheard || errors.Is(err, context.DeadlineExceeded) || strings.HasPrefix(err.Error(), "5") { // the library says a status first
		return access.ErrProviderDown
	}
	return access.ErrProviderOdd
}

// good reports whether every address may be asked or shown by a provider at issuer,
// and PKCE is known where it says what it knows.
func (s says) good(issuer string) bool {
	for _, a := range []string{s.Authorization, s.Token, s.Keys} {
		if !safe(a, issuer) {
			return false
		}
	}
	return (s.EndSession == "" || safe(s.EndSession, issuer)) && (len(s.Challenges) == 0 || slices.Contains(s.Challenges, "S256"))
}

// safe reports whether an address may be asked or shown. A provider elsewhere does
// not send us, or a browser, to the machine itself.
func safe(address, issuer string) bool {
	u, err := url.Parse(address)
	at, bad := url.Parse(issuer)
	return err == nil && bad == nil && u.User == nil && u.Fragment == "" && access.SafeAddress(u) &&
		(access.OnThisMachine(at) || !access.OnThisMachine(u))
}

func (o *OpenID) with(ctx context.Context) context.Context { return oidc.ClientContext(ctx, o.client) }

func (d described) config(c access.Client, back string) oauth2.Config {
	endpoint := d.provider.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInHeader // a code works once: nobody tries both ways
	if c.Secret == "" || len(d.says.TokenAuth) > 0 && !slices.Contains(d.says.TokenAuth, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return oauth2.Config{ClientID: c.ID, ClientSecret: c.Secret, Endpoint: endpoint, RedirectURL: back, Scopes: []string{oidc.ScopeOpenID}}
}

// Ask implements access.OpenID.
func (o *OpenID) Ask(ctx context.Context, c access.Client, q access.Question) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, providerDeadline)
	defer cancel()
	d, err := o.describe(ctx, c.Issuer)
	if err != nil {
		return "", err
	}
	with := []oauth2.AuthCodeOption{oidc.Nonce(q.Nonce), oauth2.S256ChallengeOption(q.Verifier)}
	add := func(name, value string) { with = append(with, oauth2.SetAuthURLParam(name, value)) }
	if len(q.ACR) > 0 {
		add("acr_values", strings.Join(q.ACR, " "))
	}
	if q.Anew {
		add("prompt", "login")
		add("max_age", "0")
	} else {
		add("max_age", seconds(provedWithin))
	}
	config := d.config(c, q.Back)
	return config.AuthCodeURL(q.State, with...), nil
}

// Prove implements access.OpenID.
func (o *OpenID) Prove(ctx context.Context, c access.Client, a access.Answer) (access.Word, error) {
	ctx, cancel := context.WithTimeout(ctx, providerDeadline)
	defer cancel()
	d, err := o.describe(ctx, c.Issuer)
	switch {
	case err != nil:
		return access.Word{}, err
	case a.Issuer != c.Issuer && (a.Issuer != "" || d.says.IssuerBack):
		return access.Word{}, access.ErrProviderWord // RFC 9207: another provider's answer
	}
	config := d.config(c, a.Back)
	token, err := config.Exchange(o.with(ctx), a.Code, oauth2.VerifierOption(a.Verifier))
	if err != nil {
		if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok && refused.Response.StatusCode < http.StatusInternalServerError {
			return access.Word{}, access.ErrProviderWord
		}
		return access.Word{}, access.ErrProviderDown
	}
	raw, _ := token.Extra("id_token").(string)
	if raw == "" || len(raw) > maxProviderTokens {
		return access.Word{}, access.ErrProviderWord
	}
	return o.word(ctx, d, c, raw)
}

// word checks an ID token: its signature, by whom, for whom, and until when.
func (o *OpenID) word(ctx context.Context, d described, c access.Client, raw string) (access.Word, error) {
	id, err := d.verifier(c, o.now).Verify(o.with(ctx), raw)
	if err != nil {
		return access.Word{}, unproved(err)
	}
	var says struct {
		SID      string   `json:"sid"`
		ACR      string   `json:"acr"`
		AMR      []string `json:"amr"`
		AuthTime float64  `json:"auth_time"`
		AZP      string   `json:"azp"`
	}
	if err := id.Claims(&says); err != nil {
		return access.Word{}, access.ErrProviderWord
	}
	if says.AZP != "" && says.AZP != c.ID || len(id.Audience) > 1 && says.AZP == "" || !typed(raw, "JWT") {
		return access.Word{}, access.ErrProviderWord
	}
	w := access.Word{
		Subject: id.Subject, SID: says.SID, Nonce: id.Nonce, ACR: says.ACR, AMR: says.AMR, IssuedAt: id.IssuedAt.UTC(), Token: raw,
	}
	if says.AuthTime > 0 {
		w.ProvedAt = time.Unix(int64(says.AuthTime), 0).UTC()
	}
	return w, nil
}

func (d described) verifier(c access.Client, now func() time.Time) *oidc.IDTokenVerifier {
	return d.provider.Verifier(&oidc.Config{ClientID: c.ID, Now: func() time.Time { return now().Add(-leeway) }})
}

// unproved tells a provider that does not answer from a word that does not hold.
func unproved(err error) error {
	if strings.Contains(err.Error(), "fetching keys") { // the library gives its keys' failure no type
		return access.ErrProviderDown
	}
	return access.ErrProviderWord
}

// typed reports whether a token names no type, JWT, or the one it must be.
func typed(raw, want string) bool {
	head, err := jose.ParseSignedCompact(raw, algorithms)
	if err != nil || len(head.Signatures) != 1 {
		return false
	}
	typ, named := head.Signatures[0].Header.ExtraHeaders[jose.HeaderType].(string)
	return !named || strings.EqualFold(typ, "JWT") || strings.EqualFold(strings.TrimPrefix(strings.ToLower(typ), "application/"), want)
}

// algorithms are those of keys in public: none and those of shared secrets are not among them.
var algorithms = []jose.SignatureAlgorithm{
	jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA,
}

// Logout implements access.OpenID.
func (o *OpenID) Logout(ctx context.Context, c access.Client, token string) (access.Logout, error) {
	ctx, cancel := context.WithTimeout(ctx, providerDeadline)
	defer cancel()
	if token == "" || len(token) > maxProviderTokens || !typed(token, "logout+jwt") {
		return access.Logout{}, access.ErrLogoutUnusable
	}
	d, err := o.describe(ctx, c.Issuer)
	if err != nil {
		return access.Logout{}, err
	}
	l, err := d.verifier(c, o.now).VerifyLogout(o.with(ctx), token)
	if err != nil {
		if _, old := errors.AsType[*oidc.TokenExpiredError](err); old {
			return access.Logout{}, access.ErrLogoutOld
		}
		if err := unproved(err); errors.Is(err, access.ErrProviderDown) {
			return access.Logout{}, err
		}
		return access.Logout{}, access.ErrLogoutUnusable
	}
	var says struct {
		Events map[string]json.RawMessage `json:"events"`
	}
	var event map[string]any // it must be an object, and may say anything
	if err := l.Claims(&says); err != nil || json.Unmarshal(says.Events[logoutEvent], &event) != nil || event == nil {
		return access.Logout{}, access.ErrLogoutUnusable
	}
	return access.Logout{
		TokenID: l.TokenID, Subject: l.Subject, SID: l.SessionID, IssuedAt: l.IssuedAt.UTC(), ExpiresAt: l.Expiry.UTC(),
	}, nil
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// maxHint is how long an ID token may be that goes into an address.
const maxHint = 4 << 10

// Leave implements access.OpenID.
func (o *OpenID) Leave(ctx context.Context, c access.Client, token, back string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, providerDeadline/2)
	defer cancel()
	d, err := o.describe(ctx, c.Issuer)
	if err != nil || d.says.EndSession == "" {
		return "", err
	}
	u, err := url.Parse(d.says.EndSession)
	if err != nil {
		return "", access.ErrProviderOdd
	}
	q := u.Query()
	q.Set("client_id", c.ID)
	q.Set("post_logout_redirect_uri", back)
	if len(token) <= maxHint {
		q.Set("id_token_hint", token)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Look implements access.OpenID.
func (o *OpenID) Look(ctx context.Context, issuer string) (access.Metadata, error) {
	ctx, cancel := context.WithTimeout(ctx, providerDeadline)
	defer cancel()
	o.mu.Lock()
	delete(o.known, issuer)
	o.mu.Unlock()
	d, err := o.describe(ctx, issuer)
	return access.Metadata{Leave: d.says.EndSession != "", BackChannel: d.says.BackChannel, Sessions: d.says.Sessions}, err
}
