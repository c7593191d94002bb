package storage_test

import (
	"fmt"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// BenchmarkOffers makes 300 offers out of a queue of 1,000 in each turn. The
// promise is 500 a second.
func BenchmarkOffers(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.DB{"sqlite": storagetest.Open, "postgres": storagetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			f := newFloor(b, open(b))
			const experts, waiting = 300, 1000
			for range experts {
				f.expert(roster.Senior)
			}
			f.crowd(waiting)
			offers := 0
			for b.Loop() {
				f.allocate()
				b.StopTimer()
				n := int(f.count("SELECT COUNT(*) FROM offers WHERE state = 'open'"))
				if n != experts {
					b.Fatalf("%d offers", n)
				}
				offers += n
				f.clock.Add(desk.OfferTime)
				f.tick()
				storagetest.Exec(b, f.db, "UPDATE experts SET lapses = 0")
				storagetest.Exec(b, f.db, "DELETE FROM offers")
				storagetest.Exec(b, f.db, "DELETE FROM outbox")
				b.StartTimer()
			}
			b.ReportMetric(float64(offers)/b.Elapsed().Seconds(), "offers/s")
		})
	}
}

// crowd puts many customers with a question each into the queue.
func (f *floor) crowd(n int) {
	f.Helper()
	customers := make([]domain.CustomerID, n)
	f.must(f.db.InTx(f.Context(), func(tx storage.Tx) error {
		for i := range customers {
			customers[i] = domain.CustomerID(fmt.Sprintf("cus_%08d", f.ids.Add(1)))
			if err := tx.Exec("INSERT INTO customers (id, name, language, created_at) VALUES (?, '', 'en', 0)", customers[i]).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	together(n, func(i int) { f.ask(customers[i], desk.Question{}) })
}

// BenchmarkPosts lets 64 customers write at once, each into an own conversation.
func BenchmarkPosts(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.DB{"sqlite": storagetest.Open, "postgres": storagetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			f := newFloor(b, open(b))
			const writers, each = 64, 10
			customers := make([]domain.Actor, writers)
			conversations := make([]domain.ConversationID, writers)
			for i := range customers {
				id := f.customer()
				customers[i] = domain.Actor{Role: domain.RoleCustomer, ID: string(id)}
				conversations[i] = f.ask(id, desk.Question{})
			}
			for b.Loop() {
				together(writers, func(i int) {
					for range each {
						f.says(customers[i], conversations[i], "Hello")
					}
				})
			}
			b.ReportMetric(float64(b.N*writers*each)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}
