package access

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Factor is how somebody proved who they are.
type Factor string

const (
	FactorPassword Factor = "password" // alone
	FactorCode     Factor = "code"     // a password and six digits of an app
	FactorPasskey  Factor = "passkey"  // a key of a device that knows its owner: two factors in one
	FactorRecovery Factor = "recovery" // a password and a code from paper
	FactorProvider Factor = "provider" // the word of a provider, alone
)

// How long things of sign-in are good for.
const (
	StepValid  = 5 * time.Minute  // between the password and the code
	FreshFor   = 10 * time.Minute // a proof of who one is, for what is sensitive
	GuessSpan  = 15 * time.Minute // in which wrong codes of one person are counted
	MaxGuesses = 10               // wrong codes of one person in GuessSpan, whatever they sign in with
	StepTries  = 5                // wrong codes of one step
	Recoveries = 10               // codes on paper
	MaxKeys    = 10               // passkeys of one person
)

// From is where a call comes from: the browser and system in words, and the
// keyed name of the address range, empty where it does not count.
type From struct {
	Device  string
	Network string
}

// Site is who a passkey is for: our name and the origin that the browser shows.
type Site struct {
	Name   string
	Origin string
}

// Passkey is a key that a person's device keeps. Its record is public.
type Passkey struct {
	ID         domain.PasskeyID
	PersonID   domain.PersonID
	Credential string // the device's name of it
	Record     []byte // what the library that checks it wants to know again
	Name       string
	BackedUp   bool
	CreatedAt  time.Time
	UsedAt     time.Time
}

// CodeApp is an app that shows six digits.
type CodeApp struct {
	PersonID    domain.PersonID
	Secret      string // sealed
	LastStep    int64  // of the last code that was used: a code works once
	CreatedAt   time.Time
	ConfirmedAt time.Time
}

// ChallengePurpose says which answer a challenge waits for.
type ChallengePurpose string

const (
	ForSecondFactor ChallengePurpose = "second_factor" // a code, after a password
	ForPasskey      ChallengePurpose = "passkey"       // a passkey that signs in
	ForNewPasskey   ChallengePurpose = "new_passkey"   // a passkey that is made
	ForProof        ChallengePurpose = "proof"         // of who is signed in
)

