package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

// notes are what colleagues tell each other beside a conversation. No customer
// may call any of these operations, and nothing here is a part of another.
type notes struct {
	c    Config
	desk *desk.Desk
}

func (h notes) routes(r *router) {
	handle(r, operation{
		ID: "listNotes", Method: http.MethodGet, Path: "/conversations/{id}/notes", Tag: "Notes", Summary: "What colleagues noted",
		Details: "In their order. Whispers are for the one who holds the conversation and for the staff.",
		Errors:  []int{http.StatusNotFound},
	}, h.list)
	handle(r, operation{
		ID: "postNote", Method: http.MethodPost, Path: "/conversations/{id}/notes", Tag: "Notes", Summary: "Leave a note, or whisper",
		Details: "A note with a clientId that you sent before is the same note: 200, and the first answer again. Whoever is mentioned may " +
			"read the conversation and note until it is closed. A manager's whisper is for the one who holds the conversation.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusForbidden},
		Limits: []limit{limitMessages},
	}, h.post)
	handle(r, operation{
		ID: "listColleagues", Method: http.MethodGet, Path: "/colleagues", Tag: "Notes", Summary: "Who works here",
		Details: "At most ten whose name, or a part of it, begins so.", Limits: []limit{limitColleagues},
	}, h.colleagues)
	handle(r, operation{
		ID: "listMyMentions", Method: http.MethodGet, Path: "/me/mentions", Tag: "Notes", Summary: "Where I was mentioned",
		Details: "The newest first, until the conversation is closed.",
	}, h.mentions)
	handle(r, operation{
		ID: "putMentionSeen", Method: http.MethodPut, Path: "/me/mentions/{id}/seen", Tag: "Notes", Summary: "Say that I saw a mention",
		Details: "The id is the note's. A second time changes nothing.", Status: http.StatusNoContent, Errors: []int{http.StatusNotFound},
	}, h.see)
}

type notesInput struct {
	ByID[domain.ConversationID]
	Page
}

func (h notes) list(ctx context.Context, in *notesInput) (*body[storage.List[storage.NoteView]], error) {
	return reply(h.c.Views.Notes(ctx, actor(ctx), in.ID, in.page()))
}

type noteInput struct {
	ByID[domain.ConversationID]

	Body struct {
		ClientID string            `json:"clientId" minLength:"1" maxLength:"64" doc:"Yours, unique among your notes here; a resend keeps it."`
		Text     string            `json:"text" minLength:"1" maxLength:"2000"`
		Mentions []domain.PersonID `json:"mentions,omitempty" maxItems:"5" doc:"Colleagues who should look at it."`
		Whisper  bool              `json:"whisper,omitempty" doc:"For the one who holds the conversation. Managers alone."`
	}
}

// PostedNote is a note that is stored.
type PostedNote struct {
	ID domain.NoteID `json:"id"`
}

func (h notes) post(ctx context.Context, in *noteInput) (*statusBody[PostedNote], error) {
	b := in.Body
	n, err := h.desk.Note(ctx, actor(ctx), in.ID, desk.NewNote{
		ClientID: b.ClientID, Text: b.Text, Mentions: b.Mentions, Whisper: b.Whisper,
	})
	if err != nil {
		return nil, err
	}
	status := http.StatusOK
	if n.New {
		status = http.StatusCreated
	}
	return &statusBody[PostedNote]{status, PostedNote{n.ID}}, nil
}

type colleaguesInput struct {
	Query string `query:"query" maxLength:"80" doc:"The beginning of a name."`
}

func (h notes) colleagues(ctx context.Context, in *colleaguesInput) (*body[storage.List[storage.ColleagueView]], error) {
	return items(h.c.Views.Colleagues(ctx, actor(ctx), in.Query))
}

type mentionsInput struct{ Page }

func (h notes) mentions(ctx context.Context, in *mentionsInput) (*body[storage.List[storage.MentionView]], error) {
	return reply(h.c.Views.Mentions(ctx, domain.PersonID(actor(ctx).ID), in.page()))
}

func (h notes) see(ctx context.Context, in *ByID[domain.NoteID]) (*none, error) {
	return done(h.desk.SeeMention(ctx, domain.PersonID(actor(ctx).ID), in.ID))
}
