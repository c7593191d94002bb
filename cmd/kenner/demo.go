package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

type demoCommand struct {
	Listen string        `default:"127.0.0.1:8080" placeholder:"ADDR" help:"Where the server listens."`
	Quiet  bool          `help:"Nobody plays: only you ask and answer."`
	Clock  time.Duration `placeholder:"+192h" help:"Shift the demo's clock, to see now what is due later. Start again on the same --data to move on."`
}

// demoLogin is one way in.
type demoLogin struct {
	Role     domain.Role `json:"role"`
	Email    string      `json:"email"`
	Password string      `json:"password"`
}

// demoReady is what --json prints when the demo answers.
type demoReady struct {
	URL           string      `json:"url"`
	Shop          string      `json:"shop"`
	Logins        []demoLogin `json:"logins"`
	VisitorTokens []string    `json:"visitorTokens"`
	Metrics       string      `json:"metrics,omitempty"`
}

// Run makes the demo brand in its own folder, unless it is there, and serves it.
func (d *demoCommand) Run(ctx context.Context, c *Config, t terminal) (err error) {
	own := *c
	own.StaffFactor = "off" // its logins stand on the screen
	if own.Data == defaultData {
		if own.Data, err = os.MkdirTemp("", "kenner-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(own.Data)) }()
	}
	b, err := readDemoBrand()
	if err != nil {
		return err
	}
	if err := d.withHouse(ctx, &own, t, func(h *house) error { return h.ensureDemo(ctx, b, !d.Quiet) }); err != nil {
		return err
	}
	return d.withHouse(ctx, &own, t, func(h *house) error { return d.serve(ctx, h, &own, b, t) })
}

func (d *demoCommand) withHouse(ctx context.Context, c *Config, t terminal, fn func(*house) error) error {
	h, err := openHouse(ctx, c, &clock{shift: d.Clock}, c.logger(t.err))
	if err != nil {
		return err
	}
	return errors.Join(fn(h), h.close())
}

// ensureDemo makes the demo brand in an empty folder. It refuses the folder of
// a real brand. In a lively one conversations are under way.
func (h *house) ensureDemo(ctx context.Context, b demoBrand, lively bool) error {
	needed, err := h.views.SetupNeeded(ctx)
	if err != nil {
		return err
	}
	if needed {
		return h.makeDemo(ctx, b, lively)
	}
	settings, _, err := h.views.Brand(ctx)
	if err == nil && settings.Name != b.Brand.Name {
		return fmt.Errorf("the folder holds %s, not the demo brand: choose another --data", settings.Name)
	}
	return err
}

// visitors are how many ready-made visitors the demo hands out to scripts.
const visitors = 3

func (d *demoCommand) serve(ctx context.Context, h *house, c *Config, b demoBrand, t terminal) error {
	ready := demoReady{Logins: b.logins()}
	for range visitors {
		_, token, err := h.access.OpenVisitor(ctx, "", b.Brand.Languages[0])
		if err != nil {
			return err
		}
		ready.VisitorTokens = append(ready.VisitorTokens, token)
	}
	var actors *play
	if !d.Quiet {
		actors = newPlay(h, b)
	}
	return h.serve(ctx, c, serving{listen: d.Listen, demo: true, play: actors, ready: func(origin string) error {
		ready.URL, ready.Shop, ready.Metrics = origin, shopPage(origin), h.meters.at()
		if err := h.allowShop(ctx, ready.Shop); err != nil {
			return err
		}
		if c.JSON {
			return t.tell(ready)
		}
		ready.print(t)
		return nil
	}})
}

// allowShop lets the shop's page of this start embed the widget.
func (h *house) allowShop(ctx context.Context, page string) error {
	settings, _, err := h.views.Brand(ctx)
	if err != nil {
		return err
	}
	origin := strings.TrimSuffix(page, "/demo/")
	if slices.Contains(settings.Domains, origin) {
		return nil
	}
	settings.Domains = slices.DeleteFunc(settings.Domains, isLoopback) // of an earlier start
	settings.Domains = append(settings.Domains, origin)
	_, err = h.brand.ChangeSettings(ctx, settings)
	return err
}

func isLoopback(origin string) bool { return strings.HasPrefix(origin, "http://127.0.0.1:") }

// print shows the addresses and logins to a person.
func (r demoReady) print(t terminal) {
	t.say(`
The demo brand is open: Noorder Audio, headphones from the northern coast.

  Ask as a customer   %s   (the widget, on the shop's page)
                      %s/chat   (the plain chat page)
  Answer as an expert %s/work
  Watch the board     %s/board
  Manage              %s/manage

  role      e-mail                              password
`, r.Shop, r.URL, r.URL, r.URL, r.URL)
	for _, l := range r.Logins {
		t.say("  %-9s %-35s %s\n", l.Role, l.Email, l.Password)
	}
	if r.Metrics != "" {
		t.say("\nMetrics for Prometheus: %s\n", r.Metrics)
	}
	t.say("\nStop with Ctrl+C.\n")
}

// logins are the people of the demo.
func (b demoBrand) logins() []demoLogin {
	logins := []demoLogin{
		{domain.RoleAdmin, demoAdmin, demoPassword},
		{domain.RoleManager, demoManager, demoPassword},
		{domain.RoleAuditor, demoAuditor, demoPassword},
	}
	for _, e := range b.Experts {
		logins = append(logins, demoLogin{domain.RoleExpert, e.email(), demoPassword})
	}
	// Who asks for an expert wants one who may answer alone.
	return append(logins, demoLogin{domain.RoleCandidate, demoCandidate, demoPassword})
}
