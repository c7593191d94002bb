package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

type enrolment struct {
	c      Config
	roster *roster.Roster
}

func (h enrolment) routes(r *router) {
	handle(r, operation{
		ID: "listExperts", Method: http.MethodGet, Path: "/experts", Tag: "Experts", Summary: "Everybody who answers",
	}, h.list)
	handle(r, operation{
		ID: "getExpert", Method: http.MethodGet, Path: "/experts/{id}", Tag: "Experts", Summary: "One expert",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "enrolExpert", Method: http.MethodPost, Path: "/experts", Tag: "Experts", Summary: "Invite an expert",
		Details: "The link is shown once; give it to them yourself.", Status: http.StatusCreated,
		Errors: []int{http.StatusConflict}, NoKey: true, // a link is never stored
	}, h.enrol)
	handle(r, operation{
		ID: "changeExpert", Method: http.MethodPatch, Path: "/experts/{id}", Tag: "Experts", Summary: "Change an expert's level, topics or state",
		Details: "Another level opens or closes seats at once; a taken seat stays until it is free.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "changeMyProfile", Method: http.MethodPatch, Path: "/me/profile", Tag: "Experts", Summary: "Change how others see me",
		Errors: []int{http.StatusConflict, http.StatusPreconditionFailed},
	}, h.profile)
}

type expertsInput struct {
	Page

	State roster.State `query:"state" enum:"active,paused,suspended,retired"`
}

func (h enrolment) list(ctx context.Context, in *expertsInput) (*body[storage.List[storage.ExpertView]], error) {
	return reply(h.c.Views.Experts(ctx, in.State, h.c.BrandNow(), in.page()))
}

func (h enrolment) get(ctx context.Context, in *ByID[domain.ExpertID]) (*taggedBody[storage.ExpertView], error) {
	return h.show(ctx, in.ID, nil)
}

func (h enrolment) show(ctx context.Context, id domain.ExpertID, err error) (*taggedBody[storage.ExpertView], error) {
	if err != nil {
		return nil, err
	}
	e, err := h.c.Views.Expert(ctx, id, h.c.BrandNow())
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.ExpertView]{versionTag(e.Version), e}, nil
}

// TopicInput is a contact reason that an expert may answer.
type TopicInput struct {
	ReasonID domain.ReasonID  `json:"reasonId" maxLength:"64" doc:"On either level."`
	Kind     roster.TopicKind `json:"kind" enum:"qualified,learning"`
}

func topics(all []TopicInput) []roster.Topic {
	topics := make([]roster.Topic, len(all))
	for i, t := range all {
		topics[i] = roster.Topic{Reason: t.ReasonID, Kind: t.Kind}
	}
	return topics
}

// NewExpert is somebody who is to answer.
type NewExpert struct {
	Email       string            `json:"email" minLength:"3" maxLength:"254"`
	Name        string            `json:"name" minLength:"1" maxLength:"80" doc:"The real one: only staff see it."`
	DisplayName string            `json:"displayName" minLength:"1" maxLength:"60" doc:"What customers see."`
	Alias       string            `json:"alias,omitempty" maxLength:"60" doc:"What the board shows without consent."`
	Bird        *int              `json:"bird,omitempty" minimum:"0" maximum:"12"`
	Level       roster.Level      `json:"level" minimum:"0" maximum:"4"`
	Languages   []domain.Language `json:"languages" minItems:"1" maxItems:"10" doc:"In which they answer."`
	Topics      []TopicInput      `json:"topics,omitempty" maxItems:"200" doc:"Without any, everything that level and languages allow."`
	Language    domain.Language   `json:"language,omitempty" maxLength:"3" doc:"Of their workbench; the first of languages when it is absent."`
}

// EnrolledExpert is somebody new and their link.
type EnrolledExpert struct {
	Expert    storage.ExpertView `json:"expert"`
	Link      string             `json:"link" doc:"Works once; shown once."`
	ExpiresAt storage.Time       `json:"expiresAt"`
}

