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

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

type fact struct{ N int }

func (fact) EventName() string { return "fact.happened" }

type echo struct{ N int }

func (echo) EventName() string { return "fact.echoed" }

func emit(t *testing.T, db *storage.DB, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		if err := db.InTx(t.Context(), func(tx storage.Tx) error { return tx.Emit(fact{n}) }); err != nil {
			t.Fatal(err)
		}
	}
}

// ear remembers the numbers of the facts it heard.
type ear struct {
	mu    sync.Mutex
	heard []int
}

func (e *ear) hear(payload []byte) {
	var f fact
	if err := json.Unmarshal(payload, &f); err != nil {
		panic(err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, f.N)
}

func (e *ear) publish(_ context.Context, s storage.Stored) error {
	if s.Name == "fact.happened" {
		e.hear(s.Payload)
	}
	return nil
}

func (e *ear) subscriber(_ context.Context, payload []byte) error {
	e.hear(payload)
	return nil
}

func (e *ear) sorted() []int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Sorted(slices.Values(e.heard))
}

func (e *ear) inOrder() []int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

func start(t *testing.T, db *storage.DB, publish storage.Publish) {
	t.Helper()
	db.Outbox().Start(publish)
	t.Cleanup(func() {
		if err := db.Outbox().Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func waitIdle(t *testing.T, db *storage.DB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := db.Outbox().WaitIdle(ctx); err != nil {
		t.Fatal(err)
	}
}

func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

func TestEventsArePublishedInOrderAndHeardByEverySubscriber(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var live, a, b, echoes ear
		o := db.Outbox()
		o.Subscribe("fact.happened", a.subscriber)
		o.Subscribe("fact.happened", b.subscriber)
		o.Subscribe("fact.happened", func(ctx context.Context, payload []byte) error {
			return db.InTx(ctx, func(tx storage.Tx) error {
				var f fact
				_ = json.Unmarshal(payload, &f)
				return tx.Emit(echo(f))
			})
		})
		o.Subscribe("fact.echoed", echoes.subscriber)
		emit(t, db, upTo(150)...) // before the start: as after a crash
		start(t, db, live.publish)
		for n := 150; n < 300; n++ {
			emit(t, db, n)
		}
		waitIdle(t, db)
		if got := live.inOrder(); !slices.Equal(got, upTo(300)) {
			t.Errorf("published %v", got)
		}
		for name, e := range map[string]*ear{"a": &a, "b": &b, "echoes": &echoes} {
			if got := e.sorted(); !slices.Equal(got, upTo(300)) {
				t.Errorf("subscriber %s heard %d facts: %v", name, len(got), got)
			}
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM outbox"); n != 0 {
			t.Errorf("%d events remain", n)
		}
	})
}

func TestARolledBackEventIsNeverHeard(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var live ear
		start(t, db, live.publish)
		_ = db.InTx(t.Context(), func(tx storage.Tx) error { return errors.Join(tx.Emit(fact{1}), errMind) })
		emit(t, db, 2)
		waitIdle(t, db)
		if got := live.inOrder(); !slices.Equal(got, []int{2}) {
			t.Fatalf("published %v", got)
		}
	})
}

// each runs body on both databases with a clock that the test moves.
func each(t *testing.T, body func(t *testing.T, db *storage.DB, clock *storagetest.Clock)) {
	t.Helper()
	for name, config := range map[string]func(t *testing.T) storage.Config{
		"sqlite": func(t *testing.T) storage.Config { t.Helper(); return storage.Config{Dir: t.TempDir()} },
		"postgres": func(t *testing.T) storage.Config {
			t.Helper()
			return storage.Config{DatabaseURL: storagetest.Postgres(t)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var clock storagetest.Clock
			c := config(t)
			c.Now = clock.Now
			body(t, storagetest.OpenConfig(t, c), &clock)
		})
	}
}

