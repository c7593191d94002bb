package api

// pointsRows are the rows of points, seasons, the board and the shop.
var pointsRows = matrix{
	"getPoints":     {roles: experts, own: "the expert's own"},
	"listTransfers": {roles: experts, own: "the expert's own"},
	"listAwards":    {roles: experts, own: "the expert's own"},
	"getMySeason":   {roles: experts, own: "the expert's own"},

	"getMyPointsStatement":    {roles: experts, own: "the expert's own"},
	"exportMyPointsStatement": {roles: experts, own: "the expert's own"},
	"getPointsStatement":      {roles: staff, own: "all", audit: true},
	"exportPointsStatement":   {roles: staff, own: "all", audit: true},

	"getBooks":   {roles: staff},
	"checkBooks": {roles: staff, audit: true},
	"getBudgets": {roles: staff},
	"putBudget":  {roles: staff, own: "all", audit: true},

	"getRuleSet":       {roles: signedIn},
	"getCurrentSeason": {roles: signedIn | screens},
	"getLeaderboard":   {roles: signedIn | screens},

	"getRuleBook":      {roles: staff},
	"startRuleDraft":   {roles: staff, audit: true},
	"putRuleDraft":     {roles: staff, audit: true},
	"discardRuleDraft": {roles: staff, audit: true},
	"replayRules":      {roles: staff},
	"publishRules":     {roles: admins, audit: true},
	"listCampaigns":    {roles: signedIn},
	"createCampaign":   {roles: staff, audit: true},
	"putCampaign":      {roles: staff, own: "all", audit: true},
	"discardCampaign":  {roles: staff, own: "all", audit: true},
	"announceCampaign": {roles: staff, own: "all", audit: true},
	"withdrawCampaign": {roles: staff, own: "all", audit: true},

	"listScreens":  {roles: staff},
	"addScreen":    {roles: staff, audit: true},
	"revokeScreen": {roles: staff, audit: true},

	"listRewards":  {roles: signedIn},
	"createReward": {roles: staff},
	"updateReward": {roles: staff},
	"redeemReward": {roles: experts},

	"putOnWishList":   {roles: experts, own: "the actor"},
	"takeOffWishList": {roles: experts, own: "the actor"},

	"listMyRedemptions": {roles: experts, own: "the expert's own"},
	"listRedemptions":   {roles: staff},
	"approveRedemption": {roles: staff, audit: true},
	"refuseRedemption":  {roles: staff, audit: true},
	"shipRedemption":    {roles: staff},
	"deliverRedemption": {roles: staff},
	"cancelRedemption":  {roles: signedIn, own: "the expert who asked for it; any for staff"},
}
