package api

// factorRows are the rows of second factors, sessions and proofs: of one's own
// account alone.
var factorRows = matrix{
	"completeSignIn":    {public: true, own: "whoever has the ticket", audit: true},
	"askPasskey":        {public: true},
	"signInByPasskey":   {public: true, own: "whoever has the key", audit: true},
	"listMySessions":    {roles: persons, own: "the actor", bare: true},
	"endMySession":      {roles: persons, own: "the actor", bare: true, audit: true},
	"endOtherSessions":  {roles: persons, own: "the actor", bare: true, audit: true},
	"askProof":          {roles: persons, own: "the actor", bare: true},
	"prove":             {roles: persons, own: "the actor", bare: true, audit: true},
	"getMyFactors":      {roles: persons, own: "the actor", bare: true},
	"startPasskey":      {roles: persons, own: "the actor", bare: true, fresh: true},
	"addPasskey":        {roles: persons, own: "the actor", bare: true, fresh: true, audit: true},
	"renamePasskey":     {roles: persons, own: "the actor"},
	"removePasskey":     {roles: persons, own: "the actor", fresh: true, audit: true},
	"startCodeApp":      {roles: persons, own: "the actor", bare: true, fresh: true},
	"confirmCodeApp":    {roles: persons, own: "the actor", bare: true, fresh: true, audit: true},
	"removeCodeApp":     {roles: persons, own: "the actor", fresh: true, audit: true},
	"makeRecoveryCodes": {roles: persons, own: "the actor", fresh: true, audit: true},
}
