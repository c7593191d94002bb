package auth

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

// freshFor is how long a process may believe what it read about a session. An
// event forgets it at once; this is for what other processes changed.
const freshFor = 5 * time.Second

// maxTokenBytes bounds what is parsed at all.
const maxTokenBytes = 2048

// Authenticator knows who is behind a bearer token.
type Authenticator struct {
	tokens   *Tokens
	views    storage.Views
	access   *access.Access
	now      func() time.Time
	staff    bool // staff need a second factor
	sessions *cache[domain.SessionID, storage.SessionView]
	visitors *cache[string, storage.VisitorView]
}

// NewAuthenticator checks tokens against sessions and visitors as the views
// show them; a is told when a visitor's token was used. With staffFactor nobody
// of the staff gets anywhere without a second factor.
func NewAuthenticator(t *Tokens, views storage.Views, a *access.Access, now func() time.Time, staffFactor bool) *Authenticator {
	return &Authenticator{
		t, views, a, now, staffFactor, newCache[domain.SessionID, storage.SessionView](), newCache[string, storage.VisitorView](),
	}
}

// Known is who is behind a token, and until when that can be believed without
// asking again.
type Known struct {
	Actor    domain.Actor
	Language domain.Language
	Expires  time.Time
	// FreshAt is when the person last proved who they are.
	FreshAt time.Time
	// Bare is somebody of the staff without the second factor that they need.
	Bare bool
}

var errUnauthorized = domain.Refuse(domain.Unauthorized, "unauthorized", "Sign in first.")

// Actor returns who is behind a bearer token. It refuses "unauthorized" for
// everything that is not a valid access or visitor token: another type, another
// key, an ended session, a disabled person, other rights than now. It refuses
// access.ErrFactorRequired to staff who need a second factor and have none.
func (a *Authenticator) Actor(ctx context.Context, token string) (Known, error) {
	k, err := a.Entrant(ctx, token)
	if err == nil && k.Bare {
		return Known{}, access.ErrFactorRequired
	}
	return k, err
}

// Entrant is Actor for what staff without a second factor may do as well: to get
// one, and to leave.
func (a *Authenticator) Entrant(ctx context.Context, token string) (Known, error) {
	switch {
	case token == "" || len(token) > maxTokenBytes:
		return Known{}, errUnauthorized
	case strings.HasPrefix(token, access.VisitorPrefix):
		return a.visitor(ctx, token)
	case strings.HasPrefix(token, access.ScreenPrefix):
		return a.screen(ctx, token)
	case strings.HasPrefix(token, vetting.LinkPrefix):
		return a.candidate(ctx, token)
	default:
		return a.person(ctx, token)
	}
}

func (a *Authenticator) person(ctx context.Context, token string) (Known, error) {
	c, err := a.tokens.verify(token)
	if err != nil {
		return Known{}, errUnauthorized
	}
	now := a.now()
	read := func() (storage.SessionView, error) { return a.views.Session(ctx, c.Session) }
	s, err := a.sessions.get(c.Session, now, read)
	if err == nil && a.bare(s) { // perhaps no longer, by another node
		a.ForgetSession(c.Session)
		s, err = a.sessions.get(c.Session, now, read)
	}
	switch {
	case errors.Is(err, access.ErrSessionEnded):
		return Known{}, errUnauthorized
	case err != nil:
		return Known{}, err
	case s.EndedAt != nil || s.DisabledAt != nil || !now.Before(s.ExpiresAt.Time),
		s.AuthVersion != c.Version, string(s.PersonID) != c.Subject:
		return Known{}, errUnauthorized
	}
	return Known{
		Actor:    domain.Actor{Role: s.Role, ID: string(s.PersonID), Name: s.Name, Session: s.ID},
		Language: s.Language, Expires: c.ExpiresAt.Time, FreshAt: s.FreshAt.OrZero(), Bare: a.bare(s),
	}, nil
}

// bare reports whether somebody of the staff lacks the second factor they need: one
// of their own, or the one that their provider asked for.
func (a *Authenticator) bare(s storage.SessionView) bool {
	return a.staff && access.NeedsFactor(s.Role) && s.Factors == 0 && !s.Vouched
}

func (a *Authenticator) visitor(ctx context.Context, token string) (Known, error) {
	hash, now := access.HashToken(token), a.now()
	v, err := a.visitors.get(hash, now, func() (storage.VisitorView, error) { return a.views.Visitor(ctx, hash) })
	switch {
	case errors.Is(err, access.ErrSessionEnded):
		return Known{}, errUnauthorized
	case err != nil:
		return Known{}, err
	case v.RevokedAt != nil || now.Sub(v.UsedAt.Time) > access.VisitorValid:
		return Known{}, errUnauthorized
	}
	if now.Sub(v.UsedAt.Time) > access.VisitorTouch {
		a.touch(ctx, hash)
	}
	return Known{
		Actor:    domain.Actor{Role: domain.RoleCustomer, ID: string(v.CustomerID), Name: v.Name},
		Language: v.Language, Expires: v.UsedAt.Add(access.VisitorValid),
	}, nil
}

// screenFor is until when a screen's token is believed at a time: its socket is
// cut off when the token is taken back, and asks again every day besides.
const screenFor = 24 * time.Hour

func (a *Authenticator) screen(ctx context.Context, token string) (Known, error) {
	s, err := a.views.ScreenByToken(ctx, access.HashToken(token))
	switch {
	case errors.Is(err, access.ErrSessionEnded):
		return Known{}, errUnauthorized
	case err != nil:
		return Known{}, err
	}
	return Known{Actor: domain.Actor{Role: domain.RoleScreen, ID: string(s.ID), Name: s.Name}, Expires: a.now().Add(screenFor)}, nil
}

// touch writes down that a visitor was here. A full disk keeps nobody from reading.
func (a *Authenticator) touch(ctx context.Context, hash string) {
	if err := a.access.TouchVisitor(ctx, hash); err != nil {
		slog.WarnContext(ctx, "visitor token not touched", "err", err)
		return
	}
	a.visitors.forget(func(k string, _ storage.VisitorView) bool { return k == hash })
}

// ForgetSession makes the next request of a session read it anew.
func (a *Authenticator) ForgetSession(id domain.SessionID) { a.ForgetSessions(id) }

// ForgetSessions makes the next request of each of them read it anew.
func (a *Authenticator) ForgetSessions(ids ...domain.SessionID) {
	if len(ids) > 0 {
		a.sessions.forget(func(k domain.SessionID, _ storage.SessionView) bool { return slices.Contains(ids, k) })
	}
}

// ForgetCustomer makes the next request with any token of a customer read it anew.
func (a *Authenticator) ForgetCustomer(id domain.CustomerID) {
	a.visitors.forget(func(_ string, v storage.VisitorView) bool { return v.CustomerID == id })
}

// ForgetPerson makes the next request of every session of a person read it anew.
func (a *Authenticator) ForgetPerson(id domain.PersonID) {
	a.sessions.forget(func(_ domain.SessionID, s storage.SessionView) bool { return s.PersonID == id })
}
