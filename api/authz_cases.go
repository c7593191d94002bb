package api

// caseRows are the rows of cases and questions.
var caseRows = matrix{
	"listCases":    {roles: signedIn, own: "experts: their own"},
	"getCase":      {roles: signedIn, own: "experts: their own"},
	"openCase":     {roles: staff, audit: true},
	"askPerson":    {roles: experts, own: "what was decided about the actor"},
	"decideCase":   {roles: staff, audit: true},
	"secondCase":   {roles: staff, audit: true},
	"appealCase":   {roles: experts, own: "about the actor"},
	"answerAppeal": {roles: staff, audit: true},
}
