package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Purpose says what a one-time link is for.
type Purpose string

const (
	PurposeSetup  Purpose = "setup"  // the first admin of an empty installation
	PurposeInvite Purpose = "invite" // the first password of a person
	PurposeReset  Purpose = "reset"  // another password
)

// How long links are valid.
const (
	SetupValid  = 30 * time.Minute
	InviteValid = 7 * 24 * time.Hour
	ResetValid  = 24 * time.Hour
)

// Invitation is a one-time link. Its token is shown once and stored hashed.
type Invitation struct {
	ID        domain.InvitationID
	PersonID  domain.PersonID // empty for setup
	Purpose   Purpose
	TokenHash string
	CreatedAt time.Time
	CreatedBy string // a PersonID, or "console"
	ExpiresAt time.Time
	UsedAt    time.Time
}

var (
	ErrInvitationInvalid = domain.Refuse(domain.NotFound, "invitation_not_found", "This link is not valid. Ask for a new one.")
	ErrInvitationUsed    = domain.Refuse(domain.Gone, "invitation_used", "This link was used before. Ask for a new one.")
	ErrInvitationExpired = domain.Refuse(domain.Gone, "invitation_expired", "This link is too old. Ask for a new one.")
)

// Link is a fresh one-time token and the time until which it works.
type Link struct {
	Token     string
	Purpose   Purpose
	ExpiresAt time.Time
}

// Open refuses a link that was used or is too old.
func (i Invitation) Open(now time.Time) error {
	switch {
	case !i.UsedAt.IsZero():
		return ErrInvitationUsed
	case !now.Before(i.ExpiresAt):
		return ErrInvitationExpired
	default:
		return nil
	}
}

func newInvitation(rt domain.Runtime, s Secrets, p domain.PersonID, purpose Purpose, by string) (Invitation, Link) {
	valid := map[Purpose]time.Duration{PurposeSetup: SetupValid, PurposeInvite: InviteValid, PurposeReset: ResetValid}[purpose]
	token, now := s.New(), rt.Now()
	return Invitation{
		ID: domain.InvitationID(rt.NewID("inv")), PersonID: p, Purpose: purpose, TokenHash: HashToken(token),
		CreatedAt: now, CreatedBy: by, ExpiresAt: now.Add(valid),
	}, Link{token, purpose, now.Add(valid)}
}

// Enrol adds a person with the link by which they choose a password, inside the
// caller's transaction: roster enrols experts so. It refuses ErrEmailTaken and
// what is wrong with the fields.
func Enrol(tx EnrolStore, rt domain.Runtime, s Secrets, by domain.Actor, n NewPerson) (Person, Link, error) {
	p, err := n.person(rt)
	if err != nil {
		return Person{}, Link{}, err
	}
	if err := tx.AddPerson(p); err != nil {
		return Person{}, Link{}, err
	}
	inv, link := newInvitation(rt, s, p.ID, PurposeInvite, creator(by))
	if err := tx.AddInvitation(inv); err != nil {
		return Person{}, Link{}, err
	}
	return p, link, tx.Emit(PersonChanged{p.ID})
}

func creator(by domain.Actor) string {
	if by.ID == "" {
		return "console"
	}
	return by.ID
}

// AddStaff enrols a manager, an auditor or an admin. Only admins come here.
func (a *Access) AddStaff(ctx context.Context, by domain.Actor, n NewPerson) (p Person, link Link, err error) {
	if !NeedsFactor(n.Role) {
		return Person{}, Link{}, ErrBadRole
	}
	err = a.inTx(ctx, func(tx Store) error {
		p, link, err = Enrol(tx, a.rt, a.secrets, by, n)
		return err
	})
	return p, link, err
}

// Invite makes a new link for a person; links that were made before stop
// working. Managers may do so for experts, admins for anybody but themselves.
func (a *Access) Invite(ctx context.Context, by domain.Actor, id domain.PersonID) (link Link, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(id)
		if err != nil {
			return err
		}
		switch {
		case !p.mayChange(by):
			return ErrPersonNotFound
		case by.ID == string(p.ID):
			return ErrOwnAccount
		}
		link, err = a.invite(tx, p, creator(by))
		return err
	})
	return link, err
}

func (a *Access) invite(tx Store, p Person, by string) (Link, error) {
	purpose := PurposeInvite
	if p.PasswordHash != "" {
		purpose = PurposeReset
	}
	inv, link := newInvitation(a.rt, a.secrets, p.ID, purpose, by)
	if err := tx.WithdrawInvitations(p.ID, a.rt.Now()); err != nil {
		return Link{}, err
	}
	return link, tx.AddInvitation(inv)
}

// Invited is what a link says about itself.
type Invited struct {
	Purpose Purpose
	Person  Person
}

// Lookup tells for whom a link is, without using it. It refuses links that are
// unknown, used or too old; a setup link is none of these.
func (a *Access) Lookup(ctx context.Context, token string) (out Invited, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		inv, err := a.openInvitation(tx, token)
		if err != nil {
			return err
		}
		p, err := tx.Person(inv.PersonID)
		out = Invited{inv.Purpose, p}
		return err
	})
	return out, err
}

func (a *Access) openInvitation(tx Store, token string) (Invitation, error) {
	inv, err := tx.InvitationByToken(HashToken(token))
	if err != nil {
		return inv, err
	}
	if inv.PersonID == "" {
		return inv, ErrInvitationInvalid
	}
	return inv, inv.Open(a.rt.Now())
}

// Accept uses a link: the person gets the password and is signed in; whoever
// was signed in with the old one is out. A link is no way around the second
// factor: who has one is asked for it (ErrSecondFactor, with the grant's Step).
// With another password the accounts at providers go: whoever had the old one could
// have linked theirs.
func (a *Access) Accept(ctx context.Context, token, password string, from From) (g Grant, err error) {
	invited, err := a.Lookup(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	if err := CheckPassword(password, invited.Person.Email, invited.Person.Name); err != nil {
		return Grant{}, err
	}
	hash, err := a.passwords.Hash(ctx, password)
	if err != nil {
		return Grant{}, err
	}
	var refused error
	err = a.inTx(ctx, func(tx Store) error {
		inv, err := a.openInvitation(tx, token)
		if err != nil {
			return err
		}
		p, err := tx.Person(inv.PersonID)
		switch {
		case err != nil:
			return err
		case !p.DisabledAt.IsZero():
			return ErrInvitationInvalid
		}
		inv.UsedAt = a.rt.Now()
		if first, err := tx.UseInvitation(inv); err != nil || !first {
			return orElse(err, ErrInvitationUsed)
		}
		if err := a.endSessions(tx, p.ID, "", EndPasswordChanged); err != nil {
			return err
		}
		if _, err := tx.RemoveProviderIdentities(p.ID, ""); err != nil {
			return err
		}
		p.PasswordHash = hash
		p.AuthVersion++
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		p.Version++
		if err := tx.Emit(PersonChanged{p.ID}); err != nil {
			return err
		}
		g, refused, err = a.enter(tx, p, from, nil)
		return err
	})
	if err == nil {
		err = refused
	}
	return g, err
}

func orElse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
