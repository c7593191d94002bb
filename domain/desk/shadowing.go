package desk

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// MentorGrace is how long a mentor who shadows may give no sign of life.
const MentorGrace = 90 * time.Second

// EventShadowingChanged is told when shadowing began or ended, or brought a conversation.
const EventShadowingChanged = "shadowing.changed"

// ShadowEnd is why shadowing ended.
type ShadowEnd string

// The ends of shadowing.
const (
	ShadowByMentor ShadowEnd = "mentor"
	ShadowUnseen   ShadowEnd = "unseen" // no sign of life for 90 s
	ShadowRookie   ShadowEnd = "rookie" // five good conversations: no mentor is needed any more
)

// Shadowing is a mentor, or one of the staff, who watches a candidate's live
// conversations now: one at a time, on both sides.
type Shadowing struct {
	ID      string // shd_…
	Expert  domain.ExpertID
	Mentor  domain.PersonID
	BeganAt time.Time
	SeenAt  time.Time // the mentor, last
}

// Refusals of shadowing.
var (
	ErrNeedsMentor      = domain.Refuse(domain.Conflict, "needs_mentor", "Your first five conversations have a mentor beside you. Ask one to shadow you, then say that you are available.")
	ErrNotCandidate     = domain.Refuse(domain.Conflict, "not_candidate", "Only an active candidate is shadowed.")
	ErrShadowed         = domain.Refuse(domain.Conflict, "shadowed_already", "Another mentor is with this candidate now.")
	ErrOneCandidate     = domain.Refuse(domain.Conflict, "one_candidate", "You are with another candidate now: one at a time.")
	ErrOnlyMentors      = domain.Refuse(domain.Forbidden, "mentors_only", "Mentors and managers do this.")
	ErrUnknownShadowing = domain.Refuse(domain.NotFound, "shadowing_not_found", "This shadowing is over.")
)

// Shadows is what shadowing needs from one transaction.
type Shadows interface {
	// ShadowOf is the live shadowing of a candidate, ShadowBy that of a mentor.
	ShadowOf(domain.ExpertID) (s Shadowing, found bool, err error)
	ShadowBy(domain.PersonID) (s Shadowing, found bool, err error)
	AddShadowing(Shadowing) (bool, error) // false: one of the two is in another
	SawShadowing(id string, by domain.PersonID, at time.Time) (bool, error)
	EndShadowing(id string, why ShadowEnd, at time.Time) (bool, error)
	UnseenShadowings(before time.Time, limit int) ([]Shadowing, error)
	// AddShadowed makes a conversation's episode one that its mentor will mark.
	AddShadowed(id string, c domain.ConversationID, episode int, s Shadowing, at time.Time) error
}

// ShadowingChanged tells candidate and mentor of it.
type ShadowingChanged struct {
	ShadowingID string          `json:"shadowingId"`
	ExpertID    domain.ExpertID `json:"expertId"`
	MentorID    domain.PersonID `json:"mentorId"`
	Live        bool            `json:"live"`
}

// EventName is shadowing.changed.
func (ShadowingChanged) EventName() string { return EventShadowingChanged }

// Shadow begins to shadow a candidate, who may go available from then on. It
// refuses ErrOnlyMentors, roster.ErrUnknownExpert, ErrNotCandidate, ErrShadowed
// and ErrOneCandidate. Two at once: the experts are locked, and the database has
// one live shadowing per candidate and per mentor.
func (d *Desk) Shadow(ctx context.Context, by domain.Actor, id domain.ExpertID) (s Shadowing, err error) {
	fresh := d.rt.NewID("shd")
	err = d.tx(ctx, func(tx Store) error {
		e, err := pair(tx, by, id)
		if err != nil {
			return err
		}
		if e.Level != roster.Candidate || e.State != roster.Active {
			return ErrNotCandidate
		}
		now := d.rt.Now()
		s = Shadowing{fresh, id, domain.PersonID(by.ID), now, now}
		added, err := tx.AddShadowing(s)
		if err != nil {
			return err
		}
		if !added {
			if other, found, err := tx.ShadowBy(s.Mentor); err != nil || found {
				if err == nil && other.Expert == id {
					s = other // the same again
					return nil
				}
				return orRefuse(err, ErrOneCandidate)
			}
			return ErrShadowed
		}
		return tx.Emit(ShadowingChanged{s.ID, s.Expert, s.Mentor, true})
	})
	return s, err
}

