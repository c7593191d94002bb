package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const hold = 48 * time.Hour

func TestSettlementCountsTheRating(t *testing.T) {
	t.Parallel()
	silence := func(a *answered) { a.by = "silence" }
	tests := map[string]struct {
		change       func(*answered)
		stars        int
		controllable bool
		anonymous    bool
		pending      int64
		settled      int64
	}{
		"normal and five stars":            {nil, 5, true, true, 10, 17},
		"not rated":                        {nil, 0, true, true, 10, 10},
		"four stars":                       {nil, 4, true, true, 10, 13},
		"one star":                         {nil, 1, true, true, 10, 0},
		"one star that the company earned": {nil, 1, false, true, 10, 13},
		"three stars":                      {nil, 3, true, true, 10, 7},
		"five stars, and ratings like it do not count": {nil, 5, true, false, 10, 10},
		"hard by the customer's reason":                {func(a *answered) { a.chosen = "rsn_3" }, 5, true, true, 14, 22},
		"hard by the closing reason alone is normal":   {func(a *answered) { a.chosen = "" }, 5, true, true, 10, 17},
		"confirmed by silence":                         {silence, 5, true, true, 10, 17},
		"without an answer, and nothing to be shown":   {func(a *answered) { a.expertMessages = 0 }, 5, true, true, 0, 0},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for name, tt := range tests {
			storagetest.Exec(t, db, "UPDATE brand SET anonymous_ratings = ?", tt.anonymous)
			e := p.expert(1)
			id := p.answer(e, tt.change)
			p.book(id)
			if got := p.purse(e); got != [3]int64{tt.pending, 0, 0} {
				t.Errorf("%s: booked %v, want %d pending", name, got, tt.pending)
			}
			if tt.stars > 0 {
				p.rate(id, e, tt.stars, tt.controllable)
			}
			p.clock.Add(7 * 24 * time.Hour)
			if n := p.settle(); n != 1 {
				t.Errorf("%s: settled %d", name, n)
			}
			if got := p.purse(e); got != [3]int64{0, tt.settled, 0} {
				t.Errorf("%s: settled %v, want %d available", name, got, tt.settled)
			}
			p.clock.Add(-7 * 24 * time.Hour)
		}
		if n := p.count("SELECT COUNT(*) FROM ratings WHERE settled_at IS NULL"); n != 0 {
			t.Errorf("%d ratings can still be edited", n)
		}
		p.balanced()
	})
}

func TestNothingIsSettledBeforeItsTime(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.book(p.answer(e, nil))
		p.book(p.answer(e, func(a *answered) { a.by = "silence" }))
		p.clock.Add(hold - time.Millisecond)
		if n := p.settle(); n != 0 {
			t.Fatalf("%d settled a millisecond early", n)
		}
		p.clock.Add(time.Millisecond)
		if n := p.settle(); n != 1 {
			t.Fatalf("%d settled after 48 hours", n)
		}
		// Silence was confirmed 48 hours after closing, and waits 7 days from there.
		p.clock.Add(3*24*time.Hour - time.Millisecond)
		if n := p.settle(); n != 0 {
			t.Fatalf("silence: %d settled a millisecond early", n)
		}
		p.clock.Add(time.Millisecond)
		if n := p.settle(); n != 1 {
			t.Fatalf("silence: %d settled after 7 days", n)
		}
	})
}

func TestAnEpisodeIsBookedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		id := p.answer(e, nil)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if err := p.rewards.Book(context.Background(), id, 1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); got != [3]int64{10, 0, 0} {
			t.Fatalf("booked %v", got)
		}
		if n := p.count("SELECT COUNT(*) FROM outbox WHERE name = 'points.awarded'"); n != 1 {
			t.Fatalf("told %d times", n)
		}
	})
}

func TestPlacesOfTheDayAreGivenOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.book(p.answer(e, func(a *answered) { a.expertMessages = 0 })) // takes no place
		ids := make([]domain.ConversationID, 33)
		for i := range ids {
			ids[i] = p.answer(e, nil)
		}
		var wg sync.WaitGroup
		for _, id := range ids {
			wg.Go(func() {
				if err := p.rewards.Book(context.Background(), id, 1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := p.count("SELECT COUNT(DISTINCT day_no) FROM awards WHERE day_no BETWEEN 1 AND 33"); n != 33 {
			t.Fatalf("%d places for 33 conversations", n)
		}
		// Twenty in full, ten at half (5.2), three at a tenth (1.04).
		if got := p.purse(e)[0]; got != 20*10+10*5+3*1 {
			t.Fatalf("%d points are pending", got)
		}
		// The day is the brand's: 23:30 in Amsterdam and an hour later are two days.
		late := time.Date(2026, 9, 5, 21, 30, 0, 0, time.UTC)
		p.book(p.answer(e, func(a *answered) { a.confirmedAt = late }))
		p.book(p.answer(e, func(a *answered) { a.confirmedAt = late.Add(time.Hour) }))
		if n := p.count("SELECT COUNT(*) FROM awards WHERE day_no = 1 AND day IN ('2026-09-05', '2026-09-06')"); n != 2 {
			t.Fatalf("%d of 2 began their day", n)
		}
	})
}

func TestWhatNobodyHeardIsBookedLater(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.book(p.answer(e, nil))
		for range 3 {
			p.answer(e, nil)
		}
		p.answer(e, func(a *answered) { a.confirmedAt = p.clock.Now().AddDate(-1, 0, 0) }) // of no round
		n, err := p.rewards.BookMissed(t.Context())
		p.must(err)
		again, err := p.rewards.BookMissed(t.Context())
		p.must(err)
		if got := p.purse(e); n != 3 || again != 0 || got != [3]int64{40, 0, 0} {
			t.Fatalf("booked %d and %d, the purse holds %v", n, again, got)
		}
	})
}

