package api

// handOverRows are the rows of hand-overs and take-overs. No customer reaches
// a summary.
var handOverRows = matrix{
	"handOver":      {roles: signedIn, own: "whoever holds it"},
	"listHandOvers": {roles: signedIn, own: "experts: those they know; staff: all"},
	"listReceivers": {roles: signedIn, own: "whoever holds it"},
	"scoreHandOver": {roles: signedIn, own: "who received it and holds the conversation"},
	"takeOver":      {roles: staff, own: "all", audit: true},
}
