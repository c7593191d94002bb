package access

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// How long a session lives.
const (
	SessionIdle  = 7 * 24 * time.Hour  // without being refreshed
	SessionMax   = 30 * 24 * time.Hour // in all
	RefreshGrace = 10 * time.Second    // for an answer that was lost, or two tabs at once
)

// EndReason says why a session is over.
type EndReason string

const (
	EndSignedOut       EndReason = "signed_out"
	EndReused          EndReason = "reused"
	EndDisabled        EndReason = "disabled"
	EndRoleChanged     EndReason = "role_changed"
	EndPasswordChanged EndReason = "password_changed"
	EndExpired         EndReason = "expired"
	EndElsewhere       EndReason = "ended_elsewhere" // by its person, from another session
	EndFactorsReset    EndReason = "factors_reset"
	EndProvider        EndReason = "provider_signed_out" // by the provider they came in by
	EndProviderOff     EndReason = "provider_off"        // which was switched off, or would not let them in so any more
)

// Session is one signing-in of a person: a family of rotated refresh tokens.
type Session struct {
	ID        domain.SessionID
	PersonID  domain.PersonID
	CreatedAt time.Time
	UsedAt    time.Time
	ExpiresAt time.Time
	EndedAt   time.Time
	EndReason EndReason
	Factor    Factor    // how it began
	From      From      // where it was used last
	FreshAt   time.Time // when its person last proved who they are
	Via       *Via      // the provider by which it began; nil: by none
}

// RefreshToken is one of a session's tokens, hashed. Only the newest works; an
// older one was lost or stolen.
type RefreshToken struct {
	TokenHash string
	SessionID domain.SessionID
	CreatedAt time.Time
	RotatedAt time.Time
}

var (
	ErrInvalidCredentials = domain.Refuse(domain.Unauthorized, "invalid_credentials", "E-mail address or password is wrong.")
	ErrSessionEnded       = domain.Refuse(domain.Unauthorized, "session_ended", "You are signed out. Sign in again.")
	ErrWrongPassword      = domain.Refuse(domain.Forbidden, "wrong_password", "The current password is wrong.").At("/current")
)

// Grant is what a sign-in or a refresh gives: who it is, in which session, and
// the refresh token in the clear, for the cookie alone.
type Grant struct {
	Person       Person
	Session      Session
	RefreshToken string
	// Step is what is still wanted when the sign-in was refused with ErrSecondFactor.
	Step *Step
	// RecoveryAt is when a code from paper was used that the person was not told of.
	RecoveryAt time.Time
}

// open reports whether the session still works.
func (s Session) open(now time.Time) bool {
	return s.EndedAt.IsZero() && now.Before(s.ExpiresAt) && now.Before(s.UsedAt.Add(SessionIdle))
}

// SignIn opens a session for an e-mail address and its password. It refuses
// ErrInvalidCredentials whatever was wrong, and takes as long when there is
// nobody with that address. Who has a second factor is asked for it:
// ErrSecondFactor, with the grant's Step.
func (a *Access) SignIn(ctx context.Context, email, password string, from From) (g Grant, err error) {
	var known Person
	clean, bad := CleanEmail(email)
	if bad == nil {
		err = a.inTx(ctx, func(tx Store) error {
			known, err = tx.PersonByEmail(clean)
			return err
		})
	}
	if err != nil && !errors.Is(err, ErrPersonNotFound) {
		return Grant{}, err
	}
	right, err := a.passwords.Matches(ctx, password, known.hash())
	if err != nil {
		return Grant{}, err
	}
	if !right || known.State() != StateActive {
		return Grant{}, ErrInvalidCredentials
	}
	var refused error // the step that is asked for must be stored
	err = a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(known.ID)
		if err != nil {
			return err
		}
		if p.PasswordHash != known.PasswordHash || p.State() != StateActive {
			return ErrInvalidCredentials
		}
		g, refused, err = a.enter(tx, p, from, nil)
		return err
	})
	if err == nil {
		err = refused
	}
	return g, err
}

// open opens a session; how says by which factor and from where.
func (a *Access) open(tx Store, p Person, how Session) (Grant, error) {
	now, token := a.rt.Now(), a.secrets.New()
	s := how
	s.ID, s.PersonID = domain.SessionID(a.rt.NewID("ses")), p.ID
	s.CreatedAt, s.UsedAt, s.FreshAt, s.ExpiresAt = now, now, now, now.Add(SessionMax)
	if s.Via != nil {
		if err := a.stillThere(tx, p, *s.Via); err != nil {
			return Grant{}, err
		}
	}
	if s.Factor == FactorProvider { // it may have known them for days
		s.FreshAt = earlier(s.Via.ProvedAt, now)
	}
	if err := tx.AddSession(s); err != nil {
		return Grant{}, err
	}
	if err := tx.AddRefreshToken(RefreshToken{HashToken(token), s.ID, now, time.Time{}}); err != nil {
		return Grant{}, err
	}
	told := time.Time{}
	if s.Factor != FactorRecovery { // who comes in by one knows
		var err error
		if told, err = tx.TellRecovery(p.ID, now); err != nil {
			return Grant{}, err
		}
	}
	return Grant{Person: p, Session: s, RefreshToken: token, RecoveryAt: told}, nil
}

// earlier is the earlier of two times, of which one may be none.
func earlier(a, b time.Time) time.Time {
	if a.After(b) {
		return b
	}
	return a
}

