package knowledge

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/search"
)

// Shelved is where the articles are that a library holds.
type Shelved interface {
	// ReadNow says which articles are read, and in which version of their row.
	ReadNow(context.Context) (map[ArticleID]int, error)
	// Indexed are articles as they are searched; those that nobody reads any more are missing.
	Indexed(context.Context, []ArticleID) ([]search.Document[ArticleID], error)
}

// atOnce is how many articles are fetched in one go.
const atOnce = 200

// Library finds what is read by its words. Every node has its own, made from the
// rows alone, so that all of them find the same. Reading it asks no database.
type Library struct {
	domain.Renewal

	from  Shelved
	index search.Index[ArticleID]
}

// NewLibrary makes an empty library. Call Refresh before the first search, and
// Run for as long as the process lives.
func NewLibrary(from Shelved) *Library {
	return &Library{Renewal: domain.NewRenewal(), from: from}
}

// Run refreshes the library after every Touch, until ctx ends. A refresh that
// fails is told to failed and tried again.
func (l *Library) Run(ctx context.Context, failed func(error)) {
	l.Renewal.Run(ctx, l.Refresh, failed)
}

// Refresh compares the library with the rows and fetches what differs. It is not
// for two callers at once.
func (l *Library) Refresh(ctx context.Context) error {
	now, err := l.from.ReadNow(ctx)
	if err != nil {
		return err
	}
	var gone, changed []ArticleID
	here := l.index.Versions()
	for id := range here {
		if _, is := now[id]; !is {
			gone = append(gone, id)
		}
	}
	l.index.Change(nil, gone)
	for id, version := range now {
		if v, is := here[id]; !is || v != version {
			changed = append(changed, id)
		}
	}
	for len(changed) > 0 {
		some := changed[:min(len(changed), atOnce)]
		changed = changed[len(some):]
		docs, err := l.from.Indexed(ctx, some)
		if err != nil {
			return err
		}
		for i, d := range docs {
			docs[i].Version = now[d.ID] // as it was before the text was read: an older one is read again
		}
		l.index.Change(docs, nil)
	}
	return nil
}

// Find returns what holds every word of a text, and after it what holds most of
// them, best first.
func (l *Library) Find(q search.Query) []ArticleID {
	q.Mode = search.Every
	found := l.index.Search(q)
	all := make([]ArticleID, 0, q.Limit)
	there := map[ArticleID]bool{}
	for _, h := range found {
		all, there[h.ID] = append(all, h.ID), true
	}
	if len(all) == q.Limit {
		return all
	}
	q.Mode = search.Most
	for _, h := range l.index.Search(q) {
		if !there[h.ID] && len(all) < q.Limit {
			all = append(all, h.ID)
		}
	}
	return all
}
