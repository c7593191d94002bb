package desk

import "github.com/kennerhq/kenner/domain"

// The names of what happens beside a conversation. These events go to the inner
// channels of the persons they name, which no customer has, and hold no text.
const (
	EventNotePosted   = "note.posted"
	EventWatchChanged = "watch.changed"
)

// NotePosted tells that there is a note or a whisper to be fetched.
type NotePosted struct {
	NoteID         domain.NoteID         `json:"noteId"`
	ConversationID domain.ConversationID `json:"conversationId"`
	PersonIDs      []domain.PersonID     `json:"personIds"` // who hears of it
	Mentioned      []domain.PersonID     `json:"mentioned,omitempty"`
	Whisper        bool                  `json:"whisper"`
}

// EventName is note.posted.
func (NotePosted) EventName() string { return EventNotePosted }

// WatchChanged tells that somebody looks at a conversation, or looked away.
type WatchChanged struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	PersonIDs      []domain.PersonID     `json:"personIds"` // who hears of it
}

// EventName is watch.changed.
func (WatchChanged) EventName() string { return EventWatchChanged }
