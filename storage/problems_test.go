package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// office is a floor with people who see to problems, and contacts of the past.
type office struct {
	*floor
	problems *problems.Problems
	views    storage.Views
	invoice  domain.ReasonID
	other    domain.ReasonID
	by       domain.ExpertID
}

func newOffice(tb testing.TB, db *storage.DB) *office {
	tb.Helper()
	o := &office{floor: newFloor(tb, db), views: db.Views()}
	o.staffed()
	o.invoice, o.other = o.reason("rsn_1", 1, false), o.reason("rsn_1", 1, false)
	o.problems = problems.New(db.Problems, o.views, o.runtime())
	o.by = o.expert(roster.FullExpert)
	s := problems.DefaultSettings()
	s.VolumePercent = 100 // two reasons are half of everything each
	o.must(o.problems.Assume(o.Context(), s))
	return o
}

// came adds n contacts about a reason in the hours after a moment. They are closed,
// and took twelve minutes each.
func (o *office) came(r domain.ReasonID, at time.Time, n int) {
	o.Helper()
	var customers, conversations, episodes, assignments [][]any
	for i := range n {
		no := o.ids.Add(1)
		ms := at.Add(time.Duration(i) * 8 * time.Hour / time.Duration(n)).UnixMilli()
		id, customer := fmt.Sprintf("cnv_%08d", no), fmt.Sprintf("cus_%08d", no)
		customers = append(customers, []any{customer})
		conversations = append(conversations, []any{id, customer, r, ms})
		episodes = append(episodes, []any{id, ms, o.by, ms + 720_000, r, ms + 720_000})
		assignments = append(assignments, []any{fmt.Sprintf("asg_%08d", no), id, o.by, ms, ms + 720_000})
	}
	add := func(into, row string, rows [][]any) {
		var args []any
		for _, r := range rows {
			args = append(args, r...)
		}
		storagetest.Exec(o.TB, o.db, "INSERT INTO "+into+" VALUES "+strings.TrimSuffix(strings.Repeat("("+row+"), ", len(rows)), ", "), args...)
	}
	add("customers (id, name, language, created_at)", "?, '', 'en', 0", customers)
	add(`conversations (id, customer_id, channel, language, reason_id, question, status, episode, class, last_seq, content_seq, opened_at, version)`,
		"?, ?, 'chat', 'en', ?, 'An unclear line', 'closed', 1, 2, 0, 0, ?, 1", conversations)
	add(`episodes (conversation_id, episode, opened_at, expert_id, closed_at, closed_by, outcome, closing_reason_id, confirmed_at, confirmed_by)`,
		"?, 1, ?, ?, ?, 'expert', 'solved', ?, ?, 'customer'", episodes)
	add("assignments (id, conversation_id, episode, expert_id, seat_no, started_at, ended_at, end_reason)",
		"?, ?, 1, ?, 1, ?, ?, 'closed'", assignments)
}

// days adds contacts of every day from so many days ago until others, as the clock stands.
func (o *office) days(r domain.ReasonID, from, until, each int) {
	o.Helper()
	noon := o.clock.Now().Truncate(24 * time.Hour)
	for d := from; d > until; d-- {
		o.came(r, noon.AddDate(0, 0, -d).Add(7*time.Hour), each)
	}
}

func (o *office) watch() int {
	o.Helper()
	n, err := o.problems.Watch(o.Context())
	o.must(err)
	return n
}

func (o *office) list(closed bool) []storage.ProblemLineView {
	o.Helper()
	all, err := o.views.ProblemList(o.Context(), closed, o.clock.Now())
	o.must(err)
	return all
}

func (o *office) version(id problems.ProblemID) int {
	o.Helper()
	return int(o.count("SELECT version FROM problems WHERE id = ?", id))
}

func (o *office) opened(id problems.ProblemID) {
	o.Helper()
	cause := problems.CauseCommunication
	o.must(o.problems.Open(o.Context(), id, problems.Care{Cause: &cause}))
}

// changed plans a change that counts from so many days ago on.
func (o *office) changed(id problems.ProblemID, daysAgo int) {
	o.Helper()
	on := o.clock.Now().AddDate(0, 0, -daysAgo).Format(time.DateOnly)
	o.must(o.problems.Plan(o.Context(), anna, id, problems.Improvement{What: "A clearer line.", Hypothesis: "Half ask.", On: on}, 0))
}

