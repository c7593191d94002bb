package api

// moderationRows are the rows of flags and of the audit log. Nobody writes that
// by hand, and nobody changes it.
var moderationRows = matrix{
	"listAuditLog":   {roles: staff, own: "all", audit: true},
	"exportAuditLog": {roles: staff, own: "all", audit: true},

	"raiseFlag":           {roles: everybody, own: "whoever may read the conversation"},
	"listModerationQueue": {roles: staff, own: "all"},
	"getFlag":             {roles: staff, own: "all", audit: true},
	"decideFlag":          {roles: staff, own: "all", audit: true},
	"listMyDecisions":     {roles: experts, own: "about the actor"},
}
