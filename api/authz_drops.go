package api

// dropRows are the rows of drops and their draws.
var dropRows = matrix{
	"listDrops":         {roles: signedIn},
	"createDrop":        {roles: staff},
	"announceDrop":      {roles: admins, audit: true},
	"cancelDrop":        {roles: staff, audit: true},
	"enterDraw":         {roles: experts, own: "the actor"},
	"leaveDraw":         {roles: experts, own: "the actor"},
	"confirmWin":        {roles: experts, own: "the actor"},
	"declineWin":        {roles: experts, own: "the actor"},
	"getDraw":           {public: true},
	"confirmRedemption": {roles: experts, own: "the expert who asked for it"},
}
