package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// changes are what an author does to a message that is said.
type changes struct{ desk *desk.Desk }

func (h changes) routes(r *router) {
	handle(r, operation{
		ID: "editMessage", Method: http.MethodPatch, Path: "/conversations/{id}/messages/{messageId}", Tag: "Conversations",
		Summary: "Change what I said",
		Details: "For five minutes, and only by the author, who must still take part; the conversation may be closed. The old text is shown to " +
			"nobody any more. The answer names the entry that says how the message reads now. The same text again changes nothing.",
		Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitMessages},
	}, h.edit)
	handle(r, operation{
		ID: "deleteMessage", Method: http.MethodDelete, Path: "/conversations/{id}/messages/{messageId}", Tag: "Conversations",
		Summary: "Take back what I said",
		Details: "For five minutes, and only by the author. The message keeps its place without its text. A second time changes nothing.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitMessages},
	}, h.delete)
}

// OneMessage names a message in a conversation.
type OneMessage struct {
	ByID[domain.ConversationID]

	MessageID domain.MessageID `path:"messageId" maxLength:"64" doc:"Its id."`
}

type editInput struct {
	OneMessage

	Body struct {
		Text string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

func (h changes) edit(ctx context.Context, in *editInput) (*body[PostedMessage], error) {
	p, err := h.desk.EditMessage(ctx, actor(ctx), in.ID, in.MessageID, in.Body.Text)
	return reply(PostedMessage{p.ID, p.Seq}, err)
}

func (h changes) delete(ctx context.Context, in *OneMessage) (*body[PostedMessage], error) {
	p, err := h.desk.DeleteMessage(ctx, actor(ctx), in.ID, in.MessageID)
	return reply(PostedMessage{p.ID, p.Seq}, err)
}
