package api

// auditionRows are the rows of the audition: the candidate plays, raters mark,
// staff write scenarios and rubrics.
var auditionRows = matrix{
	"getMyAudition":     {roles: candidates, own: "the actor's application"},
	"openMyAudition":    {roles: candidates, own: "the actor's application"},
	"beginWarmUp":       {roles: candidates, own: "the actor's application"},
	"keepWarmUpAnswers": {roles: candidates, own: "the actor's application"},
	"handInWarmUp":      {roles: candidates, own: "the actor's application"},
	"beginPlay":         {roles: candidates, own: "the actor's application"},
	"sayInPlay":         {roles: candidates, own: "the actor's application"},

	"getMarkingDesk": {roles: signedIn, own: "the actor"},
	"takeMarking":    {roles: signedIn, own: "mentors and staff; never their own audition"},
	"getMarking":     {roles: signedIn, own: "whoever took it"},
	"putMark":        {roles: signedIn, own: "whoever took it"},
	"submitMarking":  {roles: signedIn, own: "whoever took it"},

	"listApplicationAuditions": {roles: staff, own: "all", audit: true},
	"listScenarios":            {roles: staff},
	"getScenario":              {roles: staff, own: "all"},
	"putScenarioDraft":         {roles: staff, own: "all"},
	"discardScenarioDraft":     {roles: staff, own: "all"},
	"publishScenario":          {roles: staff, own: "all"},
	"retireScenario":           {roles: staff, own: "all"},
	"tryScenario":              {roles: staff},
	"listWarmUpQuestions":      {roles: staff},
	"putWarmUpQuestion":        {roles: staff, own: "all"},
	"tryWarmUpQuestion":        {roles: staff},
	"listRubrics":              {roles: staff},
	"simulateRubric":           {roles: staff},
	"publishRubric":            {roles: admins, audit: true},
}
