package api

// pointsRows are the rows of points, seasons, the board and the shop.
var pointsRows = matrix{
	"getPoints":     {roles: experts, own: "the expert's own"},
	"listTransfers": {roles: experts, own: "the expert's own"},
	"listAwards":    {roles: experts, own: "the expert's own"},
	"getMySeason":   {roles: experts, own: "the expert's own"},

	"getRuleSet":       {roles: signedIn},
	"getCurrentSeason": {roles: signedIn | screens},
	"getLeaderboard":   {roles: signedIn | screens},

	"listScreens":  {roles: staff},
	"addScreen":    {roles: staff, audit: true},
	"revokeScreen": {roles: staff, audit: true},

	"listRewards":  {roles: signedIn},
	"createReward": {roles: staff},
	"updateReward": {roles: staff},
	"redeemReward": {roles: experts},

	"listMyRedemptions": {roles: experts, own: "the expert's own"},
	"listRedemptions":   {roles: staff},
	"approveRedemption": {roles: staff, audit: true},
	"refuseRedemption":  {roles: staff, audit: true},
	"shipRedemption":    {roles: staff},
	"deliverRedemption": {roles: staff},
	"cancelRedemption":  {roles: signedIn, own: "the expert who asked for it; any for staff"},
}
