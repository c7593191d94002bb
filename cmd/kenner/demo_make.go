package main

import (
	"context"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
)

// The staff of the demo.
const (
	demoAdmin   = "ilse@noorder.example"
	demoManager = "hidde@noorder.example"
	demoAuditor = "wim@noorder.example" // reads and changes nothing

	demoCandidate = "joost@noorder.example" // an expert on trial, with a mentor beside
)

// email is the address that an expert of the demo signs in with.
func (e demoExpert) email() string { return strings.ToLower(e.Display) + "@noorder.example" }

// shopPage is the shop's address for the app's: the other loopback name.
func shopPage(origin string) string {
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(origin, "http://"))
	return "http://127.0.0.1:" + port + "/demo/"
}

// past is the demo's past while it is made: the same use cases as real life, on
// a clock that stands still between two acts. It is the same every time.
type past struct {
	*house
	demoBrand
	now      time.Time       // when it ends
	hidde    domain.PersonID // the manager
	lively   bool            // with conversations under way then
	rand     *rand.Rand
	dice     *rand.Rand     // of what experts leave behind; it leaves the other draws alone
	doors    *access.Access // people and visitors of the past came in then
	admin    domain.Actor
	products map[string]domain.ProductID
	reasons  map[string]domain.ReasonID
	groups   map[string][]domain.ReasonID
	experts  []domain.ExpertID
	skill    map[domain.ExpertID]float64
	presence map[domain.ExpertID]roster.Presence
	// customers are who asked so far, by the language they write
	customers map[domain.Language][]access.Customer
	shelf     []domain.RewardID
	planned   domain.ExpertID  // has a plan of what to learn
	bought    bool             // the one who shows the demo has had something of the shop
	going     []domain.DropID  // one that was drawn, and one that is open
	shelved   []knowledge.Fact // what is known to be true
	owed      promises
	alumna    domain.ExpertID      // who has left when it opens
	golden    []marking.AuditionID // auditions that raters are measured on
	glad      []glad               // customers with a good rating
}

// demoWeeks is how far back the demo's past goes.
const demoWeeks = 8

// makeDemo fills an empty installation with the demo brand and its past.
func (h *house) makeDemo(ctx context.Context, b demoBrand, lively bool) error {
	now := h.clock.Now()
	p := &past{
		house: h, demoBrand: b, rand: rand.New(rand.NewPCG(4, 1845)), //nolint:gosec // a play, and the same each time
		dice:     rand.New(rand.NewPCG(8, 1845)), //nolint:gosec // the same
		doors:    access.New(h.db.Access, runtime(h.clock.Now), h.passwords, h.keys.Secrets()),
		products: map[string]domain.ProductID{}, reasons: map[string]domain.ReasonID{},
		groups: map[string][]domain.ReasonID{}, skill: map[domain.ExpertID]float64{}, presence: map[domain.ExpertID]roster.Presence{}, customers: map[domain.Language][]access.Customer{},
	}
	h.clock.set(now.Add(-demoWeeks * 7 * 24 * time.Hour))
	defer h.clock.run()
	for _, act := range []func(context.Context) error{p.found, p.catalogue, p.questions, p.facts, p.people, p.shelve, p.wages, p.farewell, p.shelves, p.limited} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	p.lively = lively
	if err := p.live(ctx, now); err != nil {
		return err
	}
	if err := p.paid(ctx); err != nil {
		return err
	}
	if err := p.budget(ctx); err != nil {
		return err
	}
	if err := p.drafted(ctx); err != nil {
		return err
	}
	if err := p.plan(ctx); err != nil {
		return err
	}
	if err := p.schooling(ctx, now); err != nil {
		return err
	}
	if err := p.disagreed(ctx); err != nil {
		return err
	}
	if err := p.thanked(ctx, now); err != nil {
		return err
	}
	if err := p.searched(ctx, now); err != nil {
		return err
	}
	if err := p.improved(ctx, now); err != nil {
		return err
	}
	return p.newcomers(ctx, now)
}

// found opens the installation as the setup page does.
func (p *past) found(ctx context.Context) error {
	link, _, err := p.doors.EnsureSetup(ctx)
	if err != nil {
		return err
	}
	g, err := p.doors.Setup(ctx, access.Founding{
		Token: link.Token, Email: demoAdmin, Password: demoPassword, Name: "Ilse Noordhof",
		BrandName: p.Brand.Name, TimeZone: p.Brand.TimeZone, Language: p.Brand.Languages[0],
	}, p.founders()...)
	if err != nil {
		return err
	}
	p.admin = domain.Actor{Role: domain.RoleAdmin, ID: string(g.Person.ID), Name: g.Person.Name}
	settings, hours, err := p.views.Brand(ctx)
	if err != nil {
		return err
	}
	settings.Languages, settings.Hue, settings.Strength = p.Brand.Languages, p.Brand.Hue, int(p.Brand.Strength*1000)
	if _, err := p.brand.ChangeSettings(ctx, settings); err != nil {
		return err
	}
	always := brand.Always()
	always.Version = hours.Version
	_, err = p.brand.ChangeOpeningHours(ctx, always)
	return err
}

