package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/kennerhq/kenner/api"
	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/frontend"
	"github.com/kennerhq/kenner/storage"
)

type serveCommand struct {
	Listen string `default:":8080" placeholder:"ADDR" help:"Where the server listens."`
}

// Run starts the server and, on an empty folder, prints the setup link.
func (s *serveCommand) Run(ctx context.Context, c *Config, t terminal) error {
	h, err := enterHouse(ctx, c, &clock{}, c.logger(t.err))
	if err != nil {
		return err
	}
	return errors.Join(h.serve(ctx, c, serving{listen: s.Listen, ready: func(origin string) error {
		return h.welcome(ctx, c, t, origin)
	}}), h.close())
}

// welcome says where the server is, and how to set it up when nobody has.
func (h *house) welcome(ctx context.Context, c *Config, t terminal, origin string) error {
	if c.PublicURL != "" {
		origin = c.PublicURL
	}
	link, needed, err := h.access.EnsureSetup(ctx)
	if err != nil {
		return err
	}
	setup := ""
	if needed {
		setup = origin + "/setup#" + link.Token
	}
	if c.JSON {
		return t.tell(map[string]string{"url": origin, "setup": setup, "metrics": h.meters.at()})
	}
	t.say("Kenner is at %s\n", origin)
	if at := h.meters.at(); at != "" {
		t.say("Metrics are at %s\n", at)
	}
	if needed {
		t.say("Nobody has set it up yet. Open this link once, within 30 minutes:\n\n  %s\n\n", setup)
	}
	return nil
}

// serving is how one process serves.
type serving struct {
	listen string
	demo   bool
	// play is who plays customers and experts in a demo; nil: nobody.
	play *play
	// ready is called with the server's address when it answers.
	ready func(origin string) error
}

// front is everything that faces the outside.
type front struct {
	who        *auth.Authenticator
	identities *auth.Identities
	sockets    *live.Node
	board      *league.Board
	server     *http.Server
	open       chan struct{} // closed when the server answers
	notice     time.Duration // between the signal to stop and the end
	farewell   notice
}

// serve answers until ctx ends, then lets requests finish.
func (h *house) serve(ctx context.Context, c *Config, s serving) (err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", s.listen)
	if err != nil {
		return err
	}
	defer func() { _ = listener.Close() }()
	h.log.LogAttrs(ctx, slog.LevelInfo, "settings", c.told()...)
	f, err := h.build(ctx, c, s, listener.Addr())
	if err != nil {
		return err
	}
	unmeasured, err := h.serveMetrics(ctx, c, f.sockets.Stats)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unmeasured()) }()
	if err := h.checked(); err != nil {
		return err
	}
	stop, err := h.work(ctx, f, s)
	if err != nil {
		return err
	}
	defer stop()
	return h.answer(ctx, f, listener, s.ready)
}

