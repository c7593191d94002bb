// Package apitest opens a whole installation behind its real HTTP face, on a
// real database, for the tests of package api: founded through the setup page,
// with people of every role who signed in like anybody.
//
//	h := apitest.Open(t)
//	reason := h.Reason("Shipping", "Where is it?")
//	expert := h.Expert("ada", reason)
//	visitor := h.Visitor()
//	visitor.Post("/conversations", `{"question":"Where is it?"}`).Want(201)
//
// The installation has two clocks, which stand still until they are moved: the
// brand's, h.Clock, and the machine's, h.Machine, by which tokens end. Events of
// the outbox are delivered to nobody.
package apitest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/domain/themes"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// House is one installation.
type House struct {
	T        testing.TB
	DB       *storage.DB
	Clock    *storagetest.Clock
	Machine  *storagetest.Clock
	Server   *api.Server
	Services api.Services
	Keys     auth.Keys
	Guards   access.Guards
	Auth     *auth.Authenticator
	Log      *Log
	// Admin founded the house.
	Admin *Client

	people int
}

// Option changes the configuration before the server is built.
type Option func(*api.Config)

// Password is everybody's.
const Password = "a pond full of herons" //nolint:gosec // of nobody outside tests

// cheap makes hashing as quick as it can be; tests sign in often.
var cheap = auth.NewPasswords(auth.Cost{MemoryKiB: 8, Iterations: 1})

// Open founds a house on SQLite.
func Open(tb testing.TB, options ...Option) *House {
	tb.Helper()
	return OpenOn(tb, storagetest.Open(tb), options...)
}

// OpenOn founds a house on a database.
func OpenOn(tb testing.TB, db *storage.DB, options ...Option) *House {
	tb.Helper()
	return found(tb, Bare(tb, db, options...))
}

// OpenStrict founds a house on a database in which staff need a second factor.
func OpenStrict(tb testing.TB, db *storage.DB, options ...Option) *House {
	tb.Helper()
	return found(tb, BareWith(tb, db, true, options...))
}

func found(tb testing.TB, h *House) *House {
	tb.Helper()
	link, needed, err := h.Services.Access.EnsureSetup(tb.Context())
	if err != nil || !needed {
		tb.Fatalf("setup: needed %v, %v", needed, err)
	}
	h.Admin = h.Stranger()
	h.Admin.Post("/setup", fmt.Sprintf(`{"token":%q,"email":"admin@example.com","password":%q,"name":"Ann Admin",
		"brandName":"Noorder Audio","timeZone":"Europe/Amsterdam","language":"en"}`, link.Token, Password)).Want(http.StatusCreated).signedIn(h.Admin)
	return h
}

// Bare is a house before its setup.
func Bare(tb testing.TB, db *storage.DB, options ...Option) *House {
	tb.Helper()
	return BareWith(tb, db, false, options...)
}

// BareWith is a house before its setup, in which staff may need a second factor.
func BareWith(tb testing.TB, db *storage.DB, staffFactor bool, options ...Option) *House {
	tb.Helper()
	h := &House{T: tb, DB: db, Clock: &storagetest.Clock{}, Machine: &storagetest.Clock{}, Keys: auth.NewKeys(), Log: &Log{}}
	h.Guards = h.Keys.Guards(staffFactor, auth.NewOpenID(h.Machine.Now))
	h.furnish(cheap)
	tokens := auth.NewTokens(h.Keys, h.Machine.Now)
	h.Auth = auth.NewAuthenticator(tokens, db.Views(), h.Services.Access, h.Machine.Now, h.Guards.StaffFactor)
	c := api.Config{
		Services: h.Services, Views: db.Views(), Auth: h.Auth, Tokens: tokens, Once: db.Once, Witness: db,
		Identities: auth.NewIdentities(db.Views(), h.Keys.Sealer(), h.Machine.Now), Sealer: h.Keys.Sealer(), Network: h.Keys.Networks(nil),
		Ready:    map[string]func(context.Context) error{"database": db.Ready},
		Frontend: frontend, Now: h.Machine.Now, BrandNow: h.Clock.Now, Logger: slog.New(slog.NewJSONHandler(h.Log, nil)),
		Timeout: 5 * time.Minute, // a machine that others slow down refuses nothing for it
	}
	for _, o := range options {
		o(&c)
	}
	server, err := api.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	h.Server = server
	return h
}

// frontend stands for a built one.
var frontend = fstest.MapFS{
	"index.html":             {Data: []byte(`<!doctype html><meta name="csp-nonce" content="__NONCE__"><title>app</title>`)},
	"widget.html":            {Data: []byte(`<!doctype html><meta name="csp-nonce" content="__NONCE__"><title>widget</title>`)},
	"embed/kenner.js":        {Data: []byte(`void 0`)},
	"assets/app-0a1b2c3d.js": {Data: []byte(`void 0`)},
	"favicon.svg":            {Data: []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)},
	"demo/index.html":        {Data: []byte(`<!doctype html><script src="__WIDGET_ORIGIN__/embed/kenner.js"></script>`)},
}

