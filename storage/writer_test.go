package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// note writes one row that names itself.
func note(tx storage.Tx, key string) error {
	return tx.Exec("INSERT INTO idempotency (scope, key, request_hash, response, created_at) VALUES ('note', ?, '', '', 0)", key).Error
}

func notes(t *testing.T, db *storage.DB) int64 {
	t.Helper()
	return storagetest.Int(t, db, "SELECT COUNT(*) FROM idempotency")
}

var errMind = domain.Refuse(domain.Conflict, "changed_mind", "No.")

func TestAFailedUseCaseNeverHarmsItsNeighbours(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var wg sync.WaitGroup
		for i := range 120 {
			wg.Go(func() {
				key := strconv.Itoa(i)
				err := db.InTx(t.Context(), func(tx storage.Tx) error {
					if err := note(tx, key); err != nil {
						return err
					}
					switch i % 4 {
					case 1:
						return errMind
					case 2:
						panic("a bug")
					case 3:
						return tx.Exec("INSERT INTO no_such_table VALUES (1)").Error
					}
					return nil
				})
				if (err == nil) != (i%4 == 0) {
					t.Errorf("use case %d: %v", i, err)
				}
				if i%4 == 1 && !errors.Is(err, errMind) {
					t.Errorf("use case %d lost its refusal: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := notes(t, db); n != 30 {
			t.Fatalf("%d of 30 good use cases are stored", n)
		}
	})
}

// block occupies SQLite's writer until the returned function is called.
func block(t *testing.T, db *storage.DB) (release func()) {
	t.Helper()
	began, end := make(chan struct{}), make(chan struct{})
	var wg sync.WaitGroup
	var once sync.Once
	wg.Go(func() {
		for refused := true; refused; { // a machine that has much to do may take longer than a queue waits
			err := db.InTx(context.WithoutCancel(t.Context()), func(storage.Tx) error {
				once.Do(func() { close(began) })
				<-end
				return nil
			})
			_, refused = errors.AsType[*domain.Error](err)
		}
	})
	<-began
	return func() { close(end); wg.Wait() }
}

func TestACallerWhoGivesUpInTheQueueLeavesNothing(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	release := block(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	answer := make(chan error)
	go func() { answer <- db.InTx(ctx, func(tx storage.Tx) error { return note(tx, "gone") }) }()
	waitQueued(t, db, 1)
	cancel()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	release()
	if n := notes(t, db); n != 0 {
		t.Fatal("the abandoned use case was stored")
	}
}

func TestACallerWhoLeavesMidwayHarmsNobody(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		ctx, cancel := context.WithCancel(t.Context())
		err := db.InTx(ctx, func(tx storage.Tx) error {
			cancel()
			return note(tx, "half")
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v", err)
		}
		if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, "next") }); err != nil {
			t.Fatal(err)
		}
		if n := notes(t, db); n != 1 {
			t.Fatalf("%d rows instead of one", n)
		}
	})
}

func TestACallerWhoLeavesMidwayKeepsTheNeighbours(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	release := block(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	for i := range 9 { // all in one batch
		wg.Go(func() {
			if i == 4 {
				_ = db.InTx(ctx, func(tx storage.Tx) error {
					cancel()
					return note(tx, "half")
				})
				return
			}
			if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, strconv.Itoa(i)) }); err != nil {
				t.Error(err)
			}
		})
	}
	waitQueued(t, db, 9)
	release()
	wg.Wait()
	if n := notes(t, db); n != 8 {
		t.Fatalf("%d of 8 neighbours are stored", n)
	}
}

func TestALongQueueIsShed(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), QueueLimit: 1, QueueWait: 20 * time.Millisecond})
	release := block(t, db)
	var refused *domain.Error
	for range 3 {
		err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, "late") })
		if !errors.As(err, &refused) || refused.Code != "overloaded" || refused.RetryAfter == 0 {
			t.Errorf("got %v", err)
		}
	}
	release()
	if n := notes(t, db); n != 0 {
		t.Fatal("a refused use case was stored")
	}
}

func TestAFailedCommitIsNobodysSuccess(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	release := block(t, db)
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() {
			err := db.InTx(t.Context(), func(tx storage.Tx) error {
				if i == 5 { // found out by the commit alone
					return tx.Exec("PRAGMA defer_foreign_keys = ON; INSERT INTO expert_topics VALUES ('exp_x', 'rsn_x', 'learning')").Error
				}
				return note(tx, strconv.Itoa(i))
			})
			if err == nil || !strings.Contains(err.Error(), "COMMIT") {
				t.Errorf("use case %d was told %v", i, err)
			}
		})
	}
	waitQueued(t, db, 10)
	release()
	wg.Wait()
	if n := notes(t, db); n != 0 {
		t.Fatalf("%d rows of a failed commit are stored", n)
	}
}

// waitQueued waits until n use cases wait for the writer.
func waitQueued(t *testing.T, db *storage.DB, n int) {
	t.Helper()
	for db.Queued() < n {
		if t.Context().Err() != nil {
			t.Fatal("the use cases never came")
		}
	}
}

