package roster

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Disclosure is what every customer reads beside an expert, in the customer's language.
// It belongs to the programme: no expert, manager or setting takes it away.
const Disclosure = "customer_receives_points"

// Owner says who verified that an expert owns a product.
type Owner string

// Who verifies.
const (
	ByShop    Owner = "shop"
	ByManager Owner = "manager"
)

// Owned is a product that an expert has.
type Owned struct {
	Expert     domain.ExpertID
	Product    domain.ProductID
	ClaimedAt  time.Time
	Proof      string // an order number, in the expert's own words
	VerifiedBy Owner  // empty: nobody yet, and no customer is told
	VerifiedAt time.Time
	Verifier   domain.PersonID
}

// ConsentKind is what a consent is for.
type ConsentKind string

// What experts can agree to.
const (
	RealName ConsentKind = "real_name" // colleagues and alumni read the real name
	Talent   ConsentKind = "talent"    // the brand's staff read the talent sheet
)

// Consent is one word of an expert: yes or no to a text of this version. The
// last word counts, and all of them are kept.
type Consent struct {
	Expert  domain.ExpertID
	Kind    ConsentKind
	No      int
	Version int // of the text
	Given   bool
	At      time.Time
}

// Holds reports whether the consent is given, to the text as it is now.
func (c Consent) Holds() bool { return c.Given && c.Version == ConsentVersion(c.Kind) }

// TalentExport is that a talent sheet left the house.
type TalentExport struct {
	ID        string // tex_…
	Expert    domain.ExpertID
	By        domain.PersonID
	At        time.Time
	ConsentNo int
	WithName  bool
}

// Refusals of profiles.
var (
	ErrUnknownProduct = domain.Refuse(domain.NotFound, "product_not_found", "There is no such product.")
	ErrBadProof       = domain.Refuse(domain.Invalid, "proof_invalid", "An order number has at most 60 characters.").At("/proof")
	ErrNotClaimed     = domain.Refuse(domain.NotFound, "claim_not_found", "This product does not stand on the profile.")
	ErrBadConsent     = domain.Refuse(domain.Invalid, "consent_invalid", "There is no such consent.")
	ErrConsentChanged = domain.Refuse(domain.Stale, "consent_changed", "The text has changed. Read it again first.")
	ErrNoConsent      = domain.Refuse(domain.Conflict, "consent_required", "This needs the expert's consent.")
)

// ProfileStore is what profiles need from one transaction.
type ProfileStore interface {
	ProductInUse(domain.ProductID) (bool, error)
	Owned(domain.ExpertID, domain.ProductID) (Owned, bool, error)
	SaveOwned(Owned) error // new, or as it is now
	DropOwned(domain.ExpertID, domain.ProductID) error
	// ShopSaysOwned reports whether the shop says that the expert, as its customer, has a product.
	ShopSaysOwned(domain.ExpertID, domain.ProductID) (bool, error)
	Consent(domain.ExpertID, ConsentKind) (Consent, error) // the last word; No is 0 when there is none
	AddConsent(Consent) error
	AddTalentExport(TalentExport) error
}

// ClaimProduct says that an expert owns a product. What the shop knows of them
// as its customer is verified at once; the rest waits for a manager. Saying it again
// changes the proof of what is not verified. It refuses ErrUnknownProduct and ErrBadProof.
func (l *Levels) ClaimProduct(ctx context.Context, id domain.ExpertID, product domain.ProductID, proof string) error {
	proof = strings.TrimSpace(proof)
	if utf8.RuneCountInString(proof) > 60 {
		return ErrBadProof
	}
	return l.inTx(ctx, func(tx LevelStore) error {
		if _, err := tx.LockExpert(id); err != nil {
			return err
		}
		known, err := tx.ProductInUse(product)
		if err != nil {
			return err
		}
		if !known {
			return ErrUnknownProduct
		}
		o, found, err := tx.Owned(id, product)
		if err != nil || (found && o.VerifiedBy != "") {
			return err
		}
		if !found {
			o = Owned{Expert: id, Product: product, ClaimedAt: l.rt.Now()}
		}
		o.Proof = proof
		bought, err := tx.ShopSaysOwned(id, product)
		if err != nil {
			return err
		}
		if bought {
			o.VerifiedBy, o.VerifiedAt = ByShop, l.rt.Now()
		}
		if err := tx.SaveOwned(o); err != nil {
			return err
		}
		return tx.Emit(Changed{id})
	})
}

