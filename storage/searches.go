package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
)

var _ knowledge.SearchStore = Tx{}

// Searches runs a use case of searches in one transaction.
func (db *DB) Searches(ctx context.Context, fn func(knowledge.SearchStore) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// AddSearch adds a search with what it showed.
func (tx Tx) AddSearch(s knowledge.Search) error {
	_, err := tx.exec("INSERT INTO searches (id, language, term, product_id, shown, state, searched_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		s.ID, s.Language, s.Term, orNull(s.Product), len(s.Shown), s.State, At(s.At))
	if err != nil || len(s.Shown) == 0 {
		return wrapped(err, "add search %s", s.ID)
	}
	_, err = tx.exec(`INSERT INTO search_articles (search_id, article_id, opened, solved)
		SELECT ?, id, ?, ? FROM articles WHERE id IN ?`, s.ID, false, false, s.Shown)
	return wrapped(err, "add what search %s showed", s.ID)
}

// Search reads and locks a search with what it showed, in no order.
func (tx Tx) Search(id knowledge.SearchID) (knowledge.Search, error) {
	var r struct {
		ID         knowledge.SearchID
		Language   domain.Language
		Term       string
		ProductID  *domain.ProductID
		State      knowledge.SearchState
		SearchedAt Time
	}
	found, err := tx.maybe(&r, "SELECT id, language, term, product_id, state, searched_at FROM searches WHERE id = ?"+tx.lock(), id)
	switch {
	case err != nil:
		return knowledge.Search{}, wrapped(err, "read search %s", id)
	case !found:
		return knowledge.Search{}, knowledge.ErrUnknownSearch
	}
	s := knowledge.Search{
		ID: r.ID, Language: r.Language, Term: r.Term, Product: orEmpty(r.ProductID), State: r.State, At: r.SearchedAt.Time,
	}
	var shown []struct {
		ArticleID knowledge.ArticleID
		Solved    bool
	}
	if err := tx.all(&shown, "SELECT article_id, solved FROM search_articles WHERE search_id = ?", id); err != nil {
		return s, wrapped(err, "read what search %s showed", id)
	}
	for _, a := range shown {
		if s.Shown = append(s.Shown, a.ArticleID); a.Solved {
			s.SolvedBy = a.ArticleID
		}
	}
	return s, nil
}

// OpenShown says that an article which a search showed was read.
func (tx Tx) OpenShown(id knowledge.SearchID, a knowledge.ArticleID) error {
	_, err := tx.exec("UPDATE search_articles SET opened = ? WHERE search_id = ? AND article_id = ?", true, id, a)
	return wrapped(err, "open %s of search %s", a, id)
}

// EndSearch keeps how a search ended. Nothing is solved by two articles: the one
// before is taken back first.
func (tx Tx) EndSearch(s knowledge.Search) error {
	if _, err := tx.exec("UPDATE searches SET state = ? WHERE id = ?", s.State, s.ID); err != nil {
		return wrapped(err, "end search %s", s.ID)
	}
	if _, err := tx.exec("UPDATE search_articles SET solved = ? WHERE search_id = ? AND solved", false, s.ID); err != nil {
		return wrapped(err, "take back what solved search %s", s.ID)
	}
	if s.SolvedBy == "" {
		return nil
	}
	_, err := tx.exec("UPDATE search_articles SET solved = ? WHERE search_id = ? AND article_id = ?", true, s.ID, s.SolvedBy)
	return wrapped(err, "solve search %s", s.ID)
}

// ForgetSearches removes searches that are older than a moment, at most so many.
func (tx Tx) ForgetSearches(before time.Time, most int) (int, error) {
	var old []knowledge.SearchID
	err := tx.all(&old, "SELECT id FROM searches WHERE searched_at < ? ORDER BY searched_at LIMIT ?", At(before), most)
	if err != nil || len(old) == 0 {
		return 0, wrapped(err, "find old searches")
	}
	if _, err := tx.exec("DELETE FROM search_articles WHERE search_id IN ?", old); err != nil {
		return 0, wrapped(err, "forget what old searches showed")
	}
	_, err = tx.exec("DELETE FROM searches WHERE id IN ?", old)
	return len(old), wrapped(err, "forget old searches")
}
