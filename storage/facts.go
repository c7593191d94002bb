package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/knowledge"
)

// Knowledge runs a use case of package knowledge in one transaction.
func (db *DB) Knowledge(ctx context.Context, fn func(knowledge.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ knowledge.Store = Tx{}

type factRow struct {
	ID         domain.FactID
	ProductID  *domain.ProductID
	ReasonID   *domain.ReasonID
	Language   domain.Language
	Title      string
	Body       string
	Source     string
	URL        string
	ArchivedAt *Time
	Version    int
	CreatedAt  Time
}

const factColumns = "id, product_id, reason_id, language, title, body, source, url, archived_at, version, created_at"

// Fact returns and locks a fact.
func (tx Tx) Fact(id domain.FactID) (knowledge.Fact, error) {
	var r factRow
	found, err := tx.maybe(&r, "SELECT "+factColumns+" FROM facts WHERE id = ?"+tx.lock(), id)
	switch {
	case err != nil:
		return knowledge.Fact{}, wrapped(err, "read fact %s", id)
	case !found:
		return knowledge.Fact{}, knowledge.ErrFactNotFound
	}
	return knowledge.Fact{
		ID: r.ID, Product: orEmpty(r.ProductID), Reason: orEmpty(r.ReasonID), Language: r.Language, Title: r.Title, Body: r.Body,
		Source: r.Source, URL: r.URL, ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}, nil
}

// AddFact adds a fact.
func (tx Tx) AddFact(f knowledge.Fact) error {
	_, err := tx.exec("INSERT INTO facts ("+factColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		f.ID, orNull(f.Product), orNull(f.Reason), f.Language, f.Title, f.Body, f.Source, f.URL, AtOrNull(f.ArchivedAt), f.Version, At(f.CreatedAt))
	return wrapped(err, "add fact %s", f.ID)
}

// SaveFact writes f if nobody has since it was read.
func (tx Tx) SaveFact(f knowledge.Fact) error {
	return tx.change(`UPDATE facts SET product_id = ?, reason_id = ?, language = ?, title = ?, body = ?, source = ?, url = ?,
		archived_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		orNull(f.Product), orNull(f.Reason), f.Language, f.Title, f.Body, f.Source, f.URL, AtOrNull(f.ArchivedAt), f.ID, f.Version)
}

// FactCards are facts in use as a message shows them; unknown and archived ones
// are left out.
func (tx Tx) FactCards(ids []domain.FactID) (cards []desk.FactCard, err error) {
	err = tx.all(&cards, "SELECT id, title, body, source, url FROM facts WHERE archived_at IS NULL AND id IN ?", ids)
	return cards, wrapped(err, "read facts")
}

// AddFactUses remembers which facts a message showed. The message is new, so
// nobody else writes these rows.
func (tx Tx) AddFactUses(id domain.ConversationID, episode int, m domain.MessageID, facts []domain.FactID) error {
	for _, f := range facts {
		_, err := tx.exec("INSERT INTO fact_uses (fact_id, message_id, conversation_id, episode) VALUES (?, ?, ?, ?)", f, m, id, episode)
		if err != nil {
			return wrapped(err, "remember the facts of %s", m)
		}
	}
	return nil
}
