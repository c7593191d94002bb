// Package merit is recognition apart from points: badges, kudos of colleagues,
// customers' thank-you cards, the spot award of a month, weeks in which every
// shift was kept, and the wall where those who want to are shown. Nothing in it
// is worth points. It imports the standard library, domain and roster.
package merit

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Identities of what is given.
type (
	KudosID  string // kud_…
	ThanksID string // thk_…
	AwardID  string // spt_…: a spot award
)

// The limits of what is given.
const (
	KudosAWeek = 3
	// Latest is how long a thank-you card waits at most: by a random time less, so that it names no rating.
	Latest  = 24 * time.Hour
	maxText = 300
	// GladFrom is how many stars a rating has whose customer may leave a card.
	GladFrom = 4
)

// Refusals of recognition.
var (
	ErrWords       = domain.Refuse(domain.Invalid, "merit_text", "Say in 3 to 300 letters what was good.").At("/text")
	ErrWhy         = domain.Refuse(domain.Invalid, "merit_reason", "Say in 1 to 300 letters why.").At("/reason")
	ErrQuota       = domain.Refuse(domain.Conflict, "kudos_spent", "You have given your three kudos of this week.")
	ErrKudosGiven  = domain.Refuse(domain.Conflict, "kudos_given", "You have thanked this colleague this week already.").At("/to")
	ErrOwnMerit    = domain.Refuse(domain.Conflict, "merit_oneself", "Praise somebody else.").At("/to")
	ErrNotHere     = domain.Refuse(domain.Conflict, "merit_not_here", "This expert has left, or cannot work here now.").At("/to")
	ErrNoKudos     = domain.Refuse(domain.NotFound, "kudos_not_found", "There are no such kudos.")
	ErrKudosHidden = domain.Refuse(domain.Conflict, "kudos_hidden", "These kudos are hidden already.")
	ErrNoThanks    = domain.Refuse(domain.NotFound, "thanks_not_found", "There is no such card.")
	ErrThanksHid   = domain.Refuse(domain.Conflict, "thanks_hidden", "This card is hidden already.")
	ErrNotGlad     = domain.Refuse(domain.Conflict, "thanks_not_open", "A card can be left with a rating of four or five stars.")
	ErrThanked     = domain.Refuse(domain.Conflict, "thanks_given", "You have left a card for this conversation.")
	ErrSpotGiven   = domain.Refuse(domain.Conflict, "spot_given", "The spot award of this month is given.")
)

// Kudos is praise of one expert by a colleague or a manager.
type Kudos struct {
	ID      KudosID
	From    domain.PersonID
	To      domain.ExpertID
	Week    Week
	Nth     int // of the giver's week
	Text    string
	GivenAt time.Time
	// HiddenAt and the rest: staff took the text away.
	HiddenAt  time.Time
	HiddenBy  domain.PersonID
	HiddenWhy string
}

// Thanks is a customer's card for the expert of one episode.
type Thanks struct {
	ID           ThanksID
	Conversation domain.ConversationID
	Episode      int
	Customer     domain.CustomerID
	Expert       domain.ExpertID
	Text         string
	GivenAt      time.Time
	ShowAt       time.Time
	// HiddenAt and the rest: staff took the text away.
	HiddenAt  time.Time
	HiddenBy  domain.PersonID
	HiddenWhy string
}

// Spot is the award of a month.
type Spot struct {
	ID      AwardID
	Month   roster.Month
	Expert  domain.ExpertID
	By      domain.PersonID
	Text    string
	GivenAt time.Time
}

// Glad is what a card rests on: the rating of a conversation's last rated episode.
type Glad struct {
	Episode int
	Expert  domain.ExpertID
	Stars   int
	Linked  bool // customer and expert know each other
}