// Challenge is a step of signing in that waits for its answer. One answer counts.
type Challenge struct {
	TokenHash string
	Purpose   ChallengePurpose
	PersonID  domain.PersonID // empty: whoever has the passkey
	Data      []byte          // what the answer is compared with
	Via       *Via            // the provider by which the sign-in began; nil: by none
	Tries     int
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

func (c Challenge) waits(p ChallengePurpose, now time.Time) bool {
	return c.Purpose == p && c.UsedAt.IsZero() && now.Before(c.ExpiresAt) && c.Tries < StepTries
}

// Step is what a sign-in still wants.
type Step struct {
	Ticket    string
	Methods   []Factor
	ExpiresAt time.Time
}

// FactorStore is what second factors need from one transaction. Whoever changes
// a person's factors holds the person first.
type FactorStore interface {
	Passkeys(domain.PersonID) ([]Passkey, error)
	PasskeyByCredential(id string) (Passkey, error) // ErrUnknownPasskey
	AddPasskey(Passkey) (bool, error)               // false: the key is known
	SavePasskey(Passkey) error
	RemovePasskey(domain.PersonID, domain.PasskeyID) (bool, error)
	CodeApp(domain.PersonID) (a CodeApp, found bool, err error)
	SaveCodeApp(CodeApp) error // adds or replaces it
	RemoveCodeApp(domain.PersonID) error
	ReplaceRecoveryCodes(p domain.PersonID, hashes []string, at time.Time) error
	UseRecoveryCode(p domain.PersonID, hash string, at time.Time) (bool, error)
	// TellRecovery says when a code was last used that its person was not told of, and marks it told.
	TellRecovery(p domain.PersonID, at time.Time) (time.Time, error)
	AddChallenge(Challenge) error
	Challenge(tokenHash string) (Challenge, error) // locks the row; ErrStepOver
	SaveChallenge(Challenge) error
	WrongAnswers(p domain.PersonID, since time.Time) (int, error)
}

// Codes computes what an app shows.
type Codes interface {
	NewSecret() []byte
	// Step is the half minute whose code this is, among those around now; 0: none.
	Step(secret []byte, code string, now time.Time) int64
}

// Passkeys asks devices for keys and checks what they answer.
type Passkeys interface {
	// Make asks a device for a new key.
	Make(at Site, p Person, known []Passkey) (options, data []byte, err error)
	// Made checks the new key. It refuses ErrBadPasskey.
	Made(at Site, p Person, data, answer []byte) (Passkey, error)
	// Ask asks for one of the keys, or for any.
	Ask(at Site, p Person, known []Passkey) (options, data []byte, err error)
	// Answered checks an answer; owner finds whose key it is. It refuses ErrBadPasskey.
	Answered(at Site, data, answer []byte, owner func(credential string) (Person, []Passkey, error)) (Passkey, error)
}

// Guards are what second factors are made with.
type Guards struct {
	Sealer   Sealer
	Codes    Codes
	Passkeys Passkeys
	OpenID   OpenID
	// Mask is the keyed name of a recovery code.
	Mask func(code string) string
	// StaffFactor demands a second factor of staff.
	StaffFactor bool
}

// Refusals of second factors.
var (
	ErrSecondFactor = domain.Refuse(domain.Unauthorized, "second_factor",
		"The password is right. One more step: your code or your passkey.")
	ErrStepOver       = domain.Refuse(domain.Unauthorized, "step_over", "That took too long, or was tried too often. Sign in again.")
	ErrWrongCode      = domain.Refuse(domain.Unauthorized, "wrong_code", "This code is not right. Codes change every half minute, and each works once.")
	ErrTooManyGuesses = domain.Refuse(domain.TooMany, "too_many_guesses", "Too many wrong codes. Wait a quarter of an hour, or use a passkey.")
	ErrBadPasskey     = domain.Refuse(domain.Unauthorized, "bad_passkey", "This passkey was not accepted. Use another one, or another way.")
	ErrUnknownPasskey = domain.Refuse(domain.NotFound, "passkey_not_found", "There is no such passkey.")
	ErrPasskeyKnown   = domain.Refuse(domain.Conflict, "passkey_known", "This passkey is here already.")
	ErrManyPasskeys   = domain.Refuse(domain.Conflict, "many_passkeys", "Ten passkeys are enough. Remove one first.")
	ErrNoCodeApp      = domain.Refuse(domain.NotFound, "code_app_not_found", "There is no app to confirm or to remove.")
	ErrCodeAppThere   = domain.Refuse(domain.Conflict, "code_app_there", "An app is there already. Remove it first.")
	ErrNoFactor       = domain.Refuse(domain.Conflict, "no_factor", "Recovery codes stand in for a passkey or an app. Add one of them first.")
	ErrLastFactor     = domain.Refuse(domain.Conflict, "last_factor", "Staff keep a second factor. Add another before you remove this one.")
	ErrStale          = domain.Refuse(domain.Forbidden, "reauthentication_required", "Show once more that it is you.")
	ErrFactorRequired = domain.Refuse(domain.Forbidden, "factor_required", "Staff need a second factor. Add a passkey or an app first.")
)

// NeedsFactor reports whether a role is staff, who keep a second factor.
func NeedsFactor(r domain.Role) bool {
	return r == domain.RoleManager || r == domain.RoleAdmin || r == domain.RoleAuditor
}

// Fresh refuses ErrStale when somebody proved who they are too long ago.
func Fresh(at, now time.Time) error {
	if at.IsZero() || now.Sub(at) >= FreshFor {
		return ErrStale
	}
	return nil
}

// Option gives Access what it can do besides passwords.
type Option func(*Access)

// WithGuards gives Access second factors.
func WithGuards(g Guards) Option { return func(a *Access) { a.guards = g } }

// FactorRequired reports whether a role must have a second factor here.
func (a *Access) FactorRequired(r domain.Role) bool { return a.guards.StaffFactor && NeedsFactor(r) }
