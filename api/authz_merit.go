package api

// meritRows are the rows of recognition.
var meritRows = matrix{
	"getMyMerit":     {roles: experts, own: "the actor"},
	"putMyWall":      {roles: experts, own: "the actor's"},
	"getExpertMerit": {roles: staff, own: "all"},
	"getMeritWall":   {roles: signedIn, own: "experts who want to stand on it"},
	"giveKudos":      {roles: signedIn, own: "experts who work here, not oneself"},
	"hideKudos":      {roles: staff, own: "all", audit: true},
	"hideThanks":     {roles: staff, own: "all that experts have seen", audit: true},
	"thankExpert":    {roles: customers, own: "their own, rated with four or five stars"},
	"listSpotAwards": {roles: staff},
	"awardSpot":      {roles: staff, audit: true},
}
