// Package moderation is what people do about conversations that somebody doubts:
// customers, experts, staff and rules raise flags, a moderator decides once. What
// follows for an expert is a case of package fairness, with its ladder, its second
// person and its appeal. It imports desk, fairness and roster.
package moderation

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/fairness"
)

// FlagID is flg_…
type FlagID string

// DecisionID is dcs_…
type DecisionID string

// Reason says what a flag is about.
type Reason string

// The reasons of flags. The last two are those of rules.
const (
	Rude      Reason = "rude"
	Wrong     Reason = "wrong"   // what was said is not true
	Private   Reason = "private" // personal data
	Unsafe    Reason = "unsafe"
	Spam      Reason = "spam"
	Other     Reason = "other"
	Elsewhere Reason = "elsewhere" // leads away from here, or to bank data and passwords
	Score     Reason = "score"     // asks for a certain score
)

// Flag is a doubt about a conversation or one message of it. A conversation's
// customer and rules have no name here.
type Flag struct {
	ID           FlagID
	Conversation domain.ConversationID
	Episode      int
	Message      domain.MessageID // empty: the conversation
	Expert       domain.ExpertID  // whom it is about; empty: no expert
	Role         domain.Role
	By           domain.PersonID // empty: the customer, or a rule
	Reason       Reason
	Text         string
	Quote        string // the message as it read then
	RaisedAt     time.Time
	Decision     DecisionID // empty: nobody has decided
}

// Decision is what a moderator decides about all open flags of one thing.
type Decision struct {
	ID           DecisionID
	Conversation domain.ConversationID
	Message      domain.MessageID
	Expert       domain.ExpertID
	Hide         bool          // the message goes out of sight
	Pause        bool          // the expert is off duty until a manager says otherwise
	Case         bool          // something follows for the expert
	Hold         bool          // what the conversation earned waits until the case is decided
	Step         fairness.Step // decided at once; empty: the case stays open
	CaseID       fairness.CaseID
	Reason       string
	By           domain.PersonID
	At           time.Time
}

const maxWords = 1000

// Refusals of moderation.
var (
	ErrUnknownFlag = domain.Refuse(domain.NotFound, "flag_not_found", "There is no such flag.")
	ErrFlagDecided = domain.Refuse(domain.Conflict, "flag_decided", "Somebody has decided about this already.")
	ErrOwnWords    = domain.Refuse(domain.Conflict, "flag_own_words", "These are your own words: change or delete them.").At("/messageId")
	ErrFlagWords   = domain.Refuse(domain.Invalid, "flag_words_invalid", "Say what is wrong in 1 to 1,000 characters.").At("/text")
	ErrWhy         = domain.Refuse(domain.Invalid, "decision_reason_invalid", "Say why in 1 to 1,000 characters: whom it concerns reads it.").At("/reason")
	ErrNoMessage   = domain.Refuse(domain.Conflict, "flag_no_message", "The whole conversation is flagged: there is no message to hide.").At("/hide")
	ErrNoExpert    = domain.Refuse(domain.Conflict, "flag_no_expert", "This is about no expert.")
	ErrHoldNoCase  = domain.Refuse(domain.Invalid, "hold_needs_case", "Points wait for a case that is open: open one.").At("/hold")
)

// Store is what moderation needs from one transaction. The expert is locked
// before awards, these before the conversation, and this before its flags.
type Store interface {
	desk.Store
	fairness.Store

	Flag(FlagID) (Flag, error) // without a lock; ErrUnknownFlag
	// AddFlag refuses nothing: whoever has raised one about the thing has that one.
	AddFlag(Flag) (id FlagID, fresh bool, err error)
	AddDecision(Decision) error
	// CloseFlags gives a flag, and every open one about the same, its decision; 0: somebody was first.
	CloseFlags(FlagID, DecisionID) (int64, error)
	// EpisodeOf is the episode in which a message was written.
	EpisodeOf(domain.ConversationID, domain.MessageID) (int, error)
	// EarnedBy are the awards of an episode.
	EarnedBy(domain.ConversationID, int, domain.ExpertID) ([]domain.AwardID, error)
}

// Raised tells that a flag is new.
type Raised struct {
	FlagID FlagID `json:"flagId"`
}

// EventName is flag.raised.
func (Raised) EventName() string { return "flag.raised" }

