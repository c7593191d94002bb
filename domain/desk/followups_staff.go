package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// The names of what happens to a promise.
const (
	FollowUpMade    = "followUp.made"
	FollowUpChanged = "followUp.changed"  // put off, or kept by somebody else
	FollowUpDue     = "followUp.due"      // the expert is reminded
	FollowUpMissed  = "followUp.missed"   // the time is over; once
	FollowUpResult  = "followUp.done"     // the customer was told
	FollowUpReplied = "followUp.answered" // the customer said whether it helped
	FollowUpWaits   = "followUp.stale"    // two days late
	FollowUpGivenUp = "followUp.dismissed"
)

// FollowUpHappened is a fact about one promise; its name says which. ExpertID is
// who keeps it, HolderID who holds the conversation now, if anybody.
type FollowUpHappened struct {
	Name           string                `json:"-"`
	FollowUpID     domain.FollowUpID     `json:"followUpId"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	CustomerID     domain.CustomerID     `json:"customerId"`
	ExpertID       domain.ExpertID       `json:"expertId"`
	FormerID       domain.ExpertID       `json:"formerId,omitempty"` // who kept it until now
	HolderID       domain.ExpertID       `json:"holderId,omitempty"`
	State          FollowUpState         `json:"state"`
	DueAt          string                `json:"dueAt"`
	Kept           bool                  `json:"kept"` // done in time
	Helped         Answer                `json:"helped,omitempty"`
	Entry          *Entry                `json:"entry,omitempty"`
}

// EventName is the published name.
func (h FollowUpHappened) EventName() string { return h.Name }

func followUpHappened(name string, c *Conversation, f FollowUp, entry *Entry) FollowUpHappened {
	return FollowUpHappened{
		Name: name, FollowUpID: f.ID, ConversationID: c.ID, Episode: f.Episode, CustomerID: c.Customer, ExpertID: f.Expert,
		HolderID: c.Expert, State: f.State, DueAt: moment(f.DueAt), Kept: f.Kept(), Helped: f.Helped, Entry: entry,
	}
}

// DismissFollowUp ends a promise that nobody will keep; the customer is told so
// without the reason. It is refused with ErrFollowUpNotOpen and what is wrong
// with the reason.
func (d *Desk) DismissFollowUp(ctx context.Context, by domain.Actor, id domain.FollowUpID, reason string) error {
	reason, err := clean(reason, MaxReasonText)
	if err != nil {
		return at(err, "/reason")
	}
	return d.tx(ctx, func(tx Store) error {
		seen, err := tx.ReadFollowUp(id)
		if err != nil {
			return err
		}
		c, f, err := lockFollowUp(tx, seen)
		if err != nil {
			return err
		}
		if err := f.Dismiss(domain.PersonID(by.ID), reason, d.rt.Now()); err != nil {
			return err
		}
		if err := tx.SaveFollowUp(f); err != nil {
			return err
		}
		e := Entry{Text: f.Promise, Data: Data{Why: "dismissed"}}
		return d.tellCustomer(tx, &c, FollowUpGivenUp, f, Author{by.Role, by.ID}, e)
	})
}

// GiveFollowUp makes another expert keep the promise of one who left or is two
// days late; the customer is told who. It is refused with roster.ErrUnknownExpert,
// ErrLinked and what FollowUp.Give refuses. Who keeps it already keeps it.
func (d *Desk) GiveFollowUp(ctx context.Context, by domain.Actor, id domain.FollowUpID, to domain.ExpertID) error {
	return d.tx(ctx, func(tx Store) error {
		seen, err := tx.ReadFollowUp(id)
		if err != nil || seen.Expert == to {
			return err
		}
		owner, heir, err := lockTwo(tx, seen.Expert, to)
		if err != nil {
			return err
		}
		c, f, err := lockFollowUp(tx, seen)
		switch {
		case err != nil:
			return err
		case f.Expert != owner.ID:
			return domain.ErrStale
		}
		if err := f.Give(owner, heir, d.rt.Now()); err != nil {
			return err
		}
		if err := apart(tx, &c, to); err != nil {
			return err
		}
		if err := tx.SaveFollowUp(f); err != nil {
			return err
		}
		h, err := d.writeFollowUp(tx, &c, FollowUpChanged, f, Author{by.Role, by.ID}, Entry{Text: f.Promise, Data: Data{Why: "given", Expert: f.Expert}})
		if err != nil {
			return err
		}
		h.FormerID = owner.ID
		return tx.Emit(h)
	})
}

// lockTwo locks two experts in the order of their ids.
func lockTwo(tx Store, one, other domain.ExpertID) (a, b roster.Expert, err error) {
	both, err := tx.LockExperts([]domain.ExpertID{one, other})
	if err != nil {
		return a, b, err
	}
	for _, e := range both {
		switch e.ID {
		case one:
			a = e
		case other:
			b = e
		}
	}
	if a.ID == "" || b.ID == "" {
		err = roster.ErrUnknownExpert.At("/expertId")
	}
	return a, b, err
}

// followUpBatch bounds one look for promises.
const followUpBatch = 100

// MindFollowUps is for cron, every quarter of an hour: it reminds experts of
// what is due (at six in the morning of its day, or shortly before) and marks
// what was missed, each once, whoever else does it at the same time. It returns
// how many it was. One that fails does not keep the others waiting.
func (d *Desk) MindFollowUps(ctx context.Context) (n int, err error) {
	missed, err := d.mind(ctx, FollowUpMissed, Store.LateFollowUps, func(f *FollowUp, now time.Time, _ *time.Location) bool {
		return f.Miss(now)
	})
	due, failed := d.mind(ctx, FollowUpDue, Store.RemindFollowUps, func(f *FollowUp, now time.Time, _ *time.Location) bool {
		return f.Surface(now)
	})
	return missed + due, errors.Join(err, failed)
}

// MindStaleFollowUps is for cron: what was two days late at six in the morning,
// in the brand's zone, is put before the staff, once.
func (d *Desk) MindStaleFollowUps(ctx context.Context) (int, error) {
	find := func(tx Store, now time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error) {
		return tx.StaleFollowUps(now.Add(-FollowUpStale), after, limit)
	}
	return d.mind(ctx, FollowUpWaits, find, (*FollowUp).Neglect)
}

type (
	findFollowUps func(tx Store, until time.Time, after domain.FollowUpID, limit int) ([]domain.FollowUpID, error)
	markFollowUp  func(f *FollowUp, now time.Time, zone *time.Location) bool
)

// mind marks what find finds, some at a time, until there is no more.
func (d *Desk) mind(ctx context.Context, name string, find findFollowUps, mark markFollowUp) (n int, err error) {
	var ids []domain.FollowUpID
	last := domain.FollowUpID("")
	for {
		err := d.inTx(ctx, func(tx Store) (err error) {
			ids, err = find(tx, d.rt.Now(), last, followUpBatch)
			return err
		})
		if err != nil {
			return n, err
		}
		var failed error
		for _, id := range ids {
			marked, err := d.mindOne(ctx, id, name, mark)
			failed = errors.Join(failed, err)
			if marked {
				n++
			}
		}
		if failed != nil || len(ids) < followUpBatch {
			return n, failed
		}
		last = ids[len(ids)-1]
	}
}

// mindOne marks one follow-up, if it is still to be marked.
func (d *Desk) mindOne(ctx context.Context, id domain.FollowUpID, name string, mark markFollowUp) (marked bool, err error) {
	err = d.tx(ctx, func(tx Store) error {
		marked = false
		seen, err := tx.ReadFollowUp(id)
		if err != nil {
			return err
		}
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		c, f, err := lockFollowUp(tx, seen)
		if err != nil {
			return err
		}
		if !mark(&f, d.rt.Now(), zone) {
			return nil // done, put off, or another process was first
		}
		if err := tx.MarkFollowUp(f); err != nil {
			return err
		}
		marked = true
		return tx.Emit(followUpHappened(name, &c, f, nil))
	})
	return marked, err
}
