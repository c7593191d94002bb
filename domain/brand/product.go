package brand

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Product is something the brand sells and that questions are about. It is
// archived, never removed: conversations point at it.
type Product struct {
	ID          domain.ProductID
	Name        string
	Description string
	URL         string // of the shop's page, or empty
	Picture     string // name of a built-in picture, or empty
	ArchivedAt  time.Time
	Version     int
	CreatedAt   time.Time
}

var (
	ErrBadDescription = domain.Refuse(domain.Invalid, "bad_description", "A description has at most 2000 letters.").At("/description")
	ErrBadURL         = domain.Refuse(domain.Invalid, "bad_url", "An address starts with https:// or http://.").At("/url")
	ErrBadPicture     = domain.Refuse(domain.Invalid, "bad_picture", "There is no such picture.").At("/picture")
)

// ProductChange is what a manager changes of a product; nil leaves it.
type ProductChange struct {
	Name        *string
	Description *string
	URL         *string
	Picture     *string
	Archived    *bool
	// Version is what the manager looked at; 0 takes the newest.
	Version int
}

func (p *Product) apply(c ProductChange, now time.Time) {
	domain.Set(&p.Name, c.Name)
	domain.Set(&p.Description, c.Description)
	domain.Set(&p.URL, c.URL)
	domain.Set(&p.Picture, c.Picture)
	switch {
	case c.Archived == nil || *c.Archived != p.ArchivedAt.IsZero():
	case *c.Archived:
		p.ArchivedAt = now
	default:
		p.ArchivedAt = time.Time{}
	}
}

func (p Product) clean() (Product, error) {
	var err error
	if p.Name, err = cleanName(p.Name); err != nil {
		return p, err
	}
	p.Description, p.URL = strings.TrimSpace(p.Description), strings.TrimSpace(p.URL)
	if utf8.RuneCountInString(p.Description) > 2000 {
		return p, ErrBadDescription
	}
	if u, err := url.Parse(p.URL); err != nil || len(p.URL) > 500 || p.URL != "" && (u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return p, ErrBadURL
	}
	if len(p.Picture) > 40 || strings.Trim(p.Picture, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return p, ErrBadPicture
	}
	return p, nil
}

// AddProduct adds a product.
func (b *Brand) AddProduct(ctx context.Context, p Product) (Product, error) {
	p, err := p.clean()
	if err != nil {
		return Product{}, err
	}
	p.ID, p.Version, p.CreatedAt = domain.ProductID(b.rt.NewID("prd")), 1, b.rt.Now()
	return p, b.inTx(ctx, func(tx Store) error { return tx.AddProduct(p) })
}

// ChangeProduct changes a product. It refuses product_not_found, and
// ErrStaleVersion when a version is given and is old.
func (b *Brand) ChangeProduct(ctx context.Context, id domain.ProductID, c ProductChange) (p Product, err error) {
	err = b.inTx(ctx, func(tx Store) error {
		if p, err = tx.Product(id); err != nil {
			return err
		}
		if c.Version != 0 && c.Version != p.Version {
			return ErrStaleVersion
		}
		p.apply(c, b.rt.Now())
		if p, err = p.clean(); err != nil {
			return err
		}
		if err := tx.SaveProduct(p); err != nil {
			return err
		}
		p.Version++
		return nil
	})
	return p, err
}