// Store is what recognition needs from one transaction.
type Store interface {
	BrandZone() (*time.Location, error)
	FindExpert(domain.ExpertID) (roster.Expert, error) // not held
	KudosOf(from domain.PersonID, w Week) ([]domain.ExpertID, error)
	AddKudos(Kudos) (bool, error) // false: the place is taken, or this colleague was thanked
	Kudos(KudosID) (Kudos, error) // locked; ErrNoKudos
	HideKudos(Kudos) error        // domain.ErrStale
	GladOf(domain.CustomerID, domain.ConversationID) (Glad, bool, error)
	AddThanks(Thanks) (bool, error) // false: there is one
	ThanksDue(now time.Time, limit int) ([]Thanks, error)
	Thanks(ThanksID) (Thanks, error)              // locked, of those that were told; ErrNoThanks
	HideThanks(Thanks) error                      // domain.ErrStale
	TellThanks(ThanksID, time.Time) (bool, error) // false: told already
	AddSpot(Spot) (bool, error)                   // false: the month has one
	AddWallConsent(domain.ExpertID, bool, time.Time) error
	WallConsent(domain.ExpertID) (bool, error)
	AddBadge(Badge) (bool, error) // false: it is there
	WeekStore
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Records are what the jobs read without holding anybody up.
type Records interface {
	// Deserving are the experts who may earn a badge: all who have not left and are not suspended.
	Deserving(ctx context.Context) ([]domain.ExpertID, error)
	// Deeds are what an expert has done.
	Deeds(ctx context.Context, e domain.ExpertID) (Deeds, error)
}

// Merits is the use cases. It is safe for concurrent use.
type Merits struct {
	inTx    InTx
	records Records
	rt      domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, records Records, rt domain.Runtime) *Merits { return &Merits{inTx, records, rt} }

// attempts bounds how often a use case starts again because somebody was first.
const attempts = 4

func (m *Merits) tx(ctx context.Context, fn func(Store) error) error {
	var err error
	for range attempts {
		if err = m.inTx(ctx, fn); !errors.Is(err, domain.ErrStale) {
			return err
		}
	}
	return err
}

// words returns a text without the spaces around it, and whether it is one.
func words(s string, least int) (string, bool) {
	s = strings.TrimSpace(s)
	n := utf8.RuneCountInString(s)
	return s, n >= least && n <= maxText
}

// here refuses whoever is not an expert who works here, or rests.
func here(tx Store, id domain.ExpertID) error {
	e, err := tx.FindExpert(id)
	if err != nil {
		return err
	}
	if e.State != roster.Active && e.State != roster.Paused {
		return ErrNotHere
	}
	return nil
}

// GiveKudos praises an expert, worth no points: three a week, each to somebody
// else. It refuses ErrWords, ErrOwnMerit, ErrNotHere (also of who
// gives), ErrQuota and ErrKudosGiven.
// The race: two at once take the same place of the week; the database has one of
// each, and the second looks again.
func (m *Merits) GiveKudos(ctx context.Context, by domain.Actor, to domain.ExpertID, text string) (k Kudos, err error) {
	text, ok := words(text, 3)
	switch {
	case !ok:
		return k, ErrWords
	case by.ID == string(to):
		return k, ErrOwnMerit
	}
	err = m.tx(ctx, func(tx Store) error {
		if err := here(tx, to); err != nil {
			return err
		}
		if by.Role == domain.RoleExpert {
			if err := here(tx, by.Expert()); err != nil {
				return err
			}
		}
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		now := m.rt.Now()
		k = Kudos{From: domain.PersonID(by.ID), To: to, Week: WeekOf(now, zone), Text: text, GivenAt: now}
		given, err := tx.KudosOf(k.From, k.Week)
		if err != nil {
			return err
		}
		if slices.Contains(given, to) {
			return ErrKudosGiven
		}
		if len(given) >= KudosAWeek {
			return ErrQuota
		}
		k.ID, k.Nth = KudosID(m.rt.NewID("kud")), len(given)+1
		if added, err := tx.AddKudos(k); err != nil || !added {
			return orStale(err)
		}
		return tx.Emit(KudosGiven{k.ID, to})
	})
	return k, err
}

func orStale(err error) error {
	if err == nil {
		err = domain.ErrStale
	}
	return err
}

// HideKudos takes the text of kudos away, for a reason; the place of the week
// stays used. It refuses ErrWhy, ErrNoKudos and ErrKudosHidden.
func (m *Merits) HideKudos(ctx context.Context, by domain.Actor, id KudosID, why string) error {
	why, ok := words(why, 1)
	if !ok {
		return ErrWhy
	}
	return m.tx(ctx, func(tx Store) error {
		k, err := tx.Kudos(id)
		switch {
		case err != nil:
			return err
		case !k.HiddenAt.IsZero():
			return ErrKudosHidden
		}
		k.HiddenAt, k.HiddenBy, k.HiddenWhy = m.rt.Now(), domain.PersonID(by.ID), why
		if err := tx.HideKudos(k); err != nil {
			return err
		}
		return tx.Emit(KudosGiven{k.ID, k.To})
	})
}

// Thank leaves a customer's card for the expert whom they gave four or five
// stars, once for each rating. The expert sees it after a random time of at most
// a day. It refuses ErrWords, ErrNotGlad, also to anybody but the customer, and
// ErrThanked. The race: the database has one card of a rating.
func (m *Merits) Thank(ctx context.Context, by domain.CustomerID, id domain.ConversationID, text string) (t Thanks, err error) {
	text, ok := words(text, 3)
	if !ok {
		return t, ErrWords
	}
	err = m.tx(ctx, func(tx Store) error {
		g, found, err := tx.GladOf(by, id)
		switch {
		case err != nil:
			return err
		case !found, g.Stars < GladFrom, g.Linked:
			return ErrNotGlad
		}
		now := m.rt.Now()
		t = Thanks{
			ID: ThanksID(m.rt.NewID("thk")), Conversation: id, Episode: g.Episode, Customer: by, Expert: g.Expert, Text: text,
			GivenAt: now, ShowAt: now.Add(time.Duration(m.rt.Chance() * float64(Latest)).Truncate(time.Millisecond)),
		}
		added, err := tx.AddThanks(t)
		if err == nil && !added {
			err = ErrThanked
		}
		return err
	})
	return t, err
}

// batch bounds how many cards one look takes on.
const batch = 200

// ShowThanks tells experts of the cards that are due, each once.
func (m *Merits) ShowThanks(ctx context.Context) (n int, err error) {
	err = m.tx(ctx, func(tx Store) error {
		n = 0
		now := m.rt.Now()
		due, err := tx.ThanksDue(now, batch)
		if err != nil {
			return err
		}
		for _, t := range due {
			first, err := tx.TellThanks(t.ID, now)
			if err != nil {
				return err
			}
			if !first {
				continue
			}
			n++
			if err := tx.Emit(ThanksShown{t.ID, t.Expert}); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// AwardSpot gives the surprise of this month to an expert. It refuses ErrWords,
// ErrNotHere and ErrSpotGiven. The race: the database has one of a month.
func (m *Merits) AwardSpot(ctx context.Context, by domain.Actor, to domain.ExpertID, text string) (s Spot, err error) {
	text, ok := words(text, 3)
	if !ok {
		return s, ErrWords
	}
	err = m.tx(ctx, func(tx Store) error {
		if err := here(tx, to); err != nil {
			return err
		}
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		now := m.rt.Now()
		s = Spot{ID: AwardID(m.rt.NewID("spt")), Month: roster.MonthOf(now, zone), Expert: to, By: domain.PersonID(by.ID), Text: text, GivenAt: now}
		if added, err := tx.AddSpot(s); err != nil || !added {
			if err == nil {
				err = ErrSpotGiven
			}
			return err
		}
		return tx.Emit(SpotAwarded{s.ID, to})
	})
	return s, err
}

// SetWall says whether an expert wants to stand on the wall of merit. The same
// word again changes nothing; all are kept.
func (m *Merits) SetWall(ctx context.Context, by domain.ExpertID, on bool) error {
	return m.tx(ctx, func(tx Store) error {
		was, err := tx.WallConsent(by)
		if err != nil || was == on {
			return err
		}
		return tx.AddWallConsent(by, on, m.rt.Now())
	})
}
