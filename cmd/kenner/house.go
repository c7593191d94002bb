package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
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
	atRest  func() // ends giveBack

	passwords *auth.Passwords
	access    *access.Access
	brand     *brand.Brand
	insight   *insight.Insight
	knowledge *knowledge.Knowledge
	roster    *roster.Roster
	desk      *desk.Desk
	rewards   *rewards.Rewards
	league    *league.League
	shop      *shop.Shop
}

// openHouse opens the installation that c names, brings its schema up and makes
// the use cases. The brand's clock may be shifted; tokens and leases keep the
// machine's.
func openHouse(ctx context.Context, c *Config, at *clock, log *slog.Logger) (h *house, err error) {
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
	if err := db.Check(ctx); err != nil {
		return nil, err
	}
	keys, err := c.keys()
	if err != nil {
		return nil, err
	}
	h = &house{db: db, views: db.Views(), clock: at, log: log, keys: keys, passwords: auth.NewPasswords(auth.OWASP), meters: m, ballast: ballast()}
	h.atRest = h.resting() //nolint:contextcheck // the house outlives the context that opens it
	h.furnish()
	return h, nil
}

// furnish makes the use cases.
func (h *house) furnish() {
	now, secrets := runtime(h.clock.Now), h.keys.Secrets()
	h.access = access.New(h.db.Access, runtime(machine), h.passwords, secrets)
	h.brand = brand.New(h.db.Brand, now)
	h.insight = insight.New(h.db.Insight, now)
	h.knowledge = knowledge.New(h.db.Knowledge, now)
	h.roster = roster.New(h.db.Roster, now, secrets)
	h.desk = desk.New(h.db.Desk, h.views, now)
	h.rewards = rewards.New(h.db.Rewards, now)
	h.league = league.New(h.db.League, now)
	h.shop = shop.New(h.db.Shop, now)
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
	return []access.Founder{h.foundBrand, h.foundProgramme}
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
	h.atRest()
	return h.db.Close()
}
