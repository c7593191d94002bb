package access

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Person is anybody who signs in: an expert, a manager or an admin. It is the
// only place of a real name and an e-mail address.
type Person struct {
	ID           domain.PersonID
	Role         domain.Role
	Email        string // lower case
	Name         string
	Language     domain.Language
	PasswordHash string // empty until the invitation is used; NoPassword when it was used by a provider
	AuthVersion  int    // rises with every change that ends tokens
	DisabledAt   time.Time
	Version      int
	CreatedAt    time.Time
}

// State says what a person can do.
type State string

const (
	StateInvited  State = "invited" // has no password yet
	StateActive   State = "active"
	StateDisabled State = "disabled"
)

// State is what the person can do now.
func (p Person) State() State {
	switch {
	case !p.DisabledAt.IsZero():
		return StateDisabled
	case p.PasswordHash == "":
		return StateInvited
	default:
		return StateActive
	}
}

// hash is what a password is compared with; empty: there is none.
func (p Person) hash() string {
	if p.PasswordHash == NoPassword {
		return ""
	}
	return p.PasswordHash
}

var (
	ErrPersonNotFound = domain.Refuse(domain.NotFound, "person_not_found", "There is no such person.")
	ErrEmailTaken     = domain.Refuse(domain.Conflict, "email_taken", "Somebody with this e-mail address is here already.").At("/email")
	ErrBadEmail       = domain.Refuse(domain.Invalid, "bad_email", "This is not an e-mail address.").At("/email")
	ErrBadName        = domain.Refuse(domain.Invalid, "bad_name", "A name has 1 to 80 letters on one line.").At("/name")
	ErrBadLanguage    = domain.Refuse(domain.Invalid, "bad_language", "A language is a tag such as en or nl.").At("/language")
	ErrBadRole        = domain.Refuse(domain.Invalid, "bad_role", "This person can be a manager, an auditor or an admin.").At("/role")
	ErrByCase         = domain.Refuse(domain.Conflict, "person_by_case", "Two people decide who is out: open a case about this expert. An admin disables a sign-in that somebody else has.").At("/disabled")
	ErrExpertRole     = domain.Refuse(domain.Conflict, "expert_role", "An expert stays an expert; invite a manager under another address.").At("/role")
	ErrOwnAccount     = domain.Refuse(domain.Conflict, "own_account", "Another admin must do this to your account.")
	ErrStaleVersion   = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this meanwhile. Look at it again.")
	ErrLastAdmin      = domain.Refuse(domain.Conflict, "last_admin", "Somebody must stay admin. Appoint another first.")
)

const maxName = 80

// NewPerson is what is known of somebody who is to be enrolled.
type NewPerson struct {
	Role     domain.Role
	Email    string
	Name     string
	Language domain.Language
}

func (n NewPerson) person(rt domain.Runtime) (Person, error) {
	email, err := CleanEmail(n.Email)
	if err != nil {
		return Person{}, err
	}
	name, err := CleanName(n.Name)
	if err != nil {
		return Person{}, err
	}
	if !n.Language.Good() {
		return Person{}, ErrBadLanguage
	}
	prefix := "mgr"
	if n.Role == domain.RoleExpert {
		prefix = "exp"
	}
	return Person{
		ID: domain.PersonID(rt.NewID(prefix)), Role: n.Role, Email: email, Name: name, Language: n.Language,
		AuthVersion: 1, Version: 1, CreatedAt: rt.Now(),
	}, nil
}

// CleanEmail returns an e-mail address as it is stored, in lower case.
func CleanEmail(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || len(s) > 254 || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", ErrBadEmail
	}
	return s, nil
}

// CleanName returns a name without spaces around it.
func CleanName(s string) (string, error) {
	name, ok := domain.Line(s, maxName)
	if !ok {
		return "", ErrBadName
	}
	return name, nil
}

// Change is what an admin, or a manager for an expert, changes of a person;
// nil leaves it.
type Change struct {
	Role     *domain.Role
	Disabled *bool
	Name     *string
	Language *domain.Language
	// Version is the one the caller saw; 0 changes whatever is there.
	Version int
}

