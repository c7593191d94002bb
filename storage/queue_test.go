package storage_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// waits is where a conversation stands in the queue.
func (f *floor) waits(id domain.ConversationID) storage.QueueView {
	f.Helper()
	view, err := f.db.Views().Clocked(f.clock.Now).Conversation(f.Context(), domain.Actor{Role: domain.RoleAdmin, ID: "mgr_1"}, id)
	f.must(err)
	if view.Queue == nil {
		f.Fatalf("%s is not in the queue: %s", id, view.Status)
	}
	return *view.Queue
}

// hours opens the brand in these hours of each day, Amsterdam's time.
func (f *floor) hours(from, to brand.Minute) {
	f.Helper()
	f.must(f.db.Brand(f.Context(), func(tx brand.Store) error {
		h, err := tx.OpeningHours()
		if err != nil {
			return err
		}
		h.Weekly = nil
		for day := 1; day <= 7; day++ {
			h.Weekly = append(h.Weekly, brand.DaySpan{Weekday: day, Span: brand.Span{Opens: from, Closes: to}})
		}
		return tx.SaveOpeningHours(h)
	}))
}

// left is a question that its customer left after waiting.
func (f *floor) left() (domain.ConversationID, domain.CustomerID) {
	f.Helper()
	by := f.customer()
	id := f.ask(by, desk.Question{})
	f.clock.Add(desk.LeaveAfter)
	f.must(f.desk.Leave(f.Context(), by, id))
	return id, by
}

func TestLeavingAndComingBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		busy := f.expert(roster.Rookie)
		f.assigned(desk.Question{})
		by, other := f.customer(), f.customer()
		id := f.ask(by, desk.Question{})
		f.clock.Add(10 * time.Second)
		behind := f.ask(other, desk.Question{})
		f.refused(f.desk.Leave(t.Context(), by, id), desk.ErrLeaveTooSoon)
		f.refused(f.desk.Leave(t.Context(), other, id), desk.ErrUnknownConversation)
		f.clock.Add(desk.LeaveAfter)
		f.must(f.desk.Leave(t.Context(), by, id))
		f.must(f.desk.Leave(t.Context(), by, id))
		c := f.conversation(id)
		if !c.IsLeft() || c.Status != desk.Queued || c.Class != desk.ClassOpen || c.AnswerBy.Sub(f.clock.Now().Add(8*time.Hour)).Truncate(15*time.Minute) != 0 {
			t.Fatalf("%+v", c)
		}
		if w := f.waits(behind); w.Place != 1 {
			t.Fatalf("behind: %+v", w)
		}
		if w := f.waits(id); w.Place != 1 || w.LeftAt == nil || w.CanLeave {
			t.Fatalf("left: %+v", w)
		}
		f.must(f.desk.Return(t.Context(), by, id))
		f.must(f.desk.Return(t.Context(), by, id))
		if w := f.waits(id); w.Place != 1 || w.LeftAt != nil {
			t.Fatalf("back: %+v", w)
		}
		if w := f.waits(behind); w.Place != 2 || w.Why != "returned" {
			t.Fatalf("behind: %+v", w)
		}
		if n := f.count("SELECT COUNT(*) FROM promises WHERE withdrawn_at IS NOT NULL"); n != 1 {
			t.Errorf("%d promises withdrawn", n)
		}
		f.must(f.desk.Close(t.Context(), domain.Actor{Role: domain.RoleCustomer, ID: string(by)}, id, desk.Closure{}))
		f.refused(f.desk.Leave(t.Context(), by, id), desk.ErrNotWaiting)
		f.refused(f.desk.Return(t.Context(), by, id), desk.ErrNotWaiting)
		_ = busy
		f.whole()
	})
}

