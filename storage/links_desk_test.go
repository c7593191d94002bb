package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestNobodyIsAskedToAnswerThemselves(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		own, other := f.expert(roster.Rookie), f.expert(roster.Rookie)
		storagetest.Exec(t, db, "UPDATE experts SET presence = 'away' WHERE id = ?", other)
		id := f.asked()
		storagetest.Exec(t, db, "UPDATE conversations SET network = 'net_1' WHERE id = ?", id)
		storagetest.Exec(t, db, "INSERT INTO sightings (actor_id, network, seen_at) VALUES (?, 'net_1', ?)", own, storage.At(f.clock.Now().Add(-23*time.Hour)))
		f.allocate()
		if _, found := f.openOffer(id); found {
			t.Fatal("the expert is asked by somebody from the same place")
		}
		storagetest.Exec(t, db, "UPDATE experts SET presence = 'available' WHERE id = ?", other)
		f.allocate()
		if o := f.offer(id); o.Expert != other {
			t.Fatalf("%s is asked", o.Expert)
		}
	})
}

func TestWhoTurnsOutToBelongToTheCustomerCannotAccept(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e, id := f.expert(roster.Rookie), f.asked()
		f.allocate()
		o := f.offer(id)
		customer := f.conversation(id).Customer
		storagetest.Exec(t, db, "UPDATE customers SET brand_customer_id = 'C-1' WHERE id = ?", customer)
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'C-1' WHERE id = ?", e)
		_, err := f.desk.Accept(t.Context(), e, o.ID)
		f.refused(err, desk.ErrLinked)
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = NULL")
		if _, err := f.desk.Accept(t.Context(), e, o.ID); err != nil {
			t.Fatal(err)
		}
		by := f.conversation(id)
		f.must(f.desk.Close(t.Context(), manager, id, desk.Closure{Outcome: desk.Solved}))
		storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'C-1' WHERE id = ?", e)
		_, err = f.desk.Rate(t.Context(), by.Customer, id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrOwnRating)
	})
}
