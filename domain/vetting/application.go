package vetting

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

const (
	// LinkPrefix tells the token of a personal link from all others.
	LinkPrefix = "cnd_"
	// LinkValid is how long a personal link works after the decision; until
	// then it works without end.
	LinkValid = 365 * 24 * time.Hour
)

// State says how far an application is.
type State string

// The states of an application.
const (
	Submitted   State = "submitted"   // nobody has answered yet
	Waiting     State = "waiting"     // on the waiting list
	Auditioning State = "auditioning" // has a place in a cohort and may play
	Accepted    State = "accepted"    // is an expert now
	Rejected    State = "rejected"
	Withdrawn   State = "withdrawn" // by the applicant
)

// Living reports whether the application goes on.
func (s State) Living() bool { return s == Submitted || s == Waiting || s == Auditioning }

// PurchaseKind says what stands behind "I own the product".
type PurchaseKind string

// The kinds of purchase.
const (
	Claimed  PurchaseKind = "claimed"  // the applicant says so
	Verified PurchaseKind = "verified" // the brand's own word, or staff who looked it up
	Override PurchaseKind = "override" // staff let it count, with a reason
)

// Reason is why an application was turned down; the applicant reads its words.
type Reason string

// The reasons of a rejection.
const (
	ReasonPurchase Reason = "purchase" // no purchase within the time
	ReasonLanguage Reason = "language" // we have enough people who speak it
	ReasonFull     Reason = "full"     // no place is left
	ReasonAudition Reason = "audition" // not this time
	ReasonOther    Reason = "other"
)

// Reasons are all of them.
var Reasons = []Reason{ReasonPurchase, ReasonLanguage, ReasonFull, ReasonAudition, ReasonOther}

// byCandidate is who decided when the applicant withdrew.
const byCandidate = "candidate"

// Application is a customer's request to become an expert.
type Application struct {
	ID           domain.ApplicationID
	Vacancy      domain.VacancyID
	Link         string // vlk_…; empty: no tagged link
	Recruit      string // rct_…; empty: came by themselves
	ClientID     string // the hash of the id of the form that was sent
	Email        string // lower case; staff alone see it
	EmailKey     string // what makes two addresses one mailbox
	Name         string
	Language     domain.Language // of the audition, and in which we write
	Languages    []domain.Language
	MinAge       int // "I am at least this old"
	Purchase     PurchaseKind
	PurchaseRef  string
	PurchaseNote string
	PurchaseBy   domain.PersonID // empty of a verified one: the brand's own word
	PurchaseAt   time.Time
	Motivation   string
	HouseRules   int // the version that was accepted
	Disclosure   int
	AcceptedAt   time.Time // both of them
	State        State
	DoubleOf     domain.ApplicationID // came while another of the same mailbox was living
	WaitingAt    time.Time
	Cohort       domain.CohortID
	CohortPlace  int
	AnswerBy     time.Time
	AnsweredAt   time.Time
	WarnedAt     time.Time
	LateAt       time.Time
	DecidedAt    time.Time
	DecidedBy    string
	Reason       Reason
	Note         string          // for staff alone
	Expert       domain.ExpertID // who they became
	TokenHash    string
	Version      int
	CreatedAt    time.Time
}

