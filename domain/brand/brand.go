// Package brand knows the company that runs the community: its settings, its
// opening hours and its products. It imports the standard library and the
// domain.
package brand

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Store is what brand needs from one transaction.
type Store interface {
	Settings() (Settings, error) // locks the brand; ErrNotFounded
	AddSettings(Settings, time.Time) error
	SaveSettings(Settings) error // domain.ErrStale when another writer was first
	OpeningHours() (Hours, error)
	SaveOpeningHours(Hours) error              // domain.ErrStale when another writer was first
	Product(domain.ProductID) (Product, error) // locks the row; product_not_found
	AddProduct(Product) error
	SaveProduct(Product) error
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Brand is the use cases of managers who run the brand.
type Brand struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime) *Brand { return &Brand{inTx, rt} }

// Changed tells that settings or opening hours are others now.
type Changed struct{}

// EventName is brand.changed.
func (Changed) EventName() string { return "brand.changed" }

// ErrStaleVersion refuses a change of what somebody else changed since it was read.
var ErrStaleVersion = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")

// Found opens the brand of a new installation, inside the transaction of setup:
// open at all hours, three seats, fifteen minutes of waiting, in the colours of
// the house. A second brand is a broken key.
func Found(tx Store, rt domain.Runtime, name, timeZone string, language domain.Language) error {
	s := Settings{
		Name: name, TimeZone: timeZone, Languages: []domain.Language{language}, Hue: defaultHue, Strength: defaultStrength,
		MaxSeats: 3, WaitingMinutes: 15, AnonymousRatings: true,
		AnswerHours: DefaultAnswerHours, Channels: []string{Chat, "email", "phone", "ticket", "social"}, Version: 1,
	}
	s, err := s.clean()
	if err != nil {
		return err
	}
	if err := tx.AddSettings(s, rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveOpeningHours(Always()); err != nil {
		return err
	}
	return tx.Emit(Changed{})
}

// ChangeSettings replaces the settings if they still have the version of s.
func (b *Brand) ChangeSettings(ctx context.Context, s Settings) (Settings, error) {
	s, err := s.clean()
	if err != nil {
		return Settings{}, err
	}
	err = b.inTx(ctx, func(tx Store) error {
		now, err := tx.Settings()
		switch {
		case err != nil:
			return err
		case now.Version != s.Version:
			return ErrStaleVersion
		}
		if s.AnswerHours == 0 {
			s.AnswerHours = now.AnswerHours
		}
		if len(s.Channels) == 0 {
			s.Channels = now.Channels
		}
		if err := tx.SaveSettings(s); err != nil {
			return err
		}
		return tx.Emit(Changed{})
	})
	s.Version++
	return s, err
}

// ChangeOpeningHours replaces the hours if they still have the version of h.
func (b *Brand) ChangeOpeningHours(ctx context.Context, h Hours) (Hours, error) {
	h, err := h.clean()
	if err != nil {
		return Hours{}, err
	}
	err = b.inTx(ctx, func(tx Store) error {
		if _, err := tx.Settings(); err != nil {
			return err
		}
		now, err := tx.OpeningHours()
		switch {
		case err != nil:
			return err
		case now.Version != h.Version:
			return ErrStaleVersion
		}
		if err := tx.SaveOpeningHours(h); err != nil {
			return err
		}
		return tx.Emit(Changed{})
	})
	h.Version++
	return h, err
}
