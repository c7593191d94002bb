package main

import (
	"context"
	"errors"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type openapiCommand struct{}

// Run prints the API description.
func (openapiCommand) Run(t terminal) error {
	description, err := api.Description()
	if err != nil {
		return err
	}
	_, err = t.out.Write(description)
	return err
}

type migrateCommand struct {
	Status bool `help:"Only list the migrations and whether they are applied."`
}

// Run brings the schema up, or lists its migrations.
func (m migrateCommand) Run(ctx context.Context, c *Config, t terminal) error {
	return withDatabase(ctx, c, t, !m.Status, func(db *storage.DB) error {
		if !m.Status {
			if err := db.Migrate(ctx); err != nil {
				return err
			}
		}
		steps, err := db.Status(ctx)
		if err != nil {
			return err
		}
		for _, s := range steps {
			if c.JSON {
				if err := t.tell(s); err != nil {
					return err
				}
				continue
			}
			state := "waits"
			if s.Applied {
				state = "applied"
			}
			t.say("%05d %-8s %s\n", s.Version, state, s.Name)
		}
		return nil
	})
}

type reconcileCommand struct{}

// Run checks the books; it may run beside a server.
func (reconcileCommand) Run(ctx context.Context, c *Config, t terminal) error {
	return withDatabase(ctx, c, t, false, func(db *storage.DB) error {
		findings, err := db.Reconcile(ctx)
		if err != nil {
			return err
		}
		for _, f := range findings {
			if c.JSON {
				if err := t.tell(f); err != nil {
					return err
				}
				continue
			}
			t.say("%s %s %s: %s\n", f.Rule, f.Table, f.Row, f.Detail)
		}
		if len(findings) > 0 {
			return errFound
		}
		if !c.JSON {
			t.say("The books are right.\n")
		}
		return nil
	})
}

// withDatabase opens the database for one command. alone takes the folder for
// itself; without, a server may run beside it.
func withDatabase(ctx context.Context, c *Config, t terminal, alone bool, fn func(*storage.DB) error) error {
	db, err := storage.Open(ctx, storage.Config{Dir: c.Data, DatabaseURL: c.Database, Now: machine, Tool: !alone, Logger: c.logger(t.err)})
	if err != nil {
		return err
	}
	return errors.Join(fn(db), db.Close())
}

type adminCommand struct {
	Create adminCreate `cmd:"" help:"Make an admin, or make somebody of the staff one, and print the link to choose a password."`
	Reset  adminReset  `cmd:"" help:"Print a link by which a person chooses another password."`
}

type adminCreate struct {
	Email string `arg:"" help:"The address to sign in with."`
	Name  string `default:"Admin" help:"The name that colleagues see."`
}

// Run prints a one-time link.
func (a adminCreate) Run(ctx context.Context, c *Config, t terminal) error {
	return withHouse(ctx, c, t, func(h *house) error {
		_, link, err := h.access.Appoint(ctx, a.Email, a.Name, "en")
		return c.printLink(t, link, err)
	})
}

type adminReset struct {
	Email string `arg:"" help:"The address the person signs in with."`
}

// Run prints a one-time link.
func (a adminReset) Run(ctx context.Context, c *Config, t terminal) error {
	return withHouse(ctx, c, t, func(h *house) error {
		link, err := h.access.Reset(ctx, a.Email)
		return c.printLink(t, link, err)
	})
}

func withHouse(ctx context.Context, c *Config, t terminal, fn func(*house) error) error {
	h, err := openHouse(ctx, c, &clock{}, c.logger(t.err))
	if err != nil {
		return err
	}
	return errors.Join(fn(h), h.close())
}

// printLink says where to choose a password.
func (c *Config) printLink(t terminal, link access.Link, err error) error {
	if err != nil {
		return err
	}
	origin := c.PublicURL
	if origin == "" {
		origin = "http://localhost:8080"
	}
	address := origin + "/invite#" + link.Token
	if c.JSON {
		return t.tell(map[string]any{"link": address, "expiresAt": link.ExpiresAt})
	}
	t.say("Open this link once, before %s:\n\n  %s\n", link.ExpiresAt.Format("2 January 15:04 MST"), address)
	return nil
}