// Refusals of applications.
var (
	ErrUnknown      = domain.Refuse(domain.NotFound, "application_not_found", "There is no such application.")
	ErrStaleVersion = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this meanwhile. Look at it again.")
	ErrWrongState   = domain.Refuse(domain.Conflict, "application_state", "That cannot be done with this application now.")
	ErrPurchase     = domain.Refuse(domain.Conflict, "purchase_unproven", "Look the purchase up first, or let it count with a reason.")
	ErrDouble       = domain.Refuse(domain.Conflict, "application_double", "Another application of this mailbox is under way. Answer that one.")
	ErrBadPurchase  = domain.Refuse(domain.Invalid, "bad_purchase", "Say what was bought and its order number, in at most 200 letters.").At("/purchase")
	ErrBadNote      = domain.Refuse(domain.Invalid, "bad_reason", "Say why, in 3 to 500 letters.").At("/reason")
	ErrBadReason    = domain.Refuse(domain.Invalid, "bad_decision_reason", "A reason is purchase, language, full, audition or other.").At("/reason")
	ErrBadText      = domain.Refuse(domain.Invalid, "bad_motivation", "Tell in 20 to 1,500 letters why you would like to help.").At("/motivation")
	ErrBadLanguages = domain.Refuse(domain.Invalid, "bad_languages", "Choose the languages you would help in, among those we look for.").At("/languages")
	ErrTooYoung     = domain.Refuse(domain.Invalid, "age_required", "We can take you only when you are old enough.").At("/adult")
	ErrRules        = domain.Refuse(domain.Invalid, "house_rules_required", "Read the house rules and accept them.").At("/houseRules")
	ErrDisclosure   = domain.Refuse(domain.Invalid, "disclosure_required", "Read what customers are told about you, and accept it.").At("/disclosure")
	ErrOldPolicies  = domain.Refuse(domain.Stale, "policies_changed", "The rules were published anew while you wrote. Read them again, please.")
	ErrBadForm      = domain.Refuse(domain.Invalid, "bad_form", "Open the page again and send it from there.").At("/clientId")
)

// The lengths of what applicants write.
const (
	minMotivation = 20
	maxMotivation = 1500
	maxPurchase   = 200
	minNote       = 3
	maxNote       = 500
	minFormID     = 20
	maxFormID     = 128
)

// Form is what an applicant sends.
type Form struct {
	ID         string // of the form: sent twice, it is one application
	Link       string // the code of a tagged link; unknown ones are nobody's source
	Recruit    string // the token of a personal invitation, or empty
	Consent    bool   // to use what the brand knows about the purchases; with an invitation
	Email      string
	Name       string
	Language   domain.Language
	Languages  []domain.Language
	Adult      bool
	Purchase   string
	Motivation string
	// HouseRules and Disclosure are the versions that were accepted; 0: not.
	HouseRules int
	Disclosure int
}

// clean refuses what an applicant must mend, one thing at a time in the order
// of the form.
func (f Form) clean(v Vacancy) (Form, error) {
	var err error
	if f.Name, err = access.CleanName(f.Name); err != nil {
		return f, err
	}
	if f.Email, err = access.CleanEmail(f.Email); err != nil {
		return f, err
	}
	f.Purchase = strings.TrimSpace(f.Purchase)
	var ok bool
	if f.Motivation, ok = text(f.Motivation, minMotivation, maxMotivation); !ok {
		return f, ErrBadText
	}
	slices.Sort(f.Languages)
	f.Languages = slices.Compact(f.Languages)
	strange := func(l domain.Language) bool { return !slices.Contains(v.Languages, l) }
	switch {
	case len(f.ID) < minFormID || len(f.ID) > maxFormID:
		return f, ErrBadForm
	case !slices.Contains(v.Languages, f.Language) || len(f.Languages) == 0 || slices.ContainsFunc(f.Languages, strange) ||
		!slices.Contains(f.Languages, f.Language):
		return f, ErrBadLanguages
	case !f.Adult:
		return f, ErrTooYoung
	case f.HouseRules == 0:
		return f, ErrRules
	case f.Disclosure == 0:
		return f, ErrDisclosure
	}
	return f, nil
}

// text is several lines of letters without spaces around them.
func text(s string, least, most int) (string, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	n := utf8.RuneCountInString(s)
	return s, n >= least && n <= most && !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) })
}

// Mailbox is what makes two e-mail addresses one mailbox: what stands behind a
// plus does not count, nor do dots at Google's.
func Mailbox(email string) string {
	local, host, _ := strings.Cut(strings.ToLower(email), "@")
	local, _, _ = strings.Cut(local, "+")
	if host == "googlemail.com" {
		host = "gmail.com"
	}
	if host == "gmail.com" {
		local = strings.ReplaceAll(local, ".", "")
	}
	return local + "@" + host
}
