package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/storage"
)

// leagues are the leagues of the running round, and what becomes of rounds.
type leagues struct {
	c      Config
	league *league.League
	board  *league.Board
}

func (h leagues) routes(r *router) {
	handle(r, operation{
		ID: "getLeague", Method: http.MethodGet, Path: "/league", Tag: "Leagues", Summary: "The running round as I play it",
		Details: "An expert's own league with its zones; below 40 active experts the rows around their own. Staff see one league, or the board.",
		Errors:  []int{http.StatusNotFound},
	}, h.mine)
	handle(r, operation{
		ID: "listRounds", Method: http.MethodGet, Path: "/rounds", Tag: "Leagues", Summary: "Rounds that are over",
		Details: "Newest first: those that close, and the archive of two seasons.",
	}, h.rounds)
	handle(r, operation{
		ID: "getRound", Method: http.MethodGet, Path: "/rounds/{id}", Tag: "Leagues", Summary: "The result of a round",
		Details: "Final, with what was published and its SHA-256; or as it stands while the round closes. The first hundred, and the caller's own.",
		Errors:  []int{http.StatusNotFound}, Limits: []limit{limitRounds},
	}, h.round)
	handle(r, operation{
		ID: "disputeRound", Method: http.MethodPost, Path: "/rounds/{id}/disputes", Tag: "Leagues", Summary: "Say that my result is wrong",
		Details: "Once, from seven days after the round until it is final. The round waits for the answer.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.dispute)
	handle(r, operation{
		ID: "getRace", Method: http.MethodGet, Path: "/seasons/{id}/race", Tag: "Leagues", Summary: "A season again, day by day",
		Details: "The first nine of its last day and the caller, by alias.", Errors: []int{http.StatusNotFound}, Limits: []limit{limitDraws},
	}, h.race)
	h.staffRoutes(r)
}

func (h leagues) staffRoutes(r *router) {
	handle(r, operation{
		ID: "listDisputes", Method: http.MethodGet, Path: "/disputes", Tag: "Leagues", Summary: "Disputes of rounds that close",
	}, h.disputes)
	handle(r, operation{
		ID: "decideDispute", Method: http.MethodPost, Path: "/disputes/{id}/decisions", Tag: "Leagues", Summary: "Answer a dispute",
		Details: "Put right first what is wrong: the result is counted from the entries.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.decide)
	handle(r, operation{
		ID: "setTeamGoal", Method: http.MethodPost, Path: "/team-goals", Tag: "Leagues", Summary: "Set the team goal of a round",
		Details: "Of a round that is not over; experts see it at once.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, h.goal)
	handle(r, operation{
		ID: "createPrize", Method: http.MethodPost, Path: "/prizes", Tag: "Leagues", Summary: "Promise a prize",
		Details: "One piece for each place, in each league of the round; without a round, of the season.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.promise)
	handle(r, operation{
		ID: "removePrize", Method: http.MethodDelete, Path: "/prizes/{id}", Tag: "Leagues", Summary: "Take a prize back",
		Details: "While its round or season runs.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.unpromise)
	handle(r, operation{
		ID: "listWins", Method: http.MethodGet, Path: "/wins", Tag: "Leagues", Summary: "Prizes that were won",
		Details: "An expert's own; for staff those that nobody has handed over yet.",
	}, h.wins)
	handle(r, operation{
		ID: "handOverPrize", Method: http.MethodPost, Path: "/wins/{id}/hand-overs", Tag: "Leagues", Summary: "Note that a winner has their prize",
		Errors: []int{http.StatusNotFound},
	}, h.hand)
}

type leagueInput struct {
	League string `query:"league" maxLength:"64" doc:"For staff: which league."`
}

// LeagueView is the running round of one league, or of the whole board.
type LeagueView struct {
	Season       storage.Season        `json:"season"`
	Round        storage.Round         `json:"round"`
	League       *LeagueName           `json:"league,omitempty" doc:"Absent while everybody shares one board."`
	Leagues      []LeagueName          `json:"leagues" doc:"All of the round, for staff."`
	Of           int                   `json:"of" doc:"How many play in it."`
	Rows         []LeagueRow           `json:"rows" doc:"Best first. On the shared board the caller's own, with three before and three after."`
	Streak       int                   `json:"streak" doc:"Weeks in a row with every shift kept."`
	PersonalBest *int64                `json:"personalBest,omitempty" doc:"The highest score of a round that is final."`
	Prizes       []storage.PrizeView   `json:"prizes"`
	Goal         *storage.TeamGoalView `json:"goal,omitempty"`
	Why          *LeagueWhy            `json:"why,omitempty" doc:"Why the caller plays in it."`
	UpdatedAt    storage.Time          `json:"updatedAt"`
	Version      int64                 `json:"version"`
}

// LeagueName is a league.
type LeagueName struct {
	ID       string      `json:"id"`
	Kind     league.Kind `json:"kind" enum:"league,rookie"`
	Division int         `json:"division" doc:"1 is the highest; 0 for rookies."`
	Number   int         `json:"number"`
	Lowest   int         `json:"lowest" doc:"The lowest division of the round."`
	Members  int         `json:"members"`
}

// LeagueRow is a row of the board with what its place leads to.
type LeagueRow struct {
	BoardRow

	Zone  league.Zone `json:"zone" enum:"up,down,none"`
	Prize bool        `json:"prize" doc:"Whether it is in the prize zone: quality from 4.3 on ten ratings. Only of the caller's own row, and for staff."`
}

// LeagueWhy is what decided in which league somebody plays.
type LeagueWhy struct {
	Score    int64        `json:"score" doc:"Of the two rounds before."`
	Minutes  int          `json:"minutes" doc:"On shift in that time."`
	Division int          `json:"division" doc:"Before; 0: none."`
	Place    int          `json:"place" doc:"In their league before; 0: none."`
	Moved    league.Moved `json:"moved" enum:"up,down,stays,new"`
}

func (h leagues) mine(ctx context.Context, in *leagueInput) (*body[LeagueView], error) {
	by, table := actor(ctx), h.board.Table()
	out := LeagueView{
		Leagues: []LeagueName{}, Of: len(table.Rows), UpdatedAt: storage.At(table.UpdatedAt), Version: table.Version, Prizes: []storage.PrizeView{},
	}
	out.Season, out.Round = storage.TableSeason(table)
	if table.Round.ID == "" {
		return nil, domain.Refuse(domain.NotFound, "season_not_found", "There is no such season.")
	}
	groups, err := h.c.Views.LeaguesOf(ctx, table.Round.ID)
	if err != nil {
		return nil, err
	}
	rows := table.Rows
	if by.Expert() != "" {
		rows = table.Around(by.Expert(), around)
	}
	out.Rows = leagueRows(table, rows, by, nil, 0)
	for i, g := range groups {
		name := leagueName(g, groups)
		if by.Staff() {
			out.Leagues = append(out.Leagues, name)
		}
		member := memberOf(g, by.Expert())
		if member == nil && (!by.Staff() || g.ID != in.League) {
			continue
		}
		own := &league.Table{Rows: g.Standings(table.Rows), Round: table.Round}
		out.League, out.Of, out.Rows = &name, len(own.Rows), leagueRows(own, own.Rows, by, &groups[i], name.Lowest)
		if member != nil {
			out.Why = &LeagueWhy{member.Score, int(member.OnShift.Minutes()), member.Division, member.Place, member.Moved}
		}
	}
	return reply(out, h.beside(ctx, by, table, &out))
}

// beside adds what stands beside the rows.
func (h leagues) beside(ctx context.Context, by domain.Actor, t *league.Table, out *LeagueView) (err error) {
	if out.Prizes, err = h.c.Views.PrizesOf(ctx, t.Season.ID, t.Round.ID); err != nil {
		return err
	}
	if out.Goal, err = h.c.Views.TeamGoalOf(ctx, t.Round.ID); err != nil || by.Expert() == "" {
		return err
	}
	best, found, err := h.c.Views.BestOf(ctx, by.Expert())
	if found {
		out.PersonalBest = &best
	}
	if err != nil {
		return err
	}
	out.Streak, err = h.c.Views.StreakOf(ctx, by.Expert())
	return err
}

func leagueName(g league.Group, all []league.Group) LeagueName {
	return LeagueName{g.ID, g.Kind, g.Division, g.Number, league.Lowest(all), len(g.Members)}
}

func memberOf(g league.Group, e domain.ExpertID) *league.Member {
	for i := range g.Members {
		if e != "" && g.Members[i].Expert == e {
			return &g.Members[i]
		}
	}
	return nil
}

func leagueRows(t *league.Table, rows []league.Standing, by domain.Actor, g *league.Group, lowest int) []LeagueRow {
	all := make([]LeagueRow, len(rows))
	for i, row := range boardRows(t, rows, by) {
		all[i] = LeagueRow{BoardRow: row, Zone: league.ZoneNone, Prize: rows[i].Eligible() && (row.Me || by.Staff())}
		if g != nil {
			all[i].Zone = league.ZoneOf(g.Kind, g.Division, lowest, t.Round.Number, row.Rank, len(t.Rows))
		}
	}
	return all
}

func (h leagues) rounds(ctx context.Context, _ *none) (*body[storage.List[storage.PastRound]], error) {
	return items(h.c.Views.Rounds(ctx, actor(ctx), h.c.BrandNow()))
}

func (h leagues) round(ctx context.Context, in *ByID[domain.RoundID]) (*body[storage.RoundResult], error) {
	return reply(h.c.Views.RoundResult(ctx, actor(ctx), in.ID, h.c.BrandNow()))
}

type disputeInput struct {
	ByID[domain.RoundID]

	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"1000" doc:"What is wrong, for the person who looks at it."`
	}
}

func (h leagues) dispute(ctx context.Context, in *disputeInput) (*body[storage.RoundResult], error) {
	if err := h.league.Dispute(ctx, actor(ctx).Expert(), in.ID, in.Body.Text); err != nil {
		return nil, err
	}
	return h.round(ctx, &in.ByID)
}

func (h leagues) disputes(ctx context.Context, _ *none) (*body[storage.List[storage.DisputeView]], error) {
	return items(h.c.Views.Disputes(ctx))
}

type decideInput struct {
	ByID[league.DisputeID]

	Body struct {
		Upheld bool   `json:"upheld" doc:"Whether they were right."`
		Answer string `json:"answer" minLength:"1" maxLength:"1000" doc:"The reasons. The expert reads them."`
	}
}

func (h leagues) decide(ctx context.Context, in *decideInput) (*none, error) {
	return done(h.league.DecideDispute(ctx, rater(ctx), in.ID, in.Body.Upheld, in.Body.Answer))
}

type goalInput struct {
	Body struct {
		RoundID domain.RoundID     `json:"roundId" maxLength:"64"`
		Text    string             `json:"text" minLength:"1" maxLength:"120"`
		Measure league.GoalMeasure `json:"measure" enum:"conversation,first_time_right,follow_up,shift"`
		Target  int                `json:"target" minimum:"1" maximum:"1000000"`
		Reward  string             `json:"reward" minLength:"1" maxLength:"120" doc:"What everybody has of it."`
		Version int                `json:"version" minimum:"0" doc:"As it was read; 0 when there was none."`
	}
}

func (h leagues) goal(ctx context.Context, in *goalInput) (*none, error) {
	b := in.Body
	return done(h.league.SetGoal(ctx, rater(ctx), league.Goal{
		Round: b.RoundID, Text: b.Text, Measure: b.Measure, Target: b.Target, Reward: b.Reward,
	}, b.Version))
}

type prizeInput struct {
	Body struct {
		SeasonID domain.SeasonID `json:"seasonId,omitempty" maxLength:"64" doc:"For a prize of the season."`
		RoundID  domain.RoundID  `json:"roundId,omitempty" maxLength:"64" doc:"For a prize of a round."`
		From     int             `json:"from" minimum:"1" maximum:"30"`
		To       int             `json:"to" minimum:"1" maximum:"30"`
		What     string          `json:"what" minLength:"1" maxLength:"120" doc:"A thing or an early access; never points."`
		Early    bool            `json:"early,omitempty" doc:"No thing: whoever wins it has what the shop releases a day early, for 13 weeks."`
	}
}

func (h leagues) promise(ctx context.Context, in *prizeInput) (*none, error) {
	b := in.Body
	return done(h.league.AddPrize(ctx, rater(ctx), league.Prize{Season: b.SeasonID, Round: b.RoundID, From: b.From, To: b.To, What: b.What, Early: b.Early}))
}

func (h leagues) unpromise(ctx context.Context, in *ByID[league.PrizeID]) (*none, error) {
	return done(h.league.RemovePrize(ctx, in.ID))
}

func (h leagues) wins(ctx context.Context, _ *none) (*body[storage.List[storage.WinView]], error) {
	return items(h.c.Views.Wins(ctx, actor(ctx)))
}

func (h leagues) hand(ctx context.Context, in *ByID[string]) (*none, error) {
	return done(h.league.HandPrize(ctx, rater(ctx), in.ID))
}

// Race is a season again, day by day.
type Race struct {
	Season string      `json:"season"`
	Racers []Racer     `json:"racers" doc:"By their place on the last day."`
	Days   []RaceFrame `json:"days"`
}

// Racer is an expert in a race.
type Racer struct {
	Alias string `json:"alias"`
	Bird  int    `json:"bird"`
	Me    bool   `json:"me"`
}

// RaceFrame is one day; its lists are in the order of the racers.
type RaceFrame struct {
	Day    time.Time `json:"day"`
	Places []int     `json:"places"`
	Scores []int64   `json:"scores"`
}

// racers is how many of the first are shown.
const racers = 9

func (h leagues) race(ctx context.Context, in *ByID[domain.SeasonID]) (*body[Race], error) {
	now := h.c.BrandNow()
	season, laps, err := h.c.Views.Laps(ctx, in.ID, now)
	if err != nil {
		return nil, err
	}
	out := Race{Season: season.Name, Racers: []Racer{}, Days: []RaceFrame{}}
	frames := league.Race(laps, now)
	if len(frames) == 0 {
		return reply(out, nil)
	}
	players := map[domain.ExpertID]league.Player{}
	for _, lap := range laps {
		for _, p := range lap.Field.Players {
			players[p.Expert] = p
		}
	}
	column := map[domain.ExpertID]int{}
	for i, p := range frames[len(frames)-1].Places {
		me, who := p.Expert == actor(ctx).Expert(), players[p.Expert]
		if (i < racers || me) && who.Alias != "" {
			column[p.Expert] = len(out.Racers)
			out.Racers = append(out.Racers, Racer{who.Alias, who.Bird, me})
		}
	}
	for _, f := range frames {
		day := RaceFrame{Day: f.Day.UTC(), Places: make([]int, len(column)), Scores: make([]int64, len(column))}
		for _, p := range f.Places {
			if i, shown := column[p.Expert]; shown {
				day.Places[i], day.Scores[i] = p.Place, p.Score
			}
		}
		out.Days = append(out.Days, day)
	}
	return reply(out, nil)
}
