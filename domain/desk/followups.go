package desk

import (
	"context"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// FollowUpStore is what promises need from one transaction. Follow-ups are
// locked after their conversation.
type FollowUpStore interface {
	BrandZone() (*time.Location, error)
	ReadFollowUp(domain.FollowUpID) (FollowUp, error) // ErrUnknownFollowUp
	LockFollowUp(domain.FollowUpID) (FollowUp, error) // ErrUnknownFollowUp
	FollowUpSaid(id domain.ConversationID, clientID string) (f FollowUp, found bool, err error)
	OpenFollowUpPlaces(domain.ConversationID) ([]int, error)
	AddFollowUp(FollowUp) error
	SaveFollowUp(FollowUp) error // domain.ErrStale when another writer was first
	// MarkFollowUp stores that it was surfaced, missed or stale. That is nobody's
	// change: the version stays, and a draft that somebody writes counts.
	MarkFollowUp(FollowUp) error
	// What is open and due for something until a time, in pages after an id.
	RemindFollowUps(until time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error)
	LateFollowUps(before time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error)  // not marked as missed
	StaleFollowUps(before time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error) // not marked as stale
}

// NewPromise is what an expert promises a customer.
type NewPromise struct {
	ClientID string
	Promise  string
	DueAt    time.Time
	TimeBox  int // minutes; 0: none
}

// Draft is what changes of an open follow-up; nil stays.
type Draft struct {
	DueAt    *time.Time
	Research *string
	Sources  *[]FollowUpSource
	TimeBox  *int
	Version  int // of the follow-up that was looked at
}

// Promise stores what the expert who holds the conversation promises its
// customer, who is told. The same client id is the same promise. It is refused
// with ErrUnknownConversation to anybody else, and with ErrDueTime,
// ErrTooManyFollowUps, ErrBadTimeBox and what is wrong with the text.
func (d *Desk) Promise(ctx context.Context, by domain.ExpertID, id domain.ConversationID, n NewPromise) (f FollowUp, isNew bool, err error) {
	if err := checkClientID(n.ClientID); err != nil {
		return f, false, err
	}
	if n.Promise, err = clean(n.Promise, MaxPromise); err != nil {
		return f, false, at(err, "/promise")
	}
	if n.TimeBox < 0 || n.TimeBox > MaxTimeBox {
		return f, false, ErrBadTimeBox
	}
	err = d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if by == "" || c.Expert != by {
			return ErrUnknownConversation
		}
		known, found, err := tx.FollowUpSaid(id, n.ClientID)
		switch {
		case err != nil:
			return err
		case found && known.Expert != by:
			return ErrBadClientID
		case found:
			f, isNew = known, false
			return nil
		}
		f, err = d.promise(tx, &c, n)
		isNew = err == nil
		return err
	})
	return f, isNew, err
}

func (d *Desk) promise(tx Store, c *Conversation, n NewPromise) (FollowUp, error) {
	now := d.rt.Now()
	zone, err := tx.BrandZone()
	if err != nil {
		return FollowUp{}, err
	}
	taken, err := tx.OpenFollowUpPlaces(c.ID)
	if err != nil {
		return FollowUp{}, err
	}
	f := FollowUp{
		ID: domain.FollowUpID(d.rt.NewID("fup")), Conversation: c.ID, Episode: c.Episode.No, Expert: c.Expert, ClientID: n.ClientID,
		Place: freePlace(taken, MaxOpenFollowUps), Promise: n.Promise, TimeBox: n.TimeBox, State: FollowUpOpen, CreatedAt: now, Version: 1,
	}
	if f.Place == 0 {
		return f, ErrTooManyFollowUps
	}
	if err := f.due(n.DueAt, now, zone); err != nil {
		return f, err
	}
	f.FirstDueAt = f.DueAt
	if err := tx.AddFollowUp(f); err != nil {
		return f, err
	}
	return f, d.tellCustomer(tx, c, FollowUpMade, f, expert(f.Expert), Entry{Text: f.Promise, Data: Data{Why: "promised"}})
}

