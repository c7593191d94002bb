package storage_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func figuresOf(t *testing.T, db *storage.DB) storage.Figures {
	t.Helper()
	all, err := db.Views().Figures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestFiguresFollowTheDesk(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if got := figuresOf(t, db); got[storage.Figure{Name: storage.FigureQueue, Of: "experts"}] != 0 {
			t.Errorf("an empty installation has %v", got)
		}
		f := newFloor(t, db)
		e := f.expert(roster.Rookie)
		c := f.asked()
		since := f.conversation(c).EnteredAt.UnixMilli()
		want := storage.Figures{
			{Name: storage.FigureConversations, Of: "queued"}: 1,
			{Name: storage.FigureQueue, Of: "experts"}:        1,
			{Name: storage.FigureQueueSince, Of: "experts"}:   since,
			{Name: storage.FigureSeats, Of: "free"}:           int64(len(openSeats(f.seats(e)))),
			{Name: storage.FigureSeats, Of: "open"}:           int64(len(openSeats(f.seats(e)))),
			{Name: storage.FigureExperts, Of: "available"}:    1,
		}
		same(t, "somebody waits", db, want)
		f.allocate()
		want[storage.Figure{Name: storage.FigureConversations, Of: "queued"}] = 0
		want[storage.Figure{Name: storage.FigureConversations, Of: "offered"}] = 1
		want[storage.Figure{Name: storage.FigureOffers}] = 1
		same(t, "an offer is open", db, want)
		f.accept(c)
		want[storage.Figure{Name: storage.FigureConversations, Of: "offered"}] = 0
		want[storage.Figure{Name: storage.FigureConversations, Of: "assigned"}] = 1
		want[storage.Figure{Name: storage.FigureOffers}] = 0
		want[storage.Figure{Name: storage.FigureQueue, Of: "experts"}] = 0
		delete(want, storage.Figure{Name: storage.FigureQueueSince, Of: "experts"})
		want[storage.Figure{Name: storage.FigureSeats, Of: "held"}] = 1
		want[storage.Figure{Name: storage.FigureSeats, Of: "free"}]--
		same(t, "somebody answers", db, want)
	})
}

func openSeats(all []roster.Seat) (open []roster.Seat) {
	for _, s := range all {
		if s.Open {
			open = append(open, s)
		}
	}
	return open
}

// same compares the figures that are not zero.
func same(t *testing.T, when string, db *storage.DB, want storage.Figures) {
	t.Helper()
	got := figuresOf(t, db)
	for _, all := range []storage.Figures{got, want} {
		for name, n := range all {
			if n == 0 {
				delete(all, name)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s:\n%s", when, diff)
	}
}

// TestFiguresReadNoHistory asks SQLite how it finds them: closed conversations,
// old offers and old runs are never walked through.
func TestFiguresReadNoHistory(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	for _, query := range storage.FigureQueries {
		var steps []struct{ Detail string }
		if err := storage.Reader(t.Context(), db).Raw("EXPLAIN QUERY PLAN " + query).Scan(&steps).Error; err != nil {
			t.Fatal(err)
		}
		if len(steps) == 0 {
			t.Fatal("no plan")
		}
		for _, s := range steps {
			for _, table := range []string{"conversations", "offers", "job_runs"} {
				if strings.HasPrefix(s.Detail, "SCAN "+table) && !strings.Contains(s.Detail, " INDEX ") {
					t.Errorf("every row is read: %s", s.Detail)
				}
			}
		}
	}
}

func TestTheLastGoodRunOfAJobIsKnownToEveryNode(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		run := func(job, period string, effects int, failure error) {
			// What ran before ran a minute ago: PostgreSQL's clock is the server's, and two runs may fall into one millisecond.
			storagetest.Exec(t, db, "UPDATE job_runs SET ended_at = ended_at - 60000")
			_, err := db.RunPeriod(t.Context(), job, period, time.Hour, func(context.Context) (int, string, error) { return effects, "", failure })
			if !errors.Is(err, failure) {
				t.Fatal(err)
			}
		}
		last := func(job string) int64 {
			runs, err := db.Views().JobRuns(t.Context(), []string{"settle", "reconcile", "never"})
			if err != nil {
				t.Fatal(err)
			}
			if r, ran := runs[job]; ran {
				if r.EndedAt.IsZero() {
					t.Errorf("%s ended at %v", job, r.EndedAt)
				}
				return r.Effects
			}
			return -1
		}
		run("settle", "2026-11-22T01:00:00Z", 3, nil)
		run("settle", "start 2026-11-22T01:07:00Z", 4, nil)
		run("reconcile", "start 2026-11-22T01:07:00Z", 7, nil)
		if got := last("settle"); got != 4 {
			t.Errorf("the start was last, and had 4 effects: %d", got)
		}
		run("settle", "2026-11-22T01:15:00Z", 5, nil)
		run("settle", "2026-11-22T01:30:00Z", 6, errMind)
		if got := last("settle"); got != 5 {
			t.Errorf("the second period was the last that went well: %d", got)
		}
		if got := last("reconcile"); got != 7 {
			t.Errorf("reconcile had %d effects", got)
		}
		if got := last("never"); got != -1 {
			t.Errorf("what never ran had %d effects", got)
		}
	})
}
