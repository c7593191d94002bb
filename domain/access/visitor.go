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
	ID         domain.CustomerID
	Name       string // what they want to be called, or empty
	Language   domain.Language
	CreatedAt  time.Time
	BrandID    string    // the brand's own id of a verified customer; empty: anonymous
	VerifiedAt time.Time // since when the brand vouches for them
	Email      string    // from the brand's word alone; experts never see it
	Shop       Shop
	MergedInto domain.CustomerID // who this visitor turned out to be
}

// Verified reports whether the brand vouches for the customer.
func (c Customer) Verified() bool { return c.BrandID != "" }

// VisitorToken is the secret a visitor's browser holds, hashed: possession is
// the identity.
type VisitorToken struct {
	TokenHash  string
	CustomerID domain.CustomerID
	CreatedAt  time.Time
	UsedAt     time.Time
	RevokedAt  time.Time
}

// works reports whether the token still opens anything.
func (t VisitorToken) works(now time.Time) bool {
	return t.RevokedAt.IsZero() && now.Sub(t.UsedAt) <= VisitorValid
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
	c = Customer{ID: domain.CustomerID(a.rt.NewID("cus")), Name: name, Language: l, CreatedAt: a.rt.Now()}
	err = a.inTx(ctx, func(tx Store) error {
		if err := tx.AddCustomer(c); err != nil {
			return err
		}
		token, err = a.admit(tx, c.ID)
		return err
	})
	return c, token, err
}

// admit gives a customer another token.
func (a *Access) admit(tx Store, c domain.CustomerID) (token string, err error) {
	now := a.rt.Now()
	token = VisitorPrefix + a.secrets.New()
	return token, tx.AddVisitorToken(VisitorToken{TokenHash: HashToken(token), CustomerID: c, CreatedAt: now, UsedAt: now})
}

// LeaveVisitor ends the token of one browser, as when its person signs out of
// the shop. What was asked stays the customer's.
func (a *Access) LeaveVisitor(ctx context.Context, by domain.Actor, tokenHash string) error {
	return a.inTx(ctx, func(tx Store) error {
		if err := tx.EndVisitorToken(tokenHash, a.rt.Now()); err != nil {
			return err
		}
		return tx.Emit(VisitorEnded{by.Customer()})
	})
}

// VisitorEnded tells live connections and caches that a token of a customer
// ended, or all of them.
type VisitorEnded struct {
	CustomerID domain.CustomerID `json:"customerId"`
}

// EventName is visitor.ended.
func (VisitorEnded) EventName() string { return "visitor.ended" }

// TouchVisitor writes down that a token was used, which keeps it valid.
func (a *Access) TouchVisitor(ctx context.Context, tokenHash string) error {
	return a.inTx(ctx, func(tx Store) error {
		return tx.TouchVisitorToken(VisitorToken{TokenHash: tokenHash, UsedAt: a.rt.Now()})
	})
}
