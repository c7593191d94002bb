package storage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

type inner struct {
	Points int64
	Words  *string
}

type scanned struct {
	ID      domain.ExpertID
	Count   int
	Share   float64
	Held    bool
	SeenAt  *storage.Time
	OpenAt  storage.Time
	Name    string
	Missing int   // no column has its name
	Within  inner `gorm:"embedded"`
}

func TestARowBecomesAStruct(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		const query = `SELECT CAST(? AS TEXT) AS id, CAST(? AS INTEGER) AS count, 0.5 AS share, 1 = 1 AS held, CAST(NULL AS BIGINT) AS seen_at,
			CAST(? AS BIGINT) AS open_at, CAST(NULL AS TEXT) AS name, CAST(? AS BIGINT) AS points, 'w' AS words, 'x' AS nobodys
			UNION ALL SELECT 'exp_2', 0, 0.25, 1 = 2, 5, 0, 'Ann', 3, NULL, 'x' ORDER BY 1`
		at := time.UnixMilli(1_700_000_000_123).UTC()
		args := []any{domain.ExpertID("exp_1"), 7, storage.At(at), domain.Points(1 << 40)}
		w := "w"
		first := scanned{ID: "exp_1", Count: 7, Share: 0.5, Held: true, OpenAt: storage.At(at), Within: inner{1 << 40, &w}}
		second := scanned{ID: "exp_2", Share: 0.25, SeenAt: &storage.Time{Time: time.UnixMilli(5).UTC()}, OpenAt: storage.Time{Time: time.UnixMilli(0).UTC()}, Name: "Ann", Within: inner{3, nil}}
		var all []scanned
		if n, err := storage.Fetch(t.Context(), db, &all, query, args...); err != nil || n != 2 {
			t.Fatal(n, err)
		}
		if d := cmp.Diff([]scanned{first, second}, all); d != "" {
			t.Error(d)
		}
		one := scanned{Name: "from before", Missing: 3}
		if n, err := storage.Fetch(t.Context(), db, &one, query, args...); err != nil || n != 1 {
			t.Fatal(n, err)
		}
		first.Missing = 3
		if d := cmp.Diff(first, one); d != "" {
			t.Error(d)
		}
	})
}

// TestAnEmptyListStaysOne: whoever began with a list has one afterwards, and JSON
// says so; what somebody had in it before is gone.
func TestAnEmptyListStaysOne(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		before := []string{"from before"}
		for name, tt := range map[string]struct {
			list []string
			none bool
		}{"none": {nil, true}, "an empty one": {[]string{}, false}, "one with something": {before, false}} {
			n, err := storage.Fetch(t.Context(), db, &tt.list, "SELECT name FROM people WHERE id = 'nobody'")
			if err != nil || n != 0 || len(tt.list) != 0 || (tt.list == nil) != tt.none {
				t.Errorf("%s: %#v, %v", name, tt.list, err)
			}
		}
		if n, err := storage.Fetch(t.Context(), db, &before, "SELECT 'new'"); err != nil || n != 1 || before[0] != "new" {
			t.Errorf("%v, %v", before, err)
		}
	})
}

func TestAListIsWrittenOut(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		words := []struct {
			sql  string
			args []any
			want []string
		}{
			{"x IN ? AND x <> ?", []any{[]string{"a", "b", "c"}, "b"}, []string{"a", "c"}},
			{"x IN (?) AND x <> ?", []any{[]domain.ExpertID{"b", "c"}, "c"}, []string{"b"}},
			{"x <> ? AND x IN ? AND x IN ?", []any{"a", []string{"a", "b"}, []string{"b"}}, []string{"b"}},
			{"x IN ?", []any{[]string{}}, nil},
		}
		for _, c := range words {
			var got []string
			_, err := storage.Fetch(t.Context(), db, &got,
				"SELECT x FROM (SELECT 'a' AS x UNION ALL SELECT 'b' UNION ALL SELECT 'c') AS t WHERE "+c.sql+" ORDER BY x", c.args...)
			if err != nil || !cmp.Equal(got, c.want) {
				t.Errorf("%s: %v, %v", c.sql, got, err)
			}
		}
	})
}

func TestSumsAreNumbersOnBoth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var sum domain.Points
		_, err := storage.Fetch(t.Context(), db, &sum, "SELECT SUM(n) FROM (SELECT CAST(? AS BIGINT) AS n UNION ALL SELECT 2) AS t", 40)
		if err != nil || sum != 42 {
			t.Fatal(sum, err)
		}
	})
}

func TestAValueThatDoesNotFitIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var small int8
		var n int
		var two []string
		var pages struct{ Pages map[string]int }
		for what, err := range map[string]error{
			"too large":   second(storage.Fetch(t.Context(), db, &small, "SELECT 300")),
			"a word":      second(storage.Fetch(t.Context(), db, &n, "SELECT 'many'")),
			"two columns": second(storage.Fetch(t.Context(), db, &two, "SELECT 'a', 'b'")),
			"no kind":     second(storage.Fetch(t.Context(), db, &pages, "SELECT 'a' AS pages")),
			"no table":    second(storage.Fetch(t.Context(), db, &n, "SELECT 1 FROM nowhere")),
		} {
			if err == nil {
				t.Errorf("%s is taken", what)
			} else if strings.Contains(err.Error(), "panic") {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func second(_ int, err error) error { return err }
