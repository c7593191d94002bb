package api

// payRows are the rows of compensation.
var payRows = matrix{
	"getMyPay":         {roles: experts, own: "the actor"},
	"getMyStatement":   {roles: experts, own: "the actor"},
	"getPay":           {roles: staff, own: "all"},
	"listStatements":   {roles: staff, own: "all", audit: true},
	"exportStatements": {roles: staff, own: "all", audit: true},
	"setPayRate":       {roles: admins, audit: true},
	"correctPay":       {roles: staff, own: "all", audit: true},
}
