package storage_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const day = 24 * time.Hour

func (p *programme) roll() int {
	p.t.Helper()
	n, err := p.league.Roll(p.t.Context())
	p.must(err)
	return n
}

func TestASeasonOpensOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		p.found()
		if n := p.count("SELECT COUNT(*) FROM seasons"); n != 2 {
			t.Fatalf("%d seasons: one that runs and one planned ahead", n)
		}
		start := time.Date(2026, 8, 31, 2, 0, 0, 0, time.UTC) // Monday at four in Amsterdam
		if n := p.count("SELECT COUNT(*) FROM seasons WHERE state = 'running' AND starts_at = ?", storage.At(start)); n != 1 {
			t.Fatal("the season does not run from Monday of its week")
		}
		if n := p.count("SELECT COUNT(*) FROM rounds"); n != 12 {
			t.Fatalf("%d rounds", n)
		}
		if n := p.roll(); n != 0 {
			t.Fatalf("rolled %d steps with nothing due", n)
		}
	})
}

func TestRoundsRollInOrder(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		p.expert(1)
		states := func(table, state string) int64 {
			return p.count("SELECT COUNT(*) FROM "+table+" WHERE state = ?", state)
		}
		start := time.Date(2026, 8, 31, 2, 0, 0, 0, time.UTC)
		p.clock.Add(start.Add(14*day - time.Millisecond).Sub(p.clock.Now()))
		if n := p.roll(); n != 0 {
			t.Fatal("a round that ends in the future was closed")
		}
		p.clock.Add(time.Millisecond)
		p.roll()
		if states("rounds", "closing") != 1 || states("rounds", "running") != 1 {
			t.Fatalf("%d closing and %d running", states("rounds", "closing"), states("rounds", "running"))
		}
		p.clock.Add(league.ClosingTime - time.Millisecond)
		if n := p.roll(); n != 0 {
			t.Fatal("a round was final before its ten days")
		}
		p.clock.Add(time.Millisecond)
		p.roll()
		if states("rounds", "final") != 1 || states("rounds", "running") != 1 {
			t.Fatalf("%d final and %d running", states("rounds", "final"), states("rounds", "running"))
		}
		// Nobody looks for a year: four seasons pass, and every one is closed.
		p.clock.Add(366 * day)
		p.roll()
		if f, r, u := states("seasons", "final"), states("seasons", "running"), states("seasons", "upcoming"); f != 4 || r != 1 || u != 1 {
			t.Fatalf("seasons: %d final, %d running, %d upcoming", f, r, u)
		}
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE state = 'final' AND ends_at > ?", storage.At(p.clock.Now())); n != 0 {
			t.Fatalf("%d rounds were closed before their end", n)
		}
		if n := p.count(`SELECT COUNT(*) FROM rounds WHERE state = 'running' AND starts_at <= ? AND ends_at > ?`,
			storage.At(p.clock.Now()), storage.At(p.clock.Now())); n != 1 {
			t.Fatal("the running round is not the present one")
		}
		if n := p.roll(); n != 0 {
			t.Fatalf("%d more steps", n)
		}
	})
}

func TestARoundIsFinalWhenItsLastAwardIsSettled(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		good, quiet := p.expert(1), p.expert(1)
		p.clock.Add(11 * day) // the last day of the first round
		id := p.answer(good, nil)
		p.clock.Add(12 * time.Hour)
		p.rate(id, good, 5, true)
		p.clock.Add(20*time.Hour + league.ClosingTime)
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE number = 1 AND state = 'closing'"); n != 1 {
			t.Fatal("the round does not wait for what is not booked")
		}
		p.book(id)
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE number = 1 AND state = 'closing'"); n != 1 {
			t.Fatal("the round does not wait for its awards")
		}
		p.clock.Add(hold)
		p.settle()
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE number = 1 AND state = 'final'"); n != 1 {
			t.Fatal("the round is not final")
		}
		if n := p.count("SELECT place FROM standings WHERE expert_id = ?", good); n != 1 {
			t.Fatalf("the good one came %d", n)
		}
		if n := p.count("SELECT score FROM standings WHERE expert_id = ?", quiet); n != 0 {
			t.Fatalf("the quiet one scored %d", n)
		}
		score := p.count("SELECT score FROM standings WHERE expert_id = ?", good)
		p.clock.Add(10 * day)
		p.roll()
		if n := p.count("SELECT score FROM standings WHERE expert_id = ?", good); n != score || score == 0 {
			t.Fatalf("a final score changed from %d to %d", score, n)
		}
	})
}

func TestARoundWaitsForTheSilenceInsideIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		ends := time.UnixMilli(p.count("SELECT ends_at FROM rounds WHERE number = 1 AND state = 'running'"))
		closed := func(before time.Duration) {
			id := p.answer(e, func(a *answered) { a.confirmedAt, a.by = ends.Add(-before), "silence" })
			storagetest.Exec(t, db, "UPDATE episodes SET confirmed_at = NULL, confirmed_by = NULL WHERE conversation_id = ?", id)
		}
		closed(time.Minute)  // silence confirms it in the last minute of the round
		closed(-time.Minute) // and this one in the next round
		p.clock.Add(ends.Add(time.Minute - time.Millisecond).Sub(p.clock.Now()))
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE number = 1 AND state = 'closing'"); n != 1 {
			t.Fatal("the round does not wait for a silence that nobody noticed yet")
		}
		d := desk.New(db.Desk, db.Views(), p.rt)
		if n, err := d.ConfirmSilent(t.Context()); n != 1 || err != nil {
			t.Fatalf("confirmed %d, %v", n, err)
		}
		if n, err := p.rewards.BookMissed(t.Context()); n != 1 || err != nil {
			t.Fatalf("booked %d, %v", n, err)
		}
		p.clock.Add(league.ClosingTime)
		p.settle()
		p.roll()
		if n := p.count("SELECT conversations FROM standings WHERE expert_id = ?", e); n != 1 {
			t.Fatalf("%d conversations count in the result", n)
		}
	})
}

func TestRollingRacesMoveOnce(t *testing.T) {
	t.Parallel()
	race := func(t *testing.T, p *programme, processes ...*storage.DB) {
		t.Helper()
		p.expert(1)
		p.clock.Add(200 * day)
		var wg sync.WaitGroup
		for _, db := range processes {
			other := league.New(db.League, p.rt)
			wg.Go(func() {
				if _, err := other.Roll(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := p.count("SELECT COUNT(*) FROM seasons"); n != 4 {
			t.Errorf("%d seasons: two are over, one runs, one is planned", n)
		}
		closed := p.count("SELECT COUNT(*) FROM rounds WHERE state = 'final'")
		if told := p.count("SELECT COUNT(*) FROM outbox WHERE name = 'round.closed'"); told != closed+1 || closed != 12 {
			t.Errorf("%d rounds are final, %d were told to be over: the last one closes", closed, told)
		}
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { race(t, newProgramme(t, db), db, db, db) })
	t.Run("two processes on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		c := storage.Config{DatabaseURL: storagetest.Postgres(t), Connections: 8}
		one, other := storagetest.OpenConfig(t, c), storagetest.OpenConfig(t, c)
		race(t, newProgramme(t, one), one, other, one, other)
	})
}

func TestTheBoardShowsPendingAndSettled(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		a, b := p.expert(1), p.expert(1)
		storagetest.Exec(t, db, "UPDATE experts SET state = 'retired' WHERE id = ?", p.expert(1))
		views := db.Views()
		var versions []int64
		board := league.NewBoard(func(ctx context.Context) (league.Field, bool, error) { return views.LoadBoard(ctx, p.clock.Now()) },
			p.clock.Now, func(_ context.Context, c league.Changed) { versions = append(versions, c.Version) })
		p.must(board.Rebuild(t.Context()))
		if rows := board.Table().Rows; len(rows) != 2 || rows[0].Rank != 1 || rows[1].Rank != 1 {
			t.Fatalf("at the start: %+v", rows)
		}
		p.book(p.answer(a, nil))
		p.clock.Add(hold)
		p.settle()
		p.book(p.answer(b, nil))
		p.book(p.answer(b, nil))
		p.must(board.Rebuild(t.Context()))
		first, second := board.Table().Rows[0], board.Table().Rows[1]
		if first.Expert != b || first.Score == 0 || first.SettledScore != 0 {
			t.Errorf("first: %+v", first)
		}
		if second.Expert != a || second.Score == 0 || second.SettledScore != second.Score {
			t.Errorf("second: %+v", second)
		}
		p.must(board.Rebuild(t.Context()))
		if len(versions) != 2 || versions[1] <= versions[0] {
			t.Errorf("announced %v", versions)
		}
	})
}