func TestWhileTheBrandIsClosed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		now := f.clock.Now().In(mustZone(t))
		at := brand.Minute(now.Hour()*60 + now.Minute())
		waiting := f.asked()
		f.hours((at+120)%1320, (at+120)%1320+120)
		by := f.customer()
		id := f.ask(by, desk.Question{})
		c := f.conversation(id)
		if !c.IsLeft() || c.LastSeq != 3 {
			t.Fatalf("%+v", c)
		}
		w := f.waits(id)
		if w.OnDuty || w.OpensAt == nil || w.AnswerBy == nil || w.AnswerBy.Sub(w.OpensAt.Time) < 8*time.Hour {
			t.Fatalf("%+v", w) // two hours a day: the fourth day
		}
		f.refused(f.desk.Return(t.Context(), by, id), desk.ErrBrandClosed)
		f.tick()
		if c := f.conversation(waiting); !c.IsLeft() {
			t.Error("who waited when the brand closed still waits")
		}
		f.allocate()
		if _, found := f.openOffer(id); found {
			t.Error("an open question was offered while there is time")
		}
		f.must(f.desk.Pick(t.Context(), e, id))
		f.whole()
	})
}

func mustZone(tb testing.TB) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

func TestNobodyOnDutyForTenMinutes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Rookie)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "It floats.")
		f.clock.Add(time.Hour)
		by := f.customer()
		id := f.ask(by, desk.Question{})
		f.must(f.desk.SetPresence(t.Context(), e, roster.Away))
		if w := f.waits(id); w.OnDuty || !w.CanLeave || w.Wait != nil {
			t.Fatalf("%+v", w)
		}
		f.clock.Add(desk.AloneAfter - time.Second)
		f.tick()
		if c := f.conversation(id); c.IsLeft() {
			t.Fatal("left too early")
		}
		f.clock.Add(2 * time.Second)
		f.tick()
		if c := f.conversation(id); !c.IsLeft() {
			t.Fatalf("%+v", c)
		}
		if n := f.count(`SELECT COUNT(*) FROM timeline_entries WHERE conversation_id = ? AND data LIKE '%left_alone%answerBy%'`, id); n != 1 {
			t.Error("the customer was not told")
		}
		f.must(f.desk.SetPresence(t.Context(), e, roster.Available))
		f.must(f.desk.Return(t.Context(), by, id))
		if w := f.waits(id); w.Place != 1 || !w.OnDuty {
			t.Fatalf("%+v", w)
		}
	})
}

func TestAnOpenQuestionIsRushed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		id, by := f.left()
		f.expert(roster.Senior)
		f.allocate()
		if _, found := f.openOffer(id); found {
			t.Fatal("offered while there is time")
		}
		c := f.conversation(id)
		f.clock.Add(c.RushAt().Sub(f.clock.Now()) - time.Second) // a quarter of eight hours
		f.tick()
		f.allocate()
		if _, found := f.openOffer(id); found {
			t.Fatal("offered a second too early")
		}
		f.clock.Add(time.Second)
		f.tick()
		f.allocate()
		e := f.accept(id)
		if c := f.conversation(id); !c.IsLeft() {
			t.Fatalf("the promise is forgotten before it is kept: %+v", c)
		}
		f.says(e, id, "It floats.")
		if c := f.conversation(id); c.IsLeft() {
			t.Fatalf("%+v", c)
		}
		f.refused(f.desk.Return(t.Context(), by, id), desk.ErrNotWaiting)
		checks, err := f.db.Views().WaitChecks(t.Context(), f.clock.Now())
		f.must(err)
		if p := checks.Promises; p.Kept != 1 || p.Broken != 0 || p.Open != 0 {
			t.Errorf("%+v", p)
		}
		late, _ := f.left()
		f.clock.Add(9 * time.Hour)
		checks, err = f.db.Views().WaitChecks(t.Context(), f.clock.Now())
		f.must(err)
		board, err := f.db.Views().OpenQuestions(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: e.ID}, "en", f.clock.Now())
		f.must(err)
		if p := checks.Promises; p.Overdue != 1 || p.Broken != 1 || board.Overdue != 1 || board.Items[0].ID != late {
			t.Errorf("%+v %+v", p, board)
		}
	})
}

func TestASilentExpertGivesAnOpenQuestionBackToTheBoard(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		id, _ := f.left()
		e := f.expert(roster.Senior)
		f.must(f.desk.Pick(t.Context(), e, id))
		f.clock.Add(desk.NudgeAfter)
		f.tick()
		f.clock.Add(desk.ReofferAfter - desk.NudgeAfter)
		f.tick()
		if c := f.conversation(id); !c.IsLeft() || c.Class != desk.ClassOpen || c.LeftClass != desk.ClassFront {
			t.Fatalf("%+v", c)
		}
		f.whole()
	})
}