func TestAFailedSubscriberIsTriedAgainUntilTheEventIsDead(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var live, third ear
		var tries sync.Map
		db.Outbox().Subscribe("fact.happened", func(ctx context.Context, payload []byte) error {
			n, _ := tries.LoadOrStore(string(payload), new(int))
			*n.(*int)++
			if string(payload) == `{"N":1}` && *n.(*int) == 3 {
				return third.subscriber(ctx, payload)
			}
			panic("not today")
		})
		start(t, db, live.publish)
		emit(t, db, 1, 2)
		waitIdle(t, db)
		for range 10 {
			clock.Add(5 * time.Minute)
			waitIdle(t, db)
		}
		if got := third.inOrder(); !slices.Equal(got, []int{1}) {
			t.Errorf("the third try heard %v", got)
		}
		if n, _ := tries.Load(`{"N":2}`); *n.(*int) != 8 {
			t.Errorf("tried %d times", *n.(*int))
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM outbox WHERE dead_at IS NOT NULL AND error LIKE '%not today%'"); n != 1 {
			t.Errorf("%d dead events", n)
		}
		if got := live.inOrder(); !slices.Equal(got, []int{1, 2}) {
			t.Errorf("published %v", got)
		}
	})
}

func TestARetryThatRunsIsNotRunTwice(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var slow atomic.Int64
		release := make(chan struct{})
		db.Outbox().Subscribe("fact.happened", func(_ context.Context, payload []byte) error {
			if string(payload) == `{"N":1}` && slow.Add(1) > 1 {
				<-release
				return nil
			}
			return errMind
		})
		start(t, db, nil)
		emit(t, db, 1, 2)
		waitIdle(t, db)
		for tries := int64(2); tries <= 4; tries++ { // the quick one fails on while the slow one runs
			clock.Add(20 * time.Second)
			for storagetest.Int(t, db, "SELECT MAX(attempts) FROM outbox") < tries {
				db.Outbox().Wake()
			}
		}
		close(release)
		waitIdle(t, db)
		if n := slow.Load(); n != 2 {
			t.Fatalf("the slow one ran %d times", n)
		}
	})
}

func TestARetryIsNotForgottenByARestart(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var heard ear
		db.Outbox().Subscribe("fact.happened", heard.subscriber)
		emit(t, db, 1, 2, 3)
		storagetest.Exec(t, db, "UPDATE outbox SET attempts = 1, next_at = ? WHERE payload = ?", clock.Now().UnixMilli(), `{"N":1}`)
		storagetest.Exec(t, db, "UPDATE outbox SET attempts = 1, next_at = ? WHERE payload = ?",
			clock.Now().Add(time.Minute).UnixMilli(), `{"N":2}`)
		start(t, db, nil)
		waitIdle(t, db)
		if got := heard.sorted(); !slices.Equal(got, []int{1, 3}) {
			t.Fatalf("heard %v", got)
		}
		clock.Add(time.Minute)
		waitIdle(t, db)
		if got := heard.sorted(); !slices.Equal(got, []int{1, 2, 3}) {
			t.Fatalf("heard %v", got)
		}
	})
}

func TestAnEventOfALostNodeIsDeliveredAfterItsLease(t *testing.T) {
	t.Parallel()
	var clock storagetest.Clock
	db := storagetest.OpenConfig(t, storage.Config{DatabaseURL: storagetest.Postgres(t), Now: clock.Now})
	var live ear
	emit(t, db, 1)
	storagetest.Exec(t, db, "UPDATE outbox SET lease_until = ?", clock.Now().Add(time.Minute).UnixMilli())
	start(t, db, live.publish)
	waitIdle(t, db)
	if got := live.inOrder(); len(got) != 0 {
		t.Fatalf("published %v in spite of the lease", got)
	}
	clock.Add(time.Minute)
	waitIdle(t, db)
	if got := live.inOrder(); !slices.Equal(got, []int{1}) {
		t.Fatalf("published %v", got)
	}
}

func TestTwoNodesShareTheEvents(t *testing.T) {
	t.Parallel()
	url := storagetest.Postgres(t)
	one := storagetest.OpenConfig(t, storage.Config{DatabaseURL: url, Connections: 6})
	two := storagetest.OpenConfig(t, storage.Config{DatabaseURL: url, Connections: 6})
	var heard ear
	for _, db := range []*storage.DB{one, two} {
		db.Outbox().Subscribe("fact.happened", heard.subscriber)
		start(t, db, nil)
	}
	for n := range 200 {
		emit(t, []*storage.DB{one, two}[n%2], n)
	}
	waitIdle(t, one)
	waitIdle(t, two)
	if got := heard.sorted(); !slices.Equal(got, upTo(200)) {
		t.Fatalf("heard %d: %v", len(got), got)
	}
}
