package storage

import (
	"encoding/json"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// addEntries appends entries to the timeline.
func (tx Tx) addEntries(id domain.ConversationID, entries []desk.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	args := make([]any, 0, 12*len(entries))
	for _, e := range entries {
		data := "{}"
		if e.Data != (desk.Data{}) {
			b, err := json.Marshal(e.Data)
			if err != nil {
				return wrapped(err, "encode entry %d of %s", e.Seq, id)
			}
			data = string(b)
		}
		args = append(args, id, e.Seq, e.Episode, e.Kind, e.Author.Role, e.Author.ID, orNull(e.Message), orNull(e.ClientID), e.Text,
			orNull(e.Status), data, At(e.At))
	}
	rows := strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", len(entries))[2:]
	_, err := tx.exec(`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, author_id, message_id, client_id,
		text, status, data, at) VALUES `+rows, args...)
	return wrapped(err, "append to %s", id)
}

// Posted finds a message by the id that its author's client gave it. A
// conversation has one customer, who may have been another before a merge.
func (tx Tx) Posted(id domain.ConversationID, by domain.Actor, clientID string) (p desk.Posted, found bool, err error) {
	var r struct {
		MessageID domain.MessageID
		Seq       int
	}
	found, err = tx.maybe(&r, `SELECT message_id, seq FROM timeline_entries
		WHERE conversation_id = ? AND client_id = ? AND author_role = ? AND (author_id = ? OR author_role = 'customer')`,
		id, clientID, by.Role, by.ID)
	return desk.Posted{ID: r.MessageID, Seq: r.Seq}, found, wrapped(err, "find message in %s", id)
}
