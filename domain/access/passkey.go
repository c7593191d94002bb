package access

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// Asked is a question to a device: what the browser passes on, and the token
// that comes back with the answer.
type Asked struct {
	Token   string
	Options []byte // JSON, as the browser wants it
}

// StartPasskey asks the actor's device for a new key. It refuses ErrManyPasskeys.
func (a *Access) StartPasskey(ctx context.Context, by domain.Actor, at Site) (q Asked, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		known, err := tx.Passkeys(p.ID)
		if err != nil || len(known) >= MaxKeys {
			return orElse(err, ErrManyPasskeys)
		}
		options, data, err := a.guards.Passkeys.Make(at, p, known)
		if err != nil {
			return err
		}
		c, token := a.challenge(ForNewPasskey, p.ID, data)
		q = Asked{token, options}
		return tx.AddChallenge(c)
	})
	return q, err
}

// AddPasskey keeps the key that the device made. The first second factor comes
// with recovery codes, which are shown once. It refuses ErrStepOver,
// ErrBadPasskey, ErrPasskeyKnown and ErrBadName.
func (a *Access) AddPasskey(ctx context.Context, by domain.Actor, at Site, token string, answer []byte, name string) (k Passkey, codes []string, err error) {
	if name, err = CleanName(name); err != nil {
		return Passkey{}, nil, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		c, err := a.useUp(tx, token, ForNewPasskey)
		if err != nil {
			return err
		}
		if c.PersonID != domain.PersonID(by.ID) {
			return ErrStepOver
		}
		p, err := tx.Person(c.PersonID)
		if err != nil {
			return err
		}
		before, err := a.held(tx, p.ID)
		if err != nil || len(before.passkeys) >= MaxKeys {
			return orElse(err, ErrManyPasskeys)
		}
		if k, err = a.guards.Passkeys.Made(at, p, c.Data, answer); err != nil {
			return err
		}
		k.ID, k.PersonID, k.Name, k.CreatedAt = domain.PasskeyID(a.rt.NewID("pky")), p.ID, name, a.rt.Now()
		if added, err := tx.AddPasskey(k); err != nil || !added {
			return orElse(err, ErrPasskeyKnown)
		}
		codes, err = a.gained(tx, p, before)
		return err
	})
	return k, codes, err
}

// useUp uses a challenge up: of two answers at once one counts.
func (a *Access) useUp(tx Store, token string, why ChallengePurpose) (Challenge, error) {
	c, err := tx.Challenge(HashToken(token))
	if err != nil {
		return c, err
	}
	if !c.waits(why, a.rt.Now()) {
		return c, ErrStepOver
	}
	c.UsedAt = a.rt.Now()
	return c, tx.SaveChallenge(c)
}

// RenamePasskey gives one of the actor's keys another name.
func (a *Access) RenamePasskey(ctx context.Context, by domain.Actor, id domain.PasskeyID, name string) (k Passkey, err error) {
	if name, err = CleanName(name); err != nil {
		return Passkey{}, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		if _, err := tx.Person(domain.PersonID(by.ID)); err != nil {
			return err
		}
		all, err := tx.Passkeys(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(k Passkey) bool { return k.ID == id })
		if i < 0 {
			return ErrUnknownPasskey
		}
		k = all[i]
		k.Name = name
		return tx.SavePasskey(k)
	})
	return k, err
}

// RemovePasskey takes one of the actor's keys away. It refuses ErrUnknownPasskey,
// for staff whose only factor it is ErrLastFactor, and ErrLastWayIn to who could
// not come in without it.
func (a *Access) RemovePasskey(ctx context.Context, by domain.Actor, id domain.PasskeyID) error {
	return a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		if removed, err := tx.RemovePasskey(p.ID, id); err != nil || !removed {
			return orElse(err, ErrUnknownPasskey)
		}
		if err := a.lost(tx, p); err != nil {
			return err
		}
		return a.keepsWayIn(tx, p)
	})
}

// AskPasskey asks a device to sign in: with a ticket one of that person's keys,
// without one any key that it has for us. It tells nobody whether somebody is
// here. It refuses ErrStepOver.
func (a *Access) AskPasskey(ctx context.Context, ticket string, at Site) (q Asked, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		var p Person
		var known []Passkey
		var via *Via
		if ticket != "" {
			c, err := tx.Challenge(HashToken(ticket))
			if err != nil {
				return err
			}
			if !c.waits(ForSecondFactor, a.rt.Now()) {
				return ErrStepOver
			}
			if p, err = tx.ReadPerson(c.PersonID); err != nil {
				return err
			}
			if known, err = tx.Passkeys(p.ID); err != nil {
				return err
			}
			via = c.Via
		}
		q, err = a.ask(tx, ForPasskey, at, p, known, via)
		return err
	})
	return q, err
}

func (a *Access) ask(tx Store, why ChallengePurpose, at Site, p Person, known []Passkey, via *Via) (Asked, error) {
	options, data, err := a.guards.Passkeys.Ask(at, p, known)
	if err != nil {
		return Asked{}, err
	}
	c, token := a.challenge(why, p.ID, data)
	c.Via = via
	return Asked{token, options}, tx.AddChallenge(c)
}

// SignInByPasskey opens a session for whoever has the key. It refuses
// ErrStepOver and ErrBadPasskey.
func (a *Access) SignInByPasskey(ctx context.Context, token string, answer []byte, at Site, from From) (g Grant, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		c, err := a.useUp(tx, token, ForPasskey)
		if err != nil {
			return err
		}
		p, err := a.answered(tx, c, answer, at)
		switch {
		case err != nil:
			return err
		case p.State() != StateActive:
			return ErrBadPasskey
		}
		g, err = a.open(tx, p, Session{Factor: FactorPasskey, From: from, Via: c.Via})
		return err
	})
	return g, err
}

// answered checks the answer to a challenge and writes down what the key says
// of itself now. The person is held.
func (a *Access) answered(tx Store, c Challenge, answer []byte, at Site) (p Person, err error) {
	k, err := a.guards.Passkeys.Answered(at, c.Data, answer, func(credential string) (Person, []Passkey, error) {
		found, err := tx.PasskeyByCredential(credential)
		if err != nil {
			return Person{}, nil, err
		}
		if p, err = tx.Person(found.PersonID); err != nil {
			return Person{}, nil, err
		}
		all, err := tx.Passkeys(p.ID)
		return p, all, err
	})
	if err != nil {
		return Person{}, err
	}
	if c.PersonID != "" && c.PersonID != p.ID {
		return Person{}, ErrBadPasskey
	}
	k.UsedAt = a.rt.Now()
	return p, tx.SavePasskey(k)
}
