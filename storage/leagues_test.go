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
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// newLeague is a programme with a manager who is a person.
func newLeague(t *testing.T, db *storage.DB) *programme {
	t.Helper()
	p := newProgramme(t, db)
	storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'M', 'en', 1, 0)")
	return p
}

func (p *programme) running() (id domain.RoundID, season domain.SeasonID, ends time.Time) {
	p.t.Helper()
	return domain.RoundID(storagetest.Text(p.t, p.db, "SELECT id FROM rounds WHERE state = 'running'")),
		domain.SeasonID(storagetest.Text(p.t, p.db, "SELECT season_id FROM rounds WHERE state = 'running'")),
		time.UnixMilli(p.count("SELECT ends_at FROM rounds WHERE state = 'running'"))
}

func (p *programme) reach(at time.Time) { p.clock.Add(at.Sub(p.clock.Now())) }

// good lets experts earn so much that they stand in this order, with quality and
// ratings for the prize zone.
func (p *programme) good(experts ...domain.ExpertID) {
	p.t.Helper()
	for i, e := range experts {
		for range 10 + len(experts) - i {
			id := p.answer(e, nil)
			p.rate(id, e, 5, true)
			p.book(id)
		}
	}
}

func TestARoundClosesTenDaysAndPublishesOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newLeague(t, db)
		first, second, poor := p.expert(2), p.expert(2), p.expert(2)
		round, season, ends := p.running()
		for i, prize := range []league.Prize{{Round: round, From: 1, To: 1, What: "Earbuds"}, {Round: round, From: 1, To: 3, What: "A cap"}, {Season: season, From: 1, To: 1, What: "Headphones"}} {
			if err := p.league.AddPrize(t.Context(), "mgr_1", prize); err != nil {
				t.Fatal(i, err)
			}
		}
		p.must(p.league.SetGoal(t.Context(), "mgr_1", league.Goal{Round: round, Text: "Twenty", Measure: league.GoalConversations, Target: 20, Reward: "Cake"}, 0))
		p.good(first, second)
		p.book(p.answer(poor, nil))
		p.clock.Add(hold)
		p.settle()
		away := p.expert(2) // joins the board, and does nothing in the round
		p.reach(ends)
		p.roll()

		p.reach(ends.Add(league.DisputeFrom - time.Millisecond))
		p.settle()
		if err := p.league.Dispute(t.Context(), poor, round, "Look again."); !isRefusal(err, league.ErrNotDisputable) {
			t.Fatalf("before the seventh day: %v", err)
		}
		p.clock.Add(time.Millisecond)
		if err := p.league.Dispute(t.Context(), "exp_none", round, "Look again."); !isRefusal(err, league.ErrNotInRound) {
			t.Fatalf("of nobody: %v", err)
		}
		if err := p.league.Dispute(t.Context(), away, round, "Look again."); !isRefusal(err, league.ErrNotInRound) {
			t.Fatalf("of who did not play: %v", err)
		}
		p.must(p.league.Dispute(t.Context(), poor, round, " Look again. "))
		if err := p.league.Dispute(t.Context(), poor, round, "And again."); !isRefusal(err, league.ErrDisputed) {
			t.Fatalf("twice: %v", err)
		}
		late := func(want int) {
			t.Helper()
			if n, err := p.league.LateDisputes(t.Context()); err != nil || n != want {
				t.Fatalf("%d late disputes, not %d, %v", n, want, err)
			}
		}
		p.clock.Add(league.AnswerWithin - time.Millisecond)
		late(0)
		p.clock.Add(time.Millisecond)
		late(1)
		p.reach(ends.Add(2 * league.ClosingTime))
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM snapshots"); n != 0 {
			t.Fatal("the round did not wait for its dispute")
		}
		id := league.DisputeID(storagetest.Text(t, db, "SELECT id FROM disputes"))
		if err := p.league.DecideDispute(t.Context(), "mgr_1", id, true, "  "); !isRefusal(err, league.ErrLeagueWords) {
			t.Fatalf("without reasons: %v", err)
		}
		p.must(p.league.DecideDispute(t.Context(), "mgr_1", id, false, "It is right."))
		late(0)
		if err := p.league.DecideDispute(t.Context(), "mgr_1", id, true, "It is wrong."); !isRefusal(err, league.ErrDecided) {
			t.Fatalf("decided twice: %v", err)
		}
		p.roll()
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE id = ? AND state = 'final'", round); n != 1 {
			t.Fatal("the round is not final")
		}
		if err := p.league.Dispute(t.Context(), first, round, "Late."); !isRefusal(err, league.ErrNotDisputable) {
			t.Fatalf("after the end: %v", err)
		}
		document := storagetest.Text(t, db, "SELECT document FROM snapshots WHERE id = ?", round)
		if league.SnapshotHash(document) != storagetest.Text(t, db, "SELECT hash FROM snapshots") || !strings.Contains(document, `"place":1,"alias":"Alias `+string(first)) ||
			!strings.Contains(document, `"goal":{"text":"Twenty","target":20,"counted":24,"reward":"Cake"}`) || strings.Contains(document, "exp_") && !strings.Contains(document, "Alias exp_") {
			t.Errorf("published: %s", document)
		}
		won := storagetest.Text(t, db, `SELECT string_agg(said, ' ') FROM (SELECT z.what || ':' || w.expert_id || ':' || w.place AS said FROM prize_wins w
			JOIN prizes z ON z.id = w.prize_id ORDER BY z.what, w.place) AS all_wins`)
		if want := fmt.Sprintf("A cap:%s:1 A cap:%s:2 Earbuds:%s:1", first, second, first); won != want {
			t.Errorf("won %q, want %q", won, want)
		}
		win := storagetest.Text(t, db, "SELECT MIN(id) FROM prize_wins")
		p.must(p.league.HandPrize(t.Context(), "mgr_1", win))
		p.must(p.league.HandPrize(t.Context(), "mgr_1", win))
		if n := p.count("SELECT COUNT(*) FROM prize_wins WHERE handed_at IS NOT NULL"); n != 1 {
			t.Errorf("%d handed over", n)
		}

		// The season's end.
		p.reach(time.UnixMilli(p.count("SELECT ends_at FROM seasons WHERE id = ?", season)).Add(league.ClosingTime))
		p.roll()
		if w := storagetest.Text(t, db, "SELECT w.expert_id FROM prize_wins w JOIN prizes z ON z.id = w.prize_id WHERE z.round_id IS NULL"); w != string(first) {
			t.Errorf("the season is won by %q", w)
		}
		if n := p.count("SELECT COUNT(*) FROM snapshots WHERE id = ? AND kind = 'season'", season); n != 1 {
			t.Error("the season is not published")
		}
		for _, attack := range []string{"UPDATE snapshots SET hash = ''", "DELETE FROM snapshots"} {
			if err := storagetest.TryExec(t.Context(), db, attack); err == nil || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", attack, err)
			}
		}
		findings, err := db.Reconcile(t.Context())
		p.must(err)
		for _, f := range findings {
			if f.Table == "snapshots" || f.Table == "standings" {
				t.Errorf("finding: %+v", f)
			}
		}
		storagetest.Exec(t, db, "UPDATE standings SET score = score + 1 WHERE expert_id = ? AND place = 1 AND round_id = ?", first, round)
		findings, err = db.Reconcile(t.Context())
		p.must(err)
		named := false
		for _, f := range findings {
			named = named || f.Table == "standings" && strings.Contains(f.Row, string(first))
		}
		if !named {
			t.Errorf("a changed score is not named: %+v", findings)
		}
	})
}

