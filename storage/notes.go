package storage

import (
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

var _ desk.Backroom = Tx{}

// worksHere is the condition on people p, left-joined with experts x, who may be
// mentioned and may hear.
const worksHere = `p.disabled_at IS NULL AND (p.role <> 'expert' OR x.state = 'active')`

// Colleagues reads which of the persons work here now.
func (tx Tx) Colleagues(who []domain.PersonID) (at []domain.PersonID, err error) {
	err = tx.all(&at, "SELECT p.id FROM people p LEFT JOIN experts x ON x.id = p.id WHERE "+worksHere+" AND p.id IN ? ORDER BY p.id", who)
	return at, wrapped(err, "find colleagues")
}

// Guest reports whether a person was mentioned in a conversation.
func (tx Tx) Guest(id domain.ConversationID, who domain.PersonID) (bool, error) {
	var one int
	found, err := tx.maybe(&one, "SELECT 1 FROM guests WHERE conversation_id = ? AND person_id = ?", id, who)
	return found, wrapped(err, "find guest of %s", id)
}

// selectInsiders finds guests and watchers of a conversation.
const selectInsiders = `SELECT p.id AS person, p.role <> 'expert' AS staff FROM people p LEFT JOIN experts x ON x.id = p.id
	WHERE ` + worksHere + ` AND p.id IN (SELECT person_id FROM guests WHERE conversation_id = ?
		UNION SELECT person_id FROM watchers WHERE conversation_id = ? AND seen_at > ?) ORDER BY p.id`

// Insiders are the guests of a conversation, and those who watched after a time.
func (tx Tx) Insiders(id domain.ConversationID, seenAfter time.Time) (all []desk.Insider, err error) {
	err = tx.all(&all, selectInsiders, id, id, At(seenAfter))
	return all, wrapped(err, "find who is beside %s", id)
}

// AddGuests lets people read and note; who does so already stays as they are.
func (tx Tx) AddGuests(id domain.ConversationID, who []domain.PersonID, by domain.PersonID, at time.Time) error {
	for _, p := range who {
		_, err := tx.exec(`INSERT INTO guests (conversation_id, person_id, invited_by, since) VALUES (?, ?, ?, ?)
			ON CONFLICT (conversation_id, person_id) DO NOTHING`, id, p, by, At(at))
		if err != nil {
			return wrapped(err, "add guest to %s", id)
		}
	}
	return nil
}

// EndGuests ends what everybody who was mentioned may know.
func (tx Tx) EndGuests(id domain.ConversationID) error {
	_, err := tx.exec("DELETE FROM guests WHERE conversation_id = ?", id)
	return wrapped(err, "end guests of %s", id)
}

// Noted finds a note by the id that its author's client gave it.
func (tx Tx) Noted(id domain.ConversationID, author, clientID string) (n domain.NoteID, found bool, err error) {
	var known string
	found, err = tx.maybe(&known, "SELECT id FROM notes WHERE conversation_id = ? AND author_id = ? AND client_id = ?", id, author, clientID)
	return domain.NoteID(known), found, wrapped(err, "find note in %s", id)
}

// AddNote stores a note and whom it mentions.
func (tx Tx) AddNote(n desk.Note) error {
	_, err := tx.exec(`INSERT INTO notes (id, conversation_id, episode, author_role, author_id, client_id, text, whisper_to, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n.ID, n.Conversation, n.Episode, n.Author.Role, n.Author.ID, n.ClientID, n.Text, orNull(n.Whisper), At(n.At))
	if err != nil || len(n.Mentions) == 0 {
		return wrapped(err, "add note to %s", n.Conversation)
	}
	args := make([]any, 0, 2*len(n.Mentions))
	for _, p := range n.Mentions {
		args = append(args, n.ID, p)
	}
	_, err = tx.exec("INSERT INTO note_mentions (note_id, person_id) VALUES "+strings.Repeat(", (?, ?)", len(n.Mentions))[2:], args...)
	return wrapped(err, "add mentions of %s", n.ID)
}

// SeeMention marks a mention as seen the first time, and reports whether there is one.
func (tx Tx) SeeMention(id domain.NoteID, who domain.PersonID, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE note_mentions SET seen_at = COALESCE(seen_at, ?) WHERE note_id = ? AND person_id = ?", At(at), id, who)
	return n > 0, wrapped(err, "see the mention in %s", id)
}

// KeepWatching renews a watcher who was seen after a time, and reports whether
// there was one.
func (tx Tx) KeepWatching(id domain.ConversationID, who domain.PersonID, seenAfter, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE watchers SET seen_at = ? WHERE conversation_id = ? AND person_id = ? AND seen_at > ?",
		At(now), id, who, At(seenAfter))
	return n > 0, wrapped(err, "keep watching %s", id)
}

// Watch adds a watcher and forgets those of the conversation that were not seen
// since a time.
func (tx Tx) Watch(id domain.ConversationID, who domain.PersonID, seenAfter, now time.Time) error {
	_, err := tx.exec("DELETE FROM watchers WHERE conversation_id = ? AND person_id <> ? AND seen_at <= ?", id, who, At(seenAfter))
	if err != nil {
		return wrapped(err, "forget watchers of %s", id)
	}
	_, err = tx.exec(`INSERT INTO watchers (conversation_id, person_id, since, seen_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (conversation_id, person_id) DO UPDATE SET since = excluded.since, seen_at = excluded.seen_at`,
		id, who, At(now), At(now))
	return wrapped(err, "watch %s", id)
}

// Unwatch removes a watcher and reports whether there was one.
func (tx Tx) Unwatch(id domain.ConversationID, who domain.PersonID) (bool, error) {
	n, err := tx.exec("DELETE FROM watchers WHERE conversation_id = ? AND person_id = ?", id, who)
	return n > 0, wrapped(err, "stop watching %s", id)
}
