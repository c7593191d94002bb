package api

// followUpRows are the rows of promises. What a follow-up gives an expert who
// does not hold the conversation any more ends with it.
var followUpRows = matrix{
	"promiseFollowUp": {roles: experts, own: "those they hold now"},
	"listMyFollowUps": {roles: experts, own: "the actor"},
	"listDueTimes":    {roles: experts},
	"listFollowUps":   {roles: staff, own: "all"},
	"changeFollowUp":  {roles: experts, own: "the actor keeps it"},
	"finishFollowUp":  {roles: experts, own: "the actor keeps it"},
	"answerFollowUp":  {roles: customers, own: "their own conversation"},
	"dismissFollowUp": {roles: staff, own: "all", audit: true},
	"giveFollowUp":    {roles: staff, own: "all", audit: true},
}
