package marking

import (
	"context"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// WrittenQuestion is a warm-up question as it is kept. An audition has its own
// copy of those it drew: to change one changes nobody's questions.
type WrittenQuestion struct {
	audition.Question

	ArchivedAt time.Time // zero: auditions draw it
	Author     domain.PersonID
	Version    int
}

// Written is what marking needs for the questions of the warm-up.
type Written interface {
	LockQuestion(audition.QuestionID, domain.Language) (WrittenQuestion, bool, error)
	AddWritten(WrittenQuestion) (bool, error)
	SaveWritten(WrittenQuestion) error // domain.ErrStale when it has another version
}

var (
	ErrQuestionStale = domain.Refuse(domain.Stale, "stale_version", "Somebody else has changed this question. Look at it again.")
	ErrFewQuestions  = domain.Refuse(domain.Conflict, "few_questions", "An audition draws ten questions, and there are ten in this language. Write another one first.")
)

// SaveQuestion stores a question, or puts it away and brings it back. version is
// the one that was edited, 0 for a question that is new. The last ten of a
// language stay: without them nobody could be auditioned.
func (a *Auditions) SaveQuestion(
	ctx context.Context, by domain.PersonID, q audition.Question, archived bool, version int,
) (saved WrittenQuestion, err error) {
	if err := q.Validate(); err != nil {
		return saved, err
	}
	err = a.inTx(ctx, func(tx Store) error {
		if _, err := tx.HoldRubrics(); err != nil { // two who put the last two away wait for each other
			return err
		}
		there, known, err := tx.LockQuestion(q.ID, q.Language)
		if err != nil {
			return err
		}
		if known != (version != 0) || there.Version != version {
			return ErrQuestionStale
		}
		saved = WrittenQuestion{Question: q, ArchivedAt: there.ArchivedAt, Author: by, Version: version}
		switch {
		case !archived:
			saved.ArchivedAt = time.Time{}
		case there.ArchivedAt.IsZero():
			saved.ArchivedAt = a.rt.Now()
			if err := enoughWithout(tx, q, known); err != nil {
				return err
			}
		}
		if !known {
			saved.Version = 1
			first, err := tx.AddWritten(saved)
			if err == nil && !first {
				err = ErrQuestionStale
			}
			return err
		}
		err = tx.SaveWritten(saved)
		saved.Version++
		return err
	})
	return saved, err
}

// enoughWithout refuses when an audition could not draw its questions any more.
func enoughWithout(tx Store, q audition.Question, used bool) error {
	all, err := tx.Questions(q.Language)
	if err == nil && used && len(all) == audition.WarmUpQuestions {
		err = ErrFewQuestions
	}
	return err
}

// TryQuestion tells, for who writes a question, what is wrong with it, and, as soon
// as its patterns can be read, which of some short texts it would take for right.
func TryQuestion(q audition.Question, texts []string) (faults []audition.Fault, right []bool) {
	faults = q.Faults()
	for _, f := range faults {
		if f.Pointer == "" || strings.HasPrefix(f.Pointer, "/accept") || strings.HasPrefix(f.Pointer, "/refuse") {
			return faults, nil
		}
	}
	for _, text := range texts {
		got := audition.Grade([]audition.Question{q}, []audition.Answer{{Question: q.ID, Text: text}})
		right = append(right, got.Points > 0)
	}
	return faults, right
}
