package apitest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Shop is the brand's backend: it signs identity tokens with a live key.
type Shop struct {
	house  *House
	Kid    string
	Secret string
	tokens int
}

// Shop makes an identity key and the backend that has it.
func (h *House) Shop() *Shop {
	h.T.Helper()
	a := h.Admin.Post("/identity-keys", `{}`).Want(http.StatusCreated)
	return &Shop{house: h, Kid: a.String("kid"), Secret: a.String("secret")}
}

// Claims are what a good token says about a customer; every one is new.
func (s *Shop) Claims(subject string) jwt.MapClaims {
	s.tokens++
	now := s.house.Machine.Now()
	return jwt.MapClaims{
		"iss": "Noorder Audio", "aud": "http://localhost:8080", "sub": subject, "jti": "token-" + s.Kid + "-" + strconv.Itoa(s.tokens),
		"iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
}

// Sign signs claims with the shop's key; change may spoil the header.
func (s *Shop) Sign(claims jwt.Claims, change ...func(header map[string]any)) string {
	s.house.T.Helper()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims)
	token.Header["kid"] = s.Kid
	for _, c := range change {
		c(token.Header)
	}
	signed, err := token.SignedString([]byte(s.Secret))
	if err != nil {
		s.house.T.Fatal(err)
	}
	return signed
}

// Identify goes on as the customer of a token and makes c that customer.
func (c *Client) Identify(token string) Answer {
	c.house.T.Helper()
	a := c.Post("/visitors/identify", `{"identityToken":"`+token+`"}`)
	if a.Status == http.StatusOK {
		c.Token, c.ID = a.String("accessToken"), a.String("customer.id")
	}
	return a
}

// Customer is a verified customer in a browser of their own.
func (s *Shop) Customer(subject string) *Client {
	s.house.T.Helper()
	c := s.house.Stranger()
	c.Identify(s.Sign(s.Claims(subject))).Want(http.StatusOK)
	return c
}
