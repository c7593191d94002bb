package storage_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// promise lets the expert who holds a conversation promise something.
func (f *floor) promise(h held, ahead time.Duration) desk.FollowUp {
	f.Helper()
	n := desk.NewPromise{ClientID: "p-" + string(h.id) + time.Duration(f.ids.Add(1)).String(), Promise: "I'll ask the workshop.", DueAt: f.clock.Now().Add(ahead)}
	up, isNew, err := f.desk.Promise(f.Context(), h.expert.Expert(), h.id, n)
	f.must(err)
	if !isNew {
		f.Fatal("it is known")
	}
	return up
}

// followUp is a follow-up as it is stored.
func (f *floor) followUp(id domain.FollowUpID) (up desk.FollowUp) {
	f.Helper()
	f.must(f.db.Desk(f.Context(), func(tx desk.Store) (err error) {
		up, err = tx.ReadFollowUp(id)
		return err
	}))
	return up
}

func (f *floor) mind() int {
	f.Helper()
	n, err := f.desk.MindFollowUps(f.Context())
	f.must(err)
	return n
}

// newest is the last entry of a conversation.
func (f *floor) newest(by domain.Actor, id domain.ConversationID) storage.EntryView {
	f.Helper()
	line, err := f.db.Views().Timeline(f.Context(), by, id, 0, 0)
	f.must(err)
	return line.Entries[len(line.Entries)-1]
}

func TestAPromiseIsKeptAfterTheClose(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		up := f.promise(h, 50*time.Hour)
		if e := f.newest(h.customer, h.id); e.Kind != desk.KindFollowUp || e.Text != up.Promise || e.Data.FollowUpID != up.ID || e.Data.Why != "promised" {
			t.Fatalf("the customer reads %+v", e)
		}
		f.says(h.expert, h.id, "I will find out.")
		f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Partly, Reason: f.reason("rsn_1", 2, false)}))
		if _, err := db.Views().Conversation(t.Context(), h.expert, h.id); err != nil {
			t.Fatalf("who owes an answer does not know the conversation: %v", err)
		}
		if _, err := f.desk.Post(t.Context(), h.expert, h.id, "x", "Hello?"); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("writes into what it does not hold: %v", err)
		}
		f.clock.Add(49 * time.Hour)
		f.mind()
		note := "Looked at the drawings of 2024."
		up, err := f.desk.ChangeFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.Draft{Research: &note, Version: up.Version})
		f.must(err)
		before := f.conversation(h.id)
		up, err = f.desk.FinishFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.FollowUpBetter, "The workshop says: turn it over.")
		f.must(err)
		if !up.Kept() {
			t.Fatalf("not kept: %+v", up)
		}
		after := f.conversation(h.id)
		if after.Status != desk.Closed || after.Episode.No != before.Episode.No || after.LastSeq != before.LastSeq+1 || after.ContentSeq != after.LastSeq {
			t.Fatalf("the conversation moved: %+v", after)
		}
		if e := f.newest(h.customer, h.id); e.Text != up.Result || e.Data.State != desk.FollowUpDone || e.Data.Found != desk.FollowUpBetter {
			t.Fatalf("the customer reads %+v", e)
		}
		if _, err := db.Views().Conversation(t.Context(), h.expert, h.id); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("the promise is kept and the conversation still known: %v", err)
		}
		f.whole()
	})
}

func TestThreePromisesAreOpenAtMostWhoeverRaces(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		var wg sync.WaitGroup
		var made, refused atomic.Int64
		for i := range 8 {
			wg.Go(func() {
				n := desk.NewPromise{ClientID: "same", Promise: "I'll look.", DueAt: f.clock.Now().Add(time.Hour)}
				if i > 1 {
					n.ClientID = time.Duration(i).String()
				}
				_, isNew, err := f.desk.Promise(context.Background(), h.expert.Expert(), h.id, n)
				switch {
				case errors.Is(err, desk.ErrTooManyFollowUps):
					refused.Add(1)
				case err != nil:
					t.Error(err)
				case isNew:
					made.Add(1)
				}
			})
		}
		wg.Wait()
		if n := f.count("SELECT COUNT(*) FROM follow_ups"); n != 3 || made.Load() != 3 {
			t.Fatalf("%d rows, %d made, %d refused", n, made.Load(), refused.Load())
		}
		if n := f.count("SELECT COUNT(*) FROM follow_ups WHERE client_id = 'same'"); n > 1 {
			t.Fatal("one client id, two promises")
		}
		f.whole()
	})
}

