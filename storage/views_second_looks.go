package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
)

// SecondLookView is a conversation that somebody looked at already, without the
// first card until the reader has given the second.
type SecondLookView struct {
	LookView

	Second *SecondCardView `json:"second,omitempty" doc:"The reader's own card, once it is given; the first one is in card then."`
}

// SecondCardView is a second card.
type SecondCardView struct {
	Helpful  int  `json:"helpful" minimum:"1" maximum:"5"`
	Correct  int  `json:"correct" minimum:"1" maximum:"5"`
	Tone     int  `json:"tone" minimum:"1" maximum:"5"`
	OwnWords int  `json:"ownWords" minimum:"1" maximum:"5"`
	Breach   bool `json:"breach"`
	Agrees   bool `json:"agrees" doc:"Both cards are the same within one mark on every line, and about courtesy."`
	MarkedAt Time `json:"markedAt" format:"date-time"`
}

// mayLookAgain refuses whoever is neither staff nor an active senior or mentor.
func (v Views) mayLookAgain(ctx context.Context, by domain.Actor) error {
	if by.Role != domain.RoleExpert {
		return nil
	}
	var level roster.Level
	found, err := v.maybe(ctx, &level, "SELECT level FROM experts WHERE id = ? AND state = 'active'", by.ID)
	if err == nil && (!found || level < roster.Senior) {
		err = growth.ErrOnlyPeers
	}
	return err
}

// secondable are the samples that an actor may look at a second time.
const secondable = `s.purpose IN ('random', 'low_rating') AND s.state = 'marked' AND s.expert_id <> ? AND s.reviewer_id <> ? AND s.marked_at >= ?
	AND NOT EXISTS (SELECT 1 FROM second_looks l WHERE l.sample_id = s.id)`

const secondsShown = 50

// SecondLooks lists what an actor may look at a second time, what was marked
// longest ago first, without the first card.
func (v Views) SecondLooks(ctx context.Context, by domain.Actor, l domain.Language, now time.Time) ([]SampleView, error) {
	if err := v.mayLookAgain(ctx, by); err != nil {
		return nil, err
	}
	all, err := v.sampleViews(ctx, l, secondable+" ORDER BY s.marked_at, s.id LIMIT ?", by.ID, by.ID, At(now.Add(-growth.SecondFor)), secondsShown)
	for i := range all {
		all[i].blind()
	}
	return all, err
}

// blind takes away what another reviewer thought, and who that was.
func (s *SampleView) blind() { s.Card, s.Reviewer, s.MarkedAt = nil, nil, nil }

// SecondLook shows a conversation to whoever may look at it a second time, and
// with both cards to whoever did. Anybody else's does not exist.
func (v Views) SecondLook(ctx context.Context, by domain.Actor, l domain.Language, id growth.SampleID, now time.Time) (SecondLookView, error) {
	if err := v.mayLookAgain(ctx, by); err != nil {
		return SecondLookView{}, err
	}
	var given SecondCardView
	mine, err := v.maybe(ctx, &given, `SELECT helpful, correct, tone, own_words, breach, agrees, marked_at FROM second_looks
		WHERE sample_id = ? AND reviewer_id = ?`, id, by.ID)
	if err != nil {
		return SecondLookView{}, wrapped(err, "show second look %s", id)
	}
	where, args := "s.id = ? AND "+secondable, []any{id, by.ID, by.ID, At(now.Add(-growth.SecondFor))}
	if mine {
		where, args = "s.id = ?", []any{id}
	}
	all, err := v.sampleViews(ctx, l, where, args...)
	if err != nil || len(all) == 0 {
		return SecondLookView{}, orRefused(err, growth.ErrUnknownSample)
	}
	look, err := v.written(ctx, all[0])
	if mine {
		return SecondLookView{look, &given}, err
	}
	look.blind()
	return SecondLookView{look, nil}, err
}
