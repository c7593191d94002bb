package access

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var (
	ErrSetupDone  = domain.Refuse(domain.Conflict, "setup_done", "This installation was set up before.")
	ErrSetupToken = domain.Refuse(domain.Unauthorized, "invalid_setup_token", "This setup link is not valid. Restart the server to get a new one.")
	ErrNotFounded = domain.Refuse(domain.Conflict, "setup_needed", "Set this installation up first: start the server and open the link it prints.")
)

// Founding is what the first admin says on the setup page.
type Founding struct {
	Token     string
	Email     string
	Password  string
	Name      string
	BrandName string
	TimeZone  string
	Language  domain.Language
	From      From
}

// Founder opens one part of a new installation, inside the transaction of
// Setup: the brand, the first rule set, the season.
type Founder func(tx Store, f Founding, admin domain.Actor) error

// EnsureSetup makes the one-time setup token of an installation without a brand
// and withdraws the ones before. It reports whether one is needed.
func (a *Access) EnsureSetup(ctx context.Context) (link Link, needed bool, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		founded, err := tx.Founded()
		if needed = err == nil && !founded; !needed {
			return err
		}
		if err := tx.WithdrawInvitations("", a.rt.Now()); err != nil {
			return err
		}
		var inv Invitation
		inv, link = newInvitation(a.rt, a.secrets, "", PurposeSetup, "console")
		return tx.AddInvitation(inv)
	})
	return link, needed, err
}

// Setup opens an installation: its brand, its first admin and what the founders
// add, all or nothing. Of two at once one wins; the other gets ErrSetupDone, as
// does everybody later. It refuses ErrSetupToken for a wrong, used or old token.
func (a *Access) Setup(ctx context.Context, f Founding, founders ...Founder) (g Grant, err error) {
	if err := a.setupOpen(ctx, f.Token); err != nil {
		return Grant{}, err
	}
	p, err := NewPerson{domain.RoleAdmin, f.Email, f.Name, f.Language}.person(a.rt)
	if err != nil {
		return Grant{}, err
	}
	if err := CheckPassword(f.Password, p.Email, p.Name, f.BrandName); err != nil {
		return Grant{}, err
	}
	if p.PasswordHash, err = a.passwords.Hash(ctx, f.Password); err != nil {
		return Grant{}, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		inv, err := a.setupInvitation(tx, f.Token)
		if err != nil {
			return err
		}
		inv.UsedAt = a.rt.Now()
		if first, err := tx.UseInvitation(inv); err != nil || !first {
			return orElse(err, ErrSetupDone)
		}
		if err := tx.AddPerson(p); err != nil {
			return err
		}
		admin := domain.Actor{Role: domain.RoleAdmin, ID: string(p.ID), Name: p.Name}
		for _, found := range founders {
			if err := found(tx, f, admin); err != nil {
				return err
			}
		}
		if err := tx.Emit(PersonChanged{p.ID}); err != nil {
			return err
		}
		g, err = a.open(tx, p, Session{Factor: FactorPassword, From: f.From})
		return err
	})
	return g, err
}

func (a *Access) setupOpen(ctx context.Context, token string) error {
	return a.inTx(ctx, func(tx Store) error {
		_, err := a.setupInvitation(tx, token)
		return err
	})
}

// setupInvitation finds the setup link. It holds the link before it asks whether
// there is a brand, so that of two at once the second sees what the first did.
func (a *Access) setupInvitation(tx Store, token string) (Invitation, error) {
	inv, unknown := tx.InvitationByToken(HashToken(token))
	if unknown != nil && !errors.Is(unknown, ErrInvitationInvalid) {
		return Invitation{}, unknown
	}
	founded, err := tx.Founded()
	switch {
	case err != nil:
		return Invitation{}, err
	case founded:
		return Invitation{}, ErrSetupDone
	case unknown != nil || inv.Purpose != PurposeSetup || inv.Open(a.rt.Now()) != nil:
		return Invitation{}, ErrSetupToken
	}
	return inv, nil
}

// Appoint makes, from the console of the host, an admin with a link to choose a
// password; for somebody who is here already it makes a reset link instead. It
// refuses ErrExpertRole for an expert's address and ErrNotFounded before setup.
func (a *Access) Appoint(ctx context.Context, email, name string, l domain.Language) (p Person, link Link, err error) {
	clean, err := CleanEmail(email)
	if err != nil {
		return Person{}, Link{}, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		if founded, err := tx.Founded(); err != nil || !founded {
			return orElse(err, ErrNotFounded)
		}
		p, err = tx.PersonByEmail(clean)
		switch {
		case errors.Is(err, ErrPersonNotFound):
			p, link, err = Enrol(tx, a.rt, a.secrets, domain.System, NewPerson{domain.RoleAdmin, clean, name, l})
			return err
		case err != nil:
			return err
		case p.Role == domain.RoleExpert:
			return ErrExpertRole
		}
		return a.restore(tx, &p, &link)
	})
	return p, link, err
}

// restore makes somebody an enabled admin again, with a new link.
func (a *Access) restore(tx Store, p *Person, link *Link) error {
	no, admin := false, domain.RoleAdmin
	ends, err := p.apply(Change{Role: &admin, Disabled: &no}, domain.System, a.rt.Now())
	if err != nil {
		return err
	}
	if err := tx.SavePerson(*p); err != nil {
		return err
	}
	p.Version++
	if ends != "" {
		if err := a.endSessions(tx, p.ID, "", ends); err != nil {
			return err
		}
	}
	if *link, err = a.invite(tx, *p, "console"); err != nil {
		return err
	}
	return tx.Emit(PersonChanged{p.ID})
}

// Reset makes, from the console of the host, a link by which anybody who signs
// in chooses another password. Their second factors are lifted, their
// accounts at providers unlinked, and with them their sessions end: who asks for this has lost the device. It refuses
// ErrPersonNotFound.
func (a *Access) Reset(ctx context.Context, email string) (link Link, err error) {
	clean, err := CleanEmail(email)
	if err != nil {
		return Link{}, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.PersonByEmail(clean)
		if err != nil {
			return err
		}
		if err := a.liftFactors(tx, p); err != nil {
			return err
		}
		link, err = a.invite(tx, p, "console")
		return err
	})
	return link, err
}

// liftFactors takes every second factor of a person away and every account at a
// provider, and whoever is signed in is out.
func (a *Access) liftFactors(tx Store, p Person) error {
	h, err := a.held(tx, p.ID)
	if err != nil {
		return err
	}
	linked, err := tx.RemoveProviderIdentities(p.ID, "")
	if err != nil || !h.any() && linked == 0 {
		return err
	}
	for _, k := range h.passkeys {
		if _, err := tx.RemovePasskey(p.ID, k.ID); err != nil {
			return err
		}
	}
	if err := tx.RemoveCodeApp(p.ID); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(p.ID, nil, time.Time{}); err != nil {
		return err
	}
	if err := a.endSessions(tx, p.ID, "", EndFactorsReset); err != nil {
		return err
	}
	return tx.Emit(PersonChanged{p.ID})
}
