package storage_test

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
)

func (w *walk) promises(ctx context.Context) error {
	c, _ := w.one(isSeated)
	up, _, err := w.desk.Promise(ctx, w.holder(c).Expert(), c.ID, desk.NewPromise{
		ClientID: w.client(), Promise: "I'll ask the workshop.", DueAt: w.floor.clock.Now().Add(time.Duration(1+w.n(60)) * time.Hour),
	})
	return add(w, &w.followUps, up.ID, err)
}

// promised is one of the follow-ups as it stands now, likely one of a state.
func (w *walk) promised(likely desk.FollowUpState) (up desk.FollowUp, found bool) {
	for range 5 {
		id, found := oneOf(w, &w.followUps)
		if !found {
			return up, false
		}
		if up = w.followUp(id); up.State == likely {
			break
		}
	}
	return up, true
}

func (w *walk) researches(ctx context.Context) error {
	up, found := w.promised(desk.FollowUpOpen)
	if !found {
		return errNothing
	}
	note, later := "Looked at the drawings.", up.DueAt.Add(24*time.Hour)
	d := desk.Draft{Research: &note, Version: up.Version}
	if w.n(3) == 0 {
		d.DueAt = &later
	}
	_, err := w.desk.ChangeFollowUp(ctx, up.Expert, up.ID, d)
	return err
}

func (w *walk) finishes(ctx context.Context) error {
	up, _ := w.promised(desk.FollowUpOpen)
	_, err := w.desk.FinishFollowUp(ctx, up.Expert, up.ID, desk.FollowUpAnswered, "Turn it over.")
	return err
}

func (w *walk) helped(ctx context.Context) error {
	up, found := w.promised(desk.FollowUpDone)
	if !found {
		return errNothing
	}
	_, err := w.desk.AnswerFollowUp(ctx, w.conversation(up.Conversation).Customer, up.ID, []desk.Answer{desk.SolvedYes, desk.SolvedNo}[w.n(2)])
	return err
}

func (w *walk) dismisses(ctx context.Context) error {
	up, _ := w.promised(desk.FollowUpOpen)
	if w.n(4) > 0 {
		return errNothing
	}
	return w.desk.DismissFollowUp(ctx, w.manager(), up.ID, "Solved elsewhere.")
}

func (w *walk) gives(ctx context.Context) error {
	up, _ := w.promised(desk.FollowUpOpen)
	return w.desk.GiveFollowUp(ctx, w.manager(), up.ID, w.somebody().Expert())
}