func TestPrizesAreIssuedOnceByTwoNodes(t *testing.T) {
	t.Parallel()
	race := func(t *testing.T, p *programme, processes ...*storage.DB) {
		t.Helper()
		a, b := p.expert(2), p.expert(2)
		round, _, ends := p.running()
		p.must(p.league.AddPrize(t.Context(), "mgr_1", league.Prize{Round: round, From: 1, To: 5, What: "A cap"}))
		p.good(a, b)
		p.clock.Add(hold)
		p.settle()
		p.reach(ends)
		p.roll()
		p.reach(ends.Add(league.ClosingTime))
		p.settle()
		var wg sync.WaitGroup
		for i, db := range processes {
			other := league.New(db.League, p.rt)
			wg.Go(func() {
				if _, err := other.Roll(context.Background()); err != nil {
					t.Error(err)
				}
			})
			if i == 0 {
				wg.Go(func() {
					if err := other.Dispute(context.Background(), b, round, "Look."); err != nil && !errors.Is(err, league.ErrNotDisputable) {
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		final := p.count("SELECT COUNT(*) FROM rounds WHERE id = ? AND state = 'final'", round)
		if open := p.count("SELECT COUNT(*) FROM disputes WHERE state = 'open'"); final+open != 1 {
			t.Errorf("final %d with %d open disputes", final, open)
		}
		if n := p.count("SELECT COUNT(*) FROM prize_wins"); n != 2*final {
			t.Errorf("%d wins of two", n)
		}
		if n := p.count("SELECT COUNT(*) FROM snapshots"); n != final {
			t.Errorf("published %d times", n)
		}
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) { race(t, newLeague(t, db), db, db, db) })
	t.Run("two processes on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		c := storage.Config{DatabaseURL: storagetest.Postgres(t), Connections: 8}
		one, other := storagetest.OpenConfig(t, c), storagetest.OpenConfig(t, c)
		race(t, newLeague(t, one), one, other, one, other)
	})
}

func TestLeaguesAreFilledWhenARoundBegins(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newLeague(t, db)
		experts := make([]domain.ExpertID, 0, 45)
		for range 39 {
			experts = append(experts, p.expert(2))
		}
		_, _, ends := p.running()
		p.reach(ends)
		p.roll()
		if n := p.count("SELECT COUNT(*) FROM leagues"); n != 0 {
			t.Fatalf("%d leagues of thirty-nine", n)
		}
		for range 6 {
			experts = append(experts, p.expert(2))
		}
		newcomer := experts[44]
		storagetest.Exec(t, db, "UPDATE experts SET created_at = ? WHERE id = ?", storage.At(p.clock.Now()), newcomer)
		for _, e := range experts[:30] {
			p.book(p.answer(e, nil))
		}
		_, _, ends = p.running()
		p.reach(ends)
		p.roll()
		round, _, ends := p.running()
		if n := p.count("SELECT COUNT(*) FROM league_members WHERE round_id = ?", round); n != 45 {
			t.Fatalf("%d of 45 play", n)
		}
		if kind := storagetest.Text(t, db, "SELECT l.kind FROM leagues l JOIN league_members m ON m.league_id = l.id WHERE m.expert_id = ?", newcomer); kind != "rookie" {
			t.Errorf("the newcomer plays in a %s", kind)
		}
		if n := p.count("SELECT COUNT(*) FROM league_members m JOIN leagues l ON l.id = m.league_id WHERE l.division = 1 AND m.score = 0"); n != 0 {
			t.Errorf("%d without a score are in the first division", n)
		}
		// Somebody of the second division does best.
		riser := domain.ExpertID(storagetest.Text(t, db, "SELECT MIN(m.expert_id) FROM league_members m JOIN leagues l ON l.id = m.league_id WHERE l.division = 2"))
		p.good(riser)
		p.reach(ends)
		p.roll()
		next, _, _ := p.running()
		if moved := storagetest.Text(t, db, "SELECT moved FROM league_members WHERE round_id = ? AND expert_id = ?", next, riser); moved != "up" {
			t.Errorf("who came first went %s", moved)
		}
		// The frozen result knows the league.
		p.clock.Add(league.ClosingTime)
		p.settle()
		p.roll()
		if place := p.count("SELECT league_place FROM standings WHERE round_id = ? AND expert_id = ?", round, riser); place != 1 {
			t.Errorf("place %d in the league", place)
		}
	})
}

func TestPromisesOfARoundEndWithIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newLeague(t, db)
		round, season, ends := p.running()
		prize := league.Prize{Round: round, From: 1, To: 2, What: "A cap"}
		goal := league.Goal{Round: round, Text: "Twenty", Measure: league.GoalShifts, Target: 20, Reward: "Cake"}
		p.must(p.league.AddPrize(t.Context(), "mgr_1", prize))
		id := league.PrizeID(storagetest.Text(t, db, "SELECT id FROM prizes"))
		p.must(p.league.SetGoal(t.Context(), "mgr_1", goal, 0))
		if err := p.league.SetGoal(t.Context(), "mgr_1", goal, 0); !errors.Is(err, domain.ErrStale) {
			t.Errorf("a second goal: %v", err)
		}
		p.must(p.league.SetGoal(t.Context(), "mgr_1", goal, 1))
		for _, places := range [][2]int{{0, 1}, {2, 1}, {1, 31}} {
			if err := p.league.AddPrize(t.Context(), "mgr_1", league.Prize{Round: round, From: places[0], To: places[1], What: "x"}); !isRefusal(err, league.ErrPlaces) {
				t.Errorf("places %v: %v", places, err)
			}
		}
		p.reach(ends)
		p.roll()
		if err := p.league.AddPrize(t.Context(), "mgr_1", prize); !isRefusal(err, league.ErrRoundOver) {
			t.Errorf("a prize of a round that is over: %v", err)
		}
		if err := p.league.RemovePrize(t.Context(), id); !isRefusal(err, league.ErrRoundOver) {
			t.Errorf("taken back after the end: %v", err)
		}
		if err := p.league.SetGoal(t.Context(), "mgr_1", goal, 2); !isRefusal(err, league.ErrRoundOver) {
			t.Errorf("a goal after the end: %v", err)
		}
		p.must(p.league.AddPrize(t.Context(), "mgr_1", league.Prize{Season: season, From: 1, To: 1, What: "Headphones"}))
		p.must(p.league.RemovePrize(t.Context(), league.PrizeID(storagetest.Text(t, db, "SELECT id FROM prizes WHERE round_id IS NULL"))))
	})
}

// TestAResultShowsAHundredPlaces: whoever came later sees their own as well.
func TestAResultShowsAHundredPlaces(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newLeague(t, db)
		round, _, ends := p.running()
		var last domain.ExpertID
		for range 103 {
			last = p.expert(2)
			p.book(p.answer(last, nil))
		}
		sees := func(when string) {
			t.Helper()
			for by, want := range map[domain.Actor]int{manager: 100, as(last): 101} {
				got, err := db.Views().RoundResult(t.Context(), by, round, p.clock.Now())
				p.must(err)
				if got.Of != 103 || len(got.Rows) != want || got.Rows[len(got.Rows)-1].Me != (want == 101) {
					t.Errorf("%s, %s: %d rows of %d", when, by.Role, len(got.Rows), got.Of)
				}
			}
		}
		p.reach(ends)
		p.roll()
		sees("closing")
	})
}
