package storage

import "github.com/kennerhq/kenner/domain/access"

// AddCustomer adds a customer.
func (tx Tx) AddCustomer(c access.Customer) error {
	_, err := tx.exec("INSERT INTO customers (id, name, language, created_at) VALUES (?, ?, ?, ?)", c.ID, c.Name, c.Language, At(c.CreatedAt))
	return err
}

// AddVisitorToken adds the token by which a visitor is known.
func (tx Tx) AddVisitorToken(t access.VisitorToken) error {
	_, err := tx.exec("INSERT INTO visitor_tokens (token_hash, customer_id, created_at, used_at) VALUES (?, ?, ?, ?)",
		t.TokenHash, t.CustomerID, At(t.CreatedAt), At(t.UsedAt))
	return err
}

// TouchVisitorToken writes when a token was used last; it never goes back.
func (tx Tx) TouchVisitorToken(t access.VisitorToken) error {
	_, err := tx.exec("UPDATE visitor_tokens SET used_at = ? WHERE token_hash = ? AND used_at < ? AND revoked_at IS NULL",
		At(t.UsedAt), t.TokenHash, At(t.UsedAt))
	return err
}
