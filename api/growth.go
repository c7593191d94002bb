package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/storage"
)

// growing is certificates, score cards, plans and what can be learnt.
type growing struct {
	c      Config
	growth *growth.Growth
}

const tagGrowth = "Growth"

func (h growing) routes(r *router) {
	handle(r, operation{
		ID: "getMyGrowth", Method: http.MethodGet, Path: "/me/growth", Tag: tagGrowth, Summary: "How I grow",
		Details: "Topics with skill and certificate, my development plan, what reviewers said, what there is to learn.",
	}, h.mine)
	handle(r, operation{
		ID: "getExpertGrowth", Method: http.MethodGet, Path: "/experts/{id}/growth", Tag: tagGrowth, Summary: "How an expert grows",
		Errors: []int{http.StatusNotFound},
	}, h.ofExpert)
	handle(r, operation{
		ID: "getTopicGaps", Method: http.MethodGet, Path: "/growth/gaps", Tag: tagGrowth, Summary: "Topics and who covers them",
		Details: "On duty is decided as for offers: available while the brand is open, and where duty goes by shifts also on one. Topics of the staff are left out.",
	}, h.gaps)
	handle(r, operation{
		ID: "beginAttempt", Method: http.MethodPost, Path: "/topics/{id}/attempts", Tag: tagGrowth, Summary: "Begin the certificate of a topic",
		Details: "Draws five questions of the newest version. One at a time per topic; again one day after one that failed.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.begin)
	handle(r, operation{
		ID: "getAttempt", Method: http.MethodGet, Path: "/attempts/{id}", Tag: tagGrowth, Summary: "My attempt at a certificate",
		Details: "Which answers are right is there only when the answers are in.", Errors: []int{http.StatusNotFound},
	}, h.attempt)
	handle(r, operation{
		ID: "answerAttempt", Method: http.MethodPost, Path: "/attempts/{id}/answers", Tag: tagGrowth, Summary: "Answer the five questions",
		Details: "Once. Four of five lead on to the conversation; too late is answered too few.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.answer)
	handle(r, operation{
		ID: "handInConversation", Method: http.MethodPost, Path: "/attempts/{id}/conversations", Tag: tagGrowth,
		Summary: "Show a conversation for a certificate", Details: "One's own, closed, on the topic, of the last 90 days. Three an attempt.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.handIn)
	handle(r, operation{
		ID: "withdrawCertificate", Method: http.MethodPost, Path: "/certificates/{id}/withdrawals", Tag: tagGrowth,
		Summary: "Withdraw a certificate", Details: "With a reason that the expert reads.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.withdraw)
	handle(r, operation{
		ID: "dropGoal", Method: http.MethodPost, Path: "/goals/{id}/droppings", Tag: tagGrowth, Summary: "Drop a goal of a plan",
		Details: "With a reason that the expert reads.", Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.drop)
	h.sampleRoutes(r)
	h.courseRoutes(r)
	h.questionRoutes(r)
}

func (h growing) mine(ctx context.Context, _ *none) (*body[storage.GrowthView], error) {
	return reply(h.c.Views.Growth(ctx, actor(ctx).Expert(), requestOf(ctx).language, h.c.BrandNow()))
}

func (h growing) ofExpert(ctx context.Context, in *ByID[domain.ExpertID]) (*body[storage.GrowthView], error) {
	return reply(h.c.Views.Growth(ctx, in.ID, requestOf(ctx).language, h.c.BrandNow()))
}

func (h growing) gaps(ctx context.Context, _ *none) (*body[storage.TopicGapsView], error) {
	return reply(h.c.Views.TopicGaps(ctx, requestOf(ctx).language, h.c.BrandNow()))
}

func (h growing) begin(ctx context.Context, in *ByID[domain.ReasonID]) (*body[storage.AttemptView], error) {
	a, err := h.growth.BeginAttempt(ctx, actor(ctx).Expert(), in.ID)
	return h.show(ctx, a.ID, err)
}

func (h growing) show(ctx context.Context, id growth.AttemptID, err error) (*body[storage.AttemptView], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Attempt(ctx, actor(ctx).Expert(), requestOf(ctx).language, id, h.c.BrandNow()))
}

func (h growing) attempt(ctx context.Context, in *ByID[growth.AttemptID]) (*body[storage.AttemptView], error) {
	return h.show(ctx, in.ID, nil)
}

type attemptAnswersInput struct {
	ByID[growth.AttemptID]

	Body struct {
		Answers []int `json:"answers" minItems:"1" maxItems:"10" nullable:"false" doc:"For each question the option that was chosen, from 0, as shown."`
	}
}

func (h growing) answer(ctx context.Context, in *attemptAnswersInput) (*body[storage.AttemptView], error) {
	a, err := h.growth.AnswerAttempt(ctx, actor(ctx).Expert(), in.ID, in.Body.Answers)
	return h.show(ctx, a.ID, err)
}

type handInInput struct {
	ByID[growth.AttemptID]

	Body struct {
		ConversationID domain.ConversationID `json:"conversationId" minLength:"1" maxLength:"64"`
		Episode        int                   `json:"episode" minimum:"1" maximum:"10000"`
	}
}

func (h growing) handIn(ctx context.Context, in *handInInput) (*body[storage.AttemptView], error) {
	a, err := h.growth.HandIn(ctx, actor(ctx).Expert(), in.ID, growth.Part{Conversation: in.Body.ConversationID, Episode: in.Body.Episode})
	return h.show(ctx, a.ID, err)
}

// Because is why staff did something; the person it is about reads it.
type Because struct {
	Reason string `json:"reason" minLength:"1" maxLength:"300"`
}

type withdrawInput struct {
	ByID[growth.CertificateID]

	Body Because
}

func (h growing) withdraw(ctx context.Context, in *withdrawInput) (*none, error) {
	return done(h.growth.WithdrawCertificate(ctx, actor(ctx), in.ID, in.Body.Reason))
}

type dropInput struct {
	ByID[growth.GoalID]

	Body Because
}

func (h growing) drop(ctx context.Context, in *dropInput) (*none, error) {
	return done(h.growth.DropGoal(ctx, actor(ctx), in.ID, in.Body.Reason))
}
