package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/moderation"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (d *ward) raise(by domain.Actor, m domain.MessageID) moderation.FlagID {
	d.Helper()
	id, err := d.flags.Raise(d.Context(), by, d.id, moderation.Doubt{Message: m, Reason: moderation.Rude})
	d.must(err)
	return id
}

func (d *ward) flagOf(id moderation.FlagID) storage.FlagView {
	d.Helper()
	f, err := d.db.Views().Clocked(d.clock.Now).FlagOf(d.Context(), id)
	d.must(err)
	return f
}

func TestAFlagIsOneOfEachPersonAboutEachThing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newWard(t, db)
		var all sync.WaitGroup
		ids := make([]moderation.FlagID, 8)
		for i := range ids {
			all.Go(func() {
				ids[i], _ = d.flags.Raise(t.Context(), d.held.customer, d.id, moderation.Doubt{Message: d.message, Reason: moderation.Rude})
			})
		}
		all.Wait()
		for _, id := range ids {
			if id == "" || id != ids[0] {
				t.Fatalf("flags %v", ids)
			}
		}
		d.must(d.flags.Notice(t.Context(), d.id, d.message))
		d.must(d.flags.Notice(t.Context(), d.id, d.message))
		d.raise(anna, d.message)
		if f := d.flagOf(ids[0]); len(f.Flags) != 3 || f.Quote != forbidden || f.Expert == nil || string(f.Expert.ID) != d.held.expert.ID {
			t.Fatalf("%+v", f)
		}
		doubt := moderation.Doubt{Message: d.message, Reason: moderation.Wrong}
		_, err := d.flags.Raise(t.Context(), d.held.expert, d.id, doubt)
		d.refused(err, moderation.ErrOwnWords)
		_, err = d.flags.Raise(t.Context(), d.held.customer, d.id, moderation.Doubt{Message: d.question(d.id), Reason: moderation.Wrong})
		d.refused(err, moderation.ErrOwnWords)
		_, err = d.flags.Raise(t.Context(), domain.Actor{Role: domain.RoleCustomer, ID: string(d.floor.customer())}, d.id, doubt)
		d.refused(err, desk.ErrUnknownConversation)
		_, err = d.flags.Raise(t.Context(), anna, d.id, moderation.Doubt{Message: "msg_none", Reason: moderation.Wrong})
		d.refused(err, desk.ErrUnknownMessage)
		for _, text := range []string{" ", strings.Repeat("x", 1001)} {
			_, err = d.flags.Raise(t.Context(), anna, d.id, moderation.Doubt{Reason: moderation.Other, Text: text})
			d.refused(err, moderation.ErrFlagWords)
		}
		own := d.says(d.held.expert, d.id, "Hold the left button for seven seconds.").ID
		d.must(d.flags.Notice(t.Context(), d.id, own))
		if n := d.count("SELECT COUNT(*) FROM flags"); n != 3 {
			t.Fatalf("%d flags", n)
		}
	})
}

// TestAFlagIsAboutItsOwnExpert: who had the conversation when it was flagged, not
// who had it at another time; and what was decided once says nothing of later.
func TestAFlagIsAboutItsOwnExpert(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newWard(t, db)
		mine := d.raise(d.held.customer, "")
		other := d.floor.expert(roster.FullExpert)
		storagetest.Exec(t, db, `INSERT INTO flags (id, conversation_id, episode, message_id, expert_id, raised_role, raised_by, reason, text, quote, raised_at)
			SELECT 'flg_other', conversation_id, episode, '', ?, 'customer', '', 'rude', '', '', raised_at FROM flags WHERE id = ?`, other, mine)
		for flag, of := range map[moderation.FlagID]string{mine: d.held.expert.ID, "flg_other": string(other)} {
			if f := d.flagOf(flag); len(f.Flags) != 1 || f.Expert == nil || string(f.Expert.ID) != of {
				t.Fatalf("%s is about %+v", flag, f)
			}
		}
		if w, err := db.Views().ModerationQueue(t.Context(), "flag", storage.Page{Limit: 9}); err != nil || len(w.Items) != 2 {
			t.Fatalf("%v %+v", err, w)
		}
		d.must(d.flags.Decide(t.Context(), anna, mine, moderation.Decision{Pause: true, Reason: "Rest for a while."}))
		if paused := storagetest.Text(t, db, "SELECT MAX(id) FROM experts WHERE state = 'paused'"); paused != d.held.expert.ID {
			t.Fatalf("%s is paused", paused)
		}
		if n := d.count("SELECT COUNT(*) FROM flags WHERE decision_id IS NULL"); n != 1 {
			t.Fatalf("%d flags are open", n)
		}
		if again := d.raise(d.held.customer, ""); again != mine {
			t.Fatal("it is not the same flag")
		}
		storagetest.Exec(t, db, "UPDATE flags SET episode = episode - 1 WHERE id = ?", mine)
		if again := d.raise(d.held.customer, ""); again == mine {
			t.Fatal("what was decided of an earlier episode swallows it")
		}
	})
}