func (h enrolment) enrol(ctx context.Context, in *body[NewExpert]) (*body[EnrolledExpert], error) {
	b := in.Body
	out, err := h.roster.Enrol(ctx, actor(ctx), roster.NewExpert{
		Email: b.Email, Name: b.Name, Language: b.Language, DisplayName: b.DisplayName, Alias: b.Alias, Bird: b.Bird,
		Level: b.Level, Languages: b.Languages, Topics: topics(b.Topics),
	})
	if err != nil {
		return nil, err
	}
	e, err := h.c.Views.Expert(ctx, out.Expert.ID, h.c.BrandNow())
	return reply(EnrolledExpert{e, inviteLink(ctx, out.Link.Token), storage.At(out.Link.ExpiresAt)}, err)
}

// ExpertChange is what changes of an expert; what is absent stays.
type ExpertChange struct {
	Name        *string           `json:"name,omitempty" minLength:"1" maxLength:"80"`
	DisplayName *string           `json:"displayName,omitempty" minLength:"1" maxLength:"60"`
	Alias       *string           `json:"alias,omitempty" minLength:"1" maxLength:"60"`
	Bird        *int              `json:"bird,omitempty" minimum:"0" maximum:"12"`
	Level       *roster.Level     `json:"level,omitempty" minimum:"0" maximum:"4"`
	Languages   []domain.Language `json:"languages,omitempty" minItems:"1" maxItems:"10"`
	Topics      *[]TopicInput     `json:"topics,omitempty" maxItems:"200"`
	State       *roster.State     `json:"state,omitempty" enum:"active,paused,suspended,retired"`

	BrandCustomerID *string `json:"brandCustomerId,omitempty" maxLength:"128" doc:"The expert's number as a customer of the brand, as its identity tokens have it; empty takes it away."`

	Version int `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but the expert's state changes.
func (c ExpertChange) switches() bool {
	return c.Name == nil && c.DisplayName == nil && c.Alias == nil && c.Bird == nil && c.Level == nil && c.Languages == nil &&
		c.Topics == nil && c.BrandCustomerID == nil
}

type expertChangeInput struct {
	ByID[domain.ExpertID]
	IfMatch

	Body ExpertChange
}

func (h enrolment) change(ctx context.Context, in *expertChangeInput) (*taggedBody[storage.ExpertView], error) {
	version, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	c := roster.Change{
		Name: b.Name, DisplayName: b.DisplayName, Alias: b.Alias, Bird: b.Bird, Level: b.Level, Languages: b.Languages, State: b.State, Version: version,
		BrandCustomer: b.BrandCustomerID, By: actor(ctx),
	}
	if b.Topics != nil {
		all := topics(*b.Topics)
		c.Topics = &all
	}
	_, err = h.roster.Change(ctx, in.ID, c)
	return h.show(ctx, in.ID, err)
}

type profileInput struct {
	IfMatch

	Body struct {
		DisplayName *string `json:"displayName,omitempty" minLength:"1" maxLength:"60"`
		Alias       *string `json:"alias,omitempty" minLength:"1" maxLength:"60"`
		Bird        *int    `json:"bird,omitempty" minimum:"0" maximum:"12"`
		BoardName   *bool   `json:"boardName,omitempty" doc:"Consent to be named on the board; it can be taken back at any time."`
		Version     int     `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h enrolment) profile(ctx context.Context, in *profileInput) (*taggedBody[storage.ExpertView], error) {
	id := actor(ctx).Expert()
	version, err := in.optional(in.Body.Version)
	if err != nil {
		return nil, err
	}
	_, err = h.roster.Change(ctx, id, roster.Change{
		DisplayName: in.Body.DisplayName, Alias: in.Body.Alias, Bird: in.Body.Bird, BoardName: in.Body.BoardName, Version: version,
	})
	return h.show(ctx, id, err)
}
