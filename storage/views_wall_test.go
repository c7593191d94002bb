package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestTheWallShowsTheFloorAsItIs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		look := func() storage.WallView {
			t.Helper()
			w, err := db.Views().Wall(t.Context(), "en", f.clock.Now())
			f.must(err)
			return w
		}
		if w := look(); len(w.Waiting)+len(w.Experts)+len(w.Staff) != 0 || w.FirstReply != nil || len(w.Waits) != 24 {
			t.Fatalf("an empty floor: %+v", w)
		}
		f.expert(roster.FullExpert)
		first := f.assigned(desk.Question{Text: "Is it waterproof?"})
		second := f.asked()
		f.allocate()
		f.clock.Add(95 * time.Second)
		f.tick()
		w := look()
		if len(w.Experts) != 1 || len(w.Experts[0].Seats) != 3 {
			t.Fatalf("experts: %+v", w.Experts)
		}
		held := w.Experts[0].Seats[0].Held
		if held == nil || held.ConversationID != first.id || !held.Silent || held.Status != desk.Assigned || held.DueAt == nil {
			t.Fatalf("a silent expert: %+v", held)
		}
		if len(w.Waiting) != 1 || w.Waiting[0].ConversationID != second || w.Waiting[0].Since.After(f.clock.Now()) {
			t.Fatalf("waiting: %+v", w.Waiting)
		}
		f.says(first.expert, first.id, "Up to the ankles.")
		if held = look().Experts[0].Seats[0].Held; held.Silent || held.Status != desk.Waiting || !held.Since.Equal(f.clock.Now()) {
			t.Fatalf("the customer's turn: %+v", held)
		}
		f.must(f.desk.SetPresence(t.Context(), first.expert.Expert(), roster.Away))
		if w = look(); len(w.Experts) != 1 || w.Experts[0].Presence != roster.Away {
			t.Fatalf("who holds something is shown: %+v", w.Experts)
		}
	})
}
