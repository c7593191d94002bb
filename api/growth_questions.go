package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/storage"
)

func (h growing) questionRoutes(r *router) {
	handle(r, operation{
		ID: "getQuestionSet", Method: http.MethodGet, Path: "/question-sets/{id}", Tag: tagGrowth, Summary: "The questions of a topic's certificate",
		Details: "As managers write them, with the right answers, and what is published. The id is the topic's.", Errors: []int{http.StatusNotFound},
	}, h.questions)
	handle(r, operation{
		ID: "createQuestionSet", Method: http.MethodPost, Path: "/question-sets", Tag: tagGrowth, Summary: "Write the first questions of a topic",
		Details: "Nobody is asked them before they are published.", Status: http.StatusCreated, Errors: []int{http.StatusPreconditionFailed},
	}, h.createQuestions)
	handle(r, operation{
		ID: "putQuestionSet", Method: http.MethodPut, Path: "/question-sets/{id}", Tag: tagGrowth, Summary: "Change the questions of a topic",
		Details: "What is published stays as it is until the next publication.",
		Errors:  []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.putQuestions)
	handle(r, operation{
		ID: "publishQuestionSet", Method: http.MethodPost, Path: "/question-sets/{id}/publications", Tag: tagGrowth, Summary: "Publish the questions",
		Details: "They become the next version, which new attempts draw from; attempts under way keep theirs.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, h.publish)
	handle(r, operation{
		ID: "announceGeneration", Method: http.MethodPost, Path: "/products/{id}/generations", Tag: tagGrowth, Summary: "The product is a new one now",
		Details: "Ends every certificate about the generation before. The number must be the next one.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.generation)
}

// Questions are a topic's questions as managers write them.
type Questions struct {
	ProductID domain.ProductID  `json:"productId,omitempty" maxLength:"64" doc:"Whose new generation ends the certificates."`
	Minutes   int               `json:"minutes" minimum:"5" maximum:"60" doc:"To answer five questions."`
	Questions []growth.Question `json:"questions" maxItems:"40" nullable:"false"`
}

// NewQuestions are the first questions of a topic.
type NewQuestions struct {
	Questions

	ReasonID domain.ReasonID `json:"reasonId" minLength:"1" maxLength:"64"`
}

func (h growing) questions(ctx context.Context, in *ByID[domain.ReasonID]) (*taggedBody[storage.QuestionSetView], error) {
	return h.showQuestions(ctx, in.ID, nil)
}

func (h growing) showQuestions(ctx context.Context, id domain.ReasonID, err error) (*taggedBody[storage.QuestionSetView], error) {
	if err != nil {
		return nil, err
	}
	s, err := h.c.Views.QuestionSet(ctx, requestOf(ctx).language, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.QuestionSetView]{versionTag(s.Version), s}, nil
}

func (h growing) save(ctx context.Context, id domain.ReasonID, q Questions, version int) (*taggedBody[storage.QuestionSetView], error) {
	_, err := h.growth.SaveQuestions(ctx, actor(ctx), growth.Draft{Reason: id, Product: q.ProductID, Questions: q.Questions, Minutes: q.Minutes}, version)
	return h.showQuestions(ctx, id, err)
}

func (h growing) createQuestions(ctx context.Context, in *body[NewQuestions]) (*taggedBody[storage.QuestionSetView], error) {
	return h.save(ctx, in.Body.ReasonID, in.Body.Questions, 0)
}

type questionsInput struct {
	ByID[domain.ReasonID]
	IfMatch

	Body struct {
		Questions

		Version int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h growing) putQuestions(ctx context.Context, in *questionsInput) (*taggedBody[storage.QuestionSetView], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return h.save(ctx, in.ID, in.Body.Questions, v)
}

type publishSetInput struct {
	ByID[domain.ReasonID]

	Body struct {
		Version int `json:"version" minimum:"1" doc:"Of the draft, as it was read."`
	}
}

func (h growing) publish(ctx context.Context, in *publishSetInput) (*taggedBody[storage.QuestionSetView], error) {
	_, err := h.growth.PublishQuestions(ctx, actor(ctx), in.ID, in.Body.Version)
	return h.showQuestions(ctx, in.ID, err)
}

// Generation is what a new generation ended.
type Generation struct {
	Ended int `json:"ended" minimum:"0" doc:"Certificates that are no longer good."`
}

type generationInput struct {
	ByID[domain.ProductID]

	Body struct {
		Generation int `json:"generation" minimum:"2" maximum:"1000" doc:"The next one."`
	}
}

func (h growing) generation(ctx context.Context, in *generationInput) (*body[Generation], error) {
	n, err := h.growth.NewGeneration(ctx, in.ID, in.Body.Generation)
	return reply(Generation{n}, err)
}
