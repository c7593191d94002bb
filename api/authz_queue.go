package api

// queueRows are the rows of the queue and of the board of open questions.
// Experts know an open question until somebody takes it; its conversation they
// do not know before it is theirs.
var queueRows = matrix{
	"leaveConversation":  {roles: customers, own: "their own"},
	"returnConversation": {roles: customers, own: "their own"},
	"askStaff":           {roles: customers, own: "their own"},
	"listOpenQuestions":  {roles: signedIn, own: "open questions"},
	"pickConversation":   {roles: experts, own: "open questions"},
	"getWaitChecks":      {roles: staff, own: "all"},
}
