package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

type handOvers struct {
	c    Config
	desk *desk.Desk
}

func (h handOvers) routes(r *router) {
	handle(r, operation{
		ID: "handOver", Method: http.MethodPost, Path: "/conversations/{id}/hand-overs", Tag: "Hand-overs", Summary: "Hand a conversation over",
		Details: "Whoever holds it passes it on with a summary: to experts, to one expert who is asked first, or to staff. The seat is free at " +
			"once, and the conversation is at the front of its queue. Twice in an episode at most.",
		Status: http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.make)
	handle(r, operation{
		ID: "listHandOvers", Method: http.MethodGet, Path: "/conversations/{id}/hand-overs", Tag: "Hand-overs",
		Summary: "What was handed over in this episode", Errors: []int{http.StatusNotFound},
	}, h.list)
	handle(r, operation{
		ID: "listReceivers", Method: http.MethodGet, Path: "/conversations/{id}/receivers", Tag: "Hand-overs",
		Summary: "Colleagues who could take my conversation now", Details: "Those who know its topic come first; at most fifty.",
		Errors: []int{http.StatusNotFound},
	}, h.receivers)
	handle(r, operation{
		ID: "scoreHandOver", Method: http.MethodPost, Path: "/hand-overs/{id}/scores", Tag: "Hand-overs", Summary: "Score the summary I received",
		Details: "Once, while you hold the conversation; the same score again changes nothing.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.score)
	handle(r, operation{
		ID: "takeOver", Method: http.MethodPost, Path: "/conversations/{id}/take-overs", Tag: "Hand-overs", Summary: "Take a conversation",
		Details: "A manager takes it from the staff queue, the experts' queue, an offer or an expert, who is told the reason. When another " +
			"manager holds it the refusal names them; fromStaff takes it from there on purpose.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.take)
}

type handOverInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Summary string `json:"summary" minLength:"10" maxLength:"600" doc:"What was asked, what was tried, what is open. The customer does not see it."`
		To      string `json:"to,omitempty" maxLength:"64" default:"experts" doc:"experts, staff, or the id of an expert who is asked first."`
	}
}

func (h handOvers) make(ctx context.Context, in *handOverInput) (*body[HandedOver], error) {
	made, err := h.desk.HandOver(ctx, actor(ctx), in.ID, destination(in.Body.To), in.Body.Summary)
	return reply(HandedOver{made.ID, desk.MaxHandOvers - made.No}, err)
}

// destination reads to whom a conversation goes: a desk, or an expert's id.
func destination(to string) desk.Destination {
	switch a := desk.Answerer(to); a {
	case desk.ByExperts, desk.ByStaff:
		return desk.Destination{Desk: a}
	default:
		return desk.Destination{Desk: desk.ByExperts, Expert: domain.ExpertID(to)}
	}
}

// HandedOver is what whoever handed a conversation over is told; they do not
// know the conversation any more.
type HandedOver struct {
	ID   domain.HandOverID `json:"id"`
	Left int               `json:"left" minimum:"0" maximum:"1" doc:"How often it can still be handed over in this episode."`
}

func (h handOvers) list(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.HandOversView], error) {
	return reply(h.c.Views.HandOversOf(ctx, actor(ctx), in.ID))
}

// Receiver is a colleague who could take a conversation now.
type Receiver struct {
	Expert    storage.ConversationExpertView `json:"expert"`
	FreeSeats int                            `json:"freeSeats" minimum:"1" maximum:"3"`
	Topic     string                         `json:"topic" enum:"qualified,learning,any,none" doc:"How they stand to what is asked."`
}

func (h handOvers) receivers(ctx context.Context, in *ByID[domain.ConversationID]) (*body[storage.List[Receiver]], error) {
	found, err := h.desk.Receivers(ctx, actor(ctx), in.ID)
	all := make([]Receiver, len(found))
	for i, r := range found {
		e := r.Expert
		all[i] = Receiver{storage.ConversationExpertView{
			ID: e.ID, DisplayName: e.DisplayName, Alias: e.Alias, Bird: e.Bird, Level: e.Level, Disclosure: roster.Disclosure,
		}, r.Free, r.Topic}
	}
	return items(all, err)
}

type scoreInput struct {
	ByID[domain.HandOverID]

	Body struct {
		Score int `json:"score" minimum:"1" maximum:"5" doc:"1: I had to ask it all again. 5: I could go on at once."`
	}
}

func (h handOvers) score(ctx context.Context, in *scoreInput) (*body[storage.HandOverView], error) {
	if _, err := h.desk.ScoreHandOver(ctx, actor(ctx), in.ID, in.Body.Score); err != nil {
		return nil, err
	}
	return reply(h.c.Views.HandOver(ctx, actor(ctx), in.ID))
}

type takeOverInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Reason    string `json:"reason,omitempty" maxLength:"300" doc:"Told to the expert who had it."`
		FromStaff bool   `json:"fromStaff,omitempty" doc:"Also when another manager holds it."`
	}
}

func (h handOvers) take(ctx context.Context, in *takeOverInput) (*body[storage.ConversationView], error) {
	err := h.desk.TakeOver(ctx, actor(ctx), in.ID, desk.TakingOver{Reason: in.Body.Reason, FromStaff: in.Body.FromStaff})
	return showConversation(ctx, h.c.Views, in.ID, err)
}
