package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// RatingLinkValid is how long a rating link works.
const RatingLinkValid = 7 * 24 * time.Hour

// RatingLink lets a customer who is not in the chat any more rate one answer,
// once. Its token is shown once and stored hashed.
type RatingLink struct {
	TokenHash    string
	Conversation domain.ConversationID
	Episode      int
	By           domain.PersonID
	MadeAt       time.Time
	ExpiresAt    time.Time
}

// Refusals of rating links.
var (
	ErrRatingLink  = domain.Refuse(domain.Gone, "rating_link_invalid", "This link was used before, is too old, or there is a rating already.")
	ErrRatingGiven = domain.Refuse(domain.Conflict, "rating_given", "The customer has rated this answer.")
)

// RatingLinkStore is what rating links need.
type RatingLinkStore interface {
	// AddRatingLink stores a link and removes those of its conversation that were not used.
	AddRatingLink(RatingLink) error
	// RatingLink finds one that works; nothing is locked.
	RatingLink(tokenHash string, now time.Time) (l RatingLink, works bool, err error)
	// UseRatingLink uses it up; false: somebody was first.
	UseRatingLink(tokenHash string, now time.Time) (bool, error)
	// See notes where somebody is; an empty network does not count.
	See(actor, network string, at time.Time) error
}

// MakeLink makes the personal link by which the customer of a closed conversation
// rates its last answer. One that was made before and not used stops working. It
// refuses ErrUnknownConversation, ErrNotClosed, ErrNobodyToRate and ErrRatingGiven.
// Staff hand it out: an expert who had it could rate themself.
func (r *Ratings) MakeLink(ctx context.Context, by domain.Actor, id domain.ConversationID) (token string, expires time.Time, err error) {
	token = r.secrets.New()
	err = r.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		switch {
		case err != nil:
			return err
		case c.Status != Closed:
			return ErrNotClosed
		case c.Episode.Expert == "":
			return ErrNobodyToRate
		}
		if _, rated, err := tx.Rating(id, c.Episode.No); err != nil || rated {
			return orRefuse(err, ErrRatingGiven)
		}
		now := r.rt.Now()
		expires = now.Add(RatingLinkValid)
		return tx.AddRatingLink(RatingLink{access.HashToken(token), id, c.Episode.No, domain.PersonID(by.ID), now, expires})
	})
	return token, expires, err
}

// RateByLink rates as Desk.Rate does, for whoever has the link, and notes from which
// network: who rates from their expert's address range earns that expert nothing.
// It refuses ErrRatingLink, ErrOwnRating and what is wrong with the opinion. The race:
// the conversation is held, and of two who use the link at once one wins.
func (r *Ratings) RateByLink(ctx context.Context, token, network string, o Opinion) (rating Rating, err error) {
	if o, err = o.check(); err != nil {
		return rating, err
	}
	hash := access.HashToken(token)
	err = r.tx(ctx, func(tx Store) error {
		l, works, err := tx.RatingLink(hash, r.rt.Now())
		if err != nil || !works {
			return orRefuse(err, ErrRatingLink)
		}
		c, err := tx.LockConversation(l.Conversation)
		if err != nil {
			return err
		}
		_, rated, err := tx.Rating(c.ID, c.Episode.No)
		if err != nil || rated || c.Status != Closed || c.Episode.No != l.Episode {
			return orRefuse(err, ErrRatingLink)
		}
		now := r.rt.Now()
		if first, err := tx.UseRatingLink(hash, now); err != nil || !first {
			return orRefuse(err, ErrRatingLink)
		}
		if network != "" {
			if err := tx.See(string(c.Customer), network, now); err != nil {
				return err
			}
		}
		rating, err = (&Desk{inTx: r.inTx, rt: r.rt}).rate(tx, &c, o)
		return err
	})
	return rating, err
}
