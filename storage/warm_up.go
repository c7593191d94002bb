package storage

import (
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// Questions are the warm-up questions of a language that are in use.
func (tx Tx) Questions(l domain.Language) ([]audition.Question, error) {
	var raw []string
	if err := tx.all(&raw, "SELECT document FROM warm_up_questions WHERE language = ? AND archived_at IS NULL ORDER BY id", l); err != nil {
		return nil, wrapped(err, "read questions")
	}
	all := make([]audition.Question, len(raw))
	for i, r := range raw {
		if err := json.Unmarshal([]byte(r), &all[i]); err != nil {
			return nil, wrapped(err, "read questions")
		}
	}
	return all, nil
}

// AddQuestion stores a question, unless it is there.
func (tx Tx) AddQuestion(q audition.Question) error {
	raw, err := json.Marshal(q)
	if err != nil {
		return wrapped(err, "question %s", q.ID)
	}
	_, err = tx.exec("INSERT INTO warm_up_questions (id, language, document, version) VALUES (?, ?, ?, 1) ON CONFLICT DO NOTHING",
		q.ID, q.Language, string(raw))
	return wrapped(err, "question %s", q.ID)
}

type questionRow struct {
	Document   string
	AuthorID   *domain.PersonID
	ArchivedAt *Time
	Version    int
}

const questionColumns = "document, author_id, archived_at, version"

func (r questionRow) domain() (marking.WrittenQuestion, error) {
	w := marking.WrittenQuestion{Author: orEmpty(r.AuthorID), ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version}
	return w, wrapped(json.Unmarshal([]byte(r.Document), &w.Question), "read question")
}

// LockQuestion reads a question and holds it.
func (tx Tx) LockQuestion(id audition.QuestionID, l domain.Language) (w marking.WrittenQuestion, found bool, err error) {
	var r questionRow
	found, err = tx.maybe(&r, "SELECT "+questionColumns+" FROM warm_up_questions WHERE id = ? AND language = ?"+tx.hold(), id, l)
	if err == nil && found {
		w, err = r.domain()
	}
	return w, found, wrapped(err, "read question %s", id)
}

// AddWritten stores a question that is new, unless another writer has.
func (tx Tx) AddWritten(w marking.WrittenQuestion) (bool, error) {
	raw, err := json.Marshal(w.Question)
	if err != nil {
		return false, wrapped(err, "question %s", w.ID)
	}
	n, err := tx.exec(`INSERT INTO warm_up_questions (id, language, document, author_id, archived_at, version)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		w.ID, w.Language, string(raw), orNull(w.Author), AtOrNull(w.ArchivedAt), w.Version)
	return n == 1, wrapped(err, "question %s", w.ID)
}

// SaveWritten writes a question, if nobody has since it was read.
func (tx Tx) SaveWritten(w marking.WrittenQuestion) error {
	raw, err := json.Marshal(w.Question)
	if err != nil {
		return wrapped(err, "question %s", w.ID)
	}
	return tx.change(`UPDATE warm_up_questions SET document = ?, author_id = ?, archived_at = ?, version = version + 1
		WHERE id = ? AND language = ? AND version = ?`,
		string(raw), orNull(w.Author), AtOrNull(w.ArchivedAt), w.ID, w.Language, w.Version)
}
