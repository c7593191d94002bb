package api

// noteRows are the rows of what goes on beside a conversation. None may name
// customers: that is what keeps notes, whispers and watchers from them.
var noteRows = matrix{
	"listNotes":      {roles: signedIn, own: "experts: those they hold, where they are a guest, or owe a follow-up; staff: all", audit: true},
	"postNote":       {roles: signedIn, own: "experts: those they hold or where they are a guest; staff: all"},
	"listColleagues": {roles: signedIn, own: "all who work here, by name"},
	"listMyMentions": {roles: signedIn, own: "the actor"},
	"putMentionSeen": {roles: signedIn, own: "the actor's"},
	"listWatchers":   {roles: signedIn, own: "experts: those they hold, where they are a guest, or owe a follow-up; staff: all"},
	"putWatch":       {roles: signedIn, own: "experts: those they hold or where they are a guest; staff: all"},
	"deleteWatch":    {roles: signedIn, own: "experts: those they hold or where they are a guest; staff: all"},
}
