package api

// accessRows are the rows of sign-in, people and the brand's settings.
var accessRows = matrix{
	"getSetup":         {public: true},
	"setUp":            {public: true, own: "whoever has the setup link", audit: true},
	"signIn":           {public: true, audit: true},
	"refreshSession":   {public: true, own: "the session of the cookie"},
	"signOut":          {roles: persons, own: "the actor's session", audit: true, bare: true},
	"getMe":            {roles: everybody, own: "the actor", bare: true},
	"changeMe":         {roles: persons, own: "the actor"},
	"changePassword":   {roles: persons, own: "the actor", audit: true},
	"openVisitor":      {public: true},
	"identifyVisitor":  {public: true, own: "whoever the brand's token means; what comes along is the visitor token's", audit: true},
	"leaveVisitor":     {roles: customers, own: "the actor's token", audit: true},
	"linkVisitor":      {roles: customers, own: "the actor", audit: true},
	"continueVisitor":  {public: true, own: "whoever has the link", audit: true},
	"lookUpInvitation": {public: true, own: "whoever has the link"},
	"acceptInvitation": {public: true, own: "whoever has the link", audit: true},

	"listPeople":   {roles: staff, own: "managers: experts and managers; admins: all"},
	"addPerson":    {roles: admins, audit: true, fresh: true},
	"changePerson": {roles: staff, own: "managers: experts; admins: all", audit: true}, // another role: fresh
	"invitePerson": {roles: staff, own: "managers: experts; admins: all but themselves", audit: true},

	"listIdentityKeys":   {roles: admins},
	"makeIdentityKey":    {roles: admins, audit: true, fresh: true},
	"retireIdentityKey":  {roles: admins, audit: true, fresh: true},
	"checkIdentityToken": {roles: admins},

	"getBrand":            {public: true},
	"getSettings":         {roles: staff},
	"putSettings":         {roles: staff, audit: true},
	"getOpeningHours":     {roles: staff},
	"putOpeningHours":     {roles: staff, audit: true},
	"listProducts":        {public: true, own: "archived ones: staff"},
	"createProduct":       {roles: staff},
	"changeProduct":       {roles: staff},
	"listContactReasons":  {public: true, own: "everything but names: staff"},
	"createContactReason": {roles: staff},
	"changeContactReason": {roles: staff},
}
