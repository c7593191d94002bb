package storage_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// searched stores so many searches of so many terms, one of twenty of which showed and opened
// an article, and as many articles that were begun for terms.
func (r *reader) searched(n, terms, articles int) {
	r.Helper()
	series := "WITH RECURSIVE k (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < ?) "
	one := string(r.published("Where is it", "There."))
	first := storage.At(r.clock.Now())
	storagetest.Exec(r, r.db, series+`INSERT INTO searches (id, language, term, shown, state, searched_at)
		SELECT 'sea_' || n, 'en', 'term ' || (n % ?), CASE WHEN n % 20 = 0 THEN 1 ELSE 0 END, 'open', CAST(? AS BIGINT) + n FROM k`, n, terms, first)
	storagetest.Exec(r, r.db, `INSERT INTO search_articles (search_id, article_id, opened, solved)
		SELECT id, ?, TRUE, FALSE FROM searches WHERE shown = 1`, one)
	storagetest.Exec(r, r.db, series+`INSERT INTO articles (id, topic_id, language, slug, kind, state, owner_id, newest, asked, version, created_by, created_at)
		SELECT 'art_x' || n, 'art_x' || n, 'en', 'x' || n, 'article', 'draft', (SELECT MIN(id) FROM people), 1, 'term ' || n, 1, (SELECT MIN(id) FROM people), 0
		FROM k`, articles)
	storagetest.Exec(r, r.db, `INSERT INTO article_versions (article_id, no, title, summary, body, checked, author_id, written_at)
		SELECT id, 1, 'X', '', '', FALSE, owner_id, 0 FROM articles WHERE slug LIKE 'x%' AND id LIKE 'art_x%'`)
}

// TestSearchTermsAreReadByIndexes: with many searches, terms and articles the list reads the
// searches of its days in an index, and looks up what was begun by another.
func TestSearchTermsAreReadByIndexes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		r := newReader(t, db)
		r.searched(20_000, 4000, 2000)
		explain, whole, indexes := "EXPLAIN QUERY PLAN ", []string{"SCAN a", "SCAN s"}, []string{"searches_terms", "articles_asked"}
		if storage.OnPostgres(db) {
			explain, whole, indexes = "EXPLAIN ", []string{"Seq Scan on searches"}, indexes[:1] // the other tables may be hashed, once
			for _, table := range []string{"searches", "search_articles", "articles", "article_versions"} {
				storagetest.Exec(t, db, "ANALYZE "+table)
			}
		}
		since := r.clock.Now().Add(19 * time.Second) // the last thousand
		rows, err := storage.Reader(t.Context(), db).Raw(explain+storage.SearchTerms(true), storage.At(since), 100).Rows()
		r.must(err)
		defer func() { r.must(rows.Close()) }()
		var plan strings.Builder
		columns, err := rows.Columns()
		r.must(err)
		for rows.Next() {
			line := make([]any, len(columns))
			for i := range line {
				line[i] = new(any)
			}
			r.must(rows.Scan(line...))
			fmt.Fprintln(&plan, *line[len(line)-1].(*any))
		}
		r.must(rows.Err())
		for _, index := range indexes {
			if !strings.Contains(plan.String(), index) {
				t.Errorf("not by %s:\n%s", index, plan.String())
			}
		}
		for _, table := range whole {
			if strings.Contains(plan.String(), table) {
				t.Errorf("%s:\n%s", table, plan.String())
			}
		}
		all, err := db.Views().SearchTerms(t.Context(), time.Time{}, false, 100)
		r.must(err)
		if len(all) != 100 || all[1].Failed != 5 || all[1].Searches != 5 || all[1].Term != "term 1" || all[1].Article != "art_x1" || all[1].Title != "X" {
			t.Errorf("%d, second %+v", len(all), all[1])
		}
		all, err = db.Views().SearchTerms(t.Context(), time.Time{}, false, 4000)
		r.must(err)
		if last := all[len(all)-1]; len(all) != 4000 || last.Term != "term 999" || last.Article != "art_x999" {
			t.Errorf("%d, last %+v", len(all), last)
		}
	})
}
