package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/storage"
)

// ideaBox is what experts tell the brand: what they see in conversations, and what
// they would do better; and the departments that things are given to.
type ideaBox struct {
	c        Config
	problems *problems.Problems
}

const tagIdeas = "Signals and ideas"

func (h ideaBox) routes(r *router) {
	missing := []int{http.StatusNotFound, http.StatusConflict}
	handle(r, operation{
		ID: "signalProblem", Method: http.MethodPost, Path: "/conversations/{id}/problem-signals", Tag: tagIdeas, Summary: "Say that a conversation shows a problem",
		Details: "In one sentence. It joins the living problem of the same reason, or opens a candidate; once for each expert and problem.",
		Status:  http.StatusCreated, Errors: []int{http.StatusNotFound, http.StatusConflict}, Limits: []limit{limitIdeas},
	}, h.signal)
	handle(r, operation{
		ID: "listMySignals", Method: http.MethodGet, Path: "/me/problem-signals", Tag: tagIdeas, Summary: "What became of what I signalled",
		Details: "The newest hundred.",
	}, h.mine)
	handle(r, operation{
		ID: "listIdeas", Method: http.MethodGet, Path: "/ideas", Tag: tagIdeas, Summary: "The idea box",
		Details: "At most a hundred: those that are not decided first, by their votes.",
	}, h.list)
	handle(r, operation{
		ID: "postIdea", Method: http.MethodPost, Path: "/ideas", Tag: tagIdeas, Summary: "Post an idea", Details: "Three a day at most.",
		Status: http.StatusCreated, Limits: []limit{limitIdeas},
	}, h.post)
	handle(r, operation{
		ID: "voteForIdea", Method: http.MethodPut, Path: "/ideas/{id}/vote", Tag: tagIdeas, Summary: "Vote for an idea of somebody else, or no longer",
		Errors: missing, Limits: []limit{limitIdeas},
	}, h.vote)
	handle(r, operation{
		ID: "decideIdea", Method: http.MethodPost, Path: "/ideas/{id}/decisions", Tag: tagIdeas, Summary: "Say what becomes of an idea",
		Details: "It is considered, declined with a reason, or adopted: then it is a candidate about a reason, or belongs to the problem that there is.",
		Errors:  stale,
	}, h.decide)
	handle(r, operation{
		ID: "listDepartments", Method: http.MethodGet, Path: "/departments", Tag: tagProblems, Summary: "The brand's departments",
	}, h.departments)
	handle(r, operation{
		ID: "addDepartment", Method: http.MethodPost, Path: "/departments", Tag: tagProblems, Summary: "Add a department", Status: http.StatusCreated,
		Errors: []int{http.StatusConflict},
	}, h.addDepartment)
	handle(r, operation{
		ID: "changeDepartment", Method: http.MethodPatch, Path: "/departments/{id}", Tag: tagProblems, Summary: "Change or archive a department", Errors: stale,
	}, h.changeDepartment)
}

type signalInput struct {
	ByID[domain.ConversationID]

	Body struct {
		Text     string          `json:"text" minLength:"3" maxLength:"300"`
		ReasonID domain.ReasonID `json:"reasonId,omitempty" maxLength:"64" doc:"Where the conversation has none yet."`
	}
}

// Signalled is what became of a signal: the problem's title and state alone.
type Signalled struct {
	Title string         `json:"title"`
	State problems.State `json:"state" enum:"candidate,open,changing,measuring,closed"`
}

func (h ideaBox) signal(ctx context.Context, in *signalInput) (*body[Signalled], error) {
	p, err := h.problems.Report(ctx, actor(ctx).Expert(), in.ID, problems.Observed{Text: in.Body.Text, Reason: in.Body.ReasonID})
	return reply(Signalled{p.Title, p.State}, err)
}

func (h ideaBox) mine(ctx context.Context, _ *none) (*body[storage.List[storage.MySignalView]], error) {
	return items(h.c.Views.Signalled(ctx, actor(ctx).Expert()))
}

func (h ideaBox) list(ctx context.Context, _ *none) (*body[storage.List[storage.IdeaView]], error) {
	return items(h.c.Views.Ideas(ctx, actor(ctx)))
}

