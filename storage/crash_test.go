package storage_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestWriterToBeKilled is not a test: it is the process that
// TestAcknowledgedWritesSurviveAKill starts and kills.
func TestWriterToBeKilled(t *testing.T) {
	t.Parallel()
	where := os.Getenv("KENNER_TEST_KILLED")
	if where == "" {
		return
	}
	c := storage.Config{Dir: where}
	if strings.HasPrefix(where, "postgres:") {
		c = storage.Config{DatabaseURL: where}
	}
	db := storagetest.OpenConfig(t, c)
	round := os.Getenv("KENNER_TEST_ROUND")
	var out sync.Mutex
	var wg sync.WaitGroup
	for caller := range 16 {
		wg.Go(func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("cus_%s_%d_%d", round, caller, n)
				if _, _, err := db.Once(t.Context(), "s", id, "h", effect(db, id)); err != nil {
					t.Error(err)
					return
				}
				out.Lock()
				fmt.Println("acknowledged", id)
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

// killed runs the writer, kills it after some acknowledged writes and returns them.
func killed(t *testing.T, where string, round, after int) (acknowledged []string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestWriterToBeKilled$")
	child.Env = append(os.Environ(), "KENNER_TEST_KILLED="+where, fmt.Sprintf("KENNER_TEST_ROUND=%d", round))
	pipe, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		id, ok := strings.CutPrefix(lines.Text(), "acknowledged ")
		if !ok {
			continue
		}
		if acknowledged = append(acknowledged, id); len(acknowledged) == after {
			if err := child.Process.Kill(); err != nil { // what it wrote before is still read
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := child.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return acknowledged
}

func TestAcknowledgedWritesSurviveAKill(t *testing.T) {
	t.Parallel()
	for name, where := range map[string]func(*testing.T) string{
		"sqlite":   func(t *testing.T) string { t.Helper(); return t.TempDir() },
		"postgres": func(t *testing.T) string { t.Helper(); return storagetest.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			place := where(t)
			var acknowledged []string
			for round := range 4 {
				acknowledged = append(acknowledged, killed(t, place, round, 50+130*round)...)
			}
			c := storage.Config{Dir: place}
			if name == "postgres" {
				c = storage.Config{DatabaseURL: place}
			}
			db := storagetest.OpenConfig(t, c)
			var stored []string
			err := db.InTx(context.WithoutCancel(t.Context()), func(tx storage.Tx) error {
				return tx.Raw("SELECT c.id FROM customers c JOIN idempotency i ON i.key = c.id").Scan(&stored).Error
			})
			if err != nil {
				t.Fatal(err)
			}
			there := make(map[string]bool, len(stored))
			for _, id := range stored {
				there[id] = true
			}
			for _, id := range acknowledged {
				if !there[id] {
					t.Errorf("%s was acknowledged and is lost", id)
				}
			}
			effects, answers := storagetest.Int(t, db, "SELECT COUNT(*) FROM customers"), storagetest.Int(t, db, "SELECT COUNT(*) FROM idempotency")
			if effects != answers || int(effects) != len(stored) {
				t.Errorf("%d effects, %d answers, %d together", effects, answers, len(stored))
			}
			if found, err := db.Reconcile(t.Context()); err != nil || len(found) != 0 {
				t.Errorf("found %v, %v", found, err)
			}
		})
	}
}
