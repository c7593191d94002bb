package insight

import (
	"context"
	"errors"
	"hash/fnv"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/learner"
)

// HeldOut reports whether no training learns from a conversation, one in five,
// so that every version is measured on what none has seen.
func HeldOut(id domain.ConversationID) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	return h.Sum32()%heldOutOne == 0
}

// Train makes a version of what was closed, once there is enough of it and more
// than the last one knew, and measures it on a fifth that it does not learn from.
// It suggests from then on unless the version before it does better on the same
// conversations. It returns 1 when a version was made. Two at once: one is kept,
// by the key of the active one.
func (s *Suggestions) Train(ctx context.Context) (made int, err error) {
	now := s.rt.Now()
	closed, err := s.shelf.Closings(ctx, now.Add(-ExampleAge), MostExamples)
	if err != nil {
		return 0, err
	}
	before, found, err := s.shelf.ActiveReasonModel(ctx, "")
	if err != nil || found && !worthIt(before, closed) {
		return 0, err
	}
	examples, held := lessons(closed)
	if len(examples)+len(held) < FewestClosed {
		return 0, nil
	}
	model, err := learner.Train(examples, learner.Options{})
	if errors.Is(err, learner.ErrTooLittle) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	v := ReasonModel{
		ID: domain.ModelID(s.rt.NewID("mdl")), TrainedAt: now, Examples: len(examples), HeldOut: len(held), Reasons: len(model.Labels()),
	}
	v.Top1, v.Top3 = right(model, held)
	v.Active = true
	if found {
		if old, err := read(before); err == nil {
			top1, _ := right(old.model, held)
			v.Active = v.Top1 >= top1
		}
	}
	if v.Body, err = model.MarshalBinary(); err != nil {
		return 0, err
	}
	return 1, s.inTx(ctx, func(tx ModelStore) error { return tx.AddReasonModel(v) })
}

// worthIt reports whether enough was closed since a training.
func worthIt(before ReasonModel, closed []Closing) bool {
	since := 0
	for _, c := range closed {
		if c.ClosedAt.After(before.TrainedAt) {
			since++
		}
	}
	return since >= max(freshExamples, before.Examples/50)
}

// lessons are what a model learns from and what it is measured on: closings with
// a text, of reasons that were given some times.
func lessons(closed []Closing) (examples, held []learner.Example) {
	given := map[domain.ReasonID]int{}
	for _, c := range closed {
		given[c.Reason]++
	}
	for _, c := range closed {
		switch {
		case c.Text == "" || given[c.Reason] < fewestOfOne:
		case HeldOut(c.Conversation):
			held = append(held, c.example())
		default:
			examples = append(examples, c.example())
		}
	}
	return examples, held
}

// right counts how often a model suggests the given reason first and among three.
func right(m *learner.Model, held []learner.Example) (top1, top3 int) {
	for _, e := range held {
		switch rank(m.Suggest(e.Text, SuggestedMost), e.Label) {
		case 0:
		case 1:
			top1++
			top3++
		default:
			top3++
		}
	}
	return top1, top3
}

// rank is the place of a label among suggestions, from 1; 0: it is not there.
func rank(all []learner.Suggestion, label string) int {
	return 1 + slices.IndexFunc(all, func(s learner.Suggestion) bool { return s.Label == label })
}

// Judge asks the active model for what was closed since the last time, each
// before it learns from it, and keeps how it did. It returns how many it judged.
// Two at once: an episode is judged once, by its key.
func (s *Suggestions) Judge(ctx context.Context) (judged int, err error) {
	v, found, err := s.shelf.ActiveReasonModel(ctx, "")
	if err != nil || !found {
		return 0, err
	}
	t, err := read(v)
	if errors.Is(err, learner.ErrOtherFormat) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	from := latest(v.TrainedAt, s.rt.Now().Add(-judgedWithin))
	waiting, err := s.shelf.UnjudgedClosings(ctx, from, judgedAtOnce)
	if err != nil || len(waiting) == 0 {
		return 0, err
	}
	past, err := s.shelf.Closings(ctx, from, mostSince)
	if err != nil {
		return 0, err
	}
	t.learn(slices.DeleteFunc(past, func(c Closing) bool { return !c.ClosedAt.Before(waiting[0].ClosedAt) }), true)
	all := make([]Judgement, 0, len(waiting))
	for _, c := range waiting {
		suggested := t.model.Suggest(cut(c.Text), SuggestedMost)
		j := Judgement{Model: v.ID, Conversation: c.Conversation, Episode: c.Episode, Reason: c.Reason, JudgedAt: s.rt.Now()}
		j.Place = rank(suggested, string(c.Reason))
		if len(suggested) > 0 {
			j.First = domain.ReasonID(suggested[0].Label)
		}
		all = append(all, j)
		t.learn([]Closing{c}, true)
	}
	err = s.inTx(ctx, func(tx ModelStore) error {
		judged = 0
		for _, j := range all {
			added, err := tx.Judge(j)
			if err != nil {
				return err
			}
			if added {
				judged++
			}
		}
		return nil
	})
	return judged, err
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