// Refresh rotates a refresh token. Within RefreshGrace the old token gives the
// same successor again, so that a lost answer or a second tab signs nobody out;
// after it, an old token ends the whole session. It refuses ErrSessionEnded.
func (a *Access) Refresh(ctx context.Context, token string, from From) (g Grant, err error) {
	var refused error // the session's end must be stored, so it is no error of the transaction
	err = a.inTx(ctx, func(tx Store) error {
		g, refused = Grant{}, nil
		r, err := tx.RefreshToken(HashToken(token))
		if err != nil {
			return err
		}
		s, err := tx.Session(r.SessionID)
		if err != nil {
			return err
		}
		now := a.rt.Now()
		switch {
		case !s.EndedAt.IsZero():
			refused = ErrSessionEnded
			return nil
		case !s.open(now):
			refused = ErrSessionEnded
			return a.end(tx, s, EndExpired)
		case !r.RotatedAt.IsZero() && now.Sub(r.RotatedAt) > RefreshGrace:
			refused = ErrSessionEnded
			return a.end(tx, s, EndReused)
		}
		s.From = from
		g, err = a.rotate(tx, s, r, token)
		return err
	})
	if err == nil {
		err = refused
	}
	return g, err
}

// rotate follows the chain of successors from r to the newest and, unless r
// itself was rotated just now, adds one. The person is not locked, because
// whoever changes one locks the person first and the sessions after: a change
// at the same moment ends this session when the refresh is over.
func (a *Access) rotate(tx Store, s Session, r RefreshToken, token string) (Grant, error) {
	p, err := tx.ReadPerson(s.PersonID)
	switch {
	case err != nil:
		return Grant{}, err
	case p.State() != StateActive:
		return Grant{}, ErrSessionEnded
	}
	if !r.RotatedAt.IsZero() {
		for !r.RotatedAt.IsZero() {
			token = a.secrets.Next(token)
			if r, err = tx.RefreshToken(HashToken(token)); err != nil {
				return Grant{}, err
			}
		}
		return Grant{Person: p, Session: s, RefreshToken: token}, nil
	}
	now := a.rt.Now()
	r.RotatedAt, s.UsedAt = now, now
	if err := tx.RotateRefreshToken(r); err != nil {
		return Grant{}, err
	}
	if err := tx.SaveSession(s); err != nil {
		return Grant{}, err
	}
	token = a.secrets.Next(token)
	return Grant{Person: p, Session: s, RefreshToken: token}, tx.AddRefreshToken(RefreshToken{HashToken(token), s.ID, now, time.Time{}})
}

// SignOut ends the actor's session. Who came in by a provider that can sign them
// out as well goes on to leave, and comes to back after it. Whoever is out is out:
// a provider that does not answer keeps nobody here, and no more does a secret that
// cannot be read any longer. That is told where somebody wants to come in.
func (a *Access) SignOut(ctx context.Context, by domain.Actor, back string) (leave string, err error) {
	var via *Via
	var p Provider
	err = a.inTx(ctx, func(tx Store) error {
		s, err := tx.Session(by.Session)
		if err != nil || !s.EndedAt.IsZero() {
			return err
		}
		if via = s.Via; via != nil {
			if p, err = tx.ReadProvider(via.Provider); err != nil {
				return err
			}
		}
		return a.end(tx, s, EndSignedOut)
	})
	if err != nil || via == nil || !p.Enabled {
		return "", err
	}
	client, token, read := a.word(p, *via)
	if !read {
		return "", nil
	}
	leave, err = a.guards.OpenID.Leave(ctx, client, token, back)
	if _, refused := errors.AsType[*domain.Error](err); refused {
		return "", nil
	}
	return leave, err
}

// word is what a provider wants to hear of whom it signs out; false when what was
// sealed cannot be read.
func (a *Access) word(p Provider, v Via) (Client, string, bool) {
	c, err := a.client(p)
	if err != nil {
		return c, "", false
	}
	token, err := a.guards.Sealer.Unseal(tokenName(p.ID, v.Subject), v.Token)
	return c, string(token), err == nil
}

// ChangePassword gives the actor another password and ends the actor's other
// sessions. It refuses ErrWrongPassword and what CheckPassword refuses.
func (a *Access) ChangePassword(ctx context.Context, by domain.Actor, current, next string) error {
	var known Person
	err := a.inTx(ctx, func(tx Store) (err error) {
		known, err = tx.Person(domain.PersonID(by.ID))
		return err
	})
	if err != nil {
		return err
	}
	right, err := a.passwords.Matches(ctx, current, known.hash())
	switch {
	case err != nil:
		return err
	case !right:
		return ErrWrongPassword
	}
	if err := CheckPassword(next, known.Email, known.Name); err != nil {
		return err.At("/next")
	}
	hash, err := a.passwords.Hash(ctx, next)
	if err != nil {
		return err
	}
	return a.inTx(ctx, func(tx Store) error {
		p, err := tx.Person(known.ID)
		switch {
		case err != nil:
			return err
		case p.PasswordHash != known.PasswordHash:
			return ErrWrongPassword
		}
		p.PasswordHash = hash
		if err := tx.SavePerson(p); err != nil {
			return err
		}
		return a.endSessions(tx, p.ID, by.Session, EndPasswordChanged)
	})
}

func (a *Access) end(tx Store, s Session, why EndReason) error {
	s.EndedAt, s.EndReason = a.rt.Now(), why
	if s.Via != nil {
		over := *s.Via
		over.Token = ""
		s.Via = &over
	}
	if err := tx.SaveSession(s); err != nil {
		return err
	}
	return tx.Emit(SessionEnded{s.ID, s.PersonID, why})
}

func (a *Access) endSessions(tx Store, p domain.PersonID, except domain.SessionID, why EndReason) error {
	open, err := tx.OpenSessions(p)
	if err != nil {
		return err
	}
	for _, s := range open {
		if s.ID == except {
			continue
		}
		if err := a.end(tx, s, why); err != nil {
			return err
		}
	}
	return nil
}
