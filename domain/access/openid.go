package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// OpenID speaks with providers over the network, so no transaction waits for it.
// It refuses ErrProviderDown, ErrProviderOdd and ErrProviderWord.
type OpenID interface {
	// Ask is the address that a browser is sent to.
	Ask(context.Context, Client, Question) (address string, err error)
	// Prove takes a code to the provider and checks its word: by whom, for whom and
	// until when. What the word must say is checked by who asked.
	Prove(context.Context, Client, Answer) (Word, error)
	// Logout checks a logout token, but for what it says about time and its id.
	Logout(ctx context.Context, c Client, token string) (Logout, error)
	// Leave is the address at which somebody signs out there; empty: there is none.
	Leave(ctx context.Context, c Client, token, back string) (address string, err error)
	// Look asks anew what the provider says of itself.
	Look(ctx context.Context, issuer string) (Metadata, error)
}

// Client is who we are at a provider.
type Client struct {
	Issuer, ID string
	Secret     string // in the clear; empty: there is none
}

// Question is what a browser carries to the provider.
type Question struct {
	State, Nonce string
	Verifier     string // of PKCE; its hash alone is sent
	Back         string // where the browser comes back to
	ACR          []string
	Anew         bool // the person has to show who they are, signed in there or not
}

// Answer is what a browser brought back.
type Answer struct {
	Code, Verifier, Back string
	Issuer               string // who says it is; empty: it did not say
}

// Word is what a provider says about somebody who came to it.
type Word struct {
	Subject  string
	SID      string // its own name of the session; empty: it has none
	Nonce    string
	ACR      string
	AMR      []string
	IssuedAt time.Time
	ProvedAt time.Time // when the person showed who they are; zero: it does not say
	Token    string    // the word itself
}

// Logout is a provider's word that somebody signed out there.
type Logout struct {
	TokenID   string
	Subject   string
	SID       string
	IssuedAt  time.Time
	ExpiresAt time.Time
}

// Metadata is what a provider says of itself.
type Metadata struct {
	Leave       bool // has an address at which people sign out
	BackChannel bool // tells us when somebody signed out
	Sessions    bool // and of which session
}

// How long things of providers are good for.
const (
	ErrandValid    = 10 * time.Minute // there and back
	LogoutValid    = 10 * time.Minute // between the word that somebody signed out and its coming
	logoutRemember = time.Hour        // against a sign-in that comes later than its end
	providerLeeway = 30 * time.Second // between two clocks
)

// Via is the provider by which somebody came in.
type Via struct {
	Provider domain.ProviderID `json:"provider"`
	Client   string            `json:"client"` // who we were there; a session does not keep it
	Subject  string            `json:"subject"`
	SID      string            `json:"sid,omitempty"`
	Token    string            `json:"token,omitempty"` // sealed
	Vouched  bool              `json:"vouched,omitempty"`
	IssuedAt time.Time         `json:"issuedAt"`
	ProvedAt time.Time         `json:"provedAt"`
}

// ProviderStore is what providers need from one transaction. A provider is held
// before anything else of people: shared by who comes in, alone by who ends what
// came by it.
type ProviderStore interface {
	AddProvider(Provider) error                                                    // ErrSlugTaken, ErrIssuerTaken
	SaveProvider(Provider) error                                                   // ErrIssuerTaken; domain.ErrStale when another writer was first
	Provider(domain.ProviderID) (Provider, error)                                  // holds the row alone; ErrUnknownProvider
	ReadProvider(domain.ProviderID) (Provider, error)                              // holds nothing; ErrUnknownProvider
	ProviderBySlug(string) (Provider, error)                                       // holds nothing; ErrUnknownProvider
	ShareProvider(domain.ProviderID) (Provider, error)                             // keeps it as it is; ErrUnknownProvider
	ProviderLinked(domain.ProviderID) (bool, error)                                // whether anybody is
	ProviderIdentity(domain.ProviderID, string) (ProviderIdentity, bool, error)    // holds nothing
	ProviderIdentities(domain.PersonID) ([]ProviderIdentity, error)                // at providers that are on
	AddProviderIdentity(ProviderIdentity) (bool, error)                            // false: one of the two is linked already
	UseProviderIdentity(ProviderIdentity) error                                    // writes when it was used
	RemoveProviderIdentities(p domain.PersonID, at domain.ProviderID) (int, error) // at one provider, or at all
	AddErrand(Errand) error
	Errand(stateHash string) (Errand, error)                                 // locks the row; ErrErrandOver
	UseErrand(Errand) error                                                  // writes when it was used
	AddLogout(at domain.ProviderID, l Logout, until time.Time) (bool, error) // false: it was told before
	LoggedOut(v Via) (bool, error)                                           // whether the provider ended what the word is about
	SessionsVia(at domain.ProviderID, l Logout) ([]Session, error)           // open ones that a logout means, or all; locks them
}
