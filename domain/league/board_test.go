package league

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func TestTheBoardAnnouncesOnceForManyFacts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var points, loads, heard atomic.Int64
		board := NewBoard(func(context.Context) (Field, bool, error) {
			loads.Add(1)
			b := player("b", 4.5, time.Hour)
			b.Earned[0].Points = domain.Points(points.Load())
			return field(player("a", 4.5), b), true, nil
		}, time.Now, func(context.Context, Changed) { heard.Add(1) })
		if err := board.Rebuild(t.Context()); err != nil || heard.Load() != 1 {
			t.Fatalf("first rebuild: %v, %d announcements", err, heard.Load())
		}
		ctx, stop := context.WithCancel(t.Context())
		go board.Run(ctx, func(err error) { t.Error(err) })

		for range 100 { // a second of facts, one every 10 ms
			points.Add(1)
			board.Touch()
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(500 * time.Millisecond)
		synctest.Wait()
		if loads.Load() > 5 || heard.Load() != loads.Load() {
			t.Errorf("%d rebuilds and %d announcements in a second and a half", loads.Load(), heard.Load())
		}
		if s, ok := board.Table().Of("b"); !ok || s.Rank != 1 || s.Score == 0 {
			t.Errorf("b stands at %+v", s)
		}
		before := heard.Load()
		board.Touch()
		time.Sleep(2 * 500 * time.Millisecond)
		synctest.Wait()
		if heard.Load() != before {
			t.Error("nothing changed, but it was announced")
		}
		stop()
	})
}

func TestTheBoardTriesAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("no database")
		var well atomic.Bool
		var told atomic.Int64
		b := NewBoard(func(context.Context) (Field, bool, error) {
			if !well.Load() {
				return Field{}, false, broken
			}
			return field(player("a", 4.5)), true, nil
		}, time.Now, func(context.Context, Changed) {})
		ctx, stop := context.WithCancel(t.Context())
		go b.Run(ctx, func(error) { told.Add(1) })
		b.Touch()
		synctest.Wait()
		well.Store(true)
		time.Sleep(2 * 5 * time.Second)
		synctest.Wait()
		if len(b.Table().Rows) != 1 || told.Load() != 1 {
			t.Errorf("%d rows after %d failures", len(b.Table().Rows), told.Load())
		}
		stop()
	})
}

func TestWhoIsNamed(t *testing.T) {
	t.Parallel()
	consenting := func(rank int) Standing { return Standing{Player: Player{Consent: true}, Rank: rank} }
	expert, manager := domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}, domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
	tests := map[string]struct {
		of     int
		s      Standing
		viewer domain.Actor
		want   bool
	}{
		"the first, who agreed":              {12, consenting(1), expert, true},
		"the third, who agreed":              {12, consenting(3), expert, true},
		"the fourth, though agreed":          {12, consenting(4), expert, false},
		"the first, who did not agree":       {12, Standing{Rank: 1}, expert, false},
		"the last of three, though agreed":   {3, consenting(3), expert, false},
		"the second of three":                {3, consenting(2), expert, true},
		"the only one is in the last third":  {1, consenting(1), expert, false},
		"anybody, to a manager":              {12, Standing{Rank: 12}, manager, true},
		"the second of two is last as well":  {2, consenting(2), expert, false},
		"the first of two is in upper third": {2, consenting(1), expert, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			table := &Table{Rows: make([]Standing, tt.of)}
			if got := table.Named(tt.s, tt.viewer); got != tt.want {
				t.Fatalf("got %v", got)
			}
		})
	}
}

func TestAround(t *testing.T) {
	t.Parallel()
	table := &Table{Rows: make([]Standing, 10), index: map[domain.ExpertID]int{"first": 0, "middle": 5, "last": 9}}
	for id, want := range map[domain.ExpertID]int{"first": 4, "middle": 7, "last": 4, "nobody": 0} {
		if got := len(table.Around(id, 3)); got != want {
			t.Errorf("%s: %d rows, want %d", id, got, want)
		}
	}
	if len(table.Top(3)) != 3 || len(table.Top(100)) != 10 || len(table.Top(-1)) != 0 {
		t.Error("the top is not as long as asked")
	}
}
