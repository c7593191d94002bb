package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// What is asked again: a part of what was closed as solved and never rated.
const (
	AskAgainAfter = 3 * 24 * time.Hour // of the close
	askAgainUntil = 7 * 24 * time.Hour // later nobody asks any more
	askAgainShare = 0.20
	askAgainBatch = 200
)

// EpisodeOfOne names an episode of a conversation.
type EpisodeOfOne struct {
	Conversation domain.ConversationID
	Episode      int
}

// StillSolvedStore is what the question "is it still solved?" needs.
type StillSolvedStore interface {
	// UnratedSolved are answers of experts that were closed as solved in a time, that nobody
	// rated, and for which chance was not asked yet.
	UnratedSolved(from, until time.Time, limit int) ([]EpisodeOfOne, error)
	// DrawStillSolved stores what chance said about an episode, once.
	DrawStillSolved(e EpisodeOfOne, asked bool, at time.Time) error
	// AnswerStillSolved stores the customer's word; false: it was not asked, or is answered. The conversation is held.
	AnswerStillSolved(e EpisodeOfOne, a Answer, at time.Time) (bool, error)
}

// ErrNotAskedAgain refuses an answer to what was not asked, and a second one.
var ErrNotAskedAgain = domain.Refuse(domain.Conflict, "still_solved_not_asked", "This was not asked, or you have answered it.")

// AskStillSolved draws a fifth of the answers that were solved three days ago
// and never rated: their customers are asked whether it still is. It tells how
// many are asked anew. The race: each episode is drawn once, whoever draws it.
func (r *Ratings) AskStillSolved(ctx context.Context) (n int, err error) {
	for {
		drawn, asked := 0, 0
		err := r.tx(ctx, func(tx Store) error {
			drawn, asked = 0, 0
			now := r.rt.Now()
			due, err := tx.UnratedSolved(now.Add(-askAgainUntil), now.Add(-AskAgainAfter), askAgainBatch)
			if err != nil {
				return err
			}
			for _, e := range due {
				ask := r.rt.Chance() < askAgainShare
				if err := tx.DrawStillSolved(e, ask, now); err != nil {
					return err
				}
				if drawn++; ask {
					asked++
				}
			}
			return nil
		})
		n += asked
		if err != nil || drawn < askAgainBatch {
			return n, err
		}
	}
}

// StillSolved stores the customer's answer: what is said here counts as the
// customer's word on the episode wherever no rating has one. It refuses
// ErrUnknownConversation, ErrNotClosed, ErrBadSolved and ErrNotAskedAgain. The
// race: the conversation is held, and there is one answer.
func (r *Ratings) StillSolved(ctx context.Context, by domain.CustomerID, id domain.ConversationID, a Answer) error {
	if a != SolvedYes && a != SolvedPartly && a != SolvedNo {
		return ErrBadSolved
	}
	return r.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		switch {
		case err != nil:
			return err
		case c.Customer != by:
			return ErrUnknownConversation
		case c.Status != Closed:
			return ErrNotClosed
		}
		if first, err := tx.AnswerStillSolved(EpisodeOfOne{id, c.Episode.No}, a, r.rt.Now()); err != nil || !first {
			return orRefuse(err, ErrNotAskedAgain)
		}
		return nil
	})
}