// tellCustomer writes an entry about a follow-up into the conversation and emits
// the event with it.
func (d *Desk) tellCustomer(tx Store, c *Conversation, name string, f FollowUp, by Author, e Entry) error {
	h, err := d.writeFollowUp(tx, c, name, f, by, e)
	if err != nil {
		return err
	}
	return tx.Emit(h)
}

// writeFollowUp writes the entry into the conversation as it stands: it moves
// nothing and opens no episode.
func (d *Desk) writeFollowUp(tx Store, c *Conversation, name string, f FollowUp, by Author, e Entry) (FollowUpHappened, error) {
	e.Kind, e.Author, e.Status = KindFollowUp, by, c.Status
	e.Data.FollowUp, e.Data.State = f.ID, f.State
	if f.State == FollowUpOpen {
		e.Data.DueAt = moment(f.DueAt)
	}
	c.write(e, d.rt.Now())
	return followUpHappened(name, c, f, &c.Written[len(c.Written)-1]), tx.SaveConversation(*c)
}

// ChangeFollowUp lets the owner note what was found, and put the promise off
// once. The version must be the one that was looked at. It is refused with
// ErrUnknownFollowUp to anybody else, and with ErrStaleFollowUp,
// ErrFollowUpNotOpen, what Replan refuses, ErrBadSources and ErrBadTimeBox.
func (d *Desk) ChangeFollowUp(ctx context.Context, by domain.ExpertID, id domain.FollowUpID, ch Draft) (f FollowUp, err error) {
	if err := ch.check(); err != nil {
		return f, err
	}
	err = d.tx(ctx, func(tx Store) error {
		var c Conversation
		if c, f, err = ownFollowUp(tx, by, id); err != nil {
			return err
		}
		switch {
		case f.State != FollowUpOpen:
			return ErrFollowUpNotOpen
		case f.Version != ch.Version:
			return ErrStaleFollowUp
		}
		return d.change(tx, &c, &f, ch)
	})
	return f, err
}

func (d *Desk) change(tx Store, c *Conversation, f *FollowUp, ch Draft) error {
	moved := false
	if ch.DueAt != nil {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		if moved, err = f.Replan(*ch.DueAt, d.rt.Now(), zone); err != nil {
			return err
		}
	}
	domain.Set(&f.Research, ch.Research)
	domain.Set(&f.Sources, ch.Sources)
	domain.Set(&f.TimeBox, ch.TimeBox)
	if err := tx.SaveFollowUp(*f); err != nil {
		return err
	}
	f.Version++
	if !moved {
		return nil
	}
	e := Entry{Text: f.Promise, Data: Data{Why: "replanned"}}
	return d.tellCustomer(tx, c, FollowUpChanged, *f, expert(f.Expert), e)
}

// check cleans a draft and refuses what nobody could use.
func (ch *Draft) check() error {
	if ch.Research != nil {
		text := strings.TrimSpace(*ch.Research) // an empty note is one, too
		if text != "" {
			var err error
			if text, err = clean(text, MaxResearch); err != nil {
				return at(err, "/research")
			}
		}
		ch.Research = &text
	}
	if ch.TimeBox != nil && (*ch.TimeBox < 0 || *ch.TimeBox > MaxTimeBox) {
		return ErrBadTimeBox
	}
	if ch.Sources == nil {
		return nil
	}
	if len(*ch.Sources) > MaxSources {
		return ErrBadSources
	}
	all := make([]FollowUpSource, len(*ch.Sources))
	for i, s := range *ch.Sources {
		title, err := clean(s.Title, MaxSourceTitle)
		if err != nil || !goodURL(s.URL) {
			return ErrBadSources
		}
		all[i] = FollowUpSource{title, strings.TrimSpace(s.URL)}
	}
	ch.Sources = &all
	return nil
}

