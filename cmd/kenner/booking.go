package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/storage"
)

// bookings makes every fact that is worth points an award as it happens. What
// nobody hears is found in the rows by the next job.
func (h *house) bookings(outbox *storage.Outbox) {
	outbox.Subscribe(desk.ConversationConfirmed, h.book)
	outbox.Subscribe(desk.ConversationClosed, h.refreshed)
	outbox.Subscribe(desk.HandOverScored, reward(func(ctx context.Context, e bonusEvent) error {
		return h.rewards.BookHandOver(ctx, e.HandOverID)
	}))
	outbox.Subscribe(growth.EventLookedAgain, reward(func(ctx context.Context, e bonusEvent) error {
		return h.rewards.BookReviews(ctx, string(e.SampleID))
	}))
	outbox.Subscribe(knowledge.Judged{}.EventName(), h.published)
	outbox.Subscribe(desk.RatingExcluded, h.amend)
	for _, name := range []string{desk.FollowUpResult, desk.FollowUpMissed, desk.FollowUpReplied} {
		outbox.Subscribe(name, reward(func(ctx context.Context, e bonusEvent) error {
			return h.rewards.BookFollowUp(ctx, e.FollowUpID)
		}))
	}
}

// bonusEvent is what events of hand-overs, follow-ups and second looks name.
type bonusEvent struct {
	HandOverID domain.HandOverID `json:"handOverId"`
	FollowUpID domain.FollowUpID `json:"followUpId"`
	SampleID   growth.SampleID   `json:"sampleId"`
}

// reward books the fact that an event names. Somebody else may keep a follow-up
// by now: then the job that looks at the rows books it.
func reward(book func(context.Context, bonusEvent) error) func(context.Context, []byte) error {
	return func(ctx context.Context, payload []byte) error {
		var e bonusEvent
		if err := json.Unmarshal(payload, &e); err != nil {
			return fmt.Errorf("payload of a fact that is worth points: %w", err)
		}
		if err := book(ctx, e); !errors.Is(err, domain.ErrStale) {
			return err
		}
		return nil
	}
}

// published rewards who wrote a version that is published now.
func (h *house) published(ctx context.Context, payload []byte) error {
	var e knowledge.Judged
	if err := json.Unmarshal(payload, &e); err != nil {
		return fmt.Errorf("payload of %s: %w", e.EventName(), err)
	}
	if e.Verdict != knowledge.VerdictPublish {
		return nil
	}
	return h.rewards.BookArticle(ctx, fmt.Sprintf("%s:%d", e.Article, e.No))
}

// book rewards a confirmed episode.
func (h *house) book(ctx context.Context, payload []byte) error {
	var c desk.Confirmed
	if err := json.Unmarshal(payload, &c); err != nil {
		return fmt.Errorf("payload of %s: %w", desk.ConversationConfirmed, err)
	}
	return h.rewards.Book(ctx, c.ConversationID, c.Episode)
}

// amend pays what a conversation is worth more since its rating was set aside.
func (h *house) amend(ctx context.Context, payload []byte) error {
	var e desk.RatingHappened
	if err := json.Unmarshal(payload, &e); err != nil {
		return fmt.Errorf("payload of %s: %w", desk.RatingExcluded, err)
	}
	return h.rewards.Amend(ctx, e.ConversationID, e.Episode, e.ExpertID)
}

// refreshed looks whether a closed conversation was somebody's refresher.
func (h *house) refreshed(ctx context.Context, payload []byte) error {
	var c struct {
		ConversationID domain.ConversationID `json:"conversationId"`
	}
	if err := json.Unmarshal(payload, &c); err != nil {
		return fmt.Errorf("payload of %s: %w", desk.ConversationClosed, err)
	}
	return h.levels.Refreshed(ctx, c.ConversationID)
}
