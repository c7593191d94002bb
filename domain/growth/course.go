package growth

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// CourseItem is something to learn, in minutes: about a topic, or towards a
// dimension of the score card. It is archived, never removed.
type CourseItem struct {
	ID         CourseItemID
	Reason     domain.ReasonID // empty: of no topic
	Dimension  Dimension       // empty: of none
	Title      Texts
	Body       Texts
	URL        string
	Minutes    int
	ArchivedAt time.Time
	Version    int
	CreatedAt  time.Time
}

// The limits of a course item.
const (
	maxCourseTitle = 100
	maxCourseBody  = 2000
	maxCourseMin   = 120
	maxURL         = 500
)

// Refusals of course items.
var (
	ErrUnknownItem  = domain.Refuse(domain.NotFound, "course_item_not_found", "There is no such course item.")
	ErrCourseTitle  = domain.Refuse(domain.Invalid, "course_title", "A title has 1 to 100 letters, in every language.").At("/title")
	ErrCourseBody   = domain.Refuse(domain.Invalid, "course_body", "A course item has 1 to 2000 letters, in the languages of its title.").At("/body")
	ErrCourseURL    = domain.Refuse(domain.Invalid, "bad_url", "An address starts with https:// or http://.").At("/url")
	ErrCourseTime   = domain.Refuse(domain.Invalid, "course_minutes", "A course item takes 1 to 120 minutes.").At("/minutes")
	ErrBadDimension = domain.Refuse(domain.Invalid, "dimension_unknown", "A dimension is helpful, correct, tone or own_words.").At("/dimension")
	ErrItemArchived = domain.Refuse(domain.Conflict, "course_item_archived", "This course item is not in use any more.")
)

// CourseChange is what a manager changes; nil leaves it. An empty topic or
// dimension takes it away.
type CourseChange struct {
	Reason    *domain.ReasonID
	Dimension *Dimension
	Title     Texts
	Body      Texts
	URL       *string
	Minutes   *int
	Archived  *bool
	// Version is what the manager looked at; 0 takes the newest.
	Version int
}

// CourseStore keeps course items and who did them.
type CourseStore interface {
	CourseItem(CourseItemID) (CourseItem, error) // locked; ErrUnknownItem
	AddCourseItem(CourseItem) error
	SaveCourseItem(CourseItem) error // domain.ErrStale
	CompleteItem(CourseItemID, domain.ExpertID, time.Time) error
	UncompleteItem(CourseItemID, domain.ExpertID) error
}

// AddCourseItem adds something to learn. It refuses bad texts and a topic that is
// not in use.
func (g *Growth) AddCourseItem(ctx context.Context, c CourseItem) (CourseItem, error) {
	c, err := c.clean()
	if err != nil {
		return c, err
	}
	c.ID, c.Version, c.CreatedAt = CourseItemID(g.rt.NewID("crs")), 1, g.rt.Now()
	return c, g.tx(ctx, func(tx Store) error {
		if err := topicInUse(tx, c.Reason, ""); err != nil {
			return err
		}
		return tx.AddCourseItem(c)
	})
}

// ChangeCourseItem changes or archives one. It refuses ErrUnknownItem, what
// AddCourseItem refuses of what changes, and ErrStaleVersion. Two at once: the
// row is locked, and the second sees the version of the first.
func (g *Growth) ChangeCourseItem(ctx context.Context, id CourseItemID, c CourseChange) (item CourseItem, err error) {
	err = g.tx(ctx, func(tx Store) error {
		if item, err = tx.CourseItem(id); err != nil {
			return err
		}
		if c.Version != 0 && c.Version != item.Version {
			return ErrStaleVersion
		}
		before := item
		item.apply(c, g.rt.Now())
		if item, err = item.clean(); err != nil {
			return err
		}
		if err := topicInUse(tx, item.Reason, before.Reason); err != nil {
			return err
		}
		if err := tx.SaveCourseItem(item); err != nil {
			return err
		}
		item.Version++
		return nil
	})
	return item, err
}

func (c *CourseItem) apply(ch CourseChange, now time.Time) {
	domain.Set(&c.Reason, ch.Reason)
	domain.Set(&c.Dimension, ch.Dimension)
	domain.Set(&c.URL, ch.URL)
	domain.Set(&c.Minutes, ch.Minutes)
	if ch.Title != nil {
		c.Title = ch.Title
	}
	if ch.Body != nil {
		c.Body = ch.Body
	}
	switch {
	case ch.Archived == nil || *ch.Archived != c.ArchivedAt.IsZero():
	case *ch.Archived:
		c.ArchivedAt = now
	default:
		c.ArchivedAt = time.Time{}
	}
}

func (c CourseItem) clean() (CourseItem, error) {
	languages := slices.Sorted(maps.Keys(c.Title))
	var ok bool
	if c.Title, ok = cleanTexts(c.Title, languages, maxCourseTitle); !ok || len(languages) == 0 || len(languages) > 10 {
		return c, ErrCourseTitle
	}
	if c.Body, ok = cleanTexts(c.Body, languages, maxCourseBody); !ok {
		return c, ErrCourseBody
	}
	c.URL = strings.TrimSpace(c.URL)
	if u, err := url.Parse(c.URL); err != nil || len(c.URL) > maxURL || c.URL != "" && (u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		return c, ErrCourseURL
	}
	if c.Minutes < 1 || c.Minutes > maxCourseMin {
		return c, ErrCourseTime
	}
	if c.Dimension != "" && !slices.Contains(Dimensions, c.Dimension) {
		return c, ErrBadDimension
	}
	return c, nil
}

// topicInUse refuses a topic that is not in use; what was there before may stay.
func topicInUse(tx Store, reason, before domain.ReasonID) error {
	if reason == "" || reason == before {
		return nil
	}
	ok, err := tx.ReasonsInUse([]domain.ReasonID{reason})
	if err == nil && !ok {
		err = ErrUnknownTopic.At("/reasonId")
	}
	return err
}

// Complete notes that an expert did a course item; a second time it changes
// nothing. It refuses ErrUnknownItem and ErrItemArchived.
func (g *Growth) Complete(ctx context.Context, by domain.ExpertID, id CourseItemID) error {
	return g.tx(ctx, func(tx Store) error {
		item, err := tx.CourseItem(id)
		switch {
		case err != nil:
			return err
		case !item.ArchivedAt.IsZero():
			return ErrItemArchived
		}
		return tx.CompleteItem(id, by, g.rt.Now())
	})
}

// Uncomplete takes that back. It refuses ErrUnknownItem.
func (g *Growth) Uncomplete(ctx context.Context, by domain.ExpertID, id CourseItemID) error {
	return g.tx(ctx, func(tx Store) error {
		if _, err := tx.CourseItem(id); err != nil {
			return err
		}
		return tx.UncompleteItem(id, by)
	})
}
