package storage

import (
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/rewards"
)

// AddSecondLook stores the second card of a sample, unless there is one.
func (tx Tx) AddSecondLook(l growth.SecondLook) (bool, error) {
	n, err := tx.exec(`INSERT INTO second_looks (sample_id, reviewer_id, helpful, correct, tone, own_words, breach, agrees, marked_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sample_id) DO NOTHING`,
		l.Sample, l.Reviewer, l.Card.Helpful, l.Card.Correct, l.Card.Tone, l.Card.OwnWords, l.Card.Breach, l.Agrees, At(l.MarkedAt))
	return n == 1, wrapped(err, "look at %s again", l.Sample)
}

// EarnedReview returns what rewards wants to know of one of two cards.
func (tx Tx) EarnedReview(source string) (rewards.Review, error) {
	id, card, _ := strings.Cut(source, ":")
	column := "l.reviewer_id"
	if card == "1" {
		column = "s.reviewer_id"
	}
	var r struct {
		ReviewerID *domain.ExpertID
		MarkedAt   Time
		Agrees     bool
	}
	found, err := tx.maybe(&r, `SELECT x.id AS reviewer_id, l.marked_at, l.agrees FROM second_looks l JOIN samples s ON s.id = l.sample_id
		LEFT JOIN experts x ON x.id = `+column+` WHERE l.sample_id = ?`, id)
	if err != nil || !found {
		return rewards.Review{}, wrapped(err, "read review %s", source)
	}
	return rewards.Review{Reviewer: orEmpty(r.ReviewerID), At: r.MarkedAt.Time, Agrees: r.Agrees}, nil
}

// PaidReviews are how many reviews of an expert's day are worth something.
func (tx Tx) PaidReviews(e domain.ExpertID, day string) (n int, err error) {
	err = tx.all(&n, "SELECT COUNT(*) FROM awards WHERE kind = 'review' AND expert_id = ? AND day = ? AND pending > 0", e, day)
	return n, wrapped(err, "count the reviews of %s", e)
}
