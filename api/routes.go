package api

import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

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
)

// Services are the use cases that the handlers call. Views and clocks are in
// Config.
type Services struct {
	Access   *access.Access
	Founders []access.Founder // what setup opens besides the admin
	Brand    *brand.Brand
	Insight  *insight.Insight
	// Knowledge keeps the facts.
	Knowledge *knowledge.Knowledge
	Roster    *roster.Roster
	Desk      *desk.Desk
	Rewards   *rewards.Rewards
	League    *league.League
	Shop      *shop.Shop
	Board     *league.Board
	// Typing tells the other side of a conversation that somebody writes.
	Typing func(by domain.Actor, in domain.ConversationID, other string) error
}

// resource is one group of operations.
type resource interface{ routes(r *router) }

// resources lists every resource of the API.
func resources(c Config) []resource {
	s := c.Services
	return []resource{
		setup{c, s.Access},
		sessions{c, s.Access},
		me{c, s.Access},
		visitors{c, s.Access},
		identityKeys{c, s.Access},
		people{c, s.Access},
		invitations{c, s.Access},
		brandPage{},
		settings{c, s.Brand},
		hours{c, s.Brand},
		products{c, s.Brand},
		reasons{c, s.Insight},
		queue{c, s.Desk},
		conversations{c, s.Desk, s.Access},
		messages{c, s.Desk, s.Typing},
		changes{s.Desk},
		notes{c, s.Desk},
		watching{c, s.Desk},
		closures{c, s.Desk},
		ratings{s.Desk},
		followUps{c, s.Desk},
		facts{c, s.Knowledge},
		craft{c},
		offers{c, s.Desk},
		handOvers{c, s.Desk},
		presence{c, s.Desk},
		polling{c},
		enrolment{c, s.Roster},
		points{c, s.Board},
		seasons{c},
		leaderboard{s.Board},
		wallScreens{c, s.Access},
		liveWall{c},
		effort{c},
		rewardShelf{c, s.Shop},
		redemptions{c, s.Shop},
	}
}

// router collects operations.
type router struct {
	Config

	api    huma.API
	gate   *gate
	brand  *brandCache
	matrix matrix
	routes []string // ids of what was registered
}

// outside adds the routes that are no operations of the API.
func (r *router) outside(e *echo.Echo) {
	r.health(e)
	r.description(e)
	r.live(e)
	r.static(e)
}
