package storage

import (
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Owned reads a product on a profile.
func (tx Tx) Owned(id domain.ExpertID, product domain.ProductID) (roster.Owned, bool, error) {
	var r struct {
		ClaimedAt  Time
		Proof      string
		VerifiedBy *roster.Owner
		VerifiedAt *Time
		Verifier   *domain.PersonID
	}
	found, err := tx.maybe(&r, `SELECT claimed_at, proof, verified_by, verified_at, verifier FROM owned_products
		WHERE expert_id = ? AND product_id = ?`, id, product)
	return roster.Owned{
		Expert: id, Product: product, ClaimedAt: r.ClaimedAt.Time, Proof: r.Proof, VerifiedBy: orEmpty(r.VerifiedBy),
		VerifiedAt: r.VerifiedAt.OrZero(), Verifier: orEmpty(r.Verifier),
	}, found, wrapped(err, "read what %s owns", id)
}

// SaveOwned stores a product on a profile, new or as it is now.
func (tx Tx) SaveOwned(o roster.Owned) error {
	_, err := tx.exec(`INSERT INTO owned_products (expert_id, product_id, claimed_at, proof, verified_by, verified_at, verifier)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (expert_id, product_id) DO UPDATE SET proof = excluded.proof,
		verified_by = excluded.verified_by, verified_at = excluded.verified_at, verifier = excluded.verifier`,
		o.Expert, o.Product, At(o.ClaimedAt), o.Proof, orNull(o.VerifiedBy), AtOrNull(o.VerifiedAt), orNull(o.Verifier))
	return wrapped(err, "save what %s owns", o.Expert)
}

// DropOwned takes a product off a profile.
func (tx Tx) DropOwned(id domain.ExpertID, product domain.ProductID) error {
	return wrapped(tx.change("DELETE FROM owned_products WHERE expert_id = ? AND product_id = ?", id, product), "drop what %s owns", id)
}

// ShopSaysOwned reports whether the shop's own words of the expert, as its
// customer, name a product.
func (tx Tx) ShopSaysOwned(id domain.ExpertID, product domain.ProductID) (bool, error) {
	var r struct{ Name, Shop string }
	found, err := tx.maybe(&r, `SELECT p.name, c.shop FROM experts x JOIN customers c ON c.brand_customer_id = x.brand_customer_id
		JOIN products p ON p.id = ? WHERE x.id = ?`, product, id)
	if err != nil || !found {
		return false, wrapped(err, "read what the shop says of %s", id)
	}
	var said struct {
		Products []string
		Orders   []struct{ Products []string }
	}
	if err := fromJSON("customers.shop", r.Shop, &said); err != nil {
		return false, err
	}
	for _, o := range said.Orders {
		said.Products = append(said.Products, o.Products...)
	}
	return slices.ContainsFunc(said.Products, func(name string) bool { return strings.EqualFold(strings.TrimSpace(name), r.Name) }), nil
}

// Consent reads the last word of an expert on something; No is 0 when there is none.
func (tx Tx) Consent(id domain.ExpertID, kind roster.ConsentKind) (roster.Consent, error) {
	c := roster.Consent{Expert: id, Kind: kind}
	var r struct {
		No, Version int
		Given       bool
		At          Time
	}
	found, err := tx.maybe(&r, "SELECT no, version, given, at FROM consents WHERE expert_id = ? AND kind = ? ORDER BY no DESC LIMIT 1", id, kind)
	if found {
		c.No, c.Version, c.Given, c.At = r.No, r.Version, r.Given, r.At.Time
	}
	return c, wrapped(err, "read a consent of %s", id)
}

// AddConsent stores another word; the ones before stay.
func (tx Tx) AddConsent(c roster.Consent) error {
	_, err := tx.exec("INSERT INTO consents (expert_id, kind, no, version, given, at) VALUES (?, ?, ?, ?, ?, ?)",
		c.Expert, c.Kind, c.No, c.Version, c.Given, At(c.At))
	return wrapped(err, "keep a consent of %s", c.Expert)
}

// AddTalentExport writes down who read a talent sheet.
func (tx Tx) AddTalentExport(t roster.TalentExport) error {
	_, err := tx.exec("INSERT INTO talent_exports (id, expert_id, made_by, made_at, consent_no, with_name) VALUES (?, ?, ?, ?, ?, ?)",
		t.ID, t.Expert, t.By, At(t.At), t.ConsentNo, t.WithName)
	return wrapped(err, "write down the export of %s", t.Expert)
}
