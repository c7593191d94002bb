package api

// leagueMatrix are the rows of leagues, rounds that are over, prizes and goals.
var leagueMatrix = matrix{
	"getLeague":     {roles: signedIn},
	"listRounds":    {roles: signedIn},
	"getRound":      {roles: signedIn},
	"getRace":       {roles: signedIn},
	"disputeRound":  {roles: experts, own: "the expert's own result"},
	"listDisputes":  {roles: staff},
	"decideDispute": {roles: staff, audit: true},
	"setTeamGoal":   {roles: staff, audit: true},
	"createPrize":   {roles: staff, audit: true},
	"removePrize":   {roles: staff, audit: true},
	"listWins":      {roles: signedIn, own: "the expert's own; any for staff"},
	"handOverPrize": {roles: staff, audit: true},
}
