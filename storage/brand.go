package storage

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
)

// Brand runs a use case of package brand in one transaction.
func (db *DB) Brand(ctx context.Context, fn func(brand.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ brand.Store = Tx{}

var errNoBrand = brand.ErrNotFounded

type brandRow struct {
	Name             string
	TimeZone         string
	Languages        string
	Hue              int
	Strength         int
	Domains          string
	MaxSeats         int
	WaitingMinutes   int
	AnonymousRatings bool
	AnswerHours      int
	Channels         string
	Version          int
	HoursVersion     int
}

const brandColumns = `name, time_zone, languages, hue, strength, domains, max_seats, waiting_minutes, anonymous_ratings, answer_hours, channels, version, hours_version`

const selectBrand = "SELECT " + brandColumns + " FROM brand WHERE id = 1"

func (r brandRow) settings() (brand.Settings, error) {
	s := brand.Settings{
		Name: r.Name, TimeZone: r.TimeZone, Hue: r.Hue, Strength: r.Strength, MaxSeats: r.MaxSeats, WaitingMinutes: r.WaitingMinutes,
		AnonymousRatings: r.AnonymousRatings, AnswerHours: r.AnswerHours, Version: r.Version,
	}
	if err := fromJSON("brand.languages", r.Languages, &s.Languages); err != nil {
		return s, err
	}
	if err := fromJSON("brand.channels", r.Channels, &s.Channels); err != nil {
		return s, err
	}
	return s, fromJSON("brand.domains", r.Domains, &s.Domains)
}

// Settings returns and locks the brand's settings, or refuses brand.ErrNotFounded.
func (tx Tx) Settings() (brand.Settings, error) {
	r, err := tx.brandRow()
	if err != nil {
		return brand.Settings{}, err
	}
	return r.settings()
}

func (tx Tx) brandRow() (r brandRow, err error) {
	found, err := tx.maybe(&r, selectBrand+tx.lock())
	if err == nil && !found {
		err = errNoBrand
	}
	return r, err
}

// AddSettings adds the one brand of the installation.
func (tx Tx) AddSettings(s brand.Settings, at time.Time) error {
	_, err := tx.exec("INSERT INTO brand (id, created_at, "+brandColumns+") VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
		At(at), s.Name, s.TimeZone, toJSON(s.Languages), s.Hue, s.Strength, toJSON(list0(s.Domains)), s.MaxSeats, s.WaitingMinutes,
		s.AnonymousRatings, cmp.Or(s.AnswerHours, brand.DefaultAnswerHours), toJSON(s.Channels), s.Version)
	return err
}

// SaveSettings writes s if nobody has since it was read.
func (tx Tx) SaveSettings(s brand.Settings) error {
	return tx.change(`UPDATE brand SET name = ?, time_zone = ?, languages = ?, hue = ?, strength = ?, domains = ?, max_seats = ?,
		waiting_minutes = ?, anonymous_ratings = ?, answer_hours = ?, channels = ?, version = version + 1 WHERE id = 1 AND version = ?`,
		s.Name, s.TimeZone, toJSON(s.Languages), s.Hue, s.Strength, toJSON(list0(s.Domains)), s.MaxSeats, s.WaitingMinutes,
		s.AnonymousRatings, cmp.Or(s.AnswerHours, brand.DefaultAnswerHours), toJSON(s.Channels), s.Version)
}

// Channels are how customers come to the brand.
func (tx Tx) Channels() (all []string, err error) {
	var text string
	found, err := tx.maybe(&text, "SELECT channels FROM brand WHERE id = 1")
	if err == nil && !found {
		err = errNoBrand
	}
	if err != nil {
		return nil, err
	}
	return all, fromJSON("brand.channels", text, &all)
}

type productRow struct {
	ID          string
	Name        string
	Description string
	URL         string
	Picture     string
	ArchivedAt  *Time
	Version     int
	CreatedAt   Time
}

const productColumns = "id, name, description, url, picture, archived_at, version, created_at"

// Product returns and locks a product.
func (tx Tx) Product(id domain.ProductID) (brand.Product, error) {
	var r productRow
	err := tx.one(&r, "product", "SELECT "+productColumns+" FROM products WHERE id = ?"+tx.lock(), id)
	return brand.Product{
		ID: domain.ProductID(r.ID), Name: r.Name, Description: r.Description, URL: r.URL, Picture: r.Picture,
		ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}, err
}

// AddProduct adds a product.
func (tx Tx) AddProduct(p brand.Product) error {
	_, err := tx.exec("INSERT INTO products ("+productColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		p.ID, p.Name, p.Description, p.URL, p.Picture, AtOrNull(p.ArchivedAt), p.Version, At(p.CreatedAt))
	return err
}

// SaveProduct writes p if nobody has since it was read.
func (tx Tx) SaveProduct(p brand.Product) error {
	return tx.change(`UPDATE products SET name = ?, description = ?, url = ?, picture = ?, archived_at = ?, version = version + 1
		WHERE id = ? AND version = ?`,
		p.Name, p.Description, p.URL, p.Picture, AtOrNull(p.ArchivedAt), p.ID, p.Version)
}

// toJSON is a value as a column of JSON text; values of this package always encode.
func toJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("storage: encode %T: %v", v, err))
	}
	return string(b)
}

func fromJSON(column, text string, to any) error {
	if err := json.Unmarshal([]byte(text), to); err != nil {
		return fmt.Errorf("storage: %s holds no %T: %w", column, to, err)
	}
	return nil
}

// list0 is a list that is [] and never null.
func list0[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