// build makes the outside of the house: an inventory, in order.
func (h *house) build(ctx context.Context, c *Config, s serving, at net.Addr) (f *front, err error) {
	f = &front{open: make(chan struct{}), notice: c.Notice}
	proxies, err := c.proxies()
	if err != nil {
		return f, err
	}
	exempt, err := c.exempt()
	if err != nil {
		return f, err
	}
	counter, err := c.counter(h.log)
	if err != nil {
		return f, err
	}
	f.board = league.NewBoard(h.loadBoard, h.clock.Now, func(ctx context.Context, e league.Changed) { h.announce(ctx, f.sockets, e) })
	tokens := auth.NewTokens(h.keys, machine)
	f.identities = auth.NewIdentities(h.views, h.keys.Sealer(), machine)
	f.who = auth.NewAuthenticator(tokens, h.views, h.access, machine, c.staffFactor(h.log))
	if err := c.awaitRedis(ctx, h.log); err != nil {
		return f, err
	}
	f.sockets, err = live.New(live.Config{
		Auth: f.who, Origin: api.NewOrigins(h.views, c.PublicURL).Allowed, IP: api.ClientIP(proxies),
		Elsewhere: map[string]func(){live.KeptBoard: f.board.Touch, live.KeptArticles: h.library.Touch},
		Insiders: func(ctx context.Context, id domain.ConversationID) ([]string, error) {
			return h.views.Insiders(ctx, id, h.clock.Now())
		},
		Now: machine, Redis: c.Redis, Logger: h.log,
	})
	if err != nil {
		return f, err
	}
	board := beside(func() error { return f.board.Rebuild(ctx) })
	defer func() { err = errors.Join(err, board()) }()
	library := beside(func() error { return h.library.Refresh(ctx) })
	defer func() { err = errors.Join(err, library()) }()
	checks, err := h.checks(ctx, c)
	if err != nil {
		return f, err
	}
	server, err := api.New(api.Config{ //nolint:contextcheck // its checks take the context of their request
		Services: api.Services{
			Access: h.access, Founders: h.founders(), Brand: h.brand, Insight: h.insight, Suggestions: h.suggests, Marking: h.marking, Knowledge: h.knowledge, Articles: h.articles, Roster: h.roster, Shifts: h.shifts, Pay: h.pay, Moderation: h.flags, Levels: h.levels, Books: books{h},
			Library: h.library, Searches: h.searches, Imports: h.imports,
			Themes: h.themes,
			Desk:   h.desk, Ratings: h.ratings, Growth: h.growth, Merit: h.merit, Problems: h.problems, Rewards: h.rewards, Rulebook: h.rulebook, League: h.league, Shop: h.shop, Drops: h.drops, Fairness: h.fairness(), Vetting: h.vetting, Board: f.board, Typing: f.sockets.Typing,
		},
		Views: h.views, Auth: f.who, Tokens: tokens, Identities: f.identities, Sealer: h.keys.Sealer(),
		Network: h.keys.Networks(exempt), Once: h.db.Once, Witness: h.db, Counter: counter, Live: f.sockets,
		Ready: checks, Meter: h.meters.meter(),
		Frontend: frontend.FS(), Demo: s.demo, DemoWidget: localOrigin(at),
		DemoIdentity: h.shopBackend(cmp.Or(c.PublicURL, localOrigin(at))),
		PublicURL:    c.PublicURL, TrustedProxies: proxies, Now: machine, BrandNow: h.clock.Now, Logger: h.log,
	})
	if err != nil {
		return f, err
	}
	f.server = server.HTTP()
	f.server.Handler = f.farewell.over(f.server.Handler)
	return f, nil
}

// work starts what goes on behind the answers, and returns what ends it.
func (h *house) work(ctx context.Context, f *front, s serving) (stop func(), err error) {
	actors := s.play
	offers := newAllocation(h, f.sockets.CallRoll)
	h.subscribe(f.who, f.board, offers)
	h.shelve(f.sockets)
	places := newTelling(h, f.sockets.Publish)
	for _, name := range desk.TellOn {
		h.db.Outbox().Subscribe(name, places.heard)
	}
	// What is under way when the signal comes may finish.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if actors != nil {
		actors.look(f.sockets)
		actors.hear(work)
	}
	//nolint:contextcheck // events outlive the signal to stop
	h.db.Outbox().Start(func(ctx context.Context, e storage.Stored) error {
		h.meters.heard(e)
		return f.sockets.Publish(ctx, live.Event{Name: e.Name, Payload: e.Payload})
	})
	var background sync.WaitGroup
	background.Go(func() { offers.run(work) })
	background.Go(func() { places.run(work) })
	background.Go(func() { h.library.Run(work, func(err error) { h.log.Error("library", "err", err) }) })
	background.Go(func() { f.board.Run(work, func(err error) { h.log.Error("board", "err", err) }) })
	if actors != nil {
		background.Go(func() { actors.run(work) })
	}
	inTime := context.AfterFunc(ctx, func() { time.AfterFunc(finish, cancel) }) // who stops while much is due need not wait for it
	waitForJobs, err := h.startJobs(work, f.open, s.demo)
	inTime()
	end := func() {
		cancel()
		background.Wait()
		h.settle(ctx)
	}
	if err != nil {
		end()
		return nil, err
	}
	return func() {
		waitForJobs()
		end()
	}, nil
}

