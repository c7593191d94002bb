package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// StartCodeApp begins an app that shows six digits and returns its secret, once.
// Until it is confirmed nobody is asked for it. It refuses ErrCodeAppThere.
func (a *Access) StartCodeApp(ctx context.Context, by domain.Actor) (secret []byte, p Person, err error) {
	secret = a.guards.Codes.NewSecret()
	err = a.inTx(ctx, func(tx Store) error {
		if p, err = tx.Person(domain.PersonID(by.ID)); err != nil {
			return err
		}
		app, found, err := tx.CodeApp(p.ID)
		if err != nil || found && !app.ConfirmedAt.IsZero() {
			return orElse(err, ErrCodeAppThere)
		}
		return tx.SaveCodeApp(CodeApp{PersonID: p.ID, Secret: a.guards.Sealer.Seal(appName(p.ID), secret), CreatedAt: a.rt.Now()})
	})
	return secret, p, err
}

// ConfirmCodeApp makes an app count by a code of it. The first second factor
// comes with recovery codes, which are shown once. It refuses ErrWrongCode and
// ErrNoCodeApp.
func (a *Access) ConfirmCodeApp(ctx context.Context, by domain.Actor, code string) (codes []string, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		before, err := a.held(tx, p.ID)
		if err != nil {
			return err
		}
		app, found, err := tx.CodeApp(p.ID)
		switch {
		case err != nil:
			return err
		case !found:
			return ErrNoCodeApp
		case !app.ConfirmedAt.IsZero():
			return ErrCodeAppThere
		}
		now := a.rt.Now()
		if app.LastStep, err = a.step(app, cleanCode(code), now); err != nil || app.LastStep == 0 {
			return orElse(err, ErrUnconfirmed)
		}
		app.ConfirmedAt = now
		if err := tx.SaveCodeApp(app); err != nil {
			return err
		}
		codes, err = a.gained(tx, p, before)
		return err
	})
	return codes, err
}

// ErrUnconfirmed refuses the first code of an app.
var ErrUnconfirmed = domain.Refuse(domain.Invalid, "code_unconfirmed", "This is not the code that the app shows now. Is the clock of the phone right?").At("/code")

// RemoveCodeApp takes an app away. It refuses ErrNoCodeApp and, for staff whose
// only factor it is, ErrLastFactor.
func (a *Access) RemoveCodeApp(ctx context.Context, by domain.Actor) error {
	return a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		if _, found, err := tx.CodeApp(p.ID); err != nil || !found {
			return orElse(err, ErrNoCodeApp)
		}
		if err := tx.RemoveCodeApp(p.ID); err != nil {
			return err
		}
		return a.lost(tx, p)
	})
}

// gained tells that somebody has a new factor; the first brings recovery codes.
func (a *Access) gained(tx Store, p Person, before held) (codes []string, err error) {
	if !before.any() {
		if codes, err = a.newRecoveryCodes(tx, p.ID); err != nil {
			return nil, err
		}
	}
	return codes, tx.Emit(PersonChanged{p.ID})
}

// lost looks at what is left of somebody's factors. With the last one the codes
// on paper go.
func (a *Access) lost(tx Store, p Person) error {
	left, err := a.held(tx, p.ID)
	switch {
	case err != nil:
		return err
	case left.any():
	case a.FactorRequired(p.Role):
		return ErrLastFactor
	default:
		if err := tx.ReplaceRecoveryCodes(p.ID, nil, time.Time{}); err != nil {
			return err
		}
	}
	return tx.Emit(PersonChanged{p.ID})
}

// RecoveryCodes makes new codes for paper; the old ones stop working. It
// refuses ErrNoFactor.
func (a *Access) RecoveryCodes(ctx context.Context, by domain.Actor) (codes []string, err error) {
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(domain.PersonID(by.ID))
		if err != nil {
			return err
		}
		h, err := a.held(tx, p.ID)
		if err != nil || !h.any() {
			return orElse(err, ErrNoFactor)
		}
		codes, err = a.newRecoveryCodes(tx, p.ID)
		return err
	})
	return codes, err
}

func (a *Access) newRecoveryCodes(tx Store, p domain.PersonID) ([]string, error) {
	codes, hashes := make([]string, Recoveries), make([]string, Recoveries)
	for i := range codes {
		codes[i] = readable(a.secrets.New())
		hashes[i] = a.guards.Mask(cleanCode(codes[i]))
	}
	return codes, tx.ReplaceRecoveryCodes(p, hashes, a.rt.Now())
}

// readable is a code for paper, of 60 bits of a token: three groups of four
// letters, none of which looks like another.
func readable(token string) string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32, without l, o, 0 and 1
	hash := HashToken(token)
	out := make([]byte, 0, 14)
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			out = append(out, '-')
		}
		out = append(out, letters[(hexDigit(hash[2*i])<<4|hexDigit(hash[2*i+1]))&31])
	}
	return string(out)
}

func hexDigit(b byte) byte {
	if b >= 'a' {
		return b - 'a' + 10
	}
	return b - '0'
}
