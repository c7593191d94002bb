package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// till is a floor whose brand pays.
type till struct {
	*floor
	pay  *pay.Pay
	boss domain.Actor
	zone *time.Location
	who  domain.ExpertID // whom acts are about
}

func newTill(tb testing.TB, db *storage.DB) *till {
	tb.Helper()
	f := newFloor(tb, db)
	zone, err := time.LoadLocation("Europe/Amsterdam")
	f.must(err)
	return &till{f, pay.New(db.Pay, f.runtime()), f.manager("Els de Vries"), zone, ""}
}

func (c *till) month() roster.Month { return roster.MonthOf(c.clock.Now(), c.zone) }

func (c *till) rate(m roster.Month, b pay.Basis, cents pay.Cents) error {
	_, err := c.pay.SetRate(c.Context(), c.boss, pay.Rate{Month: m, Basis: b, Cents: cents, Currency: "EUR", Why: "agreed"})
	return err
}

// done lets the only available expert answer and close a conversation.
func (c *till) done() {
	c.Helper()
	h := c.assigned(desk.Question{})
	c.says(h.expert, h.id, "It does, and here is how.")
	c.must(c.desk.Close(c.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: c.reason("rsn_1", 1, false)}))
}

// kept makes a shift that was kept, from a time on.
func (c *till) kept(e domain.ExpertID, from time.Time, length time.Duration) string {
	c.Helper()
	n := c.ids.Add(1)
	starts, ends := from.UnixMilli(), from.Add(length).UnixMilli()
	storagetest.Exec(c.TB, c.db, `INSERT INTO slots (id, day, starts_at, ends_at, language, seats, origin, state, note, why, created_at, created_by, version)
		VALUES (?, ?, ?, ?, '', 1, 'manual', 'open', '', '', 0, '', 1)`, fmt.Sprintf("slt_%d", n), from.In(c.zone).Format(time.DateOnly), starts, ends)
	storagetest.Exec(c.TB, c.db, `INSERT INTO shifts (id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, ended_at, reason,
		short_notice, present_ms, version) VALUES (?, ?, ?, 1, 'kept', ?, ?, 0, ?, '', FALSE, ?, 1)`,
		fmt.Sprintf("shf_%d", n), fmt.Sprintf("slt_%d", n), e, starts, ends, ends, ends-starts)
	return fmt.Sprintf("shf_%d", n)
}

// over moves the clock to a day and a moment after a month has ended.
func (c *till) over(m roster.Month) {
	c.clock.Add(m.End(c.zone).Add(pay.Settle).Sub(c.clock.Now()))
}

func (c *till) closes() int {
	c.Helper()
	n, err := c.pay.Close(c.Context())
	c.must(err)
	return n
}

func (c *till) statement(e domain.ExpertID, m roster.Month) storage.StatementView {
	c.Helper()
	s, err := c.db.Views().Statement(c.Context(), e, m, c.clock.Now())
	c.must(err)
	return s
}

func TestAMonthOfConversationsIsPaid(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		e := c.expert(roster.Senior)
		month := c.month()
		c.must(c.rate(month, pay.Conversation, 210))
		c.done()
		passed := c.assigned(desk.Question{})
		c.says(passed.expert, passed.id, "Let me see.")
		c.handOver(passed.expert, passed.id, toStaff)
		silent := c.assigned(desk.Question{}) // nothing was written, so there is nothing to pay
		c.handOver(silent.expert, silent.id, toStaff)
		c.assigned(desk.Question{}) // goes on

		if s := c.statement(e, month); s.Final || s.Cents != 420 || len(s.Lines) != 2 || s.Lines[0].ID != "" || s.Lines[0].ConversationID == "" {
			t.Fatalf("%+v", s)
		}
		c.clock.Add(time.Minute)
		if n := c.closes(); n != 0 {
			t.Fatal("the running month was closed")
		}
		c.over(month)
		if n := c.closes(); n != 1 {
			t.Fatalf("%d statements", n)
		}
		s := c.statement(e, month)
		if !s.Final || s.Cents != 420 || len(s.Lines) != 2 || s.Lines[0].ID == "" || s.Lines[1].RateCents != 210 {
			t.Fatalf("%+v", s)
		}
		if n := c.closes(); n != 0 || c.count("SELECT COUNT(*) FROM pay_lines") != 2 {
			t.Fatal("it was closed twice")
		}
		for _, sql := range []string{"UPDATE pay_lines SET cents = 1", "DELETE FROM pay_statements", "UPDATE pay_rates SET cents = 1", "DELETE FROM pay_lines"} {
			if storagetest.TryExec(t.Context(), db, sql) == nil {
				t.Errorf("%s goes through", sql)
			}
		}
		c.sound()
	})
}

