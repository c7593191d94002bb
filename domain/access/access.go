// Package access says who may come in: people and their passwords, invitations,
// sessions with their rotated refresh tokens, and the tokens of visitors. It
// imports the standard library and the domain.
package access

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Store is what access needs from one transaction. Rows are locked in the order
// provider, link, people by id, sessions, customers by id, conversations by id; a refresh
// locks its token and its session alone.
type Store interface {
	EnrolStore
	IdentityStore
	ScreenStore
	FactorStore
	ProviderStore
	Person(domain.PersonID) (Person, error)                 // locks the row; ErrPersonNotFound
	ReadPerson(domain.PersonID) (Person, error)             // locks nothing; ErrPersonNotFound
	PersonByEmail(email string) (Person, error)             // locks the row; ErrPersonNotFound
	SavePerson(Person) error                                // domain.ErrStale when another writer was first
	Founded() (bool, error)                                 // whether there is a brand: setup is over
	ActiveAdmins() ([]Person, error)                        // locks them, so that the last one is known
	InvitationByToken(tokenHash string) (Invitation, error) // locks the row; ErrInvitationInvalid
	UseInvitation(Invitation) (bool, error)                 // false when it was used meanwhile
	AddSession(Session) error
	Session(domain.SessionID) (Session, error) // locks the row; ErrSessionEnded when there is none
	SaveSession(Session) error
	OpenSessions(domain.PersonID) ([]Session, error) // locks them
	AddRefreshToken(RefreshToken) error
	RefreshToken(tokenHash string) (RefreshToken, error) // locks the row; ErrSessionEnded when there is none
	RotateRefreshToken(RefreshToken) error
	AddCustomer(Customer) error
	AddVisitorToken(VisitorToken) error
	TouchVisitorToken(VisitorToken) error
}

// EnrolStore is what Enrol needs from the caller's transaction.
type EnrolStore interface {
	AddPerson(Person) error // ErrEmailTaken
	AddInvitation(Invitation) error
	// WithdrawInvitations marks every unused invitation of the person as used;
	// an empty person means the setup link.
	WithdrawInvitations(p domain.PersonID, at time.Time) error
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Passwords hashes and compares passwords. Both take their time on purpose and
// run outside transactions.
type Passwords interface {
	Hash(ctx context.Context, password string) (string, error)
	// Matches takes as long for an empty hash as for any other.
	Matches(ctx context.Context, password, hash string) (bool, error)
}

// Secrets makes tokens that nobody can guess, of at least 256 bits.
type Secrets interface {
	New() string
	// Next is the one successor of a refresh token: the same each time, and
	// out of reach without our key.
	Next(token string) string
}

// Access is the use cases of coming in.
type Access struct {
	inTx      InTx
	rt        domain.Runtime
	passwords Passwords
	secrets   Secrets
	guards    Guards
}

// New makes the use cases; without options nobody has a second factor.
func New(inTx InTx, rt domain.Runtime, passwords Passwords, secrets Secrets, options ...Option) *Access {
	a := &Access{inTx: inTx, rt: rt, passwords: passwords, secrets: secrets}
	for _, o := range options {
		o(a)
	}
	return a
}

// HashToken is how a token is stored and found: its SHA-256, in hex. A token
// has 256 random bits, so it needs neither salt nor slowness.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// SessionEnded tells live connections and caches that a session is over.
type SessionEnded struct {
	SessionID domain.SessionID `json:"sessionId"`
	PersonID  domain.PersonID  `json:"personId"`
	Reason    EndReason        `json:"reason"`
}

// EventName is session.ended.
func (SessionEnded) EventName() string { return "session.ended" }

// PersonChanged tells that a person was enrolled, renamed, disabled, enabled or
// given another role.
type PersonChanged struct {
	PersonID domain.PersonID `json:"personId"`
}

// EventName is person.changed.
func (PersonChanged) EventName() string { return "person.changed" }
