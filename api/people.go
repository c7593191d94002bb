package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
)

type people struct {
	c      Config
	access *access.Access
}

func (h people) routes(r *router) {
	handle(r, operation{
		ID: "listPeople", Method: http.MethodGet, Path: "/people", Tag: "People", Summary: "Everybody who signs in",
		Details: "Managers see experts and managers, admins everybody.",
	}, h.list)
	handle(r, operation{
		ID: "addPerson", Method: http.MethodPost, Path: "/people", Tag: "People", Summary: "Invite a manager, an auditor or an admin",
		Details: "The link is shown once; give it to them yourself.", Status: http.StatusCreated, Errors: []int{http.StatusConflict},
		NoKey: true, // a link is never stored
	}, h.add)
	handle(r, operation{
		ID: "changePerson", Method: http.MethodPatch, Path: "/people/{id}", Tag: "People", Summary: "Rename, disable, enable or promote somebody",
		Errors: []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed},
	}, h.change)
	handle(r, operation{
		ID: "invitePerson", Method: http.MethodPost, Path: "/people/{id}/invitations", Tag: "People", Summary: "Make a new link for somebody",
		Details: "Links that were made before stop working.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict}, NoKey: true,
	}, h.invite)
}

type peopleInput struct {
	Page

	Role domain.Role `query:"role" enum:"expert,manager,admin,auditor"`
}

func (h people) list(ctx context.Context, in *peopleInput) (*body[storage.List[storage.PersonView]], error) {
	return reply(h.c.Views.People(ctx, actor(ctx), in.Role, in.page()))
}

type personInput struct {
	Body struct {
		Role     domain.Role     `json:"role" enum:"manager,admin,auditor"`
		Email    string          `json:"email" minLength:"3" maxLength:"254"`
		Name     string          `json:"name" minLength:"1" maxLength:"80"`
		Language domain.Language `json:"language,omitempty" maxLength:"3"`
	}
}

// AddedPerson is somebody new and their link.
type AddedPerson struct {
	Person    storage.PersonView `json:"person"`
	Link      string             `json:"link" doc:"Works once; shown once."`
	ExpiresAt storage.Time       `json:"expiresAt"`
}

func (h people) add(ctx context.Context, in *personInput) (*body[AddedPerson], error) {
	b := in.Body
	if b.Language == "" {
		b.Language = requestOf(ctx).language
	}
	p, l, err := h.access.AddStaff(ctx, actor(ctx), access.NewPerson{Role: b.Role, Email: b.Email, Name: b.Name, Language: b.Language})
	return reply(AddedPerson{personOf(p), inviteLink(ctx, l.Token), storage.At(l.ExpiresAt)}, err)
}

func personOf(p access.Person) storage.PersonView {
	return storage.PersonView{
		ID: p.ID, Role: p.Role, Email: p.Email, Name: p.Name, Language: p.Language, State: p.State(), CreatedAt: storage.At(p.CreatedAt),
		Version: p.Version,
	}
}

// inviteLink is the address of a one-time link. The token is behind the #, where
// no server and no log sees it.
func inviteLink(ctx context.Context, token string) string {
	return requestOf(ctx).origin + "/invite#" + token
}

type personChangeInput struct {
	ByID[domain.PersonID]
	IfMatch

	Body struct {
		Role     *domain.Role `json:"role,omitempty" enum:"manager,admin,auditor" doc:"Admins only, who have shown lately that it is them."`
		Disabled *bool        `json:"disabled,omitempty" doc:"A disabled person is out within seconds."`
		Name     *string      `json:"name,omitempty" minLength:"1" maxLength:"80"`
		Version  int          `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

// change needs no version: who must be out is out, however they were renamed
// meanwhile. One that is given is checked.
func (h people) change(ctx context.Context, in *personChangeInput) (*taggedBody[storage.PersonView], error) {
	version, err := in.optional(in.Body.Version)
	if err != nil {
		return nil, err
	}
	if in.Body.Role != nil { // to disable somebody wants no proof: who must be out is out
		if err := h.c.needFresh(ctx); err != nil {
			return nil, err
		}
	}
	p, err := h.access.ChangePerson(ctx, actor(ctx), in.ID, access.Change{
		Role: in.Body.Role, Disabled: in.Body.Disabled, Name: in.Body.Name, Version: version,
	})
	if err != nil {
		return nil, err
	}
	h.c.Auth.ForgetPerson(p.ID)
	return &taggedBody[storage.PersonView]{versionTag(p.Version), personOf(p)}, nil
}

// OneTimeLink is a link by which somebody chooses a password.
type OneTimeLink struct {
	Link      string       `json:"link" doc:"Works once; shown once."`
	ExpiresAt storage.Time `json:"expiresAt"`
}

func (h people) invite(ctx context.Context, in *ByID[domain.PersonID]) (*body[OneTimeLink], error) {
	l, err := h.access.Invite(ctx, actor(ctx), in.ID)
	return reply(OneTimeLink{inviteLink(ctx, l.Token), storage.At(l.ExpiresAt)}, err)
}
