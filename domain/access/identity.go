package access

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

const (
	// IdentityValid is how long an identity token may live in all.
	IdentityValid = 5 * time.Minute
	// IdentityLeeway is how far the brand's clock and ours may be apart.
	IdentityLeeway = 30 * time.Second
)

// The limits of what an identity token tells.
const (
	maxSubject  = 128
	maxTokenID  = 128
	minTokenID  = 8
	maxProducts = 50
	maxOrders   = 20
	maxItem     = 80
)

// Identity is what the brand's backend says about a customer in one signed
// token. The signature, the issuer and the audience are proved before.
type Identity struct {
	KeyID     string // the key that signed it
	TokenID   string // works once
	Subject   string // the brand's own id of the customer: what makes two people the same, and nothing else does
	IssuedAt  time.Time
	ExpiresAt time.Time
	Name      string // empty: not told
	Email     string // empty: not told; experts never see it
	Shop      Shop
}

// Shop is what the brand says that a customer has. A list that is nil was not told.
type Shop struct {
	Products []string `json:"products,omitempty"` // names as the brand lists them
	Orders   []Order  `json:"orders,omitempty"`
}

// Order is one purchase.
type Order struct {
	Number   string   `json:"number"`
	Date     string   `json:"date,omitempty"` // 2026-03-01
	Products []string `json:"products,omitempty"`
}

// Fault is what is wrong with an identity token.
type Fault string

const (
	FaultSubject  Fault = "subject"  // none, or longer than 128 letters
	FaultTokenID  Fault = "jti"      // none, shorter than 8 or longer than 128 letters
	FaultLifetime Fault = "lifetime" // no iat or exp, or more than five minutes between them
	FaultExpired  Fault = "expired"  // exp is past
	FaultFuture   Fault = "future"   // iat is to come
	FaultName     Fault = "name"
	FaultEmail    Fault = "email"
	FaultProducts Fault = "products"
	FaultOrders   Fault = "orders"
)

// Refusals of an identity token. The person in front of the widget can do
// nothing about any of them: what is wrong is told to admins, by the checker.
var (
	ErrIdentityInvalid = domain.Refuse(domain.Unauthorized, "identity_invalid", "The shop could not tell us who you are.").At("/identityToken")
	ErrIdentityExpired = domain.Refuse(domain.Unauthorized, "identity_expired", "The shop's word about who you are is too old.").At("/identityToken")
	ErrIdentityUsed    = domain.Refuse(domain.Unauthorized, "identity_used", "The shop's word about who you are was used before.").At("/identityToken")
)

// Faults are everything that is wrong with what the token says, at now; none
// means that it counts.
func (i Identity) Faults(now time.Time) []Fault {
	var all []Fault
	add := func(bad bool, f Fault) {
		if bad {
			all = append(all, f)
		}
	}
	add(!shown(i.Subject, 1, maxSubject), FaultSubject)
	add(!shown(i.TokenID, minTokenID, maxTokenID), FaultTokenID)
	switch life := i.ExpiresAt.Sub(i.IssuedAt); {
	case i.IssuedAt.IsZero() || i.ExpiresAt.IsZero() || life <= 0 || life > IdentityValid:
		all = append(all, FaultLifetime)
	case !now.Before(i.ExpiresAt.Add(IdentityLeeway)):
		all = append(all, FaultExpired)
	case i.IssuedAt.After(now.Add(IdentityLeeway)):
		all = append(all, FaultFuture)
	}
	add(i.Name != "" && !shown(i.Name, 1, maxName), FaultName)
	_, err := CleanEmail(i.Email)
	add(i.Email != "" && err != nil, FaultEmail)
	add(!things(i.Shop.Products), FaultProducts)
	add(!i.Shop.ordersGood(), FaultOrders)
	return all
}

// Until is how long the token's id must be remembered.
func (i Identity) Until() time.Time { return i.ExpiresAt.Add(IdentityLeeway) }

func (s Shop) ordersGood() bool {
	for _, o := range s.Orders {
		if !shown(o.Number, 1, maxItem) || !things(o.Products) {
			return false
		}
		if _, err := time.Parse(time.DateOnly, o.Date); o.Date != "" && err != nil {
			return false
		}
	}
	return len(s.Orders) <= maxOrders
}

func things(names []string) bool {
	for _, name := range names {
		if !shown(name, 1, maxItem) {
			return false
		}
	}
	return len(names) <= maxProducts
}

// shown reports whether s is one line of so many letters that can be shown.
func shown(s string, least, most int) bool {
	n := utf8.RuneCountInString(s)
	return utf8.ValidString(s) && n >= least && n <= most && strings.TrimSpace(s) == s && !strings.ContainsFunc(s, unicode.IsControl)
}

// tell writes what the identity says into the customer; what it does not say
// stays as it was said before.
func (c *Customer) tell(i Identity, now time.Time) {
	c.BrandID = i.Subject
	if c.VerifiedAt.IsZero() {
		c.VerifiedAt = now
	}
	if i.Name != "" {
		c.Name = i.Name
	}
	if email, err := CleanEmail(i.Email); err == nil {
		c.Email = email
	}
	if i.Shop.Products != nil {
		c.Shop.Products = i.Shop.Products
	}
	if i.Shop.Orders != nil {
		c.Shop.Orders = i.Shop.Orders
	}
}
