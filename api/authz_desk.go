package api

// deskRows are the rows of conversations, offers, seats and experts. Staff read
// and close every conversation; they write into those they hold.
var deskRows = matrix{
	"openConversation":       {roles: customers, own: "the actor becomes its customer"},
	"listConversations":      {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all"},
	"getConversation":        {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all", audit: true},
	"getTimeline":            {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all", audit: true},
	"getConversationContext": {roles: signedIn, own: "experts: those they hold now; staff: all", audit: true},
	"postMessage":            {roles: everybody, own: "customers: their own; all others: those they hold now"},
	"editMessage":            {roles: everybody, own: "the author, who still takes part"},
	"deleteMessage":          {roles: everybody, own: "the author, who still takes part"},
	"putRead":                {roles: everybody, own: "customers: their own; all others: those they hold now"},
	"postTyping":             {roles: everybody, own: "customers: their own; all others: those they hold now"},
	"closeConversation":      {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all"},
	"confirmConversation":    {roles: customers, own: "their own"},
	"rateConversation":       {roles: customers, own: "their own"},

	"listMyOffers":           {roles: experts, own: "the actor"},
	"listMyPastOffers":       {roles: experts, own: "the actor"},
	"acceptOffer":            {roles: experts, own: "the expert it was made to"},
	"declineOffer":           {roles: experts, own: "the expert it was made to"},
	"listMySeats":            {roles: experts, own: "the actor"},
	"listConversationOffers": {roles: staff, own: "all"},
	"pollLive":               {roles: everybody, own: "the actor: what is pushed to them"},
	"getPresence":            {roles: experts, own: "the actor"},
	"putPresence":            {roles: experts, own: "the actor"},

	"getWall":         {roles: staff, own: "all"},
	"getEffort":       {roles: staff, own: "all"},
	"listExperts":     {roles: staff, own: "all"},
	"getExpert":       {roles: staff, own: "all"},
	"enrolExpert":     {roles: staff, audit: true},
	"changeExpert":    {roles: staff, own: "all", audit: true},
	"changeMyProfile": {roles: experts, own: "the actor"},
}
