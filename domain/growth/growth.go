// Package growth is how experts become better: questions and certificates by
// topic, score cards of conversations that were looked at, the development plan
// they lead to, what can be learnt, and shadowing. It imports domain, roster and
// the standard library.
package growth

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Identities of what grows.
type (
	AttemptID     string // att_…
	CertificateID string // crt_…
	SampleID      string // smp_…
	CourseItemID  string // crs_…
	GoalID        string // gol_…
	ShadowingID   string // shd_…
)

// Refusals that several use cases share.
var (
	ErrUnknownTopic  = domain.Refuse(domain.Invalid, "topic_unknown", "There is no such contact reason in use.")
	ErrBadLanguage   = domain.Refuse(domain.Invalid, "bad_language", "A language is a tag such as en or nl.")
	ErrStaleVersion  = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
	ErrOnlyMentors   = domain.Refuse(domain.Forbidden, "mentors_only", "Mentors and managers do this.")
	ErrOneself       = domain.Refuse(domain.Forbidden, "not_oneself", "Somebody else has to do this for you.")
	ErrUnknownExpert = roster.ErrUnknownExpert
)

// Store is what growth needs from one transaction. An expert is locked before
// anything of theirs; a sample before the attempt that it is for.
type Store interface {
	roster.Store
	SetStore
	AttemptStore
	CertificateStore
	SampleStore
	SecondStore
	CourseStore
	GoalStore
	ShadowStore
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Growth is the use cases. It is safe for concurrent use.
type Growth struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime) *Growth { return &Growth{inTx, rt} }

// attempts bounds how often a use case starts again because somebody was first.
const attempts = 4

func (g *Growth) tx(ctx context.Context, fn func(Store) error) error {
	var err error
	for range attempts {
		if err = g.inTx(ctx, fn); !errors.Is(err, domain.ErrStale) {
			return err
		}
	}
	return err
}

// mentor refuses whoever is neither staff nor an active expert of level Mentor.
// It reads without a lock: the next look sees another level.
func mentor(tx Store, by domain.Actor) error {
	if by.Staff() {
		return nil
	}
	if by.Role != domain.RoleExpert {
		return ErrOnlyMentors
	}
	level, active, err := tx.Standing(by.Expert())
	if err == nil && (!active || level != roster.Mentor) {
		err = ErrOnlyMentors
	}
	return err
}

// setTopic makes a topic of an expert, who is held, qualified or learning. An
// expert without any topic answers everything and stays so; of what somebody is
// to unlearn only a topic they have is changed.
func setTopic(tx Store, e *roster.Expert, reason domain.ReasonID, kind roster.TopicKind) error {
	if len(e.Topics) == 0 {
		return nil
	}
	found := false
	for i := range e.Topics {
		if e.Topics[i].Reason != reason {
			continue
		}
		if e.Topics[i].Kind == kind {
			return nil
		}
		e.Topics[i].Kind, found = kind, true
	}
	if !found {
		e.Topics = append(e.Topics, roster.Topic{Reason: reason, Kind: kind})
	}
	if err := tx.SaveExpert(*e); err != nil {
		return err
	}
	e.Version++
	return tx.Emit(roster.Changed{ExpertID: e.ID})
}

// later is a moment in whole milliseconds, as everything is stored.
func later(now time.Time, d time.Duration) time.Time { return now.Add(d).Truncate(time.Millisecond) }
