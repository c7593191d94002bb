package storage_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestATimeSurvivesTheDatabaseToTheMillisecond(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		want := time.Date(2026, 11, 21, 23, 59, 59, 987_654_321, time.FixedZone("CET", 3600))
		storagetest.Exec(t, db, `INSERT INTO rewards (id, name, description, price, stock, remaining, per_person, min_level,
			archived_at, version, created_at) VALUES ('rwd_1', 'Cap', '', 1, 1, 1, 1, 0, ?, 1, ?), ('rwd_2', 'Mug', '', 1, 1, 1, 1, 0, ?, 1, ?)`,
			storage.AtOrNull(want), storage.At(want), storage.AtOrNull(time.Time{}), storage.At(want))
		var rows []struct {
			ArchivedAt *storage.Time
			CreatedAt  storage.Time
		}
		err := storage.Reader(t.Context(), db).Raw("SELECT archived_at, created_at FROM rewards ORDER BY id").Scan(&rows).Error
		if err != nil {
			t.Fatal(err)
		}
		whole := want.Truncate(time.Millisecond)
		if !rows[0].CreatedAt.Equal(whole) || !rows[0].ArchivedAt.OrZero().Equal(whole) || rows[1].ArchivedAt != nil {
			t.Fatalf("read %+v, want %v", rows, whole)
		}
		if !rows[1].ArchivedAt.OrZero().IsZero() {
			t.Fatal("NULL is not the zero time")
		}
		text, err := json.Marshal(rows[0])
		if err != nil || string(text) != `{"ArchivedAt":"2026-11-21T22:59:59.987Z","CreatedAt":"2026-11-21T22:59:59.987Z"}` {
			t.Fatalf("JSON %s, %v", text, err)
		}
	})
}

func TestATimeIsReadFromAnyRFC3339(t *testing.T) {
	t.Parallel()
	var got storage.Time
	if err := json.Unmarshal([]byte(`"2026-11-21T23:59:59.9876+01:00"`), &got); err != nil {
		t.Fatal(err)
	}
	if text, _ := json.Marshal(got); string(text) != `"2026-11-21T22:59:59.987Z"` {
		t.Fatalf("got %s", text)
	}
}
