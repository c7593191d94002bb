package api

// problemRows are the rows of problems, signals and ideas. Experts signal what they
// see in conversations of theirs, and read of it what became of it; everything else
// is the staff's.
var problemRows = matrix{
	"getProblemOverview":    {roles: staff, own: "all"},
	"listProblems":          {roles: staff, own: "all"},
	"exportProblems":        {roles: staff, own: "all"},
	"addProblem":            {roles: staff, own: "all"},
	"getProblem":            {roles: staff, own: "all"},
	"listProblemContacts":   {roles: staff, own: "all", audit: true},
	"changeProblem":         {roles: staff, own: "all"},
	"openProblem":           {roles: staff, own: "all"},
	"closeProblem":          {roles: staff, own: "all"},
	"reopenProblem":         {roles: staff, own: "all"},
	"planImprovement":       {roles: staff, own: "all"},
	"attachSearch":          {roles: staff, own: "all"},
	"tellCustomers":         {roles: staff, own: "all"},
	"listBenefits":          {roles: staff, own: "all"},
	"exportBenefits":        {roles: staff, own: "all"},
	"getProblemSettings":    {roles: staff, own: "all"},
	"changeProblemSettings": {roles: staff, own: "all"},

	"signalProblem": {roles: experts, own: "who holds the conversation, or answered it last"},
	"listMySignals": {roles: experts, own: "the actor's own"},
	"listIdeas":     {roles: signedIn, own: "all"},
	"postIdea":      {roles: signedIn, own: "the actor's own"},
	"voteForIdea":   {roles: signedIn, own: "of somebody else"},
	"decideIdea":    {roles: staff, own: "all"},

	"listDepartments":  {roles: staff, own: "all"},
	"addDepartment":    {roles: staff, own: "all"},
	"changeDepartment": {roles: staff, own: "all"},
}
