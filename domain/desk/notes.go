package desk

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The limits of notes.
const (
	MaxNote     = 2000
	MaxMentions = 5
)

// Refusals of notes, whispers and of writing beside the holder.
var (
	ErrNotHolder        = domain.Refuse(domain.Conflict, "not_holder", "Only the one who holds this conversation writes in it. You can leave a note.")
	ErrTooManyMentions  = domain.Refuse(domain.Invalid, "too_many_mentions", "A note mentions five colleagues at most.").At("/mentions")
	ErrUnknownColleague = domain.Refuse(domain.Invalid, "colleague_not_found", "One of the colleagues is not known or does not work here any more.").At("/mentions")
	ErrWhisperOfStaff   = domain.Refuse(domain.Forbidden, "whisper_of_staff", "Managers whisper; leave a note instead.").At("/whisper")
	ErrNobodyHolds      = domain.Refuse(domain.Conflict, "nobody_holds", "Nobody holds this conversation now, so nobody would hear a whisper. Leave a note.")
	ErrWhisperMentions  = domain.Refuse(domain.Invalid, "whisper_mentions", "A whisper is for the one who holds the conversation and mentions nobody.").At("/mentions")
	ErrUnknownMention   = domain.Refuse(domain.NotFound, "mention_not_found", "There is no such mention of you.")
)

// Note is what colleagues tell each other beside a conversation. It is no entry
// of the timeline and no customer is ever told of it: it has its own table, its
// own operations and its own live channel.
type Note struct {
	ID           domain.NoteID
	Conversation domain.ConversationID
	Episode      int
	Author       Author
	ClientID     string
	Text         string
	// Whisper is whom a manager's whisper is for: they and the staff see it.
	// It is empty for a note, which everybody sees who may know the conversation.
	Whisper  domain.PersonID
	Mentions []domain.PersonID
	At       time.Time
}

// NewNote is a note before it is stored.
type NewNote struct {
	ClientID string // makes a resend the same note
	Text     string
	Mentions []domain.PersonID
	Whisper  bool
}

// Insider is a person who hears what goes on beside a conversation.
type Insider struct {
	Person domain.PersonID
	Staff  bool
}

// Backroom is what notes, guests and watchers need from one transaction.
type Backroom interface {
	// Colleagues are those of the persons who work here now.
	Colleagues([]domain.PersonID) ([]domain.PersonID, error)
	// Guest reports whether a person was mentioned in the conversation.
	Guest(domain.ConversationID, domain.PersonID) (bool, error)
	// Insiders are the guests, and those who watched after a time.
	Insiders(id domain.ConversationID, seenAfter time.Time) ([]Insider, error)
	AddGuests(id domain.ConversationID, who []domain.PersonID, by domain.PersonID, at time.Time) error // leaves out who is one
	EndGuests(domain.ConversationID) error

	Noted(id domain.ConversationID, author, clientID string) (n domain.NoteID, found bool, err error)
	AddNote(Note) error
	// SeeMention marks a mention as seen; false: there is none.
	SeeMention(domain.NoteID, domain.PersonID, time.Time) (bool, error)

	// KeepWatching renews who was seen after a time; false: nobody was.
	KeepWatching(id domain.ConversationID, who domain.PersonID, seenAfter, now time.Time) (bool, error)
	// Watch adds a watcher and forgets those not seen since a time.
	Watch(id domain.ConversationID, who domain.PersonID, seenAfter, now time.Time) error
	Unwatch(domain.ConversationID, domain.PersonID) (bool, error) // false: was not there
}

// holder is who writes for the brand's side; empty when nobody does.
func (c *Conversation) holder() domain.PersonID {
	if c.Staff != "" {
		return c.Staff
	}
	return domain.PersonID(c.Expert)
}

// mayWrite is the write lock. It refuses ErrNotHolder to those who may know the
// conversation and ErrUnknownConversation to everybody else.
func (d *Desk) mayWrite(tx Store, c *Conversation, by domain.Actor) error {
	if takesPart(c, by) {
		return nil
	}
	knows, err := mayKnow(tx, c, by)
	switch {
	case err != nil:
		return err
	case knows:
		return ErrNotHolder
	default:
		return ErrUnknownConversation
	}
}

// mayKnow reports whether somebody of the brand's side may read the
// conversation and note beside it: staff, who holds it, and guests until it is
// closed. Customers never may.
func mayKnow(tx Store, c *Conversation, by domain.Actor) (bool, error) {
	switch {
	case by.Staff():
		return true, nil
	case by.Role != domain.RoleExpert || by.ID == "":
		return false, nil
	case by.Expert() == c.Expert:
		return true, nil
	case c.Status == Closed:
		return false, nil
	}
	return tx.Guest(c.ID, domain.PersonID(by.ID))
}

// Noted is what the author of a note is told.
type Noted struct {
	ID  domain.NoteID
	New bool // false: this client id was sent before
}

