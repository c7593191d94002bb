package auth

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

const (
	// AccessValid is how long an access token works.
	AccessValid = 10 * time.Minute

	accessType = "at+jwt"
	issuer     = "kenner"
	audience   = "kenner-api"
	leeway     = 30 * time.Second
)

// Tokens issues and verifies access tokens: HS256, ten minutes, bound to a
// session and to the version of its person's rights.
type Tokens struct {
	keys   Keys
	parser *jwt.Parser
	now    func() time.Time
}

// NewTokens signs with the current key and verifies with all.
func NewTokens(k Keys, now func() time.Time) *Tokens {
	return &Tokens{k, jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(issuer), jwt.WithAudience(audience),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithLeeway(leeway), jwt.WithStrictDecoding(), jwt.WithTimeFunc(now),
	), now}
}

// claims are what an access token says.
type claims struct {
	jwt.RegisteredClaims

	Session domain.SessionID `json:"sid"`
	Version int              `json:"ver"`
}

// Issue makes an access token for a session that was just opened or refreshed.
func (t *Tokens) Issue(g access.Grant) (token string, expires time.Time, err error) {
	now := t.now()
	expires = now.Add(AccessValid).Truncate(time.Second)
	unsigned := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: string(g.Person.ID),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		Session: g.Session.ID, Version: g.Person.AuthVersion,
	})
	unsigned.Header["typ"], unsigned.Header["kid"] = accessType, t.keys.Current
	token, err = unsigned.SignedString(t.keys.Access[t.keys.Current])
	if err != nil {
		return "", time.Time{}, fmt.Errorf("auth: sign token: %w", err)
	}
	return token, expires, nil
}

var errToken = errors.New("auth: not an access token of ours")

// broken reports whether a token is on several lines: base64 would not mind, and
// one token would have many forms.
func broken(token string) bool { return strings.ContainsAny(token, "\r\n") }

// verify reads an access token. Everything but our own, unexpired access tokens
// is an error; nothing in the token is believed before its signature, and its
// kid is only looked up.
func (t *Tokens) verify(token string) (claims, error) {
	var c claims
	if broken(token) {
		return c, errToken
	}
	_, err := t.parser.ParseWithClaims(token, &c, func(unverified *jwt.Token) (any, error) {
		kid, _ := unverified.Header["kid"].(string)
		secret, ok := t.keys.Access[kid]
		if typ, _ := unverified.Header["typ"].(string); !ok || typ != accessType {
			return nil, errToken
		}
		return secret, nil
	})
	if err != nil {
		return claims{}, err
	}
	if c.Subject == "" || c.Session == "" || c.Version == 0 {
		return claims{}, errToken
	}
	return c, nil
}
