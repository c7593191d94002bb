package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

// auditions is the candidate's own audition.
type auditions struct {
	c     Config
	trial *marking.Auditions
}

func (h auditions) routes(r *router) {
	steps := []int{http.StatusNotFound, http.StatusConflict}
	handle(r, operation{
		ID: "getMyAudition", Method: http.MethodGet, Path: "/me/audition", Tag: "Auditions", Summary: "My audition",
		Details: "The newest attempt with all that was said in it, and after the decision the feedback for each dimension.",
		Errors:  []int{http.StatusNotFound},
	}, h.mine)
	handle(r, operation{
		ID: "openMyAudition", Method: http.MethodPost, Path: "/me/audition", Tag: "Auditions", Summary: "Open my audition",
		Details: "Draws the questions and the customers. While one is under way this is that one. The next attempt opens 30 days after the " +
			"last was played, at most three in twelve months, and plays other scenarios.", Errors: steps,
	}, h.open)
	handle(r, operation{
		ID: "beginWarmUp", Method: http.MethodPost, Path: "/me/audition/warm-up", Tag: "Auditions", Summary: "Start the clock of the warm-up",
		Details: "Ten open-book questions in fifteen minutes. A second time changes nothing.", Errors: steps,
	}, h.beginWarmUp)
	handle(r, operation{
		ID: "keepWarmUpAnswers", Method: http.MethodPut, Path: "/me/audition/warm-up/answers", Tag: "Auditions", Summary: "Keep what I have answered so far",
		Details: "What is kept when the time is over counts.", Errors: steps,
	}, h.keep)
	handle(r, operation{
		ID: "handInWarmUp", Method: http.MethodPost, Path: "/me/audition/warm-up/submissions", Tag: "Auditions", Summary: "Hand the warm-up in",
		Errors: steps,
	}, h.handIn)
	handle(r, operation{
		ID: "beginPlay", Method: http.MethodPost, Path: "/me/audition/plays/{no}/starts", Tag: "Auditions", Summary: "Let a customer come in",
		Details: "After the warm-up, in their order. A second time changes nothing.", Errors: steps,
	}, h.begin)
	handle(r, operation{
		ID: "sayInPlay", Method: http.MethodPost, Path: "/me/audition/plays/{no}/lines", Tag: "Auditions", Summary: "Answer the customer",
		Details: "Stored together with what the customer says to it. The same clientId again is the same line. A line that comes after the " +
			"end is not taken: it is not in the answer.", Errors: steps, Limits: []limit{limitMessages},
	}, h.say)
	handle(r, operation{
		ID: "listApplicationAuditions", Method: http.MethodGet, Path: "/applications/{id}/auditions", Tag: "Auditions",
		Summary: "The auditions of an application",
		Details: "The newest first. Before the decision only where it is: who marks must not know whose it is, and what was given.",
		Errors:  []int{http.StatusNotFound},
	}, h.of)
}

func (h auditions) view(ctx context.Context, err error) (*body[storage.AuditionView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.MyAudition(ctx, actor(ctx).Candidate(), h.c.BrandNow()))
}

func (h auditions) mine(ctx context.Context, _ *none) (*body[storage.AuditionView], error) {
	return h.view(ctx, nil)
}

func (h auditions) open(ctx context.Context, _ *none) (*body[storage.AuditionView], error) {
	_, err := h.trial.Open(ctx, actor(ctx).Candidate())
	return h.view(ctx, err)
}

func (h auditions) beginWarmUp(ctx context.Context, _ *none) (*body[storage.AuditionView], error) {
	_, err := h.trial.BeginWarmUp(ctx, actor(ctx).Candidate())
	return h.view(ctx, err)
}

// WarmUpAnswer is an answer to one question: choices, or a text.
type WarmUpAnswer struct {
	Question audition.QuestionID `json:"question" maxLength:"64"`
	Chosen   []int               `json:"chosen" maxItems:"10"`
	Text     string              `json:"text,omitempty" maxLength:"600"`
}

type answersInput struct {
	Body struct {
		Answers []WarmUpAnswer `json:"answers" maxItems:"20"`
	}
}

func (in answersInput) answers() []audition.Answer {
	all := make([]audition.Answer, len(in.Body.Answers))
	for i, a := range in.Body.Answers {
		all[i] = audition.Answer{Question: a.Question, Chosen: a.Chosen, Text: a.Text}
	}
	return all
}

func (h auditions) keep(ctx context.Context, in *answersInput) (*body[storage.AuditionView], error) {
	_, err := h.trial.KeepAnswers(ctx, actor(ctx).Candidate(), in.answers(), false)
	return h.view(ctx, err)
}

func (h auditions) handIn(ctx context.Context, in *answersInput) (*body[storage.AuditionView], error) {
	_, err := h.trial.KeepAnswers(ctx, actor(ctx).Candidate(), in.answers(), true)
	return h.view(ctx, err)
}

// PlayNo is which of the three customers.
type PlayNo struct {
	No int `path:"no" minimum:"1" maximum:"3" doc:"Which of the three."`
}

func (h auditions) begin(ctx context.Context, in *PlayNo) (*body[storage.AuditionView], error) {
	_, err := h.trial.BeginPlay(ctx, actor(ctx).Candidate(), in.No)
	return h.view(ctx, err)
}

type sayInput struct {
	PlayNo

	Body struct {
		ClientID string `json:"clientId" minLength:"1" maxLength:"64" doc:"Yours, unique in this play; a resend keeps it."`
		Text     string `json:"text" minLength:"1" maxLength:"4000"`
	}
}

func (h auditions) say(ctx context.Context, in *sayInput) (*body[storage.AuditionView], error) {
	_, err := h.trial.Say(ctx, actor(ctx).Candidate(), in.No, in.Body.ClientID, in.Body.Text)
	return h.view(ctx, err)
}

func (h auditions) of(ctx context.Context, in *ByID[domain.ApplicationID]) (*body[storage.List[storage.AuditionReport]], error) {
	return items(h.c.Views.AuditionsOf(ctx, in.ID, rater(ctx)))
}
