package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

const (
	// VisitorValid is how long a visitor's token works after its last use.
	VisitorValid = 90 * 24 * time.Hour
	// VisitorTouch is how much of that may pass before a use is written down.
	VisitorTouch = time.Hour
	// VisitorPrefix tells a visitor's token from all others.
	VisitorPrefix = "vis_"
)

// Customer is a person who asks; a visitor until identified.
type Customer struct {
	ID        domain.CustomerID
	Name      string // what they want to be called, or empty
	Language  domain.Language
	CreatedAt time.Time
}

// VisitorToken is the secret a visitor's browser holds, hashed: possession is
// the identity.
type VisitorToken struct {
	TokenHash  string
	CustomerID domain.CustomerID
	CreatedAt  time.Time
	UsedAt     time.Time
}

var errBadVisitorName = domain.Refuse(domain.Invalid, "bad_name", "A name has at most 80 letters on one line.").At("/name")

// OpenVisitor makes a new customer and returns the token that is their only
// proof of being it.
func (a *Access) OpenVisitor(ctx context.Context, name string, l domain.Language) (c Customer, token string, err error) {
	name, ok := domain.Line(name, maxName)
	if !ok && name != "" {
		return Customer{}, "", errBadVisitorName
	}
	if !l.Good() {
		return Customer{}, "", ErrBadLanguage
	}
	now := a.rt.Now()
	c = Customer{domain.CustomerID(a.rt.NewID("cus")), name, l, now}
	token = VisitorPrefix + a.secrets.New()
	err = a.inTx(ctx, func(tx Store) error {
		if err := tx.AddCustomer(c); err != nil {
			return err
		}
		return tx.AddVisitorToken(VisitorToken{HashToken(token), c.ID, now, now})
	})
	return c, token, err
}

// TouchVisitor writes down that a token was used, which keeps it valid.
func (a *Access) TouchVisitor(ctx context.Context, tokenHash string) error {
	return a.inTx(ctx, func(tx Store) error {
		return tx.TouchVisitorToken(VisitorToken{TokenHash: tokenHash, UsedAt: a.rt.Now()})
	})
}
