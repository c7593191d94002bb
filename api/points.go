package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
)

type points struct {
	c     Config
	board *league.Board
}

func (h points) routes(r *router) {
	handle(r, operation{
		ID: "getPoints", Method: http.MethodGet, Path: "/me/points", Tag: "Points", Summary: "My points and where I stand",
	}, h.get)
	handle(r, operation{
		ID: "listTransfers", Method: http.MethodGet, Path: "/me/points/transfers", Tag: "Points", Summary: "Every movement of my points",
		Details: "Newest first.",
	}, h.transfers)
	handle(r, operation{
		ID: "listAwards", Method: http.MethodGet, Path: "/me/awards", Tag: "Points", Summary: "What I earned, and how it comes about",
		Details: "Newest first: conversations, first time right, hand-overs, follow-ups, and penalties, which are negative. " +
			"What earns nothing says why in its arithmetic.",
	}, h.awards)
	handle(r, operation{
		ID: "getMySeason", Method: http.MethodGet, Path: "/me/season", Tag: "Points", Summary: "My season",
		Errors: []int{http.StatusNotFound},
	}, h.season)
	handle(r, operation{
		ID: "getRuleSet", Method: http.MethodGet, Path: "/rule-set", Tag: "Points", Summary: "How points work in the running season",
		Errors: []int{http.StatusNotFound},
	}, h.rules)
}

// Points are an expert's own points, and their standing.
type Points struct {
	storage.Purse

	Standing Standing           `json:"standing"`
	Owing    []storage.Owing    `json:"owing" nullable:"false" doc:"Why they are below zero, the newest first; nothing when they are not."`
	Claimed  int64              `json:"claimed" doc:"Of what is set aside: what is taken back as soon as it returns."`
	Expiring []storage.Expiring `json:"expiring" doc:"What expires within 60 days, the first day first. Nothing does while the expert pauses."`
}

// Standing is an expert's own place in the running round.
type Standing struct {
	Score        int64         `json:"score" doc:"With what is pending. It is never spent."`
	SettledScore int64         `json:"settledScore" doc:"Without what is pending."`
	Rank         int           `json:"rank" doc:"0 for somebody who does not take part now."`
	Of           int           `json:"of" doc:"How many take part."`
	RoundID      string        `json:"roundId,omitempty"`
	Quality      StandingStars `json:"quality"`
}

// StandingStars is the quality behind a standing.
type StandingStars struct {
	Mean    float64 `json:"mean"`
	Ratings int     `json:"ratings"`
}

func (h points) get(ctx context.Context, _ *none) (*body[Points], error) {
	purse, err := h.c.Views.Purse(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	owing, claimed, err := h.c.Views.Owing(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	if purse.Owed == 0 { // it is paid back
		owing = []storage.Owing{}
	}
	expiring, err := h.c.Views.Expiring(ctx, actor(ctx), h.c.BrandNow())
	table := h.board.Table()
	s, _ := table.Of(actor(ctx).Expert())
	return reply(Points{Purse: purse, Standing: Standing{
		Score: s.Score, SettledScore: s.SettledScore, Rank: s.Rank, Of: len(table.Rows), RoundID: string(table.Round.ID),
		Quality: StandingStars{storage.Thousandths(s.Quality.Mean), s.Quality.Ratings},
	}, Owing: owing, Claimed: claimed, Expiring: expiring}, err)
}

func (h points) transfers(ctx context.Context, in *Page) (*body[storage.List[storage.Transfer]], error) {
	return reply(h.c.Views.Transfers(ctx, actor(ctx), in.page()))
}

// awardQuery asks for awards of some kinds.
type awardQuery struct {
	Page

	Kind []rewards.Kind `query:"kind" maxItems:"12" enum:"audition,conversation,first_time_right,hand_over,follow_up,follow_up_helped,follow_up_missed,shift,no_show,review,article,recheck" doc:"Of these kinds alone."`
}

func (h points) awards(ctx context.Context, in *awardQuery) (*body[storage.List[storage.Award]], error) {
	return reply(h.c.Views.Awards(ctx, actor(ctx), in.Kind, requestOf(ctx).language, in.page()))
}

func (h points) season(ctx context.Context, _ *none) (*body[storage.MySeason], error) {
	return reply(h.c.Views.MySeason(ctx, actor(ctx), h.c.BrandNow()))
}

func (h points) rules(ctx context.Context, _ *none) (*body[storage.RuleSetView], error) {
	return reply(h.c.Views.RuleSet(ctx))
}
