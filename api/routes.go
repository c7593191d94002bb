package api

import (
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
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
)

// Services are the use cases that the handlers call. Views and clocks are in
// Config.
type Services struct {
	Access      *access.Access
	Founders    []access.Founder // what setup opens besides the admin
	Brand       *brand.Brand
	Insight     *insight.Insight
	Suggestions *insight.Suggestions
	// Knowledge keeps the facts.
	Knowledge *knowledge.Knowledge
	// Articles is the help centre.
	Articles *knowledge.Articles
	// Library finds what is read, and Searches keeps what was looked for.
	Library  *knowledge.Library
	Searches *knowledge.Searches
	Themes   *themes.Themes
	Roster   *roster.Roster
	Levels   *roster.Levels
	Desk     *desk.Desk
	Ratings  *desk.Ratings
	Shifts   *shifts.Shifts
	Pay      *pay.Pay
	Books    Books
	Rewards  *rewards.Rewards
	Rulebook *rewards.Rulebook
	League   *league.League
	Shop     *shop.Shop
	Drops    *shop.Drops
	Fairness *fairness.Cases
	Vetting  *vetting.Vetting
	Board    *league.Board
	// Marking leads through auditions.
	Marking *marking.Auditions
	// Merit is recognition apart from points.
	Merit *merit.Merits
	// Moderation is flags and what is decided about them.
	Moderation *moderation.Moderation
	// Problems is what conversations change at the brand.
	Problems *problems.Problems
	// Growth is certificates, score cards and plans.
	Growth *growth.Growth
	// Imports takes in what came by other ways.
	Imports *indicators.Imports
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
		secondFactors{c, s.Access},
		mySessions{c, s.Access},
		myFactors{c, s.Access},
		doors{c, s.Access},
		providers{c, s.Access},
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
		suggestions{c, s.Suggestions},
		queue{c, s.Desk},
		conversations{c, s.Desk, s.Access},
		messages{c, s.Desk, s.Typing},
		changes{s.Desk},
		notes{c, s.Desk},
		watching{c, s.Desk},
		closures{c, s.Desk},
		ratings{c, s.Desk, s.Ratings},
		ratingDisputes{c, s.Ratings},
		recruits{s.Vetting},
		followUps{c, s.Desk},
		facts{c, s.Knowledge},
		articles{c, s.Articles},
		searches{c, s.Library, s.Searches},
		topThemes{c, s.Themes},
		problemBook{c, s.Problems},
		ideaBox{c, s.Problems},
		craft{c},
		offers{c, s.Desk},
		handOvers{c, s.Desk},
		presence{c, s.Desk},
		shiftPlan{c, s.Shifts},
		planning{c, s.Shifts},
		calendars{c, s.Shifts},
		compensation{c, s.Pay},
		auditLog{c},
		moderating{c, s.Moderation},
		polling{c},
		enrolment{c, s.Roster},
		levels{c, s.Levels},
		profiles{c, s.Levels},
		points{c, s.Board},
		pointsStatements{c},
		rulebook{c, s.Rulebook, new(sync.Mutex)},
		campaigns{c, s.Rulebook},
		books{c},
		budgets{c, s.Rulebook},
		seasons{c},
		leaderboard{s.Board},
		leagues{c, s.League, s.Board},
		wallScreens{c, s.Access},
		liveWall{c},
		effort{c},
		figures{c},
		contacts{c, s.Imports},
		rewardShelf{c, s.Shop},
		redemptions{c, s.Shop},
		drops{c, s.Drops, s.Shop},
		cases{c, s.Fairness},
		vacancies{c, s.Vetting},
		applications{c, s.Vetting},
		candidatePage{c, s.Vetting},
		policies{s.Vetting},
		growing{c, s.Growth},
		merits{c, s.Merit},
		shadowing{c, s.Desk},
		auditions{c, s.Marking},
		markings{c, s.Marking},
		calibrations{c, s.Marking},
		scenarios{c, s.Marking},
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
	r.providerLogouts(e)
	r.static(e)
}