// agreement keeps what the runs on both databases reported, which must be the same.
type agreement struct {
	mu  sync.Mutex
	was string
}

func (g *agreement) same(t *testing.T, report any) {
	t.Helper()
	raw, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.was == "" {
		g.was = string(raw)
	}
	if g.was != string(raw) {
		t.Errorf("the databases report differently:\n%s\n%s", g.was, raw)
	}
}

// TestFromASpikeToASolvedProblem: found within a day, taken up, changed, measured, closed, told; equal on both databases.
func TestFromASpikeToASolvedProblem(t *testing.T) {
	t.Parallel()
	var both agreement
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		o.days(o.other, 70, 0, 6)
		o.days(o.invoice, 70, 0, 3)
		if n := o.watch(); n != 0 {
			t.Fatalf("%d problems before the spike", n)
		}
		o.came(o.invoice, o.clock.Now(), 25)
		o.came(o.other, o.clock.Now(), 6)
		o.clock.Add(20 * time.Hour)
		if n := o.watch(); n != 1 {
			t.Fatalf("found %d problems within a day", n)
		}
		if n := o.watch(); n != 0 {
			t.Errorf("found %d more at once", n)
		}
		p := o.list(false)[0]
		if p.ReasonID != o.invoice || p.Origin != problems.FromSpike || p.Priority.MedianSeconds != 720 ||
			p.Priority.UnitCents != 850 || p.Priority.MonthCents != p.Priority.Monthly*850 {
			t.Errorf("found %+v", p)
		}
		o.opened(p.ID)
		o.clock.Add(24 * time.Hour)
		tomorrow := o.clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
		plan := problems.Improvement{What: "A clearer invoice.", Hypothesis: "Fewer ask.", On: tomorrow, QuickWin: true}
		o.must(o.problems.Plan(o.Context(), anna, p.ID, plan, o.version(p.ID)))
		o.refused(o.problems.Solve(o.Context(), p.ID, 0), problems.ErrState)
		if o.watch(); o.list(false)[0].State != problems.Changing {
			t.Error("it is measured before the change counts")
		}
		o.clock.Add(24 * time.Hour)
		if o.watch(); o.list(false)[0].State != problems.Measuring {
			t.Error("the change counts, and it is not measured")
		}
		o.refused(o.problems.Solve(o.Context(), p.ID, 0), problems.ErrNotFallen)
		o.clock.Add(28 * 24 * time.Hour)
		o.days(o.other, 29, 0, 6)
		o.days(o.invoice, 29, 0, 1)
		e, _, found, err := o.problems.EffectOf(o.Context(), p.ID)
		o.must(err)
		if !found || e.Verdict != problems.Fell || e.Low > 0.33 || e.High < 0.33 || e.Weeks != [2]int{8, 4} {
			t.Errorf("the effect is %+v", e)
		}
		o.refused(o.problems.Solve(o.Context(), p.ID, 1), problems.ErrStaleProblem)
		o.must(o.problems.Solve(o.Context(), p.ID, o.version(p.ID)))
		register, err := o.views.Benefits(o.Context())
		o.must(err)
		if len(register.Items) != 1 || !register.Items[0].Solved || register.ContactsMonth < 60 || register.CentsMonth != register.ContactsMonth*850 {
			t.Errorf("the register is %+v", register)
		}
		detail, err := o.views.ProblemDetail(o.Context(), p.ID, o.clock.Now())
		o.must(err)
		overview, err := o.views.ProblemOverview(o.Context(), o.clock.Now())
		o.must(err)
		contacts, err := o.views.ProblemContacts(o.Context(), p.ID, false, storage.Page{Limit: 20})
		o.must(err)
		next, err := o.views.ProblemContacts(o.Context(), p.ID, false, storage.Page{Limit: 20, Cursor: contacts.Next})
		o.must(err)
		if len(next.Items) != 20 || next.Items[0] == contacts.Items[19] {
			t.Errorf("the next page begins with %+v", next.Items)
		}
		both.same(t, []any{detail, overview, register, contacts, next, storage.EffectViewOf(e), o.list(true)})
	})
}

