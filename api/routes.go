package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/insight"
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
	Roster   *roster.Roster
	Desk     *desk.Desk
	Rewards  *rewards.Rewards
	League   *league.League
	Shop     *shop.Shop
	Board    *league.Board
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
		visitors{s.Access},
		people{c, s.Access},
		invitations{c, s.Access},
		brandPage{},
		settings{c, s.Brand},
		hours{c, s.Brand},
		products{c, s.Brand},
		reasons{c, s.Insight},
		conversations{c, s.Desk},
		messages{c, s.Desk, s.Typing},
		closures{c, s.Desk},
		ratings{s.Desk},
		offers{c, s.Desk},
		presence{c, s.Desk},
		enrolment{c, s.Roster},
		points{c, s.Board},
		seasons{c},
		leaderboard{s.Board},
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
	if r.Live != nil {
		e.GET(livePath, r.live)
	}
	r.static(e)
}

// live hands a WebSocket over. What is none gets a problem as everywhere.
func (r *router) live(c echo.Context) error {
	ctx := c.Request().Context()
	switch {
	case c.Request().URL.RawQuery != "":
		return newProblem(ctx, http.StatusBadRequest, "token_in_url", "The token belongs into the first frame: addresses are logged.")
	case !c.IsWebSocket():
		return newProblem(ctx, http.StatusUpgradeRequired, "upgrade_required", "This address speaks WebSocket.")
	}
	r.Live.ServeHTTP(c.Response(), c.Request())
	return nil
}
