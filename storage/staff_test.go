package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// staffReason adds a reason that only staff answer.
func (f *floor) staffReason() domain.ReasonID {
	f.Helper()
	id := f.reason("rsn_1", 1, false)
	storagetest.Exec(f.TB, f.db, "UPDATE contact_reasons SET staff_only = TRUE, staff_topic = 'warranty' WHERE id = ?", id)
	return id
}

func TestStaffReasonsGoToStaff(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		boss := f.manager("Hidde Terpstra")
		warranty := f.staffReason()
		mine := f.customer()
		id := f.ask(mine, desk.Question{Reason: warranty})
		f.allocate()
		if o, found := f.openOffer(id); found {
			t.Fatalf("an expert is asked: %+v", o)
		}
		waiting, err := db.Views().StaffConversations(t.Context(), boss, storage.DeskFilter{Desk: desk.ByStaff, Status: desk.Queued}, storage.Page{})
		f.must(err)
		if len(waiting.Items) != 1 || waiting.Items[0].ID != id || waiting.Items[0].Desk != desk.ByStaff || waiting.Items[0].QueuedAt == nil {
			t.Fatalf("%+v", waiting)
		}
		f.must(f.desk.TakeOver(t.Context(), boss, id, desk.TakingOver{}))
		f.says(boss, id, "Hello, I decide about the warranty.")
		f.must(f.desk.Close(t.Context(), boss, id, desk.Closure{Outcome: desk.Solved, Reason: warranty}))
		customer := domain.Actor{Role: domain.RoleCustomer, ID: string(mine)}
		view, err := db.Views().Conversation(t.Context(), customer, id)
		f.must(err)
		if view.CanRate || view.Expert != nil || view.Staff == nil || view.Staff.Name != "Hidde" || view.Staff.ID != "" {
			t.Fatalf("%+v %+v", view, view.Staff)
		}
		_, err = f.desk.Rate(t.Context(), mine, id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrNobodyToRate)
		f.must(f.desk.Confirm(t.Context(), mine, id))
		f.says(customer, id, "And now?")
		if c := f.conversation(id); c.Desk != desk.ByStaff || c.Episode.No != 2 || c.Status != desk.Queued {
			t.Fatalf("the next episode: %+v", c)
		}
		f.sound()
	})
}

func TestAnExpertCannotCloseWithAStaffReason(t *testing.T) {
	t.Parallel()
	f := newFloor(t, storagetest.Open(t))
	f.expert(roster.Senior)
	boss := f.manager("Hidde Terpstra")
	h := f.assigned(desk.Question{})
	warranty := f.staffReason()
	f.refused(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: warranty}), desk.ErrStaffOnly)
	f.handOver(h.expert, h.id, toStaff)
	f.must(f.desk.TakeOver(t.Context(), boss, h.id, desk.TakingOver{}))
	view, err := f.db.Views().HandOversOf(t.Context(), boss, h.id)
	f.must(err)
	if len(view.Items) != 1 || !view.Items[0].CanScore || view.Items[0].From.ID != domain.PersonID(h.expert.ID) {
		t.Fatalf("%+v", view)
	}
	f.must(f.desk.Close(t.Context(), boss, h.id, desk.Closure{Outcome: desk.Solved, Reason: warranty}))
	view, err = f.db.Views().HandOversOf(t.Context(), boss, h.id)
	f.must(err)
	if view.Items[0].CanScore {
		t.Fatal("a closed conversation asks for a score")
	}
	f.sound()
}

// Staff hold without a seat: no seat's timer runs, and 48 hours of silence end it.
func TestAConversationOfStaffRests(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		boss := f.manager("Hidde Terpstra")
		h := f.assigned(desk.Question{})
		f.must(f.desk.TakeOver(t.Context(), boss, h.id, desk.TakingOver{}))
		f.clock.Add(30 * time.Minute)
		f.tick()
		if c := f.conversation(h.id); c.Status != desk.Assigned || c.Staff == "" {
			t.Fatalf("a timer took it: %+v", c)
		}
		f.sound()
		f.says(boss, h.id, "Send me a picture, please.")
		f.clock.Add(desk.SilenceConfirms - time.Minute)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d too early, %v", n, err)
		}
		f.says(boss, h.id, "Are you there?")
		f.clock.Add(time.Hour)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d though staff wrote, %v", n, err)
		}
		f.clock.Add(desk.SilenceConfirms)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		if c := f.conversation(h.id); c.Status != desk.Closed || c.Staff != "" || c.Episode.Outcome != desk.Solved {
			t.Fatalf("%+v", c)
		}
		f.sound()
	})
}

// A expert gave it to staff, staff give it back: not to the expert who gave it.
func TestStaffHandBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		boss := f.manager("Hidde Terpstra")
		h := f.assigned(desk.Question{})
		f.handOver(h.expert, h.id, toStaff)
		f.must(f.desk.TakeOver(t.Context(), boss, h.id, desk.TakingOver{}))
		f.says(h.customer, h.id, "Hello?")
		if _, err := f.desk.Read(t.Context(), boss, h.id, 99); err != nil {
			t.Fatal(err)
		}
		made := f.handOver(boss, h.id, toExperts)
		if made.No != 2 || made.FromRole != domain.RoleManager {
			t.Fatalf("%+v", made)
		}
		_, err := f.desk.Post(t.Context(), boss, h.id, "late", "One more thing")
		if err == nil {
			t.Fatal("who gave it still writes")
		}
		f.clock.Add(2 * time.Minute)
		f.allocate()
		if o, found := f.openOffer(h.id); found {
			t.Fatalf("the giver is asked: %+v", o)
		}
		other := f.expert(roster.Senior)
		f.allocate()
		if o := f.offer(h.id); o.Expert != other {
			t.Fatalf("%+v", o)
		}
		receiver := f.accept(h.id)
		if _, err := f.desk.ScoreHandOver(t.Context(), receiver, made.ID, 4); err != nil {
			t.Fatal(err)
		}
		if c := f.conversation(h.id); c.Desk != desk.ByExperts || c.Episode.Expert != other || c.Episode.Transfers != 1 {
			t.Fatalf("%+v", c)
		}
		f.sound()
	})
}

func TestStaffQueuePages(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		boss := f.manager("Hidde Terpstra")
		warranty := f.staffReason()
		var asked []domain.ConversationID
		for range 5 {
			asked = append(asked, f.ask(f.customer(), desk.Question{Reason: warranty}))
			f.clock.Add(time.Second)
		}
		filter, page := storage.DeskFilter{Desk: desk.ByStaff, Status: desk.Queued}, storage.Page{Limit: 2}
		var got []domain.ConversationID
		for {
			list, err := db.Views().StaffConversations(t.Context(), boss, filter, page)
			f.must(err)
			for _, c := range list.Items {
				got = append(got, c.ID)
			}
			if list.Next == "" {
				break
			}
			page.Cursor = list.Next
		}
		if len(got) != 5 {
			t.Fatalf("%v", got)
		}
		for i := range got {
			if got[i] != asked[i] {
				t.Fatalf("%v, not in the order of %v", got, asked)
			}
		}
		expert := domain.Actor{Role: domain.RoleExpert, ID: string(f.expert(roster.Senior))}
		list, err := db.Views().StaffConversations(t.Context(), expert, filter, storage.Page{})
		if err != nil || len(list.Items) != 0 {
			t.Fatalf("an expert sees the staff queue: %v %v", list, err)
		}
	})
}
