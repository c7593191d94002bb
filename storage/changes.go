package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// changeRow is an entry that changes how a message reads.
type changeRow struct {
	Seq  int
	Kind desk.Kind
	Text string
	Data string
	At   Time
}

// selectChanges names its kinds in the text, so that the partial index serves it.
const selectChanges = `SELECT seq, kind, text, data, at FROM timeline_entries
	WHERE conversation_id = ? AND kind IN ('edit', 'deletion') ORDER BY seq`

// change is how a message reads since it was first changed.
type change struct {
	Seq     int // of the newest edit, or of the deletion
	Text    string
	At      Time
	Deleted bool
	Hidden  bool // by staff
}

// newest brings the changes of a conversation down to one for each message.
func newest(rows []changeRow) (map[domain.MessageID]change, error) {
	changes := make(map[domain.MessageID]change, len(rows))
	for _, r := range rows {
		var data desk.Data
		if err := fromJSON("timeline_entries.data", r.Data, &data); err != nil {
			return nil, err
		}
		changes[data.Message] = change{r.Seq, r.Text, r.At, r.Kind == desk.KindDeletion, data.Why == desk.WhyHidden}
	}
	return changes, nil
}

// Said reads a message as it stands. The conversation is held.
func (tx Tx) Said(id domain.ConversationID, m domain.MessageID) (desk.Said, error) {
	var r struct {
		Seq        int
		AuthorRole domain.Role
		AuthorID   string
		Text       string
		At         Time
	}
	found, err := tx.maybe(&r, `SELECT seq, author_role, author_id, text, at FROM timeline_entries
		WHERE conversation_id = ? AND message_id = ?`, id, m)
	switch {
	case err != nil:
		return desk.Said{}, wrapped(err, "read message %s", m)
	case !found:
		return desk.Said{}, desk.ErrUnknownMessage
	}
	said := desk.Said{ID: m, Seq: r.Seq, Author: desk.Author{Role: r.AuthorRole, ID: r.AuthorID}, At: r.At.Time, Text: r.Text}
	var rows []changeRow
	if err := tx.all(&rows, selectChanges, id); err != nil {
		return said, wrapped(err, "read changes of %s", m)
	}
	changes, err := newest(rows)
	if c, changed := changes[m]; changed {
		said.Text, said.Changed, said.Deleted = c.Text, c.Seq, c.Deleted
	}
	return said, err
}

// SaveQuestion stores the question of a conversation again, also where a kept
// answer of the API repeats it: a repetition must not tell what was taken back.
// No answer that could is older than the question, which was asked so long ago.
func (tx Tx) SaveQuestion(c desk.Conversation, asked time.Duration) error {
	if err := tx.change("UPDATE conversations SET question = ? WHERE id = ?", c.Question, c.ID); err != nil {
		return wrapped(err, "save the question of %s", c.ID)
	}
	var kept []struct{ Scope, Key, Response string }
	err := tx.all(&kept, "SELECT scope, key, response FROM idempotency WHERE created_at > ? AND response LIKE ?",
		tx.state.nowMs-min(asked+desk.ChangeFor, idempotencyAge).Milliseconds(), "%"+string(c.ID)+"%")
	if err != nil {
		return wrapped(err, "find kept answers with the question of %s", c.ID)
	}
	for _, k := range kept {
		var answer any
		if err := json.Unmarshal([]byte(k.Response), &answer); err != nil {
			return wrapped(err, "read a kept answer")
		}
		requestion(answer, c)
		b, err := json.Marshal(answer)
		if err != nil {
			return wrapped(err, "write a kept answer")
		}
		if err := tx.change("UPDATE idempotency SET response = ? WHERE scope = ? AND key = ?", string(b), k.Scope, k.Key); err != nil {
			return wrapped(err, "write a kept answer")
		}
	}
	return nil
}

// requestion replaces the question wherever the conversation stands in an answer.
func requestion(v any, c desk.Conversation) {
	switch at := v.(type) {
	case []any:
		for _, each := range at {
			requestion(each, c)
		}
	case map[string]any:
		for _, id := range []string{"id", "conversationId"} {
			if _, asks := at["question"]; asks && at[id] == string(c.ID) {
				at["question"] = c.Question
			}
		}
		for _, each := range at {
			requestion(each, c)
		}
	}
}
