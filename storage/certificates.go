package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
)

type attemptRow struct {
	ID         growth.AttemptID
	ExpertID   domain.ExpertID
	ReasonID   domain.ReasonID
	SetVersion int
	Drawn      string
	Answers    string
	Correct    *int
	State      growth.AttemptState
	StartedAt  Time
	AnswerBy   Time
	AnsweredAt *Time
	LapsesAt   Time
	SampleID   *growth.SampleID
	Handed     int
	EndedAt    *Time
	EndedWhy   growth.EndedWhy
	Version    int
}

const selectAttempts = `SELECT id, expert_id, reason_id, set_version, drawn, answers, correct, state, started_at, answer_by, answered_at, lapses_at,
	sample_id, handed, ended_at, ended_why, version FROM attempts WHERE `

func (r attemptRow) domain() (growth.Attempt, error) {
	a := growth.Attempt{
		ID: r.ID, Expert: r.ExpertID, Reason: r.ReasonID, SetVersion: r.SetVersion, Correct: orZero(r.Correct), State: r.State,
		StartedAt: r.StartedAt.Time, AnswerBy: r.AnswerBy.Time, AnsweredAt: r.AnsweredAt.OrZero(), LapsesAt: r.LapsesAt.Time,
		Sample: orEmpty(r.SampleID), Handed: r.Handed, EndedAt: r.EndedAt.OrZero(), EndedWhy: r.EndedWhy, Version: r.Version,
	}
	if err := fromJSON("attempts.drawn", r.Drawn, &a.Drawn); err != nil {
		return a, err
	}
	return a, wrapped(json.Unmarshal([]byte(r.Answers), &a.Answers), "read the answers of %s", r.ID)
}

func (tx Tx) attempt(where string, args ...any) (a growth.Attempt, found bool, err error) {
	var r attemptRow
	if found, err = tx.maybe(&r, selectAttempts+where, args...); err != nil || !found {
		return a, false, wrapped(err, "read an attempt")
	}
	a, err = r.domain()
	return a, true, err
}

func orUnknown[T any](v T, found bool, err error, refusal error) (T, error) {
	if err == nil && !found {
		err = refusal
	}
	return v, err
}

// Attempt reads an attempt.
func (tx Tx) Attempt(id growth.AttemptID) (growth.Attempt, error) {
	a, found, err := tx.attempt("id = ?", id)
	return orUnknown(a, found, err, growth.ErrUnknownAttempt)
}

// LockAttempt reads and holds an attempt.
func (tx Tx) LockAttempt(id growth.AttemptID) (growth.Attempt, error) {
	a, found, err := tx.attempt("id = ?"+tx.lock(), id)
	return orUnknown(a, found, err, growth.ErrUnknownAttempt)
}

// AttemptFor reads and holds the running attempt that a sample was handed in for.
func (tx Tx) AttemptFor(id growth.SampleID) (growth.Attempt, bool, error) {
	return tx.attempt("sample_id = ? AND ended_at IS NULL"+tx.lock(), id)
}

// LastAttempt reads an expert's newest attempt at a topic.
func (tx Tx) LastAttempt(e domain.ExpertID, r domain.ReasonID) (growth.Attempt, bool, error) {
	return tx.attempt("expert_id = ? AND reason_id = ? ORDER BY started_at DESC, id DESC LIMIT 1", e, r)
}

// AddAttempt begins one, unless one is running for the expert and the topic.
func (tx Tx) AddAttempt(a growth.Attempt) (bool, error) {
	drawn, err := asJSON(a.Drawn)
	if err != nil {
		return false, err
	}
	n, err := tx.exec(`INSERT INTO attempts (id, expert_id, reason_id, set_version, drawn, state, started_at, answer_by, lapses_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
		a.ID, a.Expert, a.Reason, a.SetVersion, drawn, a.State, At(a.StartedAt), At(a.AnswerBy), At(a.LapsesAt))
	return n == 1, wrapped(err, "begin attempt %s", a.ID)
}

// SaveAttempt writes a if nobody has since it was read.
func (tx Tx) SaveAttempt(a growth.Attempt) error {
	if a.Answers == nil {
		a.Answers = []int{}
	}
	answers, err := asJSON(a.Answers)
	if err != nil {
		return err
	}
	var correct *int
	if !a.AnsweredAt.IsZero() {
		correct = &a.Correct
	}
	return tx.change(`UPDATE attempts SET answers = ?, correct = ?, state = ?, answered_at = ?, sample_id = ?, handed = ?, ended_at = ?, ended_why = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
		answers, correct, a.State, AtOrNull(a.AnsweredAt), orNull(a.Sample), a.Handed, AtOrNull(a.EndedAt), a.EndedWhy, a.ID, a.Version)
}

