package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// DisputableStars is how many stars a rating has at most that can be disputed.
const DisputableStars = 3

// RatingDisputeID is rdp_…
type RatingDisputeID string

// RatingDisputeState is where the dispute of a rating is.
type RatingDisputeState string

// The states of a dispute.
const (
	RatingDisputeOpen   RatingDisputeState = "open"
	RatingDisputeUpheld RatingDisputeState = "upheld" // the rating is set aside
	RatingDisputeDenied RatingDisputeState = "denied"
)

// RatingDispute is an expert's word that a low rating is not about what they did.
type RatingDispute struct {
	ID           RatingDisputeID
	Conversation domain.ConversationID
	Episode      int
	Expert       domain.ExpertID
	Place        int // among the expert's open ones, 1..3: a fourth has none
	Text         string
	State        RatingDisputeState
	RaisedAt     time.Time
	Answer       string
	DecidedBy    domain.PersonID
	DecidedAt    time.Time
	Version      int
}

// Refusals of disputes.
// MaxOpenDisputes is how many disputes of one expert can wait.
const MaxOpenDisputes = 3

var (
	ErrUnknownRating  = domain.Refuse(domain.NotFound, "rating_not_found", "There is no such rating.")
	ErrNotDisputable  = domain.Refuse(domain.Conflict, "rating_not_disputable", "Ratings of one to three stars that count for the quality can be disputed.")
	ErrRatingDisputed = domain.Refuse(domain.Conflict, "rating_disputed", "You have disputed this rating.")
	ErrDisputesOpen   = domain.Refuse(domain.Conflict, "rating_disputes_open", "Three of your disputes wait for an answer. Wait for one of them.")
	ErrUnknownDispute = domain.Refuse(domain.NotFound, "rating_dispute_not_found", "There is no such dispute.")
	ErrDisputeDecided = domain.Refuse(domain.Conflict, "rating_dispute_decided", "This dispute is decided.")
)

// disputable reports whether the expert who reads a rating can dispute it. One
// that does not count for the quality costs them nothing.
func (r Rating) disputable() bool { return r.Stars <= DisputableStars && r.Controllable }

// Dispute lets an expert say why a low rating is not about what they did: once for
// each, and three wait at most. It refuses ErrUnknownRating, also for one that
// was not told yet, ErrNotDisputable, ErrRatingDisputed, ErrDisputesOpen and
// what is wrong with the text. The race: the rating has one dispute, and each
// place of the open ones is taken once.
func (r *Ratings) Dispute(ctx context.Context, by domain.ExpertID, id domain.ConversationID, episode int, text string) (d RatingDispute, err error) {
	if text, err = clean(text, MaxReasonText); err != nil {
		return d, at(err, "/text")
	}
	err = r.tx(ctx, func(tx Store) error {
		if _, err := tx.LockConversation(id); err != nil {
			return err
		}
		rating, found, err := tx.Rating(id, episode)
		switch {
		case err != nil:
			return err
		case !found, rating.Expert != by, !rating.TellAt.IsZero():
			return ErrUnknownRating
		}
		if known, err := tx.HasRatingDispute(id, episode); err != nil || known {
			return orRefuse(err, ErrRatingDisputed)
		}
		if !rating.disputable() {
			return ErrNotDisputable
		}
		taken, err := tx.DisputePlaces(by)
		if err != nil {
			return err
		}
		place := freePlace(taken, MaxOpenDisputes)
		if place == 0 {
			return ErrDisputesOpen
		}
		d = RatingDispute{
			ID: RatingDisputeID(r.rt.NewID("rdp")), Conversation: id, Episode: episode, Expert: by, Place: place, Text: text,
			State: RatingDisputeOpen, RaisedAt: r.rt.Now(), Version: 1,
		}
		if added, err := tx.AddRatingDispute(d); err != nil || !added {
			return orRefuse(err, domain.ErrStale)
		}
		return tx.Emit(RatingHappened{RatingDisputed, by, id, episode})
	})
	return d, err
}

// Decide answers a dispute, with the reasons in writing. Where the expert was
// right, the rating is set aside. It refuses ErrUnknownDispute, ErrDisputeDecided
// and what is wrong with the answer. The race: conversation and dispute are held.
func (r *Ratings) Decide(ctx context.Context, by domain.Actor, id RatingDisputeID, upheld bool, answer string) error {
	answer, err := clean(answer, MaxReasonText)
	if err != nil {
		return at(err, "/answer")
	}
	return r.tx(ctx, func(tx Store) error {
		d, err := tx.RatingDispute(id)
		if err != nil {
			return err
		}
		if _, err := tx.LockConversation(d.Conversation); err != nil {
			return err
		}
		if d, err = tx.LockRatingDispute(id); err != nil {
			return err
		}
		if d.State != RatingDisputeOpen {
			return ErrDisputeDecided
		}
		d.State, d.Answer, d.DecidedBy, d.DecidedAt = RatingDisputeDenied, answer, domain.PersonID(by.ID), r.rt.Now()
		if upheld {
			d.State = RatingDisputeUpheld
			rating, found, err := tx.Rating(d.Conversation, d.Episode)
			if err != nil || !found {
				return orRefuse(err, ErrUnknownRating)
			}
			if err := setAside(tx, rating, ExcludedByDispute); err != nil {
				return err
			}
		}
		if err := tx.SaveRatingDispute(d); err != nil {
			return err
		}
		return tx.Emit(RatingHappened{RatingDisputeDecided, d.Expert, d.Conversation, d.Episode})
	})
}
