package api

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
)

// WarmUpQuestionText is a question as managers write it: choices, or patterns of a short text.
type WarmUpQuestionText struct {
	Product     string   `json:"product" maxLength:"80" doc:"Its name; questions are spread over products."`
	Ask         string   `json:"ask" maxLength:"600"`
	Choices     []string `json:"choices" maxItems:"8" nullable:"false"`
	Right       []int    `json:"right" maxItems:"8" nullable:"false" doc:"The places of the right choices, from 0."`
	Accept      []string `json:"accept" maxItems:"60" nullable:"false" doc:"Patterns of a right short text."`
	Refuse      []string `json:"refuse" maxItems:"60" nullable:"false" doc:"Patterns of one that is wrong all the same."`
	Points      int      `json:"points" minimum:"1" maximum:"5"`
	Explanation string   `json:"explanation" maxLength:"600"`
	Source      string   `json:"source" maxLength:"600" doc:"Where one can look it up: the book is open."`
}

func (q WarmUpQuestionText) domain(id audition.QuestionID, l domain.Language) audition.Question {
	return audition.Question{
		ID: id, Language: l, Product: q.Product, Ask: q.Ask, Choices: q.Choices, Right: q.Right, Accept: q.Accept,
		Refuse: q.Refuse, Points: q.Points, Explanation: q.Explanation, Source: q.Source,
	}
}

func (h scenarios) questions(ctx context.Context, _ *none) (*body[storage.List[storage.WrittenQuestionView]], error) {
	return items(h.c.Views.WarmUpQuestions(ctx, "", ""))
}

type questionInput struct {
	IfMatch

	ID       audition.QuestionID `path:"id" maxLength:"40" doc:"Its languages share it."`
	Language domain.Language     `path:"language" maxLength:"64" doc:"en or nl."`
	Body     struct {
		WarmUpQuestionText

		Archived bool `json:"archived" doc:"Auditions draw it no more."`
		Version  int  `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h scenarios) putQuestion(ctx context.Context, in *questionInput) (*taggedBody[storage.WrittenQuestionView], error) {
	version := 0
	if in.Tag != `"0"` {
		var err error
		if version, err = in.version(ctx, in.Body.Version); err != nil {
			return nil, err
		}
	}
	w, err := h.trial.SaveQuestion(ctx, rater(ctx), in.Body.domain(in.ID, in.Language), in.Body.Archived, version)
	if err != nil {
		return nil, err
	}
	views, err := h.c.Views.WarmUpQuestions(ctx, w.ID, w.Language)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.WrittenQuestionView]{versionTag(views[0].Version), views[0]}, nil
}

type tryQuestionInput struct {
	Body struct {
		Language domain.Language    `json:"language" maxLength:"64"`
		Question WarmUpQuestionText `json:"question"`
		Texts    []string           `json:"texts" maxItems:"20" nullable:"false"`
	}
}

// TriedQuestion is what is wrong with a question, and which texts it takes for right.
type TriedQuestion struct {
	Faults []WritingFault `json:"faults"`
	Right  []bool         `json:"right" doc:"In the order of the texts; empty while its patterns cannot be read."`
}

func (h scenarios) tryQuestion(_ context.Context, in *tryQuestionInput) (*body[TriedQuestion], error) {
	faults, right := marking.TryQuestion(in.Body.Question.domain("tried", in.Body.Language), in.Body.Texts)
	if right == nil {
		right = []bool{}
	}
	return reply(TriedQuestion{writingFaults(faults), right}, nil)
}
