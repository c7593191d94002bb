package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/storage"
)

// noticed lets rules look at what experts write, after it was sent.
func (h *house) noticed(outbox *storage.Outbox) {
	outbox.Subscribe(desk.MessagePosted, h.notice)
	outbox.Subscribe(desk.MessageEdited, h.notice)
}

// notice flags a message that a rule finds something in. Nearly all have nothing,
// and these cost no transaction.
func (h *house) notice(ctx context.Context, payload []byte) error {
	var e struct {
		ConversationID domain.ConversationID `json:"conversationId"`
		Entry          struct {
			Author    desk.Author      `json:"author"`
			MessageID domain.MessageID `json:"messageId"`
			Text      string           `json:"text"`
			Data      desk.Data        `json:"data"`
		} `json:"entry"`
	}
	if err := json.Unmarshal(payload, &e); err != nil {
		return fmt.Errorf("payload of a message: %w", err)
	}
	if _, doubtful := moderation.Doubtful(e.Entry.Text); !doubtful || e.Entry.Author.Role != domain.RoleExpert {
		return nil
	}
	message := e.Entry.MessageID
	if message == "" {
		message = e.Entry.Data.Message // of an edit
	}
	return h.flags.Notice(ctx, e.ConversationID, message)
}