// TestASeasonalFallWithoutAChangeIsNoEffect: everything falls to a third, and the problem stays.
func TestASeasonalFallWithoutAChangeIsNoEffect(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		o.days(o.other, 90, 28, 12)
		o.days(o.other, 28, 0, 4)
		o.days(o.invoice, 90, 28, 6)
		o.days(o.invoice, 28, 0, 2)
		p, err := o.problems.Add(o.Context(), problems.Key{Reason: o.invoice}, "An unclear invoice")
		o.must(err)
		o.opened(p.ID)
		o.changed(p.ID, 28)
		e, _, _, err := o.problems.EffectOf(o.Context(), p.ID)
		o.must(err)
		if e.Verdict != problems.NoEffect {
			t.Errorf("the season was taken for %+v", e)
		}
		o.refused(o.problems.Solve(o.Context(), p.ID, 0), problems.ErrNotFallen)
		o.refused(o.problems.GiveUp(o.Context(), p.ID, " ", 0), problems.ErrWhy)
		o.must(o.problems.GiveUp(o.Context(), p.ID, "Nobody read it.", 0))
		if register, err := o.views.Benefits(o.Context()); err != nil || len(register.Items) != 0 {
			t.Errorf("the register has %+v, %v", register, err)
		}
	})
}

// TestASaleIsNoProblem: twice as many of everything opens nothing.
func TestASaleIsNoProblem(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		for i, n := range []int{10, 8, 9} {
			r := o.other
			if i > 0 {
				r = o.reason("rsn_1", 1, false)
			}
			o.days(r, 70, 1, n)
			o.days(r, 1, 0, 2*n)
		}
		if o.watch(); len(o.list(false)) != 0 {
			t.Errorf("a sale opened %+v", o.list(false))
		}
	})
}

// solved is a problem that was closed as solved today.
func (o *office) solved() problems.ProblemID {
	o.Helper()
	o.days(o.other, 90, 0, 6)
	o.days(o.invoice, 90, 28, 8)
	o.days(o.invoice, 28, 0, 1)
	p, err := o.problems.Add(o.Context(), problems.Key{Reason: o.invoice}, "An unclear invoice")
	o.must(err)
	o.opened(p.ID)
	o.changed(p.ID, 28)
	o.must(o.problems.Solve(o.Context(), p.ID, 0))
	return p.ID
}

// TestWhatComesBackIsOpenAgain: weeks later as many ask as before the change.
func TestWhatComesBackIsOpenAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		id := o.solved()
		o.clock.Add(30 * 24 * time.Hour)
		o.days(o.other, 30, 0, 6)
		o.days(o.invoice, 30, 0, 1)
		if n := o.watch(); n != 0 {
			t.Fatalf("%d came back while all was well", n)
		}
		o.clock.Add(30 * 24 * time.Hour)
		o.days(o.other, 30, 0, 6)
		o.days(o.invoice, 30, 0, 5)
		if n := o.watch(); n != 1 {
			t.Fatalf("%d came back", n)
		}
		p := o.list(false)[0]
		if p.ID != id || p.State != problems.Open {
			t.Errorf("came back as %+v", p)
		}
		if register, err := o.views.Benefits(o.Context()); err != nil || register.Items[0].Solved || register.CentsMonth != 0 {
			t.Errorf("the register still counts it: %+v, %v", register, err)
		}
		if n := o.count("SELECT COUNT(*) FROM outbox WHERE name = 'problem.adopted'"); n != 1 {
			t.Errorf("it was taken up %d times", n)
		}
	})
}