func TestCloseAnswersWhatIsQueued(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	db := storagetest.OpenConfig(t, storage.Config{Dir: dir})
	release := block(t, db)
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, strconv.Itoa(i)) }); err != nil {
				t.Error(err)
			}
		})
	}
	waitQueued(t, db, 20)
	wg.Go(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	release()
	wg.Wait()
	if err := db.InTx(t.Context(), func(storage.Tx) error { return nil }); err == nil {
		t.Fatal("a closed database took a use case")
	}
	if n := notes(t, storagetest.OpenConfig(t, storage.Config{Dir: dir})); n != 20 {
		t.Fatalf("%d of 20 queued use cases are stored", n)
	}
}

func TestASecondKennerOnOneFolderIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := storagetest.OpenConfig(t, storage.Config{Dir: dir})
	_, err := storage.Open(t.Context(), storage.Config{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "another kenner serves this folder") {
		t.Fatalf("got %v", err)
	}
	tool, err := storage.Open(t.Context(), storage.Config{Dir: dir, Tool: true})
	if err != nil {
		t.Fatalf("a command beside the server: %v", err)
	}
	if err := errors.Join(tool.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	storagetest.OpenConfig(t, storage.Config{Dir: dir})
}

func TestAFullDiskIsRefusedAndMendsItself(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	pages := storagetest.Int(t, db, "PRAGMA page_count")
	storagetest.Exec(t, db, fmt.Sprintf("PRAGMA max_page_count = %d", pages+20))
	stored, full := 0, 0
	for i := range 60 {
		err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, strconv.Itoa(i)+strings.Repeat("x", 4000)) })
		var refused *domain.Error
		switch {
		case err == nil:
			stored++
		case errors.As(err, &refused) && refused.Code == "storage_full" && refused.Kind == domain.Unavailable:
			full++
		default:
			t.Fatal(err)
		}
	}
	if stored == 0 || full == 0 || notes(t, db) != int64(stored) {
		t.Fatalf("%d told stored, %d told full, %d are there", stored, full, notes(t, db))
	}
	if err := db.Ready(t.Context()); err != nil {
		t.Fatalf("reading stopped: %v", err)
	}
	storagetest.Exec(t, db, fmt.Sprintf("PRAGMA max_page_count = %d", pages+1000))
	if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, "space again") }); err != nil {
		t.Fatal(err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	if err := storage.RawReader(db).Exec("DELETE FROM outbox").Error; err == nil {
		t.Fatal("a reader wrote")
	}
}

// BenchmarkPost is a message with its conversation row, idempotency row and
// event, from 64 callers.
func BenchmarkPost(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *storage.DB{"sqlite": storagetest.Open, "postgres": storagetest.OpenPostgres} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			storagetest.Exec(b, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
			for c := range 64 {
				conversation(b, db, fmt.Sprintf("cnv_%d", c))
			}
			b.SetParallelism(32) // times GOMAXPROCS
			var next sync.Mutex
			callers := 0
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				next.Lock()
				id := fmt.Sprintf("cnv_%d", callers)
				callers++
				next.Unlock()
				for n := 0; pb.Next(); n++ {
					if err := post(b.Context(), db, id, n); err != nil {
						b.Error(err)
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

type posted struct{ ConversationID, Text string }

func (posted) EventName() string { return "message.posted" }

func post(ctx context.Context, db *storage.DB, id string, n int) error {
	return db.InTx(ctx, func(tx storage.Tx) error {
		var seq int
		err := tx.Raw("UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq", id).Row().Scan(&seq)
		if err != nil {
			return err
		}
		key := fmt.Sprintf("%s-%d", id, n)
		err = tx.Exec(`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, author_id,
			message_id, client_id, text, status, at) VALUES (?, ?, 1, 'message', 'customer', 'cus_1', ?, ?, ?, 'queued', 0)`,
			id, seq, "msg_"+key, key, "Does the left one click when you turn it off?").Error
		if err != nil {
			return err
		}
		return tx.Emit(posted{id, "Does the left one click when you turn it off?"})
	})
}

func conversation(tb testing.TB, db *storage.DB, id string) {
	tb.Helper()
	storagetest.Exec(tb, db, `INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class,
		queued_at, last_seq, content_seq, opened_at, version)
		VALUES (?, 'cus_1', 'chat', 'en', 'Why?', 'queued', 1, 2, 0, 0, 0, 0, 1)`, id)
}

// BenchmarkRead is a page of a timeline, from 64 callers.
func BenchmarkRead(b *testing.B) {
	db := storagetest.Open(b)
	storagetest.Exec(b, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
	conversation(b, db, "cnv_0")
	for n := range 200 {
		if err := post(b.Context(), db, "cnv_0", n); err != nil {
			b.Fatal(err)
		}
	}
	b.SetParallelism(32)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			var rows []struct {
				Seq  int
				Text string
				At   storage.Time
			}
			err := storage.Reader(b.Context(), db).Raw(`SELECT t.seq, t.text, t.at FROM timeline_entries t
				JOIN conversations c ON c.id = t.conversation_id
				WHERE c.id = ? AND t.seq > ? ORDER BY t.seq LIMIT ?`, "cnv_0", 100, 50).Scan(&rows).Error
			if err != nil || len(rows) != 50 {
				b.Errorf("%d rows, %v", len(rows), err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reads/s")
}
