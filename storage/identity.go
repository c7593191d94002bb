package storage

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// AddIdentityKey puts a key on one of the two places. A place is a unique key:
// of three at once one finds none.
func (tx Tx) AddIdentityKey(k access.IdentityKey) (bool, error) {
	for slot := 1; slot <= access.LiveKeys; slot++ {
		n, err := tx.exec(`INSERT INTO identity_keys (kid, slot, secret, created_at, created_by) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, k.KID, slot, k.Secret, At(k.CreatedAt), k.CreatedBy)
		if err != nil || n == 1 {
			return n == 1, wrapped(err, "add identity key")
		}
	}
	return false, nil
}

// RetireIdentityKey ends a live key.
func (tx Tx) RetireIdentityKey(kid string, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE identity_keys SET retired_at = ? WHERE kid = ? AND retired_at IS NULL", At(at), kid)
	return n == 1, wrapped(err, "retire identity key %s", kid)
}

// LiveIdentityKey reports whether a key is live, and keeps it so until the
// transaction ends.
func (tx Tx) LiveIdentityKey(kid string) (bool, error) {
	share := ""
	if tx.state.dialect == postgresDialect {
		share = " FOR SHARE"
	}
	var found string
	return tx.maybe(&found, "SELECT kid FROM identity_keys WHERE kid = ? AND retired_at IS NULL"+share, kid)
}

// SpendIdentityToken remembers a token; false: it is known already.
func (tx Tx) SpendIdentityToken(jti string, until time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO identity_tokens (jti, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING", jti, At(until))
	return n == 1, wrapped(err, "spend an identity token")
}

// VisitorToken reads a token without holding it.
func (tx Tx) VisitorToken(tokenHash string) (t access.VisitorToken, found bool, err error) {
	var r struct {
		TokenHash  string
		CustomerID domain.CustomerID
		CreatedAt  Time
		UsedAt     Time
		RevokedAt  *Time
	}
	found, err = tx.maybe(&r, "SELECT token_hash, customer_id, created_at, used_at, revoked_at FROM visitor_tokens WHERE token_hash = ?", tokenHash)
	return access.VisitorToken{
		TokenHash: r.TokenHash, CustomerID: r.CustomerID, CreatedAt: r.CreatedAt.Time, UsedAt: r.UsedAt.Time, RevokedAt: r.RevokedAt.OrZero(),
	}, found, wrapped(err, "read a visitor's token")
}

// CustomerByBrandID finds the customer that the brand knows by an id.
func (tx Tx) CustomerByBrandID(brandID string) (id domain.CustomerID, found bool, err error) {
	var r string
	found, err = tx.maybe(&r, "SELECT id FROM customers WHERE brand_customer_id = ?", brandID)
	return domain.CustomerID(r), found, wrapped(err, "find a customer of the brand")
}

// holdCustomers holds rows of customers, in the order of their ids.
func (tx Tx) holdCustomers(ids []domain.CustomerID) error {
	if tx.state.dialect != postgresDialect {
		return nil
	}
	var held []string
	return tx.all(&held, "SELECT id FROM customers WHERE id IN ? ORDER BY id"+tx.hold(), ids)
}

// Customers holds and reads customers, in the order of their ids. Empty ids and
// those of nobody are left out.
func (tx Tx) Customers(ids ...domain.CustomerID) ([]access.Customer, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id domain.CustomerID) bool { return id == "" })
	if len(ids) == 0 {
		return nil, nil
	}
	if err := tx.holdCustomers(ids); err != nil {
		return nil, wrapped(err, "hold customers")
	}
	var rows []struct {
		ID              domain.CustomerID
		Name            string
		Language        domain.Language
		CreatedAt       Time
		BrandCustomerID *string
		VerifiedAt      *Time
		Email           string
		Shop            string
		MergedInto      *domain.CustomerID
	}
	err := tx.all(&rows, `SELECT id, name, language, created_at, brand_customer_id, verified_at, email, shop, merged_into
		FROM customers WHERE id IN ? ORDER BY id`, ids)
	all := make([]access.Customer, len(rows))
	for n, r := range rows {
		all[n] = access.Customer{
			ID: r.ID, Name: r.Name, Language: r.Language, CreatedAt: r.CreatedAt.Time, BrandID: orEmpty(r.BrandCustomerID),
			VerifiedAt: r.VerifiedAt.OrZero(), Email: r.Email, MergedInto: orEmpty(r.MergedInto),
		}
		if err == nil {
			err = fromJSON("customers.shop", r.Shop, &all[n].Shop)
		}
	}
	return all, wrapped(err, "read customers")
}

// SaveCustomer writes who a customer is.
func (tx Tx) SaveCustomer(c access.Customer) error {
	shop, err := json.Marshal(c.Shop)
	if err != nil {
		return wrapped(err, "encode what %s has", c.ID)
	}
	err = tx.change("UPDATE customers SET name = ?, brand_customer_id = ?, verified_at = ?, email = ?, shop = ? WHERE id = ?",
		c.Name, orNull(c.BrandID), AtOrNull(c.VerifiedAt), c.Email, string(shop), c.ID)
	if duplicate(err) {
		return domain.ErrStale
	}
	return wrapped(err, "save customer %s", c.ID)
}

// EndVisitorToken ends one token.
func (tx Tx) EndVisitorToken(tokenHash string, at time.Time) error {
	_, err := tx.exec("UPDATE visitor_tokens SET revoked_at = ? WHERE token_hash = ? AND revoked_at IS NULL", At(at), tokenHash)
	return wrapped(err, "end a visitor's token")
}

// EndVisitor ends every token and every link of a customer.
func (tx Tx) EndVisitor(id domain.CustomerID, at time.Time) error {
	if _, err := tx.exec("UPDATE visitor_tokens SET revoked_at = ? WHERE customer_id = ? AND revoked_at IS NULL", At(at), id); err != nil {
		return wrapped(err, "end the tokens of %s", id)
	}
	_, err := tx.exec("DELETE FROM continuations WHERE customer_id = ? AND used_at IS NULL", id)
	return wrapped(err, "end the links of %s", id)
}

// AddContinuation stores a link and removes those of the customer that were not used.
func (tx Tx) AddContinuation(c access.Continuation) error {
	if _, err := tx.exec("DELETE FROM continuations WHERE customer_id = ? AND used_at IS NULL", c.CustomerID); err != nil {
		return wrapped(err, "replace the links of %s", c.CustomerID)
	}
	_, err := tx.exec("INSERT INTO continuations (token_hash, customer_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
		c.TokenHash, c.CustomerID, At(c.CreatedAt), At(c.ExpiresAt))
	return wrapped(err, "add a link of %s", c.CustomerID)
}

// UseContinuation uses a link up, once, and tells whose it was.
func (tx Tx) UseContinuation(tokenHash string, now time.Time) (c domain.CustomerID, used bool, err error) {
	n, err := tx.exec("UPDATE continuations SET used_at = ? WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
		At(now), tokenHash, At(now))
	if err != nil || n == 0 {
		return "", false, wrapped(err, "use a link")
	}
	var id string
	_, err = tx.maybe(&id, "SELECT customer_id FROM continuations WHERE token_hash = ?", tokenHash)
	return domain.CustomerID(id), true, wrapped(err, "read a link")
}

// seenAgain is how much later somebody must be seen from the same place for it
// to be written down again.
const seenAgain = time.Hour

// See writes down from which address range somebody was seen; the time never
// goes back.
func (tx Tx) See(actor, network string, at time.Time) error {
	_, err := tx.exec(`INSERT INTO sightings (actor_id, network, seen_at) VALUES (?, ?, ?)
		ON CONFLICT (actor_id, network) DO UPDATE SET seen_at = excluded.seen_at WHERE sightings.seen_at < ?`,
		actor, network, At(at), At(at.Add(-seenAgain)))
	return wrapped(err, "write down where %s is", actor)
}

// SeenTogether reports whether two were seen from one address range since a
// time, each for themselves; it is false for those whose range does not count.
func (tx Tx) SeenTogether(a, b string, since time.Time) (bool, error) {
	var found string
	ok, err := tx.maybe(&found, `SELECT x.network FROM sightings x JOIN sightings y ON y.network = x.network
		WHERE x.actor_id = ? AND y.actor_id = ? AND x.seen_at >= ? AND y.seen_at >= ? LIMIT 1`, a, b, At(since), At(since))
	return ok, wrapped(err, "compare where %s and %s are", cmp.Or(a, "nobody"), cmp.Or(b, "nobody"))
}
