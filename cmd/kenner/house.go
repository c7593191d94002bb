package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/ledger"
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
)

// house is one open installation: its database and every use case on it.
type house struct {
	db    *storage.DB
	views storage.Views
	clock *clock // the brand's
	log   *slog.Logger
	keys  auth.Keys

	meters  *meters // nil: nobody asks for metrics
	ballast []byte
	atRest  func()       // ends giveBack
	checked func() error // waits for the check of the schema

	passwords *auth.Passwords
	access    *access.Access
	brand     *brand.Brand
	insight   *insight.Insight
	suggests  *insight.Suggestions
	knowledge *knowledge.Knowledge
	articles  *knowledge.Articles
	library   *knowledge.Library
	searches  *knowledge.Searches
	imports   *indicators.Imports
	themes    *themes.Themes
	roster    *roster.Roster
	levels    *roster.Levels
	desk      *desk.Desk
	ratings   *desk.Ratings
	shifts    *shifts.Shifts
	pay       *pay.Pay
	growth    *growth.Growth
	merit     *merit.Merits
	problems  *problems.Problems
	flags     *moderation.Moderation
	rewards   *rewards.Rewards
	rulebook  *rewards.Rulebook
	lots      *ledger.Book
	league    *league.League
	shop      *shop.Shop
	drops     *shop.Drops
	vetting   *vetting.Vetting
	marking   *marking.Auditions
}

// openHouse opens the installation that c names, brings its schema up, checks it
// and makes the use cases. The brand's clock may be shifted; tokens and leases
// keep the machine's.
func openHouse(ctx context.Context, c *Config, at *clock, log *slog.Logger) (*house, error) {
	h, err := enterHouse(ctx, c, at, log)
	if err != nil {
		return nil, err
	}
	if err := h.checked(); err != nil {
		return nil, errors.Join(err, h.close())
	}
	return h, nil
}

// enterHouse is openHouse without waiting for the check of the schema: before
// anybody is let in, ask checked.
func enterHouse(ctx context.Context, c *Config, at *clock, log *slog.Logger) (h *house, err error) {
	m, err := c.meters()
	if err != nil {
		return nil, err
	}
	db, err := storage.Open(ctx, storage.Config{
		Dir: c.Data, DatabaseURL: c.Database, Batch: c.Batch, Now: machine, Logger: log, Committing: m.onCommit(),
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	keys, err := c.keys()
	if err != nil {
		return nil, err
	}
	h = &house{db: db, views: db.Views(), clock: at, log: log, keys: keys, passwords: auth.NewPasswords(auth.OWASP), meters: m, ballast: ballast()}
	h.atRest = h.resting() //nolint:contextcheck // the house outlives the context that opens it
	h.furnish(c)
	h.checked = beside(func() error { return db.Check(ctx) })
	return h, nil
}

// beside does work beside its caller, who may wait for it more than once.
func beside(work func() error) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- work() }()
	return sync.OnceValue(func() error { return <-done })
}

// furnish makes the use cases.
func (h *house) furnish(c *Config) {
	now, secrets := runtime(h.clock.Now), h.keys.Secrets()
	h.access = access.New(h.db.Access, runtime(machine), h.passwords, secrets, access.WithGuards(h.keys.Guards(c.StaffFactor == "required", auth.NewOpenID(machine))))
	h.brand = brand.New(h.db.Brand, now)
	h.insight = insight.New(h.db.Insight, now)
	h.suggests = insight.NewSuggestions(h.db.Models, h.views, now)
	h.knowledge = knowledge.New(h.db.Knowledge, now)
	h.articles = knowledge.NewArticles(h.db.Articles, now)
	h.library = knowledge.NewLibrary(h.db.Views())
	h.searches = knowledge.NewSearches(h.db.Searches, now)
	h.imports = indicators.NewImports(h.db.Contacts, now)
	h.themes = themes.New(h.db.Themes, h.views, now)
	h.roster = roster.New(h.db.Roster, now, secrets)
	h.levels = roster.NewLevels(h.db.Levels, now)
	h.desk = desk.New(h.db.Desk, h.views, now)
	h.ratings = desk.NewRatings(h.db.Desk, now, secrets)
	h.shifts = shifts.New(h.db.Shifts, now, secrets)
	h.pay = pay.New(h.db.Pay, now)
	h.growth = growth.New(h.db.Growth, now)
	h.merit = merit.New(h.db.Merit, h.views, now)
	h.problems = problems.New(h.db.Problems, h.views, now)
	h.flags = moderation.New(h.db.Moderation, now)
	h.rewards = rewards.New(h.db.Rewards, now)
	h.rulebook = rewards.NewRulebook(h.db.Rewards, now)
	h.lots = ledger.New(h.db.Ledger, now)
	h.league = league.New(h.db.League, now)
	h.shop = shop.New(h.db.Shop, now)
	h.drops = shop.NewDrops(h.db.Drops, now, h.keys.Seeds())
	h.vetting = vetting.New(h.db.Vetting, now, secrets)
	h.marking = marking.New(h.db.Marking, now)
}

// keys reads the signing keys. Without a file of its own, an installation keeps
// them in its data folder, which PostgreSQL leaves otherwise empty.
func (c *Config) keys() (auth.Keys, error) {
	if c.Keys == "" {
		if err := os.MkdirAll(c.Data, 0o700); err != nil {
			return auth.Keys{}, err
		}
	}
	return auth.LoadKeys(c.keysFile())
}

// founders are what the setup page opens besides the admin: the brand, the
// first rule set and the season, in the transaction of the setup.
func (h *house) founders() []access.Founder {
	return []access.Founder{h.foundBrand, h.foundProgramme, h.foundAuditions}
}

func (h *house) foundBrand(tx access.Store, f access.Founding, _ domain.Actor) error {
	inner, err := within(tx)
	if err != nil {
		return err
	}
	return brand.Found(inner, runtime(h.clock.Now), f.BrandName, f.TimeZone, f.Language)
}

func (h *house) foundProgramme(tx access.Store, _ access.Founding, admin domain.Actor) error {
	inner, err := within(tx)
	if err != nil {
		return err
	}
	ctx := h.db.Within(context.Background(), inner)
	zero := time.UnixMilli(0).UTC() // the rule sets that are shipped have been in force for ever
	if err := h.rewards.OpenRules(ctx, admin, zero, rewards.Versions()...); err != nil {
		return err
	}
	return h.league.OpenSeason(ctx, h.clock.Now())
}

// within returns the transaction behind a package's store.
func within(tx access.Store) (storage.Tx, error) {
	inner, ok := tx.(storage.Tx)
	if !ok {
		return storage.Tx{}, fmt.Errorf("kenner: setup runs in a %T", tx)
	}
	return inner, nil
}

func (h *house) close() error {
	_ = h.checked() // it reads the database
	h.atRest()
	return h.db.Close()
}
