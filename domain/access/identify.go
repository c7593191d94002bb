package access

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// IdentityStore is what verified customers need from one transaction.
type IdentityStore interface {
	// AddIdentityKey puts a key on one of the two places; false: both are taken.
	AddIdentityKey(IdentityKey) (bool, error)
	RetireIdentityKey(kid string, at time.Time) (bool, error) // false: there is no live one
	LiveIdentityKey(kid string) (bool, error)                 // holds it: it is not retired before we are done

	// SpendIdentityToken remembers a token until it would have expired; false: it was used before.
	SpendIdentityToken(jti string, until time.Time) (bool, error)
	VisitorToken(tokenHash string) (t VisitorToken, found bool, err error)
	CustomerByBrandID(brandID string) (id domain.CustomerID, found bool, err error) // locks nothing
	Customers(...domain.CustomerID) ([]Customer, error)                             // holds them, in the order of their ids
	// SaveCustomer writes who a customer is. It returns domain.ErrStale when
	// somebody else became the brand's customer meanwhile.
	SaveCustomer(Customer) error
	// MergeCustomer gives everything of one customer to another; both are held.
	// It returns what somebody holds of it now.
	MergeCustomer(from, into domain.CustomerID) ([]Held, error)
	HeldOf(domain.CustomerID) ([]Held, error)
	EndVisitorToken(tokenHash string, at time.Time) error
	EndVisitor(domain.CustomerID, time.Time) error // every token and every link of a customer

	AddContinuation(Continuation) error // and removes the customer's unused ones
	UseContinuation(tokenHash string, now time.Time) (c domain.CustomerID, used bool, err error)
	See(actor, network string, at time.Time) error
}

// Held is a conversation that somebody holds.
type Held struct {
	ConversationID domain.ConversationID
	PersonID       domain.PersonID
}

// Identified tells whoever holds a conversation that its customer is verified.
type Identified struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	CustomerID     domain.CustomerID     `json:"customerId"`
	PersonID       domain.PersonID       `json:"personId"` // who holds it
}

// EventName is customer.identified.
func (Identified) EventName() string { return "customer.identified" }

// Visit is what a browser goes on with: a customer, and the token that proves
// it. The token is empty when the one that the browser has goes on.
type Visit struct {
	Customer Customer
	Token    string
}

// identifyAttempts bounds how often Identify starts again because two became
// the same customer at once.
const identifyAttempts = 4

// Identify lets a browser go on as the customer that the brand vouches for.
// shown is the hash of the visitor token the browser came with, or empty.
//
// Possession decides what comes along: the conversations of an anonymous token
// become the verified customer's, and nothing is ever found by name or e-mail.
// Every token and link that was made while they were anonymous ends then, since
// nobody knows who holds them. When another verified person was here before,
// their token in this browser ends and nothing of theirs comes along.
//
// It refuses ErrIdentityInvalid, ErrIdentityExpired, and ErrIdentityUsed for a
// token that was used before; of two that come at once one wins.
func (a *Access) Identify(ctx context.Context, shown string, l domain.Language, i Identity) (v Visit, err error) {
	if !l.Good() {
		return Visit{}, ErrBadLanguage
	}
	for range identifyAttempts {
		err = a.inTx(ctx, func(tx Store) error {
			v, err = a.identify(tx, shown, l, i)
			return err
		})
		if !errors.Is(err, domain.ErrStale) {
			return v, err
		}
	}
	return Visit{}, err
}

func (a *Access) identify(tx Store, shown string, l domain.Language, i Identity) (Visit, error) {
	if err := a.spend(tx, i); err != nil {
		return Visit{}, err
	}
	here, known, err := a.meet(tx, shown, i.Subject)
	if err != nil {
		return Visit{}, err
	}
	switch {
	case here != nil && here.BrandID == i.Subject: // the same person again
		here.tell(i, a.rt.Now())
		return Visit{Customer: *here}, tx.SaveCustomer(*here)
	case here != nil && !here.Verified():
		return a.become(tx, *here, known, i)
	case here != nil: // somebody else was here
		if err := tx.EndVisitorToken(shown, a.rt.Now()); err != nil {
			return Visit{}, err
		}
		if err := tx.Emit(VisitorEnded{here.ID}); err != nil {
			return Visit{}, err
		}
	}
	return a.arrive(tx, known, l, i)
}