// LapsedAttempts are the running ones whose time is over.
func (tx Tx) LapsedAttempts(lapsed, answerBy time.Time, limit int) (ids []growth.AttemptID, err error) {
	err = tx.all(&ids, `SELECT id FROM attempts WHERE ended_at IS NULL AND state <> 'marking'
		AND (lapses_at <= ? OR (state = 'answering' AND answer_by < ?)) ORDER BY id LIMIT ?`, At(lapsed), At(answerBy), limit)
	return ids, wrapped(err, "find attempts whose time is over")
}

type certificateRow struct {
	ID         growth.CertificateID
	ExpertID   domain.ExpertID
	ReasonID   domain.ReasonID
	SetVersion int
	ProductID  *domain.ProductID
	Generation *int
	AttemptID  growth.AttemptID
	IssuedAt   Time
	ValidUntil Time
	EndedAt    *Time
	EndedWhy   growth.EndReason
	EndedNote  string
}

const certificateColumns = `c.id, c.expert_id, c.reason_id, c.set_version, c.product_id, c.generation, c.attempt_id, c.issued_at, c.valid_until, c.ended_at,
	c.ended_why, c.ended_note`

func (r certificateRow) domain() growth.Certificate {
	return growth.Certificate{
		ID: r.ID, Expert: r.ExpertID, Reason: r.ReasonID, SetVersion: r.SetVersion, Product: orEmpty(r.ProductID), Generation: orZero(r.Generation),
		Attempt: r.AttemptID, IssuedAt: r.IssuedAt.Time, ValidUntil: r.ValidUntil.Time, EndedAt: r.EndedAt.OrZero(), EndedWhy: r.EndedWhy, EndedNote: r.EndedNote,
	}
}

// Certificate reads a certificate.
func (tx Tx) Certificate(id growth.CertificateID) (growth.Certificate, error) {
	var r certificateRow
	found, err := tx.maybe(&r, "SELECT "+certificateColumns+" FROM certificates c WHERE c.id = ?", id)
	return orUnknown(r.domain(), found, wrapped(err, "read certificate %s", id), growth.ErrUnknownCertificate)
}

// LivingCertificate reads the one that is good for an expert and a topic.
func (tx Tx) LivingCertificate(e domain.ExpertID, reason domain.ReasonID) (growth.Certificate, bool, error) {
	var r certificateRow
	found, err := tx.maybe(&r, "SELECT "+certificateColumns+" FROM certificates c WHERE c.expert_id = ? AND c.reason_id = ? AND c.ended_at IS NULL", e, reason)
	return r.domain(), found, wrapped(err, "read the certificate of %s", e)
}

// AddCertificate stores a new certificate. Its expert is held and the one before ended.
func (tx Tx) AddCertificate(c growth.Certificate) error {
	var generation *int
	if c.Product != "" {
		generation = &c.Generation
	}
	_, err := tx.exec(`INSERT INTO certificates (id, expert_id, reason_id, set_version, product_id, generation, attempt_id, issued_at, valid_until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Expert, c.Reason, c.SetVersion, orNull(c.Product), generation, c.Attempt, At(c.IssuedAt), At(c.ValidUntil))
	return wrapped(err, "issue certificate %s", c.ID)
}

// EndCertificate ends one that is living.
func (tx Tx) EndCertificate(c growth.Certificate) (bool, error) {
	n, err := tx.exec("UPDATE certificates SET ended_at = ?, ended_why = ?, ended_by = ?, ended_note = ? WHERE id = ? AND ended_at IS NULL",
		At(c.EndedAt), c.EndedWhy, orNull(c.EndedBy), c.EndedNote, c.ID)
	return n == 1, wrapped(err, "end certificate %s", c.ID)
}

// EndingCertificates are the living ones past their time or of an old generation.
func (tx Tx) EndingCertificates(now time.Time, limit int) ([]growth.Certificate, error) {
	var rows []certificateRow
	err := tx.all(&rows, "SELECT "+certificateColumns+` FROM certificates c LEFT JOIN products p ON p.id = c.product_id
		WHERE c.ended_at IS NULL AND (c.valid_until <= ? OR c.generation < p.generation) ORDER BY c.expert_id, c.id LIMIT ?`, At(now), limit)
	all := make([]growth.Certificate, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "find certificates that end")
}

// Generation reads which generation a product is in, and locks it.
func (tx Tx) Generation(id domain.ProductID) (n int, err error) {
	found, err := tx.maybe(&n, "SELECT generation FROM products WHERE id = ?"+tx.lock(), id)
	return orUnknown(n, found, wrapped(err, "read the generation of %s", id), growth.ErrUnknownProduct)
}

// SetGeneration stores the generation of a product that is held.
func (tx Tx) SetGeneration(id domain.ProductID, generation int, at time.Time) error {
	return tx.change("UPDATE products SET generation = ?, generation_at = ? WHERE id = ?", generation, At(at), id)
}
