package storage_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAPeriodRunsOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var runs int
		for want := range 2 {
			ran, err := db.RunPeriod(t.Context(), "settle", "2026-11-21", time.Minute, func(context.Context) (int, string, error) {
				runs++
				return 3, "three awards", nil
			})
			if err != nil || ran != (want == 0) {
				t.Fatalf("call %d: ran %v, %v", want, ran, err)
			}
		}
		if done := storagetest.Int(t, db, "SELECT COUNT(*) FROM job_runs WHERE state = 'done'"); done != 1 || runs != 1 {
			t.Fatalf("%d done, %d runs", done, runs)
		}
		if n := storagetest.Int(t, db, "SELECT effects FROM job_runs WHERE note = 'three awards' AND fence = 1"); n != 3 {
			t.Fatalf("%d effects", n)
		}
	})
}

func TestWhatJobsDidLongAgoIsForgotten(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		work := func(context.Context) (int, string, error) { return 0, "", nil }
		for _, period := range []string{"long ago", "today"} {
			if _, err := db.RunPeriod(t.Context(), "settle", period, time.Minute, work); err != nil {
				t.Fatal(err)
			}
		}
		storagetest.Exec(t, db, "UPDATE job_runs SET ended_at = ended_at - ? WHERE period_key = 'long ago'", (91 * 24 * time.Hour).Milliseconds())
		if err := db.Upkeep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM job_runs WHERE period_key = 'today'"); n != 1 {
			t.Fatal("what was done today is forgotten")
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM job_runs"); n != 1 {
			t.Fatalf("%d runs are kept", n)
		}
	})
}

func TestAFailedPeriodIsTriedAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		fail := func(context.Context) (int, string, error) { panic("no rule set") }
		if ran, err := db.RunPeriod(t.Context(), "settle", "d", time.Minute, fail); !ran || err == nil {
			t.Fatalf("ran %v, %v", ran, err)
		}
		well := func(context.Context) (int, string, error) { return 1, "", nil }
		if ran, err := db.RunPeriod(t.Context(), "settle", "d", time.Minute, well); !ran || err != nil {
			t.Fatalf("ran %v, %v", ran, err)
		}
		if n := storagetest.Int(t, db, "SELECT fence FROM job_runs"); n != 2 {
			t.Fatalf("fence %d", n)
		}
	})
}

func TestALostNodesPeriodIsTakenOverAndItsReportIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		began, reported := make(chan struct{}), make(chan struct{})
		var second sync.WaitGroup
		takeOver := func() {
			ran, err := db.RunPeriod(t.Context(), "settle", "d", time.Minute, func(context.Context) (int, string, error) {
				close(began)
				<-reported
				return 7, "", nil
			})
			if !ran || err != nil {
				t.Errorf("the take-over: ran %v, %v", ran, err)
			}
		}
		_, err := db.RunPeriod(t.Context(), "settle", "d", time.Minute, func(ctx context.Context) (int, string, error) {
			if held, err := db.RunPeriod(ctx, "settle", "d", time.Minute, nil); held || err != nil {
				t.Errorf("a held period: ran %v, %v", held, err)
			}
			storagetest.Exec(t, db, "UPDATE job_runs SET lease_until = 1") // as if the minute were over
			second.Go(takeOver)
			<-began
			return 1, "", nil
		})
		if err == nil || !strings.Contains(err.Error(), "lease ended") {
			t.Errorf("the late report: %v", err)
		}
		close(reported)
		second.Wait()
		if n := storagetest.Int(t, db, "SELECT effects FROM job_runs WHERE state = 'done' AND fence = 2"); n != 7 {
			t.Fatalf("%d effects", n)
		}
	})
}

func TestTwoNodesRunEachPeriodOnce(t *testing.T) {
	t.Parallel()
	url := storagetest.Postgres(t)
	nodes := []*storage.DB{
		storagetest.OpenConfig(t, storage.Config{DatabaseURL: url, Connections: 6}),
		storagetest.OpenConfig(t, storage.Config{DatabaseURL: url, Connections: 6}),
	}
	var runs [30]atomic.Int64
	var wg sync.WaitGroup
	for _, db := range nodes {
		for range 3 {
			wg.Go(func() {
				for p := range runs {
					_, err := db.RunPeriod(t.Context(), "settle", strconv.Itoa(p), time.Minute, func(context.Context) (int, string, error) {
						runs[p].Add(1)
						return 1, "", nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	for p := range runs {
		if n := runs[p].Load(); n != 1 {
			t.Errorf("period %d ran %d times", p, n)
		}
	}
}

func TestADeadlockIsTriedAgain(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenPostgres(t)
	storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_a', 'en', 0), ('cus_b', 'en', 0)")
	var tries atomic.Int64
	var met, wg sync.WaitGroup
	met.Add(2)
	for _, order := range [][]string{{"cus_a", "cus_b"}, {"cus_b", "cus_a"}} {
		wg.Go(func() {
			var once sync.Once
			err := db.InTx(t.Context(), func(tx storage.Tx) error {
				tries.Add(1)
				for _, id := range order {
					if err := tx.Exec("UPDATE customers SET name = name || 'x' WHERE id = ?", id).Error; err != nil {
						return err
					}
					once.Do(func() { met.Done(); met.Wait() })
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM customers WHERE name = 'xx'"); n != 2 || tries.Load() < 3 { // on a busy machine the second try may meet the other once more
		t.Fatalf("%d customers, %d tries", n, tries.Load())
	}
}

func TestAFaultIsNotTriedAgain(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenPostgres(t)
	tries := 0
	err := db.InTx(t.Context(), func(storage.Tx) error { tries++; return errMind })
	if !errors.Is(err, errMind) || tries != 1 {
		t.Fatalf("%v after %d tries", err, tries)
	}
}
