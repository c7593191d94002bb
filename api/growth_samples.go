package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/storage"
)

func (h growing) sampleRoutes(r *router) {
	handle(r, operation{
		ID: "listSamples", Method: http.MethodGet, Path: "/samples", Tag: tagGrowth, Summary: "Conversations to look at",
		Details: "For mentors and managers: every rating of one or two stars, one in twenty of the rest, what was handed in " +
			"for certificates, and what one shadowed. Nobody sees their own here, and nobody the stars.",
	}, h.samples)
	handle(r, operation{
		ID: "getSample", Method: http.MethodGet, Path: "/samples/{id}", Tag: tagGrowth, Summary: "Look at a conversation",
		Details: "For mentors and managers, and once it is marked for its expert.", Errors: []int{http.StatusNotFound},
	}, h.look)
	handle(r, operation{
		ID: "markSample", Method: http.MethodPost, Path: "/samples/{id}/markings", Tag: tagGrowth, Summary: "Mark a conversation",
		Details: "Once. What follows happens at once: the certificate, goals of the plan, a candidate's step to Rookie.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.mark)
	handle(r, operation{
		ID: "listSecondLooks", Method: http.MethodGet, Path: "/second-looks", Tag: tagGrowth, Summary: "Conversations to look at a second time",
		Details: "For seniors, mentors and managers: what somebody else marked in the last 28 days, without the card. Nobody sees their own here.",
	}, h.secondLooks)
	handle(r, operation{
		ID: "getSecondLook", Method: http.MethodGet, Path: "/second-looks/{id}", Tag: tagGrowth, Summary: "Look at a conversation a second time",
		Details: "The first card is there once one's own is given.", Errors: []int{http.StatusNotFound},
	}, h.secondLook)
	handle(r, operation{
		ID: "giveSecondLook", Method: http.MethodPost, Path: "/second-looks/{id}/markings", Tag: tagGrowth, Summary: "Mark a conversation a second time",
		Details: "Once. It changes nothing for the expert. Where both cards agree within one mark, both experts earn points, for ten a day at most.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict},
	}, h.lookAgain)
}

func (h growing) secondLooks(ctx context.Context, _ *none) (*body[storage.List[storage.SampleView]], error) {
	return items(h.c.Views.SecondLooks(ctx, actor(ctx), requestOf(ctx).language, h.c.BrandNow()))
}

func (h growing) secondLook(ctx context.Context, in *ByID[growth.SampleID]) (*body[storage.SecondLookView], error) {
	return reply(h.c.Views.SecondLook(ctx, actor(ctx), requestOf(ctx).language, in.ID, h.c.BrandNow()))
}

// Marks are the four lines of a score card, without words.
type Marks struct {
	Helpful  int  `json:"helpful" minimum:"1" maximum:"5"`
	Correct  int  `json:"correct" minimum:"1" maximum:"5"`
	Tone     int  `json:"tone" minimum:"1" maximum:"5"`
	OwnWords int  `json:"ownWords" minimum:"1" maximum:"5"`
	Breach   bool `json:"breach,omitempty" doc:"A breach of courtesy."`
}

type secondLookInput struct {
	ByID[growth.SampleID]

	Body Marks
}

func (h growing) lookAgain(ctx context.Context, in *secondLookInput) (*body[storage.SecondLookView], error) {
	b := in.Body
	_, err := h.growth.LookAgain(ctx, actor(ctx), in.ID, growth.Card{
		Helpful: b.Helpful, Correct: b.Correct, Tone: b.Tone, OwnWords: b.OwnWords, Breach: b.Breach,
	})
	if err != nil {
		return nil, err
	}
	return h.secondLook(ctx, &in.ByID)
}

type samplesInput struct {
	Page

	State growth.SampleState `query:"state" enum:"open,marked" default:"open"`
}

func (h growing) samples(ctx context.Context, in *samplesInput) (*body[storage.List[storage.SampleView]], error) {
	return reply(h.c.Views.Samples(ctx, actor(ctx), requestOf(ctx).language, in.State, in.page()))
}

func (h growing) look(ctx context.Context, in *ByID[growth.SampleID]) (*body[storage.LookView], error) {
	return reply(h.c.Views.Look(ctx, actor(ctx), requestOf(ctx).language, in.ID))
}

// ScoreCard is what a reviewer thinks of a conversation.
type ScoreCard struct {
	Helpful  int    `json:"helpful" minimum:"1" maximum:"5" doc:"The customer is better off."`
	Correct  int    `json:"correct" minimum:"1" maximum:"5" doc:"What was said is true."`
	Tone     int    `json:"tone" minimum:"1" maximum:"5" doc:"Patient and courteous."`
	OwnWords int    `json:"ownWords" minimum:"1" maximum:"5" doc:"Nobody else could have written it."`
	Breach   bool   `json:"breach,omitempty" doc:"A breach of courtesy."`
	Praise   string `json:"praise" minLength:"1" maxLength:"600" doc:"What was good; the expert reads it."`
	Advice   string `json:"advice,omitempty" maxLength:"600" doc:"What would make it better; needed where a mark is below 4."`
}

type sampleMarkInput struct {
	ByID[growth.SampleID]

	Body ScoreCard
}

func (h growing) mark(ctx context.Context, in *sampleMarkInput) (*body[storage.LookView], error) {
	b := in.Body
	_, err := h.growth.Mark(ctx, actor(ctx), in.ID, growth.Card{
		Helpful: b.Helpful, Correct: b.Correct, Tone: b.Tone, OwnWords: b.OwnWords, Breach: b.Breach, Praise: b.Praise, Advice: b.Advice,
	})
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Look(ctx, actor(ctx), requestOf(ctx).language, in.ID))
}

func (h growing) courseRoutes(r *router) {
	handle(r, operation{
		ID: "listCourseItems", Method: http.MethodGet, Path: "/course-items", Tag: tagGrowth, Summary: "What there is to learn",
		Details: "Only managers see what is archived.",
	}, h.courses)
	handle(r, operation{
		ID: "createCourseItem", Method: http.MethodPost, Path: "/course-items", Tag: tagGrowth, Summary: "Add something to learn", Status: http.StatusCreated,
	}, h.addCourse)
	handle(r, operation{
		ID: "changeCourseItem", Method: http.MethodPatch, Path: "/course-items/{id}", Tag: tagGrowth, Summary: "Change or archive a course item",
		Errors: []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.changeCourse)
	handle(r, operation{
		ID: "completeCourseItem", Method: http.MethodPost, Path: "/course-items/{id}/completions", Tag: tagGrowth, Summary: "I did this",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.complete)
	handle(r, operation{
		ID: "uncompleteCourseItem", Method: http.MethodDelete, Path: "/course-items/{id}/completions", Tag: tagGrowth, Summary: "I did not do this yet",
		Errors: []int{http.StatusNotFound},
	}, h.uncomplete)
}

type coursesInput struct {
	Archived bool `query:"archived" doc:"Also the archived ones."`
}

func (h growing) courses(ctx context.Context, in *coursesInput) (*body[storage.List[storage.CourseView]], error) {
	return items(h.c.Views.Courses(ctx, actor(ctx), in.Archived))
}

// NewCourseItem is something to learn that is to be added.
type NewCourseItem struct {
	ReasonID  domain.ReasonID  `json:"reasonId,omitempty" maxLength:"64" doc:"The topic it is about."`
	Dimension growth.Dimension `json:"dimension,omitempty" enum:"helpful,correct,tone,own_words" doc:"The dimension of the score card it helps with."`
	Title     growth.Texts     `json:"title" doc:"By language."`
	Body      growth.Texts     `json:"body" doc:"In the languages of the title."`
	URL       string           `json:"url,omitempty" maxLength:"500"`
	Minutes   int              `json:"minutes" minimum:"1" maximum:"120"`
}

func (h growing) addCourse(ctx context.Context, in *body[NewCourseItem]) (*taggedBody[storage.CourseView], error) {
	b := in.Body
	added, err := h.growth.AddCourseItem(ctx, growth.CourseItem{
		Reason: b.ReasonID, Dimension: b.Dimension, Title: b.Title, Body: b.Body, URL: b.URL, Minutes: b.Minutes,
	})
	return h.showCourse(ctx, added.ID, err)
}

func (h growing) showCourse(ctx context.Context, id growth.CourseItemID, err error) (*taggedBody[storage.CourseView], error) {
	if err != nil {
		return nil, err
	}
	c, err := h.c.Views.Course(ctx, actor(ctx), id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.CourseView]{versionTag(c.Version), c}, nil
}

// CourseItemChange is what changes of a course item; what is absent stays.
type CourseItemChange struct {
	ReasonID  *domain.ReasonID  `json:"reasonId,omitempty" maxLength:"64" doc:"Empty: of no topic."`
	Dimension *growth.Dimension `json:"dimension,omitempty" maxLength:"20" doc:"Empty: of none."`
	Title     growth.Texts      `json:"title,omitempty"`
	Body      growth.Texts      `json:"body,omitempty"`
	URL       *string           `json:"url,omitempty" maxLength:"500"`
	Minutes   *int              `json:"minutes,omitempty" minimum:"1" maximum:"120"`
	Archived  *bool             `json:"archived,omitempty"`
	Version   int               `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

func (c CourseItemChange) switches() bool {
	return c.ReasonID == nil && c.Dimension == nil && c.Title == nil && c.Body == nil && c.URL == nil && c.Minutes == nil
}

type courseInput struct {
	ByID[growth.CourseItemID]
	IfMatch

	Body CourseItemChange
}

func (h growing) changeCourse(ctx context.Context, in *courseInput) (*taggedBody[storage.CourseView], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	c, err := h.growth.ChangeCourseItem(ctx, in.ID, growth.CourseChange{
		Reason: b.ReasonID, Dimension: b.Dimension, Title: b.Title, Body: b.Body, URL: b.URL, Minutes: b.Minutes, Archived: b.Archived, Version: v,
	})
	return h.showCourse(ctx, c.ID, err)
}

func (h growing) complete(ctx context.Context, in *ByID[growth.CourseItemID]) (*none, error) {
	return done(h.growth.Complete(ctx, actor(ctx).Expert(), in.ID))
}

func (h growing) uncomplete(ctx context.Context, in *ByID[growth.CourseItemID]) (*none, error) {
	return done(h.growth.Uncomplete(ctx, actor(ctx).Expert(), in.ID))
}