// pair locks a candidate and, unless staff do it, the mentor, in their order.
func pair(tx Store, by domain.Actor, id domain.ExpertID) (candidate roster.Expert, err error) {
	ids := []domain.ExpertID{id}
	if !by.Staff() {
		if by.Role != domain.RoleExpert || by.Expert() == id {
			return candidate, ErrOnlyMentors
		}
		ids = append(ids, by.Expert())
		slices.Sort(ids)
	}
	found, err := tx.LockExperts(ids)
	if err != nil {
		return candidate, err
	}
	mentor, known := by.Staff(), false
	for _, e := range found {
		if e.ID == id {
			candidate, known = e, true
		} else {
			mentor = e.Level == roster.Mentor && e.State == roster.Active
		}
	}
	switch {
	case !mentor:
		return candidate, ErrOnlyMentors
	case !known:
		return candidate, roster.ErrUnknownExpert
	default:
		return candidate, nil
	}
}

// SeeShadow is the mentor's sign of life; it must come within MentorGrace. It
// needs no lock: the newest wins. It refuses ErrUnknownShadowing.
func (d *Desk) SeeShadow(ctx context.Context, by domain.PersonID, id string) error {
	return d.tx(ctx, func(tx Store) error {
		live, err := tx.SawShadowing(id, by, d.rt.Now())
		if err == nil && !live {
			err = ErrUnknownShadowing
		}
		return err
	})
}

// EndShadow ends the actor's shadowing. The candidate is away then; what they
// hold stays with them, and the mentor beside it. It refuses ErrUnknownShadowing.
// Two at once: it ends once.
func (d *Desk) EndShadow(ctx context.Context, by domain.PersonID, id string) error {
	var s Shadowing
	err := d.inTx(ctx, func(tx Store) error {
		mine, found, err := tx.ShadowBy(by)
		if err == nil && (!found || mine.ID != id) {
			err = ErrUnknownShadowing
		}
		s = mine
		return err
	})
	if err != nil {
		return err
	}
	return d.tx(ctx, func(tx Store) error { return d.endShadow(tx, s, ShadowByMentor, time.Time{}) })
}

// endShadow ends a shadowing and takes the candidate off duty. With a time, only
// when the mentor was not seen since.
func (d *Desk) endShadow(tx Store, s Shadowing, why ShadowEnd, unless time.Time) error {
	e, err := tx.LockExpert(s.Expert)
	if err != nil {
		return err
	}
	now, found, err := tx.ShadowOf(s.Expert)
	if err != nil || !found || now.ID != s.ID || (!unless.IsZero() && now.SeenAt.After(unless)) {
		return err
	}
	if ended, err := tx.EndShadowing(s.ID, why, d.rt.Now()); err != nil || !ended {
		return err
	}
	if err := tx.Emit(ShadowingChanged{s.ID, s.Expert, s.Mentor, false}); err != nil {
		return err
	}
	if e.Level != roster.Candidate || e.Presence != roster.Available {
		return nil
	}
	if err := d.withdraw(tx, e.ID); err != nil {
		return err
	}
	if err := e.SetPresence(roster.Away, d.rt.Now()); err != nil {
		return err
	}
	if err := tx.SaveDuty(e); err != nil {
		return err
	}
	return tx.Emit(roster.PresenceChanged{ExpertID: e.ID, Presence: e.Presence, Reason: "mentor"})
}

// MindShadows ends what no mentor has looked at for MentorGrace, and returns how many it looked at.
func (d *Desk) MindShadows(ctx context.Context) (n int, err error) {
	var lost []Shadowing
	before := d.rt.Now().Add(-MentorGrace)
	err = d.inTx(ctx, func(tx Store) (err error) {
		lost, err = tx.UnseenShadowings(before, dueBatch)
		return err
	})
	for _, s := range lost {
		if err != nil {
			return n, err
		}
		err = d.tx(ctx, func(tx Store) error { return d.endShadow(tx, s, ShadowUnseen, before) })
		n++
	}
	return n, err
}

// underMentor refuses a candidate whom nobody shadows.
func underMentor(tx Store, e roster.Expert) error {
	if e.Level != roster.Candidate {
		return nil
	}
	_, found, err := tx.ShadowOf(e.ID)
	if err == nil && !found {
		err = ErrNeedsMentor
	}
	return err
}