// spend uses the token up.
func (a *Access) spend(tx Store, i Identity) error {
	switch faults := i.Faults(a.rt.Now()); {
	case slices.Equal(faults, []Fault{FaultExpired}):
		return ErrIdentityExpired
	case len(faults) > 0:
		return ErrIdentityInvalid
	}
	live, err := tx.LiveIdentityKey(i.KeyID)
	if err != nil || !live {
		return orElse(err, ErrIdentityInvalid)
	}
	first, err := tx.SpendIdentityToken(i.TokenID, i.Until())
	if err != nil || !first {
		return orElse(err, ErrIdentityUsed)
	}
	return nil
}

// meet holds the customer of the browser's token and the one that the brand
// means, in the order of their ids; nil: there is none, or the token ended.
func (a *Access) meet(tx Store, shown, subject string) (here, known *Customer, err error) {
	knownID, _, err := tx.CustomerByBrandID(subject)
	if err != nil {
		return nil, nil, err
	}
	t, _, err := tx.VisitorToken(shown)
	if err != nil {
		return nil, nil, err
	}
	held, err := tx.Customers(knownID, t.CustomerID)
	if err != nil {
		return nil, nil, err
	}
	// The token may have ended while we waited for its customer.
	t, found, err := tx.VisitorToken(shown)
	if err != nil {
		return nil, nil, err
	}
	for n := range held {
		c := &held[n]
		if c.BrandID == subject {
			known = c
		}
		if found && t.works(a.rt.Now()) && c.ID == t.CustomerID && c.MergedInto == "" {
			here = c
		}
	}
	if knownID != "" && known == nil {
		return nil, nil, domain.ErrStale
	}
	return here, known, nil
}

// become makes an anonymous visitor the brand's customer: the one that is known
// already, who then gets everything of the visitor's, or a new one.
func (a *Access) become(tx Store, here Customer, known *Customer, i Identity) (v Visit, err error) {
	now, to := a.rt.Now(), here
	if known != nil {
		to = *known
	}
	to.tell(i, now)
	if err := tx.EndVisitor(here.ID, now); err != nil {
		return Visit{}, err
	}
	if err := tx.SaveCustomer(to); err != nil {
		return Visit{}, err
	}
	var held []Held
	if known == nil {
		held, err = tx.HeldOf(to.ID)
	} else {
		held, err = tx.MergeCustomer(here.ID, to.ID)
	}
	if err != nil {
		return Visit{}, err
	}
	if err := tx.Emit(VisitorEnded{here.ID}); err != nil {
		return Visit{}, err
	}
	for _, h := range held {
		if err := tx.Emit(Identified{h.ConversationID, to.ID, h.PersonID}); err != nil {
			return Visit{}, err
		}
	}
	v.Customer = to
	v.Token, err = a.admit(tx, to.ID)
	return v, err
}

// arrive gives a browser without a visitor a token of the brand's customer.
func (a *Access) arrive(tx Store, known *Customer, l domain.Language, i Identity) (v Visit, err error) {
	now := a.rt.Now()
	if known == nil {
		c := Customer{ID: domain.CustomerID(a.rt.NewID("cus")), Language: l, CreatedAt: now}
		if err := tx.AddCustomer(c); err != nil {
			return Visit{}, err
		}
		known = &c
	}
	known.tell(i, now)
	if err := tx.SaveCustomer(*known); err != nil {
		return Visit{}, err
	}
	v.Customer = *known
	v.Token, err = a.admit(tx, known.ID)
	return v, err
}
