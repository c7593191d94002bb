package api

// levelRows are the rows of levels, pauses and profiles.
var levelRows = matrix{
	"getMyLevel":             {roles: experts, own: "the expert's own"},
	"getExpertLevel":         {roles: staff},
	"objectToWarning":        {roles: experts, own: "the expert's own"},
	"answerObjection":        {roles: staff, audit: true},
	"inviteMentor":           {roles: staff, audit: true},
	"answerMentorInvitation": {roles: experts, own: "the expert's own"},
	"startPause":             {roles: experts, own: "the expert's own"},
	"returnToWork":           {roles: experts, own: "the expert's own"},
	"leaveProgramme":         {roles: experts, own: "the expert's own"},
	"listAlumni":             {roles: signedIn},

	"getMyProfile":     {roles: experts, own: "the expert's own"},
	"getExpertProfile": {roles: staff},
	"claimProduct":     {roles: experts, own: "the expert's own"},
	"dropProduct":      {roles: experts, own: "the expert's own"},
	"verifyProduct":    {roles: staff, audit: true},
	"rejectProduct":    {roles: staff, audit: true},
	"putConsent":       {roles: experts, own: "the expert's own"},
	"exportMyTalent":   {roles: experts, own: "the expert's own", audit: true, fresh: true},
	"exportTalent":     {roles: staff, audit: true, fresh: true},
	"listTalents":      {roles: staff, audit: true},
}