// Of two moderators one decides; what the other began is undone.
func TestOneModeratorDecides(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newWard(t, db)
		flag, second := d.raise(d.held.customer, d.message), d.raise(anna, d.message)
		decision := moderation.Decision{Hide: true, Pause: true, Step: fairness.Coaching, Reason: "We answer here alone."}
		var both sync.WaitGroup
		errs := make([]error, 10)
		for i := range errs {
			id := []moderation.FlagID{flag, second}[i%2]
			both.Go(func() { errs[i] = d.flags.Decide(t.Context(), anna, id, decision) })
		}
		both.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !errors.Is(err, moderation.ErrFlagDecided) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Fatal(errs)
		}
		for what, n := range map[string]int64{
			"decisions": d.count("SELECT COUNT(*) FROM decisions"), "cases": d.count("SELECT COUNT(*) FROM cases WHERE state = 'decided'"),
			"deletions": d.count("SELECT COUNT(*) FROM timeline_entries WHERE kind = 'deletion'"),
			"paused":    d.count("SELECT COUNT(*) FROM experts WHERE state = 'paused'"),
		} {
			if n != 1 {
				t.Errorf("%d %s", n, what)
			}
		}
		for _, by := range []domain.Actor{d.held.customer, d.held.expert, anna} {
			if strings.Contains(d.told(by, d.id), "WhatsApp") {
				t.Errorf("%s still reads it", by.Role)
			}
		}
		if words := storagetest.Text(t, db, "SELECT words FROM cases"); words != forbidden {
			t.Errorf("the case is about %q", words)
		}
		f := d.flagOf(second)
		if f.Quote != forbidden || f.Decision == nil || !f.Decision.Hidden || f.Decision.CaseID == "" || len(f.Before) != 0 || f.Next != fairness.Warning {
			t.Fatalf("%+v", f)
		}
		mine, err := db.Views().DecisionsAbout(t.Context(), d.held.expert.Expert())
		d.must(err)
		if len(mine.Items) != 1 || mine.Items[0].By != "" || mine.Items[0].Quote != forbidden {
			t.Fatalf("%+v", mine)
		}
		cases := fairness.New(db.Fairness, db.Views(), d.runtime())
		about := fmt.Sprint("decision:", mine.Items[0].ID)
		_, err = cases.Ask(t.Context(), d.held.expert.Expert(), about, "It was the customer's wish.")
		d.must(err)
		if mine, _ = db.Views().DecisionsAbout(t.Context(), d.held.expert.Expert()); !mine.Items[0].Asked {
			t.Error("the question is not known")
		}
		_, err = cases.Ask(t.Context(), d.floor.expert(roster.FullExpert), about, "And mine.")
		d.refused(err, fairness.ErrAbout)
		d.whole()
	})
}

