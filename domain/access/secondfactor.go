package access

import (
	"context"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// held is which second factors somebody has.
type held struct {
	passkeys []Passkey
	app      CodeApp // of nobody when there is none that was confirmed
}

func (h held) any() bool { return len(h.passkeys) > 0 || h.app.PersonID != "" }

func (h held) methods() []Factor {
	all := []Factor{}
	if len(h.passkeys) > 0 {
		all = append(all, FactorPasskey)
	}
	if h.app.PersonID != "" {
		all = append(all, FactorCode)
	}
	return append(all, FactorRecovery)
}

func (a *Access) held(tx Store, p domain.PersonID) (h held, err error) {
	if h.passkeys, err = tx.Passkeys(p); err != nil {
		return held{}, err
	}
	app, found, err := tx.CodeApp(p)
	if found && !app.ConfirmedAt.IsZero() {
		h.app = app
	}
	return h, err
}

// enter opens a session for somebody whose password is right, or for whom a
// provider gave its word, or asks for the second factor that they have: then the
// refusal is ErrSecondFactor, and what was stored stays stored.
func (a *Access) enter(tx Store, p Person, from From, via *Via) (g Grant, refused, err error) {
	h, err := a.held(tx, p.ID)
	switch {
	case err != nil:
		return Grant{}, nil, err
	case via == nil && !h.any():
		g, err = a.open(tx, p, Session{Factor: FactorPassword, From: from})
		return g, nil, err
	case via != nil && (via.Vouched || !h.any()):
		g, err = a.open(tx, p, Session{Factor: FactorProvider, From: from, Via: via})
		return g, nil, err
	}
	c, ticket := a.challenge(ForSecondFactor, p.ID, nil)
	c.Via = via
	return Grant{Step: &Step{ticket, h.methods(), c.ExpiresAt}}, ErrSecondFactor, tx.AddChallenge(c)
}

func (a *Access) challenge(why ChallengePurpose, p domain.PersonID, data []byte) (Challenge, string) {
	token, now := a.secrets.New(), a.rt.Now()
	return Challenge{
		TokenHash: HashToken(token), Purpose: why, PersonID: p, Data: data, CreatedAt: now, ExpiresAt: now.Add(StepValid),
	}, token
}

// Complete ends a sign-in by the code of an app, or by one from paper. It
// refuses ErrWrongCode; the ticket is good for StepTries of them, and a person
// for MaxGuesses in GuessSpan (ErrTooManyGuesses), whoever guesses.
func (a *Access) Complete(ctx context.Context, ticket, code string, from From) (g Grant, err error) {
	var refused error // a wrong code must be counted, so it is no error of the transaction
	err = a.inTx(ctx, func(tx Store) error {
		g, refused = Grant{}, nil
		c, err := tx.Challenge(HashToken(ticket))
		if err != nil {
			return err
		}
		now := a.rt.Now()
		if !c.waits(ForSecondFactor, now) {
			return ErrStepOver
		}
		p, err := tx.Person(c.PersonID)
		switch {
		case err != nil:
			return err
		case p.State() != StateActive:
			return ErrStepOver
		}
		var how Factor
		if how, refused, err = a.guess(tx, p, code); err != nil {
			return err
		}
		if refused != nil {
			c.Tries++
			return tx.SaveChallenge(c)
		}
		c.UsedAt = now
		if err := tx.SaveChallenge(c); err != nil {
			return err
		}
		g, err = a.open(tx, p, Session{Factor: how, From: from, Via: c.Via})
		return err
	})
	if err == nil {
		err = refused
	}
	return g, err
}

// guess compares a code with the person's app, and with their codes on paper.
// The person is held, so one code never opens two doors.
func (a *Access) guess(tx Store, p Person, code string) (how Factor, refused, err error) {
	now := a.rt.Now()
	wrong, err := tx.WrongAnswers(p.ID, now.Add(-GuessSpan))
	switch {
	case err != nil:
		return "", nil, err
	case wrong >= MaxGuesses:
		refusal := *ErrTooManyGuesses
		refusal.RetryAfter = GuessSpan
		return "", nil, &refusal
	}
	code = cleanCode(code)
	if digits(code) {
		return a.guessDigits(tx, p, code, now)
	}
	used, err := tx.UseRecoveryCode(p.ID, a.guards.Mask(code), now)
	if err != nil || !used {
		return "", ErrWrongCode, err
	}
	return FactorRecovery, nil, nil
}

func (a *Access) guessDigits(tx Store, p Person, code string, now time.Time) (how Factor, refused, err error) {
	app, found, err := tx.CodeApp(p.ID)
	if err != nil || !found || app.ConfirmedAt.IsZero() {
		return "", ErrWrongCode, err
	}
	step, err := a.step(app, code, now)
	if err != nil || step <= app.LastStep {
		return "", ErrWrongCode, err
	}
	app.LastStep = step
	return FactorCode, nil, tx.SaveCodeApp(app)
}

// step is the half minute whose code this is; 0: none.
func (a *Access) step(app CodeApp, code string, now time.Time) (int64, error) {
	secret, err := a.guards.Sealer.Unseal(appName(app.PersonID), app.Secret)
	if err != nil {
		return 0, err
	}
	return a.guards.Codes.Step(secret, code, now), nil
}

func appName(p domain.PersonID) string { return "app " + string(p) }

// cleanCode is a code without what people put between its letters.
func cleanCode(s string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "\u00a0", "").Replace(s))
}

func digits(s string) bool {
	return len(s) == 6 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}
