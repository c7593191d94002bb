package api

// deskRows are the rows of conversations, offers, seats and experts. Staff read
// conversations and close them; they do not write into them.
var deskRows = matrix{
	"openConversation":       {roles: customers, own: "the actor becomes its customer"},
	"listConversations":      {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all"},
	"getConversation":        {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all", audit: true},
	"getTimeline":            {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all", audit: true},
	"getConversationContext": {roles: signedIn, own: "experts: those they hold now; staff: all", audit: true},
	"postMessage":            {roles: customers | experts, own: "customers: their own; experts: those they hold now"},
	"putRead":                {roles: customers | experts, own: "customers: their own; experts: those they hold now"},
	"postTyping":             {roles: customers | experts, own: "customers: their own; experts: those they hold now"},
	"closeConversation":      {roles: everybody, own: "customers: their own; experts: those they hold now; staff: all"},
	"confirmConversation":    {roles: customers, own: "their own"},
	"rateConversation":       {roles: customers, own: "their own"},

	"listMyOffers":           {roles: experts, own: "the actor"},
	"acceptOffer":            {roles: experts, own: "the expert it was made to"},
	"declineOffer":           {roles: experts, own: "the expert it was made to"},
	"listMySeats":            {roles: experts, own: "the actor"},
	"listConversationOffers": {roles: staff, own: "all"},
	"getPresence":            {roles: experts, own: "the actor"},
	"putPresence":            {roles: experts, own: "the actor"},

	"listExperts":     {roles: staff, own: "all"},
	"getExpert":       {roles: staff, own: "all"},
	"enrolExpert":     {roles: staff, audit: true},
	"changeExpert":    {roles: staff, own: "all", audit: true},
	"changeMyProfile": {roles: experts, own: "the actor"},
}