func (h *House) furnish(passwords *auth.Passwords) {
	db, secrets := h.DB, h.Keys.Secrets()
	rt, machine := runtime(h.Clock.Now), runtime(h.Machine.Now)
	s := api.Services{
		Access: access.New(db.Access, machine, passwords, secrets, access.WithGuards(h.Guards)), Brand: brand.New(db.Brand, rt), Insight: insight.New(db.Insight, rt), Suggestions: insight.NewSuggestions(db.Models, db.Views(), rt),
		Roster: roster.New(db.Roster, rt, secrets), Shifts: shifts.New(db.Shifts, rt, secrets), Levels: roster.NewLevels(db.Levels, rt), Desk: desk.New(db.Desk, db.Views(), rt), Ratings: desk.NewRatings(db.Desk, rt, secrets), Rewards: rewards.New(db.Rewards, rt), Rulebook: rewards.NewRulebook(db.Rewards, rt),
		League: league.New(db.League, rt), Shop: shop.New(db.Shop, rt), Fairness: fairness.New(db.Fairness, db.Views(), rt), Drops: shop.NewDrops(db.Drops, rt, h.Keys.Seeds()),
		Knowledge: knowledge.New(db.Knowledge, rt), Articles: knowledge.NewArticles(db.Articles, rt),
		Library: knowledge.NewLibrary(db.Views()), Searches: knowledge.NewSearches(db.Searches, rt),
		Imports: indicators.NewImports(db.Contacts, rt),
		Themes:  themes.New(db.Themes, db.Views(), rt),
		Vetting: vetting.New(db.Vetting, rt, secrets),
		Growth:  growth.New(db.Growth, rt),
		Merit:   merit.New(db.Merit, db.Views(), rt), Problems: problems.New(db.Problems, db.Views(), rt),
		Marking: marking.New(db.Marking, rt),
		Pay:     pay.New(db.Pay, rt), Moderation: moderation.New(db.Moderation, rt),
		Books:  books{db, machine},
		Typing: func(domain.Actor, domain.ConversationID, string) error { return nil },
	}
	s.Board = league.NewBoard(func(ctx context.Context) (league.Field, bool, error) {
		return db.Views().LoadBoard(ctx, h.Clock.Now())
	}, h.Clock.Now, func(context.Context, league.Changed) {})
	s.Founders = []access.Founder{
		func(tx access.Store, f access.Founding, _ domain.Actor) error {
			return brand.Found(tx.(storage.Tx), rt, f.BrandName, f.TimeZone, f.Language) //nolint:forcetypeassert // a test
		},
		func(tx access.Store, _ access.Founding, admin domain.Actor) error {
			ctx := db.Within(context.Background(), tx.(storage.Tx)) //nolint:forcetypeassert // a test
			if err := s.Rewards.OpenRules(ctx, admin, time.UnixMilli(0).UTC(), rewards.Versions()...); err != nil {
				return err
			}
			if err := s.Marking.Ship(ctx, audition.ShippedNames(), audition.DemoQuestions()); err != nil {
				return err
			}
			return s.League.OpenSeason(ctx, h.Clock.Now())
		},
	}
	h.Services = s
}

func runtime(now func() time.Time) domain.Runtime {
	return domain.Runtime{
		Now: now, Chance: rand.Float64,
		NewID: func(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() },
	}
}

// Log is what the server wrote.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

// String is everything so far.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// Stranger is a client without a token.
func (h *House) Stranger() *Client { return &Client{house: h} }

// With is a client with any token.
func (h *House) With(token string) *Client { return &Client{house: h, Token: token} }

// Visitor is a new customer.
func (h *House) Visitor() *Client {
	h.T.Helper()
	c := h.Stranger()
	a := c.Post("/visitors", `{}`).Want(http.StatusCreated)
	c.Token, c.ID = a.String("accessToken"), a.String("customer.id")
	return c
}

// Manager is a new manager who signed in.
func (h *House) Manager() *Client {
	h.T.Helper()
	return h.staff(domain.RoleManager)
}

// Auditor is a new auditor who signed in.
func (h *House) Auditor() *Client {
	h.T.Helper()
	return h.staff(domain.RoleAuditor)
}

// SecondAdmin is another admin who signed in.
func (h *House) SecondAdmin() *Client {
	h.T.Helper()
	return h.staff(domain.RoleAdmin)
}

func (h *House) staff(role domain.Role) *Client {
	h.T.Helper()
	h.people++
	a := h.Admin.Post("/people", fmt.Sprintf(`{"role":%q,"email":"%s%d@example.com","name":"Staff %d"}`, role, role, h.people, h.people)).
		Want(http.StatusCreated)
	return h.Accept(a.String("link"))
}

// Accept chooses the password behind a one-time link.
func (h *House) Accept(link string) *Client {
	h.T.Helper()
	_, token, _ := strings.Cut(link, "#")
	c := h.Stranger()
	c.Post("/invitations/acceptances", fmt.Sprintf(`{"token":%q,"password":%q}`, token, Password)).Want(http.StatusCreated).signedIn(c)
	return c
}

// Expert is a new expert who signed in, qualified for the reasons. The name is
// also the alias and the e-mail address.
func (h *House) Expert(name string, reasons ...domain.ReasonID) *Client {
	h.T.Helper()
	n := roster.NewExpert{
		Email: name + "@example.com", Name: "Real " + name, DisplayName: name, Alias: name, Level: roster.Mentor,
		Languages: []domain.Language{"en", "nl"},
	}
	for _, r := range reasons {
		n.Topics = append(n.Topics, roster.Topic{Reason: r, Kind: roster.Qualified})
	}
	e, err := h.Services.Roster.Enrol(h.T.Context(), domain.Actor{Role: domain.RoleAdmin, ID: h.Admin.ID}, n)
	if err != nil {
		h.T.Fatal(err)
	}
	return h.Accept("#" + e.Link.Token)
}

// Reason is a new reason in a new group.
func (h *House) Reason(group, name string) domain.ReasonID {
	h.T.Helper()
	parent := h.Admin.Post("/contact-reasons", fmt.Sprintf(`{"name":%q,"difficulty":2}`, group)).Want(http.StatusCreated).String("id")
	return domain.ReasonID(h.Admin.Post("/contact-reasons", fmt.Sprintf(`{"name":%q,"difficulty":2,"parentId":%q}`, name, parent)).
		Want(http.StatusCreated).String("id"))
}
