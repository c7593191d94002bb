package api

// themeRows are the rows of what customers ask most: for those who decide.
var themeRows = matrix{
	"listThemes":         {roles: staff, own: "all"},
	"exportThemes":       {roles: staff, own: "all"},
	"listThemeQuestions": {roles: staff, own: "all"},
	"renameTheme":        {roles: staff, own: "all"},
	"decideTheme":        {roles: staff, own: "all"},
}