// NewIdea is an idea that is to be posted.
type NewIdea struct {
	Title string `json:"title" minLength:"3" maxLength:"120"`
	Text  string `json:"text" minLength:"3" maxLength:"1000"`
}

func (h ideaBox) post(ctx context.Context, in *body[NewIdea]) (*body[storage.IdeaView], error) {
	i, err := h.problems.Post(ctx, actor(ctx), in.Body.Title, in.Body.Text)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Idea(ctx, actor(ctx), i.ID))
}

type ideaVoteInput struct {
	ByID[problems.IdeaID]

	Body struct {
		Vote bool `json:"vote"`
	}
}

func (h ideaBox) vote(ctx context.Context, in *ideaVoteInput) (*body[storage.IdeaView], error) {
	if err := h.problems.Vote(ctx, actor(ctx), in.ID, in.Body.Vote); err != nil {
		return nil, err
	}
	return reply(h.c.Views.Idea(ctx, actor(ctx), in.ID))
}

type decideIdeaInput struct {
	ByID[problems.IdeaID]
	IfMatch

	Body struct {
		State     problems.IdeaState `json:"state" enum:"considered,adopted,declined"`
		Answer    string             `json:"answer,omitempty" maxLength:"1000" doc:"Its author reads it; needed to decline."`
		ReasonID  domain.ReasonID    `json:"reasonId,omitempty" maxLength:"64" doc:"Of the candidate that an adopted one becomes."`
		ProductID domain.ProductID   `json:"productId,omitempty" maxLength:"64"`
		Version   int                `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h ideaBox) decide(ctx context.Context, in *decideIdeaInput) (*body[storage.IdeaView], error) {
	b := in.Body
	v, err := in.version(ctx, b.Version)
	if err != nil {
		return nil, err
	}
	d := problems.IdeaDecision{State: b.State, Answer: b.Answer, About: problems.Key{Reason: b.ReasonID, Product: b.ProductID}, Version: v}
	if err := h.problems.DecideIdea(ctx, actor(ctx), in.ID, d); err != nil {
		return nil, err
	}
	return reply(h.c.Views.Idea(ctx, actor(ctx), in.ID))
}

func (h ideaBox) departments(ctx context.Context, _ *none) (*body[storage.List[storage.DepartmentView]], error) {
	return items(h.c.Views.Departments(ctx))
}

// NewDepartment is a department that is to be added.
type NewDepartment struct {
	Name  string `json:"name" minLength:"2" maxLength:"80"`
	Email string `json:"email" minLength:"3" maxLength:"254"`
}

func (h ideaBox) addDepartment(ctx context.Context, in *body[NewDepartment]) (*taggedBody[storage.DepartmentView], error) {
	d, err := h.problems.AddDepartment(ctx, problems.Department{Name: in.Body.Name, Email: in.Body.Email})
	return h.showDepartment(ctx, d.ID, err)
}

func (h ideaBox) showDepartment(ctx context.Context, id problems.DepartmentID, err error) (*taggedBody[storage.DepartmentView], error) {
	if err != nil {
		return nil, err
	}
	d, err := h.c.Views.Department(ctx, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.DepartmentView]{versionTag(d.Version), d}, nil
}

type departmentInput struct {
	ByID[problems.DepartmentID]
	IfMatch

	Body struct {
		Name     *string `json:"name,omitempty" minLength:"2" maxLength:"80"`
		Email    *string `json:"email,omitempty" minLength:"3" maxLength:"254"`
		Archived *bool   `json:"archived,omitempty"`
		Version  int     `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h ideaBox) changeDepartment(ctx context.Context, in *departmentInput) (*taggedBody[storage.DepartmentView], error) {
	b := in.Body
	v, err := in.unless(ctx, b.Name == nil && b.Email == nil, b.Version)
	if err != nil {
		return nil, err
	}
	c := problems.DepartmentChange{Name: b.Name, Email: b.Email, Archived: b.Archived, Version: v}
	return h.showDepartment(ctx, in.ID, h.problems.ChangeDepartment(ctx, in.ID, c))
}
