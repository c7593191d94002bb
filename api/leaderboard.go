package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/storage"
)

type leaderboard struct{ board *league.Board }

func (h leaderboard) routes(r *router) {
	handle(r, operation{
		ID: "getLeaderboard", Method: http.MethodGet, Path: "/leaderboard", Tag: "Board", Summary: "The standings of the running round",
		Details: "Names are shown for the first three who agreed to it, and to staff; everybody else goes by alias.",
	}, h.get)
}

type leaderboardInput struct {
	Around string `query:"around" enum:"me" doc:"Only my row, with three before and three after it."`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50" doc:"Rows from the top."`
}

// Leaderboard is the standings of the running round, or a part of them.
type Leaderboard struct {
	Season    storage.Season `json:"season"`
	Round     storage.Round  `json:"round"`
	Of        int            `json:"of" doc:"How many take part."`
	Items     []BoardRow     `json:"items"`
	Me        *BoardRow      `json:"me,omitempty" doc:"The caller's own row, wherever it is."`
	UpdatedAt storage.Time   `json:"updatedAt"`
	Version   int64          `json:"version" doc:"Grows with every change."`
}

// BoardRow is one expert's row.
type BoardRow struct {
	Rank         int    `json:"rank" doc:"Shared by who is equal in everything that decides."`
	ExpertID     string `json:"expertId" doc:"Tells rows apart; the alias for somebody who is not named."`
	Name         string `json:"name" doc:"The alias for somebody who is not named."`
	Alias        string `json:"alias"`
	Bird         int    `json:"bird"`
	Named        bool   `json:"named"`
	Score        int64  `json:"score" doc:"With what is pending."`
	SettledScore int64  `json:"settledScore"`
	Me           bool   `json:"me"`
	Moved        int    `json:"moved" doc:"Places gained since the brand's day began; negative: lost."`
}

// around is how many rows are shown on either side of the caller's own.
const around = 3

func (h leaderboard) get(ctx context.Context, in *leaderboardInput) (*body[Leaderboard], error) {
	by, table := actor(ctx), h.board.Table()
	rows := table.Top(in.Limit)
	if in.Around != "" {
		rows = table.Around(by.Expert(), around)
	}
	out := Leaderboard{Of: len(table.Rows), Items: boardRows(table, rows, by), UpdatedAt: storage.At(table.UpdatedAt), Version: table.Version}
	out.Season, out.Round = storage.TableSeason(table)
	if own, ok := table.Of(by.Expert()); ok {
		out.Me = &boardRows(table, []league.Standing{own}, by)[0]
	}
	return reply(out, nil)
}

func boardRows(t *league.Table, rows []league.Standing, by domain.Actor) []BoardRow {
	all := make([]BoardRow, len(rows))
	for i, s := range rows {
		me := s.Expert == by.Expert()
		all[i] = BoardRow{
			Rank: s.Rank, ExpertID: s.Alias, Name: s.Alias, Alias: s.Alias, Bird: s.Bird, Named: t.Named(s, by),
			Score: s.Score, SettledScore: s.SettledScore, Me: me, Moved: s.Moved,
		}
		if all[i].Named {
			all[i].Name = s.Name
		}
		if all[i].Named || me {
			all[i].ExpertID = string(s.Expert)
		}
	}
	return all
}
