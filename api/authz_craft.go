package api

// craftRows are the rows of what helps to answer. Experts read facts, staff
// write them; customers see cards in their messages alone.
var craftRows = matrix{
	"listFacts":        {roles: signedIn},
	"createFact":       {roles: staff},
	"changeFact":       {roles: staff, own: "all"},
	"listFittingFacts": {roles: signedIn, own: "experts: of conversations they hold now; staff: all"},

	"getEarlierConversation": {
		roles: signedIn, own: "experts: of the customer whose conversation they hold now; staff: all", audit: true,
	},
	"getSuggestions": {
		roles: signedIn, own: "experts: of conversations they hold now, and of others' answers never the question; staff: all", audit: true,
	},
	"getLearning":     {roles: staff},
	"checkAlike":      {roles: experts, own: "those they hold now"},
	"getMissedOffers": {roles: experts, own: "the actor"},
}
