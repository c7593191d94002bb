package storage

import (
	"cmp"
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
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
	Archived    bool             `json:"archived"`
	Version     int              `json:"version"`
}

const selectProducts = "SELECT id, name, description, url, picture, archived_at IS NOT NULL AS archived, version FROM products WHERE "

// Products lists products by name; the archived ones only when asked for.
func (v Views) Products(ctx context.Context, archived bool) ([]ProductView, error) {
	var rows []ProductView
	err := v.all(ctx, &rows, selectProducts+"(archived_at IS NULL OR ?) ORDER BY lower(name), id LIMIT 1000", archived)
	return rows, err
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
func (v Views) ContactReasons(ctx context.Context, f ReasonsFor) ([]ContactReasonView, error) {
	var rows []reasonRow
	err := v.all(ctx, &rows, "SELECT "+reasonColumns+` FROM contact_reasons WHERE (archived_at IS NULL OR ?)
		ORDER BY position, lower(name), id LIMIT 2000`, f.Archived)
	if err != nil {
		return nil, err
	}
	all := make([]ContactReasonView, 0, len(rows))
	for _, r := range rows {
		view, err := r.view(f)
		if err != nil {
			return nil, err
		}
		all = append(all, view)
	}
	return all, nil
}

func (r reasonRow) view(f ReasonsFor) (ContactReasonView, error) {
	translations := map[domain.Language]string{}
	if err := fromJSON("contact_reasons.translations", r.Translations, &translations); err != nil {
		return ContactReasonView{}, err
	}
	v := ContactReasonView{ID: domain.ReasonID(r.ID), Name: r.Name, Position: r.Position}
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