// What its author has deleted since stays deleted by its author; what it said stays with the flag.
func TestADeletedMessageIsNotHiddenAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newWard(t, db)
		flag := d.raise(d.held.customer, d.message)
		_, err := d.desk.DeleteMessage(t.Context(), d.held.expert, d.id, d.message)
		d.must(err)
		d.must(d.flags.Decide(t.Context(), anna, flag, moderation.Decision{Hide: true, Reason: "We answer here alone."}))
		if n := d.count("SELECT COUNT(*) FROM timeline_entries WHERE kind = 'deletion'"); n != 1 {
			t.Errorf("%d deletions", n)
		}
		if f := d.flagOf(flag); f.Quote != forbidden {
			t.Errorf("%+v", f)
		}
		d.whole()
	})
}

func TestWhatADecisionNeeds(t *testing.T) {
	t.Parallel()
	d := newWard(t, storagetest.Open(t))
	flag, whole := d.raise(d.held.customer, d.message), d.raise(d.held.expert, "")
	ok := "We answer here alone."
	for name, tt := range map[string]struct {
		id   moderation.FlagID
		d    moderation.Decision
		want *domain.Error
	}{
		"no reason":                       {flag, moderation.Decision{Reason: "  "}, moderation.ErrWhy},
		"too many reasons":                {flag, moderation.Decision{Reason: strings.Repeat("x", 1001)}, moderation.ErrWhy},
		"a hold without a case":           {flag, moderation.Decision{Hold: true, Reason: ok}, moderation.ErrHoldNoCase},
		"a hold and a step":               {flag, moderation.Decision{Case: true, Hold: true, Step: fairness.Coaching, Reason: ok}, moderation.ErrHoldNoCase},
		"two rungs at once":               {flag, moderation.Decision{Hide: true, Step: fairness.Warning, Reason: ok}, fairness.ErrLadder},
		"no message to hide":              {whole, moderation.Decision{Hide: true, Reason: ok}, moderation.ErrNoMessage},
		"nobody flags themselves: a case": {whole, moderation.Decision{Case: true, Reason: ok}, moderation.ErrNoExpert},
		"and a pause":                     {whole, moderation.Decision{Pause: true, Reason: ok}, moderation.ErrNoExpert},
		"nothing like that":               {"flg_none", moderation.Decision{Reason: ok}, moderation.ErrUnknownFlag},
	} {
		if err := d.flags.Decide(t.Context(), anna, tt.id, tt.d); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if n := d.count("SELECT (SELECT COUNT(*) FROM decisions) + (SELECT COUNT(*) FROM cases) + (SELECT COUNT(*) FROM timeline_entries WHERE kind = 'deletion')"); n != 0 {
		t.Errorf("%d things came of what was refused", n)
	}
	d.must(d.flags.Decide(t.Context(), anna, whole, moderation.Decision{Reason: "Nothing is wrong here."}))
}

// A question that is hidden late is told by no kept answer either.
func TestAHiddenQuestionIsToldByNobody(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		d := newWard(t, db)
		asked := d.question(d.id)
		storagetest.Exec(t, db, `INSERT INTO idempotency (scope, key, request_hash, response, created_at) VALUES ('s', 'k', 'h', ?, ?)`,
			fmt.Sprintf(`{"id":%q,"question":"Does it float?"}`, d.id), time.Now().Add(-time.Hour).UnixMilli())
		d.clock.Add(2 * time.Hour)
		flag := d.raise(d.held.expert, asked)
		d.must(d.flags.Decide(t.Context(), anna, flag, moderation.Decision{Hide: true, Reason: "It names a neighbour."}))
		if kept := storagetest.Text(t, db, "SELECT response FROM idempotency WHERE key = 'k'"); strings.Contains(kept, "float") {
			t.Errorf("kept: %s", kept)
		}
		if all := d.told(d.held.customer, d.id); strings.Contains(all, "float") {
			t.Errorf("told: %s", all)
		}
	})
}