func TestNobodysEpisodeEarnsNothing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		id := p.answer(p.expert(1), nil)
		storagetest.Exec(t, db, "UPDATE episodes SET expert_id = NULL")
		p.book(id)
		if n := p.count("SELECT COUNT(*) FROM awards"); n != 0 {
			t.Fatalf("%d awards", n)
		}
		before := p.answer(p.expert(1), func(a *answered) { a.confirmedAt = p.clock.Now().AddDate(-1, 0, 0) })
		if err := p.rewards.Book(t.Context(), before, 1); !errors.Is(err, rewards.ErrNoRound) {
			t.Fatalf("earned before the first season: %v", err)
		}
	})
}

func TestAnAwardShowsItsArithmetic(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		id := p.answer(e, nil)
		p.book(id)
		p.rate(id, e, 5, true)
		p.clock.Add(hold)
		p.settle()
		var text string
		p.must(db.InTx(t.Context(), func(tx storage.Tx) error {
			return tx.Raw("SELECT arithmetic FROM awards").Row().Scan(&text)
		}))
		var a rewards.Arithmetic
		p.must(json.Unmarshal([]byte(text), &a))
		if a.Points != 17 || len(a.Steps) != 6 || a.Steps[2].Detail != "stars_5" {
			t.Fatalf("%+v", a)
		}
	})
}

func TestSettlementRacesBookOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		settleFromAll(t, newProgramme(t, db), []*storage.DB{db, db, db, db})
	})
	t.Run("two processes on PostgreSQL", func(t *testing.T) {
		t.Parallel()
		c := storage.Config{DatabaseURL: storagetest.Postgres(t), Connections: 8}
		one, other := storagetest.OpenConfig(t, c), storagetest.OpenConfig(t, c)
		settleFromAll(t, newProgramme(t, one), []*storage.DB{one, other, one, other})
	})
}

// settleFromAll settles the same awards from every process at once.
func settleFromAll(t *testing.T, p *programme, processes []*storage.DB) {
	t.Helper()
	experts := []domain.ExpertID{p.expert(1), p.expert(1), p.expert(1)}
	for i := range 45 {
		e := experts[i%3]
		id := p.answer(e, nil)
		p.book(id)
		p.rate(id, e, 1+i%5, true)
	}
	p.clock.Add(hold)
	var n atomic.Int64
	var wg sync.WaitGroup
	for _, db := range processes {
		other := rewards.New(db.Rewards, p.rt)
		wg.Go(func() {
			k, err := other.SettleDue(context.Background())
			if err != nil {
				t.Error(err)
			}
			n.Add(int64(k))
		})
	}
	wg.Wait()
	if again := p.settle(); n.Load() != 45 || again != 0 {
		t.Errorf("settled %d, and %d more afterwards", n.Load(), again)
	}
	if told := p.count("SELECT COUNT(*) FROM outbox WHERE name = 'points.settled'"); told != 45 {
		t.Errorf("told %d times", told)
	}
	// Of five conversations: 0, 0, 6.5, 13 and 16.9 points, each rounded half up.
	if sum := p.count("SELECT SUM(balance) FROM accounts WHERE id LIKE 'expert:%:available'"); sum != 9*(0+0+7+13+17) {
		t.Errorf("%d points are available", sum)
	}
	p.balanced()
}

func TestMissedSettlementsAreCaughtUpInOrder(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		var want []string
		for range 5 {
			want = append(want, string(p.answer(e, nil)))
			p.book(domain.ConversationID(want[len(want)-1]))
			p.clock.Add(20 * time.Hour)
		}
		p.clock.Add(-20*time.Hour + hold - time.Hour) // the last is not due yet
		if n := p.settle(); n != 4 {
			t.Fatalf("settled %d of 4", n)
		}
		var got []string
		p.must(db.InTx(t.Context(), func(tx storage.Tx) error {
			return tx.Raw(`SELECT a.conversation_id FROM transfers t JOIN awards a ON a.id = t.source_id
				WHERE t.kind = 'settle' ORDER BY t.id`).Scan(&got).Error
		}))
		if !slices.Equal(got, want[:4]) {
			t.Fatalf("settled in the order %v, want %v", got, want[:4])
		}
	})
}