// goodURL reports whether s is empty or an address that a browser may open.
func goodURL(s string) bool {
	s = strings.TrimSpace(s)
	if s == "" {
		return true
	}
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > MaxSourceURL || strings.ContainsFunc(s, unprintable) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http")
}

// FinishFollowUp tells the customer what came of the promise, in the expert's
// own words: also when the conversation is closed, and without opening an
// episode. It is refused with ErrUnknownFollowUp to anybody but the owner, and
// with ErrFollowUpNotOpen, ErrBadFollowUp and what is wrong with the text.
func (d *Desk) FinishFollowUp(ctx context.Context, by domain.ExpertID, id domain.FollowUpID, o FollowUpOutcome, result string) (f FollowUp, err error) {
	if o != FollowUpAnswered && o != FollowUpBetter && o != FollowUpNothing {
		return f, ErrBadFollowUp
	}
	if result, err = clean(result, MaxMessage); err != nil {
		return f, at(err, "/result")
	}
	err = d.tx(ctx, func(tx Store) error {
		var c Conversation
		if c, f, err = ownFollowUp(tx, by, id); err != nil {
			return err
		}
		if err := f.Finish(o, result, d.rt.Now()); err != nil {
			return err
		}
		if err := tx.SaveFollowUp(f); err != nil {
			return err
		}
		f.Version++
		e := Entry{Text: result, Data: Data{Why: "done", FollowUpData: FollowUpData{Found: o}}}
		return d.tellCustomer(tx, &c, FollowUpResult, f, expert(f.Expert), e)
	})
	return f, err
}

// ownFollowUp locks an owner, the conversation and the follow-up, in this order.
// A suspended or retired owner writes to no customer: roster.ErrNotActive.
func ownFollowUp(tx Store, by domain.ExpertID, id domain.FollowUpID) (c Conversation, f FollowUp, err error) {
	seen, err := tx.ReadFollowUp(id)
	switch {
	case err != nil:
		return c, f, err
	case by == "" || seen.Expert != by:
		return c, f, ErrUnknownFollowUp
	}
	owner, err := tx.LockExpert(by)
	switch {
	case err != nil:
		return c, f, err
	case owner.State == roster.Suspended || owner.State == roster.Retired:
		return c, f, roster.ErrNotActive
	}
	if c, f, err = lockFollowUp(tx, seen); err == nil && f.Expert != by {
		err = ErrUnknownFollowUp // given to somebody else meanwhile
	}
	return c, f, err
}

// lockFollowUp locks the conversation of a follow-up and then the follow-up.
func lockFollowUp(tx Store, seen FollowUp) (c Conversation, f FollowUp, err error) {
	if c, err = tx.LockConversation(seen.Conversation); err != nil {
		return c, f, err
	}
	f, err = tx.LockFollowUp(seen.ID)
	return c, f, err
}

// AnswerFollowUp stores the customer's word on "did it help?". It is refused
// with ErrUnknownFollowUp to anybody but the customer, with ErrOwnRating to a
// customer who is the expert, and with what FollowUp.Answer refuses.
func (d *Desk) AnswerFollowUp(ctx context.Context, by domain.CustomerID, id domain.FollowUpID, helped Answer) (f FollowUp, err error) {
	err = d.tx(ctx, func(tx Store) error {
		seen, err := tx.ReadFollowUp(id)
		if err != nil {
			return err
		}
		var c Conversation
		if c, f, err = lockFollowUp(tx, seen); err != nil {
			return err
		}
		if by == "" || c.Customer != by {
			return ErrUnknownFollowUp
		}
		if err := byAnother(tx, &c, f.Expert); err != nil {
			return err
		}
		changed, err := f.Answer(helped, d.rt.Now())
		if err != nil || !changed {
			return err
		}
		if err := tx.SaveFollowUp(f); err != nil {
			return err
		}
		f.Version++
		return tx.Emit(followUpHappened(FollowUpReplied, &c, f, nil))
	})
	return f, err
}