// catalogue adds the products and the contact reasons.
func (p *past) catalogue(ctx context.Context) error {
	for _, x := range p.Products {
		added, err := p.brand.AddProduct(ctx, brand.Product{Name: x.Name, Description: x.Description, Picture: x.Picture})
		if err != nil {
			return err
		}
		p.products[x.Key] = added.ID
	}
	for i, group := range p.Reasons {
		top, err := p.insight.AddContactReason(ctx, reason("", group.Name, group.NL, 2, i))
		if err != nil {
			return err
		}
		p.groups[group.Key] = []domain.ReasonID{top.ID}
		for j, x := range group.Children {
			r := reason(top.ID, x.Name, x.NL, x.Difficulty, j)
			r.Complaint, r.StaffTopic = x.Complaint, x.StaffTopic
			r.Controllable = x.Controllable == nil || *x.Controllable
			added, err := p.insight.AddContactReason(ctx, r)
			if err != nil {
				return err
			}
			p.reasons[x.Key] = added.ID
		}
	}
	return nil
}

func reason(parent domain.ReasonID, en, nl string, difficulty, position int) insight.ContactReason {
	return insight.ContactReason{
		ParentID: parent, Name: en, Translations: map[domain.Language]string{"nl": nl},
		Difficulty: difficulty, Controllable: true, Position: position,
	}
}

// people enrols the manager and the experts, who choose their passwords.
func (p *past) people(ctx context.Context) error {
	for _, n := range []access.NewPerson{
		{Role: domain.RoleManager, Email: demoManager, Name: "Hidde Terpstra", Language: "nl"},
		{Role: domain.RoleAuditor, Email: demoAuditor, Name: "Wim de Boer", Language: "en"},
	} {
		person, link, err := p.doors.AddStaff(ctx, p.admin, n)
		if err != nil {
			return err
		}
		if n.Role == domain.RoleManager {
			p.hidde = person.ID
		}
		if _, err := p.doors.Accept(ctx, link.Token, demoPassword, access.From{}); err != nil {
			return err
		}
	}
	for _, x := range p.Experts {
		if err := p.enrol(ctx, x); err != nil {
			return err
		}
	}
	return nil
}

func (p *past) enrol(ctx context.Context, x demoExpert) error {
	n := roster.NewExpert{
		Email: x.email(), Name: x.Name, Language: "en", DisplayName: x.Display, Alias: x.Alias, Bird: &x.Bird,
		Level: roster.Level(x.Level), Languages: x.Languages,
	}
	for _, key := range x.Topics {
		for _, id := range p.groups[key] {
			n.Topics = append(n.Topics, roster.Topic{Reason: id, Kind: roster.Qualified})
		}
	}
	enrolled, err := p.roster.Enrol(ctx, p.admin, n)
	if err != nil {
		return err
	}
	if _, err := p.doors.Accept(ctx, enrolled.Link.Token, demoPassword, access.From{}); err != nil {
		return err
	}
	id := enrolled.Expert.ID
	p.experts, p.skill[id] = append(p.experts, id), x.Skill
	if x.Named {
		named := true
		_, err = p.roster.Change(ctx, id, roster.Change{BoardName: &named})
	}
	return err
}

// shelves fills the shop.
func (p *past) shelves(ctx context.Context) error {
	for _, x := range p.Rewards {
		added, err := p.shop.AddReward(ctx, shop.Reward{
			Name: x.Name, Description: x.Description, Picture: x.Picture, Price: x.Price,
			Stock: x.Stock, PerPerson: x.PerPerson, MinLevel: x.MinLevel,
		})
		if err != nil {
			return err
		}
		p.shelf = append(p.shelf, added.ID)
	}
	for _, r := range []shop.Reward{
		{
			Name: "A bird island", Description: "Sand and shells for the terns off the coast. Noorder doubles your gift to the Wadden fund.",
			Picture: "island", Price: 20, Stock: 10_000, PerPerson: 1_000, Charity: true, Match: 100,
		},
		{
			Name: "Terp turntable mat", Description: "Felt from the sheep on the dyke.", Picture: "turntable", Price: 600, Stock: 80, PerPerson: 1,
			OnSaleAt: p.clock.Now().Add((demoWeeks*7 + 3) * 24 * time.Hour).Truncate(time.Hour),
		},
	} {
		if _, err := p.shop.AddReward(ctx, r); err != nil {
			return err
		}
	}
	return nil
}