// TestCustomersAreToldOnce: each who asked, in the last conversation, whoever they have become.
func TestCustomersAreToldOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		id := o.solved()
		storagetest.Exec(t, db, `UPDATE conversations SET customer_id = (SELECT MIN(customer_id) FROM conversations WHERE reason_id = ?)
			WHERE id IN (SELECT id FROM conversations WHERE reason_id = ? ORDER BY id DESC LIMIT 2)`, o.invoice, o.invoice)
		storagetest.Exec(t, db, `UPDATE conversations SET language = 'nl' WHERE id = (SELECT MIN(id) FROM conversations WHERE reason_id = ?
			AND opened_at > ?)`, o.invoice, o.clock.Now().AddDate(0, 0, -30).UnixMilli())
		texts := map[domain.Language]string{"en": "The line is clear now."}
		o.refused(o.problems.Write(o.Context(), anna, id, map[domain.Language]string{"en": " "}, 0), problems.ErrMessages)
		o.must(o.problems.Write(o.Context(), anna, id, texts, 0))
		o.refused(o.problems.Write(o.Context(), anna, id, texts, 0), problems.ErrTold)
		asked := o.count(`SELECT COUNT(DISTINCT c.customer_id) FROM conversations c JOIN problems p ON p.reason_id = c.reason_id
			WHERE c.language = 'en' AND c.opened_at >= p.found_at - 4838400000`)
		told, rounds := 0, 0
		for n := 1; n > 0; rounds++ {
			var err error
			n, err = o.problems.Tell(o.Context())
			o.must(err)
			if told += n; n > 200 {
				t.Errorf("%d in one run", n)
			}
		}
		if int64(told) != asked || told < 200 || rounds < 3 {
			t.Errorf("told %d of %d in %d rounds", told, asked, rounds)
		}
		if n := o.count("SELECT COUNT(*) FROM timeline_entries WHERE text = 'The line is clear now.' AND author_id = ?", anna.ID); n != asked {
			t.Errorf("%d messages for %d customers", n, asked)
		}
		if n := o.count("SELECT COUNT(*) FROM conversations WHERE status <> 'closed' OR last_seq > 1"); n != 0 {
			t.Errorf("%d conversations moved", n)
		}
		o.must(o.problems.Write(o.Context(), anna, id, map[domain.Language]string{"nl": "De regel is nu duidelijk."}, 0))
		if n, err := o.problems.Tell(o.Context()); err != nil || n != 1 {
			t.Errorf("the other language told %d, %v", n, err)
		}
		// Somebody who becomes a customer who was told is told nothing more.
		one := domain.CustomerID(storagetest.Text(t, db, "SELECT MAX(customer_id) FROM problem_told"))
		into := o.customer()
		o.becomes(one, into)
		if n, err := o.problems.Tell(o.Context()); err != nil || n != 0 {
			t.Errorf("told %d again, %v", n, err)
		}
	})
}

// TestReportersHaveAnOrder: two who report at once, and one who says it twice.
func TestReportersHaveAnOrder(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		ids := []domain.ExpertID{o.by, o.expert(roster.FullExpert), o.expert(roster.FullExpert)}
		cases := make([]domain.ConversationID, len(ids))
		for i, e := range ids {
			o.came(o.invoice, o.clock.Now().Add(-time.Hour), 1)
			cases[i] = domain.ConversationID(storagetest.Text(t, db, "SELECT MAX(id) FROM conversations"))
			storagetest.Exec(t, db, "UPDATE episodes SET expert_id = ? WHERE conversation_id = ?", e, cases[i])
		}
		report := func(i int) error {
			p, err := o.problems.Report(context.WithoutCancel(t.Context()), ids[i], cases[i], problems.Observed{Text: "The third time that it confuses somebody."})
			if err == nil && p.Title != string(o.invoice) {
				err = fmt.Errorf("reported %q", p.Title)
			}
			return err
		}
		errs := make(chan error, len(ids))
		for i := range ids {
			go func() { errs <- report(i) }()
		}
		for range ids {
			o.must(<-errs)
		}
		o.must(report(0))
		if _, err := o.problems.Report(t.Context(), ids[0], cases[1], problems.Observed{Text: "Not my conversation."}); err == nil {
			t.Error("an expert reported what a colleague answered")
		}
		if n := o.count("SELECT COUNT(*) FROM problems"); n != 1 {
			t.Errorf("%d problems", n)
		}
		if n := o.count("SELECT COUNT(*) FROM problem_signals WHERE no = 1 OR no = 2 OR no = 3"); n != 3 {
			t.Errorf("%d reporters in order", n)
		}
		signalled, err := o.views.Signalled(t.Context(), ids[0])
		o.must(err)
		if len(signalled) != 1 || signalled[0].State != problems.Candidate {
			t.Errorf("the expert sees %+v", signalled)
		}
		for i := range 10 {
			o.came(o.reason("rsn_1", 1, false), o.clock.Now().Add(-time.Hour), 1)
			id := domain.ConversationID(storagetest.Text(t, db, "SELECT MAX(id) FROM conversations"))
			_, err := o.problems.Report(t.Context(), o.by, id, problems.Observed{Text: "And this."})
			if late := i == 9; late != errors.Is(err, problems.ErrManySignals) {
				t.Errorf("signal %d of the day: %v", i+2, err)
			}
		}
	})
}