func TestAPromiseBelongsToWhoHoldsTheConversation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		other := f.expert(roster.Mentor)
		n := desk.NewPromise{ClientID: "p", Promise: "I'll look.", DueAt: f.clock.Now().Add(time.Hour)}
		_, _, err := f.desk.Promise(t.Context(), other, h.id, n)
		f.refused(err, desk.ErrUnknownConversation)
		_, _, err = f.desk.Promise(t.Context(), "", h.id, n)
		f.refused(err, desk.ErrUnknownConversation)
		up := f.promise(h, time.Hour)
		_, err = f.desk.ChangeFollowUp(t.Context(), other, up.ID, desk.Draft{Version: 1})
		f.refused(err, desk.ErrUnknownFollowUp)
		_, err = f.desk.FinishFollowUp(t.Context(), other, up.ID, desk.FollowUpAnswered, "Mine.")
		f.refused(err, desk.ErrUnknownFollowUp)
		_, err = f.desk.AnswerFollowUp(t.Context(), f.customer(), up.ID, desk.SolvedYes)
		f.refused(err, desk.ErrUnknownFollowUp)
		if _, err = db.Views().Conversation(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(other)}, h.id); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("a stranger knows it: %v", err)
		}
		storagetest.Exec(t, db, "UPDATE experts SET state = 'suspended' WHERE id = ?", h.expert.ID)
		_, err = f.desk.FinishFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.FollowUpAnswered, "Still here.")
		f.refused(err, roster.ErrNotActive)
	})
}

// TestDoneAndMissedAtTheSameMoment: whoever is first, a promise is never both
// kept and missed, and is missed once.
func TestDoneAndMissedAtTheSameMoment(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		const rounds = 12
		ups := make([]desk.FollowUp, 0, rounds)
		owners := map[domain.FollowUpID]domain.ExpertID{}
		for len(ups) < rounds {
			h := f.assigned(desk.Question{})
			for range desk.MaxOpenFollowUps {
				up := f.promise(h, time.Hour)
				ups = append(ups, up)
				owners[up.ID] = h.expert.Expert()
			}
			f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Partly, Reason: f.reason("rsn_1", 2, false)}))
		}
		f.clock.Add(time.Hour) // the last moment
		other, _ := f.process()
		var wg sync.WaitGroup
		for _, up := range ups {
			wg.Go(func() {
				if _, err := f.desk.FinishFollowUp(context.Background(), owners[up.ID], up.ID, desk.FollowUpAnswered, "Here it is."); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Go(func() { f.clock.Add(time.Millisecond) })
		for _, d := range []*desk.Desk{f.desk, other, f.desk} {
			wg.Go(func() {
				if _, err := d.MindFollowUps(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := f.count("SELECT COUNT(*) FROM follow_ups WHERE state = 'done'"); n != rounds {
			t.Fatalf("%d are done", n)
		}
		if n := f.count("SELECT COUNT(*) FROM follow_ups WHERE missed_at IS NOT NULL AND done_at <= due_at"); n != 0 {
			t.Fatalf("%d are kept and missed", n)
		}
		missed := f.count("SELECT COUNT(*) FROM follow_ups WHERE missed_at IS NOT NULL")
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'followUp.missed'"); n != missed {
			t.Fatalf("%d were missed, %d times it was told", missed, n)
		}
		f.whole()
	})
}

func TestOfTwoOutcomesOneStandsAndOneReplanCounts(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		up := f.promise(h, 24*time.Hour)
		later := up.DueAt.Add(24 * time.Hour)
		outcomes := at(8, func(i int) error {
			due := later.Add(time.Duration(i) * time.Minute)
			_, err := f.desk.ChangeFollowUp(context.Background(), h.expert.Expert(), up.ID, desk.Draft{DueAt: &due, Version: 1})
			return err
		})
		if won := count(outcomes, nil); won != 1 || count(outcomes, desk.ErrStaleFollowUp) != 7 {
			t.Fatalf("%v", outcomes)
		}
		now := f.followUp(up.ID)
		due := later.Add(time.Hour)
		_, err := f.desk.ChangeFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.Draft{DueAt: &due, Version: now.Version})
		f.refused(err, desk.ErrReplannedBefore)
		outcomes = at(8, func(int) error {
			_, err := f.desk.FinishFollowUp(context.Background(), h.expert.Expert(), up.ID, desk.FollowUpAnswered, "Here.")
			return err
		})
		if won := count(outcomes, nil); won != 1 || count(outcomes, desk.ErrFollowUpNotOpen) != 7 {
			t.Fatalf("%v", outcomes)
		}
		if n := f.count("SELECT COUNT(*) FROM timeline_entries WHERE kind = 'follow_up'"); n != 3 {
			t.Fatalf("the customer was told %d times", n)
		}
		f.whole()
	})
}

// at does something so many times at once and returns what came of each.
func at(n int, do func(i int) error) []error {
	all := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { all[i] = do(i) })
	}
	wg.Wait()
	return all
}

func count(all []error, want error) (n int) {
	for _, err := range all {
		if err == want || want != nil && errors.Is(err, want) { //nolint:errorlint // nil is meant
			n++
		}
	}
	return n
}

