package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/moderation"
)

var _ moderation.Store = Tx{}

// Moderation runs fn with the store of flags.
func (db *DB) Moderation(ctx context.Context, fn func(moderation.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// sameThing holds for a flag o that is about what flag f is about: an episode or
// one message of it, and one expert, or none.
const sameThing = `o.conversation_id = f.conversation_id AND o.episode = f.episode AND o.message_id = f.message_id
	AND COALESCE(o.expert_id, '') = COALESCE(f.expert_id, '')`

// Flag reads a flag, without a lock.
func (tx Tx) Flag(id moderation.FlagID) (moderation.Flag, error) {
	var r struct {
		ID             moderation.FlagID
		ConversationID domain.ConversationID
		Episode        int
		MessageID      domain.MessageID
		ExpertID       *domain.ExpertID
		RaisedRole     domain.Role
		RaisedBy       domain.PersonID
		Reason         moderation.Reason
		Text           string
		Quote          string
		RaisedAt       Time
		DecisionID     *moderation.DecisionID
	}
	found, err := tx.maybe(&r, `SELECT id, conversation_id, episode, message_id, expert_id,
		raised_role, raised_by, reason, text, quote, raised_at, decision_id FROM flags WHERE id = ?`, id)
	if err == nil && !found {
		err = moderation.ErrUnknownFlag
	}
	return moderation.Flag{
		ID: r.ID, Conversation: r.ConversationID, Episode: r.Episode, Message: r.MessageID, Expert: orEmpty(r.ExpertID),
		Role: r.RaisedRole, By: r.RaisedBy, Reason: r.Reason, Text: r.Text, Quote: r.Quote, RaisedAt: r.RaisedAt.Time,
		Decision: orEmpty(r.DecisionID),
	}, err
}

// AddFlag adds a flag, or finds the one that this person has raised about the thing.
func (tx Tx) AddFlag(f moderation.Flag) (id moderation.FlagID, fresh bool, err error) {
	n, err := tx.exec(`INSERT INTO flags (id, conversation_id, episode, message_id, expert_id, raised_role, raised_by, reason, text, quote, raised_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		f.ID, f.Conversation, f.Episode, f.Message, orNull(f.Expert), f.Role, f.By, f.Reason, f.Text, f.Quote, At(f.RaisedAt))
	if err != nil || n > 0 {
		return f.ID, n > 0, wrapped(err, "flag %s", f.Conversation)
	}
	err = tx.one(&id, "flag", `SELECT id FROM flags WHERE conversation_id = ? AND episode = ? AND message_id = ? AND COALESCE(expert_id, '') = ?
		AND raised_role = ? AND raised_by = ?`, f.Conversation, f.Episode, f.Message, f.Expert, f.Role, f.By)
	return id, false, err
}

// AddDecision stores what a moderator decided.
func (tx Tx) AddDecision(d moderation.Decision) error {
	_, err := tx.exec(`INSERT INTO decisions (id, conversation_id, message_id, expert_id, hidden, paused, case_id, reason, decided_by, decided_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.ID, d.Conversation, d.Message, orNull(d.Expert), d.Hide, d.Pause, orNull(d.CaseID),
		d.Reason, d.By, At(d.At))
	return wrapped(err, "store decision %s", d.ID)
}

// CloseFlags settles the open flags of what a flag is about.
func (tx Tx) CloseFlags(id moderation.FlagID, d moderation.DecisionID) (int64, error) {
	n, err := tx.exec(`UPDATE flags SET decision_id = ? WHERE decision_id IS NULL
		AND id IN (SELECT o.id FROM flags o JOIN flags f ON `+sameThing+` WHERE f.id = ?)`, d, id)
	return n, wrapped(err, "settle the flags beside %s", id)
}

// EpisodeOf is the episode in which a message was written.
func (tx Tx) EpisodeOf(id domain.ConversationID, m domain.MessageID) (episode int, err error) {
	err = tx.one(&episode, "message", "SELECT episode FROM timeline_entries WHERE conversation_id = ? AND message_id = ?", id, m)
	return episode, err
}

// EarnedBy are the awards of an episode.
func (tx Tx) EarnedBy(id domain.ConversationID, episode int, e domain.ExpertID) (awards []domain.AwardID, err error) {
	err = tx.all(&awards, "SELECT id FROM awards WHERE conversation_id = ? AND episode = ? AND expert_id = ? ORDER BY id", id, episode, e)
	return awards, wrapped(err, "find what %s earned by %s", e, id)
}
