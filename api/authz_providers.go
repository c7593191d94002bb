package api

// providerRows are the rows of providers that vouch for people, and of who is
// linked with an account there. Where a provider tells us that somebody signed out
// is no operation: see providers_logout.go.
var providerRows = matrix{
	"listDoors":           {public: true},
	"goToProvider":        {public: true, own: "an invitation: whoever has the link"},
	"signInByProvider":    {public: true, own: "the browser that was sent", audit: true},
	"listMyProviders":     {roles: persons, own: "the actor", bare: true},
	"goToLinkProvider":    {roles: persons, own: "the actor", bare: true, fresh: true},
	"linkProvider":        {roles: persons, own: "the actor's browser that was sent", bare: true, fresh: true, audit: true},
	"unlinkProvider":      {roles: persons, own: "the actor", fresh: true, audit: true},
	"goToProveByProvider": {roles: persons, own: "the actor", bare: true},
	"proveByProvider":     {roles: persons, own: "the actor's browser that was sent", bare: true, audit: true},
	"listProviders":       {roles: admins},
	"getProvider":         {roles: admins},
	"addProvider":         {roles: admins, fresh: true, audit: true},
	"changeProvider":      {roles: admins, fresh: true, audit: true},
	"lookAtProvider":      {roles: admins},
}
