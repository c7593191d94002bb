package access

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ScreenPrefix tells a screen's token from all others.
const ScreenPrefix = "scr_"

// maxScreens is how many screens one brand may have.
const maxScreens = 50

// Screen is a wall that shows the board without anybody signed in. Its token
// opens the standings and nothing else.
type Screen struct {
	ID        domain.ScreenID
	Name      string // which wall: "canteen"
	TokenHash string
	CreatedAt time.Time
	CreatedBy domain.PersonID
}

// ScreenChanged tells that a screen's token stopped working.
type ScreenChanged struct {
	ScreenID domain.ScreenID `json:"personId"` // who is cut off
}

// EventName is screen.changed.
func (ScreenChanged) EventName() string { return "screen.changed" }

// Refusals of screens.
var (
	ErrBadScreenName  = domain.Refuse(domain.Invalid, "screen_name_invalid", "A screen has a name of at most 80 letters on one line.").At("/name")
	ErrTooManyScreens = domain.Refuse(domain.Conflict, "too_many_screens", "There are fifty screens already. Take one back first.")
	ErrUnknownScreen  = domain.Refuse(domain.NotFound, "screen_not_found", "There is no such screen.")
)

// ScreenStore is what screens need from a transaction.
type ScreenStore interface {
	Screens() (int, error) // locks the brand, so that two cannot be the fiftieth
	AddScreen(Screen) error
	RevokeScreen(domain.ScreenID, time.Time) (bool, error) // false: unknown, or taken back before
}

// AddScreen makes a screen and returns the token that opens its board; nobody
// can read it again. It refuses ErrBadScreenName and ErrTooManyScreens.
func (a *Access) AddScreen(ctx context.Context, by domain.Actor, name string) (s Screen, token string, err error) {
	name, ok := domain.Line(name, maxName)
	if !ok {
		return Screen{}, "", ErrBadScreenName
	}
	token = ScreenPrefix + a.secrets.New()
	s = Screen{domain.ScreenID(a.rt.NewID("scr")), name, HashToken(token), a.rt.Now(), domain.PersonID(by.ID)}
	return s, token, a.inTx(ctx, func(tx Store) error {
		n, err := tx.Screens()
		if err != nil {
			return err
		}
		if n >= maxScreens {
			return ErrTooManyScreens
		}
		return tx.AddScreen(s)
	})
}

// RevokeScreen takes a screen's token back and ends its connection. It refuses
// ErrUnknownScreen, also the second time.
func (a *Access) RevokeScreen(ctx context.Context, id domain.ScreenID) error {
	return a.inTx(ctx, func(tx Store) error {
		first, err := tx.RevokeScreen(id, a.rt.Now())
		if err != nil {
			return err
		}
		if !first {
			return ErrUnknownScreen
		}
		return tx.Emit(ScreenChanged{id})
	})
}
