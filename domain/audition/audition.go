// Package audition plays the audition: a simulated customer whose next line
// depends on what the candidate writes, and the warm-up of product questions
// before it. A scenario is data; reading what the candidate wrote is a set of
// rules that can be shown, and a play is the same every time it is played again
// from the stored texts. It gives evidence and no marks: people mark. It imports
// the standard library and domain, and has no clock, no chance and no storage.
package audition

import "github.com/kennerhq/kenner/domain"

// Kind is what a scenario tests.
type Kind string

const (
	RudeRefund           Kind = "rude_refund"
	UnreasonableExchange Kind = "unreasonable_exchange"
	HardQuestion         Kind = "hard_question"
)

// Kinds are all of them, in the order in which an audition plays them.
var Kinds = []Kind{RudeRefund, UnreasonableExchange, HardQuestion}

// Dimension is one of the six that raters mark.
type Dimension string

const (
	Patience  Dimension = "patience"
	Courtesy  Dimension = "courtesy"
	Empathy   Dimension = "empathy"
	Ownership Dimension = "ownership"
	Honesty   Dimension = "honesty" // about limits
	Clarity   Dimension = "clarity" // and correctness
)

// Dimensions are all of them, in the order in which they are marked.
var Dimensions = []Dimension{Patience, Courtesy, Empathy, Ownership, Honesty, Clarity}

// CueKind is something that can be read in a text.
type CueKind string

// What speaks for the writer.
const (
	CueGreeting    CueKind = "greeting"
	CueThanks      CueKind = "thanks"
	CuePlease      CueKind = "please"
	CueName        CueKind = "name" // the customer's, used
	CueApology     CueKind = "apology"
	CueEmpathy     CueKind = "empathy"
	CueCalm        CueKind = "calm" // takes the haste out
	CueOwnership   CueKind = "ownership"
	CueFindOut     CueKind = "find_out"
	CueByWhen      CueKind = "by_when"
	CueUnknown     CueKind = "unknown" // says that they do not know
	CueHandOver    CueKind = "hand_over"
	CueReason      CueKind = "reason"
	CueAlternative CueKind = "alternative"
	CueKindNo      CueKind = "kind_no" // a refusal with a reason or an alternative
	CueBoundary    CueKind = "boundary"
	CueQuestion    CueKind = "question"
	CueFact        CueKind = "fact" // a fact of the case, right
	CueCorrects    CueKind = "corrects"
)

// What speaks neither for nor against.
const (
	CueRefuses    CueKind = "refuses"
	CueAsksRating CueKind = "asks_rating" // any rating: that is allowed
)

// What speaks against the writer.
const (
	CueInsult      CueKind = "insult"
	CueThreat      CueKind = "threat"
	CueSarcasm     CueKind = "sarcasm"
	CueBlame       CueKind = "blame"
	CueShouting    CueKind = "shouting"
	CueDismissive  CueKind = "dismissive"
	CueAsISaid     CueKind = "as_i_said"
	CueCommand     CueKind = "command"
	CueCurt        CueKind = "curt"
	CueWall        CueKind = "wall" // a refusal and nothing else
	CueCanned      CueKind = "canned"
	CueEmpty       CueKind = "empty"   // polite, and nothing in it
	CueIgnored     CueKind = "ignored" // nothing in it that belongs to the case
	CueRepeats     CueKind = "repeats" // the same text as before
	CueWrong       CueKind = "wrong"   // a fact of the case, wrong
	CueBluff       CueKind = "bluff"   // sure of what nobody here can know
	CueOverpromise CueKind = "overpromise"
	CueAsksStars   CueKind = "asks_stars"
	CueOffPlatform CueKind = "off_platform"
	CuePrivateData CueKind = "private_data"
)

// cueMask reads as nothing, and hides what would be read inside it.
const cueMask CueKind = "none"

// Cue is something that was read in a text: by which rule, and where it stands.
type Cue struct {
	Kind CueKind
	Rule string // its name, "empathy.understands"
	Key  string // the scenario's fact or limit that it is about, or empty
	// From and To are the bytes of the text that are Quote.
	From, To int
	Quote    string
}

// sign is what a cue says about its writer: 1 for, -1 against, 0 neither.
func (k CueKind) sign() int {
	switch k {
	case CueGreeting, CueThanks, CuePlease, CueName, CueApology, CueEmpathy, CueCalm, CueOwnership, CueFindOut,
		CueByWhen, CueUnknown, CueHandOver, CueReason, CueAlternative, CueKindNo, CueBoundary, CueQuestion,
		CueFact, CueCorrects:
		return 1
	case CueRefuses, CueAsksRating, cueMask:
		return 0
	default:
		return -1
	}
}

// Harsh reports whether a cue is an impoliteness that no kindness beside it mends.
func (k CueKind) Harsh() bool {
	switch k {
	case CueInsult, CueThreat, CueSarcasm, CueBlame, CueShouting, CueDismissive:
		return true
	default:
		return false
	}
}

// substance reports whether a text with such a cue has something in it.
func (k CueKind) substance() bool {
	switch k {
	case CueOwnership, CueFindOut, CueUnknown, CueHandOver, CueAlternative, CueKindNo, CueBoundary, CueQuestion,
		CueFact, CueCorrects, CueWrong, CueBluff, CueOverpromise, CueRefuses, CueReason:
		return true
	default:
		return false
	}
}

// known reports whether k is a kind that a scenario may name.
func (k CueKind) known() bool {
	if k.sign() == 1 || k == CueRefuses || k == CueAsksRating {
		return true
	}
	switch k {
	case CueInsult, CueThreat, CueSarcasm, CueBlame, CueShouting, CueDismissive, CueAsISaid, CueCommand, CueCurt,
		CueWall, CueCanned, CueEmpty, CueIgnored, CueRepeats, CueWrong, CueBluff, CueOverpromise, CueAsksStars,
		CueOffPlatform, CuePrivateData:
		return true
	default:
		return false
	}
}

// Speaks reports whether scenarios can be played in a language.
func Speaks(l domain.Language) bool { return l == "en" || l == "nl" }
