package api

// vettingRows are the rows of vacancies, applications and their candidates.
var vettingRows = matrix{
	"listVacancies":  {roles: staff},
	"getVacancy":     {roles: staff},
	"createVacancy":  {roles: staff},
	"putVacancy":     {roles: staff},
	"openVacancy":    {roles: staff, audit: true},
	"closeVacancy":   {roles: staff, audit: true},
	"listSources":    {roles: staff},
	"addSource":      {roles: staff},
	"getFunnel":      {roles: staff},
	"openCohort":     {roles: staff},
	"startCohort":    {roles: staff},
	"countProspects": {roles: staff},
	"askCustomers":   {roles: staff, audit: true},

	"askToHelp":     {roles: customers, own: "their own"},
	"declineToHelp": {roles: customers, own: "their own"},

	"listApplications":  {roles: staff},
	"getApplication":    {roles: staff},
	"provePurchase":     {roles: staff, audit: true},
	"inviteApplicant":   {roles: staff, audit: true},
	"rejectApplication": {roles: staff, audit: true},
	"acceptApplication": {roles: staff, audit: true},
	"renewPersonalLink": {roles: staff, audit: true},

	"listPolicies":  {roles: staff},
	"publishPolicy": {roles: staff, audit: true},

	"getMyApplication":      {roles: candidates, own: "the candidate's own"},
	"withdrawMyApplication": {roles: candidates, own: "the candidate's own", audit: true},
	"openMyAccount":         {roles: candidates, own: "the candidate's own", audit: true},
}