func TestWhoMayPick(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		topic, hard := f.reason("rsn_1", 1, false), f.reason("rsn_1", 3, false)
		question := func(q desk.Question) domain.ConversationID {
			by := f.customer()
			id := f.ask(by, q)
			f.must(f.desk.Leave(t.Context(), by, id)) // nobody is on duty
			return id
		}
		plain, dutch, about, difficult := question(desk.Question{}), question(desk.Question{Language: "nl"}),
			question(desk.Question{Reason: topic}), question(desk.Question{Reason: hard})
		waiting := f.asked()
		rookie := f.expert(roster.Rookie)
		knows := f.expert(roster.Rookie, roster.Topic{Reason: hard, Kind: roster.Qualified})
		f.refused(f.desk.Pick(t.Context(), rookie, "cnv_none"), desk.ErrUnknownConversation)
		f.refused(f.desk.Pick(t.Context(), rookie, waiting), desk.ErrUnknownConversation)
		f.refused(f.desk.Pick(t.Context(), rookie, dutch), desk.ErrNeedsLanguage)
		f.refused(f.desk.Pick(t.Context(), rookie, difficult), desk.ErrNeedsLevel)
		f.refused(f.desk.Pick(t.Context(), knows, about), desk.ErrNeedsTopic)
		board, err := f.db.Views().OpenQuestions(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(knows)}, "en", f.clock.Now())
		f.must(err)
		want := map[domain.ConversationID]desk.Hindrance{plain: "", dutch: desk.NeedsLanguage, about: desk.NeedsTopic, difficult: desk.NeedsLevel}
		for _, q := range board.Items {
			if q.Hindrance != want[q.ID] {
				t.Errorf("%s: %q", q.ID, q.Hindrance)
			}
		}
		f.must(f.desk.SetPresence(t.Context(), rookie, roster.Break))
		f.refused(f.desk.Pick(t.Context(), rookie, plain), desk.ErrNotOnDuty)
		f.must(f.desk.SetPresence(t.Context(), rookie, roster.Available))
		f.must(f.desk.Pick(t.Context(), rookie, plain))
		f.refused(f.desk.Pick(t.Context(), knows, plain), desk.ErrAlreadyTaken)
		f.refused(f.desk.Pick(t.Context(), rookie, about), desk.ErrNoFreeSeat)
		f.whole()
	})
}

// TestOneOfTwoPicksWins: of everybody who reaches for one question at the same
// moment, with the allocator and the customer among them, one has it.
func TestOneOfTwoPicksWins(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		experts := []domain.ExpertID{f.expert(roster.Senior), f.expert(roster.Senior), f.expert(roster.Senior)}
		other, _ := f.process()
		for range 8 {
			id, by := f.left()
			var won atomic.Int64
			together(6, func(i int) {
				var err error
				switch i {
				case 3:
					err = f.desk.Return(t.Context(), by, id)
				case 4:
					err = other.Allocate(t.Context())
				case 5:
					err = other.Leave(t.Context(), by, id)
				default:
					if err = []*desk.Desk{f.desk, other}[i%2].Pick(t.Context(), experts[i], id); err == nil {
						won.Add(1)
					}
				}
				for _, fine := range []error{nil, desk.ErrAlreadyTaken, desk.ErrNotWaiting, desk.ErrLeaveTooSoon} {
					if errors.Is(err, fine) {
						return
					}
				}
				t.Errorf("%d: %v", i, err)
			})
			if n := f.count("SELECT COUNT(*) FROM assignments WHERE conversation_id = ?", id); n != won.Load() || n > 1 {
				t.Errorf("%d assignments, %d picks that won", n, won.Load())
			}
			c := f.conversation(id)
			f.must(f.desk.Close(t.Context(), domain.Actor{Role: domain.RoleAdmin, ID: "mgr_1"}, id, desk.Closure{Outcome: desk.Solved}))
			if c.Status == desk.Assigned && won.Load() != 1 {
				t.Errorf("held by nobody who picked: %+v", c)
			}
		}
		f.whole()
	})
}
