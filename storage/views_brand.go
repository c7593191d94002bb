package storage

import (
	"cmp"
	"context"
	"strconv"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/insight"
)

// Brand returns the settings and opening hours, or refuses brand.ErrNotFounded.
func (v Views) Brand(ctx context.Context) (brand.Settings, brand.Hours, error) {
	var r brandRow
	found, err := v.maybe(ctx, &r, selectBrand)
	if err == nil && !found {
		err = errNoBrand
	}
	if err != nil {
		return brand.Settings{}, brand.Hours{}, err
	}
	s, err := r.settings()
	if err != nil {
		return s, brand.Hours{}, err
	}
	h, err := hours(v.on(ctx), r.HoursVersion)
	return s, h, err
}

// ProductView is a product as everybody sees it.
type ProductView struct {
	ID          domain.ProductID `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	URL         string           `json:"url,omitempty" doc:"The product's page in the shop."`
	Picture     string           `json:"picture,omitempty" doc:"Name of a built-in picture."`
	Generation  int              `json:"generation" minimum:"1" doc:"A new one ends the certificates about the one before."`
	Archived    bool             `json:"archived"`
	Version     int              `json:"version"`
}

const selectProducts = "SELECT id, name, description, url, picture, generation, archived_at IS NOT NULL AS archived, version FROM products WHERE "

// Products lists products by name; the archived ones only when asked for.
func (v Views) Products(ctx context.Context, archived bool, p Page) (List[ProductView], error) {
	after, err := p.after(2)
	if err != nil {
		return List[ProductView]{}, err
	}
	name, id := "", ""
	if after != nil {
		name, id = after[0], after[1]
	}
	var rows []ProductView
	err = v.all(ctx, &rows, selectProducts+`(archived_at IS NULL OR ?) AND (name, id) > (?, ?)
		ORDER BY name, id LIMIT ?`, archived, name, id, p.fetch())
	return list(p, rows, func(r ProductView) []string { return []string{r.Name, string(r.ID)} }), err
}

// Product returns one product.
func (v Views) Product(ctx context.Context, id domain.ProductID) (ProductView, error) {
	var r ProductView
	err := v.one(ctx, &r, "product", selectProducts+"id = ?", id)
	return r, err
}

// ContactReasonView is a contact reason. Only staff see more than its name and place.
type ContactReasonView struct {
	ID       domain.ReasonID `json:"id"`
	ParentID domain.ReasonID `json:"parentId,omitempty" doc:"Its group; absent on a group."`
	Name     string          `json:"name"`
	Position int             `json:"position"`

	StaffTopic insight.StaffTopic `json:"staffTopic,omitempty" enum:"payment,personal_data,safety,legal,warranty" doc:"The team answers it, and why; absent: experts do."`

	*ReasonStaffView
}

// ReasonStaffView is what routing and points know of a contact reason.
type ReasonStaffView struct {
	Translations map[domain.Language]string `json:"translations" required:"false" doc:"Names by language."`
	Difficulty   int                        `json:"difficulty" required:"false" minimum:"1" maximum:"3"`
	Complaint    bool                       `json:"complaint" required:"false"`
	Controllable bool                       `json:"controllable" required:"false"`
	Archived     bool                       `json:"archived" required:"false"`
	Version      int                        `json:"version" required:"false"`
}

// ReasonsFor says which contact reasons to list, and for whom.
type ReasonsFor struct {
	Staff    bool // every field, and the name as it was given
	Archived bool
	Language domain.Language // of the names, for everybody else
}

// ContactReasons lists contact reasons, groups and theirs in order of position.
func (v Views) ContactReasons(ctx context.Context, f ReasonsFor, p Page) (List[ContactReasonView], error) {
	position, name, id, err := p.afterReason()
	if err != nil {
		return List[ContactReasonView]{}, err
	}
	var rows []reasonRow
	err = v.all(ctx, &rows, "SELECT "+reasonColumns+` FROM contact_reasons WHERE (archived_at IS NULL OR ?)
		AND (position, name, id) > (?, ?, ?) ORDER BY position, name, id LIMIT ?`, f.Archived, position, name, id, p.fetch())
	if err != nil {
		return List[ContactReasonView]{}, err
	}
	page := list(p, rows, func(r reasonRow) []string { return []string{strconv.Itoa(r.Position), r.Name, r.ID} })
	shown := List[ContactReasonView]{Items: make([]ContactReasonView, 0, len(page.Items)), Next: page.Next}
	for _, r := range page.Items {
		view, err := r.view(f)
		if err != nil {
			return List[ContactReasonView]{}, err
		}
		shown.Items = append(shown.Items, view)
	}
	return shown, nil
}

// afterReason is where a page of contact reasons starts.
func (p Page) afterReason() (position int, name, id string, err error) {
	after, err := p.after(3)
	if err != nil || after == nil {
		return -1, "", "", err
	}
	n, err := strconv.ParseInt(after[0], 10, 32) // as wide as the column
	if err != nil {
		return 0, "", "", errCursor
	}
	return int(n), after[1], after[2], nil
}

func (r reasonRow) view(f ReasonsFor) (ContactReasonView, error) {
	translations := map[domain.Language]string{}
	if err := fromJSON("contact_reasons.translations", r.Translations, &translations); err != nil {
		return ContactReasonView{}, err
	}
	v := ContactReasonView{ID: domain.ReasonID(r.ID), Name: r.Name, Position: r.Position, StaffTopic: orEmpty(r.StaffTopic)}
	if r.ParentID != nil {
		v.ParentID = domain.ReasonID(*r.ParentID)
	}
	if !f.Staff {
		v.Name = cmp.Or(translations[f.Language], r.Name)
		return v, nil
	}
	v.ReasonStaffView = &ReasonStaffView{translations, r.Difficulty, r.Complaint, r.Controllable, r.ArchivedAt != nil, r.Version}
	return v, nil
}
