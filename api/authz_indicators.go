package api

// indicatorRows are the rows of indicators and of what they count from elsewhere.
// The conversations behind a number are those that staff read anyway.
var indicatorRows = matrix{
	"getIndicators":              {roles: staff, own: "all"},
	"listIndicatorConversations": {roles: staff, own: "all"},
	"getDemandHeat":              {roles: staff, own: "all"},
	"exportIndicators":           {roles: staff, own: "all", audit: true},
	"checkContacts":              {roles: staff},
	"importContacts":             {roles: staff, audit: true},
	"listContactImports":         {roles: staff, own: "all"},
	"undoContactImport":          {roles: staff, own: "all", audit: true},
}
