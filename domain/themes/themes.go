// Package themes finds what customers ask most, in each channel and week,
// without anybody having to say what it is: questions that say the same are a
// theme, which keeps its name from week to week and gets a decision.
package themes

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// ThemeID is thm_…
type ThemeID string

// Choice is what a brand does about a theme.
type Choice string

// The choices: tell customers before they ask, change what makes them ask, or
// live with it.
const (
	Inform Choice = "inform"
	Change Choice = "change"
	Accept Choice = "accept"
)

// Medium is a channel in one language: questions are compared within it.
type Medium struct {
	Channel  string
	Language domain.Language
}

// Theme is questions of one medium that say the same.
type Theme struct {
	ID       ThemeID
	Medium   Medium
	Name     string // the sentence that says it best, or what a manager wrote
	Named    bool   // by a manager
	Terms    Terms  // of the newest week
	LastWeek string // its Monday, in the brand's time zone
	Decision Decision
	Version  int
	At       time.Time
}

// Decision is what was decided about a theme; the zero one is none.
type Decision struct {
	Choice Choice
	Owner  domain.PersonID // of the staff: who sees to it
	DueOn  string          // 2026-12-31 in the brand's time zone
	Note   string
	By     domain.PersonID
	At     time.Time
}

// Question is what a customer wrote at the beginning of an episode, before
// anybody answered.
type Question struct {
	Conversation domain.ConversationID
	Episode      int
	Text         string
}

// Week is what was found in a medium and week.
type Week struct {
	Medium    Medium
	Monday    string // 2026-11-16
	Questions int    // that were read
	At        time.Time
	Themes    []Found
}

// Found is a theme in a week: of before, or new.
type Found struct {
	Theme     Theme
	New       bool
	Questions []Question // the nearest to the middle first
}

// Refusals.
var (
	ErrUnknownTheme = domain.Refuse(domain.NotFound, "theme_not_found", "There is no such question.")
	ErrThemeName    = domain.Refuse(domain.Invalid, "theme_name", "A name has 3 to 90 letters on one line.").At("/name")
	ErrThemeChoice  = domain.Refuse(domain.Invalid, "theme_choice", "Inform, change or accept.").At("/choice")
	ErrThemeOwner   = domain.Refuse(domain.Invalid, "theme_owner", "Somebody of the staff sees to it.").At("/ownerId")
	ErrThemeDue     = domain.Refuse(domain.Invalid, "theme_due", "The day is within a year from today.").At("/dueOn")
	ErrThemeNote    = domain.Refuse(domain.Invalid, "theme_note", "A note has at most 500 letters.").At("/note")
	ErrStaleTheme   = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
)

const (
	leastName = 3
	mostName  = 90
	mostNote  = 500
)

// Store is what themes need from one transaction.
type Store interface {
	Theme(ThemeID) (Theme, error) // locks the row; ErrUnknownTheme
	SaveTheme(Theme) error        // domain.ErrStale when another writer was first
	// KeepWeek replaces what was found in a medium and week, and forgets themes that
	// nobody decided about and no question is in any more.
	KeepWeek(Week) error
	MaySeeTo(domain.PersonID) (bool, error) // living staff
	BrandZone() (*time.Location, error)
}

// Shelf is what is read outside a transaction.
type Shelf interface {
	Zone(context.Context) (*time.Location, error)
	// Media are those in which something was asked in a span, with when they were
	// gathered for the week, if they were.
	Media(ctx context.Context, from, until time.Time, monday string) ([]Gathered, error)
	// Questions are the newest of a medium in a span, in the order they were asked.
	Questions(ctx context.Context, m Medium, from, until time.Time, most int) ([]Question, error)
	// Known are the themes of a medium that a week may go on.
	Known(ctx context.Context, m Medium, since string, most int) ([]Theme, error)
}

// Gathered is when a medium's week was gathered; never is zero.
type Gathered struct {
	Medium Medium
	At     time.Time
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Themes is the use cases of what customers ask most.
type Themes struct {
	inTx  InTx
	shelf Shelf
	rt    domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, shelf Shelf, rt domain.Runtime) *Themes { return &Themes{inTx, shelf, rt} }

// Decide writes down what the brand does about a theme, who sees to it and until
// when; who decides again replaces it. It refuses an old version (ErrStaleTheme).
func (t *Themes) Decide(ctx context.Context, by domain.Actor, id ThemeID, d Decision, version int) (Theme, error) {
	d.Note = strings.TrimSpace(d.Note)
	switch {
	case d.Choice != Inform && d.Choice != Change && d.Choice != Accept:
		return Theme{}, ErrThemeChoice
	case utf8.RuneCountInString(d.Note) > mostNote:
		return Theme{}, ErrThemeNote
	}
	d.By, d.At = domain.PersonID(by.ID), t.rt.Now()
	return t.change(ctx, id, version, func(tx Store, theme *Theme) error {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		today := d.At.In(zone)
		if _, err := time.Parse(time.DateOnly, d.DueOn); err != nil || d.DueOn < today.Format(time.DateOnly) ||
			d.DueOn > today.AddDate(1, 0, 0).Format(time.DateOnly) {
			return ErrThemeDue
		}
		if may, err := tx.MaySeeTo(d.Owner); err != nil || !may {
			if err != nil {
				return err
			}
			return ErrThemeOwner
		}
		theme.Decision = d
		return nil
	})
}

// Rename gives a theme a name that stays. It refuses an old version (ErrStaleTheme).
func (t *Themes) Rename(ctx context.Context, id ThemeID, name string, version int) (Theme, error) {
	name = strings.TrimSpace(name)
	if n := utf8.RuneCountInString(name); n < leastName || n > mostName || strings.ContainsAny(name, "\r\n\t") {
		return Theme{}, ErrThemeName
	}
	return t.change(ctx, id, version, func(_ Store, theme *Theme) error {
		theme.Name, theme.Named = name, true
		return nil
	})
}

func (t *Themes) change(ctx context.Context, id ThemeID, version int, how func(Store, *Theme) error) (theme Theme, err error) {
	err = t.inTx(ctx, func(tx Store) error {
		if theme, err = tx.Theme(id); err != nil {
			return err
		}
		if version != 0 && version != theme.Version {
			return ErrStaleTheme
		}
		if err := how(tx, &theme); err != nil {
			return err
		}
		if err := tx.SaveTheme(theme); err != nil {
			return err
		}
		theme.Version++
		return nil
	})
	return theme, err
}
