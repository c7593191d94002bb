package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// glance is a look at the floor after which something happens before the
// allocator acts on what it saw.
type glance struct {
	storage.Views
	then func()
}

func (g *glance) QueueAfter(
	ctx context.Context, after desk.Place, languages []domain.Language, limit int,
) ([]desk.InQueue, error) {
	queue, err := g.Views.QueueAfter(ctx, after, languages, limit)
	if g.then != nil {
		then := g.then
		g.then = nil
		then()
	}
	return queue, err
}

func TestTheAllocatorDoesNotActOnAnOldLook(t *testing.T) {
	t.Parallel()
	happens := map[string]struct {
		then   func(f *floor, c domain.Actor, id domain.ConversationID, e domain.ExpertID)
		offers int64 // made in the end
	}{
		"the customer left": {func(f *floor, c domain.Actor, id domain.ConversationID, _ domain.ExpertID) {
			f.must(f.desk.Close(f.Context(), c, id, desk.Closure{}))
		}, 0},
		"the expert left": {func(f *floor, _ domain.Actor, _ domain.ConversationID, e domain.ExpertID) {
			f.must(f.desk.SetPresence(f.Context(), e, roster.Break))
		}, 0},
		"the expert's last seat closed": {func(f *floor, _ domain.Actor, _ domain.ConversationID, e domain.ExpertID) {
			level := roster.Rookie
			_, err := f.roster.Change(f.Context(), e, roster.Change{Level: &level})
			f.must(err)
		}, 0},
		"another process made the offer": {func(f *floor, _ domain.Actor, _ domain.ConversationID, _ domain.ExpertID) {
			f.allocate()
		}, 1},
		"another expert got the offer": {func(f *floor, _ domain.Actor, id domain.ConversationID, e domain.ExpertID) {
			f.must(f.desk.SetPresence(f.Context(), e, roster.Break))
			f.expert(roster.Senior)
			f.allocate()
			f.must(f.desk.SetPresence(f.Context(), e, roster.Available))
		}, 1},
	}
	for name, tt := range happens {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storagetest.Each(t, func(t *testing.T, db *storage.DB) {
				f := newFloor(t, db)
				e := f.expert(roster.FullExpert)
				f.assigned(desk.Question{})
				f.clock.Add(1e9)
				customer := f.customer()
				id := f.ask(customer, desk.Question{})
				before := f.count("SELECT COUNT(*) FROM offers")
				look := &glance{db.Views(), func() { tt.then(f, domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}, id, e) }}
				f.must(desk.New(db.Desk, look, f.runtime()).Allocate(t.Context()))
				if n := f.count("SELECT COUNT(*) FROM offers") - before; n != tt.offers {
					t.Errorf("%d offers, want %d", n, tt.offers)
				}
				f.whole()
			})
		})
	}
}

// Another process ticks between the look at what is due and what is done about it.
func TestWhatIsDueIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Rookie)
		f.expert(roster.Rookie)
		f.assigned(desk.Question{})
		f.asked()
		f.allocate()
		f.clock.Add(desk.NudgeAfter)
		n := 0
		slow := desk.New(func(ctx context.Context, fn func(desk.Store) error) error {
			if n++; n == 2 {
				f.tick()
			}
			return db.Desk(ctx, fn)
		}, db.Views(), f.runtime())
		_, err := slow.Tick(t.Context())
		f.must(err)
		for query, want := range map[string]int64{
			"SELECT COUNT(*) FROM outbox WHERE name = 'expert.nudged'":                                         1,
			"SELECT COUNT(*) FROM offers WHERE state = 'lapsed'":                                               1,
			"SELECT COUNT(*) FROM conversations WHERE status = 'assigned'":                                     1,
			"SELECT COUNT(*) FROM seats WHERE due = 'reoffer'":                                                 1,
			"SELECT COUNT(*) FROM outbox WHERE name = 'offer.ended' AND payload LIKE '%\"state\":\"lapsed\"%'": 1,
		} {
			if got := f.count(query); got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		f.whole()
	})
}

// One row that cannot be read must not stop the clock for everybody.
func TestWhatFailsKeepsNothingElseWaiting(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		f.expert(roster.Senior)
		broken, sound := f.asked(), f.asked()
		f.allocate()
		f.offer(broken)
		o := f.offer(sound)
		storagetest.Exec(t, db, "UPDATE offers SET why = '{' WHERE conversation_id = ?", broken)
		f.clock.Add(desk.OfferTime)
		if _, err := f.desk.Tick(t.Context()); err == nil {
			t.Fatal("nobody is told of the broken offer")
		}
		if n := f.count("SELECT COUNT(*) FROM offers WHERE id = ? AND state = 'lapsed'", o.ID); n != 1 {
			t.Fatal("the sound offer has not lapsed")
		}

		storagetest.Exec(t, db, "UPDATE offers SET why = '{}' WHERE conversation_id = ?", broken)
		f.tick()
		for _, id := range []domain.ConversationID{broken, sound} {
			customer := domain.Actor{Role: domain.RoleCustomer, ID: string(f.conversation(id).Customer)}
			f.must(f.desk.Close(t.Context(), customer, id, desk.Closure{}))
		}
		storagetest.Exec(t, db, "UPDATE conversations SET last_seq = 1, content_seq = 1 WHERE id = ?", broken) // its next seq is taken
		f.clock.Add(desk.SilenceConfirms)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 1 || err == nil {
			t.Fatalf("confirmed %d, %v", n, err)
		}
		if c := f.conversation(sound); c.Episode.ConfirmedBy != desk.BySilence {
			t.Fatalf("%+v", c.Episode)
		}
	})
}
