package storage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/kennerhq/kenner/domain/search"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const (
	benchArticles = 10_000
	benchWords    = 150 // of one article
	benchTongue   = 20_000
	benchQueries  = 200
)

// BenchmarkSearch asks for the titles of the ten best of 10,000 articles, in turns
// our index, with the titles read by their keys from PostgreSQL, and PostgreSQL's
// tsvector with its GIN index. The promise (S10) is 1.5 times as fast for all
// words and twice for any; "times" is the median over the turns.
func BenchmarkSearch(b *testing.B) {
	c, err := pgx.Connect(b.Context(), storagetest.Postgres(b))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = c.Close(context.WithoutCancel(b.Context())) }()
	r := rand.New(rand.NewPCG(10, 10))
	words := rand.NewZipf(r, 1.1, 20, benchTongue-1)
	word := func(n uint64) string {
		return fmt.Sprintf("w%sq", strings.Map(func(d rune) rune { return d - '0' + 'a' }, strconv.FormatUint(n, 10)))
	}
	text := func(n int) string {
		all := make([]string, n)
		for i := range all {
			all[i] = word(words.Uint64())
		}
		return strings.Join(all, " ")
	}
	var docs []search.Document[int]
	rows := make([][]any, benchArticles)
	for i := range benchArticles {
		docs = append(docs, search.Document[int]{ID: i, Language: "en", Title: text(6), Body: text(benchWords)})
		rows[i] = []any{i, docs[i].Title, docs[i].Body}
	}
	benchTable(b, c, rows)
	queries := make([]string, benchQueries)
	for i := range queries {
		queries[i] = word(10+r.Uint64N(500)) + " " + word(10+r.Uint64N(500))
	}
	var x search.Index[int]
	began := time.Now()
	x.Change(docs, nil)
	b.Logf("%d articles are indexed in %v", len(docs), time.Since(began))
	for name, how := range map[string]struct {
		mode     search.Mode
		operator string
	}{"AND": {search.Every, " & "}, "OR": {search.Any, " | "}} {
		b.Run(name, func(b *testing.B) {
			var times, ours, theirs []float64
			for b.Loop() {
				us := timed(func() {
					for _, q := range queries {
						hits := x.Search(search.Query{Text: q, Language: "en", Mode: how.mode, Limit: 10})
						keys := make([]int, len(hits))
						for i, h := range hits {
							keys[i] = h.ID
						}
						titles(b, c, "SELECT id, title FROM bench_articles WHERE id = ANY($1)", keys)
					}
				})
				them := timed(func() {
					for _, q := range queries {
						titles(b, c, `SELECT id, title FROM bench_articles, to_tsquery('english', $1) q WHERE words @@ q
							ORDER BY ts_rank(words, q) DESC, id LIMIT 10`, strings.ReplaceAll(q, " ", how.operator))
					}
				})
				times, ours, theirs = append(times, them/us), append(ours, us/benchQueries), append(theirs, them/benchQueries)
			}
			b.ReportMetric(middle(times), "times")
			b.ReportMetric(middle(ours), "our-µs/search")
			b.ReportMetric(middle(theirs), "tsvector-µs/search")
		})
	}
}

func benchTable(b *testing.B, c *pgx.Conn, rows [][]any) {
	b.Helper()
	run := func(sql string) {
		if _, err := c.Exec(b.Context(), sql); err != nil {
			b.Fatal(err)
		}
	}
	run("CREATE TEMPORARY TABLE bench_articles (id integer PRIMARY KEY, title text NOT NULL, body text NOT NULL)")
	if _, err := c.CopyFrom(b.Context(), pgx.Identifier{"bench_articles"}, []string{"id", "title", "body"}, pgx.CopyFromRows(rows)); err != nil {
		b.Fatal(err)
	}
	run(`ALTER TABLE bench_articles ADD COLUMN words tsvector GENERATED ALWAYS AS
		(setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'D')) STORED`)
	run("CREATE INDEX bench_words ON bench_articles USING gin (words)")
	run("ANALYZE bench_articles")
}

func titles(b *testing.B, c *pgx.Conn, sql string, args ...any) {
	b.Helper()
	rows, err := c.Query(b.Context(), sql, args...)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct {
		ID    int
		Title string
	}]); err != nil {
		b.Fatal(err)
	}
}

func timed(do func()) float64 {
	began := time.Now()
	do()
	return float64(time.Since(began).Nanoseconds()) / 1e3
}

func middle(all []float64) float64 {
	slices.Sort(all)
	return all[len(all)/2]
}
