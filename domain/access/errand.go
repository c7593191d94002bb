package access

import (
	"context"
	"crypto/subtle"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ErrandPurpose says what a browser was sent to a provider for.
type ErrandPurpose string

const (
	ErrandSignIn     ErrandPurpose = "sign_in"
	ErrandLink       ErrandPurpose = "link"       // by somebody who is signed in
	ErrandInvitation ErrandPurpose = "invitation" // instead of a password
	ErrandProof      ErrandPurpose = "proof"      // of who is signed in
)

// Errand is a browser that was sent to a provider. It comes back once, with the
// same cookie, or not at all.
type Errand struct {
	StateHash      string
	ProviderID     domain.ProviderID
	Purpose        ErrandPurpose
	PersonID       domain.PersonID // who is signed in; empty: nobody
	InvitationHash string          // of the link that is to be used; empty: none
	BrowserHash    string
	NonceHash      string
	Verifier       string // of PKCE, sealed
	CreatedAt      time.Time
	ExpiresAt      time.Time
	UsedAt         time.Time
}

// Refusals of errands.
var (
	ErrErrandOver     = domain.Refuse(domain.Unauthorized, "errand_over", "This took too long, was used before or began in another browser. Begin anew.")
	ErrProviderWord   = domain.Refuse(domain.Unauthorized, "provider_word", "The provider's answer does not hold, so nobody was let in. Begin anew.")
	ErrNobodyLinked   = domain.Refuse(domain.Unauthorized, "nobody_linked", "Nobody here is linked with this account. Come in another way, and link it.")
	ErrNotForRole     = domain.Refuse(domain.Forbidden, "provider_not_for_role", "This provider is not for your role.")
	ErrLinkedHere     = domain.Refuse(domain.Conflict, "provider_linked", "You are linked with an account there already. Unlink it first.")
	ErrLinkedToOther  = domain.Refuse(domain.Conflict, "account_linked", "Somebody else here is linked with this account.")
	ErrNotLinked      = domain.Refuse(domain.NotFound, "provider_not_linked", "You are not linked with an account there.")
	ErrLastWayIn      = domain.Refuse(domain.Conflict, "last_way_in", "This is your only way in. Add a passkey or a password first.")
	ErrProofOld       = domain.Refuse(domain.Forbidden, "provider_proof_old", "The provider does not say that you showed just now who you are.")
	ErrProviderOut    = domain.Refuse(domain.Unauthorized, "provider_signed_out", "The provider has signed you out meanwhile. Begin anew.")
	ErrLogoutUsed     = domain.Refuse(domain.Invalid, "logout_token_used", "This logout token was used before.")
	ErrLogoutOld      = domain.Refuse(domain.Invalid, "logout_token_old", "This logout token is too old, or of the future.")
	ErrLogoutUnusable = domain.Refuse(domain.Invalid, "logout_token_invalid", "This is no logout token of the provider for us.")
)

// waits reports whether an errand is still out, for this browser.
func (e Errand) waits(browser string, now time.Time) bool {
	return browser != "" && e.UsedAt.IsZero() && now.Before(e.ExpiresAt) &&
		subtle.ConstantTimeCompare([]byte(e.BrowserHash), []byte(HashToken(browser))) == 1
}

// Errands that somebody asks for.
type ErrandFor struct {
	Slug       string
	Purpose    ErrandPurpose
	Invitation string // the token of the link, for ErrandInvitation
	Browser    string // what the browser's cookie says
	Back       string // where the provider sends it
}

// SendToProvider writes down that a browser goes to a provider, and says where to.
// It refuses ErrUnknownProvider, ErrProviderDown and, before anybody goes in
// vain, what the purpose would be refused with.
func (a *Access) SendToProvider(ctx context.Context, by domain.Actor, f ErrandFor) (address string, err error) {
	var p Provider
	e := Errand{Purpose: f.Purpose, BrowserHash: HashToken(f.Browser)}
	err = a.inTx(ctx, func(tx Store) error {
		if p, err = tx.ProviderBySlug(f.Slug); err != nil {
			return err
		}
		if !p.Enabled {
			return ErrUnknownProvider
		}
		return a.mayGo(tx, p, by, f, &e)
	})
	if err != nil {
		return "", err
	}
	client, err := a.client(p)
	if err != nil {
		return "", err
	}
	state, nonce, verifier := a.secrets.New(), a.secrets.New(), a.secrets.New()
	address, err = a.guards.OpenID.Ask(ctx, client, Question{
		State: state, Nonce: nonce, Verifier: verifier, Back: f.Back, ACR: p.ACR, Anew: f.Purpose == ErrandProof,
	})
	if err != nil {
		return "", err
	}
	now := a.rt.Now()
	e.StateHash, e.ProviderID, e.NonceHash = HashToken(state), p.ID, HashToken(nonce)
	e.Verifier = a.guards.Sealer.Seal(verifierName(e.StateHash), []byte(verifier))
	e.CreatedAt, e.ExpiresAt = now, now.Add(ErrandValid)
	return address, a.inTx(ctx, func(tx Store) error { return tx.AddErrand(e) })
}

func verifierName(stateHash string) string { return "verifier " + stateHash }

// mayGo refuses an errand that cannot end well, and notes whom it is about.
func (a *Access) mayGo(tx Store, p Provider, by domain.Actor, f ErrandFor, e *Errand) error {
	switch f.Purpose {
	case ErrandSignIn:
		return nil
	case ErrandInvitation:
		inv, err := a.openInvitation(tx, f.Invitation)
		if err != nil {
			return err
		}
		person, err := tx.ReadPerson(inv.PersonID)
		if err != nil {
			return err
		}
		if person.State() != StateInvited {
			return ErrInvitationInvalid
		}
		if !p.admits(person.Role) {
			return ErrNotForRole
		}
		e.InvitationHash = inv.TokenHash
		return nil
	default: // about somebody who is signed in
	}
	e.PersonID = domain.PersonID(by.ID)
	if !p.admits(by.Role) {
		return ErrNotForRole
	}
	linked, err := linkedAt(tx, e.PersonID, p.ID)
	switch {
	case err != nil:
		return err
	case f.Purpose == ErrandLink && linked:
		return ErrLinkedHere
	case f.Purpose == ErrandProof && !linked:
		return ErrNotLinked
	}
	return nil
}

func linkedAt(tx Store, p domain.PersonID, at domain.ProviderID) (bool, error) {
	all, err := tx.ProviderIdentities(p)
	for _, i := range all {
		if i.ProviderID == at {
			return true, err
		}
	}
	return false, err
}

// Returned is a browser that came back.
type Returned struct {
	Slug    string // to whose address it came: another provider's answer has no business there
	State   string
	Code    string
	Issuer  string // who the answer says it is from
	Browser string // what the browser's cookie says
	Back    string
}

// back ends an errand and takes its code to the provider. Of two that come back
// with one state, one is heard.
func (a *Access) back(ctx context.Context, by domain.PersonID, r Returned, purposes ...ErrandPurpose) (e Errand, p Provider, w Word, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		if e, err = tx.Errand(HashToken(r.State)); err != nil {
			return err
		}
		if p, err = tx.ReadProvider(e.ProviderID); err != nil {
			return err
		}
		if !e.waits(r.Browser, a.rt.Now()) || p.Slug != r.Slug || !p.Enabled || e.PersonID != by || !e.isFor(purposes) {
			return ErrErrandOver
		}
		e.UsedAt = a.rt.Now()
		return tx.UseErrand(e)
	})
	if err != nil {
		return e, p, w, err
	}
	client, err := a.client(p)
	if err != nil {
		return e, p, w, err
	}
	verifier, err := a.guards.Sealer.Unseal(verifierName(e.StateHash), e.Verifier)
	if err != nil {
		return e, p, w, err
	}
	w, err = a.guards.OpenID.Prove(ctx, client, Answer{Code: r.Code, Verifier: string(verifier), Back: r.Back, Issuer: r.Issuer})
	if err == nil {
		err = w.check(e, a.rt.Now())
	}
	return e, p, w, err
}

