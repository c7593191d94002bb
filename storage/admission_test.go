package storage_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestOneWaitsForEachCustomerAndThreeForANetwork(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		other, _ := f.process()
		desks := []*desk.Desk{f.desk, other}
		by := f.customer()
		var opened, refused atomic.Int64
		together(20, func(i int) {
			_, err := desks[i%2].Open(t.Context(), by, desk.Question{Text: "Does it float?"})
			var why *domain.Error
			switch {
			case err == nil:
				opened.Add(1)
			case errors.As(err, &why) && why.Is(desk.ErrAlreadyWaiting) && why.About != "":
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		if opened.Load() != 1 || refused.Load() != 19 {
			t.Errorf("%d opened, %d refused", opened.Load(), refused.Load())
		}
		customers := make([]domain.CustomerID, 20)
		for i := range customers {
			customers[i] = f.customer()
		}
		for _, network := range []string{"hash-1", "hash-2"} {
			opened.Store(0)
			together(len(customers), func(i int) {
				_, err := desks[i%2].Open(t.Context(), customers[i], desk.Question{Text: "Does it float?", Network: network})
				if err == nil {
					opened.Add(1)
				} else if !errors.Is(err, desk.ErrAddressBusy) && !errors.Is(err, desk.ErrAlreadyWaiting) {
					t.Error(err)
				}
			})
			if opened.Load() != 3 {
				t.Errorf("%s: %d opened", network, opened.Load())
			}
		}
		for i := range 5 { // a network that does not count
			if _, err := f.desk.Open(t.Context(), f.customer(), desk.Question{Text: fmt.Sprint("Question ", i)}); err != nil {
				t.Error(err)
			}
		}
	})
}

// A message is never refused, whatever else waits: it opens what was closed.
func TestAMessageOpensASecondConversationThatWaits(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		by := f.customer()
		actor := domain.Actor{Role: domain.RoleCustomer, ID: string(by)}
		first := f.ask(by, desk.Question{})
		f.must(f.desk.Close(t.Context(), actor, first, desk.Closure{}))
		f.ask(by, desk.Question{})
		f.says(actor, first, "It is still wet.")
		if n := f.count("SELECT COUNT(*) FROM conversations WHERE status = 'queued'"); n != 2 {
			t.Errorf("%d wait", n)
		}
	})
}

func TestVerifiedCustomersHaveAHeadStart(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		known := func() domain.CustomerID {
			id := f.customer()
			storagetest.Exec(t, db, "UPDATE customers SET verified_at = 1 WHERE id = ?", id)
			return id
		}
		early := f.asked()
		f.clock.Add(desk.HeadStart + time.Second)
		late := f.asked()
		f.clock.Add(time.Second)
		verified := f.ask(known(), desk.Question{})
		complaint := f.ask(known(), desk.Question{Reason: f.reason("rsn_1", 2, true)})
		for id, want := range map[domain.ConversationID]string{complaint: "1 ", early: "2 complaint", verified: "3 ", late: "4 complaint"} {
			if w := f.waits(id); fmt.Sprint(w.Place, " ", w.Why) != want {
				t.Errorf("%s: %d %s, want %s", id, w.Place, w.Why, want)
			}
		}
		f.expert(roster.Senior)
		for _, want := range []domain.ConversationID{complaint, early, verified} {
			f.allocate()
			f.accept(want)
		}
	})
}
