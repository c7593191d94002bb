package storage

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
)

// Models runs a use case of insight.Suggestions in one transaction.
func (db *DB) Models(ctx context.Context, fn func(insight.ModelStore) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var (
	_ insight.ModelStore = Tx{}
	_ insight.ModelShelf = Views{}
)

// AddReasonModel keeps a version. An active one takes the place of the one
// before, whose bytes are let go. Two active ones at once: the index has one.
func (tx Tx) AddReasonModel(m insight.ReasonModel) error {
	if m.Active {
		if _, err := tx.exec("UPDATE reason_models SET active = FALSE, body = NULL WHERE active"); err != nil {
			return wrapped(err, "replace the reason model")
		}
	} else {
		m.Body = nil // it was measured, and never suggests
	}
	_, err := tx.exec(`INSERT INTO reason_models (id, trained_at, examples, held_out, reasons, top1, top3, active, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.ID, At(m.TrainedAt), m.Examples, m.HeldOut, m.Reasons, m.Top1, m.Top3, m.Active, m.Body)
	return wrapped(err, "add reason model %s", m.ID)
}

// Judge keeps a judgement unless the episode has one.
func (tx Tx) Judge(j insight.Judgement) (bool, error) {
	n, err := tx.exec(`INSERT INTO reason_judgements (conversation_id, episode, model_id, reason_id, first_id, place, judged_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		j.Conversation, j.Episode, j.Model, j.Reason, orNull(j.First), j.Place, At(j.JudgedAt))
	return n > 0, wrapped(err, "judge the reason of %s", j.Conversation)
}

// blob is a column of bytes; NULL is nil.
type blob []byte

// Scan implements sql.Scanner.
func (b *blob) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*b = nil
	case []byte:
		*b = v
	default:
		return fmt.Errorf("storage: a %T is no bytes", v)
	}
	return nil
}

// ActiveReasonModel returns the version that suggests, without its bytes when it
// is the known one.
func (v Views) ActiveReasonModel(ctx context.Context, known domain.ModelID) (m insight.ReasonModel, found bool, err error) {
	var r struct {
		ID                                     domain.ModelID
		TrainedAt                              Time
		Examples, HeldOut, Reasons, Top1, Top3 int
		Body                                   blob
	}
	found, err = v.maybe(ctx, &r, `SELECT id, trained_at, examples, held_out, reasons, top1, top3,
		CASE WHEN id <> ? THEN body END AS body FROM reason_models WHERE active`, known)
	return insight.ReasonModel{
		ID: r.ID, TrainedAt: r.TrainedAt.Time, Examples: r.Examples, HeldOut: r.HeldOut, Reasons: r.Reasons, Top1: r.Top1, Top3: r.Top3,
		Active: true, Body: r.Body,
	}, found, wrapped(err, "read the reason model")
}

type closingRow struct {
	ConversationID  domain.ConversationID
	Episode         int
	ReasonID        domain.ReasonID
	Outcome         *string
	ClosedAt        Time
	FirstResponseAt *Time
}

const selectClosings = `SELECT e.conversation_id, e.episode, e.closing_reason_id AS reason_id, e.outcome, e.closed_at, e.first_response_at
	FROM episodes e JOIN contact_reasons r ON r.id = e.closing_reason_id AND r.archived_at IS NULL
	WHERE e.closing_reason_id IS NOT NULL AND e.closed_at > ? `

// Closings returns the newest closings since a time, with reasons in use, the
// oldest of them first.
func (v Views) Closings(ctx context.Context, since time.Time, most int) ([]insight.Closing, error) {
	var rows []closingRow
	err := v.all(ctx, &rows, selectClosings+"ORDER BY e.closed_at DESC, e.conversation_id DESC LIMIT ?", At(since), most)
	if err != nil {
		return nil, wrapped(err, "list closings")
	}
	slices.Reverse(rows)
	return v.closings(ctx, rows)
}

// UnjudgedClosings returns the oldest closings since a time that no judgement
// names, the oldest first.
func (v Views) UnjudgedClosings(ctx context.Context, since time.Time, most int) ([]insight.Closing, error) {
	var rows []closingRow
	err := v.all(ctx, &rows, selectClosings+`AND NOT EXISTS (SELECT 1 FROM reason_judgements j
		WHERE j.conversation_id = e.conversation_id AND j.episode = e.episode)
		ORDER BY e.closed_at, e.conversation_id LIMIT ?`, At(since), most)
	if err != nil {
		return nil, wrapped(err, "list closings that wait to be judged")
	}
	return v.closings(ctx, rows)
}

// askedAtOnce bounds the conversations of one statement.
const askedAtOnce = 400

// closings reads what their customers wrote before the first answer.
func (v Views) closings(ctx context.Context, rows []closingRow) ([]insight.Closing, error) {
	all := make([]insight.Closing, len(rows))
	at := make(map[domain.ConversationID][]int, len(rows))
	ids := make([]domain.ConversationID, 0, len(rows))
	for i, r := range rows {
		all[i] = insight.Closing{
			Conversation: r.ConversationID, Episode: r.Episode, Reason: r.ReasonID, ClosedAt: r.ClosedAt.Time,
			Solved: orEmpty(r.Outcome) == "solved",
		}
		if at[r.ConversationID] == nil {
			ids = append(ids, r.ConversationID)
		}
		at[r.ConversationID] = append(at[r.ConversationID], i)
	}
	for part := range slices.Chunk(ids, askedAtOnce) {
		said, err := v.said(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, s := range said {
			for _, i := range at[s.ConversationID] {
				if rows[i].Episode == s.Episode && s.before(rows[i].FirstResponseAt) {
					all[i].Text = joined(all[i].Text, s.Text)
				}
			}
		}
	}
	return all, nil
}

// saidRow is a message of a customer that nobody deleted, as it reads now.
type saidRow struct {
	ConversationID domain.ConversationID
	Episode        int
	MessageID      domain.MessageID
	Text           string
	At             Time
}

func (s saidRow) before(answer *Time) bool { return answer == nil || !s.At.After(answer.Time) }

func joined(before, more string) string {
	if before == "" || more == "" {
		return cmp.Or(before, more)
	}
	return before + "\n" + more
}

// said reads the customers' messages of conversations in order, without deleted ones.
func (v Views) said(ctx context.Context, of []domain.ConversationID) ([]saidRow, error) {
	var rows []saidRow
	if err := v.all(ctx, &rows, `SELECT conversation_id, episode, message_id, text, at FROM timeline_entries
		WHERE conversation_id IN ? AND kind = 'message' AND author_role = 'customer' ORDER BY conversation_id, seq`, of); err != nil {
		return nil, wrapped(err, "read what customers wrote")
	}
	var changed []changeRow
	if err := v.all(ctx, &changed, `SELECT seq, kind, text, data, at FROM timeline_entries
		WHERE conversation_id IN ? AND kind IN ('edit', 'deletion') ORDER BY conversation_id, seq`, of); err != nil {
		return nil, wrapped(err, "read what was changed")
	}
	changes, err := newest(changed)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		if c, ok := changes[r.MessageID]; ok {
			rows[i].Text = c.Text
			if c.Deleted {
				rows[i].Text = ""
			}
		}
	}
	return rows, nil
}