func TestADraftOutlivesWhatTimeDoes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		up := f.promise(h, time.Hour)
		f.clock.Add(time.Hour + time.Second)
		if n := f.mind(); n != 2 { // reminded, and missed
			t.Fatalf("%d", n)
		}
		if n := f.mind(); n != 0 {
			t.Fatalf("%d again", n)
		}
		note, sources, box := "Page 4.", []desk.FollowUpSource{{Title: "Manual", URL: "https://noorder.example/m"}}, 30
		_, err := f.desk.ChangeFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.Draft{Research: &note, Sources: &sources, TimeBox: &box, Version: up.Version})
		f.must(err)
		got := f.followUp(up.ID)
		if got.Research != note || !slices.Equal(got.Sources, sources) || got.TimeBox != box || got.Version != 2 || got.MissedAt.IsZero() || got.SurfacedAt.IsZero() {
			t.Fatalf("%+v", got)
		}
		_, err = f.desk.ChangeFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.Draft{Research: &note, Version: up.Version})
		f.refused(err, desk.ErrStaleFollowUp)
		due := f.clock.Now().Add(time.Hour)
		_, err = f.desk.ChangeFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.Draft{DueAt: &due, Version: 2})
		f.refused(err, desk.ErrDuePassed)
	})
}

func TestAForgottenPromiseIsGivenToSomebodyElse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		heir := f.expert(roster.Mentor)
		manager := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		up := f.promise(h, time.Hour)
		f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Partly, Reason: f.reason("rsn_1", 2, false)}))
		f.refused(f.desk.GiveFollowUp(t.Context(), manager, up.ID, heir), desk.ErrOwnerThere)
		f.clock.Add(80 * time.Hour)
		f.mind()
		for want := 1; want >= 0; want-- {
			n, err := f.desk.MindStaleFollowUps(t.Context())
			f.must(err)
			if n != want {
				t.Fatalf("%d are stale, want %d", n, want)
			}
		}
		list, err := db.Views().FollowUps(t.Context(), manager, storage.WantStale, f.clock.Now(), storage.Page{})
		f.must(err)
		if len(list.Items) != 1 || !list.Items[0].CanGive || list.Items[0].OwnerName == "" {
			t.Fatalf("staff see %+v", list.Items)
		}
		outcomes := at(6, func(int) error { return f.desk.GiveFollowUp(context.Background(), manager, up.ID, heir) })
		if count(outcomes, nil) != 6 {
			t.Fatalf("%v", outcomes)
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'followUp.changed'"); n != 1 {
			t.Fatalf("given %d times", n)
		}
		if _, err := f.desk.FinishFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.FollowUpAnswered, "Late."); !errors.Is(err, desk.ErrUnknownFollowUp) {
			t.Fatalf("the former owner: %v", err)
		}
		by := domain.Actor{Role: domain.RoleExpert, ID: string(heir)}
		if _, err := db.Views().Timeline(t.Context(), by, h.id, 0, 0); err != nil {
			t.Fatalf("the heir cannot read it: %v", err)
		}
		if _, err := db.Views().Timeline(t.Context(), h.expert, h.id, 0, 0); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("the former owner reads on: %v", err)
		}
		if n := f.mind(); n != 1 {
			t.Fatalf("the heir is reminded %d times", n)
		}
		_, err = f.desk.FinishFollowUp(t.Context(), heir, up.ID, desk.FollowUpNothing, "Nobody knows, I asked everybody.")
		f.must(err)
		f.whole()
	})
}

func TestADismissedPromiseIsToldWithoutItsReason(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		up := f.promise(h, time.Hour)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Mia', 'en', 1, 0)")
		manager := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		f.must(f.desk.DismissFollowUp(t.Context(), manager, up.ID, "SECRET: the product is recalled"))
		f.refused(f.desk.DismissFollowUp(t.Context(), manager, up.ID, "Again."), desk.ErrFollowUpNotOpen)
		if e := f.newest(h.customer, h.id); e.Data.Why != "dismissed" || e.Text != up.Promise || e.Author.ID != "" {
			t.Fatalf("the customer reads %+v", e)
		}
		if n := f.count("SELECT COUNT(*) FROM timeline_entries WHERE text LIKE '%SECRET%' OR data LIKE '%SECRET%'"); n != 0 {
			t.Fatal("the reason is in the timeline")
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%SECRET%'"); n != 0 {
			t.Fatal("the reason is in an event")
		}
		f.promise(h, time.Hour)
		f.promise(h, time.Hour)
		f.promise(h, time.Hour) // its place is free again
		f.whole()
	})
}

func TestNobodyKeepsAPromiseForThemselves(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		h := f.assigned(desk.Question{})
		same := f.expert(roster.Mentor)
		storagetest.Exec(t, db, "UPDATE customers SET brand_customer_id = 'b-1' WHERE id = ?", h.customer.ID)
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'b-1' WHERE id = ?", same)
		up := f.promise(h, time.Hour)
		f.clock.Add(72 * time.Hour)
		manager := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		f.refused(f.desk.GiveFollowUp(t.Context(), manager, up.ID, same), desk.ErrLinked)
		_, err := f.desk.FinishFollowUp(t.Context(), h.expert.Expert(), up.ID, desk.FollowUpAnswered, "Here.")
		f.must(err)
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = NULL WHERE id = ?", same)
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'b-1' WHERE id = ?", h.expert.ID)
		_, err = f.desk.AnswerFollowUp(t.Context(), h.customer.Customer(), up.ID, desk.SolvedYes)
		f.refused(err, desk.ErrOwnRating)
	})
}