// Note leaves a note beside a conversation. Whoever is mentioned becomes a
// guest: they may read and note until the conversation is closed. A whisper is
// a manager's note for who holds the conversation. A resend with the same
// client id is the same note. It refuses ErrUnknownConversation, ErrBadText,
// ErrTextLength, ErrBadClientID, ErrTooManyMentions, ErrUnknownColleague,
// ErrWhisperOfStaff, ErrWhisperMentions, ErrNobodyHolds, and ErrClosed when a
// closed conversation's note mentions somebody.
func (d *Desk) Note(ctx context.Context, by domain.Actor, id domain.ConversationID, n NewNote) (noted Noted, err error) {
	if n, err = n.check(by); err != nil {
		return Noted{}, err
	}
	fresh := domain.NoteID(d.rt.NewID("nte"))
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if knows, err := mayKnow(tx, &c, by); err != nil || !knows {
			return orRefuse(err, ErrUnknownConversation)
		}
		known, found, err := tx.Noted(id, by.ID, n.ClientID)
		if err != nil || found {
			noted = Noted{ID: known}
			return err
		}
		note := Note{
			ID: fresh, Conversation: id, Episode: c.Episode.No, Author: Author{by.Role, by.ID},
			ClientID: n.ClientID, Text: n.Text, Mentions: n.Mentions, At: d.rt.Now(),
		}
		noted = Noted{ID: fresh, New: true}
		return d.jot(tx, &c, note, n.Whisper)
	})
	return noted, err
}

// check completes a note and refuses what cannot be one.
func (n NewNote) check(by domain.Actor) (NewNote, error) {
	if err := checkClientID(n.ClientID); err != nil {
		return n, err
	}
	var err error
	if n.Text, err = clean(n.Text, MaxNote); err != nil {
		return n, err
	}
	others := make([]domain.PersonID, 0, len(n.Mentions))
	for _, m := range n.Mentions {
		if string(m) != by.ID && !slices.Contains(others, m) {
			others = append(others, m)
		}
	}
	n.Mentions = others
	switch {
	case len(others) > MaxMentions:
		return n, ErrTooManyMentions
	case n.Whisper && !by.Staff() && by.Role != domain.RoleExpert:
		return n, ErrWhisperOfStaff
	case n.Whisper && len(others) > 0:
		return n, ErrWhisperMentions
	}
	return n, nil
}

// jot stores a note under the conversation's lock and tells who hears it.
func (d *Desk) jot(tx Store, c *Conversation, n Note, whisper bool) error {
	if whisper {
		if err := mayWhisper(tx, c, n.Author); err != nil {
			return err
		}
		if n.Whisper = c.holder(); n.Whisper == "" || string(n.Whisper) == n.Author.ID {
			return ErrNobodyHolds
		}
	}
	if len(n.Mentions) > 0 {
		if c.Status == Closed {
			return ErrClosed
		}
		at, err := tx.Colleagues(n.Mentions)
		if err != nil || len(at) != len(n.Mentions) {
			return orRefuse(err, ErrUnknownColleague)
		}
		guests := slices.DeleteFunc(slices.Clone(n.Mentions), func(p domain.PersonID) bool { return p == c.holder() })
		if err := tx.AddGuests(c.ID, guests, domain.PersonID(n.Author.ID), n.At); err != nil {
			return err
		}
	}
	if err := tx.AddNote(n); err != nil {
		return err
	}
	hear, err := d.insiders(tx, c, func(i Insider) bool { return n.Whisper == "" || i.Staff })
	if err != nil {
		return err
	}
	if !slices.Contains(hear, domain.PersonID(n.Author.ID)) {
		hear = append(hear, domain.PersonID(n.Author.ID)) // on another screen
	}
	return tx.Emit(NotePosted{NoteID: n.ID, ConversationID: c.ID, PersonIDs: hear, Mentioned: n.Mentions, Whisper: n.Whisper != ""})
}

// insiders are the holder, and of the guests and watchers those who may hear.
func (d *Desk) insiders(tx Store, c *Conversation, may func(Insider) bool) ([]domain.PersonID, error) {
	all, err := tx.Insiders(c.ID, d.rt.Now().Add(-WatchFor))
	if err != nil {
		return nil, err
	}
	var hear []domain.PersonID
	if h := c.holder(); h != "" {
		hear = append(hear, h)
	}
	for _, i := range all {
		if may(i) && !slices.Contains(hear, i.Person) {
			hear = append(hear, i.Person)
		}
	}
	return hear, nil
}

// endGuests ends what guests may know of a conversation that is closed, and
// tells everybody beside it.
func (d *Desk) endGuests(tx Store, c *Conversation) error {
	hear, err := d.insiders(tx, c, func(Insider) bool { return true })
	if err != nil || len(hear) == 0 {
		return err
	}
	if err := tx.EndGuests(c.ID); err != nil {
		return err
	}
	return tx.Emit(WatchChanged{ConversationID: c.ID, PersonIDs: hear})
}

// SeeMention marks that somebody saw where a note mentions them. A second time
// it changes nothing. It refuses ErrUnknownMention.
func (d *Desk) SeeMention(ctx context.Context, by domain.PersonID, n domain.NoteID) error {
	return d.tx(ctx, func(tx Store) error {
		found, err := tx.SeeMention(n, by, d.rt.Now())
		if err != nil || found {
			return err
		}
		return ErrUnknownMention
	})
}
