package storage

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// asTheyRead gives entries the text that stands now. What a message said before
// an edit, or before it was deleted, leaves this package in no view: not with
// the message, and not with the entry of an earlier edit. The changes are read
// after the entries, so that they can be newer and never older.
func (v Views) asTheyRead(ctx context.Context, id domain.ConversationID, entries []EntryView) error {
	concerns := func(e EntryView) bool {
		return e.Kind == desk.KindMessage || e.Kind == desk.KindEdit || e.Kind == desk.KindDeletion
	}
	if !slices.ContainsFunc(entries, concerns) {
		return nil
	}
	var rows []changeRow
	if err := v.all(ctx, &rows, selectChanges, id); err != nil || len(rows) == 0 {
		return wrapped(err, "read changes of %s", id)
	}
	changes, err := newest(rows)
	if err != nil {
		return err
	}
	for i := range entries {
		if concerns(entries[i]) {
			entries[i].asItReads(changes)
		}
	}
	return nil
}

func (e *EntryView) asItReads(changes map[domain.MessageID]change) {
	m := e.MessageID
	if e.Kind != desk.KindMessage && e.Data != nil {
		m = e.Data.MessageID
	}
	c, changed := changes[m]
	if !changed {
		return
	}
	e.Text = c.Text // empty when it is deleted
	switch {
	case e.Kind != desk.KindMessage:
	case c.Deleted:
		e.Data, e.DeletedAt, e.Hidden = nil, &c.At, c.Hidden
	default:
		e.EditedAt = &c.At
	}
}
