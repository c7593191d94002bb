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

func (f *floor) teller() *desk.Teller { return desk.NewTeller(f.db.Views(), f.db.Desk, f.clock.Now) }

// placesTold are the places that a teller tells now.
func (f *floor) placesTold(t *desk.Teller) map[domain.ConversationID]desk.Standing {
	f.Helper()
	all, _, err := t.Tell(f.Context())
	f.must(err)
	places := map[domain.ConversationID]desk.Standing{}
	for _, told := range all {
		places[told.Conversation] = told.Standing
	}
	return places
}

func TestPlacesAreToldWhenTheyChange(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		teller := f.teller()
		if _, waits, err := teller.Tell(t.Context()); err != nil || waits {
			t.Fatalf("nobody waits: %v %v", waits, err)
		}
		f.expert(roster.Rookie)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "It floats.")
		first := f.asked()
		f.clock.Add(time.Second)
		second := f.asked()
		told := f.placesTold(teller)
		if len(told) != 2 || told[first].Place != 1 || told[second].Place != 2 || !told[second].Known {
			t.Fatalf("%+v", told)
		}
		if again := f.placesTold(teller); len(again) != 0 {
			t.Fatalf("told again: %+v", again)
		}
		f.says(h.customer, h.id, "Really?")
		f.clock.Add(desk.ReofferAfter)
		f.tick()
		f.tick()
		told = f.placesTold(teller)
		if told[first].Place != 2 || told[first].Why != desk.WhySilent || told[second].Place != 3 {
			t.Fatalf("%+v", told)
		}
		if n := f.count("SELECT COUNT(*) FROM wait_checks"); n != 3 {
			t.Errorf("%d wait checks", n)
		}
		f.expert(roster.Senior)
		f.clock.Add(time.Minute)
		f.allocate()
		f.accept(h.id)
		checks, err := db.Views().WaitChecks(t.Context(), f.clock.Now())
		f.must(err)
		if checks.Checked != 1 || checks.Items[0].Real != int(time.Minute.Seconds()) {
			t.Errorf("%+v", checks)
		}
	})
}

// BenchmarkTell tells a thousand who wait that somebody in front was served.
func BenchmarkTell(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.DB{"sqlite": storagetest.Open, "postgres": storagetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			f := newFloor(b, open(b))
			f.crowd(1000)
			for range 10 {
				f.expert(roster.Senior)
			}
			teller := f.teller()
			f.placesTold(teller)
			for b.Loop() {
				b.StopTimer()
				storagetest.Exec(b, f.db, `UPDATE conversations SET queued_at = queued_at + 1000000000, entered_at = entered_at + 1000000000
					WHERE id = (SELECT id FROM conversations ORDER BY class, queued_at, id LIMIT 1)`)
				b.StartTimer()
				if n := len(f.placesTold(teller)); n < 900 {
					b.Fatalf("%d told", n)
				}
			}
		})
	}
}
