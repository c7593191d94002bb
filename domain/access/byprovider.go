package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// SignInByProvider opens a session for whoever is linked with the account of the
// provider's word. Who came with an invitation is linked by it, and needs no
// password then; nobody is ever found by an e-mail address. The word counts as a
// password does: who has a second factor is asked for it (ErrSecondFactor, with
// the grant's Step), unless the provider asked for one and the brand lets that
// count. It refuses ErrErrandOver, ErrProviderWord, ErrNobodyLinked and
// ErrProviderOut.
func (a *Access) SignInByProvider(ctx context.Context, r Returned, from From) (g Grant, err error) {
	e, p, w, err := a.back(ctx, "", r, ErrandSignIn, ErrandInvitation)
	if err != nil {
		return Grant{}, err
	}
	var refused error
	err = a.inTx(ctx, func(tx Store) error {
		now, err := stillAsked(tx, p)
		if err != nil {
			return err
		}
		var person Person
		if e.Purpose == ErrandInvitation {
			person, err = a.joinBy(tx, now, e, w)
		} else {
			person, err = a.knownAt(tx, now, w)
		}
		if err != nil {
			return err
		}
		g, refused, err = a.enter(tx, person, from, a.via(now, w))
		return err
	})
	if err == nil {
		err = refused
	}
	return g, err
}

// stillAsked keeps a provider as it is for an answer that came from it. One that was
// changed while it was asked was another: its word about a subject is not this one's.
func stillAsked(tx Store, asked Provider) (Provider, error) {
	now, err := tx.ShareProvider(asked.ID)
	if err == nil && (now.Issuer != asked.Issuer || now.ClientID != asked.ClientID) {
		err = ErrErrandOver
	}
	return now, err
}

// knownAt is the person who is linked with the account of a word; they are held.
func (a *Access) knownAt(tx Store, p Provider, w Word) (Person, error) {
	i, found, err := tx.ProviderIdentity(p.ID, w.Subject)
	if err != nil || !found {
		return Person{}, orElse(err, ErrNobodyLinked)
	}
	person, err := tx.Person(i.PersonID)
	if err != nil {
		return Person{}, err
	}
	// They may have unlinked it while we waited for them.
	if i, found, err = tx.ProviderIdentity(p.ID, w.Subject); err != nil {
		return Person{}, err
	}
	if !found || i.PersonID != person.ID || person.State() != StateActive || !p.admits(person.Role) {
		return Person{}, ErrNobodyLinked
	}
	i.UsedAt = a.rt.Now()
	return person, tx.UseProviderIdentity(i)
}

// joinBy uses an invitation up by a provider's word instead of a password.
func (a *Access) joinBy(tx Store, p Provider, e Errand, w Word) (Person, error) {
	inv, err := tx.InvitationByToken(e.InvitationHash)
	if err != nil {
		return Person{}, err
	}
	if err := inv.Open(a.rt.Now()); err != nil {
		return Person{}, err
	}
	person, err := tx.Person(inv.PersonID)
	switch {
	case err != nil:
		return Person{}, err
	case person.State() != StateInvited:
		return Person{}, ErrInvitationInvalid
	case !p.admits(person.Role):
		return Person{}, ErrNotForRole
	}
	inv.UsedAt = a.rt.Now()
	if first, err := tx.UseInvitation(inv); err != nil || !first {
		return Person{}, orElse(err, ErrInvitationUsed)
	}
	if err := a.link(tx, p, person.ID, w); err != nil {
		return Person{}, err
	}
	person.PasswordHash = NoPassword
	person.AuthVersion++
	if err := tx.SavePerson(person); err != nil {
		return Person{}, err
	}
	person.Version++
	return person, tx.Emit(PersonChanged{person.ID})
}

// link ties a person to an account. Two who are linked with one account, or one
// with two at a provider, cannot be written.
func (a *Access) link(tx Store, p Provider, person domain.PersonID, w Word) error {
	added, err := tx.AddProviderIdentity(ProviderIdentity{ProviderID: p.ID, Subject: w.Subject, PersonID: person, CreatedAt: a.rt.Now()})
	if err != nil || added {
		return err
	}
	if i, found, err := tx.ProviderIdentity(p.ID, w.Subject); err != nil || found && i.PersonID != person {
		return orElse(err, ErrLinkedToOther)
	}
	return ErrLinkedHere
}

// LinkProvider ties the actor to the account of the provider's word. It refuses
// ErrErrandOver, ErrProviderWord, ErrNotForRole, ErrLinkedHere and
// ErrLinkedToOther.
func (a *Access) LinkProvider(ctx context.Context, by domain.Actor, r Returned) error {
	_, p, w, err := a.back(ctx, domain.PersonID(by.ID), r, ErrandLink)
	if err != nil {
		return err
	}
	return a.inTx(ctx, func(tx Store) error {
		now, err := stillAsked(tx, p)
		if err != nil {
			return err
		}
		person, err := tx.Person(domain.PersonID(by.ID))
		switch {
		case err != nil:
			return err
		case !now.admits(person.Role):
			return ErrNotForRole
		}
		if err := a.link(tx, now, person.ID, w); err != nil {
			return err
		}
		return tx.Emit(PersonChanged{person.ID})
	})
}

