package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
)

type conversations struct {
	c      Config
	desk   *desk.Desk
	access *access.Access
}

func (h conversations) routes(r *router) {
	handle(r, operation{
		ID: "openConversation", Method: http.MethodPost, Path: "/conversations", Tag: "Conversations", Summary: "Ask a question",
		Status: http.StatusCreated, Limits: []limit{limitNewConversations}, First: true,
	}, h.open)
	handle(r, operation{
		ID: "listConversations", Method: http.MethodGet, Path: "/conversations", Tag: "Conversations", Summary: "The conversations I may know",
		Details: "Customers see their own, experts those they hold now, managers all; the newest first.",
	}, h.list)
	handle(r, operation{
		ID: "getConversation", Method: http.MethodGet, Path: "/conversations/{id}", Tag: "Conversations", Summary: "One conversation",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "getTimeline", Method: http.MethodGet, Path: "/conversations/{id}/timeline", Tag: "Conversations", Summary: "What happened in a conversation",
		Details: "Entries are numbered without a gap and never change: ask for what comes after the last seq you have until lastSeq is reached. " +
			"With wait the answer comes when there is something after it, or when the time is over.",
		Errors: []int{http.StatusNotFound},
	}, h.timeline)
	handle(r, operation{
		ID: "getConversationContext", Method: http.MethodGet, Path: "/conversations/{id}/context", Tag: "Conversations",
		Summary: "The customer, the product and the earlier conversations", Errors: []int{http.StatusNotFound},
	}, h.context)
}

// NewConversation is a question.
type NewConversation struct {
	Question  string           `json:"question" minLength:"1" maxLength:"2000"`
	Channel   string           `json:"channel,omitempty" maxLength:"30" default:"chat" doc:"One of the brand's: see its settings."`
	ProductID domain.ProductID `json:"productId,omitempty" maxLength:"64"`
	ReasonID  domain.ReasonID  `json:"reasonId,omitempty" maxLength:"64"`
	Language  domain.Language  `json:"language,omitempty" maxLength:"3" doc:"The customer's, when it is absent."`
}

func (h conversations) open(ctx context.Context, in *body[NewConversation]) (*body[storage.ConversationView], error) {
	b, network := in.Body, h.c.Network(requestOf(ctx).ip)
	if err := h.access.See(ctx, actor(ctx).ID, network); err != nil {
		return nil, err
	}
	id, err := h.desk.Open(ctx, actor(ctx).Customer(), desk.Question{
		Text: b.Question, Channel: b.Channel, Product: b.ProductID, Reason: b.ReasonID, Language: b.Language, Network: network,
	})
	return showConversation(ctx, h.c.Views, id, err)
}

// showConversation answers with a conversation as the actor sees it.
func showConversation(ctx context.Context, v storage.Views, id domain.ConversationID, err error) (*body[storage.ConversationView], error) {
	if err != nil {
		return nil, err
	}
	return reply(v.Conversation(ctx, actor(ctx), id))
}

type conversationsInput struct {
	Page

	Status desk.Status   `query:"status" enum:"queued,offered,assigned,waiting,closed"`
	Desk   desk.Answerer `query:"desk" enum:"experts,staff" doc:"For staff: who answers. In the order of the queue."`
	Mine   bool          `query:"mine" doc:"For staff: those I hold."`
}

func (h conversations) list(ctx context.Context, in *conversationsInput) (*body[storage.List[storage.ConversationSummary]], error) {
	if by := actor(ctx); by.Staff() && (in.Desk != "" || in.Mine) {
		return reply(h.c.Views.StaffConversations(ctx, by, storage.DeskFilter{Desk: in.Desk, Status: in.Status, Mine: in.Mine}, in.page()))
	}
	return reply(h.c.Views.Conversations(ctx, actor(ctx), in.Status, in.page()))
}

func (h conversations) get(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ConversationView], error) {
	return showConversation(ctx, h.c.Views, in.ID, nil)
}

type timelineInput struct {
	ByID[domain.ConversationID]

	Waits

	After int `query:"after" minimum:"0" doc:"The last seq you have."`
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"500"`
}

func (h conversations) timeline(ctx context.Context, in *timelineInput) (*body[storage.TimelineView], error) {
	look := func(ctx context.Context) (storage.TimelineView, error) {
		return h.c.Views.Timeline(ctx, actor(ctx), in.ID, in.After, in.Limit)
	}
	return reply(waitFor(ctx, h.c, in.Waits, look, func(v storage.TimelineView) bool { return len(v.Entries) > 0 },
		func(p live.Push) bool { return p.ConversationID == string(in.ID) && p.Type == "timeline" }))
}

func (h conversations) context(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.ContextView], error) {
	return reply(h.c.Views.ConversationContext(ctx, actor(ctx), requestOf(ctx).language, in.ID))
}