// Decided tells what was decided about a flag.
type Decided struct {
	FlagID FlagID          `json:"flagId"`
	Expert domain.ExpertID `json:"expertId,omitempty"`
}

// EventName is flag.decided.
func (Decided) EventName() string { return "flag.decided" }

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Moderation is the use cases of this package.
type Moderation struct {
	tx InTx
	rt domain.Runtime
}

// New makes the use cases.
func New(tx InTx, rt domain.Runtime) *Moderation { return &Moderation{tx, rt} }

// Doubt is what somebody says is wrong.
type Doubt struct {
	Message domain.MessageID // empty: the whole conversation
	Reason  Reason
	Text    string
}

// Raise flags a conversation, or a message of it that somebody else wrote, for
// whoever may read it: its customer, who holds it, guests and staff. A second time
// it is the same flag. It refuses desk.ErrUnknownConversation,
// desk.ErrUnknownMessage, ErrOwnWords and ErrFlagWords. The race: the database
// has one flag of each person about each thing.
func (m *Moderation) Raise(ctx context.Context, by domain.Actor, id domain.ConversationID, d Doubt) (flag FlagID, err error) {
	d.Text = strings.TrimSpace(d.Text)
	if utf8.RuneCountInString(d.Text) > maxWords || (d.Reason == Other && d.Text == "") {
		return "", ErrFlagWords
	}
	err = m.tx(ctx, func(tx Store) error {
		c, err := tx.Conversation(id)
		if err != nil {
			return err
		}
		if may, err := desk.MayRead(tx, &c, by); err != nil || !may {
			return orRefuse(err, desk.ErrUnknownConversation)
		}
		f := Flag{
			ID: FlagID(m.rt.NewID("flg")), Conversation: id, Episode: c.Episode.No, Expert: c.Episode.Expert, Role: by.Role,
			Reason: d.Reason, Text: d.Text, RaisedAt: m.rt.Now(),
		}
		if by.Role != domain.RoleCustomer {
			f.By = domain.PersonID(by.ID)
		}
		if d.Message != "" {
			s, err := f.about(tx, d.Message)
			switch {
			case err != nil:
				return err
			case s.Author.ID == by.ID, s.Author.Role == domain.RoleCustomer && by.Role == domain.RoleCustomer:
				return ErrOwnWords
			}
		}
		if f.Expert == by.Expert() {
			f.Expert = "" // nobody flags themselves
		}
		flag, err = m.add(tx, f)
		return err
	})
	return flag, err
}

// about makes a flag one of a message: of whoever wrote it, as it reads now.
func (f *Flag) about(tx Store, m domain.MessageID) (desk.Said, error) {
	s, err := tx.Said(f.Conversation, m)
	if err != nil {
		return s, err
	}
	f.Message, f.Quote, f.Expert = m, s.Text, ""
	if s.Author.Role == domain.RoleExpert {
		f.Expert = domain.ExpertID(s.Author.ID)
	}
	f.Episode, err = tx.EpisodeOf(f.Conversation, m)
	return s, err
}

func (m *Moderation) add(tx Store, f Flag) (FlagID, error) {
	id, fresh, err := tx.AddFlag(f)
	if err != nil || !fresh {
		return id, err
	}
	return id, tx.Emit(Raised{id})
}

// Doubtful is what rules find in an expert's words.
func Doubtful(text string) (Reason, bool) {
	switch {
	case fairness.Leaves(text):
		return Elsewhere, true
	case fairness.Asks(text):
		return Score, true
	}
	return "", false
}

// Notice looks at what an expert wrote and flags it when a rule finds something
// in it as it reads now. It may be called twice: a rule flags a message once.
func (m *Moderation) Notice(ctx context.Context, id domain.ConversationID, message domain.MessageID) error {
	return m.tx(ctx, func(tx Store) error {
		f := Flag{ID: FlagID(m.rt.NewID("flg")), Conversation: id, Role: domain.RoleSystem, RaisedAt: m.rt.Now()}
		if _, err := f.about(tx, message); err != nil {
			return err
		}
		var found bool
		if f.Reason, found = Doubtful(f.Quote); !found || f.Expert == "" {
			return nil
		}
		_, err := m.add(tx, f)
		return err
	})
}

func orRefuse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
