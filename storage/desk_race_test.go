package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

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
		reason := f.reason("rsn_1", 1, false, true)
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

// Two processes look at the clock at once while experts accept what runs out.
func TestTwoTicksDoEverythingOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		for range 8 {
			f.expert(roster.Rookie)
		}
		var helds []held
		for range 4 {
			helds = append(helds, f.assigned(desk.Question{}))
		}
		for _, h := range helds[2:] {
			f.says(h.expert, h.id, "Which one?")
		}
		for range 4 {
			f.asked()
		}
		f.allocate()
		f.clock.Add(desk.NudgeAfter)
		other, _ := f.process()
		tick := func() {
			together(6, func(i int) {
				if _, err := []*desk.Desk{f.desk, other}[i%2].Tick(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		tick()
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'expert.nudged'"); n != 2 {
			t.Errorf("nudged %d times", n)
		}
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'lapsed'"); n != 4 {
			t.Errorf("%d offers lapsed", n)
		}
		if n := f.count("SELECT SUM(lapses) FROM experts"); n != 4 {
			t.Errorf("%d lapses", n)
		}
		f.clock.Add(1e9 * 60 * 15)
		tick()
		for reason, want := range map[string]int64{"timed_out": 2, "released": 2} {
			if n := f.count("SELECT COUNT(*) FROM assignments WHERE end_reason = ?", reason); n != want {
				t.Errorf("%d %s", n, reason)
			}
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'seat.freed'"); n != 4 {
			t.Errorf("%d seats freed", n)
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
