package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// becomes merges a customer into another, as when the brand says who they are.
func (f *floor) becomes(from, into domain.CustomerID) {
	f.Helper()
	f.must(f.db.Access(f.Context(), func(tx access.Store) error {
		_, err := tx.MergeCustomer(from, into)
		return err
	}))
}

func TestWhoIsVerifiedMeanwhileStillChangesTheirMessage(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		said := f.says(h.customer, h.id, "My name is Fenna.")
		answer := f.says(h.expert, h.id, "Hello Fenna.")
		known := f.customer()
		f.becomes(h.customer.Customer(), known)
		now := domain.Actor{Role: domain.RoleCustomer, ID: string(known)}
		if _, err := f.desk.EditMessage(t.Context(), now, h.id, said.ID, "My name is Fenna Bos."); err != nil {
			t.Fatal(err)
		}
		if _, err := f.desk.DeleteMessage(t.Context(), now, h.id, said.ID); err != nil {
			t.Fatal(err)
		}
		_, err := f.desk.DeleteMessage(t.Context(), now, h.id, answer.ID)
		f.refused(err, desk.ErrUnknownMessage)
		_, err = f.desk.DeleteMessage(t.Context(), h.customer, h.id, said.ID)
		f.refused(err, desk.ErrUnknownConversation)
	})
}

// TestWhoIsTheExpertAtTheSamePlaceDoesNotRate: of two ties the closest counts.
func TestWhoIsTheExpertAtTheSamePlaceDoesNotRate(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "It does.")
		f.must(f.desk.Close(t.Context(), manager, h.id, desk.Closure{Outcome: desk.Solved}))
		storagetest.Exec(t, db, "UPDATE conversations SET network = 'net_1' WHERE id = ?", h.id)
		storagetest.Exec(t, db, "INSERT INTO sightings (actor_id, network, seen_at) VALUES (?, 'net_1', ?)", h.expert.ID, storage.At(f.clock.Now()))
		storagetest.Exec(t, db, "UPDATE customers SET email = (SELECT email FROM people WHERE id = ?) WHERE id = ?", h.expert.ID, h.customer.ID)
		_, err := f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrOwnRating)
	})
}

// TestAPromiseThatNobodyNeedsIsNotBroken: it was handed to the staff, or closed in time.
func TestAPromiseThatNobodyNeedsIsNotBroken(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		f.must(f.desk.SetPresence(t.Context(), e, roster.Away))
		customer := f.customer()
		handed, closed := f.ask(customer, desk.Question{}), f.asked()
		for _, id := range []domain.ConversationID{handed, closed} {
			f.must(f.desk.Leave(t.Context(), f.conversation(id).Customer, id))
		}
		f.must(f.desk.SetPresence(t.Context(), e, roster.Available))
		f.must(f.desk.Pick(t.Context(), e, handed))
		f.handOver(domain.Actor{Role: domain.RoleExpert, ID: string(e)}, handed, toStaff)
		by := domain.Actor{Role: domain.RoleCustomer, ID: string(f.conversation(closed).Customer)}
		f.must(f.desk.Close(t.Context(), by, closed, desk.Closure{}))
		f.says(by, closed, "One more thing.")
		f.clock.Add(30 * time.Hour)
		view, err := db.Views().WaitChecks(t.Context(), f.clock.Now())
		f.must(err)
		if view.Promises.Broken != 0 {
			t.Fatalf("%+v", view.Promises)
		}
	})
}

// TestWhoLosesItToAManagerIsNoGuestAnyMore: a colleague who was mentioned, and
// then held it, knows no more of it.
func TestWhoLosesItToAManagerIsNoGuestAnyMore(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		other, boss := f.expert(roster.Senior), f.manager("Els de Vries")
		_, err := f.desk.Note(t.Context(), h.expert, h.id, desk.NewNote{ClientID: "n", Text: "You know these.", Mentions: []domain.PersonID{domain.PersonID(other)}})
		f.must(err)
		f.handOver(h.expert, h.id, desk.Destination{Desk: desk.ByExperts, Expert: other})
		f.allocate()
		now := f.accept(h.id)
		if now.Expert() != other {
			t.Fatalf("%s has it", now.ID)
		}
		f.must(f.desk.TakeOver(t.Context(), boss, h.id, desk.TakingOver{}))
		_, err = db.Views().Conversation(t.Context(), now, h.id)
		f.refused(err, desk.ErrUnknownConversation)
		_, err = f.desk.Note(t.Context(), now, h.id, desk.NewNote{ClientID: "m", Text: "Still me."})
		f.refused(err, desk.ErrUnknownConversation)
		f.sound()
	})
}
