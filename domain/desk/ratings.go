package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// What keeps a single rating from being noticed: the expert reads it with others,
// and not at once.
const (
	TellWithin = 24 * time.Hour // a rating waits by a random time up to this
	TellBatch  = 5              // so many are told together
)

// Excluded says why people set a rating aside.
type Excluded string

// What a rating is set aside for.
const (
	ExcludedByDispute Excluded = "dispute" // the expert disputed it, and was right
	ExcludedForAbuse  Excluded = "abuse"   // staff marked the conversation: the customer was abusive
)

// The names of what happens to ratings later.
const (
	RatingsTold          = "ratings.told"
	RatingExcluded       = "rating.excluded"
	RatingDisputed       = "rating.disputed"
	RatingDisputeDecided = "rating.disputeDecided"
)

// RatingHappened is a fact about ratings of one expert; its name says which.
type RatingHappened struct {
	Name           string                `json:"-"`
	ExpertID       domain.ExpertID       `json:"expertId"`
	ConversationID domain.ConversationID `json:"conversationId,omitempty"`
	Episode        int                   `json:"episode,omitempty"`
}

// EventName is the published name.
func (h RatingHappened) EventName() string { return h.Name }

// RatingStore is what becomes of ratings after they were given.
type RatingStore interface {
	StillSolvedStore
	RatingLinkStore

	// RatedExperts are those with a rating that may be told by now.
	RatedExperts(now time.Time) ([]domain.ExpertID, error)
	// DueRatings are an expert's that may be told by now.
	DueRatings(e domain.ExpertID, now time.Time) ([]Rating, error)
	// TellRatings marks them as told, and says how many were not before.
	TellRatings(e domain.ExpertID, now time.Time) (int, error)
	// SetAside stores why a rating does not count for the quality; its conversation is held.
	SetAside(Rating) error
	// RatingsIn are all of a conversation, by episode. The conversation is held.
	RatingsIn(domain.ConversationID) ([]Rating, error)

	// AbuseMarked reports whether staff marked the conversation, which is held.
	AbuseMarked(domain.ConversationID) (bool, error)
	AddAbuseMark(AbuseMark) (first bool, err error)

	// DisputePlaces are the places that an expert's open disputes take.
	DisputePlaces(domain.ExpertID) ([]int, error)
	HasRatingDispute(domain.ConversationID, int) (bool, error)
	AddRatingDispute(RatingDispute) (bool, error) // false: the place or the rating is taken
	RatingDispute(RatingDisputeID) (RatingDispute, error)
	LockRatingDispute(RatingDisputeID) (RatingDispute, error) // ErrUnknownDispute
	SaveRatingDispute(RatingDispute) error                    // domain.ErrStale
}

// Ratings is what becomes of ratings after they were given: they are told to
// their experts, disputed and set aside. It is safe for concurrent use.
type Ratings struct {
	inTx    InTx
	rt      domain.Runtime
	secrets access.Secrets
}

// NewRatings makes the use cases.
func NewRatings(inTx InTx, rt domain.Runtime, secrets access.Secrets) *Ratings {
	return &Ratings{inTx, rt, secrets}
}

func (r *Ratings) tx(ctx context.Context, fn func(Store) error) error { return again(ctx, r.inTx, fn) }

// untold hides a rating from its expert for a while that nobody can guess.
func (r *Rating) untold(now time.Time, chance float64) {
	r.TellAt, r.ToldAt = now.Add(time.Duration(chance*float64(TellWithin)).Truncate(time.Millisecond)), time.Time{}
}

// ripe reports whether ratings that are due are told: five together, or as many
// as there are once points say what one of them was. What came after the
// settlement moves no points, and waits for others.
func ripe(due []Rating) bool {
	if len(due) >= TellBatch {
		return true
	}
	for _, r := range due {
		if r.SettledAt.After(r.GivenAt) {
			return true
		}
	}
	return false
}

// Tell shows experts the ratings that have waited, many at a time, and tells how
// many. The race: a rating that the customer changes meanwhile waits anew, and
// two runs mark each once.
func (r *Ratings) Tell(ctx context.Context) (n int, err error) {
	var who []domain.ExpertID
	err = r.tx(ctx, func(tx Store) error {
		who, err = tx.RatedExperts(r.rt.Now())
		return err
	})
	for _, e := range who {
		told := 0
		one := r.tx(ctx, func(tx Store) error {
			told = 0
			now := r.rt.Now()
			due, err := tx.DueRatings(e, now)
			if err != nil || !ripe(due) {
				return err
			}
			if told, err = tx.TellRatings(e, now); err != nil || told == 0 {
				return err
			}
			return tx.Emit(RatingHappened{Name: RatingsTold, ExpertID: e})
		})
		if ctx.Err() != nil {
			return n, errors.Join(err, ctx.Err())
		}
		n, err = n+told, errors.Join(err, one)
	}
	return n, err
}

// AbuseMark is the word of staff that a customer was abusive in a conversation.
type AbuseMark struct {
	Conversation domain.ConversationID
	By           domain.PersonID
	Reason       string
	At           time.Time
}

// ErrMarkedAbusive refuses a second mark.
var ErrMarkedAbusive = domain.Refuse(domain.Conflict, "abuse_marked", "This conversation is marked already.")

// MarkAbuse says that the customer of a conversation was abusive: what they rated
// there, or will, does not count for anybody's quality. It refuses
// ErrUnknownConversation, ErrMarkedAbusive and what is wrong with the reason.
// The race: the conversation is held, so that no rating slips in beside it.
func (r *Ratings) MarkAbuse(ctx context.Context, by domain.Actor, id domain.ConversationID, reason string) error {
	reason, err := clean(reason, MaxReasonText)
	if err != nil {
		return at(err, "/reason")
	}
	return r.tx(ctx, func(tx Store) error {
		if _, err := tx.LockConversation(id); err != nil {
			return err
		}
		first, err := tx.AddAbuseMark(AbuseMark{id, domain.PersonID(by.ID), reason, r.rt.Now()})
		if err != nil {
			return err
		}
		if !first {
			return ErrMarkedAbusive
		}
		all, err := tx.RatingsIn(id)
		if err != nil {
			return err
		}
		for _, rating := range all {
			if err := setAside(tx, rating, ExcludedForAbuse); err != nil {
				return err
			}
		}
		return nil
	})
}

// setAside keeps a rating out of the quality from now on. What stands aside stays so.
func setAside(tx Store, r Rating, why Excluded) error {
	if r.Excluded != "" {
		return nil
	}
	r.Excluded, r.Controllable = why, false
	if err := tx.SetAside(r); err != nil {
		return err
	}
	return tx.Emit(RatingHappened{RatingExcluded, r.Expert, r.Conversation, r.Episode})
}
