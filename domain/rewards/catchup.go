package rewards

import (
	"context"
	"errors"
	"fmt"

	"github.com/kennerhq/kenner/domain"
)

// BookMissed books every confirmed episode that has no award, oldest first, and
// then every hand-over, follow-up, shift, review and article, and tells how many it looked at.
// Events normally book them; this catches up with what happened while nobody listened.
func (r *Rewards) BookMissed(ctx context.Context) (int, error) {
	episodes, failed := r.bookEpisodes(ctx)
	bonuses, err := r.bookBonuses(ctx)
	return episodes + bonuses, errors.Join(failed, err)
}

func (r *Rewards) bookEpisodes(ctx context.Context) (n int, failed error) {
	var after Confirmed
	for {
		var found []Confirmed
		err := r.inTx(ctx, func(tx Store) (err error) {
			found, err = tx.Unbooked(after, page)
			return err
		})
		if err != nil || len(found) == 0 {
			return n, errors.Join(failed, err)
		}
		for _, c := range found {
			if err := r.Book(ctx, c.Conversation, c.Episode); err != nil {
				failed = errors.Join(failed, fmt.Errorf("book %s: %w", c.Conversation, err))
				continue
			}
			n++
		}
		if ctx.Err() != nil {
			return n, errors.Join(failed, ctx.Err())
		}
		after = found[len(found)-1]
	}
}

func (r *Rewards) bookBonuses(ctx context.Context) (n int, failed error) {
	var after Fact
	for {
		var found []Fact
		err := r.inTx(ctx, func(tx Store) (err error) {
			found, err = tx.UnbookedBonuses(after, page)
			return err
		})
		if err != nil || len(found) == 0 {
			return n, errors.Join(failed, err)
		}
		for _, f := range found {
			if err := r.bookFact(ctx, f); err != nil {
				failed = errors.Join(failed, fmt.Errorf("book %s: %w", f.Source, err))
				continue
			}
			n++
		}
		if ctx.Err() != nil {
			return n, errors.Join(failed, ctx.Err())
		}
		after = found[len(found)-1]
	}
}

func (r *Rewards) bookFact(ctx context.Context, f Fact) error {
	switch f.Kind {
	case ForHandOver:
		return r.BookHandOver(ctx, domain.HandOverID(f.Source))
	case ForShift, ForNoShow:
		return r.BookShift(ctx, domain.ShiftID(f.Source))
	case ForReview:
		return r.BookReview(ctx, f.Source)
	case ForArticle, ForRecheck:
		return r.BookArticle(ctx, f.Source)
	default:
		return r.BookFollowUp(ctx, domain.FollowUpID(f.Source))
	}
}

// MarkLinks marks the episodes whose customer turns out to be tied to their
// expert, and tells how many. Where somebody was seen is kept as the last time
// alone, so this looks often: what it marks stays marked, and counts when the
// points are settled.
func (r *Rewards) MarkLinks(ctx context.Context) (n int, err error) {
	for {
		marked := 0
		err := r.inTx(ctx, func(tx Store) error {
			marked = 0
			found, err := tx.UnmarkedLinks(page)
			for _, l := range found {
				if err != nil {
					break
				}
				if err = tx.HoldConversation(l.Conversation); err == nil {
					err = tx.MarkLinked(l.Conversation, l.Episode, l.Link)
				}
				marked++
			}
			return err
		})
		n += marked
		if err != nil || marked < page {
			return n, err
		}
	}
}