// UnlinkProvider takes the actor's tie to an account away, and whoever else came
// in by it is out. It refuses ErrNotLinked, and ErrLastWayIn to who has neither
// a password nor a passkey nor another account.
func (a *Access) UnlinkProvider(ctx context.Context, by domain.Actor, at domain.ProviderID) error {
	return a.inTx(ctx, func(tx Store) error {
		person, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		if removed, err := tx.RemoveProviderIdentities(person.ID, at); err != nil || removed == 0 {
			return orElse(err, ErrNotLinked)
		}
		if err := a.keepsWayIn(tx, person); err != nil {
			return err
		}
		open, err := tx.OpenSessions(person.ID)
		if err != nil {
			return err
		}
		for _, s := range open {
			if s.Via == nil || s.Via.Provider != at || s.ID == by.Session {
				continue
			}
			if err := a.end(tx, s, EndElsewhere); err != nil {
				return err
			}
		}
		return tx.Emit(PersonChanged{person.ID})
	})
}

// keepsWayIn refuses ErrLastWayIn to somebody who has none left.
func (a *Access) keepsWayIn(tx Store, p Person) error {
	if inside, err := a.hasWayIn(tx, p); err != nil || !inside {
		return orElse(err, ErrLastWayIn)
	}
	return nil
}

// hasWayIn reports whether somebody can come in: by a password, a passkey, or an
// account at a provider that is on and is for their role.
func (a *Access) hasWayIn(tx Store, p Person) (bool, error) {
	if p.PasswordHash != NoPassword {
		return true, nil
	}
	keys, err := tx.Passkeys(p.ID)
	if err != nil || len(keys) > 0 {
		return true, err
	}
	linked, err := tx.ProviderIdentities(p.ID)
	if err != nil {
		return false, err
	}
	for _, i := range linked {
		if at, err := tx.ReadProvider(i.ProviderID); err != nil || at.admits(p.Role) {
			return true, err
		}
	}
	return false, nil
}

// ProveByProvider makes the actor's session fresh by the word of a provider to
// which they showed just now who they are. Who has a second factor shows that,
// unless the provider asked for one and the brand lets it count. It refuses
// ErrErrandOver, ErrProviderWord, ErrProofOld, ErrNotLinked and ErrProofTooWeak.
func (a *Access) ProveByProvider(ctx context.Context, by domain.Actor, r Returned) (until time.Time, err error) {
	e, p, w, err := a.back(ctx, domain.PersonID(by.ID), r, ErrandProof)
	if err != nil {
		return time.Time{}, err
	}
	if w.ProvedAt.Before(e.CreatedAt.Add(-providerLeeway)) {
		return time.Time{}, ErrProofOld
	}
	err = a.inTx(ctx, func(tx Store) error {
		now, err := stillAsked(tx, p)
		if err != nil {
			return err
		}
		person, err := a.knownAt(tx, now, w)
		if err != nil || person.ID != domain.PersonID(by.ID) {
			return orElse(err, ErrNotLinked)
		}
		if h, err := a.held(tx, person.ID); err != nil || h.any() && !now.vouches(w) {
			return orElse(err, ErrProofTooWeak)
		}
		until, err = a.freshen(tx, by)
		return err
	})
	return until, err
}

// stillThere refuses a session that the provider ended, or is no longer asked
// about, while its person was on the way. The provider is kept as it is: who ends
// its sessions comes before or finds this one.
func (a *Access) stillThere(tx Store, p Person, v Via) error {
	now, err := tx.ShareProvider(v.Provider)
	if err != nil {
		return err
	}
	i, found, err := tx.ProviderIdentity(v.Provider, v.Subject)
	if err != nil {
		return err
	}
	if !found || i.PersonID != p.ID || !now.admits(p.Role) {
		return ErrNobodyLinked
	}
	if out, err := tx.LoggedOut(v); err != nil || out || now.ClientID != v.Client {
		return orElse(err, ErrProviderOut)
	}
	return nil
}

// SignedOutByProvider ends the sessions that a provider's logout token means: of
// one of its sessions, or of everything of a person. A token counts once. It says
// which ended, and refuses ErrUnknownProvider and what is wrong with the token.
func (a *Access) SignedOutByProvider(ctx context.Context, slug, token string) (ended []domain.SessionID, err error) {
	var p Provider
	err = a.inTx(ctx, func(tx Store) error {
		p, err = tx.ProviderBySlug(slug)
		return err
	})
	if err != nil {
		return nil, err
	}
	client, err := a.client(p)
	if err != nil {
		return nil, err
	}
	l, err := a.guards.OpenID.Logout(ctx, client, token)
	if err == nil {
		err = l.check(a.rt.Now())
	}
	if err != nil {
		return nil, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		if _, err := tx.Provider(p.ID); err != nil {
			return err
		}
		first, err := tx.AddLogout(p.ID, l, a.rt.Now().Add(logoutRemember))
		if err != nil || !first {
			return orElse(err, ErrLogoutUsed)
		}
		all, err := tx.SessionsVia(p.ID, l)
		if err != nil {
			return err
		}
		ended, err = a.endAll(tx, all, EndProvider)
		return err
	})
	return ended, err
}

// check refuses a logout whose time or names cannot be.
func (l Logout) check(now time.Time) error {
	switch {
	case l.TokenID == "" || len(l.TokenID) > maxClaim || len(l.Subject) > maxClaim || len(l.SID) > maxClaim, l.Subject == "" && l.SID == "":
		return ErrLogoutUnusable
	case l.IssuedAt.Before(now.Add(-LogoutValid)), l.IssuedAt.After(now.Add(providerLeeway)), !now.Before(l.ExpiresAt.Add(providerLeeway)):
		return ErrLogoutOld
	}
	return nil
}

// endAll ends sessions, and says which.
func (a *Access) endAll(tx Store, all []Session, why EndReason) ([]domain.SessionID, error) {
	ended := make([]domain.SessionID, len(all))
	for i, s := range all {
		ended[i] = s.ID
		if err := a.end(tx, s, why); err != nil {
			return nil, err
		}
	}
	return ended, nil
}
