// Package insight knows why customers write: the tree of contact reasons on
// which routing, topics and difficulty hang. It imports the standard library
// and the domain.
package insight

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// ContactReason is why a customer writes. The tree has two levels: a group, and
// the reasons in it. A reason is archived, never removed.
type ContactReason struct {
	ID           domain.ReasonID
	ParentID     domain.ReasonID // empty for a group
	Name         string
	Translations map[domain.Language]string
	Difficulty   int  // 1 simple, 2 normal, 3 hard
	Complaint    bool // goes before ordinary questions
	Controllable bool // a low rating here may be the expert's part
	StaffTopic   StaffTopic
	Position     int
	ArchivedAt   time.Time
	Version      int
	CreatedAt    time.Time
}

var (
	ErrReasonNotFound = domain.Refuse(domain.NotFound, "contact_reason_not_found", "There is no such contact reason.")
	ErrBadName        = domain.Refuse(domain.Invalid, "bad_name", "A name has 1 to 80 letters on one line, in every language.").At("/name")
	ErrBadDifficulty  = domain.Refuse(domain.Invalid, "bad_difficulty", "A difficulty is 1, 2 or 3.").At("/difficulty")
	ErrBadPosition    = domain.Refuse(domain.Invalid, "bad_position", "A position is 0 to 9999.").At("/position")
	ErrBadParent      = domain.Refuse(domain.Invalid, "bad_parent", "A reason belongs to a group that exists and is not archived; groups belong to none.").At("/parentId")
	ErrHasChildren    = domain.Refuse(domain.Conflict, "has_children", "Archive the reasons of this group first.").At("/archived")
	ErrStaleVersion   = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
)

const (
	maxName         = 80
	maxTranslations = 20
)

// Change is what a manager changes of a contact reason; nil leaves it.
type Change struct {
	Name         *string
	Translations map[domain.Language]string
	Difficulty   *int
	Complaint    *bool
	Controllable *bool
	StaffTopic   *StaffTopic
	Position     *int
	Archived     *bool
	// Version is what the manager looked at; 0 takes the newest.
	Version int
}

// Store is what insight needs from one transaction.
type Store interface {
	ContactReason(domain.ReasonID) (ContactReason, error) // locks the row; ErrReasonNotFound
	LiveChildren(domain.ReasonID) (int, error)
	AddContactReason(ContactReason) error
	SaveContactReason(ContactReason) error // domain.ErrStale when another writer was first
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Insight is the use cases of what conversations teach.
type Insight struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime) *Insight { return &Insight{inTx, rt} }

func (r ContactReason) clean() (ContactReason, error) {
	var ok bool
	if r.Name, ok = domain.Line(r.Name, maxName); !ok {
		return r, ErrBadName
	}
	translations := map[domain.Language]string{}
	for l, name := range r.Translations {
		name, ok := domain.Line(name, maxName)
		if !ok || !l.Good() || len(r.Translations) > maxTranslations {
			return r, ErrBadName.At("/translations")
		}
		translations[l] = name
	}
	r.Translations = translations
	switch {
	case r.Difficulty < 1 || r.Difficulty > 3:
		return r, ErrBadDifficulty
	case r.Position < 0 || r.Position > 9999:
		return r, ErrBadPosition
	case !r.StaffTopic.known():
		return r, ErrBadStaffTopic
	case r.StaffTopic != "" && r.ParentID == "":
		return r, ErrStaffGroup
	}
	return r, nil
}

func (r *ContactReason) apply(c Change) {
	domain.Set(&r.Name, c.Name)
	domain.Set(&r.Difficulty, c.Difficulty)
	domain.Set(&r.Complaint, c.Complaint)
	domain.Set(&r.Controllable, c.Controllable)
	domain.Set(&r.StaffTopic, c.StaffTopic)
	domain.Set(&r.Position, c.Position)
	if c.Translations != nil {
		r.Translations = c.Translations
	}
}

// checkParent refuses a parent that is no living group.
func checkParent(tx Store, r ContactReason) error {
	if r.ParentID == "" {
		return nil
	}
	parent, err := tx.ContactReason(r.ParentID)
	switch {
	case errors.Is(err, ErrReasonNotFound):
		return ErrBadParent
	case err != nil:
		return err
	case parent.ParentID != "" || !parent.ArchivedAt.IsZero():
		return ErrBadParent
	default:
		return nil
	}
}

// AddContactReason adds a group, or a reason to a group.
func (i *Insight) AddContactReason(ctx context.Context, r ContactReason) (ContactReason, error) {
	r, err := r.clean()
	if err != nil {
		return ContactReason{}, err
	}
	r.ID, r.Version, r.CreatedAt = domain.ReasonID(i.rt.NewID("rsn")), 1, i.rt.Now()
	return r, i.inTx(ctx, func(tx Store) error {
		if err := checkParent(tx, r); err != nil {
			return err
		}
		return tx.AddContactReason(r)
	})
}

// ChangeContactReason changes or archives a reason. It refuses to archive a
// group with living reasons (ErrHasChildren), to bring back a reason whose group
// is archived (ErrBadParent), and an old version (ErrStaleVersion).
func (i *Insight) ChangeContactReason(ctx context.Context, id domain.ReasonID, c Change) (r ContactReason, err error) {
	err = i.inTx(ctx, func(tx Store) error {
		if r, err = tx.ContactReason(id); err != nil {
			return err
		}
		if c.Version != 0 && c.Version != r.Version {
			return ErrStaleVersion
		}
		r.apply(c)
		if r, err = r.clean(); err != nil {
			return err
		}
		if err := i.archive(tx, &r, c.Archived); err != nil {
			return err
		}
		if err := tx.SaveContactReason(r); err != nil {
			return err
		}
		r.Version++
		return nil
	})
	return r, err
}

func (i *Insight) archive(tx Store, r *ContactReason, archived *bool) error {
	if archived == nil || *archived != r.ArchivedAt.IsZero() {
		return nil
	}
	if !*archived {
		r.ArchivedAt = time.Time{}
		return checkParent(tx, *r)
	}
	children, err := tx.LiveChildren(r.ID)
	switch {
	case err != nil:
		return err
	case children > 0:
		return ErrHasChildren
	}
	r.ArchivedAt = i.rt.Now()
	return nil
}
