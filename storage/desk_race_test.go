package storage_test

import (
	"errors"
	"fmt"
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

// together runs fn for 0 to n-1 at the same moment and waits for all.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			fn(i)
		})
	}
	close(start)
	wg.Wait()
}

// Two hundred questions come at once for ten experts with three seats each,
// while two processes allocate and everybody accepts twice.
func TestThirtySeatsHoldThirtyConversations(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		for range 10 {
			f.expert(roster.Senior)
		}
		customers := make([]domain.CustomerID, 200)
		for i := range customers {
			customers[i] = f.customer()
		}
		other, _ := f.process()
		together(len(customers), func(i int) {
			f.ask(customers[i], desk.Question{})
			if err := []*desk.Desk{f.desk, other}[i%2].Allocate(t.Context()); err != nil {
				t.Error(err)
			}
		})
		for round := 0; round < 40 && f.count("SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL") < 30; round++ {
			f.everybodyAccepts(other)
			together(4, func(i int) {
				if err := []*desk.Desk{f.desk, other}[i%2].Allocate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		for what, want := range map[string]int64{
			"SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL":                          30,
			"SELECT COUNT(DISTINCT conversation_id) FROM seats WHERE conversation_id IS NOT NULL":   30,
			"SELECT COUNT(*) FROM conversations WHERE status = 'assigned'":                          30,
			"SELECT COUNT(*) FROM conversations WHERE status = 'queued'":                            170,
			"SELECT COUNT(*) FROM assignments WHERE ended_at IS NULL":                               30,
			"SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM assignments GROUP BY expert_id) x":       3,
			"SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM assignments GROUP BY conversation_id) x": 1,
		} {
			if n := f.count(what); n != want {
				t.Errorf("%s: %d, want %d", what, n, want)
			}
		}
		f.whole()
	})
}

// everybodyAccepts lets every expert who is asked accept, twice at once and in
// both processes.
func (f *floor) everybodyAccepts(other *desk.Desk) {
	f.Helper()
	var offers []struct {
		ID       domain.OfferID
		ExpertID domain.ExpertID
	}
	f.must(f.db.InTx(f.Context(), func(tx storage.Tx) error {
		return tx.Raw("SELECT id, expert_id FROM offers WHERE state = 'open'").Scan(&offers).Error
	}))
	together(2*len(offers), func(i int) {
		o := offers[i/2]
		_, err := []*desk.Desk{f.desk, other}[i%2].Accept(f.Context(), o.ExpertID, o.ID)
		if err != nil && !errors.Is(err, desk.ErrAlreadyTaken) && !errors.Is(err, desk.ErrNoFreeSeat) {
			f.Error(err)
		}
	})
}

func TestOfManyAcceptsOneWins(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		id := f.asked()
		f.allocate()
		o := f.offer(id)
		other, _ := f.process()
		var won, lost atomic.Int64
		together(20, func(i int) {
			switch _, err := []*desk.Desk{f.desk, other}[i%2].Accept(t.Context(), e, o.ID); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, desk.ErrAlreadyTaken):
				lost.Add(1)
			default:
				t.Error(err)
			}
		})
		if won.Load() != 1 || lost.Load() != 19 {
			t.Fatalf("%d won, %d lost", won.Load(), lost.Load())
		}
		f.whole()
	})
}

func TestFiftySendsAreOneMessage(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		customer := f.customer()
		id := f.ask(customer, desk.Question{})
		by := domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}
		var answers sync.Map
		var fresh atomic.Int64
		together(50, func(i int) {
			p, err := f.desk.Post(t.Context(), by, id, "mine", fmt.Sprintf("Attempt %d", i))
			if err != nil {
				t.Error(err)
			}
			if p.New {
				fresh.Add(1)
			}
			answers.Store(desk.Posted{ID: p.ID, Seq: p.Seq}, true)
		})
		n := 0
		answers.Range(func(any, any) bool { n++; return true })
		if n != 1 || fresh.Load() != 1 || f.count("SELECT COUNT(*) FROM timeline_entries WHERE client_id = 'mine'") != 1 {
			t.Fatalf("%d answers, %d new", n, fresh.Load())
		}
		f.whole()
	})
}

func TestManyWritersLeaveNoGap(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		together(40, func(i int) {
			by := []domain.Actor{h.customer, h.expert}[i%2]
			if _, err := f.desk.Post(t.Context(), by, h.id, fmt.Sprint("m", i), "Hello"); err != nil {
				t.Error(err)
			}
			if _, err := f.desk.Read(t.Context(), by, h.id, i); err != nil {
				t.Error(err)
			}
		})
		if n := f.count("SELECT COUNT(*) FROM timeline_entries WHERE kind = 'message'"); n != 41 {
			t.Fatalf("%d messages", n)
		}
		f.whole()
	})
}

// The expert closes while the customer writes: the message is stored, and the
// conversation is closed before it or open after it, never anything between.
func TestAMessageAndACloseMeet(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		reason := f.reason("rsn_1", 1, false)
		for range 8 {
			f.expert(roster.Senior)
		}
		for range 5 {
			h := f.assigned(desk.Question{})
			together(3, func(i int) {
				var err error
				switch i {
				case 0:
					err = f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: reason})
				case 1:
					_, err = f.desk.Post(t.Context(), h.customer, h.id, "late", "Wait!")
				case 2:
					_, err = f.desk.Post(t.Context(), h.expert, h.id, "bye", "Good luck!")
				}
				if err != nil && (i != 2 || !errors.Is(err, desk.ErrUnknownConversation)) {
					t.Error(i, err)
				}
			})
			if f.count("SELECT COUNT(*) FROM timeline_entries WHERE conversation_id = ? AND client_id = 'late'", h.id) != 1 {
				t.Error("the customer's message is lost")
			}
			if c := f.conversation(h.id); c.Status != desk.Closed && c.Status != desk.Queued {
				t.Error(c.Status)
			}
			f.whole()
		}
	})
}

