package api

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/storage"
)

type reasons struct {
	c       Config
	insight *insight.Insight
}

func (h reasons) routes(r *router) {
	handle(r, operation{
		ID: "listContactReasons", Method: http.MethodGet, Path: "/contact-reasons", Tag: "Brand", Summary: "Why customers write",
		Details: "A flat list of two levels: groups, and reasons with a parentId. Everybody sees names in their language; only managers see the rest, and archived ones.",
	}, h.list)
	handle(r, operation{
		ID: "createContactReason", Method: http.MethodPost, Path: "/contact-reasons", Tag: "Brand", Summary: "Add a contact reason",
		Status: http.StatusCreated,
	}, h.create)
	handle(r, operation{
		ID: "changeContactReason", Method: http.MethodPatch, Path: "/contact-reasons/{id}", Tag: "Brand",
		Summary: "Change or archive a contact reason",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
}

type reasonsInput struct {
	Page
	Archived bool   `query:"archived" doc:"Also the archived ones."`
	Language string `query:"language" maxLength:"8" doc:"Of the names; else Accept-Language."`
	Accept   string `header:"Accept-Language" maxLength:"200"`
}

func (h reasons) list(ctx context.Context, in *reasonsInput) (*body[storage.List[storage.ContactReasonView]], error) {
	staff := actor(ctx).Staff()
	return reply(h.c.Views.ContactReasons(ctx, storage.ReasonsFor{
		Staff: staff, Archived: staff && in.Archived, Language: preferred(cmp.Or(in.Language, in.Accept)),
	}, in.page()))
}

// preferred is the first language of an Accept-Language header.
func preferred(accept string) domain.Language {
	first, _, _ := strings.Cut(accept, ",")
	first, _, _ = strings.Cut(first, ";")
	first, _, _ = strings.Cut(strings.TrimSpace(first), "-")
	return domain.Language(strings.ToLower(first))
}

// NewContactReason is a contact reason that is to be added.
type NewContactReason struct {
	ParentID     domain.ReasonID            `json:"parentId,omitempty" maxLength:"64" doc:"Its group; absent makes a group."`
	Name         string                     `json:"name" minLength:"1" maxLength:"80"`
	Translations map[domain.Language]string `json:"translations,omitempty" doc:"Names by language."`
	Difficulty   int                        `json:"difficulty" minimum:"1" maximum:"3"`
	Complaint    bool                       `json:"complaint,omitempty" doc:"Goes before ordinary questions."`
	Controllable *bool                      `json:"controllable,omitempty" doc:"A low rating here may be the expert's part. True when absent."`
	StaffTopic   insight.StaffTopic         `json:"staffTopic,omitempty" enum:"payment,personal_data,safety,legal,warranty" doc:"The team answers it, and why; absent: experts do."`
	Position     int                        `json:"position,omitempty" minimum:"0" maximum:"9999"`
}

func (h reasons) create(ctx context.Context, in *body[NewContactReason]) (*taggedBody[storage.ContactReasonView], error) {
	b := in.Body
	added, err := h.insight.AddContactReason(ctx, insight.ContactReason{
		ParentID: b.ParentID, Name: b.Name, Translations: b.Translations, Difficulty: b.Difficulty, Complaint: b.Complaint,
		Controllable: b.Controllable == nil || *b.Controllable, StaffTopic: b.StaffTopic, Position: b.Position,
	})
	return showReason(added, err)
}

func showReason(r insight.ContactReason, err error) (*taggedBody[storage.ContactReasonView], error) {
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.ContactReasonView]{versionTag(r.Version), storage.ContactReasonView{
		ID: r.ID, ParentID: r.ParentID, Name: r.Name, Position: r.Position, StaffTopic: r.StaffTopic,
		ReasonStaffView: &storage.ReasonStaffView{
			Translations: r.Translations, Difficulty: r.Difficulty, Complaint: r.Complaint, Controllable: r.Controllable,
			Archived: !r.ArchivedAt.IsZero(), Version: r.Version,
		},
	}}, nil
}

// ContactReasonChange is what changes of a contact reason; what is absent stays.
type ContactReasonChange struct {
	Name         *string                    `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Translations map[domain.Language]string `json:"translations,omitempty"`
	Difficulty   *int                       `json:"difficulty,omitempty" minimum:"1" maximum:"3"`
	Complaint    *bool                      `json:"complaint,omitempty"`
	Controllable *bool                      `json:"controllable,omitempty"`
	StaffTopic   *insight.StaffTopic        `json:"staffTopic,omitempty" enum:",payment,personal_data,safety,legal,warranty" doc:"Empty gives it to the experts again."`
	Position     *int                       `json:"position,omitempty" minimum:"0" maximum:"9999"`
	Archived     *bool                      `json:"archived,omitempty"`
	Version      int                        `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but what is on or off changes.
func (c ContactReasonChange) switches() bool {
	return c.Name == nil && c.Translations == nil && c.Difficulty == nil && c.Complaint == nil && c.Controllable == nil &&
		c.StaffTopic == nil && c.Position == nil
}

type reasonInput struct {
	ByID[domain.ReasonID]
	IfMatch

	Body ContactReasonChange
}

func (h reasons) change(ctx context.Context, in *reasonInput) (*taggedBody[storage.ContactReasonView], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	return showReason(h.insight.ChangeContactReason(ctx, in.ID, insight.Change{
		Name: b.Name, Translations: b.Translations, Difficulty: b.Difficulty, Complaint: b.Complaint, Controllable: b.Controllable,
		StaffTopic: b.StaffTopic, Position: b.Position, Archived: b.Archived, Version: v,
	}))
}
