package main

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// demoCustomer is somebody who can sign in on the demo's shop.
type demoCustomer struct {
	id, name, email string
	products        []string
	orders          []access.Order
}

// demoCustomers are the shop's customers, by the word in its menu.
var demoCustomers = map[string]demoCustomer{
	"fenna": {"NA-1001", "Fenna de Vries", "fenna@example.com", []string{"Kwelder", "Terp"}, []access.Order{
		{Number: "2026-0412", Date: "2026-03-14", Products: []string{"Kwelder"}}, {Number: "2026-0977", Date: "2026-07-02", Products: []string{"Terp"}},
	}},
	"jelle": {"NA-1002", "Jelle Bakker", "jelle@example.com", []string{"Wad 2"}, []access.Order{
		{Number: "2026-0655", Date: "2026-05-20", Products: []string{"Wad 2"}},
	}},
	"noor": {"NA-1003", "Noor Haddad", "noor@example.com", nil, nil},
}

// shopBackend is the demo's shop as a server: it signs its word about a customer
// with the brand's own identity key, as the settings page shows to do. Only the
// demo has it.
func (h *house) shopBackend(audience string) func(ctx context.Context, who string) (string, error) {
	return func(ctx context.Context, who string) (string, error) {
		c, known := demoCustomers[who]
		if !known {
			return "", domain.Refuse(domain.NotFound, "customer_not_found", "Nobody of this name shops here.")
		}
		kid, secret, err := h.shopKey(ctx)
		if err != nil {
			return "", err
		}
		settings, _, err := h.views.Brand(ctx)
		if err != nil {
			return "", err
		}
		now := machine()
		token := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{
			"iss": settings.Name, "aud": audience, "sub": c.id, "jti": rand.Text(),
			"iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(),
			"name": c.name, "email": c.email, "products": c.products, "orders": c.orders,
		})
		token.Header["kid"] = kid
		return token.SignedString(secret)
	}
}

// shopKey is a live identity key of the demo; the first is made when it is needed.
func (h *house) shopKey(ctx context.Context) (kid string, secret []byte, err error) {
	live, err := h.views.LiveIdentityKeys(ctx)
	if err != nil {
		return "", nil, err
	}
	if len(live) == 0 {
		k, secret, err := h.access.MakeIdentityKey(ctx, domain.System, h.keys.Sealer())
		if errors.Is(err, access.ErrKeysTaken) { // by an admin, just now
			return h.shopKey(ctx)
		}
		return k.KID, []byte(secret), err
	}
	secret, err = h.keys.Sealer().Unseal(live[0].KID, live[0].Secret)
	return live[0].KID, secret, err
}
