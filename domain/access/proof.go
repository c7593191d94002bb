package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Refusals of sessions and of proofs.
var (
	ErrSessionUnknown = domain.Refuse(domain.NotFound, "session_not_found", "There is no such session. Perhaps it has ended already.")
	ErrProofTooWeak   = domain.Refuse(domain.Forbidden, "proof_too_weak", "You have a second factor. Show your code or your passkey.")
)

// EndSession ends another session of the actor, or this one. It refuses
// ErrSessionUnknown for one that has ended or is somebody else's.
func (a *Access) EndSession(ctx context.Context, by domain.Actor, id domain.SessionID) error {
	return a.inTx(ctx, func(tx Store) error {
		open, err := tx.OpenSessions(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		for _, s := range open {
			if s.ID == id {
				return a.end(tx, s, EndElsewhere)
			}
		}
		return ErrSessionUnknown
	})
}

// EndOthers ends every session of the actor but the one that asks, and says how
// many there were.
func (a *Access) EndOthers(ctx context.Context, by domain.Actor) (ended int, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		ended = 0
		open, err := tx.OpenSessions(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		now := a.rt.Now()
		for _, s := range open {
			if s.ID == by.Session {
				continue
			}
			if s.open(now) {
				ended++
			}
			if err := a.end(tx, s, EndElsewhere); err != nil {
				return err
			}
		}
		return nil
	})
	return ended, err
}

// ProveByPassword makes the actor's session fresh. It is for those who have no
// second factor (ErrProofTooWeak) and refuses ErrWrongPassword.
func (a *Access) ProveByPassword(ctx context.Context, by domain.Actor, password string) (until time.Time, err error) {
	var known Person
	err = a.inTx(ctx, func(tx Store) error {
		if known, err = tx.ReadPerson(domain.PersonID(by.ID)); err != nil {
			return err
		}
		h, err := a.held(tx, known.ID)
		if err == nil && h.any() {
			err = ErrProofTooWeak
		}
		return err
	})
	if err != nil {
		return time.Time{}, err
	}
	right, err := a.passwords.Matches(ctx, password, known.hash())
	if err != nil || !right {
		return time.Time{}, orElse(err, ErrWrongPassword.At("/password"))
	}
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(known.ID)
		if err != nil || p.PasswordHash != known.PasswordHash {
			return orElse(err, ErrWrongPassword.At("/password"))
		}
		h, err := a.held(tx, p.ID)
		if err != nil || h.any() {
			return orElse(err, ErrProofTooWeak)
		}
		until, err = a.freshen(tx, by)
		return err
	})
	return until, err
}

// ProveByCode makes the actor's session fresh. It refuses ErrWrongCode and
// ErrTooManyGuesses.
func (a *Access) ProveByCode(ctx context.Context, by domain.Actor, code string) (until time.Time, err error) {
	var refused error
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		if h, err := a.held(tx, p.ID); err != nil || !h.any() {
			return orElse(err, ErrWrongProof) // there is nothing to guess
		}
		if _, refused, err = a.guess(tx, p, code); err != nil {
			return err
		}
		if refused != nil {
			refused = ErrWrongProof
			c, _ := a.challenge(ForProof, p.ID, nil) // counts the wrong one
			c.Tries, c.UsedAt = 1, c.CreatedAt
			return tx.AddChallenge(c)
		}
		until, err = a.freshen(tx, by)
		return err
	})
	if err == nil {
		err = refused
	}
	return until, err
}

// ErrWrongProof is a wrong code of somebody who is signed in, and stays so.
var ErrWrongProof = domain.Refuse(domain.Forbidden, "wrong_proof", "This code is not right. Codes change every half minute, and each works once.").At("/code")

// AskProof asks the actor's device for one of their keys.
func (a *Access) AskProof(ctx context.Context, by domain.Actor, at Site) (q Asked, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.ReadPerson(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		known, err := tx.Passkeys(p.ID)
		if err != nil || len(known) == 0 {
			return orElse(err, ErrUnknownPasskey)
		}
		q, err = a.ask(tx, ForProof, at, p, known, nil)
		return err
	})
	return q, err
}

// ProveByPasskey makes the actor's session fresh. It refuses ErrStepOver and
// ErrBadPasskey as what they are to somebody who is signed in.
func (a *Access) ProveByPasskey(ctx context.Context, by domain.Actor, token string, answer []byte, at Site) (until time.Time, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		c, err := a.useUp(tx, token, ForProof)
		if err != nil {
			return err
		}
		if c.PersonID != domain.PersonID(by.ID) {
			return ErrStepOver
		}
		if _, err := a.answered(tx, c, answer, at); err != nil {
			return err
		}
		until, err = a.freshen(tx, by)
		return err
	})
	return until, err
}

func (a *Access) freshen(tx Store, by domain.Actor) (time.Time, error) {
	s, err := tx.Session(by.Session)
	switch {
	case err != nil:
		return time.Time{}, err
	case !s.EndedAt.IsZero():
		return time.Time{}, ErrSessionEnded
	}
	s.FreshAt = a.rt.Now()
	return s.FreshAt.Add(FreshFor), tx.SaveSession(s)
}