// shadowed puts the mentor beside what a candidate just took, and makes it one
// of those the mentor will mark.
func (d *Desk) shadowed(tx Store, c *Conversation, e roster.Expert) error {
	if e.Level != roster.Candidate {
		return nil
	}
	s, found, err := tx.ShadowOf(e.ID)
	if err != nil || !found {
		return orRefuse(err, ErrNeedsMentor)
	}
	now := d.rt.Now()
	if err := tx.AddGuests(c.ID, []domain.PersonID{s.Mentor}, s.Mentor, now); err != nil {
		return err
	}
	if err := tx.Watch(c.ID, s.Mentor, now.Add(-WatchFor), now); err != nil {
		return err
	}
	if err := tx.AddShadowed(d.rt.NewID("smp"), c.ID, c.Episode.No, s, now); err != nil {
		return err
	}
	if err := tx.Emit(ShadowingChanged{s.ID, s.Expert, s.Mentor, true}); err != nil {
		return err
	}
	return d.tellWatchers(tx, c)
}

// mayWhisper refuses an expert who does not shadow whoever holds the conversation.
func mayWhisper(tx Store, c *Conversation, by Author) error {
	if by.Role != domain.RoleExpert {
		return nil
	}
	s, found, err := tx.ShadowOf(c.Expert)
	if err == nil && (!found || string(s.Mentor) != by.ID) {
		err = ErrWhisperOfStaff
	}
	return err
}

// StepIn gives a conversation from the candidate who holds it to the mentor who
// shadows them, onto a seat of the mentor's own. The candidate's seat is free at
// once, and the customer is told who writes now. It refuses
// ErrUnknownConversation to everybody else, ErrClosed and ErrNoFreeSeat. Two at
// once: experts and conversation are locked.
func (d *Desk) StepIn(ctx context.Context, by domain.ExpertID, id domain.ConversationID) error {
	assignment := d.rt.NewID("asg")
	return d.tx(ctx, func(tx Store) error {
		seen, err := tx.Conversation(id)
		if err != nil {
			return err
		}
		s, found, err := tx.ShadowBy(domain.PersonID(by))
		switch {
		case err != nil:
			return err
		case seen.Status == Closed && found:
			return ErrClosed
		case !found || seen.Expert != s.Expert:
			return ErrUnknownConversation
		}
		both, err := tx.LockExperts([]domain.ExpertID{min(by, s.Expert), max(by, s.Expert)})
		if err != nil || len(both) != 2 {
			return orRefuse(err, ErrUnknownConversation)
		}
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if c.Expert != s.Expert {
			return domain.ErrStale
		}
		holder := both[slices.IndexFunc(both, func(e roster.Expert) bool { return e.ID == s.Expert })]
		return d.stepIn(tx, by, holder, &c, assignment)
	})
}

func (d *Desk) stepIn(tx Store, by domain.ExpertID, holder roster.Expert, c *Conversation, assignment string) error {
	now := d.rt.Now()
	if err := d.freeSeat(tx, holder, c.ID, EndEscalated); err != nil {
		return err
	}
	seat, err := d.takeSeat(tx, Offer{Expert: by, Conversation: c.ID})
	if err != nil {
		return err
	}
	if err := c.StepIn(by, now); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	held := Assignment{ID: assignment, Conversation: c.ID, Episode: c.Episode.No, Expert: by, SeatNo: seat, StartedAt: now}
	if err := tx.AddAssignment(held); err != nil {
		return err
	}
	said := happened(ConversationTakenOver, c, holder.ID)
	said.Entry = &c.Written[len(c.Written)-1]
	if err := tx.Emit(TakenOver{Happened: said}); err != nil {
		return err
	}
	return mention(tx, ConversationAccepted, c, by)
}

// StepIn moves a conversation that an expert holds to their mentor, who has the
// next word.
func (c *Conversation) StepIn(by domain.ExpertID, now time.Time) error {
	if c.Status != Assigned {
		if err := c.move(Assigned); err != nil {
			return err
		}
	}
	c.Episode.Transfers++
	c.Expert, c.Preferred, c.Episode.Expert = by, "", by
	c.write(Entry{Kind: KindAssignment, Author: expert(by), Status: Assigned, Data: Data{Why: "taken_over", Expert: by}}, now)
	return nil
}