// answer serves on the listener until ctx ends, and then sees everybody out.
func (h *house) answer(ctx context.Context, f *front, l net.Listener, ready func(string) error) error {
	failed := make(chan error, 1)
	go func() { failed <- f.server.Serve(l) }()
	h.log.Info("serving", "address", l.Addr().String())
	if err := ready(localOrigin(l.Addr())); err != nil {
		return errors.Join(err, f.server.Close())
	}
	tellSystemd("READY=1")
	close(f.open)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	tellSystemd("STOPPING=1")
	return h.leave(ctx, f)
}

// subscribe says who reacts to which event.
func (h *house) subscribe(who *auth.Authenticator, board *league.Board, offers *allocation) {
	on := h.db.Outbox().Subscribe
	h.bookings(h.db.Outbox())
	h.planned(h.db.Outbox())
	h.noticed(h.db.Outbox())
	for _, name := range []string{"session.ended", "person.changed"} {
		on(name, forget(who))
	}
	on("visitor.ended", forgetVisitor(who))
	for _, name := range []string{"points.awarded", "points.settled", desk.RatingsTold, desk.RatingExcluded, "expert.changed", "round.closed", "brand.changed"} {
		on(name, board.Heard)
	}
	for _, name := range slices.Concat(desk.AllocateOn, desk.TickOn) {
		on(name, offers.heard)
	}
	on("brand.changed", func(ctx context.Context, _ []byte) error { return h.roster.Reseat(ctx) })
}

// shelve keeps what is found in the help centre fresh, here and on every other node.
func (h *house) shelve(sockets *live.Node) {
	for _, name := range []string{knowledge.NowRead{}.EventName(), knowledge.PutAway{}.EventName()} {
		h.db.Outbox().Subscribe(name, func(context.Context, []byte) error {
			h.library.Touch()
			return sockets.TellNodes(live.KeptArticles)
		})
	}
}

// forget makes the next request of a session, or of all of a person's, read
// its rights anew.
func forget(who *auth.Authenticator) func(context.Context, []byte) error {
	return func(_ context.Context, payload []byte) error {
		var e struct {
			SessionID domain.SessionID `json:"sessionId"`
			PersonID  domain.PersonID  `json:"personId"`
		}
		if err := json.Unmarshal(payload, &e); err != nil {
			return fmt.Errorf("payload of a session's end: %w", err)
		}
		who.ForgetSession(e.SessionID)
		who.ForgetPerson(e.PersonID)
		return nil
	}
}

func (h *house) loadBoard(ctx context.Context) (league.Field, bool, error) {
	return h.views.LoadBoard(ctx, h.clock.Now())
}

// announce tells every screen, and every other node, that the board reads differently.
func (h *house) announce(ctx context.Context, sockets *live.Node, e league.Changed) {
	payload, err := json.Marshal(e)
	if err == nil {
		err = errors.Join(sockets.Publish(ctx, live.Event{Name: e.EventName(), Payload: payload}), sockets.TellNodes(live.KeptBoard))
	}
	if err != nil {
		h.log.Error("board", "err", err)
	}
}

// localOrigin is the address to type on this machine. In a demo it is also the
// widget's, while the shop's page is on 127.0.0.1: two origins are really crossed.
func localOrigin(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// forgetVisitor makes the next request of a customer read their token anew.
func forgetVisitor(who *auth.Authenticator) func(context.Context, []byte) error {
	return func(_ context.Context, payload []byte) error {
		var e access.VisitorEnded
		if err := json.Unmarshal(payload, &e); err != nil {
			return fmt.Errorf("payload of a visitor's end: %w", err)
		}
		who.ForgetCustomer(e.CustomerID)
		return nil
	}
}
