package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

type messages struct {
	c      Config
	desk   *desk.Desk
	typing func(by domain.Actor, in domain.ConversationID, other string) error // nil tells nobody
}

func (h messages) routes(r *router) {
	handle(r, operation{
		ID: "postMessage", Method: http.MethodPost, Path: "/conversations/{id}/messages", Tag: "Conversations", Summary: "Say something",
		Details: "A message with a clientId that you sent before is the same message: 200, and the first answer again. " +
			"A customer's message opens a closed conversation.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound}, Limits: []limit{limitMessages},
	}, h.post)
	handle(r, operation{
		ID: "putRead", Method: http.MethodPut, Path: "/conversations/{id}/read", Tag: "Conversations", Summary: "Say how far I have read",
		Details: "The mark only moves forward, and never beyond what there is to read.", Errors: []int{http.StatusNotFound},
	}, h.read)
	handle(r, operation{
		ID: "postTyping", Method: http.MethodPost, Path: "/conversations/{id}/typing", Tag: "Conversations", Summary: "Say that I am writing",
		Details: "It is pushed to the other side and stored nowhere.", Status: http.StatusNoContent,
		Errors: []int{http.StatusNotFound}, Limits: []limit{limitTyping}, NoKey: true,
	}, h.tell)
}

type messageInput struct {
	ByID[domain.ConversationID]

	Body struct {
		ClientID string `json:"clientId" minLength:"1" maxLength:"64" doc:"Yours, unique among your messages here; a resend keeps it."`
		Text     string `json:"text" minLength:"1" maxLength:"4000"`
		// FactIDs are shown as cards under the text.
		FactIDs []domain.FactID `json:"factIds,omitempty" maxItems:"3" doc:"Facts to show as cards under the words; from those who answer."`
	}
}

// PostedMessage is where a message stands.
type PostedMessage struct {
	ID  domain.MessageID `json:"id"`
	Seq int              `json:"seq" minimum:"1"`
}

func (h messages) post(ctx context.Context, in *messageInput) (*statusBody[PostedMessage], error) {
	p, err := h.desk.Post(ctx, actor(ctx), in.ID, in.Body.ClientID, in.Body.Text, in.Body.FactIDs...)
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if p.New {
		status = http.StatusCreated
	}
	return &statusBody[PostedMessage]{status, PostedMessage{p.ID, p.Seq}}, nil
}

// ReadMark is how far somebody has read.
type ReadMark struct {
	Seq int `json:"seq" minimum:"0"`
}

type readInput struct {
	ByID[domain.ConversationID]

	Body ReadMark
}

func (h messages) read(ctx context.Context, in *readInput) (*body[ReadMark], error) {
	mark, err := h.desk.Read(ctx, actor(ctx), in.ID, in.Body.Seq)
	return reply(ReadMark{mark}, err)
}

func (h messages) tell(ctx context.Context, in *ByID[domain.ConversationID]) (*none, error) {
	by := actor(ctx)
	other, err := h.c.Views.OtherSide(ctx, by, in.ID)
	if err == nil && h.typing != nil {
		err = h.typing(by, in.ID, other)
	}
	return done(err)
}
