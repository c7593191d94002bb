package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ContinuationValid is how long a link to go on with on another device works.
const ContinuationValid = 24 * time.Hour

// Continuation is a one-time link to go on with on another device. Its token is
// shown once and stored hashed.
type Continuation struct {
	TokenHash  string
	CustomerID domain.CustomerID
	CreatedAt  time.Time
	ExpiresAt  time.Time
}

// ErrContinuation refuses a link that is wrong, used, replaced or too old, and
// does not say which.
var ErrContinuation = domain.Refuse(domain.Gone, "continuation_invalid", "This link does not work any more. Make a new one where you asked.")

// Continue makes the link by which a customer goes on with on another device.
// A link that was made before and not used stops working.
func (a *Access) Continue(ctx context.Context, by domain.Actor) (token string, expires time.Time, err error) {
	now := a.rt.Now()
	token, expires = a.secrets.New(), now.Add(ContinuationValid)
	return token, expires, a.inTx(ctx, func(tx Store) error {
		return tx.AddContinuation(Continuation{HashToken(token), by.Customer(), now, expires})
	})
}

// Arrive uses a link and gives this browser a token of its customer. Of two who
// use it at once one wins. It refuses ErrContinuation.
func (a *Access) Arrive(ctx context.Context, token string) (v Visit, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		id, used, err := tx.UseContinuation(HashToken(token), a.rt.Now())
		if err != nil || !used {
			return orElse(err, ErrContinuation)
		}
		held, err := tx.Customers(id)
		if err != nil || len(held) == 0 || held[0].MergedInto != "" {
			return orElse(err, ErrContinuation)
		}
		v.Customer = held[0]
		v.Token, err = a.admit(tx, id)
		return err
	})
	return v, err
}
