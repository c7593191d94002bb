package api

// growthRows are the rows of certificates, score cards, plans and shadowing.
// Mentors are experts of level Mentor: the use cases and views look, and refuse
// mentors_only.
var growthRows = matrix{
	"getMyGrowth":        {roles: experts, own: "the actor"},
	"getExpertGrowth":    {roles: staff, own: "all"},
	"getTopicGaps":       {roles: staff},
	"beginAttempt":       {roles: experts, own: "the actor's"},
	"getAttempt":         {roles: experts, own: "the expert whose it is"},
	"answerAttempt":      {roles: experts, own: "the expert whose it is"},
	"handInConversation": {roles: experts, own: "the expert whose it is"},

	"withdrawCertificate": {roles: staff, own: "all", audit: true},
	"dropGoal":            {roles: staff, own: "all"},
	"listSamples":         {roles: signedIn, own: "mentors: all but their own and what others shadowed; staff: all"},
	"getSample": {
		roles: signedIn, own: "mentors: all but their own and what others shadowed; experts: their own once marked; staff: all", audit: true,
	},
	"markSample": {roles: signedIn, own: "mentors: all but their own and what others shadowed; staff: all"},

	"listSecondLooks": {roles: signedIn, own: "seniors and mentors: what others hold and marked; staff: what others marked"},
	"getSecondLook": {
		roles: signedIn, own: "seniors and mentors: what others hold and marked; staff: what others marked; who gave it: their own", audit: true,
	},
	"giveSecondLook": {roles: signedIn, own: "seniors and mentors: what others hold and marked; staff: what others marked"},

	"listCourseItems":      {roles: signedIn},
	"createCourseItem":     {roles: staff},
	"changeCourseItem":     {roles: staff, own: "all"},
	"completeCourseItem":   {roles: experts, own: "the actor's"},
	"uncompleteCourseItem": {roles: experts, own: "the actor's"},

	"getQuestionSet":     {roles: staff, own: "all"},
	"createQuestionSet":  {roles: staff},
	"putQuestionSet":     {roles: staff, own: "all"},
	"publishQuestionSet": {roles: staff, own: "all"},
	"announceGeneration": {roles: staff, own: "all"},

	"getShadowDesk": {roles: signedIn, own: "mentors; staff"},
	"shadowExpert":  {roles: signedIn, own: "mentors: candidates; staff: candidates"},
	"keepShadowing": {roles: signedIn, own: "who shadows"},
	"endShadowing":  {roles: signedIn, own: "who shadows"},
	"stepIn":        {roles: experts, own: "of the candidate whom the actor shadows"},
}
