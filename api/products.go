package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/storage"
)

type products struct {
	c     Config
	brand *brand.Brand
}

func (h products) routes(r *router) {
	handle(r, operation{
		ID: "listProducts", Method: http.MethodGet, Path: "/products", Tag: "Brand", Summary: "What the brand sells",
		Details: "Only managers see archived products.",
	}, h.list)
	handle(r, operation{
		ID: "createProduct", Method: http.MethodPost, Path: "/products", Tag: "Brand", Summary: "Add a product", Status: http.StatusCreated,
	}, h.create)
	handle(r, operation{
		ID: "changeProduct", Method: http.MethodPatch, Path: "/products/{id}", Tag: "Brand", Summary: "Change or archive a product",
		Errors: []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
}

type archivedInput struct {
	Page
	Archived bool `query:"archived" doc:"Also the archived ones."`
}

func (h products) list(ctx context.Context, in *archivedInput) (*body[storage.List[storage.ProductView]], error) {
	return reply(h.c.Views.Products(ctx, in.Archived && actor(ctx).Staff(), in.page()))
}

// NewProduct is a product that is to be added.
type NewProduct struct {
	Name        string `json:"name" minLength:"1" maxLength:"80"`
	Description string `json:"description,omitempty" maxLength:"2000"`
	URL         string `json:"url,omitempty" maxLength:"500" doc:"The product's page in the shop."`
	Picture     string `json:"picture,omitempty" maxLength:"40" doc:"Name of a built-in picture."`
}

func (h products) create(ctx context.Context, in *body[NewProduct]) (*taggedBody[storage.ProductView], error) {
	p := in.Body
	added, err := h.brand.AddProduct(ctx, brand.Product{Name: p.Name, Description: p.Description, URL: p.URL, Picture: p.Picture})
	return h.show(ctx, added.ID, err)
}

func (h products) show(ctx context.Context, id domain.ProductID, err error) (*taggedBody[storage.ProductView], error) {
	if err != nil {
		return nil, err
	}
	p, err := h.c.Views.Product(ctx, id)
	if err != nil {
		return nil, err
	}
	return &taggedBody[storage.ProductView]{versionTag(p.Version), p}, nil
}

// ProductChange is what changes of a product; what is absent stays.
type ProductChange struct {
	Name        *string `json:"name,omitempty" minLength:"1" maxLength:"80"`
	Description *string `json:"description,omitempty" maxLength:"2000"`
	URL         *string `json:"url,omitempty" maxLength:"500"`
	Picture     *string `json:"picture,omitempty" maxLength:"40"`
	Archived    *bool   `json:"archived,omitempty"`
	Version     int     `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// switches reports whether nothing but what is on or off changes.
func (c ProductChange) switches() bool {
	return c.Name == nil && c.Description == nil && c.URL == nil && c.Picture == nil
}

type productInput struct {
	ByID[domain.ProductID]
	IfMatch

	Body ProductChange
}

func (h products) change(ctx context.Context, in *productInput) (*taggedBody[storage.ProductView], error) {
	v, err := in.unless(ctx, in.Body.switches(), in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	p, err := h.brand.ChangeProduct(ctx, in.ID, brand.ProductChange{
		Name: b.Name, Description: b.Description, URL: b.URL, Picture: b.Picture, Archived: b.Archived, Version: v,
	})
	return h.show(ctx, p.ID, err)
}