func (e Errand) isFor(purposes []ErrandPurpose) bool {
	return slices.Contains(purposes, e.Purpose)
}

// check refuses ErrProviderWord for a word that answers another question, or
// that nobody can have said now.
func (w Word) check(e Errand, now time.Time) error {
	if subtle.ConstantTimeCompare([]byte(HashToken(w.Nonce)), []byte(e.NonceHash)) != 1 ||
		w.Subject == "" || !visible(w.Subject, maxClaim) || len(w.SID) > maxClaim ||
		w.IssuedAt.Before(e.CreatedAt.Add(-providerLeeway-time.Second)) || w.IssuedAt.After(now.Add(providerLeeway)) {
		return ErrProviderWord
	}
	return nil
}

// via is what a session keeps of a word.
func (a *Access) via(p Provider, w Word) *Via {
	return &Via{
		Provider: p.ID, Client: p.ClientID, Subject: w.Subject, SID: w.SID, Vouched: p.vouches(w), IssuedAt: w.IssuedAt, ProvedAt: w.ProvedAt,
		Token: a.guards.Sealer.Seal(tokenName(p.ID, w.Subject), []byte(w.Token)),
	}
}

func tokenName(p domain.ProviderID, subject string) string {
	return "word of " + string(p) + " about " + subject
}
