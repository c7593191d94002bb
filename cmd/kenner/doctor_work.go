package main

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/cache"
)

func (d *doctor) events(l storage.Lag) {
	late := l.Waiting > 0 && machine().Sub(l.Since) > d.c.OutboxAge
	switch {
	case late:
		d.sick("outbox", "Is a server running? Then its log says why it delivers nothing.",
			"%d events wait, the oldest since %s", l.Waiting, l.Since.Format(time.RFC3339))
	case l.Dead > 0:
		d.warn("outbox", "The log says why (“event is dead”). They stay in the table outbox.", "%d events could not be delivered in eight tries", l.Dead)
	default:
		d.well("outbox", "%d events wait, none for long", l.Waiting)
	}
}

// silence is how long a nightly job may not have run.
const silence = 50 * time.Hour

func (d *doctor) jobs(found storage.Diagnosis) {
	before := len(d.found)
	began := machine() // of the job that has waited longest for its next time
	var checked time.Time
	for _, r := range found.Jobs {
		if r.StartedAt.Before(began) {
			began = r.StartedAt
		}
		if r.State == "failed" {
			d.sick("jobs", "It is tried again at its next time; the log has the whole story.", "%s failed at %s: %s", r.Job, r.StartedAt.Format(time.RFC3339), r.Note)
		}
		if r.Job == "reconcile" && r.State != "failed" {
			checked = r.StartedAt // or is being checked just now
			if r.State == "done" && r.Effects > 0 {
				d.sick("books", "Run `kenner reconcile`: it names every row.", "the last check of the books, at %s, found %d mistakes",
					r.StartedAt.Format(time.RFC3339), r.Effects)
			}
		}
	}
	switch {
	case len(found.Jobs) == 0:
		d.warn("jobs", "Start `kenner serve`.", "no job has ever run")
	case checked.IsZero() && machine().Sub(began) <= silence && len(d.found) == before:
		d.well("jobs", "%d jobs run well; the books have not been checked yet, which the night does", len(found.Jobs))
	case machine().Sub(checked) > silence:
		d.warn("books", "A running server checks them every night; `kenner reconcile` does it now.", "the books have not been checked for two days")
	case len(d.found) == before:
		d.well("jobs", "%d jobs run well; the books were checked at %s", len(found.Jobs), checked.Format(time.RFC3339))
	}
}

func (d *doctor) brand(ctx context.Context, db *storage.DB, found storage.Diagnosis) {
	if !found.Founded {
		d.warn("brand", "Start `kenner serve` and open the link that it prints.", "nobody has set it up yet")
		return
	}
	settings, _, err := db.Views().Brand(ctx)
	if err != nil {
		d.sick("brand", "", "%v", err)
		return
	}
	if found.Admins == 0 {
		d.sick("brand", "Run `kenner admin create EMAIL` and open its link.", "no admin can sign in")
	}
	if len(settings.Domains) == 0 {
		d.warn("brand", "List the shop's origin under Settings → Domains.", "no page may show the widget")
	}
	if _, err := time.LoadLocation(settings.TimeZone); err != nil {
		d.sick("brand", "Choose a time zone such as Europe/Amsterdam under Settings.", "%v", err)
		return
	}
	d.well("brand", "%s, %s, %d admins", settings.Name, settings.TimeZone, found.Admins)
}

func (d *doctor) redis(ctx context.Context) {
	if d.c.Redis == "" {
		return
	}
	const do = "Is Redis running, and are host and password of --redis right? Until then limits count per node and pushes stay on theirs."
	shared, err := cache.NewRedis(d.c.Redis, machine)
	if err != nil {
		d.sick("redis", do, "%s", redacted(err.Error(), d.c))
		return
	}
	defer func() { _ = shared.Close() }()
	if _, err := shared.Take(ctx, "doctor", cache.Limit{Count: 1000, Per: time.Second}); err != nil {
		d.sick("redis", do, "%s", redacted(err.Error(), d.c))
		return
	}
	d.well("redis", "it answers, and counts")
}

// address checks the address that people type.
func (d *doctor) address(ctx context.Context) {
	if d.c.PublicURL == "" {
		d.warn("address", "Set --public-url https://….", "no public address: links take the address of the request, and sign-in works on this machine alone")
		return
	}
	u, err := url.Parse(d.c.PublicURL)
	local := err == nil && (u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127."))
	switch {
	case err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "":
		d.sick("address", "Write it as https://experts.example.com", "--public-url %s is no address", d.c.PublicURL)
		return
	case u.Scheme != "https" && !local:
		d.sick("address", "Let a proxy serve it by https.", "%s is not https: nobody can sign in", d.c.PublicURL)
		return
	}
	if len(d.c.TrustedProxies) == 0 && u.Scheme == "https" {
		d.warn("address", "Name the proxy's network with --trusted-proxies.",
			"https is ended by a proxy that is not trusted: rate limits count all people as one")
	}
	if err := alive(ctx, u.Scheme+"://"+u.Host); err != nil {
		d.warn("address", "Is the server running, and does the name lead to it? From inside some networks it cannot be tried.", "%v", err)
		return
	}
	d.well("address", "%s leads to a Kenner", d.c.PublicURL)
}