// TestOneProblemOfAReason: of two at once one is told that there is one.
func TestOneProblemOfAReason(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		errs := make(chan error, 4)
		for range 4 {
			go func() {
				_, err := o.problems.Add(context.WithoutCancel(t.Context()), problems.Key{Reason: o.invoice}, "An unclear invoice")
				errs <- err
			}()
		}
		var refused int
		for range 4 {
			if err := <-errs; errors.Is(err, problems.ErrLiving) {
				refused++
			} else {
				o.must(err)
			}
		}
		if refused != 3 {
			t.Errorf("%d of 4 were refused", refused)
		}
		id := o.list(false)[0].ID
		o.must(o.problems.Dismiss(t.Context(), id, "It is none.", 0))
		_, err := o.problems.Add(t.Context(), problems.Key{Reason: o.invoice}, "An unclear invoice")
		o.must(err)
		o.refused(o.problems.Reopen(t.Context(), id, "It is one.", 0), problems.ErrLiving)
	})
}

// TestIdeasAndVotes: three a day, one vote each, none for one's own.
func TestIdeasAndVotes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		ada := domain.Actor{Role: domain.RoleExpert, ID: string(o.by)}
		errs := make(chan error, 5)
		for i := range 5 {
			go func() {
				_, err := o.problems.Post(context.WithoutCancel(t.Context()), ada, fmt.Sprintf("Idea %d", i), "A card in the box.")
				errs <- err
			}()
		}
		spent := 0
		for range 5 {
			if err := <-errs; errors.Is(err, problems.ErrManyIdeas) {
				spent++
			} else {
				o.must(err)
			}
		}
		if spent != 2 {
			t.Errorf("%d of five ideas were too many", spent)
		}
		all, err := o.views.Ideas(t.Context(), anna)
		o.must(err)
		id := all[2].ID
		o.refused(o.problems.Vote(t.Context(), ada, id, true), problems.ErrOwnIdea)
		for _, vote := range []bool{true, true, false, true} {
			o.must(o.problems.Vote(t.Context(), anna, id, vote))
		}
		all, err = o.views.Ideas(t.Context(), anna)
		o.must(err)
		if all[0].ID != id || all[0].Votes != 1 || !all[0].Voted || all[0].Mine {
			t.Errorf("the first is %+v", all[0])
		}
		o.must(o.problems.DecideIdea(t.Context(), anna, id, problems.IdeaDecision{State: problems.IdeaAdopted, About: problems.Key{Reason: o.other}}))
		o.refused(o.problems.Vote(t.Context(), anna, id, false), problems.ErrIdeaDecided)
		if p := o.list(false)[0]; p.Origin != problems.FromIdea || !strings.HasPrefix(p.Title, "Idea") {
			t.Errorf("the idea became %+v", p)
		}
	})
}

// TestTheReviewListOfAWeek is made once, and its alarms are those of its moment.
func TestTheReviewListOfAWeek(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		o := newOffice(t, db)
		p, err := o.problems.Add(t.Context(), problems.Key{Reason: o.invoice}, "An unclear invoice")
		o.must(err)
		o.opened(p.ID)
		_, err = o.problems.Add(t.Context(), problems.Key{Reason: o.other}, "A late parcel")
		o.must(err)
		for days, want := range map[int][2]int{0: {2, 0}, 8: {2, 1}, 31: {2, 2}} {
			now := o.clock.Now()
			o.clock.Add(time.Duration(days) * 24 * time.Hour)
			listed, alarms, err := o.problems.MakeReview(t.Context())
			o.must(err)
			if listed != want[0] || alarms != want[1] {
				t.Errorf("after %d days: %d problems, %d with an alarm", days, listed, alarms)
			}
			if listed, _, err := o.problems.MakeReview(t.Context()); err != nil || listed != 0 {
				t.Errorf("made again with %d, %v", listed, err)
			}
			o.clock.Add(now.Sub(o.clock.Now()))
		}
		overview, err := o.views.ProblemOverview(t.Context(), o.clock.Now().AddDate(0, 0, 31))
		o.must(err)
		if overview.Candidates != 2 || overview.InTime != 1 || overview.Review == nil || len(overview.Review.Items) != 2 {
			t.Errorf("the overview is %+v", overview)
		}
	})
}