// Many processes look at the clock at once.
func TestManyTicksDoEverythingOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		const each = 12 // silent experts, silent customers and offers
		for range 3 * each {
			f.expert(roster.Rookie)
		}
		for i := range 2 * each {
			if h := f.assigned(desk.Question{}); i%2 == 0 {
				f.says(h.expert, h.id, "Which one?")
			}
		}
		for range each {
			f.asked()
		}
		f.allocate()
		processes := make([]*desk.Desk, 6)
		for i := range processes {
			processes[i], _ = f.process()
		}
		tick := func() {
			together(len(processes), func(i int) {
				if _, err := processes[i].Tick(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		f.clock.Add(desk.NudgeAfter)
		tick()
		f.clock.Add(15 * time.Minute)
		tick()
		for query, want := range map[string]int64{
			"SELECT COUNT(*) FROM outbox WHERE name = 'expert.nudged'":            each,
			"SELECT COUNT(*) FROM offers WHERE state = 'lapsed'":                  each,
			"SELECT SUM(lapses) FROM experts":                                     each,
			"SELECT COUNT(*) FROM outbox WHERE name = 'offer.ended'":              3 * each,
			"SELECT COUNT(*) FROM assignments WHERE end_reason = 'timed_out'":     each,
			"SELECT COUNT(*) FROM assignments WHERE end_reason = 'released'":      each,
			"SELECT COUNT(*) FROM outbox WHERE name = 'seat.freed'":               2 * each,
			"SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL":        0,
			"SELECT COUNT(*) FROM seats WHERE open":                               3 * each,
			"SELECT COUNT(*) FROM timeline_entries WHERE data LIKE '%_silent\"%'": 2 * each,
		} {
			if n := f.count(query); n != want {
				t.Errorf("%s: %d, want %d", query, n, want)
			}
		}
		f.whole()
	})
}

func TestSilenceIsNoticedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		const n = 20
		for range n {
			c := f.customer()
			by := domain.Actor{Role: domain.RoleCustomer, ID: string(c)}
			f.must(f.desk.Close(t.Context(), by, f.ask(c, desk.Question{}), desk.Closure{}))
		}
		f.clock.Add(desk.SilenceConfirms)
		processes := make([]*desk.Desk, 4)
		for i := range processes {
			processes[i], _ = f.process()
		}
		together(len(processes), func(i int) {
			if _, err := processes[i].ConfirmSilent(t.Context()); err != nil {
				t.Error(err)
			}
		})
		if told := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'conversation.confirmed'"); told != n {
			t.Fatalf("told %d times", told)
		}
		f.whole()
	})
}

// Many processes allocate at once: everybody is asked once, and nobody fails.
func TestManyAllocatorsAskEverybodyOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		const experts, rounds = 20, 3
		for range experts {
			f.expert(roster.Senior)
		}
		processes := make([]*desk.Desk, 4)
		for i := range processes {
			processes[i], _ = f.process()
		}
		for range rounds {
			f.crowd(experts)
			together(len(processes), func(i int) {
				if err := processes[i].Allocate(t.Context()); err != nil {
					t.Error(err)
				}
			})
			if n := f.count("SELECT COUNT(DISTINCT expert_id) FROM offers WHERE state = 'open'"); n != experts {
				t.Fatalf("%d of %d experts are asked", n, experts)
			}
			f.everybodyAccepts(processes[1])
		}
		if n := f.count("SELECT COUNT(*) FROM offers"); n != rounds*experts {
			t.Fatalf("%d offers", n)
		}
		f.whole()
	})
}

// The limit of an expert falls while offers are accepted.
func TestTheLimitHoldsWhileItFalls(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.asked()
		f.allocate()
		level := roster.Rookie
		together(2, func(i int) {
			if i == 0 {
				if _, err := f.roster.Change(t.Context(), e, roster.Change{Level: &level}); err != nil {
					t.Error(err)
				}
				return
			}
			f.everybodyAccepts(f.desk)
		})
		f.must(f.desk.Close(t.Context(), h.customer, h.id, desk.Closure{}))
		f.asked()
		f.allocate()
		f.everybodyAccepts(f.desk)
		if n := f.count("SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL"); n != 1 {
			t.Fatalf("%d conversations at a limit of 1", n)
		}
		if n := f.count("SELECT COUNT(*) FROM seats WHERE open"); n != 1 {
			t.Fatalf("%d open seats at a limit of 1", n)
		}
		f.whole()
	})
}

// An offer outlives the seat it was made for.
func TestAnOfferWithoutASeatIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		f.assigned(desk.Question{})
		id := f.asked()
		f.allocate()
		level := roster.Rookie
		_, err := f.roster.Change(t.Context(), e, roster.Change{Level: &level})
		f.must(err)
		o := f.offer(id)
		_, err = f.desk.Accept(t.Context(), e, o.ID)
		f.refused(err, desk.ErrNoFreeSeat)
		f.must(db.Desk(t.Context(), func(tx desk.Store) error {
			for no := 1; no <= roster.MaxSeats; no++ {
				taken, err := tx.TakeSeat(roster.Seat{Expert: e, No: no, Conversation: id, TakenAt: f.clock.Now()})
				if err != nil || taken {
					t.Errorf("seat %d: taken %t, %v", no, taken, err)
				}
			}
			o.State, o.DecidedAt = desk.OfferDeclined, f.clock.Now()
			for _, want := range []bool{true, false} {
				if ended, err := tx.EndOffer(o); err != nil || ended != want {
					t.Errorf("ended %t, %v", ended, err)
				}
			}
			return nil
		}))
	})
}