// DropProduct takes a product off a profile: the expert's own word, or a manager's
// who cannot find the purchase. It refuses ErrNotClaimed.
func (l *Levels) DropProduct(ctx context.Context, id domain.ExpertID, product domain.ProductID) error {
	return l.owned(ctx, id, product, func(tx LevelStore, _ Owned) error { return tx.DropOwned(id, product) })
}

// VerifyProduct is a manager's word that the expert owns a product. The shop's
// word stays where it is there already. It refuses ErrNotClaimed.
func (l *Levels) VerifyProduct(ctx context.Context, by domain.Actor, id domain.ExpertID, product domain.ProductID) error {
	return l.owned(ctx, id, product, func(tx LevelStore, o Owned) error {
		if o.VerifiedBy != "" {
			return nil
		}
		o.VerifiedBy, o.VerifiedAt, o.Verifier = ByManager, l.rt.Now(), domain.PersonID(by.ID)
		return tx.SaveOwned(o)
	})
}

func (l *Levels) owned(ctx context.Context, id domain.ExpertID, product domain.ProductID, do func(LevelStore, Owned) error) error {
	return l.inTx(ctx, func(tx LevelStore) error {
		if _, err := tx.LockExpert(id); err != nil {
			return err
		}
		o, found, err := tx.Owned(id, product)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrNotClaimed
		}
		if err := do(tx, o); err != nil {
			return err
		}
		return tx.Emit(Changed{id})
	})
}

// SetConsent keeps an expert's word on a text: version is the one they read. It
// refuses ErrBadConsent, and ErrConsentChanged when the text is another by now; a no is
// always taken. The same word again changes nothing.
func (l *Levels) SetConsent(ctx context.Context, id domain.ExpertID, kind ConsentKind, given bool, version int) error {
	now := ConsentVersion(kind)
	switch {
	case now == 0:
		return ErrBadConsent
	case given && version != now:
		return ErrConsentChanged
	}
	return l.inTx(ctx, func(tx LevelStore) error {
		if _, err := tx.LockExpert(id); err != nil {
			return err
		}
		last, err := tx.Consent(id, kind)
		if err != nil || (last.Given == given && (last.Version == now || !given)) {
			return err
		}
		err = tx.AddConsent(Consent{Expert: id, Kind: kind, No: last.No + 1, Version: now, Given: given, At: l.rt.Now()})
		if err != nil {
			return err
		}
		return tx.Emit(Changed{id})
	})
}

// ExportTalent writes down that the talent sheet of an expert is read by
// somebody: by the expert, or by staff. It refuses ErrNoConsent. The row of the
// expert is held, so that a consent that is withdrawn at this moment comes before or after.
func (l *Levels) ExportTalent(ctx context.Context, by domain.Actor, id domain.ExpertID) (t TalentExport, err error) {
	err = l.inTx(ctx, func(tx LevelStore) error {
		if _, err := tx.LockExpert(id); err != nil {
			return err
		}
		consent, err := tx.Consent(id, Talent)
		if err != nil {
			return err
		}
		if !consent.Holds() {
			return ErrNoConsent
		}
		name, err := tx.Consent(id, RealName)
		if err != nil {
			return err
		}
		t = TalentExport{
			ID: l.rt.NewID("tex"), Expert: id, By: domain.PersonID(by.ID), At: l.rt.Now(), ConsentNo: consent.No, WithName: name.Holds(),
		}
		return tx.AddTalentExport(t)
	})
	return t, err
}
