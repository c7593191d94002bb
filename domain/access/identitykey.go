package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// LiveKeys is how many identity keys work at once: one that signs, and the next
// while the brand changes from one to the other.
const LiveKeys = 2

// IdentityKey is a secret by which the brand's backend signs identity tokens.
type IdentityKey struct {
	KID       string
	Secret    string // sealed
	CreatedAt time.Time
	CreatedBy domain.PersonID
	RetiredAt time.Time
}

// Sealer closes and opens secrets with a key that is not in the database. A
// sealed secret opens under its own name alone.
type Sealer interface {
	Seal(name string, secret []byte) string
	Unseal(name, sealed string) ([]byte, error)
}

// Refusals of identity keys.
var (
	ErrKeysTaken  = domain.Refuse(domain.Conflict, "identity_keys_taken", "Two keys are live. Retire the old one first.")
	ErrUnknownKey = domain.Refuse(domain.NotFound, "identity_key_not_found", "There is no live key with this name.")
)

// MakeIdentityKey makes a key and returns its secret in the clear, once. Of
// three at once two win; it refuses ErrKeysTaken.
func (a *Access) MakeIdentityKey(ctx context.Context, by domain.Actor, s Sealer) (k IdentityKey, secret string, err error) {
	secret = a.secrets.New()
	k = IdentityKey{KID: a.rt.NewID("idk"), CreatedAt: a.rt.Now(), CreatedBy: domain.PersonID(by.ID)}
	k.Secret = s.Seal(k.KID, []byte(secret))
	return k, secret, a.inTx(ctx, func(tx Store) error {
		placed, err := tx.AddIdentityKey(k)
		if err != nil || !placed {
			return orElse(err, ErrKeysTaken)
		}
		return nil
	})
}

// RetireIdentityKey ends a key: what it signed proves nobody from now on. Whoever
// is verified stays so. It refuses ErrUnknownKey.
func (a *Access) RetireIdentityKey(ctx context.Context, kid string) error {
	return a.inTx(ctx, func(tx Store) error {
		retired, err := tx.RetireIdentityKey(kid, a.rt.Now())
		if err != nil || !retired {
			return orElse(err, ErrUnknownKey)
		}
		return nil
	})
}

// See writes down that somebody was seen from an address range; an empty one
// does not count.
func (a *Access) See(ctx context.Context, actor, network string) error {
	if network == "" || actor == "" {
		return nil
	}
	return a.inTx(ctx, func(tx Store) error { return tx.See(actor, network, a.rt.Now()) })
}
