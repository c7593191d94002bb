package desk

import (
	"context"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Hindrance is why an expert may not take a question; empty: may.
type Hindrance string

// What can be in the way, in the order it is looked at.
const (
	NeedsLanguage Hindrance = "language"
	NeedsTopic    Hindrance = "topic"
	NeedsLevel    Hindrance = "level"
	NotAgain      Hindrance = "wish"     // the customer wishes another expert
	HadIt         Hindrance = "gave"     // the expert handed it over
	Related       Hindrance = "conflict" // customer and expert belong together
)

// Refusals of a pick.
var (
	ErrNeedsLanguage = domain.Refuse(domain.Conflict, "needs_language", "This question is in a language that is not yours.")
	ErrNeedsTopic    = domain.Refuse(domain.Conflict, "needs_topic", "This question is about a topic that is not yours yet.")
	ErrNeedsLevel    = domain.Refuse(domain.Conflict, "needs_level", "This question is for experts of a higher level.")
	ErrNeedsOther    = domain.Refuse(domain.Conflict, "needs_another", "This question is for another expert this time.")
)

// Hinders tells what keeps an expert from taking a question. Presence and seats
// are looked at elsewhere.
func Hinders(q InQueue, e roster.Expert) Hindrance {
	c := &Candidate{Expert: e}
	switch {
	case !e.Speaks(q.Language):
		return NeedsLanguage
	case !topicAllowed(q, c):
		return NeedsTopic
	case q.Difficulty > e.Hardest():
		return NeedsLevel
	case blocked(q, c):
		return NotAgain
	case slices.Contains(q.Givers, e.ID):
		return HadIt
	case tied(q, e.ID):
		return Related
	default:
		return ""
	}
}

func (h Hindrance) refusal() error {
	switch h {
	case "":
		return nil
	case NeedsLanguage:
		return ErrNeedsLanguage
	case NeedsTopic:
		return ErrNeedsTopic
	case NeedsLevel:
		return ErrNeedsLevel
	case Related:
		return ErrLinked
	default:
		return ErrNeedsOther
	}
}

// Pick gives an open question to the expert who chose it: the conversation, the
// seat and the assignment change in one transaction, whose rows of the expert
// and of the conversation decide: of two picks, and of a pick and an offer,
// exactly one wins and the other gets ErrAlreadyTaken. It also refuses what
// Accept does (ErrNotOnDuty, ErrNoFreeSeat), what the expert may not answer
// (ErrNeedsLanguage, ErrNeedsTopic, ErrNeedsLevel, ErrLinked, ErrNeedsOther), and
// ErrUnknownConversation for what was never on the board.
func (d *Desk) Pick(ctx context.Context, by domain.ExpertID, id domain.ConversationID) error {
	assignment := d.rt.NewID("asg")
	return d.tx(ctx, func(tx Store) error {
		e, err := tx.LockExpert(by)
		if err != nil {
			return err
		}
		c, err := tx.LockConversation(id)
		if err != nil {
			return err
		}
		if !c.IsLeft() || c.Status != Queued {
			known, err := tx.Promised(c.ID, c.Episode.No)
			if err == nil && !known {
				err = ErrUnknownConversation
			}
			return orRefuse(err, ErrAlreadyTaken)
		}
		if err := d.mayPick(tx, e, &c); err != nil {
			return err
		}
		return d.take(tx, e, c, assignment)
	})
}

func (d *Desk) mayPick(tx Store, e roster.Expert, c *Conversation) error {
	duty, err := tx.Duties(d.rt.Now())
	if err != nil || !e.MayPick(duty(e.ID)) {
		return orRefuse(err, ErrNotOnDuty)
	}
	q, err := inQueueOf(tx, c)
	if err != nil {
		return err
	}
	if w, found, err := tx.WishOf(c.Customer, e.ID); err != nil {
		return err
	} else if found {
		q.Wishes = map[domain.ExpertID]Wish{e.ID: w}
	}
	return Hinders(q, e).refusal()
}

// take puts a queued conversation on a seat of the expert.
func (d *Desk) take(tx Store, e roster.Expert, c Conversation, assignment string) error {
	now, place := d.rt.Now(), c.QueuedAt
	seat, err := d.takeSeat(tx, Offer{Expert: e.ID, Conversation: c.ID})
	if err != nil {
		return err
	}
	if err := c.Assign(e.ID, now); err != nil {
		return ErrAlreadyTaken
	}
	if err := tx.SaveConversation(c); err != nil {
		return err
	}
	held := Assignment{ID: assignment, Conversation: c.ID, Episode: c.Episode.No, Expert: e.ID, SeatNo: seat, StartedAt: now, Place: place}
	if err := tx.AddAssignment(held); err != nil {
		return err
	}
	if err := d.receive(tx, &c, domain.Actor{Role: domain.RoleExpert, ID: string(e.ID)}); err != nil {
		return err
	}
	if err := d.shadowed(tx, &c, e); err != nil {
		return err
	}
	if err := tell(tx, ConversationAccepted, &c, e.ID); err != nil {
		return err
	}
	return mention(tx, ConversationPicked, &c, e.ID)
}