func TestKeptHoursArePaidByTheMonthTheyBeganIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		e := c.expert(roster.Senior)
		month := c.month()
		c.must(c.rate(month, pay.ShiftHour, 1250))
		c.must(c.rate(month.Next(), pay.ShiftHour, 1300))
		c.done() // hours are paid, not conversations
		end := month.End(c.zone)
		c.kept(e, end.Add(-time.Hour), 90*time.Minute) // begins in this month
		c.kept(e, end.Add(time.Hour), time.Hour)
		c.clock.Add(end.Add(3 * time.Hour).Sub(c.clock.Now()))
		if n := c.closes(); n != 0 {
			t.Fatal("closed before the shifts of the last evening were judged")
		}
		c.over(month)
		c.closes()
		late := c.kept(e, end.Add(-48*time.Hour), 2*time.Hour) // judged when its month was closed
		c.over(month.Next())
		c.closes()
		if s := c.statement(e, month); s.Cents != 1875 || len(s.Lines) != 1 {
			t.Fatalf("%+v", s)
		}
		s := c.statement(e, month.Next())
		if s.Cents != 2500+1300 || len(s.Lines) != 2 || string(s.Lines[0].ShiftID) != late || s.Lines[0].RateCents != 1250 {
			t.Fatalf("%+v", s)
		}
		c.sound()
	})
}

func TestACorrectionIsACounterLine(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		e, other := c.expert(roster.Senior), domain.ExpertID("exp_none")
		_, err := c.pay.Correct(t.Context(), c.boss, pay.Fix{Expert: e, Cents: 5, Why: "w"})
		c.refused(err, pay.ErrNoRate)
		month := c.month()
		c.must(c.rate(month, pay.Conversation, 210))
		c.done()
		c.over(month)
		c.closes()
		line := c.statement(e, month).Lines[0].ID
		fix := func(f pay.Fix) error {
			_, err := c.pay.Correct(t.Context(), c.boss, f)
			return err
		}
		c.refused(fix(pay.Fix{Expert: e, Cents: 5, Why: "  "}), pay.ErrWhy)
		c.refused(fix(pay.Fix{Expert: e, Why: "w"}), pay.ErrAmount)
		c.refused(fix(pay.Fix{Expert: e, Cents: pay.MostCorrection + 1, Why: "w"}), pay.ErrAmount)
		c.refused(fix(pay.Fix{Expert: other, Cents: 5, Why: "w"}), roster.ErrUnknownExpert)
		c.refused(fix(pay.Fix{Expert: e, Cents: 5, Why: "w", Corrects: "lin_none"}), pay.ErrUnknownLine)
		c.refused(fix(pay.Fix{Expert: e, Cents: -211, Why: "w", Corrects: line}), pay.ErrTooMuch)
		c.must(fix(pay.Fix{Expert: e, Cents: -200, Why: "counted twice by mistake", Corrects: line}))
		c.refused(fix(pay.Fix{Expert: e, Cents: -11, Why: "w", Corrects: line}), pay.ErrTooMuch)
		c.must(fix(pay.Fix{Expert: e, Cents: 1500, Why: "travel to the meeting"}))
		if s := c.statement(e, month); s.Cents != 210 {
			t.Fatalf("what is final changed: %+v", s)
		}
		s := c.statement(e, month.Next())
		if s.Cents != 1300 || len(s.Lines) != 2 || s.Lines[0].By != "Els" || s.Lines[0].Corrects != line {
			t.Fatalf("%+v", s)
		}
		c.refused(fix(pay.Fix{Expert: e, Cents: 1, Why: "w", Corrects: s.Lines[0].ID}), pay.ErrCorrectsItself)
		c.over(month.Next())
		if n := c.closes(); n != 1 || !c.statement(e, month.Next()).Final {
			t.Fatal("a month of corrections alone has no statement")
		}
		c.sound()
	})
}

func TestTwoNodesCloseOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		month := c.month()
		c.must(c.rate(month, pay.ShiftHour, 1000))
		for range 5 {
			e := c.expert(roster.Rookie)
			c.kept(e, c.clock.Now().Add(time.Hour), time.Hour)
			c.kept(e, c.clock.Now().Add(3*time.Hour), time.Hour)
		}
		c.over(month)
		var all sync.WaitGroup
		var mu sync.Mutex
		made := 0
		for range 4 {
			node := pay.New(db.Pay, c.runtime())
			all.Go(func() {
				n, err := node.Close(t.Context())
				mu.Lock()
				defer mu.Unlock()
				made += n
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := c.count("SELECT COUNT(*) FROM pay_lines"); made != 5 || n != 10 || c.count("SELECT SUM(cents) FROM pay_statements") != 10000 {
			t.Fatalf("%d statements, %d lines", made, n)
		}
		c.sound()
	})
}

func TestALineIsTakenBackOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		e := c.expert(roster.Senior)
		month := c.month()
		c.must(c.rate(month, pay.ShiftHour, 1000))
		c.kept(e, c.clock.Now().Add(time.Hour), time.Hour)
		c.over(month)
		c.closes()
		line := c.statement(e, month).Lines[0].ID
		var all sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			all.Go(func() {
				_, errs[i] = c.pay.Correct(t.Context(), c.boss, pay.Fix{Expert: e, Cents: -1000, Why: "was not kept", Corrects: line})
			})
		}
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else if !errors.Is(err, pay.ErrTooMuch) {
				t.Error(err)
			}
		}
		if done != 1 {
			t.Errorf("taken back %d times", done)
		}
		c.sound()
	})
}

func TestRatesAreVersions(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		month := c.month()
		c.must(c.rate(month.Next(), pay.Conversation, 100))
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				if err := c.rate(month.Next(), pay.Conversation, pay.Cents(200+i)); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		view, err := db.Views().Pay(t.Context(), "", c.clock.Now())
		c.must(err)
		if len(view.Rates) != 5 || view.Rates[0].Version != 5 || view.Rates[0].By != "Els" || view.Currency != "EUR" {
			t.Fatalf("%+v", view)
		}
		c.refused(c.rate(month.Before(), pay.Conversation, 1), pay.ErrMonthBegan)
		_, err = c.pay.SetRate(t.Context(), c.boss, pay.Rate{Month: month.Next().Next(), Basis: pay.ShiftHour, Cents: 1, Currency: "USD", Why: "w"})
		c.must(err) // nothing is booked yet
		e := c.expert(roster.Senior)
		_, err = c.pay.Correct(t.Context(), c.boss, pay.Fix{Expert: e, Cents: 5, Why: "w"})
		c.must(err)
		c.refused(c.rate(month.Next().Next(), pay.Conversation, 1), pay.ErrCurrencyFixed)
	})
}

func TestReconciliationFindsPayThatIsNotRight(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newTill(t, db)
		e := c.expert(roster.Senior)
		month := c.month()
		c.must(c.rate(month, pay.ShiftHour, 1000))
		c.kept(e, c.clock.Now().Add(time.Hour), time.Hour)
		c.over(month)
		c.closes()
		line := c.statement(e, month).Lines[0].ID
		book := `INSERT INTO pay_lines (id, expert_id, month, kind, fact, happened_at, minutes, rate_version, cents, why, corrects, made_by, booked_at) VALUES `
		shift := c.kept(e, c.clock.Now().Add(time.Hour), time.Hour)
		at := c.clock.Now().Add(time.Hour).UnixMilli()
		storagetest.Exec(t, db, book+`('lin_dear', ?, ?, 'shift', ?, ?, 60, 1, 1001, '', NULL, NULL, 0)`, e, month, "shift:"+shift, at)
		storagetest.Exec(t, db, book+`('lin_none', ?, ?, 'shift', 'shift:shf_none', 0, 60, 1, 1000, '', NULL, NULL, 0)`, e, month)
		storagetest.Exec(t, db, book+`('lin_less', ?, ?, 'correction', 'correction:x', 0, 0, NULL, -1001, 'w', ?, ?, 0)`, e, month, line, c.boss.ID)
		lone := c.expert(roster.Rookie)
		storagetest.Exec(t, db, book+`('lin_lone', ?, ?, 'correction', 'correction:y', 0, 0, NULL, 7, 'w', NULL, ?, 0)`, lone, month, c.boss.ID)
		found, err := db.Reconcile(t.Context())
		c.must(err)
		rows := map[string]bool{}
		for _, f := range found {
			if f.Rule == "R14" {
				rows[f.Row] = true
			}
		}
		for _, want := range []string{"lin_dear", "lin_none", string(line), "lin_lone", string(e) + "/" + string(month)} {
			if !rows[want] {
				t.Errorf("%s is not found in %v", want, found)
			}
		}
		if len(rows) != 5 {
			t.Error(found)
		}
	})
}