// mayChange reports whether by may touch p at all: admins anybody, managers
// experts. For managers other staff do not exist here.
func (p Person) mayChange(by domain.Actor) bool {
	return by.Role == domain.RoleAdmin || by.Role == domain.RoleManager && p.Role == domain.RoleExpert
}

// apply changes p and says which of its sessions end, and why.
func (p *Person) apply(c Change, by domain.Actor, now time.Time) (EndReason, error) {
	var ends EndReason
	if c.Name != nil {
		name, err := CleanName(*c.Name)
		if err != nil {
			return "", err
		}
		p.Name = name
	}
	if c.Language != nil {
		if !c.Language.Good() {
			return "", ErrBadLanguage
		}
		p.Language = *c.Language
	}
	if c.Role != nil && *c.Role != p.Role {
		switch {
		case by.ID == string(p.ID):
			return "", ErrOwnAccount
		case p.Role == domain.RoleExpert:
			return "", ErrExpertRole
		case !NeedsFactor(*c.Role):
			return "", ErrBadRole
		}
		p.Role = *c.Role
		ends = EndRoleChanged
	}
	if c.Disabled != nil && *c.Disabled != !p.DisabledAt.IsZero() {
		if by.ID == string(p.ID) {
			return "", ErrOwnAccount
		}
		if *c.Disabled && p.Role == domain.RoleExpert && by.Role != domain.RoleAdmin {
			return "", ErrByCase
		}
		p.DisabledAt = time.Time{}
		if *c.Disabled {
			p.DisabledAt = now
			ends = EndDisabled
		}
	}
	if ends != "" {
		p.AuthVersion++
	}
	return ends, nil
}

// ChangePerson changes a person for a manager or an admin, who may say which
// version they saw (ErrStaleVersion). A disabled person or
// one with another role is out within seconds. It refuses to change one's own
// role or to disable oneself (ErrOwnAccount), a manager to disable an expert (ErrByCase), an expert's role (ErrExpertRole)
// and to leave nobody as admin (ErrLastAdmin).
func (a *Access) ChangePerson(ctx context.Context, by domain.Actor, id domain.PersonID, c Change) (p Person, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		admins, err := tx.ActiveAdmins()
		if err != nil {
			return err
		}
		if p, err = tx.Person(id); err != nil {
			return err
		}
		if !p.mayChange(by) {
			return ErrPersonNotFound
		}
		if c.Version != 0 && c.Version != p.Version {
			return ErrStaleVersion
		}
		before := p
		ends, err := p.apply(c, by, a.rt.Now())
		if err != nil {
			return err
		}
		if before.Role == domain.RoleAdmin && before.State() == StateActive && ends != "" && len(admins) <= 1 {
			return ErrLastAdmin
		}
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		p.Version++
		if ends != "" {
			if err := a.endSessions(tx, p.ID, "", ends); err != nil {
				return err
			}
		}
		return tx.Emit(PersonChanged{p.ID})
	})
	return p, err
}

// RenameStore is what Rename needs from the caller's transaction.
type RenameStore interface {
	Person(domain.PersonID) (Person, error) // locks the row; ErrPersonNotFound
	SavePerson(Person) error                // domain.ErrStale when another writer was first
	Emit(domain.Event) error
}

// Rename gives a person another name inside the caller's transaction: roster
// does so with an expert. It refuses ErrPersonNotFound and ErrBadName.
func Rename(tx RenameStore, id domain.PersonID, name string) error {
	p, err := tx.Person(id)
	if err != nil {
		return err
	}
	if p.Name, err = CleanName(name); err != nil {
		return err
	}
	if err := tx.SavePerson(p); err != nil {
		return err
	}
	return tx.Emit(PersonChanged{p.ID})
}

// ChangeSelf changes one's own name or language.
func (a *Access) ChangeSelf(ctx context.Context, by domain.Actor, name *string, language *domain.Language) (p Person, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		if p, err = tx.Person(domain.PersonID(by.ID)); err != nil {
			return err
		}
		if _, err := p.apply(Change{Name: name, Language: language}, by, a.rt.Now()); err != nil {
			return err
		}
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		p.Version++
		return tx.Emit(PersonChanged{p.ID})
	})
	return p, err
}