func TestPointsWaitForTheCaseOfAFlag(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		flags := moderation.New(db.Moderation, c.rt)
		e := c.expert(2)
		id := c.answer(e, nil)
		c.book(id)
		flag, err := flags.Raise(t.Context(), c.staff[0], id, moderation.Doubt{Reason: moderation.Wrong})
		c.must(err)
		c.must(flags.Decide(t.Context(), c.staff[0], flag, moderation.Decision{Case: true, Hold: true, Reason: "Is that true?"}))
		c.clock.Add(49 * time.Hour)
		if n := c.settle(); n != 0 {
			t.Fatalf("%d held awards were settled", n)
		}
		queue := c.queue("")
		if len(queue) != 1 || queue[0].Kind != "case" || queue[0].Count != 1 || queue[0].Expert == nil {
			t.Fatalf("%+v", queue)
		}
		one := fairness.CaseID(queue[0].ID)
		v, err := db.Views().Clocked(c.clock.Now).CaseOf(t.Context(), c.staff[0], one)
		c.must(err)
		if v.FlagID != flag {
			t.Fatalf("%+v", v)
		}
		if v, err = db.Views().Clocked(c.clock.Now).CaseOf(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, one); err != nil || v.FlagID != "" {
			t.Fatalf("%+v, %v", v, err)
		}
		c.must(c.cases.Decide(t.Context(), c.staff[1], one, fairness.Decision{Step: fairness.NoStep, Reason: "It is."}))
		if n := c.settle(); n != 1 {
			t.Fatalf("%d settled", n)
		}
		c.reconciled()
	})
}

func (c *court) queue(kind string) (all []storage.QueueItemView) {
	c.t.Helper()
	for p := (storage.Page{Limit: 1}); ; {
		page, err := c.db.Views().ModerationQueue(context.Background(), kind, p)
		c.must(err)
		all = append(all, page.Items...)
		if p.Cursor = page.Next; p.Cursor == "" {
			return all
		}
	}
}

func TestTheQueueHasWhatIsDueFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		flags := moderation.New(db.Moderation, c.rt)
		e, found := c.caught() // its holds end in 72 hours
		id := c.answer(e, nil)
		asked, err := c.cases.Ask(t.Context(), e, "award:"+storagetest.Text(t, db, "SELECT MIN(id) FROM awards WHERE expert_id = ?", e), "Why so few?")
		c.must(err) // a week
		storagetest.Exec(t, db, `INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, drawn_at) VALUES ('smp_1', ?, 1, ?, 'random', 'open', ?)`,
			id, e, storage.At(c.clock.Now().Add(-8*24*time.Hour))) // late
		for range 2 {
			_, err = flags.Raise(t.Context(), c.staff[0], id, moderation.Doubt{Reason: moderation.Wrong})
			c.must(err) // the same flag
		}
		_, err = flags.Raise(t.Context(), c.staff[1], id, moderation.Doubt{Reason: moderation.Rude})
		c.must(err) // a day
		var got []string
		for _, q := range c.queue("") {
			got = append(got, fmt.Sprintf("%s %s %d %s", q.Kind, q.Why, q.Count, q.Expert.Name))
			if q.DueAt.Before(q.At.Time) {
				t.Errorf("%+v", q)
			}
		}
		name := storagetest.Text(t, db, "SELECT display_name FROM experts WHERE id = ?", e)
		want := fmt.Sprintf("[sample random 0 %[1]s flag wrong 2 %[1]s case signal 3 %[1]s case question 0 %[1]s]", name)
		if fmt.Sprint(got) != want {
			t.Errorf("%v, want %s", got, want)
		}
		if only := c.queue("flag"); len(only) != 1 || only[0].ConversationID != id || only[0].Live {
			t.Errorf("%+v", only)
		}
		c.must(c.cases.Decide(t.Context(), c.staff[0], asked, fairness.Decision{Step: fairness.NoStep, Reason: "They are as the rules say."}))
		c.must(c.cases.Decide(t.Context(), c.staff[0], found, fairness.Decision{Step: fairness.Coaching, Voids: true, Reason: "One household."}))
		c.must(c.cases.Appeal(t.Context(), e, found, "It is not mine."))
		if left := c.queue("appeal"); len(left) != 1 || left[0].About != "It is not mine." || len(c.queue("case")) != 0 {
			t.Errorf("%+v", left)
		}
	})
}
